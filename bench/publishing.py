"""The static site, measured on libraries of growing size: `python3 -m bench.publishing`.

The data are copies of the first report, each a document of its own; people, states and posts are shared. Each site is
written twice by `kg publish site` in a process of its own: first into an empty folder, then over itself, where nothing
changed. Seconds are those of the processor, of all processes together, so that a busy machine disturbs less; the
edition is made before, and not counted. Needs Linux or macOS: the system is asked what a process took.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from attrs import frozen

from bench.serving import ROOT, copies_of
from kg.settings import settings_of
from kg.site import edition_of

SIZES = (1, 10, 100)
# The system counts the memory of a process in kilobytes, or in bytes on macOS (getrusage(2)).
_MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024


@frozen
class Cost:
    """What one run took: seconds of the processor, and the megabytes of its largest process."""

    seconds: float
    memory_mb: float


@frozen
class Row:
    """A library of so many documents, and what its site took."""

    documents: int
    pages: int
    files: int
    size_mb: float
    first: Cost
    again: Cost

    def line(self) -> str:
        """The row of the table."""
        return (
            f"| {self.documents} | {self.pages:,} | {self.files:,} | {self.size_mb:,.0f} | {self.first.seconds:.1f} "
            f"| {self.pages / self.first.seconds:,.0f} | {self.files / self.first.seconds:,.0f} "
            f"| {self.again.seconds:.1f} | {self.first.memory_mb:.0f} |"
        )


def main() -> None:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--build", type=Path, default=ROOT / "build", help="the folder that kg build wrote")
    parser.add_argument("--copies", type=int, nargs="+", default=SIZES, help="sizes of the libraries, in documents")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes write")
    parser.add_argument("--data", choices=("all", "entities"), default="entities", help="as of kg publish site")
    parser.add_argument("--keep", type=Path, help="a folder for the copies, kept for the next run")
    given = parser.parse_args()
    print("| documents | pages | files | MB | s | pages/s | files/s | again, s | memory, MB |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        for copies in given.copies:
            build = (given.keep or Path(scratch)) / f"copies-{copies}"
            if not build.exists():
                copies_of(given.build, copies, build)
            options = ["--jobs", str(given.jobs), "--data", given.data]
            print(measured(build, Path(scratch) / f"site-{copies}", options, copies).line(), flush=True)


def measured(build: Path, out: Path, options: list[str], documents: int) -> Row:
    """Write the site of a build twice."""
    settings = settings_of({}, ROOT)
    edition_of(build, settings.ontology, settings.shapes, build.with_name(f"{build.name}.editions"))
    words = [sys.executable, "-m", "kg", "publish", "site", "-q", "--build", str(build), "--out", str(out), *options]
    first, again = cost_of(words), cost_of(words)
    files = [path for path in out.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    return Row(documents, pages, len(files), sum(path.stat().st_size for path in files) / 1e6, first, again)


def cost_of(words: list[str]) -> Cost:
    """What a command takes, and the processes that it starts."""
    process = subprocess.Popen(words, cwd=ROOT)
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, f"{' '.join(words)} ended with {os.waitstatus_to_exitcode(status)}"
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * _MEMORY_UNIT / 1e6)


if __name__ == "__main__":
    main()
