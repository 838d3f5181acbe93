"""The page of a claim: the chain of voices drawn as speech in speech, the words it rests on, what it says."""

from __future__ import annotations

from kg.site.graph import Graph
from kg.site.readings import claim, event
from kg.site.rendering import Page


def claim_page(graph: Graph, iri: str) -> Page:
    """The page of one claim."""
    shown = claim(graph, iri)
    content = event(graph, shown.content.iri) if shown.content else None
    return Page(shown.thing.href, "claim.html", shown.gloss, {"claim": shown, "content": content}, iri)
