"""A folder of very many files, made anew without touching those that are the same.

The new folder is put together aside: a file that is as it was is linked from the old one (it keeps its inode and its
time, and costs no room), any other is written. Then one rename puts the new folder in the old one's place, as `kg
build` does. So a reader finds the old site or the new one, never a page that leads to one which is not there yet; a
run that was killed leaves a folder aside, which the next one sweeps, and nothing to mend.
"""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from heapq import merge
from pathlib import Path

from attrs import define, field, frozen

from kg.aside import LEFT_BEHIND, UNCHANGED, refused, sweep
from kg.errors import OutputError
from kg.publish.files import replace_folder

LIST = "files.sha256"  # what was written, as `sha256sum --check` reads it; sorted by path
_UNFIT = frozenset({"", ".", ".."})


@frozen(order=True)
class Row:
    """One file of the folder: its path, the SHA-256 of its bytes, its size, and whether it is as it was."""

    path: str
    sha256: str = field(order=False)
    size_bytes: int = field(order=False)
    is_kept: bool = field(order=False)

    def line(self) -> str:
        """The row in the list of files."""
        return f"{self.sha256}  {self.path}\n"


@define
class Renewal:
    """A folder in the making beside `target`. Several processes may put files into it; none puts the same one twice."""

    named: Path
    target: Path
    aside: Path
    _made: set[Path] = field(factory=set, init=False)

    def put(self, path: str, content: bytes) -> Row:
        """Put a file of this content into the folder. Raises OutputError."""
        row = Row(path, sha256(content).hexdigest(), len(content), False)
        with self.refusing():
            place = self._place(path)
            old = self.target / path
            if _holds(old, content):
                if not _linked(old, place):
                    shutil.copy2(old, place)  # at least its time is kept, which is what rsync looks at
                return Row(path, row.sha256, row.size_bytes, True)
            with place.open("xb") as file:
                file.write(content)
        return row

    def kept(self, files: Sequence[tuple[str, str, int]]) -> tuple[Row, ...] | None:
        """Put files of the old folder into the new one: path, SHA-256 and size of each. Raises OutputError.

        None, and no file is put there, unless every one of them is there with just these bytes. They are read: a time
        or a size would not tell of every change by another hand.
        """
        with self.refusing():
            if not all(_has_digest(self.target / path, digest, size) for path, digest, size in files):
                return None
            for path, _, _ in files:
                place = self._place(path)
                if not _linked(self.target / path, place):
                    shutil.copy2(self.target / path, place)
        return tuple(Row(path, digest, size, True) for path, digest, size in files)

    def take(self, path: str, file: Path, digest: str) -> Row:
        """Put a file that is on the disk into the folder, linked where that can be. Raises OutputError."""
        with self.refusing():
            place = self._place(path)
            old = self.target / path
            size = file.stat().st_size
            is_same = _is_plain(old) and (old.samefile(file) or filecmp.cmp(old, file, shallow=False))
            origin = old if is_same else file
            if not _linked(origin, place):
                shutil.copy2(origin, place)
        return Row(path, digest, size, is_same)

    def take_place(self, rows: Iterable[Row]) -> None:
        """Write the list of files, given sorted, and put the new folder in the place of the old one."""
        with self.refusing():
            with (self.aside / LIST).open("xb") as file:
                for row in rows:
                    file.write(row.line().encode())
            _flush()
            refuse_foreign_files(self.target)
            replace_folder(self.aside, self.target)

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Whatever the system refuses inside the block is an OutputError that says what to do."""
        try:
            yield
        except OSError as error:
            raise refused(error, self.named) from error

    def _place(self, path: str) -> Path:
        parts = path.split("/")
        if _UNFIT & set(parts) or "\n" in path or "\0" in path:
            raise OutputError(f"{path!r} cannot be the name of a file.", place=str(self.named), cure="Build again.")
        place = self.aside.joinpath(*parts)
        if place.parent not in self._made:
            place.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(place.parent)
        return place


@contextmanager
def renewal(folder: Path) -> Iterator[Renewal]:
    """A folder in the making; unless it takes its place inside the block, nothing of it is left and `folder` stays.

    Raises OutputError where the folder holds what no site wrote, or cannot be written.
    """
    target = Path(os.path.realpath(folder))
    if not target.name:
        raise OutputError("The root of a disk is no place for a site.", place=str(folder), cure="Name a folder in it.")
    made = Renewal(folder, target, target.with_name(f"{target.name}.{os.getpid()}.tmp"))
    try:
        with made.refusing():
            target.parent.mkdir(parents=True, exist_ok=True)
            sweep(target)
            refuse_foreign_files(target)
            made.aside.mkdir()
        yield made
    finally:
        shutil.rmtree(made.aside, ignore_errors=True)


def refuse_foreign_files(folder: Path) -> None:
    """Never take away what we did not write: OutputError if the folder holds a file that its list does not name."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise FileExistsError(errno.EEXIST, "there is a file of this name")
    listed = _listed(folder)
    known = next(listed, None)
    # Both go in the same order, so that neither has to be held.
    for path in _present(folder):
        while known is not None and known < path:
            known = next(listed, None)
        if path not in (known, LIST) and not LEFT_BEHIND.search(path):
            raise OutputError(
                f"The folder holds {path!r}, which no `kg publish site` wrote. {UNCHANGED}",
                place=str(folder),
                cure="Name another folder, or move away what is not the site.",
            )


def rows_in(*sorted_rows: Iterable[Row]) -> Iterator[Row]:
    """Sorted rows of several origins as one, sorted."""
    return merge(*sorted_rows)


def _present(folder: Path, under: str = "") -> Iterator[str]:
    """The files in a folder and its folders, sorted by their whole paths."""
    with os.scandir(folder) as found:
        entries = sorted((f"{each.name}/" if each.is_dir(follow_symlinks=False) else each.name) for each in found)
    for name in entries:
        if name.endswith("/"):
            yield from _present(folder / name[:-1], under + name)
        else:
            yield under + name


def _listed(folder: Path) -> Iterator[str]:
    with suppress(FileNotFoundError), (folder / LIST).open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield line.rstrip("\n").partition("  ")[2]


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _holds(path: Path, content: bytes) -> bool:
    """Whether a plain file holds these bytes. Compared with the file itself, not with a note of what was written."""
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size == len(content) and path.read_bytes() == content


def _has_digest(path: Path, digest: str, size: int) -> bool:
    """Whether a plain file has this size, and its bytes this SHA-256."""
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    is_fit = stat.S_ISREG(found.st_mode) and found.st_size == size
    return is_fit and sha256(path.read_bytes()).hexdigest() == digest


def _linked(path: Path, place: Path) -> bool:
    """Whether a second name could be given to a file; not every disk has such, nor do two disks share them."""
    try:
        os.link(path, place)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def _flush() -> None:
    """Everything down to the disk before the rename: one call, where one for each of a million files takes an hour."""
    if hasattr(os, "sync"):
        os.sync()
