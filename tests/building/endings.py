"""Loaded by the workers of the tests: a report whose text says so ends the process that reads it, or the scheduler."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import kg.building.tasks
from kg.model.report import Report
from kg.sources import read_report

NOTES = Path(os.environ.get("KG_TEST_NOTES", ""))


def reading_or_ending(place: Path) -> Report:
    """The report, where it is one of those that are only read."""
    report = read_report(place)
    text = report.source.text
    once = NOTES / "once"
    if "he always left" in text or ("he left once" in text and not once.exists()):
        once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if "the scheduler left" in text:
        os.kill(int((NOTES / "scheduler").read_text()), signal.SIGKILL)
    return report


# Whoever looks for examples in this file imports it, too.
if "KG_TEST_NOTES" in os.environ:
    vars(kg.building.tasks)["read_report"] = reading_or_ending
