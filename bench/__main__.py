"""Speed and memory, measured: `make bench` (or `python3 run.py bench`).

One volume of *Foreign Relations of the United States* where there is one, else 100 copies of the first report; each
stage is timed by CPU time of this process, so that a busy machine disturbs less: from the files of the library to the
files of the build, whole library and description included. The parse is what spaCy takes, measured where it runs.
Then links on a large made-up index (bench/links.py); with --large also on one of a million entities.
Prints tables and writes bench/latest.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from attrs import asdict, define, evolve, field
from spacy.tokens import Doc

from bench.links import SIZES
from bench.memory import memory_mb, peak_memory_mb
from kg.authority import read_authority
from kg.checks import Shapes, findings_on, shapes_in
from kg.converters import Base, quads_of
from kg.model.authority import Authority
from kg.model.report import Report
from kg.pipeline import get_ready, reading_of
from kg.publish import Context, Description, Run, context_of, publication
from kg.settings import Settings, settings_of
from kg.sources import catalogue, read_report
from kg.sources.library import Library
from kg.text.parse import pipeline

ROOT = Path(__file__).resolve().parent.parent
LATEST = ROOT / "bench" / "latest.json"
# Looked for beside the checkout, for no volume is a part of it; --volume names another.
VOLUME = ROOT.parent / "shared" / "corpus" / "frus" / "frus1961-63v05.xml"
COPIES = 100
# What is wanted (docs/quality.md).
MAX_REST, MAX_MEMORY_MB, MAX_SHACL_SECONDS, MAX_START_SECONDS = 0.40, 1000, 2.0, 0.3
MEMORY_AFTER = frozenset({1, 10, 50, 100, 200, 300, 400, 500})  # reports

P = ParamSpec("P")
T = TypeVar("T")


@define
class Timing:
    """CPU seconds of each stage over some reports, what they held, and the memory held after so many of them."""

    reports: int = 0
    words: int = 0
    quads: int = 0
    once_s: float = 0.0
    source_s: float = 0.0
    reading_s: float = 0.0
    spacy_s: float = 0.0
    conversion_s: float = 0.0
    checks_s: float = 0.0
    writing_s: float = 0.0
    whole_s: float = 0.0
    memory_mb: dict[int, float] = field(factory=dict)
    peak_memory_mb: float = 0.0

    @property
    def total_s(self) -> float:
        """All but what is read once; spaCy is a part of the reading."""
        stages = (self.source_s, self.reading_s, self.conversion_s, self.checks_s, self.writing_s, self.whole_s)
        return sum(stages)

    @property
    def rest(self) -> float:
        """Which share of the total is not the parse."""
        return 1 - self.spacy_s / self.total_s


def timed(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> tuple[T, float]:
    """What the work gives, and its CPU seconds."""
    began = time.process_time()
    done = work(*given, **named)
    return done, time.process_time() - began


class Clock:
    """Stands around spaCy's own pipe and counts its CPU seconds."""

    def __init__(self) -> None:
        """Put the clock in place."""
        self.seconds = 0.0
        nlp: Any = pipeline()
        self._pipe: Callable[..., Iterator[Doc]] = nlp.pipe
        nlp.pipe = self._timed

    def _timed(self, texts: Iterable[Doc], **given: int) -> Iterator[Doc]:
        docs = self._pipe(texts, **given)
        while True:
            doc, seconds = timed(next, docs, None)
            self.seconds += seconds
            if doc is None:
                return
            yield doc


def measure(places: Mapping[str, Path], settings: Settings, clock: Clock) -> Timing:
    """Build the reports of a library, each under its key, stage by stage."""
    timing = Timing()
    (authority, shapes, context), timing.once_s = timed(read_once, settings)
    base = Base()
    clock.seconds = 0.0
    with (
        tempfile.TemporaryDirectory() as folder,
        publication(Path(folder) / "build", Description(Run("bench", "bench", "bench", {})), context) as edition,
    ):
        for key, place in places.items():
            report, seconds = timed(read_report, place)
            timing.source_s += seconds
            report = evolve(report, key=key)
            reading, seconds = timed(reading_of, report, authority)
            timing.reading_s += seconds
            quads, seconds = timed(quads_of, reading, base)
            timing.conversion_s += seconds
            _, seconds = timed(findings_on, reading, quads, shapes)
            timing.checks_s += seconds
            _, seconds = timed(edition.add, key, quads, report.rights)
            timing.writing_s += seconds
            timing.reports += 1
            timing.words += words_in(report)
            timing.quads += len(quads)
            if timing.reports in MEMORY_AFTER or timing.reports == len(places):
                timing.memory_mb[timing.reports] = memory_mb()
        _, timing.whole_s = timed(edition.finish)
    timing.spacy_s = clock.seconds
    timing.peak_memory_mb = peak_memory_mb()
    return timing


def read_once(settings: Settings) -> tuple[Authority, Shapes, Context]:
    """What a run reads once, however many reports it builds."""
    context = context_of(settings.ontology / "context.jsonld")
    return read_authority(settings.authority), shapes_in(settings.shapes), context


