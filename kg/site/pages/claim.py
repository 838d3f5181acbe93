"""The page of a claim: the chain of voices drawn as speech in speech, the words it rests on, what it says."""

from __future__ import annotations

from collections.abc import Iterable

from kg.site.graph import Graph
from kg.site.readings import claim, event
from kg.site.rendering import Page
from kg.site.rules import confidence_in_words, rule_in_words
from kg.site.shown import Claim
from kg.site.speech import levels
from kg.site.standing import standing
from kg.site.statements import Row, row

_MOST = 10  # claims of one list
_STANCE = ("dg:polarity", "dg:modality", "dg:certainty", "dg:basis")


def claim_page(graph: Graph, iri: str) -> Page:
    """The page of one claim."""
    shown = claim(graph, iri)
    about = graph.about(iri)
    others = graph.subjects("dg:content", shown.content.iri) if shown.content else ()
    disputing = {*graph.iris(iri, "dg:disputes"), *graph.subjects("dg:disputes", iri)}
    content = event(graph, shown.content.iri) if shown.content else None
    spans = [each.iri for each in shown.quotes]
    beside = {each for span in spans for each in graph.subjects("dg:evidence", span)} - {iri, *others, *disputing}
    stance: list[Row] = [row(graph, name, about[name]) for name in _STANCE if name in about]
    values = {
        "claim": shown,
        "levels": levels(graph, graph.iri(iri, "dg:voice")),
        "stance": stance,
        "content": content,
        "standing": standing(graph, content, [shown if each == iri else claim(graph, each) for each in others])
        if content
        else None,
        "disputing": _few(graph, disputing),
        "same": _few(graph, {*others} - {iri, *disputing}),
        "beside": _few(graph, beside),
        "rule": rule_in_words(shown.rule) if shown.rule else "",
        "confidence": confidence_in_words(shown.confidence, of_claim=True),
    }
    return Page(shown.thing.href, "claim.html", shown.gloss, values, iri)


def _few(graph: Graph, found: Iterable[str]) -> tuple[tuple[Claim, ...], int]:
    """The first of these claims, and how many there are beside them."""
    every = sorted(found)
    return tuple(claim(graph, each) for each in every[:_MOST]), max(0, len(every) - _MOST)
