"""What an edition knows of its pages before anybody asks: the lists of those whom very many documents name, and where
long documents are cut into parts.

To gather all that a thousand documents tell of a man takes seconds. So it is done once, when the edition is made, and
kept in a file beside its store, from which a page reads what it shows: how many there are in each group of a list, and
of the members a chunk at a time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias, overload
from zlib import compress, decompress

from attrs import define, field, frozen

from kg.site.indexfiles import opened

_SCHEMA = """
CREATE TABLE heads (thing TEXT, list TEXT, heads BLOB, PRIMARY KEY (thing, list)) WITHOUT ROWID;
CREATE TABLE chunk (thing TEXT, list TEXT, number INTEGER, iris BLOB, PRIMARY KEY (thing, list, number)) WITHOUT ROWID;
CREATE TABLE parts (record TEXT PRIMARY KEY, cuts TEXT) WITHOUT ROWID;
"""
_CHUNK = 256  # members: a page shows a hundred of a list at most
_CHUNKS = 64  # that are remembered: what one page asks for


# Where the parts of a document begin, but for the first: the number of the row, the first character of a quote in it or
# behind it. None if the document has no parts.
Cuts: TypeAlias = tuple[tuple[int, int], ...]


@frozen(eq=False)
class Stored(Sequence[str]):
    """Members of a list in a file: `size` of them from number `start`. A slice reads only the chunks it lies in."""

    chunk: Callable[[int], Sequence[str]]
    start: int
    size: int

    def __len__(self) -> int:
        """How many there are."""
        return self.size

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[str, ...]: ...
    def __getitem__(self, at: int | slice) -> str | tuple[str, ...]:
        """A member, or several of them."""
        if isinstance(at, int):
            number = self.start + range(self.size)[at]
            return self.chunk(number // _CHUNK)[number % _CHUNK]
        wanted = range(self.size)[at]
        if not wanted:
            return ()
        return tuple(self[number] for number in wanted)

    def __iter__(self) -> Iterator[str]:
        """All of them."""
        return iter(self[:])


@define(eq=False)
class Kept:
    """What is written down, read from its file. May be used by several threads.

    Everything raises OSError where the file is gone.
    """

    path: Path
    cuts: Callable[[str], Cuts] = field(init=False, repr=False)
    _chunk: Callable[[str, str, int], Sequence[str]] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Remember what was asked of late."""
        self._chunk = lru_cache(_CHUNKS)(self._read)
        self.cuts = lru_cache(1 << 10)(self._cuts)

    def ledger(self, thing: str) -> Callable[[str], Mapping[str, Sequence[str]] | None] | None:
        """What gives the lists of a thing by their names; None if they, or one of them, were not written down."""
        found = self._rows("SELECT list, heads FROM heads WHERE thing = ?", thing)
        if not found:
            return None
        heads = dict(found)

        def groups(name: str) -> Mapping[str, Sequence[str]] | None:
            if name not in heads:
                return None
            start, made = 0, dict[str, Sequence[str]]()
            for key, count in json.loads(decompress(heads[name])):
                made[key] = Stored(lambda number: self._chunk(thing, name, number), start, count)
                start += count
            return made

        return groups

    def _cuts(self, record: str) -> Cuts:
        found = self._rows("SELECT cuts FROM parts WHERE record = ?", record)
        return tuple((row, start) for row, start in json.loads(found[0][0])) if found else ()

    def _read(self, thing: str, name: str, number: int) -> Sequence[str]:
        sql = "SELECT iris FROM chunk WHERE thing = ? AND list = ? AND number = ?"
        ((iris,),) = self._rows(sql, thing, name, number)
        return str(decompress(iris), "utf-8").split("\n")

    def _rows(self, sql: str, *values: str | int) -> list[tuple[Any, ...]]:
        with opened(self.path) as connection:
            return connection.execute(sql, values).fetchall()


def write_kept(
    path: Path,
    ledgers: Iterable[tuple[str, Mapping[str, Mapping[str, Sequence[str]]]]],
    parts: Iterable[tuple[str, Cuts]],
) -> None:
    """Write to a new file the lists of things, by name, and where documents are cut."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_SCHEMA)
        for thing, lists in ledgers:
            for name, groups in lists.items():
                heads = [(key, len(members)) for key, members in groups.items()]
                connection.execute("INSERT INTO heads VALUES (?, ?, ?)", (thing, name, _packed(json.dumps(heads))))
                members = (each for found in groups.values() for each in found)
                for number, chunk in enumerate(iter(lambda: tuple(islice(members, _CHUNK)), ())):  # noqa: B023
                    connection.execute(
                        "INSERT INTO chunk VALUES (?, ?, ?, ?)", (thing, name, number, _packed("\n".join(chunk)))
                    )
        connection.executemany("INSERT INTO parts VALUES (?, ?)", ((record, json.dumps(at)) for record, at in parts))


def _packed(text: str) -> bytes:
    return compress(text.encode())
