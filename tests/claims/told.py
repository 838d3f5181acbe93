"""Readings of sentences of our own, and the questions that the tests put to them.

Unless a test says otherwise they are a report of 10 June 1955 by Jan Nowak of the Polish Embassy in Egypt.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from attrs import frozen

from kg.authority import read_authority
from kg.converters import AttestationRule
from kg.converters.attestation import attested_events
from kg.eventlist import flat_events
from kg.model.claim import Claim, Voice
from kg.model.event import Event, Status
from kg.model.reading import Reading
from kg.pipeline import reading_of
from tests.reports import report_of

ROOT = Path(__file__).resolve().parents[2]
AUTHORITY = read_authority(ROOT / "data" / "authority")
NOWAK = "Jan Nowak"
DAY = "1955-06-10"

T = TypeVar("T")


@lru_cache(maxsize=512)
def told(*paragraphs: str, abstract: str | None = None, addressee: str = "") -> Told:
    """What is understood of a report of these paragraphs, to `addressee`. Read once, however many tests ask."""
    sender = "Embassy of Poland in Egypt"
    report = report_of(paragraphs, date=DAY, author=NOWAK, sender=sender, abstract=abstract, addressee=addressee)
    return Told(reading_of(report, AUTHORITY))


def to_mend(reason: str) -> pytest.MarkDecorator:
    """A rule that a reader would expect and that the extraction does not keep yet: it must fail, until it is mended."""
    return pytest.mark.xfail(reason=reason, strict=True)


def not_yet(reason: str, *values: object) -> Any:
    """One row of a table that is still to mend."""
    return pytest.param(*values, marks=to_mend(reason))


@frozen(slots=False, eq=False)
class Told:
    """A reading, asked in names and words instead of ids. Each question refuses an answer that is not the only one."""

    reading: Reading

    def name(self, entity: str) -> str:
        """The name of an entity."""
        return next(known.name for known in self.reading.entities if known.id == entity)

    def events(self, *types: str) -> list[Event]:
        """The events of these classes, in the order of the text."""
        return [event for event in self.reading.events if event.type in types]

    def event(self, *types: str) -> Event:
        """The only event of these classes."""
        return only(self.events(*types))

    def with_id(self, id_: str) -> Event:
        """An event by its id."""
        return only([event for event in self.reading.events if event.id == id_])

    def who(self, event: Event, role: str) -> list[str]:
        """The names of those who play a role."""
        return [self.name(entity) for entity in event.agents(role)]

    def roles(self, event: Event) -> dict[str, list[str]]:
        """Role -> names, messages and posts left out: they have no names of their own."""
        names: dict[str, list[str]] = {}
        for participant in event.participants:
            if participant.role not in ("message", "post"):
                names.setdefault(participant.role, []).append(self.name(participant.entity))
        return names

    def place(self, event: Event) -> str:
        """The name of the place of an event, "" if it has none."""
        return self.name(event.place) if event.place else ""

    def targets(self, event: Event, kind: str) -> list[Event]:
        """The events that a relation leads to."""
        return [self.with_id(target) for target in event.targets(kind)]

    def claims_on(self, event: Event) -> list[Claim]:
        """The claims whose content is an event."""
        return [claim for claim in self.reading.claims if claim.content == event.id]

    def claim_on(self, event: Event) -> Claim:
        """The only claim whose content is an event."""
        return only(self.claims_on(event))

    def claims_with(self, words: str) -> list[Claim]:
        """The claims that rest on a quote with these words: of several the ones with the shortest quote."""
        lengths = {
            claim.id: min(len(passage.exact) for passage in claim.evidence if words in passage.exact)
            for claim in self.reading.claims
            if any(words in passage.exact for passage in claim.evidence)
        }
        return [claim for claim in self.reading.claims if lengths.get(claim.id) == min(lengths.values(), default=0)]

    def claim(self, words: str) -> Claim:
        """The only claim that rests on the shortest quote with these words."""
        return only(self.claims_with(words))

    def voice(self, claim: Claim) -> Voice:
        """In whose voice a claim is made."""
        return only([voice for voice in self.reading.voices if voice.id == claim.voice])

    def chain(self, words: str) -> tuple[str, ...]:
        """Who says these words, outermost first; a joint voice as "A + B"."""
        return self.chain_of(self.claim(words))

    def chain_of(self, claim: Claim) -> tuple[str, ...]:
        """Who makes a claim, outermost first."""
        voices = {voice.id: voice for voice in self.reading.voices}
        chain = [voices[claim.voice]]
        while chain[-1].outer:
            chain.append(voices[chain[-1].outer])
        return tuple(" + ".join(self.name(speaker) for speaker in voice.speakers) for voice in reversed(chain))

    def turns(self) -> list[tuple[list[str], list[str], str]]:
        """The turns of speech: the names of speakers and hearers, and the words that tell it."""
        return [
            ([self.name(who) for who in turn.speakers], [self.name(who) for who in turn.hearers], turn.passage.exact)
            for turn in self.reading.turns
        ]

    def attested(self) -> list[str]:
        """The classes of the events that are typed as having taken place."""
        attested = attested_events(self.reading, AttestationRule())
        return [event.type for event in self.reading.events if event.id in attested]

    def actual(self) -> list[str]:
        """The types in the flat list of what is actual there, turns of speech left out: that one spoke is so always."""
        actual = (row["type"] for row in flat_events(self.reading) if row["realis"] == "actual")
        return [type_ for type_ in actual if type_ != "statement"]

    def happened(self) -> list[str]:
        """The classes of all that the reading takes as having been so, offices left out."""
        real = (Status.OCCURRED, Status.HOLDS, Status.HABITUAL)
        return [event.type for event in self.reading.events if event.status in real and event.type != "Tenure"]


def only(found: list[T]) -> T:
    """The single member of a list."""
    assert len(found) == 1, found
    return found[0]
