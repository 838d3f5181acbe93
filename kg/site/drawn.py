"""What a site was drawn from, kept beside its folder: NAME.drawn, which is no part of the site.

It may be removed at any time: then everything is drawn again. It may also be older than the folder, where a run was
killed, or belong to another one: what it says of a file counts only if the file has the bytes that it tells of.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path
from typing import TypeAlias

from attrs import define, field, frozen

from kg.aside import refused
from kg.errors import OutputError
from kg.publish.context import Context
from kg.site.datafiles import DataFiles
from kg.site.edition import Edition
from kg.site.examples import Example
from kg.site.lookups import Key

_LAYOUT = "1"
_TABLES = "CREATE TABLE about (program TEXT, edition TEXT); CREATE TABLE traces (name TEXT PRIMARY KEY, trace BLOB)"
_PACKAGE = Path(__file__).resolve().parent.parent

FileRow: TypeAlias = tuple[str, str, int]
"""A file: its path, the SHA-256 of its bytes, its size."""


@frozen
class Trace:
    """What was drawn together: from which questions, with a digest of their answers, and the files that came of it.

    `data` are those of its files that stand apart from the others, `pages` the pages that it leads to.
    """

    asked: tuple[Key, ...]
    heard: str
    files: tuple[FileRow, ...]
    data: tuple[FileRow, ...]
    pages: tuple[str, ...]

    def packed(self) -> bytes:
        """As it is kept."""
        told = (self.asked, self.heard, self.files, self.data, self.pages)
        return zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())

    @classmethod
    def unpacked(cls, packed: bytes) -> Trace:
        """As it was kept. Raises ValueError or zlib.error at what is none."""
        asked, heard, files, data, pages = json.loads(zlib.decompress(packed))
        return cls(
            tuple(map(tuple, asked)), heard, tuple(map(_file_row, files)), tuple(map(_file_row, data)), tuple(pages)
        )


@define(eq=False)
class Past:
    """What was drawn in the last run, if that was by the same program. Sent to a process, it is opened there anew."""

    path: Path
    program: str
    _database: sqlite3.Connection | None = field(default=None, init=False)
    _edition: str | None = field(default=None, init=False)

    def __getstate__(self) -> tuple[Path, str]:
        """All but what is open."""
        return self.path, self.program

    def __setstate__(self, state: tuple[Path, str]) -> None:
        """As it was sent."""
        self.path, self.program = state
        self._database = self._edition = None

    @property
    def edition(self) -> str:
        """The edition that was drawn; "" if none was, or by another program."""
        if self._edition is None:
            self._edition = ""
            with suppress(sqlite3.Error):
                self._database = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
                found = self._database.execute("SELECT edition FROM about WHERE program = ?", (self.program,))
                self._edition = next((str(row[0]) for row in found), "")
        return self._edition

    def trace(self, name: str) -> Trace | None:
        """What is kept under a name; None if nothing is, or nothing that can be read."""
        if not self.edition or self._database is None:
            return None
        with suppress(sqlite3.Error, zlib.error, ValueError, TypeError):
            for (packed,) in self._database.execute("SELECT trace FROM traces WHERE name = ?", (name,)):
                return Trace.unpacked(packed)
        return None

    def close(self) -> None:
        """Let go of the file, which another is to replace."""
        if self._database is not None:
            self._database.close()
        self._database, self._edition = None, ""


@define(eq=False)
class Present:
    """What is drawn in this run, in the making."""

    aside: Path
    _database: sqlite3.Connection

    def add(self, name: str, packed: bytes) -> None:
        """Keep a trace under a name. Raises OutputError."""
        with _refusing(self.aside):
            self._database.execute("INSERT OR REPLACE INTO traces VALUES (?, ?)", (name, packed))

    def take_place(self, path: Path) -> None:
        """Become what the next run reads. Raises OutputError."""
        with _refusing(path):
            self._database.commit()
            self._database.close()
            self.aside.replace(path)


@contextmanager
def present(aside: Path, program: str, edition: str) -> Iterator[Present]:
    """What this run draws, made aside; unless it takes its place inside the block, nothing of it is left.

    Raises OutputError where it cannot be written.
    """
    try:
        with _refusing(aside):
            aside.unlink(missing_ok=True)
            database = sqlite3.connect(aside)
        with closing(database):
            with _refusing(aside):
                # It is whole when it is renamed, or it is nothing: no journal is needed.
                database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES};")
                database.execute("INSERT INTO about VALUES (?, ?)", (program, edition))
            yield Present(aside, database)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refused(error, path) from error
    except sqlite3.Error as error:
        cure = "Free some space or name another folder, then run again."
        raise OutputError(f"Cannot be written: {error}.", place=str(path), cure=cure) from error


def place_beside(folder: Path) -> Path:
    """Where it is kept what a folder was drawn from."""
    return folder.with_name(f"{folder.name}.drawn")


def program_of(edition: Edition, context: Context, data: DataFiles, examples: tuple[Example, ...]) -> str:
    """A digest of all that every page hangs on, beside what the data say: program, libraries, terms, wishes.

    Every file of the package counts, and every library that is installed: which of them no page hangs on is not worth
    a mistake.
    """
    digest = sha256()
    installed = sorted(f"{each.name} {each.version}" for each in distributions())
    wishes = (edition.base, edition.built_under, data.extensions, data.of_everything, context.written, examples)
    for told in (_LAYOUT, sys.version, installed, wishes):
        digest.update(f"{told!r}\n".encode())
    for folder in (_PACKAGE, edition.terms):
        for path in sorted(_files_in(folder)):
            digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
            digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files_in(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (Path(place) / name for name in names)


def _file_row(row: tuple[str, str, int]) -> FileRow:
    path, digest, size = row
    return path, digest, size
