"""Dates as far as a text gives them: an EDTF value with its bounds. Precision is kept, never filled in."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from attrs import field, frozen

from kg.model.passage import Passage

# Seasons 21 to 24 by the months that a northern reader means (the standard leaves them open, ISO 8601-2, 4.8). The
# winter of a year begins in its December.
SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
QUALIFIERS = {"": "", "~": "approximate", "?": "uncertain", "%": "approximate and uncertain"}

_POINT = re.compile(r"(?P<year>\d{4}|\d{3}X)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<qualifier>[~?%]?)", re.ASCII)
_DURATION = re.compile(
    r"P(?=\d|T\d)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?",
    re.ASCII,
)


class Unit(StrEnum):
    """How fine a date is: the smallest part that it names. An interval is as fine as its coarser end."""

    DECADE = "decade"
    YEAR = "year"
    SEASON = "season"
    MONTH = "month"
    DAY = "day"


_COARSE_TO_FINE = tuple(Unit)


@frozen
class _Point:
    """One date that is no interval, taken apart."""

    unit: Unit
    qualifier: str
    earliest: date
    latest: date

    def widened(self) -> tuple[date, date]:
        """The bounds, let out by one unit where the date is approximate or uncertain."""
        if not self.qualifier:
            return self.earliest, self.latest
        months = {Unit.DECADE: 120, Unit.YEAR: 12, Unit.SEASON: 3, Unit.MONTH: 1, Unit.DAY: 0}[self.unit]
        days = 1 if self.unit is Unit.DAY else 0
        return _shifted(self.earliest, -months, -days), _month_end_kept(self.latest, months, days)


def _refusal(value: str, why: str, cure: str) -> ValueError:
    return ValueError(f"{value!r} is not a date that we write: {why}. {cure}")


@lru_cache(maxsize=4096)
def _point_of(value: str) -> _Point:
    found = _POINT.fullmatch(value)
    if found is None:
        raise _refusal(value, "it does not have the form", "Write YYYY, YYYY-MM, YYYY-MM-DD, YYYY-21 to -24, or YYYX.")
    qualifier = found["qualifier"]
    if found["year"].endswith("X"):
        first = int(found["year"][:3]) * 10
        if found["month"] or not first:
            raise _refusal(value, "a decade has four characters and no month", "Write 195X.")
        return _Point(Unit.DECADE, qualifier, date(first, 1, 1), date(first + 9, 12, 31))
    year = int(found["year"])
    if not 1 <= year <= 9998:
        raise _refusal(value, "the year is outside 0001 to 9998", "Check the year.")
    if found["month"] is None:
        return _Point(Unit.YEAR, qualifier, date(year, 1, 1), date(year, 12, 31))
    month = int(found["month"])
    if month in SEASON_MONTHS and found["day"] is None:
        first_month, last_month = SEASON_MONTHS[month]
        last_year = year + (last_month < first_month)
        return _Point(Unit.SEASON, qualifier, date(year, first_month, 1), _last_day(last_year, last_month))
    if not 1 <= month <= 12:
        raise _refusal(value, f"there is no month {month}", "Months are 01 to 12, seasons 21 to 24 without a day.")
    if found["day"] is None:
        return _Point(Unit.MONTH, qualifier, date(year, month, 1), _last_day(year, month))
    day = int(found["day"])
    if not 1 <= day <= _last_day(year, month).day:
        raise _refusal(value, f"{calendar.month_name[month]} {year} has no day {day}", "Check it against the source.")
    return _Point(Unit.DAY, qualifier, date(year, month, day), date(year, month, day))


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _shifted(day: date, months: int, days: int = 0) -> date:
    """`day` moved by months, then by days; 31 January and one month is the end of February; the calendar's ends hold."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    moved = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return date.fromordinal(min(max(moved.toordinal() + days, 1), date.max.toordinal()))


def _month_end_kept(day: date, months: int, days: int = 0) -> date:
    """Like `_shifted`, but the last day of a month moves to the last day of a month."""
    if day.day == calendar.monthrange(day.year, day.month)[1] and months and day < date.max:
        return _shifted(_shifted(day + timedelta(days=1), months), 0, days - 1)
    return _shifted(day, months, days)


@lru_cache(maxsize=4096)
def _ends_of(value: str) -> tuple[_Point | None, _Point | None]:
    """The two ends of an interval, None where it is open; a single date is both of its ends."""
    start_text, slash, end_text = value.partition("/")
    if not slash:
        point = _point_of(value)
        return point, point
    if not start_text or not end_text:
        # Readers disagree here: one takes "/1962-08-09" for ten years before that day (edtf 5.0.2), and "we do not
        # know when it began" is no bound that could be checked.
        raise _refusal(value, "an unknown start or end is no bound", "Write '..' for an end that the text leaves open.")
    start = None if start_text == ".." else _point_of(start_text)
    end = None if end_text == ".." else _point_of(end_text)
    if start is None and end is None:
        raise _refusal(value, "both ends are open, so it says nothing", "Leave the date out.")
    if start is not None and end is not None and (start.earliest > end.earliest or start.latest > end.latest):
        raise _refusal(value, "it ends before it begins", "Check which date comes first.")
    return start, end


