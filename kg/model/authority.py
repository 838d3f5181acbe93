"""What is known beforehand: people, states, offices and places of the authority file, each fact with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Protocol

from attrs import field, frozen

from kg.model.decision import Decisions
from kg.model.entity import Kind


@frozen
class TermOfOffice:
    """An office held by a known person; used to decide links, never published as said by a report."""

    role: str  # a concept of the vocabulary: "HeadOfGovernment", "PartyLeader", "Ambassador" …
    state: str  # key of the state
    start: str  # EDTF, "" if not known; with "?" the first (of `end` the last) day on which the source shows him there
    end: str
    source: str
    receiving_state: str = ""  # of an ambassador
    position: str = ""  # what the source calls the office; Wikidata number or words


@frozen(cache_hash=True)  # what is worked out of its names is kept by it
class Known:
    """One entry of the authority file. `qid` is "" where none was found: known here, not there."""

    key: str
    kind: Kind
    name: str
    source: str
    names: tuple[str, ...] = ()  # other spellings, surnames in use, abbreviations
    qid: str = ""
    also: tuple[str, ...] = ()  # looser fits (skos:closeMatch), Wikidata numbers
    start: str = ""  # born, founded: EDTF
    end: str = ""  # died, dissolved
    state: str = ""  # of a person, organisation, place, post: key of its state
    receiving_state: str = ""  # of a mission or a diplomatic post
    parent: str = ""  # of an organ: its party or ministry
    role: str = ""  # of a post: a concept of the vocabulary
    adjectives: tuple[str, ...] = ()  # of a state: "Soviet"
    people: tuple[str, ...] = ()  # of a state: "Soviets", "Russians"
    capital: str = ""  # of a state: key of a place
    offices: tuple[TermOfOffice, ...] = ()  # of a person
    other_states: tuple[str, ...] = ()  # of a person: further states that the source puts him with
    prominence: int = 0  # how much is written about it elsewhere: of a Wikidata item the number of its sitelinks
    description: str = ""  # one line that tells it from its namesakes, as its source has it
    fact_sources: tuple[tuple[str, str], ...] = ()  # field or name -> its source, where that is not `source`
    identifiers: tuple[str, ...] = ()  # in lists of persons: "frus1961-63v05#p_KNS1"


class CandidateSource(Protocol):
    """Where candidates beyond the curated tables come from: the index on disk, or none.

    States are named by their keys in the tables where the number is known there, else by their Wikidata number.
    """

    @property
    def version(self) -> str:
        """What the index is called in a record of a decision: it changes with any byte of what was imported."""

    @property
    def date(self) -> str:
        """The day of its newest source, ISO; "" if no source says."""

    def called(self, kind: Kind, names: Sequence[str], year: int | None, limit: int) -> Sequence[Known]:
        """At most `limit` entries that may bear one of `names`, the most prominent first; none born after `year`."""

    def entry(self, key: str) -> Known | None:
        """The entry of this key or Wikidata number, redirects followed; None if there is none."""


@frozen(eq=False, slots=False)
class Authority:
    """The whole authority file, by key; `version` is a hash of its bytes. Two are the same if they are one object."""

    entries: Mapping[str, Known] = field(factory=dict)
    version: str = ""
    decisions: Decisions = field(factory=Decisions)  # the curator's word
    index: CandidateSource | None = None  # candidates beyond the tables; none in the default build
    day: str = ""  # of the build, ISO, if it was given one: reading asks no clock

    @property
    def date(self) -> str:
        """The day that decisions of the machine bear, ISO: of the build, else of the newest source of the index."""
        return self.day or (self.index.date if self.index else "")

    @property
    def short_version(self) -> str:
        """What tables and index are called in a record of a decision: enough of their hashes to tell them apart."""
        index = f", index {self.index.version[:12]}" if self.index else ""
        return f"authority {self.version[:12]}{index}" if self.version else ""

    def entry(self, key: str) -> Known | None:
        """What is known under a key of the tables or of the index; None if nothing is."""
        return self.entries.get(key) or (self.index.entry(key) if self.index else None)

    def states_meant(self, state: str) -> frozenset[str]:
        """The keys of the states that a key, or a Wikidata number, may mean; of an unknown one itself.

        A number may mean a past state too: who is called a citizen of Hungary in a list of today may have been one of
        the people's republic.
        """
        return self._states_by_number.get(state) or frozenset({state} if state else ())

    def of_kind(self, kind: Kind) -> tuple[Known, ...]:
        """All entries of one kind, in the order of their keys."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _states_by_number(self) -> Mapping[str, frozenset[str]]:
        meant: dict[str, set[str]] = {}
        for known in self.of_kind(Kind.STATE):
            for number in (known.qid, *known.also):
                if number:
                    meant.setdefault(number, set()).add(known.key)
        return {number: frozenset(keys) for number, keys in meant.items()}

    @cached_property
    def _by_kind(self) -> Mapping[Kind, tuple[Known, ...]]:
        rows: dict[Kind, list[Known]] = {}
        for key in sorted(self.entries):
            rows.setdefault(self.entries[key].kind, []).append(self.entries[key])
        return {kind: tuple(row) for kind, row in rows.items()}
