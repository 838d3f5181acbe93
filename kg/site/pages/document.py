"""The page of a document: what archivists want to know of it, and its passages with the claims that rest on them."""

from __future__ import annotations

from kg.site.graph import Graph
from kg.site.readings import claim, thing
from kg.site.rendering import Page


def document_page(graph: Graph, iri: str) -> Page:
    """The page of one record, with its translation and its text."""
    voices = graph.subjects("dg:expressedIn", iri)
    waiting, all_voices = list(voices), list[str]()
    while waiting:
        voice = waiting.pop()
        if voice not in all_voices:
            all_voices.append(voice)
            waiting += graph.subjects("dg:embeddedIn", voice)
    claims = [claim(graph, each) for voice in all_voices for each in graph.subjects("dg:voice", voice)]
    claims.sort(key=lambda each: (each.quotes[0].start if each.quotes else 0, each.depth, each.thing.iri))
    return Page(
        graph.addresses.page(iri),
        "document.html",
        graph.label(iri),
        {"record": thing(graph, iri), "claims": claims},
        iri,
    )
