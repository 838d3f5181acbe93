"""The writer of the index: what was read and what the index held before become a new file, which takes its place.

Nothing is ever changed in place. Who reads the index goes on reading the old file; who opens it later gets the new one.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import orjson
from attrs import asdict

from kg.authority.redirects import cycles_in
from kg.authority.schema import (
    APPLICATION,
    FORMS,
    PAGE_BYTES,
    SCHEMA,
    TABLES,
    SourceRow,
    damaged,
    is_damage,
    opened_index,
    source_rows,
)
from kg.authority.staging import Staging, earliest_birth
from kg.errors import DataError, OutputError
from kg.model.entity import Kind
from kg.names.keys import KEY_RULES

_BATCH = 10_000
# entity, source, line, record, rank, born, kind: the rows of both files come in this order.
_Said = tuple[int, int, int | str, bytes, int, int | None, str]


class _BrokenRecordError(Exception):
    """A record of the old index is not what was written there, though SQLite can read its page."""


def swap_in(staging: Staging, index: Path) -> int:
    """Make the index anew with all that the staging holds; give how many entries it did not have before.

    A source that the index had already is replaced by what the staging says. The same sources with the same content
    give the same version, in whatever order they came. Refuses (OutputError, DataError) what cannot be written, or an
    old index that cannot be read; the old one then stays as it is.
    """
    fresh = index.with_name(index.name + ".new")
    old = opened_index(index) if index.exists() else None
    try:
        fresh.unlink(missing_ok=True)
        added = _written(staging, old, fresh)
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        fresh.replace(index)
        _sync_folder(index.parent)
    except _BrokenRecordError as error:
        raise damaged(index, error) from error
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, sqlite3.Error) and is_damage(error):
            raise damaged(index, error) from error
        raise OutputError(
            f"the new index cannot be written ({error.strerror if isinstance(error, OSError) else error}).",
            place=str(fresh),
            cure="Make room, close what has the index open, and run the same command again: nothing is read twice. "
            "The index in use stays as it is.",
        ) from error
    finally:
        if old is not None:
            old.close()
        fresh.unlink(missing_ok=True)
    return added


def _written(staging: Staging, old: sqlite3.Connection | None, path: Path) -> int:
    out = sqlite3.connect(path)
    try:
        out.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        out.execute("PRAGMA journal_mode = OFF")
        out.execute("PRAGMA synchronous = OFF")
        out.execute("PRAGMA cache_size = -32768")  # 32 MB, whatever the size of the index
        out.execute(f"PRAGMA application_id = {APPLICATION}")
        out.execute(f"PRAGMA user_version = {SCHEMA}")
        out.execute("PRAGMA threads = 2")  # of the sorter
        out.executescript(TABLES)
        out.execute("ATTACH ? AS stage", (str(staging.path),))
        sources, of_stage, of_old = _sources(out, old)
        out.executemany(
            "INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(number, *asdict(row).values()) for number, row in sorted(sources.items())],
        )
        counts, added, digest = _entities(out, old, sources, of_stage, of_old)
        _side_tables(out, old, of_stage, of_old, digest, sources)
        counts["names"] = _name_keys(out, old, of_stage, of_old)
        meta = {"version": digest.hexdigest(), "key_rules": KEY_RULES, "counts": orjson.dumps(counts).decode()}
        out.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        out.commit()
    finally:
        out.close()
    return added


def _sources(
    out: sqlite3.Connection, old: sqlite3.Connection | None
) -> tuple[dict[int, SourceRow], dict[int, int], dict[int, int]]:
    """The sources of the new index, and the numbers that those of the staging and of the old index get in it."""
    staged = {number: SourceRow(*orjson.loads(row)) for number, row in out.execute("SELECT id, row FROM stage.source")}
    replaced = {row.name for row in staged.values()}
    before = source_rows(old) if old is not None else {}
    kept = {number: row for number, row in before.items() if row.name not in replaced}
    unknown = [row.form for row in kept.values() if row.form not in FORMS]
    if unknown:
        raise _BrokenRecordError(f"{unknown[0]!r} is no form of a source")
    # By form and name, not by the order of the imports: so the same sources give the same bytes.
    rows = sorted((*kept.values(), *staged.values()), key=lambda row: (FORMS.index(row.form), row.name))
    place = {row.name: number for number, row in enumerate(rows, start=1)}
    of_stage = {number: place[row.name] for number, row in staged.items()}
    of_old = {number: place[row.name] for number, row in kept.items()}
    return {place[row.name]: row for row in rows}, of_stage, of_old


def _entities(
    out: sqlite3.Connection,
    old: sqlite3.Connection | None,
    sources: dict[int, SourceRow],
    of_stage: dict[int, int],
    of_old: dict[int, int],
) -> tuple[Counter[str], int, Any]:
    """Write what the sources say, entry by entry; give the counts of kinds, of new entries, and the hash so far."""
    digest = sha256(f"{SCHEMA}\0{KEY_RULES}".encode())
    for row in sources.values():
        digest.update("\0".join((row.name, row.form, row.date, row.rights, row.sha256)).encode())
    out.execute("CREATE TEMP TABLE best (entity INTEGER PRIMARY KEY, rank INTEGER, born INTEGER)")
    counts: Counter[str] = Counter()
    added = 0
    staged = frozenset(of_stage.values())
    best: list[tuple[int, int, int | None]] = []
    said: list[tuple[int, bytes]] = []
    both = merge(_rows_of_old(old, of_old), _rows_of_stage(out, of_stage), key=lambda row: row[:2])
    for entity, rows in groupby(both, key=lambda row: row[0]):
        group = list(rows)
        _refuse_two_keys(group)
        born = [row[5] for row in group if row[5] is not None]
        best.append((entity, min(row[4] for row in group), min(born, default=None)))
        said.append((entity, orjson.dumps([[row[1], row[2], orjson.Fragment(row[3])] for row in group])))
        digest.update(b"".join(b"%d\0%s\0%s\n" % (row[1], str(row[2]).encode(), row[3]) for row in group))
        counts[group[0][6]] += 1
        added += all(row[1] in staged for row in group)
        if len(said) >= _BATCH:
            _flush(out, best, said)
    _flush(out, best, said)
    return counts, added, digest


def _flush(out: sqlite3.Connection, best: list[tuple[int, int, int | None]], said: list[tuple[int, bytes]]) -> None:
    out.executemany("INSERT INTO best VALUES (?, ?, ?)", best)
    out.executemany("INSERT INTO entity VALUES (?, ?)", said)
    best.clear()
    said.clear()


def _refuse_two_keys(group: list[_Said]) -> None:
    """Refuse two keys that fall on one number (one chance in 10^10 for 10,000 keys that are no Wikidata numbers)."""
    if len(group) > 1 and len(keys := {orjson.loads(row[3])["key"] for row in group}) > 1:
        raise DataError(
            f"the keys {' and '.join(sorted(keys))} cannot stand in one index.", cure="Give one of them another prefix."
        )


def _rows_of_stage(out: sqlite3.Connection, of_stage: dict[int, int]) -> Iterator[_Said]:
    columns = "entity, source, line, record, rank, born, kind"
    for entity, rows in groupby(
        out.execute(f"SELECT {columns} FROM stage.fact ORDER BY entity"), key=lambda row: row[0]
    ):
        yield from sorted(((entity, of_stage[row[1]], *row[2:]) for row in rows), key=itemgetter(1))


def _rows_of_old(old: sqlite3.Connection | None, of_old: dict[int, int]) -> Iterator[_Said]:
    if old is None:
        return
    for entity, said in old.execute("SELECT id, said FROM entity ORDER BY id"):
        rows = []
        try:
            for source, line, record in orjson.loads(said):
                if source in of_old:
                    kind, start = Kind(record["kind"]), record.get("start", "")
                    row = (-record.get("prominence", 0), earliest_birth(kind, start), kind.value)
                    rows.append((entity, of_old[source], line, orjson.dumps(record), *row))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _BrokenRecordError(f"record {entity} cannot be read: {error}") from error
        yield from sorted(rows, key=itemgetter(1))


def _side_tables(
    out: sqlite3.Connection,
    old: sqlite3.Connection | None,
    of_stage: dict[int, int],
    of_old: dict[int, int],
    digest: Any,
    sources: dict[int, SourceRow],
) -> None:
    """Positions, redirects and findings of both; a cycle of redirects is taken out and found."""
    for table, columns in (("position", 6), ("redirect", 3)):
        rows = sorted(_renumbered(out, f"SELECT * FROM stage.{table}", of_stage, 1))
        rows += sorted(_renumbered(old, f"SELECT * FROM {table}", of_old, 1))
        out.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})", sorted(rows))
        digest.update(orjson.dumps(rows))
    findings = _renumbered(out, "SELECT * FROM stage.finding ORDER BY rowid", of_stage, 0)
    kept = _renumbered(old, "SELECT * FROM finding WHERE code <> 'redirect-cycle' ORDER BY rowid", of_old, 0)
    both: list[tuple[Any, ...]] = sorted([*findings, *kept], key=itemgetter(0))
    out.executemany("INSERT INTO finding VALUES (?, ?, ?, ?)", both)
    for source, cycle in cycles_in(out.execute("SELECT source, old, new FROM redirect ORDER BY source, old")):
        finding = (source, "redirect-cycle", cycle[0], f"{' -> '.join((*cycle, cycle[0]))} leads nowhere")
        out.execute("INSERT INTO finding VALUES (?, ?, ?, ?)", finding)
        out.executemany("DELETE FROM redirect WHERE source = ? AND old = ?", [(source, key) for key in cycle])


def _renumbered(
    connection: sqlite3.Connection | None, query: str, numbers: dict[int, int], place: int
) -> Iterator[tuple[Any, ...]]:
    """The rows of the sources that stay, with their new numbers in column `place`."""
    for row in connection.execute(query) if connection is not None else ():
        if row[place] in numbers:
            yield (*row[:place], numbers[row[place]], *row[place + 1 :])


def _name_keys(
    out: sqlite3.Connection, old: sqlite3.Connection | None, of_stage: dict[int, int], of_old: dict[int, int]
) -> int:
    """Write the keys of names in the order in which they are looked up; give how many there are."""
    out.execute("CREATE TEMP TABLE number (stage INTEGER PRIMARY KEY, here INTEGER)")
    out.executemany("INSERT INTO number VALUES (?, ?)", of_stage.items())
    out.execute("CREATE TEMP TABLE kept (key INTEGER, entity INTEGER, source INTEGER)")
    if old is not None:
        rows: Iterable[tuple[int, int, int]] = _renumbered(old, "SELECT key, entity, source FROM name_key", of_old, 2)
        out.executemany("INSERT INTO kept VALUES (?, ?, ?)", rows)
    out.execute(
        "INSERT OR IGNORE INTO name_key SELECT key, best.rank, named.entity, source, best.born FROM ("
        "SELECT key, entity, here AS source FROM stage.named JOIN number ON stage = source "
        "UNION ALL SELECT key, entity, source FROM kept) AS named JOIN best ON best.entity = named.entity "
        "ORDER BY key, best.rank, named.entity, source"
    )
    counted = out.execute("SELECT count(*) FROM name_key").fetchone()[0]
    assert isinstance(counted, int)
    return counted


def _sync_folder(folder: Path) -> None:
    """Make the swap last through a power cut, where folders can be synced."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
