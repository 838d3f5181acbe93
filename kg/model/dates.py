"""Dates as far as a text gives them: an EDTF value with its bounds. Precision is kept, never filled in."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from attrs import field, frozen

from kg.model.edtf import COARSE_TO_FINE, QUALIFIERS, Point, Unit, ends_of, shifted, shifted_end
from kg.model.passage import Passage

_DURATION = re.compile(
    r"P(?=\d|T\d)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?",
    re.ASCII,
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def is_day(text: str) -> bool:
    """Whether a text is one day of the calendar, written YYYY-MM-DD.

    >>> is_day("1962-08-27"), is_day("1962-06-31"), is_day("1962-08")
    (True, False, False)
    """
    return _DAY.fullmatch(text) is not None and EdtfDate.is_written_as(text)


@frozen(order=True)
class EdtfDate:
    """A date in the Extended Date/Time Format (ISO 8601-2, Library of Congress levels 0 to 2, the part we write).

    Written: YYYY, YYYY-MM, YYYY-MM-DD, seasons YYYY-21 (spring) to YYYY-24 (winter, from December on), decades YYYX,
    each with ~ (approximate), ? (uncertain) or % (both); intervals A/B, A/.., ../B (a decade in them by its years). An
    interval on an event says that
    the event lies within it. Anything else, an impossible day, or an interval with an *unknown* end ("/1962-08-09")
    raises ValueError. Sorting is by the text of the value.

    >>> EdtfDate("1962-08").earliest, EdtfDate("1962-08").latest
    (datetime.date(1962, 8, 1), datetime.date(1962, 8, 31))
    >>> EdtfDate("../1962-08-09").earliest is None
    True
    >>> EdtfDate("1962-06-31")
    Traceback (most recent call last):
      ...
    ValueError: '1962-06-31' is not a date that we write: June 1962 has no day 31. Check it against the source.
    """

    value: str = field()

    @value.validator
    def _is_in_profile(self, _attribute: object, value: str) -> None:
        ends_of(value)

    def __str__(self) -> str:
        """The EDTF text."""
        return self.value

    @staticmethod
    def is_written_as(value: str) -> bool:
        """Whether `value` is a date of our profile.

        >>> EdtfDate.is_written_as("1962-22~"), EdtfDate.is_written_as("/1962-08-09")
        (True, False)
        """
        try:
            ends_of(value)
        except ValueError:
            return False
        return True

    @classmethod
    def day(cls, day: date) -> EdtfDate:
        """One day.

        >>> EdtfDate.day(date(1962, 8, 22))
        EdtfDate(value='1962-08-22')
        """
        return cls(f"{day.year:04d}-{day.month:02d}-{day.day:02d}")

    @classmethod
    def month(cls, year: int, month: int) -> EdtfDate:
        """One month."""
        return cls(f"{year:04d}-{month:02d}")

    @classmethod
    def year(cls, year: int) -> EdtfDate:
        """One year."""
        return cls(f"{year:04d}")

    @classmethod
    def between(cls, first: EdtfDate | date, last: EdtfDate | date) -> EdtfDate:
        """The interval from the start of `first` to the end of `last`; the date itself if both are the same.

        >>> EdtfDate.between(EdtfDate("1962-08-09"), date(1962, 8, 24)).value
        '1962-08-09/1962-08-24'
        """
        start, end = _as_date(first), _as_date(last)
        if start == end:
            return start
        return cls(f"{_first_end(start)}/{_last_end(end)}")

    @classmethod
    def before(cls, last: EdtfDate | date) -> EdtfDate:
        """No later than `last`: the interval that is open at its start.

        >>> EdtfDate.before(EdtfDate("1962-08-09")).value
        '../1962-08-09'
        """
        return cls(f"../{_last_end(_as_date(last))}")

    @classmethod
    def after(cls, first: EdtfDate | date) -> EdtfDate:
        """No earlier than `first`: the interval that is open at its end."""
        return cls(f"{_first_end(_as_date(first))}/..")

    @property
    def earliest(self) -> date | None:
        """The first day it can mean; None where it is open. A qualifier moves no bound: it has no measure."""
        start, _ = ends_of(self.value)
        return None if start is None else start.earliest

    @property
    def latest(self) -> date | None:
        """The last day it can mean; None where it is open. A qualifier moves no bound: it has no measure."""
        _, end = ends_of(self.value)
        return None if end is None else end.latest

    @property
    def is_interval(self) -> bool:
        """Whether it is written with two ends."""
        return "/" in self.value

    @property
    def is_qualified(self) -> bool:
        """Whether either end is approximate or uncertain."""
        return any(end is not None and end.qualifier for end in ends_of(self.value))

    @property
    def unit(self) -> Unit:
        """How fine it is; an interval is as fine as its coarser end.

        >>> EdtfDate("1961-08~/1962").unit.value
        'year'
        """
        units = [end.unit for end in ends_of(self.value) if end is not None]
        return min(units, key=COARSE_TO_FINE.index)

    def approximate(self) -> EdtfDate:
        """The same date marked "~" at each end that has no qualifier yet.

        >>> EdtfDate("1957/..").approximate().value
        '1957~/..'
        """
        ends = self.value.split("/")
        return EdtfDate("/".join(end if end == ".." or end[-1] in QUALIFIERS else f"{end}~" for end in ends))

    def can_precede(self, other: EdtfDate) -> bool:
        """Whether some day of this date is before or the same as some day of `other`.

        An approximate or uncertain end is let out by one unit, so that "about 1962" may precede December 1961.

        >>> EdtfDate("1962-08").can_precede(EdtfDate("1962-08-01")), EdtfDate("1963").can_precede(EdtfDate("1962"))
        (True, False)
        """
        start, _ = _widened(self)
        _, end = _widened(other)
        return start <= end

    def overlaps(self, other: EdtfDate) -> bool:
        """Whether the two dates can mean the same day; qualified ends are let out as in `can_precede`.

        >>> EdtfDate("1962/1963").overlaps(EdtfDate("1963-02")), EdtfDate("1962").overlaps(EdtfDate("../1961"))
        (True, False)
        """
        return self.can_precede(other) and other.can_precede(self)

    def covers(self, other: EdtfDate) -> bool:
        """Whether every day that `other` can mean lies within this date, as written."""
        low, high = self.earliest or date.min, self.latest or date.max
        return low <= (other.earliest or date.min) and (other.latest or date.max) <= high


def _as_date(day: EdtfDate | date) -> EdtfDate:
    return day if isinstance(day, EdtfDate) else EdtfDate.day(day)


def _first_end(edtf: EdtfDate) -> str:
    """The text of the first end; of a decade, its first year."""
    return edtf.value.partition("/")[0].replace("X", "0")


def _last_end(edtf: EdtfDate) -> str:
    """The text of the last end; of a decade, its last year."""
    return edtf.value.rpartition("/")[2].replace("X", "9")


def _widened(edtf: EdtfDate) -> tuple[date, date]:
    start, end = ends_of(edtf.value)
    return date.min if start is None else start.widened()[0], date.max if end is None else end.widened()[1]


class DurationQualifier(StrEnum):
    """What the text adds to a length of time."""

    APPROXIMATELY = "Approximately"
    MORE_THAN = "MoreThan"
    LESS_THAN = "LessThan"
    MERELY = "Merely"


@frozen(order=True)
class Duration:
    """A length of time, ISO 8601 ("P5Y", "PT10M"), with the qualifier that the text gives it.

    `value` is an xsd:duration that is neither negative nor empty, with whole numbers and no weeks (XML Schema 1.1
    Part 2, 3.3.6); `qualifier` is "" or one of DurationQualifier. Otherwise ValueError.

    >>> Duration("P14D", "Approximately").days
    14
    >>> Duration("P2W")
    Traceback (most recent call last):
      ...
    ValueError: 'P2W' is not a duration that we write. Write P1Y2M3DT4H5M6S, leaving out what is nought; weeks as days.
    """

    value: str = field()
    qualifier: str = field(default="", converter=str)

    @value.validator
    def _is_xsd_duration(self, _attribute: object, value: str) -> None:
        if _DURATION.fullmatch(value) is None:
            raise ValueError(
                f"{value!r} is not a duration that we write. Write P1Y2M3DT4H5M6S, leaving out what is nought; weeks "
                "as days."
            )

    @qualifier.validator
    def _is_known(self, _attribute: object, value: str) -> None:
        if value and value not in set(DurationQualifier):
            raise ValueError(f"{value!r} is no qualifier of a duration. Use one of {', '.join(DurationQualifier)}.")

    def _part(self, name: str) -> int:
        found = _DURATION.fullmatch(self.value)
        return int((found and found[name]) or 0)

    @property
    def months(self) -> int:
        """Years and months of it, in months."""
        return 12 * self._part("years") + self._part("months")

    @property
    def days(self) -> int:
        """Days of it, without years and months."""
        return self._part("days")

    @property
    def unit(self) -> Unit:
        """How fine it counts: years, months or days (hours and finer count as days).

        >>> Duration("P9M").unit.value
        'month'
        """
        if "D" in self.value or "T" in self.value:
            return Unit.DAY
        return Unit.MONTH if "M" in self.value else Unit.YEAR


def date_plus(anchor: EdtfDate, duration: Duration, *, back: bool = False) -> EdtfDate:
    """The date that lies `duration` after `anchor` (before it, if `back`), no more precise than either of them.

    An approximate length gives an approximate date; "more than" and "less than" give an interval. An interval counts
    end by end, and an open end stays open. A result outside the years 1 to 9998 raises ValueError.

    >>> date_plus(EdtfDate("1962-08-22"), Duration("P2D")).value
    '1962-08-24'
    >>> date_plus(EdtfDate("1962-08-27"), Duration("P3Y"), back=True).value
    '1959'
    >>> date_plus(EdtfDate("1962-08"), Duration("P10D")).value
    '1962-08-11/1962-09-10'
    >>> date_plus(EdtfDate("1962-08-27"), Duration("P10D", "MoreThan")).value
    '1962-09-06/..'
    """
    start, end = ends_of(anchor.value)
    low = EdtfDate(_moved(start, duration, back=back)) if start else None
    high = EdtfDate(_moved(end, duration, back=back)) if end else None
    if low is None or high is None:
        moved = EdtfDate.after(low) if low else EdtfDate.before(high or anchor)
    else:
        moved = EdtfDate.between(low, high)
    if duration.qualifier == DurationQualifier.APPROXIMATELY:
        return moved.approximate()
    if duration.qualifier == DurationQualifier.MORE_THAN:
        return EdtfDate.before(moved) if back else EdtfDate.after(moved)
    if duration.qualifier == DurationQualifier.LESS_THAN:
        return EdtfDate.between(moved, anchor) if back else EdtfDate.between(anchor, moved)
    return moved


def _moved(point: Point, duration: Duration, *, back: bool) -> str:
    """A date that is no interval, moved: in the coarser unit of the two, or as the days between which it must lie."""
    sign = -1 if back else 1
    first = shifted(point.earliest, sign * duration.months, sign * duration.days)
    unit = min(point.unit, duration.unit, key=COARSE_TO_FINE.index)
    if unit is Unit.DAY:
        return f"{EdtfDate.day(first)}{point.qualifier}"
    if unit is Unit.MONTH and not duration.days:
        return f"{EdtfDate.month(first.year, first.month)}{point.qualifier}"
    if unit is Unit.YEAR and not (duration.months % 12 or duration.days):
        return f"{EdtfDate.year(first.year)}{point.qualifier}"
    last = shifted_end(point.latest, sign * duration.months, sign * duration.days)
    return f"{EdtfDate.day(first)}{point.qualifier}/{EdtfDate.day(last)}{point.qualifier}"


class Resolution(StrEnum):
    """How a time expression was resolved."""

    EXPLICIT = "Explicit"
    YEAR_FROM_DOCUMENT_DATE = "YearFromDocumentDate"
    YEAR_FROM_STORY = "YearFromStory"
    OFFSET_FROM_ANCHOR = "OffsetFromAnchor"
    OFFSET_FROM_UNKNOWN_ANCHOR = "OffsetFromUnknownAnchor"
    BEFORE_ANCHOR = "BeforeAnchor"
    AFTER_ANCHOR = "AfterAnchor"
    DEICTIC_FROM_UTTERANCE = "DeicticFromUtterance"
    DURATION_ONLY = "DurationOnly"
    DURATION_ENDING_AT_ANCHOR = "DurationEndingAtAnchor"
    NAMED_PERIOD = "NamedPeriodBackground"
    RATE = "Rate"
    VAGUE = "Vague"


@frozen
class TimeExpression:
    """Words that give a time, and what they mean; `resolves_to` is None where the text does not settle it."""

    surface: Passage
    resolution: Resolution
    resolves_to: EdtfDate | None = None
    duration: Duration | None = None
    anchor_date: EdtfDate | None = None
    anchor_event: str = ""  # an event
    event: str = ""  # the event it dates
