"""One build at a time into a folder: a lock that the system lets go when its process ends, however it ends."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from kg.aside import refused
from kg.errors import OutputError, UsageError

_LOCK, _OWNER = "lock.sqlite", "owner.json"


@contextmanager
def only_build(cache: Path) -> Iterator[None]:
    """Hold the lock of a cache folder. Refuses (UsageError) a second build while one is at work, and says whose it is.

    The lock is that of SQLite on an empty file, as for imports; a killed build leaves none behind. Beside it stands who
    holds it, for people to read.
    """
    try:
        cache.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(cache / _LOCK, timeout=0, isolation_level=None)
    except OSError as error:
        raise refused(error, cache) from error
    except sqlite3.Error as error:
        raise OutputError(
            f"Cannot be written ({error}).", place=str(cache), cure="Name another with --cache."
        ) from error
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        connection.close()
        if "locked" not in str(error):
            cure = "Name another with --cache."
            raise OutputError(f"Cannot be written ({error}).", place=str(cache), cure=cure) from error
        raise UsageError(
            f"another build is at work here{_owner(cache)}.",
            place=str(cache),
            cure="Wait until it is done, or name other folders with --out and --cache.",
        ) from error
    try:
        row = {"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now(UTC).isoformat("T", "seconds")}
        with suppress(OSError):  # it is a note for people; the lock holds without it
            (cache / _OWNER).write_text(json.dumps(row) + "\n", encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            (cache / _OWNER).unlink()
        connection.close()


def _owner(cache: Path) -> str:
    """Who holds the lock and for how long, in words; nothing where that is not known."""
    try:
        row = json.loads((cache / _OWNER).read_text(encoding="utf-8"))
        age = datetime.now(UTC) - datetime.fromisoformat(row["since"])
        minutes = int(age.total_seconds()) // 60
        since = f"{minutes} minutes" if minutes else f"{int(age.total_seconds())} seconds"
        return f", process {int(row['pid'])} on {row['host']}, for {since} now"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
