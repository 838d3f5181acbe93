"""The files of a whole library, made of the pieces of its documents' files and in bounded memory.

A graph belongs to one document, and so do nearly all subjects: what was written of them is copied. Only a subject that
several documents tell of (a person, a state) is read again, made one, and written anew.

The counts need no file of the whole: they are taken from what each document's piece brings along (piece.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import groupby
from operator import itemgetter

from attrs import frozen

from kg.errors import DataError
from kg.publish.counted import Counted
from kg.publish.counts import Counts
from kg.publish.files import WHOLE, CountedStream, FolderAside, PublishedFile
from kg.publish.formats import FORMATS, JSON_LD, N_QUADS, Format, Writers
from kg.publish.librarycount import LibraryCount
from kg.publish.piece import BY_GRAPH, BY_SUBJECT, Piece, Stretch
from kg.publish.sortedlines import MOST_HELD_BYTES, SortedLines
from kg.publish.terms import Node, Row, escaped, node_of

_COPIED_AT_ONCE_BYTES = 1 << 20
_ROW = re.compile(r'[^ ]+ ([^ ]+) (<[^ ]*|".*"[^ ]*) <[^ ]+> \.\n')  # a line of N-Quads as we write it


@frozen
class Limits:
    """What a build may take: lines held in memory, by their bytes, and the bytes of the files of the whole.

    JSON is read as a whole, and readers need five to ten times its size in memory for that. The other formats stream;
    but to write them anew for one document that changed takes longer than all else, so that files of a whole whose
    N-Quads are larger than `whole_bytes` are written only where they are asked for.
    """

    held_bytes: int = MOST_HELD_BYTES
    json_ld_bytes: int = 250_000_000
    whole_bytes: int = 500_000_000


LIMITS = Limits()


class Library:
    """Every document of a build, as they come: their files at once, and at the end those of the whole."""

    def __init__(self, folder: FolderAside, writers: Writers, limits: Limits = LIMITS) -> None:
        """No documents yet. The files of the whole are written if `has_whole` is set, each that is not too large."""
        self.has_whole = True
        self._folder = folder
        self._writers = writers
        self._limits = limits
        # A line for each subject and each graph of each document: where it stands in the files of the document.
        self._subjects, self._graphs = (
            SortedLines(folder.scratch / name, most_held_bytes=limits.held_bytes) for name in ("subjects", "graphs")
        )
        self._owners: dict[int, str] = {}
        self._count = LibraryCount()
        self._sizes: Counter[str] = Counter()  # by extension

    def take(self, piece: Piece) -> None:
        """Take a document whose files are in the folder. Refuses another document's graph (DataError)."""
        for graph in piece.graphs:
            # Of a graph its hash alone: there are millions, and two share it with a probability of 2 ** -64.
            owner = self._owners.setdefault(hash(graph), piece.key)
            if owner != piece.key:
                message = f"The documents {owner} and {piece.key} both state the graph <{graph}>."
                raise DataError(message, cure="Give each document graphs of its own.")
        for file in piece.files:
            self._sizes[file.file.rpartition(".")[2]] += file.size_bytes
        self.count(Counted.of(piece))
        if self.has_whole:
            self._subjects.add(piece.subject_lines())
            self._graphs.add(piece.graph_lines())

    def count(self, counted: Counted) -> None:
        """Count documents whose pieces were taken without what is counted of them."""
        self._count.take(counted)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The files of the whole that would be too large for their format, or take too long to write anew each time."""
        if not self.has_whole:
            return tuple(f"{WHOLE}.{form.extension}" for form in FORMATS)
        too_large = self._sizes[JSON_LD.extension] > self._limits.json_ld_bytes
        return (f"{WHOLE}.{JSON_LD.extension}",) if too_large else ()

    def finish(self) -> tuple[Counts, tuple[PublishedFile, ...]]:
        """Write the files of the whole; its counts, and the files."""
        forms = {form: name for form in FORMATS if (name := f"{WHOLE}.{form.extension}") not in self.left_out}
        if forms:
            self._write(forms)
        return self._count.counts(), tuple(self._folder.row(name) for name in forms.values())

    def _write(self, forms: Mapping[Format, str]) -> None:
        with self._folder.refusing(), ExitStack() as stack:
            files = {
                form: _JoinedFile(form, stack.enter_context(self._folder.opened(name)), self._folder, self._writers)
                for form, name in forms.items()
            }
            for _, places in _read(self._graphs):
                for form, stretch in zip(BY_GRAPH, places[0].stretches, strict=True):
                    files[form].copy(places[0].key, stretch)
            by_subject = [(column, files[form]) for column, form in enumerate(BY_SUBJECT) if form in files]
            for subject, places in _read(self._subjects):
                if len(places) == 1:
                    for column, file in by_subject:
                        file.copy(places[0].key, places[0].stretches[column])
                else:
                    node = self._united(subject, places)
                    for _, file in by_subject:
                        file.write(node)
            for file in files.values():
                file.close()

    def _united(self, subject: str, places: Sequence[_Place]) -> Node:
        """What all documents say of one subject; counted once from here on."""
        rows: list[Row] = []
        for place in places:
            said = "".join(
                self._folder.stretch(f"{place.key}.{N_QUADS.extension}", start, end).decode()
                for start, end in place.stretches[len(BY_SUBJECT) :]
            )
            rows += _ROW.findall(said)
        return node_of(subject, rows)


@frozen
class _Place:
    """Where one document tells of a subject or a graph."""

    key: str
    stretches: tuple[Stretch, ...]

    @classmethod
    def read(cls, key: str, written: str) -> _Place:
        numbers = [int(number) for number in written.split(" ")]
        return cls(key, tuple(zip(numbers[::2], numbers[1::2], strict=True)))


def _read(lines: SortedLines) -> Iterator[tuple[str, list[_Place]]]:
    """Every subject or graph in order, with all its places."""
    rows = (line.decode().split("\t") for line in lines)
    for name, places in groupby(rows, itemgetter(0)):
        yield escaped(name), [_Place.read(key, written) for _, key, written in places]


class _JoinedFile:
    """One file of the whole. Pieces that stand side by side in a document's file are copied in one go."""

    def __init__(self, form: Format, stream: CountedStream, folder: FolderAside, writers: Writers) -> None:
        self._form = form
        self._stream = stream
        self._folder = folder
        self._writers = writers
        self._between = form.between.encode()
        self._is_first = True
        self._key = ""
        self._waiting: Stretch = (0, 0)
        stream.write(form.head(writers).encode())

    def copy(self, key: str, stretch: Stretch) -> None:
        """Add a piece of a document's file."""
        if key == self._key and stretch[0] == self._waiting[1] + len(self._between):
            self._waiting = (self._waiting[0], stretch[1])
        else:
            self._copy_what_waits()
            self._key, self._waiting = key, stretch

    def write(self, node: Node) -> None:
        """Add a piece that stands in no file yet."""
        self._copy_what_waits()
        self._begin_piece()
        self._stream.write(self._form.piece(self._writers, node.subject, (node,)).encode())

    def close(self) -> None:
        """Write the end of the file."""
        self._copy_what_waits()
        self._stream.write(self._form.tail.encode())

    def _begin_piece(self) -> None:
        if not self._is_first:
            self._stream.write(self._between)
        self._is_first = False

    def _copy_what_waits(self) -> None:
        if not self._key:
            return
        self._begin_piece()
        name = f"{self._key}.{self._form.extension}"
        first, last = self._waiting
        for start in range(first, last, _COPIED_AT_ONCE_BYTES):
            self._stream.write(self._folder.stretch(name, start, min(start + _COPIED_AT_ONCE_BYTES, last)))
        self._key = ""
