"""The tables of the index of candidates, and what makes a file one that we can search."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from attrs import frozen

from kg.errors import DataError
from kg.names.keys import KEY_RULES

SCHEMA = 1
"""Changed with any change of the tables or of what stands in them."""

# "kgIX": bytes 68 to 71 of a SQLite file tell whose it is (https://www.sqlite.org/fileformat.html, 1.3).
APPLICATION = 0x6B674958
PAGE_BYTES = 8192  # a record has about 600 bytes; larger pages cost more to read than they save

MAPPED_BYTES = 4 << 30  # read through the page cache of the system, without a copy; a larger index is mapped in part

AGAIN = "Move it away and import its sources again: kg authority import."

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, form TEXT NOT NULL, date TEXT NOT NULL, rights TEXT NOT NULL,
  file TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, account TEXT NOT NULL);
CREATE TABLE entity (id INTEGER PRIMARY KEY, said BLOB NOT NULL);
CREATE TABLE name_key (
  key INTEGER NOT NULL, rank INTEGER NOT NULL, entity INTEGER NOT NULL, source INTEGER NOT NULL, born INTEGER,
  PRIMARY KEY (key, rank, entity, source)) WITHOUT ROWID;
CREATE TABLE position (
  key TEXT, source INTEGER, label TEXT NOT NULL, role TEXT NOT NULL, state TEXT NOT NULL, receiving_state TEXT NOT NULL,
  PRIMARY KEY (key, source)) WITHOUT ROWID;
CREATE TABLE redirect (old TEXT, source INTEGER, new TEXT NOT NULL, PRIMARY KEY (old, source)) WITHOUT ROWID;
CREATE TABLE finding (source INTEGER NOT NULL, code TEXT NOT NULL, place TEXT NOT NULL, message TEXT NOT NULL);
"""


FORMS = ("csv", "frus-people", "wikidata-dump", "territories")
"""The forms of sources. Where two contradict each other the earlier form leads: a user's own table above all."""


@frozen
class SourceRow:
    """One source of the index. Its name is its identity: one of the same name, imported later, replaces it."""

    name: str
    form: str  # one of FORMS
    date: str = ""  # ISO: the day of the dump or file, as far as it says so
    rights: str = ""
    file: str = ""
    size: int = 0
    sha256: str = ""
    account: str = ""  # JSON: what became of its rows

    @property
    def words(self) -> str:
        """What a fact is said to come from."""
        return f"{self.name}, {self.date}" if self.date else self.name


def opened_index(path: Path) -> sqlite3.Connection:
    """A connection that only reads a whole index. Refuses (DataError) what is none, with the cure.

    The file is never changed in place: a new one takes its name when it is whole. So it is opened as immutable, which
    needs no lock, and an import beside it does not disturb.
    """
    place = str(path)
    try:
        with path.open("rb") as file:
            head = file.read(100)
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        raise DataError(
            "there is no index of candidates.", place=place, cure="Make one: kg authority import --help."
        ) from None
    except OSError as error:
        raise DataError(f"it cannot be read ({error.strerror}).", place=place, cure="Check the path.") from None
    if not head.startswith(b"SQLite format 3\0") or len(head) < 100 or _uint(head, 68) != APPLICATION:
        raise DataError("this file is no index of candidates.", place=place, cure="Name another file with --index.")
    page_bytes = _uint(head, 16, 2) if _uint(head, 16, 2) != 1 else 65536
    whole = _uint(head, 28) * page_bytes
    if size < whole:
        raise DataError(f"the index is cut off: {size:,} of {whole:,} bytes are there.", place=place, cure=AGAIN)
    if _uint(head, 60) != SCHEMA:
        raise DataError(
            f"the index is of version {_uint(head, 60)}, this program reads version {SCHEMA}.", place=place, cure=AGAIN
        )
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
    try:
        meta = dict(connection.execute("SELECT name, value FROM meta"))
    except sqlite3.DatabaseError as error:
        connection.close()
        raise damaged(path, error) from error
    if meta.get("key_rules") != KEY_RULES:
        connection.close()
        raise DataError(
            f"the index has name keys of version {meta.get('key_rules')}, this program looks up version {KEY_RULES}.",
            place=place,
            cure=AGAIN,
        )
    return connection


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the bytes of a file are broken, and not the disk full or the file kept from us."""
    return error.sqlite_errorname.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))


def damaged(path: Path, error: Exception) -> DataError:
    """The error that says that a file which began well is broken inside."""
    return DataError(f"the index is damaged ({error}).", place=str(path), cure=AGAIN)


def source_rows(connection: sqlite3.Connection) -> dict[int, SourceRow]:
    """The sources of an index by their number."""
    columns = "id, name, form, date, rights, file, size, sha256, account"
    return {row[0]: SourceRow(*row[1:]) for row in connection.execute(f"SELECT {columns} FROM source ORDER BY id")}


def _uint(head: bytes, offset: int, length: int = 4) -> int:
    return int.from_bytes(head[offset : offset + length], "big")
