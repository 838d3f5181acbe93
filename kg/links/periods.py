"""Who lived, what existed, and who held an office at the date of a document."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import lru_cache

from attrs import frozen

from kg.model.authority import Known, TermOfOffice
from kg.model.dates import EdtfDate


class Standing(StrEnum):
    """Whether an office was held at a date; PERHAPS where the source of the term does not say."""

    THEN = "then"
    PERHAPS = "perhaps"
    BEFORE = "before"  # the term had ended
    LATER = "later"  # it had not begun


@frozen
class Days:
    """The first and the last day that a date can mean; None where it is open or not known."""

    earliest: date | None = None
    latest: date | None = None
    is_qualified: bool = False


@lru_cache(maxsize=65536)  # the same dates come up with every mention of their bearer
def days_of(value: str) -> Days:
    """The days that an EDTF date can mean; of "" none are known.

    >>> days_of("1962-08").latest, days_of("") == Days()
    (datetime.date(1962, 8, 31), True)
    """
    if not value:
        return Days()
    written = EdtfDate(value)
    return Days(written.earliest, written.latest, written.is_qualified)


def is_before_its_time(known: Known, written: EdtfDate | None) -> bool:
    """Whether it was not yet born or founded at that date, so that nobody could speak of it; False if not known."""
    return written is not None and _is_before(days_of(written.value), days_of(known.start))


def is_past(known: Known, written: EdtfDate | None) -> bool:
    """Whether it had died or ended before that date; False if that is not known."""
    return written is not None and _is_before(days_of(known.end), days_of(written.value))


def age_at(known: Known, written: EdtfDate | None) -> int | None:
    """The most years that somebody can have lived at that date; None if birth or date is not known."""
    born, day = days_of(known.start).earliest, days_of(written.value).latest if written else None
    return day.year - born.year if born and day else None


def are_apart(one: str, other: str) -> bool:
    """Whether two EDTF dates cannot mean the same day; False if one of them is not known."""
    mine, theirs = days_of(one), days_of(other)
    return _is_before(mine, theirs) or _is_before(theirs, mine)


def standing(term: TermOfOffice, written: EdtfDate | None) -> Standing:
    """Whether the term covers a date. An end marked "?" is a day on which a source still (or already) shows the holder.

    >>> term = TermOfOffice("Ambassador", "soviet-union", "1957-04-29?", "1961-03-16?", "")
    >>> [standing(term, EdtfDate(day)).value for day in ("1960-01-01", "1962-08-27")]
    ['then', 'perhaps']
    >>> ended = TermOfOffice("HeadOfGovernment", "soviet-union", "1955-02", "1958-03", "")
    >>> standing(ended, EdtfDate("1962-08-27")).value
    'before'
    """
    if written is None:
        return Standing.PERHAPS
    day, start, end = days_of(written.value), days_of(term.start), days_of(term.end)
    if _is_before(day, start):
        return Standing.PERHAPS if start.is_qualified else Standing.LATER
    if _is_before(end, day):
        return Standing.PERHAPS if end.is_qualified else Standing.BEFORE
    return Standing.THEN if term.start and term.end else Standing.PERHAPS


def _is_before(one: Days, other: Days) -> bool:
    """Whether every day that `one` can mean is before every day that `other` can mean."""
    return one.latest is not None and other.earliest is not None and one.latest < other.earliest
