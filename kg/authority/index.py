"""The index of candidates on disk: who may bear a name, the most prominent first."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson
from attrs import frozen

from kg.authority.blocking import numbers_of_query
from kg.authority.records import Position, Sourced, entry_of, is_key, known_of, known_of_one, number_of
from kg.authority.schema import AGAIN, SourceRow, damaged, opened_index, source_rows
from kg.errors import DataError
from kg.model.authority import Known
from kg.model.entity import Kind

KEPT_ENTRIES = 65_536  # decoded: the leaders that every document names; about 100 MB when full
KEPT_ANSWERS = 16_384

_BEARERS = (
    "SELECT entity, rank FROM name_key WHERE key = ? AND (born IS NULL OR born <= ?) ORDER BY rank, entity LIMIT ?"
)
_REDIRECT = "SELECT new FROM redirect WHERE old = ? ORDER BY source"
_NO_YEAR = 9999

Numbers = tuple[tuple[int, int], ...]  # of keys, with their weights


@frozen
class NameSaid:
    """A name of an entry with its language and its source."""

    text: str
    language: str
    source: str


@frozen
class Finding:
    """Something of a source that was left out or mended: a broken line, a cycle of redirects."""

    source: str
    code: str
    place: str
    message: str


class CandidateIndex:
    """An index of candidates, only read. Implements `CandidateSource`; a context manager closes it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Read what every look-up needs; `CandidateIndex.opened` is the door."""
        self.path = path
        self._connection = connection
        self._sources = source_rows(connection)
        self._words = {number: row.words for number, row in self._sources.items()}
        self._meta: Mapping[str, str] = dict(connection.execute("SELECT name, value FROM meta"))
        # A cache of its own for each index: a method's cache would keep closed ones alive.
        self._known: Callable[[int], Known | None] = lru_cache(KEPT_ENTRIES)(self._decoded)
        self._position: Callable[[str], Position | None] = lru_cache(KEPT_ENTRIES)(self._read_position)
        self._answers: Callable[[Numbers, int, int], Sequence[int]] = lru_cache(KEPT_ANSWERS)(self._bearers)

    @classmethod
    def opened(cls, path: Path) -> Self:
        """The index in this file.

        Refuses (DataError, with the cure) a missing file, a file that is no index, one that is cut off or damaged, one
        of another version, and one made with other keys of names than this program looks up.
        """
        connection = opened_index(path)
        try:
            return cls(connection, path)
        except sqlite3.DatabaseError as error:
            connection.close()
            raise damaged(path, error) from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        """The index itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    @property
    def version(self) -> str:
        """A hash over all that was imported; the order of the imports does not matter."""
        return self._meta["version"]

    @property
    def date(self) -> str:
        """The day of the newest source, ISO; "" if no source says."""
        return max((source.date for source in self._sources.values()), default="")

    @property
    def sources(self) -> tuple[SourceRow, ...]:
        """The sources, in the order of their first import."""
        return tuple(self._sources.values())

    @property
    def counts(self) -> Mapping[str, int]:
        """How many entries of each kind there are, and under "names" how many keys of names."""
        counts: Mapping[str, int] = orjson.loads(self._meta["counts"])
        return counts

    def findings(self) -> Iterator[Finding]:
        """What was left out or mended, source by source."""
        with self._reading():
            for source, *rest in self._connection.execute(
                "SELECT source, code, place, message FROM finding ORDER BY rowid"
            ):
                yield Finding(self._sources[source].name, *rest)

    def called(self, kind: Kind, names: Sequence[str], year: int | None, limit: int) -> Sequence[Known]:
        """At most `limit` entries that may bear one of `names`; none born after `year`.

        First those whose whole name may be one of them, then those that share a surname and most of the rest; among
        equals the more prominent first, then the older number.
        """
        numbers = tuple({number: weight for name in names for number, weight in numbers_of_query(kind, name)}.items())
        if not numbers or limit < 1:
            return ()
        with self._reading():
            found = self._answers(numbers, _NO_YEAR if year is None else year, limit)
            return [known for number in found if (known := self._known(number)) is not None and known.kind is kind]

    def entry(self, key: str) -> Known | None:
        """The entry of this key or Wikidata number, redirects followed; None if there is none."""
        with self._reading():
            if not is_key(key):
                return None
            seen = set()
            while key not in seen:
                seen.add(key)
                known = self._known(number_of(key))
                if known is not None and known.key == key:
                    return known
                row = self._connection.execute(_REDIRECT, (key,)).fetchone()
                if row is None:
                    return None
                key = row[0]
            return None

    def names_of(self, key: str) -> tuple[NameSaid, ...]:
        """Every name of an entry with its language and its source, redirects followed; () if there is no entry."""
        known = self.entry(key)
        if known is None:
            return ()
        with self._reading():
            return tuple(
                NameSaid(name.text, name.language, said.source)
                for said in self._said(number_of(known.key))
                for name in said.entry.names
            )

    def check(self) -> None:
        """Read every page. Refuses (DataError) an index that is damaged anywhere; takes as long as reading the file."""
        with self._reading():
            answer = self._connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if answer != "ok":
            raise damaged(self.path, sqlite3.DatabaseError(answer))

    def _bearers(self, numbers: Numbers, year: int, limit: int) -> Sequence[int]:
        """The numbers of the entries, best first."""
        weights: dict[int, int] = {}
        ranks: dict[int, int] = {}
        for number, weight in numbers:
            found = self._connection.execute(_BEARERS, (number, year, limit)).fetchall()
            for entity, rank in dict.fromkeys(found):  # two sources may give one name
                weights[entity] = weights.get(entity, 0) + weight
                ranks[entity] = rank
        return sorted(weights, key=lambda entity: (-weights[entity], ranks[entity], entity))[:limit]

    def _rows(self, number: int) -> list[tuple[str, Mapping[str, Any]]]:
        """What each source says of an entry: its words, and its record."""
        row = self._connection.execute("SELECT said FROM entity WHERE id = ?", (number,)).fetchone()
        if row is None:
            return []
        return [(self._source(source, place), record) for source, place, record in orjson.loads(row[0])]

    def _said(self, number: int) -> list[Sourced]:
        with self._decoding(number):
            return [Sourced(entry_of(record), source) for source, record in self._rows(number)]

    def _decoded(self, number: int) -> Known | None:
        with self._decoding(number):
            rows = self._rows(number)
            if len(rows) == 1:
                return known_of_one(rows[0][1], rows[0][0], self._position)
        said = self._said(number)
        return known_of(said, self._position) if said else None

    @contextmanager
    def _decoding(self, number: int) -> Iterator[None]:
        """Turn what a broken record raises into our sentence."""
        try:
            yield
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(
                f"record {number} of the index cannot be read ({error}).", place=str(self.path), cure=AGAIN
            ) from error

    def _source(self, source: int, place: int | str) -> str:
        """The words of a source with the place in it: the number of a line, or the id of an element."""
        where = f"line {place}" if isinstance(place, int) else f"#{place}"
        return f"{self._words[source]}, {where}"

    def _read_position(self, key: str) -> Position | None:
        row = self._connection.execute(
            "SELECT key, label, role, state, receiving_state FROM position WHERE key = ? ORDER BY source", (key,)
        ).fetchone()
        return Position(*row) if row else None

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Turn what SQLite says of a broken file into our sentence."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise damaged(self.path, error) from error
