"""The files of a whole library, made of the pieces of its documents' files and in bounded memory.

A graph belongs to one document, and so do nearly all subjects: what was written of them is copied. Only a subject that
several documents tell of (a person, a state) is read again, made one, and written anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from attrs import frozen

from kg.errors import DataError
from kg.publish.counts import Counts, Tally
from kg.publish.files import CountedStream, FolderAside, PublishedFile
from kg.publish.formats import FORMATS, JSON_LD, N_QUADS, Format, Writers
from kg.publish.nquads import node_lines
from kg.publish.sortedlines import MOST_HELD_BYTES, SortedLines
from kg.publish.terms import Node, Row, Statements, escaped, node_of, plain

WHOLE = "all"  # the name of the files that hold every document

_COPIED_AT_ONCE_BYTES = 1 << 20
_BY_SUBJECT = tuple(form for form in FORMATS if not form.keeps_graphs)
_BY_GRAPH = tuple(form for form in FORMATS if form.keeps_graphs)
_ROW = re.compile(r'[^ ]+ ([^ ]+) (<[^ ]*|".*"[^ ]*) <[^ ]+> \.\n')  # a line of N-Quads as we write it


@frozen
class Limits:
    """What a build may take: lines held in memory, by their bytes, and the bytes of a JSON-LD file of the whole.

    JSON is read as a whole, and readers need five to ten times its size in memory for that. The other formats stream.
    """

    held_bytes: int = MOST_HELD_BYTES
    json_ld_bytes: int = 250_000_000


LIMITS = Limits()


Stretch: TypeAlias = tuple[int, int]
"""A piece of a document's file: from which byte to which."""


class Library:
    """Every document of a build, as they come: their files at once, and at the end those of the whole."""

    def __init__(self, folder: FolderAside, writers: Writers, base: str, limits: Limits = LIMITS) -> None:
        """No documents yet. Subjects whose IRI begins with `base` are counted as entities."""
        self._folder = folder
        self._writers = writers
        self._base = base
        self._limits = limits
        # A line for each subject and each graph of each document: where it stands in the files of the document.
        self._subjects, self._graphs, self._objects = (
            SortedLines(folder.scratch / name, most_held_bytes=limits.held_bytes)
            for name in ("subjects", "graphs", "objects")
        )
        self._owners: dict[str, str] = {}
        self._tally = Tally()
        self._json_ld_bytes = 0

    def add(self, key: str, statements: Statements) -> tuple[Counts, tuple[PublishedFile, ...]]:
        """Write the files of one document; its counts, and the files. Refuses another document's graph (DataError)."""
        for graph in statements.graphs:
            owner = self._owners.setdefault(graph, key)
            if owner != key:
                message = f"The documents {owner} and {key} both state the graph <{graph}>."
                raise DataError(message, cure="Give each document graphs of its own.")
        written = {form: _Written.of(form, statements, self._writers) for form in FORMATS}
        files = tuple(self._folder.write(f"{key}.{form.extension}", written[form].content) for form in FORMATS)
        self._json_ld_bytes += len(written[JSON_LD].content)
        rows = _rows_by_subject(statements, written[N_QUADS].stretches)
        self._graphs.add(_lines(key, [written[form].stretches for form in _BY_GRAPH]))
        self._subjects.add(_lines(key, [*(written[form].stretches for form in _BY_SUBJECT), rows]))
        objects = {value for node in statements.union for _, value in node.rows}
        self._objects.add(value.encode() for value in objects)
        tally = Tally.of(statements.union)
        self._tally.add(tally)
        entities = sum(node.subject.startswith(self._base) for node in statements.union)
        counts = Counts.of(tally, subjects=len(statements.union), entities=entities, objects=len(objects))
        return counts, files

    @property
    def left_out(self) -> tuple[str, ...]:
        """The files of the whole that would be too large for their format."""
        too_large = self._json_ld_bytes > self._limits.json_ld_bytes
        return (f"{WHOLE}.{JSON_LD.extension}",) if too_large else ()

    def finish(self) -> tuple[Counts, tuple[PublishedFile, ...]]:
        """Write the files of the whole; its counts, and the files."""
        forms = {form: name for form in FORMATS if (name := f"{WHOLE}.{form.extension}") not in self.left_out}
        with self._folder.refusing(), ExitStack() as stack:
            files = {
                form: _JoinedFile(form, stack.enter_context(self._folder.opened(name)), self._folder, self._writers)
                for form, name in forms.items()
            }
            for _, places in _read(self._graphs):
                for form, stretch in zip(_BY_GRAPH, places[0].stretches, strict=True):
                    files[form].copy(places[0].key, stretch)
            subjects = entities = 0
            by_subject = [(column, files[form]) for column, form in enumerate(_BY_SUBJECT) if form in files]
            for subject, places in _read(self._subjects):
                subjects += 1
                entities += subject.startswith(self._base)
                if len(places) == 1:
                    for column, file in by_subject:
                        file.copy(places[0].key, places[0].stretches[column])
                else:
                    node = self._united(subject, places)
                    for _, file in by_subject:
                        file.write(node)
            for file in files.values():
                file.close()
            objects = sum(1 for _ in self._objects)
        # Counter keeps what was taken out as zeros.
        tally = Tally(*(+counted for counted in (self._tally.uses, self._tally.instances, self._tally.links)))
        counts = Counts.of(tally, subjects=subjects, entities=entities, objects=objects)
        return counts, tuple(self._folder.row(name) for name in forms.values())

    def _united(self, subject: str, places: Sequence[_Place]) -> Node:
        """What all documents say of one subject; counted once from here on."""
        rows: list[Row] = []
        for place in places:
            said = "".join(
                self._folder.stretch(f"{place.key}.{N_QUADS.extension}", start, end).decode()
                for start, end in place.stretches[len(_BY_SUBJECT) :]
            )
            node = node_of(subject, _ROW.findall(said))
            self._tally.take_out(Tally.of([node]))
            rows += node.rows
        united = node_of(subject, rows)
        self._tally.add(Tally.of([united]))
        return united


