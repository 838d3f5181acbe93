"""How far what was read can be trusted: the precision of the rule that read it, measured on annotated documents."""

from __future__ import annotations

from attrs import evolve

from kg.lexicon.precision import Precision
from kg.model.claim import Turn
from kg.model.reading import Reading


def with_confidence(reading: Reading, precision: Precision) -> Reading:
    """The reading with the confidence of each event that the annotations have a type for, of each claim on one, and
    of each turn of speech.

    States of affairs and offices were not annotated: they get none.
    """
    events = tuple(
        evolve(event, confidence=precision.of_event(event.rule)) if event.flat_type else event
        for event in reading.events
    )
    rules = {event.id: event.rule for event in events if event.flat_type}
    claims = tuple(
        evolve(claim, confidence=precision.of_claim(rules[claim.content])) if claim.content in rules else claim
        for claim in reading.claims
    )
    turns = tuple(evolve(turn, confidence=precision.of_event(Turn.RULE)) for turn in reading.turns)
    return evolve(reading, events=events, claims=claims, turns=turns)
