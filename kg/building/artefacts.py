"""What a build keeps for the next one, in files that are whole or not there: parses, drafts, documents, counts.

Each is named by a hash of all that it depends on, so it is never out of date, and two processes that make the same one
make the same bytes. Drafts and pieces are pickled: a cache is as much to be trusted as the program beside it.
"""

from __future__ import annotations

import errno
import os
import pickle
import shutil
import socket
import zlib
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from attrs import frozen

from kg.aside import refused
from kg.pipeline import Draft
from kg.publish import Counted

DRAFTS, DOCUMENTS, PARSES, COUNTED = "drafts", "documents", "parses", "counted"
MOST_PARSES_BYTES = 2_000_000_000  # some 60,000 documents


def name_of(*parts: str) -> str:
    """A name by all that a thing depends on."""
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]


@frozen
class Artefacts:
    """The kept things of one cache folder. Several processes may use it at once."""

    folder: Path

    def put_draft(self, name: str, draft: Draft) -> None:
        """Keep a draft. Raises OutputError where the disk has no room for it."""
        self._write(self._place(DRAFTS, name), zlib.compress(pickle.dumps(draft, protocol=5), 1))

    def draft(self, name: str) -> Draft | None:
        """The draft of this name; None if it is gone, or not as it was written: the checksum of zlib tells."""
        try:
            content = zlib.decompress(self._place(DRAFTS, name).read_bytes())
        except (OSError, zlib.error):
            return None
        draft = pickle.loads(content)
        assert isinstance(draft, Draft), "what was put there"
        return draft

    def has_draft(self, name: str) -> bool:
        """Whether a draft of this name is kept."""
        return bool(name) and self._place(DRAFTS, name).is_file()

    def put_document(self, name: str, files: Mapping[str, bytes]) -> None:
        """Keep the files of a document. Raises OutputError."""
        place = self.document(name)
        aside = _aside(place)
        try:
            shutil.rmtree(aside, ignore_errors=True)
            aside.mkdir(parents=True)
            for file, content in files.items():
                (aside / file).write_bytes(content)
            # What lies there may be what somebody edited.
            shutil.rmtree(place, ignore_errors=True)
            _take_its_place(aside, place)
        except OSError as error:
            raise refused(error, place) from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def document(self, name: str) -> Path:
        """The folder of a document's files."""
        return self._place(DOCUMENTS, name)

    def signature(self, name: str) -> str:
        """Size and time of the files of a document: while they are the same, nobody wrote to them. "" if it is gone."""
        try:
            with os.scandir(self._named(DOCUMENTS, name)) as found:
                stats = sorted((each.name, each.stat()) for each in found)
        except OSError:
            return ""
        return " ".join(f"{file}:{stat.st_size}:{stat.st_mtime_ns}" for file, stat in stats)

    def get(self, name: str) -> bytes | None:
        """A kept parse, as `kg.text.parse.Parses` wants it; that it was used is remembered by its time."""
        place = self._place(PARSES, name)
        try:
            content = place.read_bytes()
            os.utime(place)
        except OSError:
            return None
        try:
            return zlib.decompress(content)
        except zlib.error:
            return None

    def put(self, name: str, content: bytes) -> None:
        """Keep a parse. Raises OutputError."""
        self._write(self._place(PARSES, name), zlib.compress(content, 1))

    def counted(self, name: str) -> Counted | None:
        """What was counted of some documents together; None if it is gone, or not as it was written."""
        return Counted.in_file(self._place(COUNTED, name))

    def put_counted(self, name: str, counted: Counted) -> None:
        """Keep it. Raises OutputError."""
        self._write(self._place(COUNTED, name), counted.written())

    def prune(self, kind: str, kept: Container[str]) -> None:
        """Remove all things of a kind but these."""
        for each in self._all(kind):
            if each.name not in kept:
                _remove(Path(each.path))

    def prune_parses(self, most_bytes: int = MOST_PARSES_BYTES) -> None:
        """Remove the parses that were not used for longest, down to a size."""
        size = sum(stat.st_size for _, stat in _stats(self._all(PARSES)))
        if size <= most_bytes:
            return
        parses = [(stat.st_mtime_ns, stat.st_size, path) for path, stat in _stats(self._all(PARSES))]
        for _, size_bytes, path in sorted(parses):
            if size <= most_bytes:
                break
            _remove(Path(path))
            size -= size_bytes

    def _all(self, kind: str) -> Iterator[os.DirEntry[str]]:
        """Everything that is kept of a kind."""
        folder = self.folder / kind
        for part in sorted(folder.iterdir()) if folder.is_dir() else ():
            with suppress(NotADirectoryError), os.scandir(part) as found:
                yield from found

    def _named(self, kind: str, name: str) -> str:
        # A string: a path, which is an object, takes as long as to ask the disk.
        return f"{self.folder}{os.sep}{kind}{os.sep}{name[:2]}{os.sep}{name}"

    def _place(self, kind: str, name: str) -> Path:
        return Path(self._named(kind, name))

    def _write(self, place: Path, content: bytes) -> None:
        aside = _aside(place)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(content)
            aside.replace(place)
        except OSError as error:
            raise refused(error, place) from error
        finally:
            with suppress(OSError):
                aside.unlink(missing_ok=True)


def _aside(place: Path) -> Path:
    """Where a thing is written first. Processes of several machines may have one number."""
    return place.with_name(f"{place.name}.{socket.gethostname()}.{os.getpid()}.tmp")


def _take_its_place(aside: Path, place: Path) -> None:
    try:
        aside.rename(place)
    except OSError as error:
        # Another process made the same meanwhile, as when a worker that was given up for lost still works.
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        with suppress(OSError):
            place.unlink()


def _stats(found: Iterable[os.DirEntry[str]]) -> Iterator[tuple[str, os.stat_result]]:
    for each in found:
        with suppress(OSError):
            yield each.path, each.stat()
