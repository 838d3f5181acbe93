"""The books: what was loaded, kept in the store itself, in a graph of its own.

A graph that is in the books was put there by us. Its checksum is written when it has come whole, and taken out before
anything is changed: a graph without one is under way, or was when somebody stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from attrs import frozen

from kg.errors import DataError
from kg.publish.prefixes import prefixes
from kg.stores.store import Store

_P = prefixes()
PART_OF = f"{_P['dcterms']}isPartOf"
CHECKSUM = f"{_P['spdx']}checksum"
CHECKSUM_CLASS = f"{_P['spdx']}Checksum"
ALGORITHM = f"{_P['spdx']}algorithm"
SHA256 = f"{_P['spdx']}checksumAlgorithm_sha256"
VALUE = f"{_P['spdx']}checksumValue"
HEX = f"{_P['xsd']}hexBinary"
TYPE = f"{_P['rdf']}type"
# Graphs in one update or on one page of an answer: below the 10,000 rows that Virtuoso gives by default, and the 10,000
# lines of SQL that it makes of an update at most (openlink/virtuoso-opensource issues 635 and 934).
AT_ONCE = 200
PAGE_ROWS = 5000

T = TypeVar("T")


def books_iri(base: str) -> str:
    """The IRI of the graph of the books of a build under this base.

    >>> books_iri("https://example.org/")
    'https://example.org/graph/books'
    """
    return f"{base}graph/books"


@frozen
class Books:
    """The books of one base in one store."""

    store: Store
    base: str

    @property
    def iri(self) -> str:
        """The graph that they are."""
        return books_iri(self.base)

    def entries(self) -> dict[str, str]:
        """Each graph that we loaded, with its SHA-256; "" for one that is under way. Raises StoreError, DataError."""
        found: dict[str, str] = {}
        while True:
            # By the last name and not by OFFSET: Virtuoso sorts no more rows than its limit, skipped ones included.
            after = f'FILTER(STR(?g) > "{max(found)}") ' if found else ""
            query = (
                f"SELECT ?g ?value WHERE {{ GRAPH <{self.iri}> {{ ?g <{PART_OF}> <{self.iri}> {after}"
                f"OPTIONAL {{ ?g <{CHECKSUM}> ?sum . ?sum <{VALUE}> ?value }} }} }} "
                f"ORDER BY STR(?g) LIMIT {PAGE_ROWS}"
            )
            rows = self.store.rows(query)
            for row in rows:
                if row["g"] in found:
                    message = f"the books have two checksums for {row['g']}."
                    cure = "Were two loads at work at once? Remove that graph of the books, then load again."
                    raise DataError(message, place=self.iri, cure=cure)
                found[row["g"]] = row.get("value", "").lower()
            if len(rows) < PAGE_ROWS:
                return found

    def begin(self, graphs: Sequence[str]) -> None:
        """Write down that these graphs are under way: they are ours, and have no checksum."""
        for some in _batches(graphs, AT_ONCE):
            lines = "".join(self._ours(iri) for iri in some)
            self.store.update(f"{self._without_checksums(some)} ;\nINSERT DATA {{ GRAPH <{self.iri}> {{\n{lines}}} }}")

    def finish(self, graphs: Mapping[str, str]) -> None:
        """Write down that these graphs are there, whole, with their SHA-256."""
        for some in _batches(graphs.items(), AT_ONCE):
            said = "".join(checksum_lines(iri, digest) for iri, digest in some)
            self.store.update(f"INSERT DATA {{ GRAPH <{self.iri}> {{\n{said}}} }}")

    def forget(self, graphs: Sequence[str]) -> None:
        """Strike out graphs that are gone."""
        for some in _batches(graphs, AT_ONCE):
            lines = "".join(self._ours(iri) for iri in some)
            self.store.update(f"{self._without_checksums(some)} ;\nDELETE DATA {{ GRAPH <{self.iri}> {{\n{lines}}} }}")

    def _ours(self, iri: str) -> str:
        return f"<{iri}> <{PART_OF}> <{self.iri}> .\n"

    def _without_checksums(self, graphs: Iterable[str]) -> str:
        names = " ".join(f"<{checksum_iri(iri)}>" for iri in graphs)
        return (
            f"DELETE {{ GRAPH <{self.iri}> {{ ?sum ?p ?o . ?g <{CHECKSUM}> ?sum }} }} WHERE {{ GRAPH <{self.iri}> "
            f"{{ VALUES ?sum {{ {names} }} ?sum ?p ?o . ?g <{CHECKSUM}> ?sum }} }}"
        )


def entry_lines(iri: str, digest: str, base: str) -> str:
    """What the books say of a graph that is there whole, as N-Triples."""
    return f"<{iri}> <{PART_OF}> <{books_iri(base)}> .\n{checksum_lines(iri, digest)}"


def checksum_iri(iri: str) -> str:
    """The IRI of the checksum of a graph, made as those of files are in dataset.ttl."""
    return f"{iri}#sha256"


def checksum_lines(iri: str, digest: str) -> str:
    """The checksum of a graph, as N-Triples."""
    return (
        f"<{iri}> <{CHECKSUM}> <{checksum_iri(iri)}> .\n"
        f"<{checksum_iri(iri)}> <{TYPE}> <{CHECKSUM_CLASS}> .\n"
        f"<{checksum_iri(iri)}> <{ALGORITHM}> <{SHA256}> .\n"
        f'<{checksum_iri(iri)}> <{VALUE}> "{digest}"^^<{HEX}> .\n'
    )


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield batch
