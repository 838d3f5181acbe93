"""The page of a person, a state, an organisation, an office or a place: what is told of it, and by whom."""

from __future__ import annotations

from kg.site.graph import Graph
from kg.site.readings import claim, event, events_with, thing
from kg.site.rendering import Page


def agent_page(graph: Graph, iri: str) -> Page:
    """The page of somebody or some place."""
    events = [event(graph, each) for each in events_with(graph, iri)]
    claims = [claim(graph, each) for each in graph.subjects("dg:claimant", iri)]
    values = {
        "thing": thing(graph, iri),
        "names": graph.texts(iri, "skos:altLabel"),
        "events": events,
        "claims": claims,
    }
    return Page(graph.addresses.page(iri), "agent.html", graph.label(iri), values, iri)
