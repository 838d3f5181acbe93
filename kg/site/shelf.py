"""The folder that editions stand in: how much room each takes, and how the old ones are removed."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from attrs import frozen

from kg.aside import LEFT_BEHIND, refused, sweep
from kg.site.lease import kept_from_use

ABOUT = "edition.json"  # in the folder of every edition; who uses the edition has a lease on it


@frozen(order=True)
class Shelved:
    """A folder of a shelf with the bytes that it takes; files of the build that are linked count in full."""

    folder: Path
    size_bytes: int


def shelved(shelf: Path) -> tuple[Shelved, ...]:
    """The editions of a shelf, whole ones and those being made, of whatever layout."""
    if not shelf.is_dir():
        return ()
    return tuple(sorted(Shelved(folder, _size_of(folder)) for folder in shelf.iterdir() if folder.is_dir()))


def remove_editions(shelf: Path, *, keep: Collection[str]) -> int:
    """Remove all editions but those of these ids, those being made and those in use; the bytes that they took.

    Raises OutputError where one cannot be removed.
    """
    freed = 0
    for each in shelved(shelf):
        if each.folder.name in keep or LEFT_BEHIND.search(each.folder.name):
            continue
        aside = shelf / f"{each.folder.name}.{os.getpid()}.tmp"
        try:
            if _is_taken_away(each.folder, aside):
                shutil.rmtree(aside)
                freed += each.size_bytes
        except FileNotFoundError:
            continue  # another process removed it
        except OSError as error:
            raise refused(error, each.folder) from error
    return freed


def _is_taken_away(folder: Path, aside: Path) -> bool:
    """Take a folder away from its name, unless somebody uses it: from then on nobody can."""
    if not (folder / ABOUT).exists():
        folder.replace(aside)
        return True
    with kept_from_use(folder / ABOUT) as is_free:
        if is_free:
            try:
                folder.replace(aside)
            except PermissionError:
                if os.name == "posix":
                    raise
                return False
    return is_free


def sweep_shelf(shelf: Path) -> None:
    """Remove what killed processes left behind, whichever edition they were making."""
    for left in sorted(shelf.glob("*.tmp")):
        found = LEFT_BEHIND.search(left.name)
        if found:
            sweep(shelf / left.name[: found.start()])


def _size_of(folder: Path) -> int:
    size = 0
    for path in folder.rglob("*"):
        # Another process may be removing it.
        with suppress(FileNotFoundError):
            about = path.stat()
            size += about.st_size if stat.S_ISREG(about.st_mode) else 0
    return size
