"""The page of queries: an editor, a plain form, and the library's questions as examples."""

from __future__ import annotations

from collections.abc import Sequence

from kg.site.examples import Example
from kg.site.rendering import Page


def sparql_page(examples: tuple[Example, ...], query: Sequence[tuple[str, str]] = ()) -> Page:
    """The page; without an endpoint beside it, it shows the questions and says where they can be asked.

    `query` is what stands behind its address: its first `query` is put into the form, all else is left alone.
    """
    brought = next((value for name, value in query if name == "query"), "")
    first = examples[0].query if examples else ""
    return Page("sparql.html", "sparql.html", "Ask in SPARQL", {"examples": examples, "start": brought or first})
