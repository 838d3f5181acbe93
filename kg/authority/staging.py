"""What an import has read so far, on disk: it survives a stop, and joins the index only when it is whole."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Self

import orjson
from attrs import frozen

from kg.authority.blocking import numbers_of_entry
from kg.authority.records import Entry, Position, bytes_of, entry_of, is_qid, merged, number_of
from kg.authority.schema import SourceRow
from kg.errors import DataError, OutputError
from kg.model.entity import Kind
from kg.names.keys import KEY_RULES

# Findings of one code that are kept with their place and words; the account counts the others.
KEPT_FINDINGS = 1000
_TABLES = """
CREATE TABLE job (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, row TEXT NOT NULL);
CREATE TABLE fact (
  entity INTEGER, source INTEGER, line NOT NULL, rank INTEGER NOT NULL, born INTEGER, kind TEXT NOT NULL,
  record BLOB NOT NULL, PRIMARY KEY (entity, source)) WITHOUT ROWID;
CREATE TABLE named (key INTEGER NOT NULL, entity INTEGER NOT NULL, source INTEGER NOT NULL);
CREATE TABLE position (
  key TEXT, source INTEGER, label TEXT NOT NULL, role TEXT NOT NULL, state TEXT NOT NULL, receiving_state TEXT NOT NULL,
  PRIMARY KEY (key, source)) WITHOUT ROWID;
