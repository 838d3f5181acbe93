"""The library as a whole: what the documents of one mission and time say together of who is who.

Each document is decided alone first. What was linked there with reasons of its own then speaks, as one feature among
others, for the same person in the other documents of the mission (or of the volume) within a few years.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256

from attrs import define, field, frozen

from kg.links.context import marked_persons
from kg.model.entity import Kind
from kg.model.mention import Link
from kg.model.reading import Reading
from kg.model.report import Report
from kg.names import parts_of

YEARS = 2  # an ambassador stays three or four years; who was spoken of longer ago may have a successor of his name
STEPS = (2, 5, 10, 20, 50, 100, 200, 500, 1000)
FEWEST = STEPS[0]  # documents: one wrong link must not bring others


def circle_of(report: Report) -> str:
    """Whose papers a document belongs to: one volume's, or one mission's; "" where neither is known."""
    return report.edition.volume if report.edition else " > ".join(filter(None, (report.sender, report.addressee)))


@frozen
class Contribution:
    """What one document, decided alone, says to the others: which persons it was found to name."""

    report: str
    circle: str
    year: int | None
    persons: frozenset[str]

    @classmethod
    def of(cls, reading: Reading, links: Sequence[Link]) -> Contribution:
        """That of a document with the links that it has by itself."""
        persons = {entity.id for entity in reading.entities if entity.kind is Kind.PERSON}
        keys = frozenset(link.authority for link in links if link.authority and link.entity in persons)
        return cls(reading.report.key, circle_of(reading.report), _year_of(reading), keys)


@define
class Library:
    """Which persons the documents of each circle and year were found to name."""

    times: dict[tuple[str, int], Counter[str]] = field(factory=dict)
    _near: dict[tuple[str, int], list[tuple[str, int]]] = field(factory=dict, init=False, eq=False, repr=False)

    def add(self, contribution: Contribution) -> None:
        """Count what a document says to the others."""
        if contribution.circle and contribution.year:
            self.times.setdefault((contribution.circle, contribution.year), Counter()).update(contribution.persons)
            self._near.clear()

    def elsewhere(self, contribution: Contribution) -> Mapping[str, int]:
        """For each person how many documents of the circle beside this one, within some years, were found to name him.

        A step of STEPS, at least so many: a document more in the library should not change what is said of each of the
        others.
        """
        if not contribution.circle or not contribution.year:
            return {}
        place = (contribution.circle, contribution.year)
        if (near := self._near.get(place)) is None:
            near = self._near[place] = self._named_near(*place)
        beside = ((key, count - (key in contribution.persons)) for key, count in near)
        return {key: _step(count) for key, count in beside if count >= FEWEST}

    def _named_near(self, circle: str, year: int) -> list[tuple[str, int]]:
        """Each person with the number of documents of some years that name him, in order; too few are left out."""
        found: Counter[str] = Counter()
        for each in range(year - YEARS, year + YEARS + 1):
            found.update(self.times.get((circle, each), {}))
        return [(key, count) for key, count in sorted(found.items()) if count >= FEWEST]


def _step(count: int) -> int:
    return STEPS[bisect_right(STEPS, count) - 1]


def shared_keys(reading: Reading, links: Sequence[Link]) -> dict[str, str]:
    """For each person whom no authority has, the key under which the documents of a circle share him, if there is one.

    It is the entry of the editors' list of persons that they marked his names with; else his full name, if the document
    puts him with a state: the same full name, state and circle are one person. It depends on this document alone, so
    that it stays when others are added: "frus1961-63v05#p_KNS1", "vasily moskovsky soviet-union 5f0a31c2".
    """
    unlinked = {link.entity for link in links if not link.authority}
    keys_of_states = {link.entity: link.authority for link in links}
    marked = marked_persons(reading.entities, reading.mentions, reading.report.edition)
    circle = circle_of(reading.report)
    keys = {}
    for entity in reading.entities:
        if entity.kind is not Kind.PERSON or entity.id not in unlinked:
            continue
        identifiers = marked.get(entity.id, frozenset())
        parts = parts_of(entity.name)
        state = keys_of_states.get(entity.state, "")
        if len(identifiers) == 1:
            keys[entity.id] = min(identifiers)
        elif circle and state and sum(len(part) > 1 for part in parts) > 1:
            digest = sha256(f"{' '.join(parts)}\x1f{state}\x1f{circle}".encode()).hexdigest()[:8]
            keys[entity.id] = " ".join((*parts, state, digest))
    return keys


def _year_of(reading: Reading) -> int | None:
    date = reading.report.date
    return date.latest.year if date and date.latest else None
