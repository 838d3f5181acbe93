"""The days that the lines above the prose name: the headings of a journal's entries, the subject of a record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kg.mentions.times import times_in
from kg.model.dates import EdtfDate, Resolution
from kg.model.passage import Passage
from kg.model.report import Report
from kg.model.timephrase import PhraseKind

_KINDS = frozenset({"journal", "diary entry"})


def days_of_entries(report: Report, starts: Sequence[int]) -> tuple[EdtfDate | None, ...]:
    """For each paragraph of a journal, by its first character, the day of its entry; None outside of entries.

    One date above the prose is that of the whole document: only headings between paragraphs make entries.
    """
    until = (report.date and report.date.latest) or date.min
    lines = [(line.start_char, day) for line in report.preamble if (day := _day_alone(line, until)) is not None]
    if report.kind not in _KINDS or not any(min(starts, default=0) < at < max(starts, default=0) for at, _ in lines):
        return (None,) * len(starts)
    return tuple(max((line for line in lines if line[0] < start), default=(0, None))[1] for start in starts)


def day_of_subject(report: Report) -> EdtfDate | None:
    """The one day that the subject of a memorandum for the record names: that of the talk that it records."""
    if report.kind != "memorandum for the record" or report.date is None or report.date.earliest is None:
        return None
    lines = [line.exact for line in (*report.preamble, *report.paragraphs[:1])]
    labelled = " ".join(line for line in lines if line.lower().startswith("subject"))
    where = report.subject.exact if report.subject else labelled
    values = [phrase.value for phrase in times_in(where, report.date.earliest) if phrase.kind is PhraseKind.DATE]
    days = {value for value in values if value is not None and value.earliest == value.latest}
    return days.pop() if len(days) == 1 else None


def _day_alone(line: Passage, until: date) -> EdtfDate | None:
    """The day that a line is; one without its year is the last such day before `until`, the end of the journal."""
    words = line.exact.strip(" .:")
    given = {Resolution.EXPLICIT} if until == date.min else {Resolution.EXPLICIT, Resolution.YEAR_FROM_DOCUMENT_DATE}
    for phrase in times_in(words, until):
        is_whole = phrase.start == 0 and phrase.end == len(words)
        if is_whole and phrase.resolution in given and phrase.value and not phrase.value.is_interval:
            return phrase.value
    return None
