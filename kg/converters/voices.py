"""Voices: who speaks through whom, down to the record itself."""

from __future__ import annotations

from collections.abc import Iterator

from kg.converters.iris import Iris
from kg.converters.terms import Triple, count_of
from kg.converters.vocab import RDF
from kg.model.reading import Reading

CATALOGUER = "cataloguer"  # the id of the root voice that speaks in what was added to the record: its abstract


def voice_triples(reading: Reading, iris: Iris) -> Iterator[Triple]:
    """Each voice with its speakers, its hearers and the voice around it; a root voice with what expresses it."""
    dg = iris.dg
    for voice in reading.voices:
        this = iris.voice(voice.id)
        yield this, RDF.type, dg.Voice
        yield this, dg.depth, count_of(voice.depth)
        for speaker in voice.speakers:
            yield this, dg.speaker, iris.entity(speaker)
        for hearer in voice.hearers:
            yield this, dg.hearer, iris.entity(hearer)
        for event in voice.uttered_in:
            yield this, dg.utteredIn, iris.event(event)
        if voice.cue is not None:
            yield this, dg.cue, iris.span(voice.cue)
        if voice.outer:
            yield this, dg.embeddedIn, iris.voice(voice.outer)
        elif voice.id == CATALOGUER and reading.report.translator:
            yield this, dg.expressedIn, iris.translation
        else:
            yield this, dg.expressedIn, iris.record