@frozen(order=True)
class EdtfDate:
    """A date in the Extended Date/Time Format (ISO 8601-2, Library of Congress levels 0 to 2, the part we write).

    Written: YYYY, YYYY-MM, YYYY-MM-DD, seasons YYYY-21 (spring) to YYYY-24 (winter, from December on), decades YYYX,
    each with ~ (approximate), ? (uncertain) or % (both); intervals A/B, A/.., ../B. An interval on an event says that
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
        _ends_of(value)

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
            _ends_of(value)
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
        return cls(f"{start.value.partition('/')[0]}/{end.value.rpartition('/')[2]}")

    @classmethod
    def before(cls, last: EdtfDate | date) -> EdtfDate:
        """No later than `last`: the interval that is open at its start.

        >>> EdtfDate.before(EdtfDate("1962-08-09")).value
        '../1962-08-09'
        """
        return cls(f"../{_as_date(last).value.rpartition('/')[2]}")

    @classmethod
    def after(cls, first: EdtfDate | date) -> EdtfDate:
        """No earlier than `first`: the interval that is open at its end."""
        return cls(f"{_as_date(first).value.partition('/')[0]}/..")

    @property
    def earliest(self) -> date | None:
        """The first day it can mean; None where it is open. A qualifier moves no bound: it has no measure."""
        start, _ = _ends_of(self.value)
        return None if start is None else start.earliest

    @property
    def latest(self) -> date | None:
        """The last day it can mean; None where it is open. A qualifier moves no bound: it has no measure."""
        _, end = _ends_of(self.value)
        return None if end is None else end.latest

    @property
    def is_interval(self) -> bool:
        """Whether it is written with two ends."""
        return "/" in self.value

    @property
    def is_qualified(self) -> bool:
        """Whether either end is approximate or uncertain."""
        return any(end is not None and end.qualifier for end in _ends_of(self.value))

    @property
    def unit(self) -> Unit:
        """How fine it is; an interval is as fine as its coarser end.

        >>> EdtfDate("1961-08~/1962").unit.value
        'year'
        """
        units = [end.unit for end in _ends_of(self.value) if end is not None]
        return min(units, key=_COARSE_TO_FINE.index)

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


def _widened(edtf: EdtfDate) -> tuple[date, date]:
    start, end = _ends_of(edtf.value)
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
    qualifier: str = field(default="")

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
        if self._part("days") or "T" in self.value:
            return Unit.DAY
        return Unit.MONTH if self._part("months") else Unit.YEAR


def date_plus(anchor: EdtfDate, duration: Duration, *, back: bool = False) -> EdtfDate:
    """The date that lies `duration` after `anchor` (before it, if `back`), no more precise than either of them.

    An approximate length gives an approximate date; "more than" and "less than" give an interval. An interval counts
    end by end, and an open end stays open. A result outside the years 1 to 9998 raises ValueError.

    >>> date_plus(EdtfDate("1962-08-22"), Duration("P2D")).value
    '1962-08-24'
    >>> date_plus(EdtfDate("1962-08-27"), Duration("P3Y"), back=True).value
    '1959'
    >>> date_plus(EdtfDate("1962-08-27"), Duration("P10D", "MoreThan")).value
    '1962-09-06/..'
    """
    moved = EdtfDate("/".join(_moved(end, duration, back=back) for end in anchor.value.split("/")))
    if duration.qualifier == DurationQualifier.APPROXIMATELY:
        return moved.approximate()
    if duration.qualifier == DurationQualifier.MORE_THAN:
        return EdtfDate.before(moved) if back else EdtfDate.after(moved)
    if duration.qualifier == DurationQualifier.LESS_THAN:
        return EdtfDate.between(moved, anchor) if back else EdtfDate.between(anchor, moved)
    return moved


def _moved(end: str, duration: Duration, *, back: bool) -> str:
    """One end of a date, moved; its qualifier stays."""
    if end == "..":
        return end
    point = _point_of(end)
    sign = -1 if back else 1
    first = _shifted(point.earliest, sign * duration.months, sign * duration.days)
    unit = min(point.unit, duration.unit, key=_COARSE_TO_FINE.index)
    if unit is Unit.DAY:
        return f"{EdtfDate.day(first)}{point.qualifier}"
    if point.unit is Unit.SEASON and duration.months % 12 == 0 and not duration.days:
        return f"{first.year:04d}-{end[5:7]}{point.qualifier}"
    if unit is Unit.DECADE and not (duration.months % 120 or duration.days):
        return f"{first.year // 10:03d}X{point.qualifier}"
    if unit in (Unit.YEAR, Unit.MONTH) and (unit is not point.unit or not duration.days):
        return EdtfDate.year(first.year).value if unit is Unit.YEAR else EdtfDate.month(first.year, first.month).value
    raise ValueError(f"{end!r} is too coarse to count {duration.value} from it. Count from a finer date.")


class Resolution(StrEnum):
    """How a time expression was resolved."""

    EXPLICIT = "Explicit"
    YEAR_FROM_DOCUMENT_DATE = "YearFromDocumentDate"
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
