"""What the last builds did with each report, in one file of SQLite: what it was made of, and what came of it.

Entries are read one at a time, so that a build holds none of them; what is long lies apart from what is asked of all.
"""

from __future__ import annotations

import pickle
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import orjson
from attrs import frozen

from kg.aside import UNCHANGED
from kg.building.outcome import Outcome
from kg.errors import OutputError
from kg.links import Contribution
from kg.publish import Counted, Piece, PublishedFile
from kg.publish.counts import Counts, Tally
from kg.publish.piece import Distinct

_LAYOUT = 2
_TABLES = """
CREATE TABLE entry (
    word TEXT PRIMARY KEY, place TEXT, signature TEXT, source TEXT, inputs TEXT, frames TEXT, draft TEXT, said TEXT,
    asked TEXT, document TEXT, checked TEXT, files TEXT, nquads_bytes INTEGER, became TEXT
) WITHOUT ROWID;
CREATE TABLE words (word TEXT PRIMARY KEY, words BLOB);
CREATE TABLE outcome (word TEXT PRIMARY KEY, outcome BLOB);
CREATE TABLE piece (word TEXT PRIMARY KEY, piece BLOB, counted BLOB, lines BLOB);
CREATE TABLE frame (id TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;
"""
_COLUMNS = (
    *("word", "place", "signature", "source", "inputs", "frames", "draft", "said", "asked", "document", "checked"),
    *("files", "nquads_bytes", "became"),
)
_PAGE_BYTES = 16_384  # a document is some 40,000 bytes here
_NOT_COUNTED = Counts(0, 0, 0, {}, {}, {})
BUILT, REFUSED = "built", "refused"

# What a value that is not as it was put raises where it is read: SQLite has no checksums.
_DAMAGED = (
    *(AssertionError, AttributeError, EOFError, ImportError, LookupError, TypeError, ValueError),
    *(pickle.UnpicklingError, zlib.error),
)