@frozen
class _Written:
    """A document in one format, and where its pieces stand, by subject or graph."""

    content: bytes
    stretches: Mapping[str, Sequence[Stretch]]

    @classmethod
    def of(cls, form: Format, statements: Statements, writers: Writers) -> _Written:
        between = form.between.encode()
        parts = [form.head(writers).encode()]
        stretches: dict[str, Sequence[Stretch]] = {}
        at = len(parts[0])
        for name, piece in form.pieces(statements, writers):
            if stretches and between:
                parts.append(between)
                at += len(between)
            parts.append(piece.encode())
            stretches[name] = ((at, at + len(parts[-1])),)
            at += len(parts[-1])
        return cls(b"".join([*parts, form.tail.encode()]), stretches)


def _rows_by_subject(
    statements: Statements, graphs: Mapping[str, Sequence[Stretch]]
) -> Mapping[str, Sequence[Stretch]]:
    """Where the N-Quads of each subject stand: one stretch for each graph that tells of it."""
    found: dict[str, list[Stretch]] = {}
    for graph, nodes in statements.graphs.items():
        at = graphs[graph][0][0]
        for node in nodes:
            end = at + len(node_lines(graph, node).encode())
            found.setdefault(node.subject, []).append((at, end))
            at = end
    return found


def _lines(key: str, columns: Sequence[Mapping[str, Sequence[Stretch]]]) -> Iterator[bytes]:
    """For each subject or graph of a document: its IRI, the key, and where it stands in each file.

    No IRI holds a tab, and every character of one comes after it, so lines are in the order of their IRIs.
    """
    for name in columns[0]:
        stretches = " ".join(f"{start} {end}" for column in columns for start, end in column[name])
        yield f"{plain(name)}\t{key}\t{stretches}".encode()


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
