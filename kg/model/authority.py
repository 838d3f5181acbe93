"""What is known beforehand: people, states, offices and places of the authority file, each fact with its source."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import field, frozen

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


@frozen
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


@frozen(eq=False, slots=False)
class Authority:
    """The whole authority file, by key; `version` is a hash of its bytes. Two are the same if they are one object."""

    entries: Mapping[str, Known] = field(factory=dict)
    version: str = ""

    def of_kind(self, kind: Kind) -> tuple[Known, ...]:
        """All entries of one kind, in the order of their keys."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> Mapping[Kind, tuple[Known, ...]]:
        rows: dict[Kind, list[Known]] = {}
        for key in sorted(self.entries):
            rows.setdefault(self.entries[key].kind, []).append(self.entries[key])
        return {kind: tuple(row) for kind, row in rows.items()}
