"""`kg build` beside the bare parse, and again after changes: `python -m bench.building`.

Measured from outside, start of Python and loading of the parser included. It is done on a copy of the program, so that
frames and shapes can be changed. Needs Linux or macOS: the system is asked what processes took.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from attrs import frozen

from bench.contest import ROOT, Entrant, Run, contest, whole_process
from bench.copies import change_text, words_of, write_reports
from bench.figures import LIMIT, OURS, Comparison, Goal, Machine, Part, load
from kg.sources.library import Library

COMMAND = "python -m bench.building --documents {documents} --rounds {rounds}"
OF_THE_PARSE, FASTER = 0.8, 20.0
PROGRAM = ("kg", "ontology", "shapes", "data/authority", "data/queries", "bench")
# In this frame, which every copy of the first report has words of, and in these shapes something is changed.
FRAMES, VERBS = Path("kg/lexicon/frames.toml"), 'verbs = ["receive"'
AGAIN = "again"
DASK = "a scheduler and two workers on the same machine, their start and end included"
SHAPES, MESSAGE = Path("shapes/claim.ttl"), 'sh:message "'


@frozen
class Workplace:
    """A copy of the program with a library of its own."""

    folder: Path
    documents: int
    words: int

    def build(self, jobs: int, *, anew: bool) -> Run:
        """Build all, from nothing or with what was kept."""
        if anew:
            self.forget()
        words = [sys.executable, "-m", "kg", "build", "--quiet", "--jobs", str(jobs)]
        return whole_process(words, self.folder, self.words)

    def build_on_dask(self, workers: int) -> Run:
        """Build all from nothing on workers of Dask; their start is counted."""
        self.forget()
        words = [sys.executable, "-m", "bench.cluster", str(workers), "--quiet"]
        return whole_process(words, self.folder, self.words)

    def forget(self) -> None:
        """Remove what was built and kept."""
        for name in ("build", "build.cache"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def parse(self, jobs: int) -> Run:
        """The bare parse of the same reports."""
        words = [sys.executable, "-m", "bench.parsing", "data/reports", "--jobs", str(jobs)]
        return whole_process(words, self.folder, self.words)

    def after(self, change: Callable[[int], None]) -> Callable[[], Run]:
        """A build of what is there, after a change: another one each time."""
        turns = iter(range(1, 1000))

        def run() -> Run:
            change(next(turns))
            return self.build(1, anew=False)

        return run

    def change_frame(self, turn: int) -> None:
        """One more verb for a frame: what it hangs on is read anew."""
        path = self.folder / FRAMES
        text = path.read_text("utf-8")
        head, found, tail = text.partition(VERBS)
        assert found, "there is a frame of receiving"
        path.write_text(f'{head}{VERBS}, "benchmark{turn}"{tail}', "utf-8")

    def change_shape(self, turn: int) -> None:
        """Other words in one message of a shape."""
        path = self.folder / SHAPES
        text = path.read_text("utf-8")
        assert MESSAGE in text
        path.write_text(text.replace(MESSAGE, f"{MESSAGE}{turn}. ", 1), "utf-8")

    def change_report(self, turn: int) -> None:
        """Other words in one report."""
        place = min((self.folder / "data" / "reports").iterdir())
        if (place / "source.txt").exists():
            change_text(place, turn)

    def change_nothing(self, turn: int) -> None:
        """Leave all as it is."""


def workplace(folder: Path, documents: int, volume: Path | None) -> Workplace:
    """A copy of the program, with copies of the first report or with the first documents of a volume."""
    for name in PROGRAM:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "latest", "*.sqlite"))
    reports = folder / "data" / "reports"
    reports.mkdir()
    if volume is None:
        return Workplace(folder, documents, write_reports(reports, documents))
    for outcome in Library(folder / "shelf").add(volume):
        if outcome.report is not None and sum(1 for _ in reports.iterdir()) < documents:
            shutil.copytree(folder / "shelf" / outcome.report.key, reports / outcome.report.key)
    places = list(reports.iterdir())
    return Workplace(folder, len(places), sum(map(words_of, places)))


def main() -> None:
    """Measure, and keep."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--documents", type=int, default=20, help="copies of the first report, or documents of a volume"
    )
    parser.add_argument("--volume", type=Path, help="a volume in TEI, in place of copies")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each")
    given = parser.parse_args()
    before = load()
    with tempfile.TemporaryDirectory() as scratch:
        place = workplace(Path(scratch), given.documents, given.volume)
        first, failed = first_builds(place, given.rounds)
        place.build(1, anew=True)
        again, failed_again = rebuilds(place, given.rounds, first)
    Part(
        "building",
        "Building",
        10,
        f"{'Documents of a volume' if given.volume else 'Copies of the first report, no two with the same text'}: "
        f"{place.documents:,} documents, {place.words:,} words; start of Python and loading of the parser included.",
        COMMAND.format(documents=given.documents, rounds=given.rounds) + (" --volume FILE" if given.volume else ""),
        Machine.now(before),
        (first, again),
        (*goals_of_first(first), *goals_of_rebuilds(first, again)),
        missing=tuple(failed + failed_again),
    ).keep()


