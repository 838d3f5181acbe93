"""What benches are measured on: copies of the first report, as statements, as files of N-Quads, and as reports."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

from attrs import evolve
from pyoxigraph import RdfFormat, serialize

from bench.contest import ROOT
from kg.authority import read_authority
from kg.converters import Base, quads_of
from kg.model.reading import Reading
from kg.pipeline import reading_of
from kg.settings import settings_of
from kg.sources import catalogue, read_report

# A word of its text that each copy has with a number of its own: the parse is kept by the text of a report.
WORD = "guidelines"


def readings_of_copies(count: int) -> list[Reading]:
    """The reading of the first report, so many times, each under a key of its own."""
    settings = settings_of({}, ROOT)
    first = catalogue(settings.reports)[0]
    reading = reading_of(read_report(settings.reports / first), read_authority(settings.authority))
    return [evolve(reading, report=evolve(reading.report, key=f"copy-{number:05}")) for number in range(count)]


def write_documents(folder: Path, count: int) -> None:
    """The statements of copies as files of N-Quads, one for each."""
    folder.mkdir(parents=True)
    for reading in readings_of_copies(count):
        content = serialize(quads_of(reading, Base()), format=RdfFormat.N_QUADS)
        (folder / f"{reading.report.key}.nq").write_bytes(content or b"")


def write_reports(folder: Path, count: int) -> int:
    """Copies of the first report as a library has them, no text like another; the words of all of them."""
    settings = settings_of({}, ROOT)
    origin = settings.reports / catalogue(settings.reports)[0]
    words = 0
    for number in range(count):
        place = folder / f"copy-{number:05}"
        shutil.copytree(origin, place)
        change_text(place, number)
        words += words_of(place)
    return words


def change_text(place: Path, number: int) -> None:
    """Put a number into the text of a report."""
    source, about = place / "source.txt", place / "report.toml"
    before = source.read_bytes()
    after = before.replace(WORD.encode(), f"{number} {WORD}".encode(), 1)
    assert after != before
    old, new = sha256(before).hexdigest(), sha256(after).hexdigest()
    about.write_text(about.read_text("utf-8").replace(old, new), "utf-8")
    source.write_bytes(after)


def words_of(place: Path) -> int:
    """The words of a report's body."""
    return sum(len(paragraph.exact.split()) for paragraph in read_report(place).paragraphs)
