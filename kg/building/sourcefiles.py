"""The files of a report: by size and time whether they may have changed, by their bytes whether they did."""

from __future__ import annotations

from hashlib import sha256
from os import scandir, stat_result
from pathlib import Path

from kg.errors import SourceError


def signature_of(place: Path) -> str:
    """Size, time and inode of each file of a report: while they are the same, nobody wrote to it."""
    files = _files_of(place)
    return " ".join(f"{name}:{stat.st_size}:{stat.st_mtime_ns}:{stat.st_ino}" for name, stat in files)


def digest_of(place: Path) -> str:
    """The SHA-256 of the names and bytes of a report's files, and of its key. Raises SourceError."""
    digest = sha256(place.resolve().name.encode("utf-8", "surrogateescape"))
    for name, _ in _files_of(place):
        path = place / name if name else place
        try:
            content = path.read_bytes()
        except OSError as error:
            cure = "Give yourself the right to read it."
            raise SourceError(f"the file cannot be read: {error.strerror}.", place=str(path), cure=cure) from error
        digest.update(f"\0{name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()


def _files_of(place: Path) -> list[tuple[str, stat_result]]:
    """The files that a report may be read from, sorted by name: those of its folder, or the file itself."""
    try:
        try:
            with scandir(place) as found:
                return sorted(((each.name, each.stat()) for each in found if each.is_file()), key=lambda row: row[0])
        except NotADirectoryError:
            return [("", place.stat())]
    except OSError as error:
        cure = "Check the path, and give yourself the right to read it."
        raise SourceError(f"the report cannot be read: {error.strerror}.", place=str(place), cure=cure) from error
