"""Who lived, what existed, and who held an office at the date of a document."""

from __future__ import annotations

from enum import StrEnum

from kg.model.authority import Known, TermOfOffice
from kg.model.dates import EdtfDate


class Standing(StrEnum):
    """Whether an office was held at a date; PERHAPS where the source of the term does not say."""

    THEN = "then"
    PERHAPS = "perhaps"
    BEFORE = "before"  # the term had ended
    LATER = "later"  # it had not begun


def is_before_its_time(known: Known, date: EdtfDate | None) -> bool:
    """Whether it was not yet born or founded at `date`: nobody could speak of it then. False if that is not known."""
    return bool(known.start) and _is_before(date, EdtfDate(known.start))


def is_past(known: Known, date: EdtfDate | None) -> bool:
    """Whether it had died or ended before `date`; False if that is not known."""
    return bool(known.end) and date is not None and _is_before(EdtfDate(known.end), date)


def standing(term: TermOfOffice, date: EdtfDate | None) -> Standing:
    """Whether the term covers `date`. An end marked "?" is a day on which a source still (or already) shows the holder.

    >>> term = TermOfOffice("Ambassador", "soviet-union", "1957-04-29?", "1961-03-16?", "")
    >>> [standing(term, EdtfDate(day)).value for day in ("1960-01-01", "1962-08-27")]
    ['then', 'perhaps']
    >>> ended = TermOfOffice("HeadOfGovernment", "soviet-union", "1955-02", "1958-03", "")
    >>> standing(ended, EdtfDate("1962-08-27")).value
    'before'
    """
    if date is None:
        return Standing.PERHAPS
    start, end = (EdtfDate(value) if value else None for value in (term.start, term.end))
    if start is not None and _is_before(date, start):
        return Standing.PERHAPS if start.is_qualified else Standing.LATER
    if end is not None and _is_before(end, date):
        return Standing.PERHAPS if end.is_qualified else Standing.BEFORE
    return Standing.THEN if start is not None and end is not None else Standing.PERHAPS


def _is_before(one: EdtfDate | None, other: EdtfDate) -> bool:
    """Whether every day that `one` can mean is before every day that `other` can mean."""
    if one is None or one.latest is None or other.earliest is None:
        return False
    return one.latest < other.earliest
