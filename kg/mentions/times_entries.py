"""The days of a journal: lines that are a date and nothing else, each the heading of an entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kg.mentions.times import times_in
from kg.model.dates import EdtfDate, Resolution
from kg.model.passage import Passage
from kg.model.report import Report

_KINDS = frozenset({"journal", "diary entry"})


def days_of_entries(report: Report, starts: Sequence[int]) -> tuple[EdtfDate | None, ...]:
    """For each paragraph of a journal, by its first character, the day of its entry; None outside of entries.

    One date above the prose is that of the whole document: only headings between paragraphs make entries.
    """
    lines = [(line.start_char, day) for line in report.preamble if (day := _day_alone(line)) is not None]
    if report.kind not in _KINDS or not any(min(starts, default=0) < at < max(starts, default=0) for at, _ in lines):
        return (None,) * len(starts)
    return tuple(max((line for line in lines if line[0] < start), default=(0, None))[1] for start in starts)


def _day_alone(line: Passage) -> EdtfDate | None:
    words = line.exact.strip(" .:")
    for phrase in times_in(words, date.min):
        is_whole = phrase.start == 0 and phrase.end == len(words)
        if is_whole and phrase.resolution is Resolution.EXPLICIT and phrase.value and not phrase.value.is_interval:
            return phrase.value
    return None
