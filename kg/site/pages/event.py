"""The page of an eventuality: what is told of it, by whom, and whether it happened."""

from __future__ import annotations

from kg.site.graph import Graph
from kg.site.readings import claim, event
from kg.site.rendering import Page


def event_page(graph: Graph, iri: str) -> Page:
    """The page of one eventuality."""
    shown = event(graph, iri)
    claims = [claim(graph, each) for each in graph.subjects("dg:content", iri)]
    return Page(shown.thing.href, "event.html", shown.label, {"event": shown, "claims": claims}, iri)
