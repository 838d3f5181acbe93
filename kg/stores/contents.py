"""What a build puts into a store: its graphs, each with a hash of its content, read piece by piece.

The files of a build are sorted by graph, so that a graph is one stretch of one file. It is read once to be hashed and
once more if it is sent; nothing is held but one request.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from hashlib import file_digest, sha256
from io import BytesIO
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

from attrs import evolve, frozen
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import DataError, OutputError, UsageError
from kg.publish.files import DESCRIPTION, MANIFEST, WHOLE
from kg.publish.prefixes import prefixes

_SPACE = NamedNode(f"{prefixes()['void']}uriSpace")
_CURE = "Run kg build again."
# Read, hashed and sent at once; larger blocks were no faster.
BLOCK_BYTES = 1_000_000


@frozen(order=True)
class Graph:
    """One named graph: its IRI, the SHA-256 of its statements, how many they are, and where they stand."""

    iri: str
    sha256: str
    triples: int
    size_bytes: int
    path: Path | None = None  # of N-Quads; None where the statements are few and held
    start: int = 0
    lines: tuple[bytes, ...] = ()

    def pieces(self, about_bytes: int, written: Callable[[bytes], bytes]) -> Iterator[bytes]:
        """The statements as `written` makes them of N-Triples, in pieces of whole lines of about so many bytes."""
        ending = self._ending
        for block in self.blocks(about_bytes):
            yield written(block.replace(ending, b".\n"))

    def each_line(self) -> Iterator[bytes]:
        """The statements as lines of N-Triples."""
        for piece in self.pieces(BLOCK_BYTES, bytes):
            yield from piece.splitlines(keepends=True)

    def blocks(self, about_bytes: int) -> Iterator[bytes]:
        """The statements as N-Quads, in blocks of whole lines that go beyond so many bytes by a line at most.

        Raises DataError where they are not those that were hashed, before the last block: no request is whole then.
        """
        if self.path is None:
            held = BytesIO(b"".join(line[: -len(b".\n")] + self._ending for line in self.lines))
            yield from iter(lambda: b"".join(held.readlines(about_bytes)), b"")
            return
        left, digest = self.size_bytes, sha256()
        with self.path.open("rb") as file:
            file.seek(self.start)
            while left:
                # The last line that is read goes beyond the hint.
                block = b"".join(file.readlines(min(about_bytes, left - 1)))
                left -= len(block)
                digest.update(block)
                if not block or left < 0 or (not left and digest.hexdigest() != self.sha256):
                    message = "The file is not what it was when it was first read."
                    raise DataError(message, place=str(self.path), cure=_CURE)
                yield block

    @property
    def _ending(self) -> bytes:
        return f"<{self.iri}> .\n".encode()


@frozen
class Contents:
    """Every graph that a build puts into a store, sorted by IRI."""

    base: str
    graphs: tuple[Graph, ...]
    folder: Path
    manifest: bytes

    def only(self, patterns: Iterable[str]) -> Contents:
        """Those graphs alone whose name one of the patterns fits; all, if there is no pattern."""
        chosen = tuple(patterns)
        return evolve(self, graphs=tuple(graph for graph in self.graphs if fits(graph.iri, self.base, chosen)))

    def refuse_if_replaced(self) -> None:
        """Raises OutputError where the folder holds another build by now: what is read would be of two builds."""
        try:
            is_the_same = (self.folder / MANIFEST).read_bytes() == self.manifest
        except OSError:
            is_the_same = False  # between two renames the folder has no name
        if not is_the_same:
            message = "The build was made anew while it was being loaded."
            raise OutputError(message, place=str(self.folder), cure="Run kg sync: it sends what is missing.")


def fits(iri: str, base: str, patterns: tuple[str, ...]) -> bool:
    """Whether the name of a graph, which is its IRI without `{base}graph/`, fits one of the patterns, if there are any.

    >>> fits("https://example.org/graph/riga/v1", "https://example.org/", ("riga*",))
    True
    """
    return not patterns or any(fnmatchcase(iri.removeprefix(f"{base}graph/"), pattern) for pattern in patterns)


def contents_of(build: Path, ontology: Path, shapes: Path) -> Contents:
    """The graphs of a build: those of its documents, its description, and the terms and shapes that it is written with.

    Raises UsageError where there is no build, DataError where it is torn.
    """
    manifest = _manifest_of(build)
    named = _files_in(manifest, build)
    base = _base_in(build / DESCRIPTION)
    documents = [name for name in sorted(named) if name.endswith(".nq") and name != f"{WHOLE}.nq"]
    graphs = [graph for name in documents for graph in _graphs_in(build / name, named[name])]
    _refuse_another(build / DESCRIPTION, _sha256_of(build / DESCRIPTION), named.get(DESCRIPTION))
    graphs.append(_of_files(f"{base}graph/dataset", [build / DESCRIPTION]))
    graphs.append(_of_files(f"{base}graph/ontology", [ontology / "diplograph.ttl"]))
    graphs.append(_of_files(f"{base}graph/vocab", [ontology / "vocab.ttl"]))
    graphs.append(_of_files(f"{base}graph/shapes", sorted(shapes.glob("*.ttl"))))
    graphs.sort()
    for graph, other in pairwise(graphs):
        if graph.iri == other.iri:
            raise DataError(f"Two stretches of the build are called {graph.iri}.", place=str(build), cure=_CURE)
    return Contents(base, tuple(graphs), build, manifest)


def _base_in(description: Path) -> str:
    """The base that a description says its build is under: the space of the dataset, not that of a set of links."""
    for triple in _triples_in(description):
        subject, space = triple.subject, triple.object
        if triple.predicate != _SPACE or not isinstance(subject, NamedNode) or not isinstance(space, Literal):
            continue
        if subject.value == f"{space.value}dataset":
            return space.value
    raise DataError("It does not say under which base the build is.", place=str(description), cure=_CURE)


def _manifest_of(build: Path) -> bytes:
    try:
        return (build / MANIFEST).read_bytes()
    except OSError as error:
        raise UsageError("There is no build.", place=str(build), cure="Run kg build, or name its folder.") from error


def _files_in(manifest: bytes, build: Path) -> dict[str, str]:
    """The files that the manifest names, each with its SHA-256."""
    try:
        return {str(row["file"]): str(row["sha256"]) for row in json.loads(manifest)["files"]}
    except (ValueError, KeyError, TypeError) as error:
        raise DataError("This is no manifest of a build.", place=str(build / MANIFEST), cure=_CURE) from error


def _refuse_another(path: Path, found: str, named: str | None) -> None:
    """Raises DataError for a file that somebody changed after it was built."""
    if found != named:
        raise DataError(f"The file is not the one that {MANIFEST} names: it was changed.", place=str(path), cure=_CURE)


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _graphs_in(path: Path, named: str) -> list[Graph]:
    """The graphs of a file whose SHA-256 is `named`."""
    found: list[Graph] = []
    whole = sha256()
    try:
        with path.open("rb") as file:
            for name, stretch in groupby(_stretches(file), key=itemgetter(0)):
                digest, triples, size = sha256(), 0, 0
                for _, block in stretch:
                    digest.update(block)
                    whole.update(block)
                    triples += block.count(b"\n")
                    size += len(block)
                start = found[-1].start + found[-1].size_bytes if found else 0
                found.append(Graph(name.decode(), digest.hexdigest(), triples, size, path, start))
    except FileNotFoundError as error:
        raise DataError(f"The file is missing, though {MANIFEST} names it.", place=str(path), cure=_CURE) from error
    except OSError as error:
        raise UsageError(f"The file cannot be read: {error.strerror}.", place=str(path), cure="Mend that.") from error
    _refuse_another(path, whole.hexdigest(), named)
    return found


def _stretches(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Blocks of lines of one graph, each with its name: looked at line by line only where two graphs meet."""
    while lines := file.readlines(BLOCK_BYTES):
        block, name = b"".join(lines), _name_of(lines[-1])
        if block.count(b"<" + name + b"> .\n") == len(lines):
            yield name, block
        else:
            for each, some in groupby(lines, key=_name_of):
                yield each, b"".join(some)


