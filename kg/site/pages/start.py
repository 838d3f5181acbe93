"""The start page: what this is, in ten seconds, by three questions and their answers."""

from __future__ import annotations

from kg.site.graph import Graph
from kg.site.readings import record_set, thing
from kg.site.rendering import Page


def start_page(graph: Graph) -> Page:
    """The first page of the site."""
    documents = [thing(graph, each) for each in record_set(graph)]
    return Page("index.html", "start.html", "Diplograph", {"documents": documents})
