"""Claims in the order in which pages tell them: by document, by voice, by their place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from kg.site.graph import Graph

_DOCUMENT = re.compile(r"(?P<record>.*/?doc/[^/]+)/")
_START = re.compile(r"#char=(?P<start>[0-9]+)")  # of an IRI of evidence (docs/iri-policy.md, RFC 5147)


def record_of(iri: str) -> str:
    """The record of the document that a thing belongs to, by its IRI.

    >>> record_of("https://w3id.org/diplograph/doc/a/claim/b")
    'https://w3id.org/diplograph/doc/a/record'
    """
    found = _DOCUMENT.match(iri)
    assert found, f"{iri} belongs to a document"
    return f"{found['record']}/record"


def by_date(graph: Graph, records: Iterable[str]) -> tuple[str, ...]:
    """Records of documents, the earliest first, those without a date last."""
    return tuple(sorted(set(records), key=lambda each: (graph.first(each, "dg:earliest") or "9", each)))


@frozen
class Said:
    """Some claims of one voice, out of `count` that it makes here, of which the first is number `offset` of all."""

    record: str
    voice: str
    claims: tuple[str, ...]
    count: int
    offset: int


@frozen(eq=False)
class Sayings:
    """Claims, by the record of their document (the earliest first) and by voice."""

    graph: Graph
    by_record: Mapping[str, Mapping[str, tuple[str, ...]]]

    @classmethod
    def of(cls, graph: Graph, claims: Iterable[tuple[str, str]]) -> Sayings:
        """Claims, each with its voice."""
        found: dict[str, dict[str, list[str]]] = {}
        for claim, voice in sorted(set(claims)):
            found.setdefault(record_of(claim), {}).setdefault(voice, []).append(claim)
        return cls(
            graph,
            {
                record: {voice: tuple(claims) for voice, claims in found[record].items()}
                for record in by_date(graph, found)
            },
        )

    @property
    def count(self) -> int:
        """How many claims there are."""
        return sum(self.count_in(record) for record in self.by_record)

    @property
    def voices(self) -> int:
        """In how many voices they are made."""
        return sum(map(len, self.by_record.values()))

    def count_in(self, record: str) -> int:
        """How many of them stand in a document."""
        return sum(map(len, self.by_record.get(record, {}).values()))

    def offset_of(self, record: str) -> int:
        """The number of the first claim of a document among all, counted from 0."""
        before = 0
        for each in self.by_record:
            if each == record:
                break
            before += self.count_in(each)
        return before

    def groups(self, start: int = 0, stop: int | None = None) -> Iterator[Said]:
        """The claims from number `start` to `stop`, voice by voice; only what is in between is looked up."""
        offset = 0
        for record, voices in self.by_record.items():
            count = self.count_in(record)
            if stop is not None and offset >= stop:
                return
            if offset + count <= start:
                offset += count
                continue
            for voice in sorted(voices, key=lambda each: (self._depth(each), each)):
                claims = sorted(voices[voice], key=lambda each: (self._start(each), each))
                kept = claims[max(start - offset, 0) : None if stop is None else max(stop - offset, 0)]
                if kept:
                    yield Said(record, voice, tuple(kept), len(claims), offset)
                offset += len(claims)

    def _depth(self, voice: str) -> int:
        return int(self.graph.first(voice, "dg:depth") or 0)

    def _start(self, claim: str) -> int:
        found = _START.search(self.graph.first(claim, "dg:evidence"))
        return int(found["start"]) if found else 0
