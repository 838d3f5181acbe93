"""A file that is whole or not there: written aside, flushed to the disk, then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kg.errors import OutputError


@contextmanager
def written_aside(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which takes the place of `path` when the block ends well. Raises OutputError."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        cure = "Mend that, or name another place, then run again."
        raise OutputError(f"Cannot be written: {reason}. What was there stays.", place=str(path), cure=cure) from error
    finally:
        # Not there if it took its place, or could never be made.
        with suppress(OSError):
            aside.unlink()
