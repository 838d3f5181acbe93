"""How fast a dump becomes an index, and with how much memory: python -m bench.imports [--lines N] [--wanted SHARE].

Makes up a dump (bench/dump.py), imports it in a process of its own, and prints lines per CPU second, the most memory of
that process, and the size of the index. With --keep FOLDER dump and index stay there, for `python -m bench.candidates`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from attrs import frozen

from bench.dump import write_dump

ROOT = Path(__file__).resolve().parent.parent


@frozen
class Import:
    """What an import took."""

    lines: int
    wanted: float  # share of the lines
    lines_a_second: float  # of CPU time
    memory_mb: float
    index_mb: float


def imported(dump: Path, lines: int, wanted: float, index: Path) -> Import:
    """Import a dump of so many lines in a process of its own."""
    words = ["-m", "kg", "authority", "import", "--wikidata-dump", str(dump), "--index", str(index), "-q"]
    started = subprocess.Popen([sys.executable, *words], cwd=ROOT)
    # RUSAGE_CHILDREN would give the most memory of all children: to the second import that of the first.
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise subprocess.CalledProcessError(started.returncode, words)
    # Linux counts memory in kilobytes, macOS in bytes.
    megabytes = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return Import(lines, wanted, lines / (used.ru_utime + used.ru_stime), megabytes, index.stat().st_size / 1e6)


def main() -> int:
    """Print one line of figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--wanted", type=float, default=0.01, help="share of wanted lines; in the real dump about this")
    parser.add_argument("--form", choices=("json", "json.gz", "json.bz2"), default="json.gz")
    parser.add_argument("--keep", type=Path, help="a folder for dump and index")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        dump = folder / f"dump.{given.form}"
        write_dump(dump, given.lines, given.wanted, seed=1)
        done = imported(dump, given.lines, given.wanted, folder / "index.sqlite")
        print(f"{done.lines:,} lines of {given.form}, {done.wanted:.0%} wanted: {done.lines_a_second:,.0f} a second,")
        print(f"{done.memory_mb:,.0f} MB of memory, index of {done.index_mb:,.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
