"""The grammar of the dates that we write: a part of EDTF, read into days. `kg.model.dates` is its face."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from attrs import frozen

# Seasons 21 to 24 by the months that a northern reader means (the standard leaves them open, ISO 8601-2, 4.8). The
# winter of a year begins in its December.
SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
QUALIFIERS = "~?%"  # approximate, uncertain, both

_POINT = re.compile(r"(?P<year>\d{4}|\d{3}X)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<qualifier>[~?%]?)", re.ASCII)


class Unit(StrEnum):
    """How fine a date is: the smallest part that it names. An interval is as fine as its coarser end."""

    DECADE = "decade"
    YEAR = "year"
    SEASON = "season"
    MONTH = "month"
    DAY = "day"


COARSE_TO_FINE = tuple(Unit)


@frozen
class Point:
    """One date that is no interval, taken apart; `qualifier` is "", "~", "?" or "%"."""

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
        try:
            low = shifted(self.earliest, -months, -days)
        except ValueError:
            low = date.min
        try:
            return low, shifted_end(self.latest, months, days)
        except ValueError:
            return low, date.max


def _refusal(value: str, why: str, cure: str) -> ValueError:
    return ValueError(f"{value!r} is not a date that we write: {why}. {cure}")


@lru_cache(maxsize=4096)
def _point_of(value: str) -> Point:
    found = _POINT.fullmatch(value)
    if found is None:
        raise _refusal(value, "it does not have the form", "Write YYYY, YYYY-MM, YYYY-MM-DD, YYYY-21 to -24, or YYYX.")
    qualifier = found["qualifier"]
    if found["year"].endswith("X"):
        first = int(found["year"][:3]) * 10
        if found["month"] or not first:
            raise _refusal(value, "a decade has four characters and no month", "Write 195X.")
        return Point(Unit.DECADE, qualifier, date(first, 1, 1), date(first + 9, 12, 31))
    year = int(found["year"])
    if not 1 <= year <= 9998:
        raise _refusal(value, "the year is outside 0001 to 9998", "Check the year.")
    if found["month"] is None:
        return Point(Unit.YEAR, qualifier, date(year, 1, 1), date(year, 12, 31))
    month = int(found["month"])
    if month in SEASON_MONTHS and found["day"] is None:
        first_month, last_month = SEASON_MONTHS[month]
        last_year = year + (last_month < first_month)
        return Point(Unit.SEASON, qualifier, date(year, first_month, 1), _last_day(last_year, last_month))
    if not 1 <= month <= 12:
        raise _refusal(value, f"there is no month {month}", "Months are 01 to 12, seasons 21 to 24 without a day.")
    if found["day"] is None:
        return Point(Unit.MONTH, qualifier, date(year, month, 1), _last_day(year, month))
    day = int(found["day"])
    if not 1 <= day <= _last_day(year, month).day:
        raise _refusal(value, f"{calendar.month_name[month]} {year} has no day {day}", "Check it against the source.")
    return Point(Unit.DAY, qualifier, date(year, month, day), date(year, month, day))


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def shifted(day: date, months: int, days: int = 0) -> date:
    """`day` moved by months, then by days; 31 January and one month is the end of February.

    Raises ValueError where the calendar of Python ends (years 1 to 9999).

    >>> shifted(date(1962, 1, 31), 1)
    datetime.date(1962, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"{months} months from {day} lie outside the calendar (years 1 to 9999)")
    moved = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    if not 1 <= moved.toordinal() + days <= date.max.toordinal():
        raise ValueError(f"{days} days from {moved} lie outside the calendar (years 1 to 9999)")
    return moved + timedelta(days=days)


def shifted_end(day: date, months: int, days: int = 0) -> date:
    """Like `shifted`, but the last day of a month moves to the last day of a month.

    >>> shifted_end(date(1962, 2, 28), 1)
    datetime.date(1962, 3, 31)
    """
    moved = shifted(day, months)
    if months and day == _last_day(day.year, day.month):
        moved = _last_day(moved.year, moved.month)
    return shifted(moved, 0, days)


@lru_cache(maxsize=4096)
def ends_of(value: str) -> tuple[Point | None, Point | None]:
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
    if Unit.DECADE in {point.unit for point in (start, end) if point is not None}:
        raise _refusal(value, "not every reader takes a decade in an interval", "Write 1950/.. for 195X/..")
    if start is not None and end is not None and (start.earliest > end.earliest or start.latest > end.latest):
        raise _refusal(value, "it ends before it begins", "Check which date comes first.")
    return start, end
