"""A folder of files that is whole or not there: written aside, flushed to the disk, then renamed as a whole.

A folder `name` is written as `name.PID.tmp` beside it; what a killed run left behind is swept by the next one. Nobody
sees half a build, and what was built before stays until the new one stands complete.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from attrs import frozen

from kg.aside import LEFT_BEHIND, UNCHANGED, flush_folder, refused, sweep
from kg.errors import OutputError

MANIFEST = "manifest.json"
WHOLE = "all"  # the name of the files that hold every document
DESCRIPTION = "dataset.ttl"
NO_DOCUMENTS = (DESCRIPTION,)  # files of these formats that no document is written in
_SCRATCH = ".scratch"


@frozen(order=True)
class PublishedFile:
    """One file of a build: its path within the folder, its size in bytes, and the SHA-256 of its bytes."""

    file: str
    size_bytes: int
    sha256: str

    @classmethod
    def of(cls, file: str, content: bytes) -> PublishedFile:
        """The row of a file that holds `content`.

        >>> PublishedFile.of("all.nq", b"").size_bytes
        0
        """
        return cls(file, len(content), sha256(content).hexdigest())


class FolderAside:
    """A folder in the making: written aside of its place, file by file, until it takes that place as a whole.

    What is written is counted and hashed as it goes by, and never held.
    """

    def __init__(self, folder: Path) -> None:
        """A folder aside of `folder`. Raises OutputError where that cannot be replaced or its parent not be written."""
        self._named = folder
        self._target = Path(os.path.realpath(folder))
        if not self._target.name:
            cure = "Name a folder in it."
            raise OutputError("The root of a disk is no place for a build.", place=str(folder), cure=cure)
        self._aside = self._target.with_name(f"{self._target.name}.{os.getpid()}.tmp")
        self._rows: dict[str, PublishedFile] = {}
        with self.refusing():
            self._target.parent.mkdir(parents=True, exist_ok=True)
            sweep(self._target)
            # Asked once more before the folder is replaced; asked here too, so that nobody waits hours for the answer.
            _refuse_foreign(self._target)
            self._aside.mkdir()

    @property
    def rows(self) -> tuple[PublishedFile, ...]:
        """What has been written so far, sorted."""
        return tuple(sorted(self._rows.values()))

    def row(self, name: str) -> PublishedFile:
        """The row of a file that was written."""
        return self._rows[name]

    @property
    def scratch(self) -> Path:
        """A place for what is not published: it is not made yet, and removed before the folder takes its place."""
        return self._aside / _SCRATCH

    def write(self, name: str, content: bytes) -> PublishedFile:
        """Write one file, whole."""
        with self.opened(name) as stream:
            stream.write(content)
        return self._rows[name]

    def link(self, file: PublishedFile, origin: Path) -> None:
        """Put a file there that lies elsewhere and is never written again; copied where the disk has no links.

        Its bytes are those of its row, which is not looked at again.
        """
        path = self._aside / file.file
        try:
            os.link(origin, path)
        except FileNotFoundError:
            raise
        except OSError:  # another disk, or one without links
            shutil.copyfile(origin, path)
        self._rows[file.file] = file

    @contextmanager
    def opened(self, name: str) -> Iterator[CountedStream]:
        """A file to write piece by piece; it is down on the disk when the block ends."""
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            cure = "Choose another."
            raise OutputError(f"The name {name!r} leads out of the folder.", place=str(self._named), cure=cure)
        path = self._aside / name
        with self.refusing():
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("xb")
        stream = CountedStream(file, self)
        try:
            yield stream
            with self.refusing():
                file.flush()
                os.fsync(file.fileno())
        finally:
            with self.refusing():
                file.close()
        self._rows[name] = PublishedFile(name, stream.size_bytes, stream.sha256)

    def stretch(self, name: str, start: int, end: int) -> bytes:
        """The bytes of a file that was written, from one place to another."""
        with self.refusing(), (self._aside / name).open("rb") as file:
            file.seek(start)
            return file.read(end - start)

    def take_place(self) -> tuple[PublishedFile, ...]:
        """Add manifest.json and replace the folder, if earlier builds wrote all that is in it; the rows, sorted."""
        rows = self.rows
        self.write(MANIFEST, _manifest_of(rows))
        with self.refusing():
            shutil.rmtree(self.scratch, ignore_errors=True)
            _refuse_foreign(self._target)
            flush_folder(self._aside)
            replace_folder(self._aside, self._target)
        return rows

    def remove(self) -> None:
        """Leave nothing aside; what has taken its place stays."""
        shutil.rmtree(self._aside, ignore_errors=True)

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Whatever the system refuses inside the block is an OutputError that says what to do."""
        try:
            yield
        except OSError as error:
            raise refused(error, self._named) from error


