"""The two sides of a comparison: documents by key, each with its statements as sorted rows.

A row is a quad as bytes: the graph, a space, the triple as N-Quads writes it. So rows sort by graph, then by triple.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from attrs import field, frozen

from kg.aside import refused
from kg.errors import DataError, UsageError
from kg.publish.files import MANIFEST, WHOLE
from kg.publish.queries import each_quad_in
from kg.publish.sortedlines import SortedLines
from kg.publish.terms import escaped

SUFFIX = ".nq"
_WITH_GRAPHS = (SUFFIX, ".trig")
# A line of N-Quads as we write it: no IRI holds a space, and the last mark of a line closes its literal.
_OURS = re.compile(rb'(<[^ ]*> <[^ ]*> (?:<[^ ]*>|".*"[^ ]*)) (<[^ ]*>) \.\n')
# The graph of a document, or of its flat view (docs/iri-policy.md).
GRAPH = re.compile(r"<(?P<base>.*/)graph/(?P<key>[^/]+)/(?P<flat>flat/)?v[0-9]+>")
_TAKEN_AT_ONCE = 4096


@frozen
class Document:
    """One document of a side. `digest` is the SHA-256 of its file, empty where nobody has counted it."""

    key: str
    digest: str
    rows: Callable[[], Iterable[bytes]] = field(repr=False)


class Side(Protocol):
    """A build, or a file of one."""

    @property
    def digest(self) -> str:
        """A SHA-256 over all that is on this side."""

    def documents(self) -> Iterator[Document]:
        """Its documents by key; the rows of one are read before the next is asked for."""


@frozen
class BuildSide:
    """A folder that a build wrote: what its manifest names is read only where it is asked for."""

    folder: Path
    scratch: Path
    digests: Mapping[str, str]

    @classmethod
    def opened(cls, folder: Path, scratch: Path) -> BuildSide:
        """The build in a folder. Raises UsageError where there is none, DataError where its manifest is broken."""
        path = folder / MANIFEST
        cure = "Name a folder that kg build wrote, or one file of it."
        try:
            listed = {row["file"]: row["sha256"] for row in json.loads(path.read_text(encoding="utf-8"))["files"]}
        except OSError as error:
            raise UsageError("This is no build: its manifest.json is missing.", place=str(folder), cure=cure) from error
        except (ValueError, KeyError, TypeError) as error:
            raise DataError("The manifest cannot be read.", place=str(path), cure="Run kg build again.") from error
        names = sorted(name for name in listed if name.endswith(SUFFIX) and name != f"{WHOLE}{SUFFIX}")
        return cls(folder, scratch, {name.removesuffix(SUFFIX): listed[name] for name in names})

    @property
    def digest(self) -> str:
        """A SHA-256 over the keys and digests of all documents."""
        return sha256("".join(f"{key} {self.digests[key]}\n" for key in sorted(self.digests)).encode()).hexdigest()

    def documents(self) -> Iterator[Document]:
        """The documents that the manifest names."""
        for key in sorted(self.digests):
            yield Document(key, self.digests[key], partial(self._rows, key))

    def paths(self) -> Iterator[Path]:
        """The files of the documents."""
        return (self.folder / f"{key}{SUFFIX}" for key in sorted(self.digests))

    def _rows(self, key: str) -> Iterator[bytes]:
        """The rows of one document. Raises DataError where its file is not what the manifest says."""
        path = self.folder / f"{key}{SUFFIX}"
        counted = sha256()
        rows = SortedLines(self.scratch / key)
        taken: list[bytes] = []
        try:
            with path.open("rb") as stream:
                for line in stream:
                    counted.update(line)
                    found = _OURS.fullmatch(line)
                    if found is None:
                        raise _not_ours(path)
                    taken.append(found[2] + b" " + found[1])
                    if len(taken) == _TAKEN_AT_ONCE:
                        _move(taken, rows, self.scratch)
        except OSError as error:
            message = f"The manifest names this file, which cannot be read: {error.strerror}."
            raise DataError(message, place=str(path), cure=_AGAIN) from error
        _move(taken, rows, self.scratch)
        if counted.hexdigest() != self.digests[key]:
            raise _not_ours(path)
        yield from rows


@frozen
class FileSide:
    """A file of quads in any order, or several that are read as one: its documents are told apart by their graphs."""

    lines: SortedLines
    digest: str

    @classmethod
    def of(cls, paths: Iterable[Path], scratch: Path) -> FileSide:
        """What these files say. Raises as `each_quad_in`, and DataError at what has no stable name."""
        lines = SortedLines(scratch)
        for path in paths:
            taken: list[bytes] = []
            for quad in each_quad_in(path):
                graph = str(quad.graph_name)
                parts = ["" if graph == "DEFAULT" else graph, *map(str, (quad.subject, quad.predicate, quad.object))]
                if any(part.startswith(("_:", "<<")) for part in parts) or "--" in parts[3][parts[3].rfind('"') :]:
                    cure = "Give the thing an IRI: what has no name of its own cannot be compared."
                    message = f"{quad} has a blank node, or a term that RDF 1.1 does not have."
                    raise DataError(message, place=str(path), cure=cure)
                taken.append(f"{key_of(parts[0])}\x1f{escaped(' '.join(parts))}".encode())
                if len(taken) == _TAKEN_AT_ONCE:
                    _move(taken, lines, scratch)
            _move(taken, lines, scratch)
        counted = sha256()
        for line in lines:
            counted.update(line)
        return cls(lines, counted.hexdigest())

    def documents(self) -> Iterator[Document]:
        """The documents by the keys in their graphs."""
        for key, lines in groupby(self.lines, lambda line: line.partition(b"\x1f")[0]):
            yield Document(key.decode(), "", partial(_without_key, lines))


def _without_key(lines: Iterable[bytes]) -> Iterator[bytes]:
    return (line.partition(b"\x1f")[2] for line in lines)


def key_of(graph: str) -> str:
    """The key of the document whose graph this is; of another graph its IRI, of the default graph nothing.

    >>> key_of("<https://example.org/graph/a/flat/v1>"), key_of("<urn:x>"), key_of("")
    ('a', 'urn:x', '')
    """
    found = GRAPH.fullmatch(graph)
    return found["key"] if found else graph[1:-1]


@contextmanager
def sides(old: Path, new: Path) -> Iterator[tuple[Side, Side]]:
    """Two builds, or files of builds, to be compared inside the block; what is too much to hold lies beside meanwhile.

    Raises UsageError and DataError where one of them is not there or cannot be read, OutputError where the disk has no
    room for what is sorted.
    """
    for path in (old, new):
        if not path.exists():
            cure = "Name two builds, or a file of each."
            raise UsageError("There is no such file or folder.", place=str(path), cure=cure)
        if path.is_file() and path.suffix not in _WITH_GRAPHS:
            cure = "Name a .nq or a .trig: only these say in which document a statement stands."
            raise UsageError("This is no file of N-Quads or TriG.", place=str(path), cure=cure)
    with TemporaryDirectory(prefix="kg-") as name:
        scratch = Path(name)
        if old.is_dir() and new.is_dir():
            yield BuildSide.opened(old, scratch / "old"), BuildSide.opened(new, scratch / "new")
        else:
            # Told apart by their graphs on both sides: a file and a folder need not call a document by one name.
            yield _as_file(old, scratch / "old"), _as_file(new, scratch / "new")


def _as_file(path: Path, scratch: Path) -> FileSide:
    return FileSide.of(BuildSide.opened(path, scratch).paths() if path.is_dir() else [path], scratch)


def _move(taken: list[bytes], lines: SortedLines, scratch: Path) -> None:
    """Hand over what was taken. Raises OutputError where the disk has no room for it."""
    try:
        lines.add(taken)
    except OSError as error:
        raise refused(error, scratch) from error
    taken.clear()


_AGAIN = "Run kg build again."


def _not_ours(path: Path) -> DataError:
    message = "The file is not the one that the manifest names: it was changed after the build."
    return DataError(message, place=str(path), cure=f"{_AGAIN} Or compare the files themselves.")
