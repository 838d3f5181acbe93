"""A chain of voices as nested speech: who speaks to whom, on which occasion, opened by which words."""

from __future__ import annotations

from attrs import frozen

from kg.site.graph import Graph
from kg.site.readings import chain, quotes, thing, things
from kg.site.shown import Quote, Speaker, Thing


@frozen
class Level:
    """One voice of a chain, with the words that open it. `place` is the record or translation where a root speaks."""

    speaker: Speaker
    cues: tuple[Quote, ...]
    occasions: tuple[Thing, ...]
    place: Thing | None


def levels(graph: Graph, voice: str) -> tuple[Level, ...]:
    """The voices through which one is heard, the outermost first, itself last."""
    return tuple(_level(graph, speaker) for speaker in chain(graph, voice))


def _level(graph: Graph, speaker: Speaker) -> Level:
    iri = speaker.voice.iri
    place = graph.iri(iri, "dg:expressedIn")
    return Level(
        speaker,
        quotes(graph, iri, "dg:cue"),
        things(graph, iri, "dg:utteredIn"),
        thing(graph, place) if place else None,
    )
