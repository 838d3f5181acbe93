"""Lines in order, held on the disk where they are too many to hold in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby
from pathlib import Path

# Enough that a volume makes a handful of runs, and small beside the language model, which takes 200 MB.
MOST_HELD_BYTES = 24_000_000
# Runs that are read side by side; systems let a process open 256 files or more.
MOST_RUNS = 100

_OVERHEAD_BYTES = 41  # what Python adds to each line in memory


class SortedLines:
    """Lines to be read back in the order of their bytes, each once: for UTF-8 that is the order of the characters.

    What is held is sorted and written to `folder` as a run whenever it gets too much, and the runs are merged when the
    lines are read. The folder is made with the first run; whoever named it removes it.

    >>> lines = SortedLines(Path("never-made"))
    >>> lines.add([b"b", b"a", b"b"])
    >>> list(lines)
    [b'a', b'b']
    """

    def __init__(self, folder: Path, *, most_held_bytes: int = MOST_HELD_BYTES, most_runs: int = MOST_RUNS) -> None:
        """No lines yet, and no folder."""
        self._folder = folder
        self._most_held_bytes = most_held_bytes
        self._most_runs = most_runs
        self._held: list[bytes] = []
        self._held_bytes = 0
        self._runs: list[Path] = []
        self._runs_made = 0

    def add(self, lines: Iterable[bytes]) -> None:
        """Take more lines, without their line feeds. Raises OSError where a run cannot be written."""
        before = len(self._held)
        self._held.extend(lines)
        added = self._held[before:]
        self._held_bytes += sum(map(len, added)) + _OVERHEAD_BYTES * len(added)
        if self._held_bytes > self._most_held_bytes:
            self._write_run(_once(sorted(self._held)))
            self._held, self._held_bytes = [], 0
            if len(self._runs) >= self._most_runs:
                runs, self._runs = self._runs, []
                self._write_run(_once(merge(*map(_lines_of, runs))))
                for run in runs:
                    run.unlink()

    def __iter__(self) -> Iterator[bytes]:
        """Every line once, in order."""
        return _once(merge(*map(_lines_of, self._runs), sorted(self._held)))

    def _write_run(self, lines: Iterable[bytes]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / str(self._runs_made)
        self._runs_made += 1
        with path.open("wb") as stream:
            stream.writelines(line + b"\n" for line in lines)
        self._runs.append(path)


def _once(lines: Iterable[bytes]) -> Iterator[bytes]:
    return (line for line, _ in groupby(lines))


def _lines_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        for line in stream:
            yield line[:-1]
