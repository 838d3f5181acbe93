"""Several files read as one, one behind the other."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO


class JoinedFiles(io.RawIOBase):
    r"""A file to read whose bytes are those of several files; one of them is open at a time.

    >>> with JoinedFiles([]) as joined:
    ...     joined.read()
    b''
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        """Nothing is opened yet."""
        super().__init__()
        self._rest = iter(paths)
        self._file: BinaryIO | None = None

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some bytes; none at the end of the last file."""
        view = memoryview(buffer)
        while True:
            if self._file is None:
                path = next(self._rest, None)
                if path is None:
                    return 0
                self._file = path.open("rb")
            content = self._file.read(len(view))
            if content:
                view[: len(content)] = content
                return len(content)
            self._let_go()

    def close(self) -> None:
        """Close the file that is open."""
        self._let_go()
        super().close()

    def _let_go(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
