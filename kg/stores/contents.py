"""What a build puts into a store: its graphs, each with a hash of its content, read piece by piece.

The files of a build are sorted by graph, so that a graph is one stretch of one file. It is read once to be hashed and
once more if it is sent; nothing is held but one request.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from hashlib import sha256
from itertools import groupby, pairwise
from pathlib import Path

from attrs import evolve, frozen
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import DataError, OutputError, UsageError
from kg.publish.files import MANIFEST, WHOLE
from kg.publish.prefixes import prefixes

DESCRIPTION = "dataset.ttl"
_SPACE = NamedNode(f"{prefixes()['void']}uriSpace")
_CURE = "Run kg build again."


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

    def pieces(self, most_bytes: int) -> Iterator[bytes]:
        """The statements as N-Triples, in pieces of whole lines with at most so many bytes, if a line is not longer."""
        held: list[bytes] = []
        held_bytes = 0
        for line in self.each_line():
            if held and held_bytes + len(line) > most_bytes:
                yield b"".join(held)
                held, held_bytes = [], 0
            held.append(line)
            held_bytes += len(line)
        yield b"".join(held)

    def each_line(self) -> Iterator[bytes]:
        """The statements as lines of N-Triples."""
        ending = self._ending
        for line in self.each_quad_line():
            yield line[: -len(ending)] + b".\n"

    def each_quad_line(self) -> Iterator[bytes]:
        """The statements as lines of N-Quads."""
        if self.path is None:
            yield from (line[: -len(b".\n")] + self._ending for line in self.lines)
            return
        with self.path.open("rb") as file:
            file.seek(self.start)
            left = self.triples
            for line in file:
                if not left:
                    return
                if not line.endswith(self._ending):
                    break
                yield line
                left -= 1
        if left:
            raise DataError("The file is not what it was when it was first read.", place=str(self.path), cure=_CURE)

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
    documents = _documents_in(manifest, build)
    base = _base_in(build / DESCRIPTION)
    graphs = [graph for name in documents for graph in _graphs_in(build / name)]
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


def _documents_in(manifest: bytes, build: Path) -> list[str]:
    """The files of N-Quads of single documents that the manifest names."""
    try:
        names = [str(row["file"]) for row in json.loads(manifest)["files"]]
    except (ValueError, KeyError, TypeError) as error:
        raise DataError("This is no manifest of a build.", place=str(build / MANIFEST), cure=_CURE) from error
    return sorted(name for name in names if name.endswith(".nq") and name != f"{WHOLE}.nq")


def _graphs_in(path: Path) -> Iterator[Graph]:
    start = 0
    try:
        with path.open("rb") as file:
            for name, lines in groupby(file, key=_name_of):
                digest, triples, size = sha256(), 0, 0
                for line in lines:
                    digest.update(line)
                    triples += 1
                    size += len(line)
                yield Graph(name.decode(), digest.hexdigest(), triples, size, path, start)
                start += size
    except FileNotFoundError as error:
        raise DataError(f"The file is missing, though {MANIFEST} names it.", place=str(path), cure=_CURE) from error
    except OSError as error:
        raise UsageError(f"The file cannot be read: {error.strerror}.", place=str(path), cure="Mend that.") from error


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
