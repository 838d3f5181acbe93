"""A folder of files that is whole or not there: written aside, flushed to the disk, then renamed as a whole.

A folder `name` is written as `name.PID.tmp` beside it; what a killed run left behind is swept by the next one. Nobody
sees half a build, and what was built before stays until the new one stands complete.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from heapq import merge
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from attrs import frozen

from kg.aside import LEFT_BEHIND, UNCHANGED, flush_folder, refused, sweep
from kg.errors import OutputError
from kg.publish.sortedlines import SortedLines

MANIFEST = "manifest.json"
WHOLE = "all"  # the name of the files that hold every document
DESCRIPTION = "dataset.ttl"
NO_DOCUMENTS = (DESCRIPTION,)  # files of these formats that no document is written in
_SCRATCH = ".scratch"
_MOST_HELD_BYTES = 4_000_000  # of the rows of files that are linked: some 25,000
_WRITTEN_AT_ONCE_BYTES = 1 << 18
# A manifest as we write it: one name a line, so that it can be read line by line.
_HEAD, _FILE = '{\n  "files": [\n', '      "file": '


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
        self._linked = SortedLines(self.scratch / "files", most_held_bytes=_MOST_HELD_BYTES)
        with self.refusing():
            self._target.parent.mkdir(parents=True, exist_ok=True)
            sweep(self._target)
            # Asked once more before the folder is replaced; asked here too, so that nobody waits hours for the answer.
            _refuse_foreign(self._target)
            self._aside.mkdir()

    @property
    def rows(self) -> tuple[PublishedFile, ...]:
        """What has been written so far, sorted; files that were linked are not held."""
        return tuple(self._rows[name] for name in sorted(self._rows))

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

    def link(self, file: PublishedFile, folder: Path) -> None:
        """Put a file there that lies in another folder and is never written again; copied where the disk has no links.

        Its bytes are those of its row, which is not looked at again.
        """
        # Strings: with paths, which are objects, it takes three times as long.
        origin, path = f"{folder}{os.sep}{file.file}", f"{self._aside}{os.sep}{file.file}"
        try:
            os.link(origin, path)
        except FileNotFoundError:
            raise
        except OSError:  # another disk, or one without links
            shutil.copyfile(origin, path)
        self._linked.add([f"{file.file}\t{file.size_bytes}\t{file.sha256}".encode()])

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
            stream.put_down()
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
        """Add manifest.json and replace the folder, if earlier builds wrote all that is in it; `rows` as they were."""
        rows = self.rows
        with self.refusing(), self.opened(MANIFEST) as stream:
            for text in _manifest_of(merge(rows, map(_row_of, self._linked), key=lambda row: row.file)):
                stream.write(text.encode())
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
    """A file that is being written, with its size and hash; what comes in small pieces is written in larger ones."""

    def __init__(self, file: BinaryIO, folder: FolderAside) -> None:
        """Write to `file`; what the system refuses is refused as by `folder`."""
        self._file = file
        self._folder = folder
        self._hash = sha256()
        self._held: list[bytes] = []
        self._held_bytes = 0
        self.size_bytes = 0

    @property
    def sha256(self) -> str:
        """The SHA-256 of what was put down, as hexadecimal digits."""
        return self._hash.hexdigest()

    def write(self, content: bytes) -> None:
        """Write some bytes. Raises OutputError."""
        self._held.append(content)
        self._held_bytes += len(content)
        self.size_bytes += len(content)
        if self._held_bytes >= _WRITTEN_AT_ONCE_BYTES:
            self.put_down()

    def put_down(self) -> None:
        """Write what is held. Raises OutputError."""
        content = b"".join(self._held)
        self._held, self._held_bytes = [], 0
        with self._folder.refusing():
            self._file.write(content)
        self._hash.update(content)


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
    # Of each name its hash alone: there are millions, and two share it with a probability of 2 ** -64.
    listed = {hash(name) for name in _listed(folder)} | {hash(MANIFEST)}
    strange = (name for name in _files_in(str(folder)) if hash(name) not in listed)
    foreign = min((name for name in strange if not LEFT_BEHIND.search(name)), default="")
    if foreign:
        raise OutputError(
            f"The folder holds {foreign!r}, which no build wrote. {UNCHANGED}",
            place=str(folder),
            cure="Name another folder, or move away what is not a build.",
        )


def _files_in(folder: str, beginning: str = "") -> Iterator[str]:
    """The paths of all files in a folder and the folders in it, from there; a link to a folder is none."""
    with os.scandir(folder) as found:
        for each in found:
            if not each.is_dir():
                yield f"{beginning}{each.name}"
            elif not each.is_symlink():
                yield from _files_in(each.path, f"{beginning}{each.name}/")


def parts_in(folder: Path, extension: str) -> tuple[Path, ...]:
    """The files that together hold all of a build folder in one format: that of the whole, else those of the documents.

    The file of the whole if the folder has no manifest to go by, whether it is there or not.
    """
    whole = folder / f"{WHOLE}.{extension}"
    if whole.exists():
        return (whole,)
    named = sorted(name for name in _listed(folder) if name.endswith(f".{extension}") and name not in NO_DOCUMENTS)
    return tuple(folder / name for name in named) or (whole,)


def _listed(folder: Path) -> Iterator[str]:
    """The files that the manifest of a folder names; none where there is no manifest that can be read."""
    try:
        with (folder / MANIFEST).open(encoding="utf-8", newline="") as file:
            if file.readline() + file.readline() == _HEAD:
                yield from (_name_in(line) for line in file if line.startswith(_FILE))
            else:
                file.seek(0)
                yield from [row["file"] for row in json.load(file)["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        return


def _name_in(line: str) -> str:
    written = line[len(_FILE) :].rstrip(",\n")
    return str(json.loads(written)) if "\\" in written else written[1:-1]


def _manifest_of(rows: Iterable[PublishedFile]) -> Iterator[str]:
    """The JSON of a manifest, as json.dumps with an indent of 2 writes it, row by row."""
    before = _HEAD
    for row in rows:
        name = json.dumps(row.file, ensure_ascii=False)
        numbers = f'      "bytes": {row.size_bytes},\n      "sha256": "{row.sha256}"\n'
        yield f"{before}    {{\n{_FILE}{name},\n{numbers}    }}"
        before = ",\n"
    yield "\n  ]\n}\n" if before != _HEAD else '{\n  "files": []\n}\n'


def _row_of(line: bytes) -> PublishedFile:
    name, size, digest = line.decode().split("\t")
    return PublishedFile(name, int(size), digest)
