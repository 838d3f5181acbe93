"""One import at a time: a lock that the operating system lets go when its process ends, however it ends."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import OutputError, UsageError


@contextmanager
def only_import(index: Path) -> Iterator[None]:
    """Hold the lock of this index. Refuses (UsageError) a second import into it while one is at work.

    The lock is that of SQLite on an empty file beside the index: it works alike on all systems, and a killed process
    leaves none behind.
    """
    lock = index.with_name(index.name + ".lock")
    elsewhere = "Name another file with --index."
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        # SQLite opens a file that it may not write for reading, and then takes no lock; to open and close it here would
        # let go of a lock that this process holds.
        if lock.exists() and not os.access(lock, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(lock))
        connection = sqlite3.connect(lock, timeout=0, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise OutputError(f"the index cannot be written there ({error}).", place=str(index), cure=elsewhere) from error
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        connection.close()
        if "locked" not in str(error):
            raise OutputError(
                f"the index cannot be written there ({error}).",
                place=str(index),
                cure=elsewhere,
            ) from error
        raise UsageError(
            "another import is writing this index.",
            place=str(index),
            cure="Wait until it is done, or name another file with --index.",
        ) from error
    try:
        yield
    finally:
        connection.close()
