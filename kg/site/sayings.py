"""Claims in the order in which pages tell them: by document, by voice, by their place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

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


def by_record(graph: Graph, claims: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Claims by the record of their document, the earliest first."""
    found: dict[str, list[str]] = {}
    for claim in sorted(set(claims)):
        found.setdefault(record_of(claim), []).append(claim)
    return {record: tuple(found[record]) for record in by_date(graph, found)}


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
    """Claims by the record of their document, the earliest first. Voices are looked up where they are told."""

    graph: Graph
    by_record: Mapping[str, Sequence[str]]

    @property
    def count(self) -> int:
        """How many claims there are."""
        return sum(map(len, self.by_record.values()))

    def count_in(self, record: str) -> int:
        """How many of them stand in a document."""
        return len(self.by_record.get(record, ()))

    def offset_of(self, record: str) -> int:
        """The number of the first claim of a document among all, counted from 0."""
        return self._offsets.get(record, self.count)

    @cached_property
    def _offsets(self) -> Mapping[str, int]:
        ends = accumulate(map(len, self.by_record.values()), initial=0)
        return dict(zip(self.by_record, ends, strict=False))

    def groups(self, start: int = 0, stop: int | None = None) -> Iterator[Said]:
        """The claims from number `start` to `stop`, voice by voice; only what is in between is looked up."""
        offset = 0
        for record, all_claims in self.by_record.items():
            if stop is not None and offset >= stop:
                return
            if offset + len(all_claims) <= start:
                offset += len(all_claims)
                continue
            for voice, claims in self._by_voice(all_claims):
                kept = claims[max(start - offset, 0) : None if stop is None else max(stop - offset, 0)]
                if kept:
                    yield Said(record, voice, kept, len(claims), offset)
                offset += len(claims)

    def _by_voice(self, claims: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Claims by voice, that of the author first; in each as they stand in the text."""
        found: dict[str, list[str]] = {}
        for claim in claims:
            found.setdefault(self.graph.first(claim, "dg:voice"), []).append(claim)
        for voice in sorted(found, key=lambda each: (int(self.graph.first(each, "dg:depth") or 0), each)):
            yield voice, tuple(sorted(found[voice], key=lambda each: (self._start(each), each)))

    def _start(self, claim: str) -> int:
        found = _START.search(self.graph.first(claim, "dg:evidence"))
        return int(found["start"]) if found else 0
