"""Publication: graphs in, files out, the same bytes on every run; and queries over what was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from attrs import frozen
from pyoxigraph import Quad

from kg.errors import DataError
from kg.publish.context import Context, context_of
from kg.publish.counted import Counted
from kg.publish.dataset import DatasetDescription, Description, DocumentDescription, Run, time_of_build
from kg.publish.files import (
    MANIFEST,
    WHOLE,
    CountedStream,
    FolderAside,
    PublishedFile,
    folder_aside,
    refuse_foreign_files,
)
from kg.publish.formats import TURTLE, Writers
from kg.publish.piece import Piece
from kg.publish.terms import statements_of
from kg.publish.whole import LIMITS, Library, Limits

__all__ = [
    "LIMITS",
    "Context",
    "Counted",
    "CountedStream",
    "Description",
    "Document",
    "Limits",
    "Piece",
    "Printer",
    "Publication",
    "PublishedFile",
    "Run",
    "context_of",
    "publication",
    "refuse_foreign_files",
    "time_of_build",
]

_DATASET = "dataset"
_TAKEN = (WHOLE, _DATASET, MANIFEST.partition(".")[0])  # names of files that are not a document's
_KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")


@frozen
class Document:
    """A document made ready to be published: its piece, and its files by their names."""

    piece: Piece
    files: Mapping[str, bytes]


class Printer:
    """Makes documents ready to be published; what it makes of one depends on no other."""

    def __init__(self, description: Description, context: Context) -> None:
        """Writes under the base of `description`, JSON-LD with `context`."""
        self._description = description
        self._writers = Writers.of(description.base, context)

    def document(
        self, key: str, quads: Iterable[Quad], rights: Iterable[str] = (), whole_text: str | None = None
    ) -> Document:
        """A document as {key}.ttl, .jsonld, .trig and .nq.

        `rights` are what its source says of them; `whole_text` becomes {key}.txt, and is given only where these
        allow it. Raises DataError at statements that cannot be published.
        """
        if key in _TAKEN or not _KEY.fullmatch(key):
            cure = f"Use letters, digits, hyphens and dots, but none of: {', '.join(_TAKEN)}."
            raise DataError("A report cannot have this key: its files are named by it.", place=repr(key), cure=cure)
        statements = statements_of(quads)
        piece, files = Piece.of(key, statements, self._writers, self._description.base)
        about = DocumentDescription(self._description).blocks(piece, statements, rights, self._writers)
        if whole_text is not None:
            text = whole_text.encode()
            piece = piece.with_file(PublishedFile.of(f"{key}.txt", text))
            files = {**files, f"{key}.txt": text}
        return Document(piece.told(about), files)


class Publication:
    """A build in the making: each document is written as it is added, the files of the whole when it is finished."""

    def __init__(self, folder: FolderAside, description: Description, context: Context, limits: Limits) -> None:
        """Nothing in `folder` yet."""
        self._folder = folder
        self._printer = Printer(description, context)
        writers = Writers.of(description.base, context)
        self._library = Library(folder, writers, limits)
        scratch = folder.scratch / _DATASET
        self._about = DatasetDescription(description, writers, scratch, most_held_bytes=limits.held_bytes)

    def add(self, key: str, quads: Iterable[Quad], rights: Iterable[str] = (), whole_text: str | None = None) -> None:
        """Write a document, as `Printer.document` makes it, and hold nothing of it.

        Raises DataError at statements that cannot be published, and then nothing of the document is written;
        OutputError where the folder cannot be written.
        """
        document = self._printer.document(key, quads, rights, whole_text)
        with self._folder.refusing():
            self._take(document.piece)
            for name, content in document.files.items():
                self._folder.write(name, content)

    def take(self, piece: Piece, folder: Path) -> None:
        """Put a document there whose files lie in a folder, linked where the disk can. Raises as `add`."""
        with self._folder.refusing():
            self._take(piece)
            for file in piece.files:
                self._folder.link(file, folder)

    def count(self, counted: Counted) -> None:
        """Count documents that were put there by pieces without what is counted of them."""
        self._library.count(counted)

    def _take(self, piece: Piece) -> None:
        self._library.take(piece)
        self._about.document(piece)

    @property
    def has_whole(self) -> bool:
        """Whether files of the whole are written at all."""
        return self._library.has_whole

    def without_whole(self) -> None:
        """Write no files of the whole: to be said before the first document."""
        self._library.has_whole = False

    def opened(self, name: str) -> AbstractContextManager[CountedStream]:
        """A further file of the build, to write piece by piece."""
        return self._folder.opened(name)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The files of the whole that are not written, because no program could read them at that size."""
        return self._library.left_out

    def finish(self) -> tuple[PublishedFile, ...]:
        """Write the library as all.*, the description as dataset.ttl, and take the place of the build before.

        The files that were written, sorted, without those that were linked. Raises OutputError; what was built before
        then stays.
        """
        counts, files = self._library.finish()
        for file in files:
            self._about.distribution(file)
        self._about.dataset(counts)
        with self._folder.refusing(), self._folder.opened(f"{_DATASET}.{TURTLE.extension}") as stream:
            for lines in self._about.written():
                stream.write(lines)
        return self._folder.take_place()


@contextmanager
def publication(
    out: Path, description: Description, context: Context, limits: Limits = LIMITS
) -> Iterator[Publication]:
    """A build to be written to the folder `out`: unless it is finished inside the block, `out` stays as it was."""
    with folder_aside(out) as folder:
        yield Publication(folder, description, context, limits)
