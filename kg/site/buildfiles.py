"""The files of a build as its manifest names them, taken to another folder whole or not at all.

A build folder may be replaced while it is read; then what was taken is of two builds, and is given up.
"""

from __future__ import annotations

import json
import os
import shutil
from hashlib import file_digest
from pathlib import Path, PurePosixPath

from attrs import frozen

from kg.errors import DataError, UsageError
from kg.publish.files import MANIFEST, PublishedFile


class ReplacedError(Exception):
    """Another build took the place of the one that was being read: read that one."""


@frozen
class BuildFiles:
    """A build folder with its manifest as it was when it was first read."""

    folder: Path
    manifest: bytes
    rows: tuple[PublishedFile, ...]

    @classmethod
    def in_folder(cls, folder: Path) -> BuildFiles:
        """The build in a folder. Raises UsageError where there is none, DataError where its manifest is none."""
        try:
            manifest = (folder / MANIFEST).read_bytes()
        except OSError as error:
            raise UsageError(
                "There is no build.", place=str(folder), cure="Run kg build, or name its folder."
            ) from error
        try:
            listed = json.loads(manifest)["files"]
            rows = tuple(PublishedFile(row["file"], int(row["bytes"]), row["sha256"]) for row in listed)
        except (ValueError, KeyError, TypeError) as error:
            place = str(folder / MANIFEST)
            raise DataError("This is no manifest of a build.", place=place, cure="Run kg build again.") from error
        return cls(folder, manifest, rows)

    def take_to(self, target: Path) -> None:
        """Link the files into a folder, or copy them; each is then read, and is what the manifest says.

        Raises ReplacedError where the folder holds another build by then, DataError where a file is missing or another.
        """
        target.mkdir(parents=True)
        (target / MANIFEST).write_bytes(self.manifest)
        for row in self.rows:
            place = target / row.file
            if PurePosixPath(row.file).is_absolute() or ".." in PurePosixPath(row.file).parts:
                raise self._refusal(row, "leads out of the folder")
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                _link_or_copy(self.folder / row.file, place)
            except FileNotFoundError as error:
                raise self._refusal(row, "is missing") from error
            if not _is_as_said(place, row):
                raise self._refusal(row, "is not the one that the manifest names")

    def refuse_if_replaced(self) -> None:
        """Raise ReplacedError where the folder does not hold the build any more that it held."""
        try:
            is_the_same = (self.folder / MANIFEST).read_bytes() == self.manifest
        except OSError:
            is_the_same = False  # between two renames the folder has no name
        if not is_the_same:
            raise ReplacedError(str(self.folder))

    def _refusal(self, row: PublishedFile, reason: str) -> DataError:
        self.refuse_if_replaced()
        return DataError(f"The file {reason}.", place=str(self.folder / row.file), cure="Run kg build again.")


def _link_or_copy(source: Path, target: Path) -> None:
    """The same bytes at another place, on the same disk at no cost."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or one without links
        shutil.copyfile(source, target)


def _is_as_said(path: Path, row: PublishedFile) -> bool:
    if path.stat().st_size != row.size_bytes:
        return False
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest() == row.sha256