def words_in(report: Report) -> int:
    """The words of a report's body."""
    return sum(len(paragraph.exact.split()) for paragraph in report.paragraphs)


def start_up_s() -> float:
    """The shortest of five starts of `kg --help`, wall-clock: the rest is the machine's own business."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "kg", "--help"], check=True, capture_output=True)
        times.append(time.perf_counter() - began)
    return min(times)


def show(timing: Timing) -> None:
    """One block of the table."""
    print(f"\n{timing.reports} report(s), {timing.words} words, {timing.quads} statements")
    rows = {
        "source files": timing.source_s,
        "reading (with the parse)": timing.reading_s,
        "  spaCy's parse alone": timing.spacy_s,
        "conversion": timing.conversion_s,
        "SHACL and quotes": timing.checks_s,
        "writing each report": timing.writing_s,
        "writing the whole": timing.whole_s,
        "total": timing.total_s,
    }
    for name, seconds in rows.items():
        share = seconds / timing.total_s
        print(f"  {name:28} {seconds:9.3f} s {seconds / timing.reports:8.3f} s a report {share:8.1%}")
    print(f"  {timing.words / timing.total_s:.0f} words/s in all, {timing.words / timing.spacy_s:.0f} in the parse")
    print(f"  all but the parse: {timing.rest:.1%} (wanted: at most {MAX_REST:.0%})")
    print(f"  SHACL: {timing.checks_s / timing.reports:.3f} s a report (wanted: under {MAX_SHACL_SECONDS} s)")
    print(f"  once a run (authority, shapes, context): {timing.once_s:.3f} s")
    held = ", ".join(f"{held:.0f} MB after {number}" for number, held in timing.memory_mb.items())
    print(f"  memory: {held}; peak so far {timing.peak_memory_mb:.0f} MB (wanted: under {MAX_MEMORY_MB} MB)")


def reports_of_volume(volume: Path, library: Path, documents: int) -> dict[str, Path]:
    """The first documents of a volume, added to a library of their own; all if `documents` is 0."""
    shelf = Library(library)
    added = [outcome.report for outcome in shelf.add(volume) if outcome.report is not None]
    print(f"{volume.name}: {len(added)} documents")
    return {report.key: library / report.key for report in added[: documents or None]}


def links_measured(sizes: Sequence[int], keep: Path | None) -> list[dict[str, Any]]:
    """Links on made-up indexes of these sizes, printed.

    In a process of its own: of what it starts the system counts the memory from that of the starting process on.
    """
    print("\nLinks, on made-up indexes", flush=True)
    if SIZES[-1] not in sizes:
        print(f"  (--large measures them on {SIZES[-1]:,} entities too: six minutes and 5 GB of disk)", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        figures = Path(temporary) / "links.json"
        words = ["--entities", *map(str, sizes), "--keep", str(keep or temporary), "--to", str(figures)]
        subprocess.run([sys.executable, "-m", "bench.links", *words], check=True)
        measured: list[dict[str, Any]] = json.loads(figures.read_text("utf-8"))
    return measured


def main() -> int:
    """Measure, print, and keep the figures."""
    asked = argparse.ArgumentParser(prog="bench", description="Speed and memory, on a volume or on copies.")
    asked.add_argument("--volume", type=Path, default=VOLUME, help="a volume in TEI")
    asked.add_argument("--documents", type=int, default=0, help="only so many documents of it; all if not given")
    asked.add_argument("--copies", type=int, default=COPIES, help=f"of the first report, {COPIES} if not given")
    asked.add_argument(
        "--large", action="store_true", help=f"links on {SIZES[-1]:,} entities too: six minutes and 5 GB of disk more"
    )
    asked.add_argument("--keep", type=Path, help="a folder in which the indexes of the links stay for the next run")
    given = asked.parse_args()
    settings = settings_of(os.environ, Path.cwd())
    first = catalogue(settings.reports)[0]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, CPU time")
    start = start_up_s()
    print(f"kg --help: {start:.3f} s (wanted: under {MAX_START_SECONDS} s)")
    get_ready()  # loading spaCy's model is not a part of any stage
    clock = Clock()
    runs = [measure({first: settings.reports / first}, settings, clock)]
    show(runs[0])
    with tempfile.TemporaryDirectory() as library:
        if given.volume.is_file():
            places = reports_of_volume(given.volume, Path(library), given.documents)
        else:
            print(f"\nthere is no volume ({given.volume}; --volume names one): {given.copies} copies instead")
            places = {f"{first}-{number}": settings.reports / first for number in range(given.copies)}
        runs.append(measure(places, settings, clock))
    show(runs[1])
    links = links_measured(SIZES if given.large else SIZES[:1], given.keep)
    kept = {
        "python": platform.python_version(),
        "start_up_s": start,
        "runs": [asdict(run) for run in runs],
        "links": links,
    }
    aside = LATEST.with_suffix(".tmp")
    aside.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    aside.replace(LATEST)
    return 0


if __name__ == "__main__":
    sys.exit(main())
