"""Loaded by those who work for the tests: a report whose text says so ends the process that reads it, or holds it up.

As a program it is `kg` whose processes do so, all in the folder KG_TEST_NOTES.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import kg.building.pool
import kg.building.tasks
from kg.building import Materials
from kg.cli import main
from kg.model.report import Report
from kg.sources import read_report

NOTES = [Path(os.environ.get("KG_TEST_NOTES", ""))]
BEGIN = kg.building.pool._begin
LONGEST_S = 120


def reading_or_ending(place: Path) -> Report:
    """The report, where it is one of those that are only read."""
    report = read_report(place)
    text = report.source.text
    (notes,) = NOTES
    once = notes / "once"
    with (notes / "read").open("a") as read:
        read.write(f"{place.name}\n")
    if "he always left" in text or ("he left once" in text and not once.exists()):
        once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if "the scheduler left" in text:
        os.kill(int((notes / "scheduler").read_text()), signal.SIGKILL)
    if "he waited" in text:
        (notes / "waiting").touch()
        end = time.monotonic() + LONGEST_S
        while not (notes / "go").exists() and time.monotonic() < end:
            time.sleep(0.02)
    return report


def take_notes_in(folder: Path) -> None:
    """From here on, in this process."""
    NOTES[:] = [folder]
    vars(kg.building.tasks)["read_report"] = reading_or_ending


def begin(notes: Path, materials: Materials) -> None:
    """What a process of the pool begins with."""
    take_notes_in(notes)
    BEGIN(materials)


# Whoever looks for examples in this file imports it, too.
if "KG_TEST_NOTES" in os.environ:
    take_notes_in(NOTES[0])
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background inherits it ignored
    sys.exit(main())