@frozen
class Entry:
    """One report as the last build left it.

    `signature` and `source` are of its files; `inputs` are the hashes that its draft was made with, by their names,
    `frames` that of all frames at the time; `checked` those that its findings were. `files` is the signature of its
    documents' files. What is not known is "". Its words, its outcome and its piece are asked for apart.
    """

    word: str
    place: str
    signature: str = ""
    source: str = ""
    inputs: tuple[str, ...] = ()
    frames: str = ""
    draft: str = ""
    contribution: Contribution | None = None
    asked: Mapping[str, int] | None = None
    document: str = ""
    checked: str = ""
    files: str = ""
    nquads_bytes: int = 0
    became: str = ""

    @property
    def is_built(self) -> bool:
        """Whether its document is one that goes into the output."""
        return self.became == BUILT


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

    def entry(self, word: str) -> Entry | None:
        """The entry of a report; None if there is none."""
        row = self._row(f"SELECT {', '.join(_COLUMNS)} FROM entry WHERE word = ?", word)
        with self._reading():
            return _entry(row) if row else None

    def put(self, entry: Entry) -> None:
        """Write an entry down. What is asked for apart stays as it is."""
        said = entry.contribution
        row = (
            entry.word,
            entry.place,
            entry.signature,
            entry.source,
            " ".join(entry.inputs),
            entry.frames,
            entry.draft,
            orjson.dumps([said.report, said.circle, said.year, sorted(said.persons)]).decode() if said else "",
            orjson.dumps(dict(entry.asked)).decode() if entry.asked is not None else "",
            entry.document,
            entry.checked,
            entry.files,
            entry.nquads_bytes,
            entry.became,
        )
        marks = ", ".join("?" * len(_COLUMNS))
        with self._refusing():
            self._rows.execute(f"REPLACE INTO entry ({', '.join(_COLUMNS)}) VALUES ({marks})", row)

    def words(self, word: str) -> frozenset[str]:
        """What the text of a report holds of words that frames may hang on."""
        row = self._row("SELECT words FROM words WHERE word = ?", word)
        with self._reading():
            return (
                frozenset(zlib.decompress(row[0]).decode("utf-8", "surrogatepass").split("\n")) if row else frozenset()
            )

    def put_words(self, word: str, words: frozenset[str]) -> None:
        """Write them down."""
        packed = zlib.compress("\n".join(sorted(words)).encode("utf-8", "surrogatepass"), 1)
        with self._refusing():
            self._rows.execute("REPLACE INTO words VALUES (?, ?)", (word, packed))

    def outcome(self, word: str) -> Outcome:
        """What became of a report that was made."""
        with self._reading():
            outcome = pickle.loads(self._wanted("SELECT outcome FROM outcome WHERE word = ?", word)[0])
            assert isinstance(outcome, Outcome), "what was put there"
            return outcome

    def put_outcome(self, word: str, outcome: Outcome) -> None:
        """Write it down."""
        with self._refusing():
            self._rows.execute("REPLACE INTO outcome VALUES (?, ?)", (word, pickle.dumps(outcome, protocol=5)))

    def piece(self, word: str, *, with_lines: bool) -> Piece:
        """The piece of a report that was built, without what is counted of it (`counted`).

        `with_lines` with what the files of the whole are made of.
        """
        with self._reading():
            row = self._wanted(f"SELECT piece, {'lines' if with_lines else 'NULL'} FROM piece WHERE word = ?", word)
            key, graphs, files, about = orjson.loads(row[0])
            return Piece(
                key,
                tuple(graphs),
                tuple(PublishedFile(*file) for file in files),
                _NOT_COUNTED,
                Tally(),
                Distinct(b"", b"", b""),
                (b"", b""),
                (),
                pickle.loads(row[1]) if with_lines else (b"", b""),
                tuple((subject, text) for subject, text in about),
            )

    def counted(self, word: str) -> Counted:
        """What is counted of a report that was built."""
        with self._reading():
            return Counted.read(self._wanted("SELECT counted FROM piece WHERE word = ?", word)[0])

    def put_piece(self, word: str, piece: Piece) -> None:
        """Write down what a report that was built brings to the library."""
        files = [(file.file, file.size_bytes, file.sha256) for file in piece.files]
        bare = orjson.dumps([piece.key, piece.graphs, files, piece.about])
        row = (word, bare, Counted.of(piece).written(), pickle.dumps(piece.lines, protocol=5))
        with self._refusing():
            self._rows.execute("REPLACE INTO piece VALUES (?, ?, ?, ?)", row)

    def commit(self) -> None:
        """Put what was written so far down on the disk: a build that is killed goes on from here."""
        with self._refusing():
            self._rows.commit()

    def remove(self, words: Iterable[str]) -> None:
        """Forget reports that are gone."""
        named = [(word,) for word in words]
        with self._refusing():
            for table in ("entry", "words", "outcome", "piece"):
                self._rows.executemany(f"DELETE FROM {table} WHERE word = ?", named)

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

    def _row(self, query: str, word: str) -> tuple[Any, ...] | None:
        with self._refusing():
            row: tuple[Any, ...] | None = self._rows.execute(query, (word,)).fetchone()
        return row

    def _wanted(self, query: str, word: str) -> tuple[Any, ...]:
        row = self._row(query, word)
        assert row, "what was put there"
        return row

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
    rows.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
    rows.executescript(_TABLES)
    rows.execute(f"PRAGMA user_version = {_LAYOUT}")
    return rows


def _entry(row: tuple[Any, ...]) -> Entry:
    word, place, signature, source, inputs, frames, draft, said, asked, *rest = row
    contribution = None
    if said:
        report, circle, year, persons = orjson.loads(said)
        contribution = Contribution(report, circle, year, frozenset(persons))
    return Entry(
        *(word, place, signature, source, tuple(inputs.split(" ")) if inputs else (), frames, draft, contribution),
        orjson.loads(asked) if asked else None,
        *rest,
    )
