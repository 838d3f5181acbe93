"""What one document brings to a library: its files, and all that has to be known of it to make those of the whole.

A piece depends on its document alone. So it may be made in another process, be kept, and be put into another build.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import TypeAlias

from attrs import evolve, frozen

from kg.publish.counts import Counts, Tally
from kg.publish.files import PublishedFile
from kg.publish.formats import FORMATS, N_QUADS, Format, Writers
from kg.publish.nquads import node_lines
from kg.publish.terms import RDF_TYPE, Node, Statements, plain

BY_SUBJECT = tuple(form for form in FORMATS if not form.keeps_graphs)
BY_GRAPH = tuple(form for form in FORMATS if form.keeps_graphs)

Stretch: TypeAlias = tuple[int, int]
"""A part of a document's file: from which byte to which."""

Kind: TypeAlias = tuple[str, str]
"""What a triple is counted as: its property, and the class or the IRI of Wikidata that it names; "" for all others."""


@frozen
class Distinct:
    """The distinct things that a document names, each as 64 bits of its BLAKE2b: 8 bytes a thing, not 80.

    Two of a hundred million things share their bits with a probability of 0.0003.
    """

    entities: bytes  # subjects under our own base
    others: bytes  # all other subjects
    objects: bytes


@frozen
class Piece:
    """One document: its files, the counts of VoID of it, and what the whole is made of.

    `shared` are the triples about what is not the document's own, which other documents may state too: 64 bits of each,
    and its place in `kinds`. `about` is what the description of the build says of the document, as blocks of Turtle by
    their subjects.
    """

    key: str
    graphs: tuple[str, ...]
    files: tuple[PublishedFile, ...]
    counts: Counts
    tally: Tally
    distinct: Distinct
    shared: tuple[bytes, bytes]
    kinds: tuple[Kind, ...]
    lines: tuple[bytes, bytes]
    about: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, key: str, statements: Statements, writers: Writers, base: str) -> tuple[Piece, Mapping[str, bytes]]:
        """The piece of a document, and its files by their names. Subjects whose IRI begins with `base` are entities."""
        written = {form: _Written.of(form, statements, writers) for form in FORMATS}
        contents = {f"{key}.{form.extension}": written[form].content for form in FORMATS}
        rows = _rows_by_subject(statements, written[N_QUADS].stretches)
        subjects = _lines(key, [*(written[form].stretches for form in BY_SUBJECT), rows])
        graphs = _lines(key, [written[form].stretches for form in BY_GRAPH])
        said = [row for node in statements.union for row in node.rows]
        objects = {value for _, value in said}
        entities = [node.subject for node in statements.union if node.subject.startswith(base)]
        others = [node.subject for node in statements.union if not node.subject.startswith(base)]
        tally = Tally.of(said)
        own = f"{base}doc/{key}/"
        shared, kinds = _shared([node for node in statements.union if not node.subject.startswith(own)])
        piece = cls(
            key,
            tuple(statements.graphs),
            tuple(PublishedFile.of(name, content) for name, content in contents.items()),
            Counts.of(tally, subjects=len(statements.union), entities=len(entities), objects=len(objects)),
            tally,
            Distinct(*(_bits(words).tobytes() for words in (entities, others, objects))),
            shared,
            kinds,
            (zlib.compress(b"\n".join(subjects), 1), zlib.compress(b"\n".join(graphs), 1)),
        )
        return piece, contents

    def with_file(self, file: PublishedFile) -> Piece:
        """The same, with one file more."""
        return evolve(self, files=(*self.files, file))

    def told(self, about: Sequence[tuple[str, str]]) -> Piece:
        """The same, with what the description of the build says of it."""
        return evolve(self, about=tuple(about))

    def subject_lines(self) -> list[bytes]:
        """For each subject a line: its IRI, the key, and where it stands in each file."""
        return _inflated(self.lines[0])

    def graph_lines(self) -> list[bytes]:
        """For each graph a line: its IRI, the key, and where it stands in each file."""
        return _inflated(self.lines[1])


def _inflated(lines: bytes) -> list[bytes]:
    inflated = zlib.decompress(lines)
    return inflated.split(b"\n") if inflated else []


def _bits(words: Iterable[str]) -> array[int]:
    """64 bits of each, in order."""
    return array("Q", sorted(_bits_of(words)))


def _bits_of(words: Iterable[str]) -> array[int]:
    """64 bits of each."""
    bits = array("Q", b"".join([blake2b(word.encode(), digest_size=8).digest() for word in words]))
    if sys.byteorder == "big":  # what lies in a build does not depend on the machine
        bits.byteswap()
    return bits


def _shared(nodes: Sequence[Node]) -> tuple[tuple[bytes, bytes], tuple[Kind, ...]]:
    """The triples of these nodes, each as 64 bits, and the place of its kind; and the kinds."""
    triples: list[str] = []
    places = array("Q")
    kinds: dict[Kind, int] = {}
    for node in nodes:
        for predicate, value in node.rows:
            is_counted = value[0] == "<" and (predicate == RDF_TYPE or Tally.is_link(value))
            kind = (predicate, value if is_counted else "")
            triples.append(f"{node.subject} {predicate} {value}")
            places.append(kinds.setdefault(kind, len(kinds)))
    return (_bits_of(triples).tobytes(), places.tobytes()), tuple(kinds)


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


def _size_bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def _rows_by_subject(
    statements: Statements, graphs: Mapping[str, Sequence[Stretch]]
) -> Mapping[str, Sequence[Stretch]]:
    """Where the N-Quads of each subject stand: one stretch for each graph that tells of it."""
    found: dict[str, list[Stretch]] = {}
    for graph, nodes in statements.graphs.items():
        at = graphs[graph][0][0]
        for node in nodes:
            end = at + _size_bytes(node_lines(graph, node))
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
