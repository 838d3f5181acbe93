"""Speed and memory, measured: `make bench` (or `python3 run.py bench`).

The first report once, then 100 copies of it under other keys, each stage timed by CPU time of this process, so that a
busy machine disturbs little. Prints a table and writes bench/latest.json. The line "spaCy alone" is the parser given
the same texts once more, by itself; it is a part of "reading".
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from attrs import asdict, evolve, frozen

from kg.checks import findings_on, shapes_in
from kg.converters import Base, quads_of
from kg.links import read_authority
from kg.model.report import Report
from kg.pipeline import build
from kg.publish import context_of
from kg.publish.formats import written
from kg.settings import settings_of
from kg.sources import catalogue, read_report
from kg.text.parse import docs_of, parse_of, pipeline

if sys.platform != "win32":
    import resource

LATEST = Path(__file__).resolve().parent / "latest.json"
COPIES = 100
# What is wanted (docs/quality.md): everything but the parse costs no more than the parse, and these.
MAX_SHACL_SECONDS, MAX_START_SECONDS = 2.0, 0.3

P = ParamSpec("P")
T = TypeVar("T")


@frozen
class Timing:
    """CPU seconds of each stage over `reports` reports, and what they held."""

    reports: int
    words: int
    quads: int
    spacy_s: float
    reading_s: float
    conversion_s: float
    shacl_s: float
    serialisation_s: float
    peak_memory_mb: float

    @property
    def total_s(self) -> float:
        """The whole: the parse is in the reading."""
        return self.reading_s + self.conversion_s + self.shacl_s + self.serialisation_s


def timed(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> tuple[T, float]:
    """What the work gives, and its CPU seconds."""
    began = time.process_time()
    done = work(*given, **named)
    return done, time.process_time() - began


def peak_memory_mb() -> float:
    """The most memory that this process ever held; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def measure(reports: list[Report]) -> Timing:
    """Build every report, stage by stage."""
    settings = settings_of(os.environ, Path.cwd())
    authority, shapes = read_authority(settings.authority), shapes_in(settings.shapes)
    base = Base()
    context = context_of(settings.ontology / "context.jsonld")
    pipeline()  # loading the model is not reading
    words = quads_made = 0
    spacy_s = reading_s = conversion_s = shacl_s = serialisation_s = 0.0
    for report in reports:
        made, seconds = timed(build, report, authority, None, base)
        reading = made.reading
        reading_s += seconds
        quads, seconds = timed(quads_of, reading, base)
        conversion_s += seconds
        reading_s -= seconds  # build() converts too; it is counted once, as conversion
        _, seconds = timed(findings_on, reading, quads, shapes)
        shacl_s += seconds
        _, seconds = timed(written, quads, base.iri, context)
        serialisation_s += seconds
        texts = [paragraph.text for paragraph in parse_of(report)]
        _, seconds = timed(parsed, texts)
        spacy_s += seconds
        words += sum(len(text.split()) for text in texts)
        quads_made += len(quads)
    return Timing(
        len(reports),
        words,
        quads_made,
        spacy_s,
        reading_s,
        conversion_s,
        shacl_s,
        serialisation_s,
        peak_memory_mb(),
    )


def parsed(texts: list[str]) -> int:
    """How many tokens spaCy finds in these texts."""
    return sum(len(doc) for doc in docs_of(texts))


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
        "reading (with the parse)": timing.reading_s,
        "  spaCy alone": timing.spacy_s,
        "conversion": timing.conversion_s,
        "SHACL and quotes": timing.shacl_s,
        "serialisation, 4 formats": timing.serialisation_s,
        "total": timing.total_s,
    }
    for name, seconds in rows.items():
        print(f"  {name:26} {seconds:9.3f} s {seconds / timing.total_s:8.1%}")
    print(f"  {timing.words / timing.total_s:.0f} words/s in all, {timing.words / timing.spacy_s:.0f} words/s in spaCy")
    rest = timing.total_s - timing.spacy_s
    print(f"  all but the parse: {rest / timing.spacy_s:.2f} times the parse (wanted: at most 1)")
    print(f"  SHACL: {timing.shacl_s / timing.reports:.3f} s a report (wanted: under {MAX_SHACL_SECONDS} s)")
    print(f"  peak memory so far: {timing.peak_memory_mb:.0f} MB")


def main() -> int:
    """Measure, print, and keep the figures."""
    asked = argparse.ArgumentParser(prog="bench", description="Speed and memory on the first report and on copies.")
    asked.add_argument("--copies", type=int, default=COPIES, help=f"how many copies; {COPIES} if not given")
    copies: int = asked.parse_args().copies
    reports = settings_of(os.environ, Path.cwd()).reports
    first = read_report(reports / catalogue(reports)[0])
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, CPU time; {first.key}")
    start = start_up_s()
    print(f"kg --help: {start:.3f} s (wanted: under {MAX_START_SECONDS} s)")
    one = measure([first])
    show(one)
    many = measure([evolve(first, key=f"{first.key}-{number}") for number in range(copies)])
    show(many)
    kept = {"python": platform.python_version(), "start_up_s": start, "runs": [asdict(one), asdict(many)]}
    aside = LATEST.with_suffix(".tmp")
    aside.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    aside.replace(LATEST)
    return 0


if __name__ == "__main__":
    sys.exit(main())