def _name_of(line: bytes) -> bytes:
    """The IRI of the graph of a line that we wrote: the last word before the full stop."""
    if not line.endswith(b"> .\n"):
        raise DataError("A line names no graph, or has no end.", place=beginning(line), cure=_CURE)
    return line[line.rindex(b"<") + 1 : -len(b"> .\n")]


def beginning(line: bytes) -> str:
    """The first characters of a line, to know it by."""
    return line[:60].decode("utf-8", "replace").strip()


def _of_files(iri: str, paths: list[Path]) -> Graph:
    """The graph of some files of Turtle; its blank nodes get the names of RDF Dataset Canonicalization (RDFC-1.0)."""
    whole = Dataset(Quad(*triple) for path in paths for triple in _triples_in(path))
    whole.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    held = tuple(sorted(f"{quad.triple} .\n".encode() for quad in whole))
    return Graph(iri, sha256(b"".join(held)).hexdigest(), len(held), sum(map(len, held)), lines=held)


def _triples_in(path: Path) -> Iterator[Triple]:
    try:
        with path.open("rb") as file:
            yield from (quad.triple for quad in parse(file, format=RdfFormat.TURTLE))
    except FileNotFoundError as error:
        raise UsageError("There is no such file.", place=str(path), cure="Run kg build, or name its folder.") from error
    except (SyntaxError, ValueError) as error:
        raise DataError(f"The file cannot be read as Turtle: {error}.", place=str(path), cure=_CURE) from error
