"""The SQLite files beside an edition's store: opened to be read, by as many threads and processes as want to."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A file, for reading alone. Raises OSError where it is gone or broken, as the store does."""
    try:
        # It never changes, so that no lock is needed (sqlite.org/uri.html, "immutable").
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise OSError(errno.EIO, f"It cannot be read ({error})", str(path)) from error