class CountedStream:
    """A file that is being written, with its size and hash so far."""

    def __init__(self, file: BinaryIO, folder: FolderAside) -> None:
        """Write to `file`; what the system refuses is refused as by `folder`."""
        self._file = file
        self._folder = folder
        self._hash = sha256()
        self.size_bytes = 0

    @property
    def sha256(self) -> str:
        """The SHA-256 of what was written, as hexadecimal digits."""
        return self._hash.hexdigest()

    def write(self, content: bytes) -> None:
        """Write some bytes. Raises OutputError."""
        with self._folder.refusing():
            self._file.write(content)
        self._hash.update(content)
        self.size_bytes += len(content)


@contextmanager
def folder_aside(folder: Path) -> Iterator[FolderAside]:
    """A folder in the making; unless it takes its place inside the block, nothing of it is left and `folder` stays."""
    aside = FolderAside(folder)
    try:
        yield aside
    finally:
        aside.remove()


def replace_folder(aside: Path, target: Path) -> None:
    """Rename `aside` to `target`; if that fails, `target` is what it was."""
    was = target.with_name(f"{target.name}.{os.getpid()}.was.tmp")
    if not target.exists():
        aside.replace(target)
    else:
        try:
            target.replace(was)
            aside.replace(target)
        finally:
            # Reached by Ctrl-C too: between the two renames the old build has no name of its own.
            if was.exists() and not target.exists():
                was.replace(target)
        shutil.rmtree(was, ignore_errors=True)
    flush_folder(target.parent)


def refuse_foreign_files(folder: Path) -> None:
    """Refuse (OutputError) a folder that holds what no build wrote: asked before hours of work, too."""
    try:
        _refuse_foreign(Path(os.path.realpath(folder)))
    except OSError as error:
        raise refused(error, folder) from error


def _refuse_foreign(folder: Path) -> None:
    """Never delete what we did not write: a whole folder is about to be replaced."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise FileExistsError(errno.EEXIST, "there is a file of this name")
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    foreign = sorted(name for name in present - _listed(folder) - {MANIFEST} if not LEFT_BEHIND.search(name))
    if foreign:
        raise OutputError(
            f"The folder holds {foreign[0]!r}, which no build wrote. {UNCHANGED}",
            place=str(folder),
            cure="Name another folder, or move away what is not a build.",
        )


def parts_in(folder: Path, extension: str) -> tuple[Path, ...]:
    """The files that together hold all of a build folder in one format: that of the whole, else those of the documents.

    The file of the whole if the folder has no manifest to go by, whether it is there or not.
    """
    whole = folder / f"{WHOLE}.{extension}"
    if whole.exists():
        return (whole,)
    named = sorted(name for name in _listed(folder) if name.endswith(f".{extension}") and name not in NO_DOCUMENTS)
    return tuple(folder / name for name in named) or (whole,)


def _listed(folder: Path) -> set[str]:
    """The files that the manifest of a folder names; none where there is no manifest that can be read."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return {row["file"] for row in json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]}
    return set()


def _manifest_of(rows: tuple[PublishedFile, ...]) -> bytes:
    listed = [{"file": row.file, "bytes": row.size_bytes, "sha256": row.sha256} for row in rows]
    return (json.dumps({"files": listed}, ensure_ascii=False, indent=2) + "\n").encode()
