"""What the last builds did with each report, in one file of SQLite: what it was made of, and what came of it."""

from __future__ import annotations

import pickle
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import orjson
from attrs import evolve, frozen

from kg.aside import UNCHANGED
from kg.building.outcome import Outcome
from kg.errors import OutputError
from kg.links import Contribution
from kg.publish import Piece

_LAYOUT = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS entry (
    word TEXT PRIMARY KEY, place TEXT, signature TEXT, source TEXT, inputs TEXT, draft TEXT, words BLOB, said TEXT,
    asked TEXT, document TEXT, checked TEXT, files TEXT, nquads_bytes INTEGER, outcome BLOB, piece BLOB, lines BLOB
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS frame (id TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;
"""
_COLUMNS = (
    *("word", "place", "signature", "source", "inputs", "draft", "words", "said", "asked", "document", "checked"),
    *("files", "nquads_bytes", "outcome"),
)

# What a value that is not as it was put raises where it is read: SQLite has no checksums.
_DAMAGED = (
    *(AssertionError, AttributeError, EOFError, ImportError, LookupError, TypeError, ValueError),
    *(pickle.UnpicklingError, zlib.error),
)


@frozen
class Entry:
    """One report as the last build left it.

    `signature` and `source` are of its files; `inputs` are the hashes that its draft was made with, by their names;
    `checked` those that its findings were. `files` is the signature of its documents' files. What is not known is "".
    """

    word: str
    place: str
    signature: str = ""
    source: str = ""
    inputs: tuple[str, ...] = ()
    draft: str = ""
    words: frozenset[str] = frozenset()
    contribution: Contribution | None = None
    asked: Mapping[str, int] | None = None
    document: str = ""
    checked: str = ""
    files: str = ""
    nquads_bytes: int = 0
    outcome: Outcome | None = None


class Ledger:
    """The entries of one cache folder. One process writes them."""

    def __init__(self, path: Path) -> None:
        """Open the file, or begin a new one where there is none or that of another version. Raises OutputError."""
        self._path = path
        with self._refusing():
            self._rows = _opened(path)

    def close(self) -> None:
        """Put everything down and close the file."""
        with self._refusing():
            self._rows.commit()
            self._rows.close()

    def entries(self) -> dict[str, Entry]:
        """All entries by their words, without their pieces."""
        with self._refusing(), self._reading():
            return {row[0]: _entry(row) for row in self._rows.execute(f"SELECT {', '.join(_COLUMNS)} FROM entry")}

    def put(self, entry: Entry, piece: Piece | None = None) -> None:
        """Write an entry down. Its piece stays the one that it has, unless another is given."""
        said = entry.contribution
        row = (
            entry.word,
            entry.place,
            entry.signature,
            entry.source,
            " ".join(entry.inputs),
            entry.draft,
            zlib.compress("\n".join(sorted(entry.words)).encode("utf-8", "surrogatepass"), 1),
            orjson.dumps([said.report, said.circle, said.year, sorted(said.persons)]).decode() if said else "",
            orjson.dumps(dict(entry.asked)).decode() if entry.asked is not None else "",
            entry.document,
            entry.checked,
            entry.files,
            entry.nquads_bytes,
            zlib.compress(pickle.dumps(entry.outcome, protocol=5), 1),
        )
        names = ", ".join(_COLUMNS)
        marks = ", ".join("?" * len(_COLUMNS))
        updates = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
        with self._refusing():
            self._rows.execute(
                f"INSERT INTO entry ({names}) VALUES ({marks}) ON CONFLICT (word) DO UPDATE SET {updates}", row
            )
            if piece is not None:
                bare = pickle.dumps(evolve(piece, lines=(b"", b"")), protocol=5)
                lines = pickle.dumps(piece.lines, protocol=5)
                self._rows.execute("UPDATE entry SET piece = ?, lines = ? WHERE word = ?", (bare, lines, entry.word))

    def commit(self) -> None:
        """Put what was written so far down on the disk: a build that is killed goes on from here."""
        with self._refusing():
            self._rows.commit()

    def piece(self, word: str, *, with_lines: bool) -> Piece:
        """The piece of a report that was built; `with_lines` what the files of the whole are made of, too."""
        with self._refusing():
            columns = "piece, lines" if with_lines else "piece, NULL"
            found = self._rows.execute(f"SELECT {columns} FROM entry WHERE word = ?", (word,)).fetchone()
        with self._reading():
            piece = pickle.loads(found[0])
            assert isinstance(piece, Piece), "what was put there"
            return evolve(piece, lines=pickle.loads(found[1])) if found[1] is not None else piece

    def remove(self, words: Iterable[str]) -> None:
        """Forget reports that are gone."""
        with self._refusing():
            self._rows.executemany("DELETE FROM entry WHERE word = ?", [(word,) for word in words])

    def kept(self) -> Iterator[tuple[str, str, str, str]]:
        """Of each entry its word and place, and the names of its draft and its document."""
        with self._refusing():
            yield from self._rows.execute("SELECT word, place, draft, document FROM entry")

    def frames(self) -> dict[str, str]:
        """The hashes of the frames that the last build read, by id."""
        with self._refusing():
            return dict(self._rows.execute("SELECT id, digest FROM frame"))

    def put_frames(self, frames: Mapping[str, str]) -> None:
        """Remember the frames of this build."""
        with self._refusing():
            self._rows.execute("DELETE FROM frame")
            self._rows.executemany("INSERT INTO frame VALUES (?, ?)", frames.items())

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            cure = "Make room on the disk, or remove this file: then all is built anew."
            raise OutputError(f"Cannot be used ({error}). {UNCHANGED}", place=str(self._path), cure=cure) from error

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except _DAMAGED as error:
            cure = "Remove this file: then all is built anew."
            message = f"It is damaged ({type(error).__name__}). {UNCHANGED}"
            raise OutputError(message, place=str(self._path), cure=cure) from error


def _opened(path: Path) -> sqlite3.Connection:
    rows = sqlite3.connect(path)
    with suppress(sqlite3.DatabaseError):  # no database at all, or half of one
        if rows.execute("PRAGMA user_version").fetchone()[0] == _LAYOUT:
            return rows
    rows.close()
    for each in (path, path.with_name(f"{path.name}-journal")):
        each.unlink(missing_ok=True)
    rows = sqlite3.connect(path)
    rows.executescript(_TABLES)
    rows.execute(f"PRAGMA user_version = {_LAYOUT}")
    return rows


def _entry(row: tuple[object, ...]) -> Entry:
    word, place, signature, source, inputs, draft, words, said, asked, document, checked, files, size, outcome = row
    assert isinstance(words, bytes), "as it was put"
    assert isinstance(outcome, bytes), "as it was put"
    kept = pickle.loads(zlib.decompress(outcome))
    contribution = None
    if said:
        report, circle, year, persons = orjson.loads(str(said))
        contribution = Contribution(report, circle, year, frozenset(persons))
    return Entry(
        str(word),
        str(place),
        str(signature),
        str(source),
        tuple(str(inputs).split(" ")) if inputs else (),
        str(draft),
        frozenset(zlib.decompress(words).decode("utf-8", "surrogatepass").split("\n")),
        contribution,
        orjson.loads(str(asked)) if asked else None,
        str(document),
        str(checked),
        str(files),
        int(str(size)),
        kept,
    )
