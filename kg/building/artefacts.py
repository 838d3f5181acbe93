"""What a build keeps for the next one, in files that are whole or not there: parses, drafts, documents.

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
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from attrs import frozen

from kg.aside import refused
from kg.pipeline import Draft

DRAFTS, DOCUMENTS, PARSES = "drafts", "documents", "parses"
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
            with os.scandir(self.document(name)) as found:
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

    def prune(self, drafts: frozenset[str], documents: frozenset[str], most_bytes: int = MOST_PARSES_BYTES) -> None:
        """Remove all drafts and documents but these, and the parses that were not used for longest, down to a size."""
        for kind, kept in ((DRAFTS, drafts), (DOCUMENTS, documents)):
            for place in (self.folder / kind).glob("*/*"):
                if place.name not in kept:
                    _remove(place)
        parses = [(stat.st_mtime_ns, stat.st_size, place) for place, stat in _stats((self.folder / PARSES).glob("*/*"))]
        size = sum(row[1] for row in parses)
        for _, size_bytes, place in sorted(parses):
            if size <= most_bytes:
                break
            _remove(place)
            size -= size_bytes

    def _place(self, kind: str, name: str) -> Path:
        return self.folder / kind / name[:2] / name

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


def _stats(places: Iterable[Path]) -> list[tuple[Path, os.stat_result]]:
    found = []
    for place in places:
        with suppress(OSError):
            found.append((place, place.stat()))
    return found
