"""Speed and memory, measured: `make bench` (or `python3 run.py bench`).

The first report once, then 100 copies of it under other keys, each stage timed by CPU time of this process, so that a
busy machine disturbs little: from the file of the report to the files of the build, whole library and description
included. Prints a table and writes bench/latest.json. An indented line is a part of the line above it, measured once
more by itself: spaCy on the same texts, and the documents written without the whole library.
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
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ParamSpec, TypeVar

from attrs import asdict, evolve, frozen
from pyoxigraph import Quad

from kg.checks import Shapes, findings_on, shapes_in
from kg.converters import Base, quads_of
from kg.links import read_authority
from kg.model.authority import Authority
from kg.pipeline import get_ready, reading_of
from kg.publish import Context, Description, Run, context_of, write_build
from kg.publish.formats import FORMATS, Writers
from kg.publish.terms import statements_of
from kg.settings import Settings, settings_of
from kg.sources import catalogue, read_report
from kg.text.parse import docs_of, parse_of

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
    once_s: float
    source_s: float
    reading_s: float
    spacy_s: float
    conversion_s: float
    checks_s: float
    writing_s: float
    documents_s: float
    peak_memory_mb: float

    @property
    def rest_s(self) -> float:
        """All but the parse: spaCy is a part of the reading, and the documents are a part of the writing."""
        return self.source_s + self.reading_s - self.spacy_s + self.conversion_s + self.checks_s + self.writing_s


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


def measure(place: Path, keys: Sequence[str]) -> Timing:
    """Build the report of a folder under every key, stage by stage."""
    settings = settings_of(os.environ, Path.cwd())
    (authority, shapes, context), once_s = timed(read_once, settings)
    get_ready()  # loading spaCy's model is not a part of any stage
    base = Base()
    words = quads_made = 0
    source_s = reading_s = spacy_s = conversion_s = checks_s = documents_s = 0.0
    documents = {}
    for key in keys:
        report, seconds = timed(read_report, place)
        source_s += seconds
        report = evolve(report, key=key)
        reading, seconds = timed(reading_of, report, authority)
        reading_s += seconds
        documents[key], seconds = timed(quads_of, reading, base)
        conversion_s += seconds
        _, seconds = timed(findings_on, reading, documents[key], shapes)
        checks_s += seconds
        _, seconds = timed(write_document, documents[key], Writers.of(base.iri, context))
        documents_s += seconds
        texts = [paragraph.text for paragraph in parse_of(report)]
        _, seconds = timed(parsed, texts)
        spacy_s += seconds
        words += sum(len(text.split()) for text in texts)
        quads_made += len(documents[key])
    description = Description(Run("bench", "bench", "bench", {}))
    with tempfile.TemporaryDirectory() as folder:
        _, writing_s = timed(write_build, documents, description, context, Path(folder) / "build")
    return Timing(
        reports=len(keys),
        words=words,
        quads=quads_made,
        once_s=once_s,
        source_s=source_s,
        reading_s=reading_s,
        spacy_s=spacy_s,
        conversion_s=conversion_s,
        checks_s=checks_s,
        writing_s=writing_s,
        documents_s=documents_s,
        peak_memory_mb=peak_memory_mb(),
    )


def read_once(settings: Settings) -> tuple[Authority, Shapes, Context]:
    """What a run reads once, however many reports it builds."""
    context = context_of(settings.ontology / "context.jsonld")
    return read_authority(settings.authority), shapes_in(settings.shapes), context


def write_document(quads: Sequence[Quad], writers: Writers) -> int:
    """How many characters one document has in the four formats together."""
    statements = statements_of(quads)
    return sum(len(form.write(statements, writers)) for form in FORMATS)


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
    total_s = timing.rest_s + timing.spacy_s
    rows = {
        "source file": timing.source_s,
        "reading (with the parse)": timing.reading_s,
        "  spaCy alone": timing.spacy_s,
        "conversion": timing.conversion_s,
        "SHACL and quotes": timing.checks_s,
        "writing the build": timing.writing_s,
        "  4 formats of the documents": timing.documents_s,
        "total": total_s,
    }
    for name, seconds in rows.items():
        print(f"  {name:28} {seconds:9.3f} s {seconds / timing.reports:8.3f} s a report {seconds / total_s:8.1%}")
    print(f"  {timing.words / total_s:.0f} words/s in all, {timing.words / timing.spacy_s:.0f} words/s in spaCy")
    print(f"  all but the parse: {timing.rest_s / timing.spacy_s:.2f} times the parse (wanted: at most 1)")
    print(f"  SHACL: {timing.checks_s / timing.reports:.3f} s a report (wanted: under {MAX_SHACL_SECONDS} s)")
    print(f"  once a run (authority, shapes, context): {timing.once_s:.3f} s")
    print(f"  peak memory so far: {timing.peak_memory_mb:.0f} MB")


def main() -> int:
    """Measure, print, and keep the figures."""
    asked = argparse.ArgumentParser(prog="bench", description="Speed and memory on the first report and on copies.")
    asked.add_argument("--copies", type=int, default=COPIES, help=f"how many copies; {COPIES} if not given")
    copies: int = asked.parse_args().copies
    reports = settings_of(os.environ, Path.cwd()).reports
    first = catalogue(reports)[0]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, CPU time; {first}")
    start = start_up_s()
    print(f"kg --help: {start:.3f} s (wanted: under {MAX_START_SECONDS} s)")
    one = measure(reports / first, [first])
    show(one)
    many = measure(reports / first, [f"{first}-{number}" for number in range(copies)])
    show(many)
    kept = {"python": platform.python_version(), "start_up_s": start, "runs": [asdict(one), asdict(many)]}
    aside = LATEST.with_suffix(".tmp")
    aside.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    aside.replace(LATEST)
    return 0


if __name__ == "__main__":
    sys.exit(main())
