"""The times of a document without a date of its own: its years are those of the whole dates that it tells of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from attrs import evolve

from kg.mentions.times import times_in
from kg.model.dates import EdtfDate, Resolution
from kg.model.edtf import Unit
from kg.model.timephrase import TimePhrase

_HALF_YEAR = timedelta(days=182)
_FAR = timedelta(days=122)  # a third of a year: farther off, the year before or after is nearly as likely
# The Central Decimal File of the Department of State (1910 to January 1963) numbers each document by class, month, day
# and year: "601.6111/12-2161" is of 21 December 1961.
_DECIMAL_FILE = re.compile(r"\b\d{3}[A-Z]?\.\d\w*/(?P<month>1[0-2]|[1-9])[-–](?P<day>[0-3]?\d)(?P<year>[1-6]\d)\b")


def times_in_undated(paragraphs: Sequence[tuple[str, str]]) -> list[tuple[TimePhrase, ...]]:
    """The phrases of each paragraph of an undated note. "On June 4" is the one nearest to the last whole date told of.

    Each paragraph is given twice: as it is parsed, and as it is printed, with its citations. What would count from the
    day of writing ("last year") is left out; so is all, if no whole date is told of.

    >>> texts = ["He came on June 3, 1961.", "On June 4 they met."]
    >>> rows = times_in_undated([(text, text) for text in texts])
    >>> rows[1][0].value.value
    '1961-06-04'
    """
    whole = [whole_date_in(printed) for _, printed in paragraphs]
    told = next((day for day in whole if day is not None), None)
    if told is None:
        return [()] * len(paragraphs)
    rows = []
    for (text, _), day in zip(paragraphs, whole, strict=True):
        told = day or told
        rows.append(tuple(_near(told, times_in(text, told + _HALF_YEAR))))
    return rows


def whole_date_in(text: str) -> date | None:
    """The first date that a text gives with its year; for want of one the first that a file number gives.

    >>> whole_date_in("On May 25 she called on him. (Telegram 12, May 25; 895B.41/5-2560)")
    datetime.date(1960, 5, 25)
    """
    phrases = (phrase for phrase in times_in(text, date.min) if phrase.resolution is Resolution.EXPLICIT)
    days = (phrase.value.earliest for phrase in phrases if phrase.value and phrase.value.unit is Unit.DAY)
    return next((day for day in days if day is not None), None) or next(_days_of_files(text), None)


def _days_of_files(text: str) -> Iterator[date]:
    for found in _DECIMAL_FILE.finditer(text):
        written = f"19{found['year']}-{int(found['month']):02d}-{int(found['day']):02d}"
        if EdtfDate.is_written_as(written):
            yield date.fromisoformat(written)


def _near(told: date, phrases: Sequence[TimePhrase]) -> Iterator[TimePhrase]:
    """The phrases, read by the story; a date too far from what was told has two readings and no value."""
    for phrase in phrases:
        if phrase.resolution is Resolution.YEAR_FROM_DOCUMENT_DATE and phrase.value is not None:
            story = evolve(phrase, resolution=Resolution.YEAR_FROM_STORY, future_value=None)
            ends = [end for end in (phrase.value.earliest, phrase.value.latest) if end is not None]
            if all(abs(end - told) > _FAR for end in ends):
                reason = f"far from the date told before ({told}): the year may be another one"
                story = evolve(story, value=None, reason=reason)
            yield story
        elif phrase.resolution is not Resolution.DEICTIC_FROM_UTTERANCE:
            yield phrase
