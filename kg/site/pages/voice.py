"""The page of a voice: who speaks, heard through whom, and what is said."""

from __future__ import annotations

from kg.site.graph import Graph
from kg.site.readings import chain, claim, document_of, thing
from kg.site.rendering import Page


def voice_page(graph: Graph, iri: str) -> Page:
    """The page of one voice."""
    voices = chain(graph, iri)
    claims = [claim(graph, each) for each in graph.subjects("dg:voice", iri)]
    inner = [thing(graph, each) for each in graph.subjects("dg:embeddedIn", iri)]
    title = " and ".join(each.label for each in voices[-1].speakers) or "A voice"
    values = {"chain": voices, "claims": claims, "inner": inner, "document": document_of(graph, iri)}
    return Page(graph.addresses.page(iri), "voice.html", title, values, iri)
