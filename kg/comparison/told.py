"""What one document tells, looked up in memory: a document is small, a build is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from kg.base import ONTOLOGY, VOCABULARY
from kg.comparison.sides import GRAPH
from kg.publish.prefixes import prefixes
from kg.publish.terms import value_of

_NAMESPACES = prefixes()


def full(name: str) -> str:
    """A prefixed name as N-Quads writes it.

    >>> full("dg:gloss")
    '<https://w3id.org/diplograph/ontology#gloss>'
    """
    prefix, _, local = name.partition(":")
    return f"<{_NAMESPACES[prefix]}{local}>"


_TYPE, _LABEL, _GLOSS = full("rdf:type"), full("rdfs:label"), full("dg:gloss")
_NAMES = (_LABEL, _GLOSS, full("oa:exact"))
_ONTOLOGY, _VOCABULARY = f"<{ONTOLOGY}", f"<{VOCABULARY}"
_SELECTOR, _START, _END = full("oa:hasSelector"), full("oa:start"), full("oa:end")
_SPEAKER, _HEARER, _AROUND = full("dg:speaker"), full("dg:hearer"), full("dg:embeddedIn")


@frozen(eq=False)
class Told:
    """What a document says of each subject, its flat view aside, which is made of the rest. `base` begins our IRIs."""

    base: str
    said: Mapping[str, Mapping[str, tuple[str, ...]]]

    @classmethod
    def of(cls, rows: Iterable[bytes]) -> Told:
        """What these rows say."""
        base = ""
        said: dict[str, dict[str, tuple[str, ...]]] = {}
        known: dict[str, bool] = {}  # a graph -> whether it is a flat view
        for row in rows:
            graph, subject, predicate, value = row.decode().split(" ", 3)
            is_flat = known.get(graph)
            if is_flat is None:
                found = GRAPH.fullmatch(graph)
                is_flat = known[graph] = found is not None and found["flat"] is not None
                base = found["base"] if found else base
            if not is_flat:
                of_subject = said.setdefault(subject, {})
                of_subject[predicate] = (*of_subject.get(predicate, ()), value)
        return cls(base, said)

    def each(self, *classes: str) -> Iterator[str]:
        """The subjects of one of these classes."""
        wanted = {full(name) for name in classes}
        return (subject for subject, of in self.said.items() if wanted.intersection(of.get(_TYPE, ())))

    def values(self, subject: str, name: str) -> tuple[str, ...]:
        """The values of a property, in order."""
        return self.said.get(subject, {}).get(full(name), ())

    def first(self, subject: str, name: str) -> str:
        """The text of the first value of a property; empty where there is none."""
        return next((value_of(value) for value in self.values(subject, name)), "")

    def listed(self, subject: str, name: str) -> str:
        """All values of a property, by name."""
        return "; ".join(sorted({self.name(value) for value in self.values(subject, name)}))

    def name(self, term: str) -> str:
        """What a thing is called, the text of a literal, or an IRI without what all of ours begin with."""
        if term[0] == '"':
            return value_of(term)
        of = self.said.get(term, {})
        for predicate in _NAMES:
            if predicate in of:
                return value_of(_english_first(of[predicate]))
        selector = of.get(_SELECTOR)
        return self.name(selector[0]) if selector and selector[0] != term else self.short(term)

    def short(self, iri: str) -> str:
        """An IRI in few words: a value of a closed list or a term by its name alone, another by prefix or base."""
        if iri.startswith((_ONTOLOGY, _VOCABULARY)):
            return iri[:-1].rpartition("#")[2]
        bare = value_of(iri)
        for prefix, namespace in _NAMESPACES.items():
            if bare.startswith(namespace):
                return f"{prefix}:{bare[len(namespace) :]}"
        return bare.removeprefix(self.base) if self.base else bare

    def classes(self, subject: str) -> tuple[str, ...]:
        """The classes of a thing that are ours, by name."""
        return tuple(value[:-1].rpartition("#")[2] for value in self._types(subject) if value.startswith(_ONTOLOGY))

    def _types(self, subject: str) -> tuple[str, ...]:
        return self.said.get(subject, {}).get(_TYPE, ())

    def passage(self, span: str) -> tuple[int, int, str]:
        """Where a text span stands, and its words; zeros where nothing says so."""
        selector = next(iter(self.values(span, "oa:hasSelector")), "")
        start, end = (self.first(selector, name) for name in ("oa:start", "oa:end"))
        return int(start) if start.isdecimal() else 0, int(end) if end.isdecimal() else 0, self.name(span)

    def chain(self, voice: str) -> str:
        """The speakers from the outside in, each with whom he spoke to, as `kg explain` writes them."""
        links: list[str] = []
        seen: set[str] = set()
        while voice and voice not in seen:
            seen.add(voice)
            of = self.said.get(voice, {})
            speakers, hearers = (" + ".join(map(self.name, of.get(name, ()))) for name in (_SPEAKER, _HEARER))
            links.append(f"{speakers} (to {hearers})" if hearers else speakers)
            voice = next(iter(of.get(_AROUND, ())), "")
        return " > ".join(reversed(links))


def _english_first(values: tuple[str, ...]) -> str:
    return next((value for value in values if value.endswith('"@en')), values[0])
