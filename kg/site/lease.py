"""Marks on what is in use, which the system takes away when the process that set them ends, however it ends.

On POSIX a mark is a shared lock (flock) on a file. Windows has no such lock; there a folder with an open file in it
cannot be renamed, so that holding the file open is the mark. Where a disk knows no locks, nothing is taken to be free.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

_LOCKS = import_module("fcntl") if os.name == "posix" else None


class Lease:
    """A mark on a file, for as long as this object lives and is not ended. What is sent to another process is none."""

    def __init__(self, path: Path | None) -> None:
        """Mark a file, or none. Raises FileNotFoundError where it is gone."""
        if path is None:
            return
        handle = os.open(path, os.O_RDONLY)
        self._ending = weakref.finalize(self, os.close, handle)
        # Waits at most for somebody who is just renaming the folder.
        _is_locked(handle, is_shared=True)
        # Between the opening and the lock, the file may have been removed, and another one have its name.
        if not os.path.samestat(os.fstat(handle), path.stat()):
            self.end()
            raise FileNotFoundError(str(path))

    def __reduce__(self) -> tuple[type[Lease], tuple[None]]:
        """The mark stays with the process that set it."""
        return Lease, (None,)

    def end(self) -> None:
        """Take the mark away; a second time does nothing."""
        if hasattr(self, "_ending"):
            self._ending()


@contextmanager
def kept_from_use(path: Path) -> Iterator[bool]:
    """Whether nobody has a mark on a file; if so, nobody can set one while the block runs. Raises OSError.

    On Windows it is True: who renames the folder is told.
    """
    if _LOCKS is None:
        yield True
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        yield _is_locked(handle, is_shared=False)
    finally:
        os.close(handle)


def _is_locked(handle: int, *, is_shared: bool) -> bool:
    """Whether the lock could be had."""
    if _LOCKS is None:
        return True
    try:
        _LOCKS.flock(handle, _LOCKS.LOCK_SH if is_shared else _LOCKS.LOCK_EX | _LOCKS.LOCK_NB)
    except OSError:
        return False
    return True
