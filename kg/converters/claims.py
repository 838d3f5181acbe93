"""Claims: which voice says what of which eventuality, in which way, on which words."""

from __future__ import annotations

from collections.abc import Iterator

from kg.converters.iris import Iris
from kg.converters.terms import NamedNode, Triple, count_of, decimal, english, words
from kg.converters.times import date_triples
from kg.converters.vocab import RDF, SCHEMA
from kg.model.claim import Claim, Voice
from kg.model.reading import Reading


def claim_triples(reading: Reading, iris: Iris) -> Iterator[Triple]:
    """Each claim; claimant and depth are copied from its voice, so that short queries need no path."""
    voices = {voice.id: voice for voice in reading.voices}
    for claim in reading.claims:
        voice = iris.voice(claim.voice)  # refuses a voice that is not there, by name
        yield from _claim(claim, voices[claim.voice], voice, iris)


def _claim(claim: Claim, voice: Voice, voice_iri: NamedNode, iris: Iris) -> Iterator[Triple]:
    this, dg, dgv = iris.claim(claim.id), iris.dg, iris.dgv
    yield this, RDF.type, dg.Claim
    yield this, RDF.type, SCHEMA.Claim
    yield this, dg.voice, voice_iri
    yield this, dg.depth, count_of(voice.depth)
    for speaker in voice.speakers:
        yield this, dg.claimant, iris.entity(speaker)
    yield this, dg.content, iris.event(claim.content)
    yield this, dg.polarity, dgv[claim.polarity]
    yield this, dg.certainty, dgv[claim.certainty]
    yield this, dg.modality, dgv[claim.modality]
    yield this, dg.basis, dgv[claim.basis]
    for passage in claim.evidence:
        yield this, dg.evidence, iris.span(passage)
    yield this, dg.gloss, english(claim.gloss)
    yield this, dg.rule, words(claim.rule)
    if claim.date is not None:
        yield from date_triples(this, claim.date, iris)
    for disputed in claim.disputes:
        yield this, dg.disputes, iris.claim(disputed)
    if claim.confidence is not None:
        yield this, dg.confidence, decimal(claim.confidence)