def first_builds(place: Workplace, rounds: int) -> tuple[Comparison, list[str]]:
    """From nothing, with one and two processes and on Dask, beside the bare parse."""
    print("first build", flush=True)
    rows, _, failed = contest(
        [
            Entrant("kg build --jobs 1", OURS, lambda: place.build(1, anew=True)),
            Entrant("bare parse, 1 process", LIMIT, lambda: place.parse(1)),
            Entrant("kg build --jobs 2", OURS, lambda: place.build(2, anew=True)),
            Entrant("bare parse, 2 processes", LIMIT, lambda: place.parse(2)),
            Entrant("kg build --engine dask", OURS, lambda: place.build_on_dask(2), DASK),
        ],
        rounds,
    )
    about = (
        "A first build in all formats, checked, with nothing kept from before, beside spaCy's parse of the same texts."
    )
    return Comparison("A first build", about, "words", place.documents, rows), failed


def rebuilds(place: Workplace, rounds: int, first: Comparison) -> tuple[Comparison, list[str]]:
    """After changes, beside the first build."""
    print("building again", flush=True)
    changes = {
        "nothing changed": place.change_nothing,
        "a shape changed": place.change_shape,
        "a frame changed": place.change_frame,
        "one report changed": place.change_report,
    }
    rows, _, failed = contest([Entrant(name, AGAIN, place.after(change)) for name, change in changes.items()], rounds)
    about = "One process. The changed frame is one that every document has a word of: all are understood anew."
    return Comparison("Building again", about, "words", place.documents, (first.ours, *rows)), failed


def goals_of_first(first: Comparison) -> list[Goal]:
    """Shares of the bare parse's speed."""
    found = []
    for jobs, processes in ((1, "1 process"), (2, "2 processes")):
        build, bare = first.named(f"kg build --jobs {jobs}"), first.named(f"bare parse, {processes}")
        if build and bare:
            found.append(
                Goal(f"First build, {processes}, CPU: share of the bare parse", OF_THE_PARSE, bare.cpu / build.cpu)
            )
    return found


def goals_of_rebuilds(first: Comparison, again: Comparison) -> Iterator[Goal]:
    """How much faster than the first build, with the start and without what a build takes that has nothing to do."""
    idle = again.named("nothing changed")
    for row in (again.named("a frame changed"), again.named("a shape changed")):
        if row and idle:
            yield Goal(f"Building again, {row.name}, CPU: faster", FASTER, first.ours.cpu / row.cpu)
            rest = max(row.cpu - idle.cpu, 0.01)
            yield Goal(
                f"Building again, {row.name}, start not counted: faster", FASTER, (first.ours.cpu - idle.cpu) / rest
            )


if __name__ == "__main__":
    main()
