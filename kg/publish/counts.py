"""What can be counted in a graph, as VoID counts it; nothing is held but the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from attrs import field, frozen

from kg.publish.prefixes import prefixes
from kg.publish.terms import RDF_TYPE, Row, value_of


@lru_cache(maxsize=1)
def _wikidata() -> str:
    return f"<{prefixes()['wd']}"


@frozen
class Tally:
    """By property its triples, by class the nodes of it, by property its links to Wikidata: as N-Quads writes them.

    Nodes may be taken out again, so that what several documents say alike of one subject can be counted once.
    """

    uses: Counter[str] = field(factory=Counter)
    instances: Counter[str] = field(factory=Counter)
    links: Counter[str] = field(factory=Counter)

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Tally:
        """Count the rows of a union: it has each triple once, so a class has as many nodes as rows that name it."""
        wikidata = _wikidata()
        classes = [value for predicate, value in rows if predicate == RDF_TYPE and value[0] == "<"]
        links = [predicate for predicate, value in rows if value.startswith(wikidata) and predicate != RDF_TYPE]
        return cls(Counter([predicate for predicate, _ in rows]), Counter(classes), Counter(links))

    @staticmethod
    def is_link(value: str) -> bool:
        """Whether a value is an item of Wikidata."""
        return value.startswith(_wikidata())

    def count(self, predicate: str, value: str, times: int) -> None:
        """Count a triple with this property and value."""
        self.uses[predicate] += times
        if predicate == RDF_TYPE and value[:1] == "<":
            self.instances[value] += times
        elif value.startswith(_wikidata()):
            self.links[predicate] += times

    def add(self, other: Tally) -> None:
        """Count what another tally counted, too."""
        for mine, its in self._pairs(other):
            mine.update(its)

    def take_out(self, other: Tally) -> None:
        """Count it no longer. What is no more there has no number: no nought."""
        for mine, its in self._pairs(other):
            mine.subtract(its)
            for term in its:
                if not mine[term]:
                    del mine[term]

    def _pairs(self, other: Tally) -> tuple[tuple[Counter[str], Counter[str]], ...]:
        return (self.uses, other.uses), (self.instances, other.instances), (self.links, other.links)


@frozen
class Counts:
    """What is said of a graph: `uses`, `instances` and `links` are those of a Tally, by IRI."""

    subjects: int
    entities: int
    objects: int
    uses: dict[str, int]
    instances: dict[str, int]
    links: dict[str, int]

    @classmethod
    def of(cls, tally: Tally, *, subjects: int, entities: int, objects: int) -> Counts:
        """The counts of a tally, with the subjects (those of our own base are entities) and the distinct objects."""
        by_iri = (
            {value_of(term): counted[term] for term in counted}
            for counted in (tally.uses, tally.instances, tally.links)
        )
        return cls(subjects, entities, objects, *by_iri)
