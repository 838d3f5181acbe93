"""The page of queries: an editor, a plain form, and the library's questions as examples."""

from __future__ import annotations

from kg.site.examples import Example
from kg.site.rendering import Page


def sparql_page(examples: tuple[Example, ...]) -> Page:
    """The page; without an endpoint beside it, it shows the questions and says where they can be asked."""
    return Page("sparql.html", "sparql.html", "Ask in SPARQL", {"examples": examples})