CREATE TABLE redirect (old TEXT, source INTEGER, new TEXT NOT NULL, PRIMARY KEY (old, source)) WITHOUT ROWID;
CREATE TABLE edge (above INTEGER NOT NULL, below INTEGER NOT NULL);
CREATE TABLE finding (source INTEGER NOT NULL, code TEXT NOT NULL, place TEXT NOT NULL, message TEXT NOT NULL);
"""


@frozen
class Job:
    """One import: the same job called again goes on where it stopped. `marks` tell a file from a changed one."""

    name: str
    marks: Mapping[str, str]

    def path_beside(self, index: Path) -> Path:
        """Where what it has read is kept: one file for each name, so that another import does not throw it away."""
        mark = blake2b(self.name.encode(), digest_size=4).hexdigest()
        return index.with_name(f"{index.name}.{mark}.partial")


class Staging:
    """The file of one import that is under way. A context manager; nothing after the last checkpoint is kept."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, is_resumed: bool) -> None:
        """`Staging.opened` is the door."""
        self.path = path
        self.is_resumed = is_resumed
        self._connection = connection
        job: dict[str, str] = dict(connection.execute("SELECT name, value FROM job"))
        self.account: Counter[str] = Counter(orjson.loads(job.get("account", "{}")))
        self.line = int(job.get("line", "0"))
        self.is_whole = job.get("is_whole") == "1"

    @classmethod
    def opened(cls, job: Job, index: Path) -> Self:
        """The staging of this job, as it was left if it is the same; else a new one. The caller holds the lock."""
        path = job.path_beside(index)
        wanted = orjson.dumps({"name": job.name, "marks": dict(job.marks), "keys": KEY_RULES}).decode()
        try:
            if path.exists():
                kept = _connection_to(path)
                if _marks_in(kept) == wanted:
                    return cls(kept, path, is_resumed=True)
                kept.close()
                path.unlink()
                path.with_name(path.name + "-journal").unlink(missing_ok=True)
            connection = _connection_to(path)
            connection.executescript(_TABLES)
            connection.execute("INSERT INTO job VALUES ('marks', ?)", (wanted,))
            connection.commit()
            return cls(connection, path, is_resumed=False)
        except (OSError, sqlite3.Error) as error:
            raise OutputError(
                f"the import cannot be kept there ({error}).",
                place=str(path),
                cure="Make room or give yourself the right to write, or delete this file and start again.",
            ) from error

    def __enter__(self) -> Self:
        """The staging itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; what came after the last checkpoint is rolled back.

        Whatever SQLite refused (a full disk, a limit on the size of files) becomes an OutputError.
        """
        self._connection.close()
        if isinstance(error, sqlite3.Error):
            raise OutputError(
                f"what is read cannot be kept ({error}).",
                place=str(self.path),
                cure="Make room and run the same command again: it goes on from here. The index in use stays as it is.",
            ) from error

    def source(self, row: SourceRow) -> int:
        """The number of a source here; what is known of it by now replaces what was known."""
        text = orjson.dumps([row.name, row.form, row.date, row.rights, row.file, row.size, row.sha256, row.account])
        self._connection.execute(
            "INSERT INTO source (name, row) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET row = excluded.row",
            (row.name, text.decode()),
        )
        number = self._connection.execute("SELECT id FROM source WHERE name = ?", (row.name,)).fetchone()[0]
        assert isinstance(number, int)
        return number

    def sources(self) -> list[SourceRow]:
        """The sources that were read so far."""
        rows = self._connection.execute("SELECT row FROM source ORDER BY id")
        return [SourceRow(*orjson.loads(row)) for (row,) in rows]

    def add(self, source: int, line: int | str, entry: Entry) -> bool:
        """Take an entry of this line, or of the element of this id; False if the source has given this key before.

        Then both are kept as one. Refuses (DataError) two keys that fall on one number.
        """
        known = entry.known
        number = number_of(known.key)
        taken = self._insert(source, line, number, entry)
        if not taken:
            kept_line, kept = self._connection.execute(
                "SELECT line, record FROM fact WHERE entity = ? AND source = ?", (number, source)
            ).fetchone()
            before = entry_of(orjson.loads(kept))
            if before.known.key != known.key:
                raise DataError(
                    f"the keys {before.known.key!r} and {known.key!r} cannot stand in one index.",
                    cure="Give one of them another prefix.",
                )
            self.find(
                source, "duplicate", f"line {line}", f"{known.key} stands already in line {kept_line}; both are kept"
            )
            entry = merged(before, entry)
            self._connection.execute("DELETE FROM fact WHERE entity = ? AND source = ?", (number, source))
            self._insert(source, kept_line, number, entry)
        texts = dict.fromkeys((entry.known.name, *(name.text for name in entry.names)))
        kind = entry.known.kind
        self._connection.executemany(
            "INSERT INTO named VALUES (?, ?, ?)",
            [(key, number, source) for key in {key for text in texts for key in numbers_of_entry(kind, text)}],
        )
        return taken

    def _insert(self, source: int, line: int | str, number: int, entry: Entry) -> bool:
        known = entry.known
        row = (
            number,
            source,
            line,
            -known.prominence,
            earliest_birth(known.kind, known.start),
            known.kind.value,
            bytes_of(entry),
        )
        done = self._connection.execute("INSERT OR IGNORE INTO fact VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return done.rowcount == 1

    def describe(self, source: int, position: Position) -> None:
        """Take what a position is."""
        self._connection.execute(
            "INSERT OR REPLACE INTO position VALUES (?, ?, ?, ?, ?, ?)",
            (position.key, source, position.label, position.role, position.state, position.receiving_state),
        )

    def redirect(self, source: int, old: str, new: str) -> None:
        """Take that what was called `old` is now called `new`."""
        if is_qid(old) and is_qid(new):
            self._connection.execute("INSERT OR REPLACE INTO redirect VALUES (?, ?, ?)", (old, source, new))

    def find(self, source: int, code: str, place: str, message: str) -> None:
        """Count a finding; the first of each code are kept with place and words."""
        self.account[f"finding: {code}"] += 1
        if self.account[f"finding: {code}"] <= KEPT_FINDINGS:
            self._connection.execute("INSERT INTO finding VALUES (?, ?, ?, ?)", (source, code, place, message))

    def first_finding(self) -> str:
        """The words of the first finding, "" if there is none."""
        row = self._connection.execute("SELECT place, message FROM finding ORDER BY rowid LIMIT 1").fetchone()
        return f"{row[0]}: {row[1]}." if row else ""

    def checkpoint(self, line: int, *, is_whole: bool = False) -> None:
        """Keep what was read up to and with this line: from here a stopped import goes on."""
        self.line, self.is_whole = line, is_whole
        rows = [("line", str(line)), ("is_whole", str(int(is_whole))), ("account", orjson.dumps(self.account).decode())]
        self._connection.executemany("INSERT OR REPLACE INTO job VALUES (?, ?)", rows)
        self._connection.commit()

    @property
    def has_edges(self) -> bool:
        """Whether the classes were collected to the end."""
        return self._connection.execute("SELECT 1 FROM job WHERE name = 'edges'").fetchone() is not None

    def edges(self, rows: Iterable[tuple[int, int]]) -> None:
        """Take classes with a subclass of each."""
        self._connection.executemany("INSERT INTO edge VALUES (?, ?)", rows)

    def keep_edges(self) -> None:
        """Say that all classes are there."""
        self._connection.execute("CREATE INDEX edge_above ON edge (above, below)")
        self._connection.execute("INSERT INTO job VALUES ('edges', '1')")
        self._connection.commit()

    def below(self, classes: Iterable[int]) -> set[int]:
        """These classes with all their subclasses; cycles do no harm."""
        given = orjson.dumps(sorted(classes)).decode()
        walk = (
            "WITH RECURSIVE under(class) AS (SELECT value FROM json_each(?) UNION "
            "SELECT below FROM edge JOIN under ON above = class) SELECT class FROM under"
        )
        return {row[0] for row in self._connection.execute(walk, (given,))}

    def shrink(self) -> None:
        """Give back the memory that reading took."""
        self._connection.execute("PRAGMA shrink_memory")

    def forget(self) -> None:
        """Close and delete the file: it has become a part of the index."""
        self._connection.close()
        self.path.unlink(missing_ok=True)


def earliest_birth(kind: Kind, start: str) -> int | None:
    """The earliest year in which a person can have been born; None of others, and where it is not known.

    A decade begins with its first year, an interval with its first date: nobody is left out for a vague date.

    >>> [earliest_birth(Kind.PERSON, start) for start in ("1894-04-15", "192X", "1919/1921", "")]
    [1894, 1920, 1919, None]
    """
    digits = start[:4].replace("X", "0")
    return int(digits) if kind is Kind.PERSON and len(digits) == 4 and digits.isdigit() else None


def _connection_to(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    # A killed process leaves a journal from which the last checkpoint comes back; only a fall of the whole machine
    # could spoil the file, and costs a start anew.
    connection.execute("PRAGMA page_size = 16384")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -32768")  # 32 MB, whatever the size of the dump
    return connection


def _marks_in(connection: sqlite3.Connection) -> str:
    """The marks of the job that a file was left by; "" if it is damaged or was stopped before it began."""
    try:
        row = connection.execute("SELECT value FROM job WHERE name = 'marks'").fetchone()
    except sqlite3.DatabaseError:
        return ""
    return row[0] if row else ""
