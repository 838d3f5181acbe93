"""The folder that editions stand in: how much room each takes, and how the old ones are removed."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

from attrs import frozen

from kg.aside import LEFT_BEHIND, refused, sweep


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
    """Remove all editions but those of these ids, and but those being made; the bytes that they took.

    Nobody may be looking at them any more. Raises OutputError where one cannot be removed.
    """
    freed = 0
    for each in shelved(shelf):
        if each.folder.name in keep or LEFT_BEHIND.search(each.folder.name):
            continue
        try:
            shutil.rmtree(each.folder)
        except OSError as error:
            raise refused(error, each.folder) from error
        freed += each.size_bytes
    return freed


def sweep_shelf(shelf: Path) -> None:
    """Remove what killed processes left behind, whichever edition they were making."""
    for left in sorted(shelf.glob("*.tmp")):
        found = LEFT_BEHIND.search(left.name)
        if found:
            sweep(shelf / left.name[: found.start()])


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
