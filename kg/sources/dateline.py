"""Dates and datelines as documents carry them: "August 27, 1962", "Pyongyang, 16 March 1961.", etc."""

from __future__ import annotations

import re
from calendar import monthrange

from attrs import frozen

from kg.model.dates import EdtfDate

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = (
    r"(?P<month{n}>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?P<day{n}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year{n}>1[6-9]\d\d|20\d\d)"
_SPAN = r"(?:(?:\s*[-–—]\s*|\s(?:and|to)\s)(?P<last{n}>\d{{1,2}}))?"

# The first alternative that matches at a place is the reading: the more precise ones come first.
_DATE = re.compile(
    "|".join(
        (
            r"\b" + (_MONTH + r"\s+" + _DAY + _SPAN + r"\s*,?\s+" + _YEAR).format(n=1) + r"\b",
            r"\b" + (_DAY + _SPAN + r"\.?\s+(?:of\s+)?" + _MONTH + r"\s*,?\s+" + _YEAR).format(n=2) + r"\b",
            r"\b(?P<year3>1[6-9]\d\d|20\d\d)-(?P<month3>\d\d)-(?P<day3>\d\d)\b",
            r"\b(?P<day4>\d{1,2})\.\s?(?P<month4>\d{1,2})\.\s?(?P<year4>1[6-9]\d\d|20\d\d)\b",
            r"\b" + (_MONTH + r"\s*,?\s+" + _YEAR).format(n=5) + r"\b",
        )
    )
)
_DAY_ALONE = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+(?:the\s+)?)?(?:"
    + (_MONTH + r"\s+" + _DAY).format(n=1)
    + "|"
    + (_DAY + r"\.?\s+(?:of\s+)?" + _MONTH).format(n=2)
    + r")(?:\s*,?\s+(?:1[6-9]\d\d|20\d\d))?"
)
_YEAR_ALONE = re.compile(r"1[6-9]\d\d|20\d\d")
_TIME = r"(?:\d{1,2}(?:[:.]\d\d)?(?:\s*(?:a\.?m\.?|p\.?m\.?|noon|midnight|hours))?|noon|midnight|\d{4}(?:Z|\s*hours))"
_AFTER_DATE = re.compile(
    rf"[\s,;—–-]*(?:{_TIME}(?:\[\?\])?(?:\s*(?:[-–—]|to)\s*{_TIME})?)?[\s.,;\])]*(?:\[\d+\])?\s*",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?P<place>[A-ZÀ-Þ][\w.'’-]*(?:[ -](?:[A-ZÀ-Þ][\w.'’-]*|de|of|la|am|el)){0,3}"
    r"(?:,\s[A-ZÀ-Þ][\w.]*(?:\s[A-ZÀ-Þ]\w*)?)?)\s*,\s*$"
)
_UNDATED = re.compile(
    r"(?:(?P<place>[A-ZÀ-Þ][\w.'’ -]{1,40}),\s*)?\[?(?:undated|no date|n\.d\.)\]?[.\s]*", re.IGNORECASE
)


LONGEST_DATELINE_CHARS = 300  # place, date and hour have under 100; no pattern is tried on a whole paragraph


@frozen
class DateWords:
    """A date and where in its text it stands; `date` is None if the calendar has no such day ("31 June 1962")."""

    date: EdtfDate | None
    start: int
    end: int


@frozen
class Dateline:
    """A line that says where and when: either may be missing; `is_undated` if the line itself says "undated"."""

    when: DateWords | None = None
    place: str = ""
    place_start: int = 0
    is_undated: bool = False


def first_date(text: str) -> DateWords | None:
    """The first full or month date in `text`.

    >>> first_date("Pyongyang, 16 March 1961.").date.value
    '1961-03-16'
    >>> first_date("Washington, February 11-12, 1961.").date.value
    '1961-02-11/1961-02-12'
    """
    match = _DATE.search(text)
    if match is None:
        return None
    found = {key.rstrip("12345"): value for key, value in match.groupdict().items() if value is not None}
    return DateWords(_date_of(found), match.start(), match.end())


def date_alone(line: str) -> DateWords | None:
    """The date if `line` is nothing but a date (a year alone counts); else None.

    >>> date_alone("November 03, 1977").date.value
    '1977-11-03'
    >>> date_alone("On 3 November 1977 he left") is None
    True
    """
    if len(line) > LONGEST_DATELINE_CHARS:
        return None
    bare = line.strip(" .[]")
    if _YEAR_ALONE.fullmatch(bare):
        start = line.index(bare)
        return DateWords(EdtfDate(bare), start, start + len(bare))
    match = _DATE.search(line)
    if match is None or line[: match.start()].strip(" [(") or _AFTER_DATE.fullmatch(line, match.end()) is None:
        return None
    return first_date(line)


def is_day(line: str) -> bool:
    """Whether `line` is a day and nothing else, as above an entry of a journal: year and weekday may be missing.

    >>> is_day("Tuesday, 5 February"), is_day("February 7"), is_day("On 5 February")
    (True, True, False)
    """
    return len(line) <= LONGEST_DATELINE_CHARS and _DAY_ALONE.fullmatch(line.strip(" .:[]")) is not None


def dateline_in(line: str) -> Dateline | None:
    """Place and date if `line` is a dateline and nothing else; else None.

    >>> dateline_in("Oslo, March 11, 1961, 9 a.m.").place
    'Oslo'
    >>> dateline_in("Lisbon, January 17, 1960, 9–10:20 a.m.").when.date.value
    '1960-01-17'
    >>> dateline_in("Washington, undated.").is_undated
    True
    >>> dateline_in("In Oslo, March 11, 1961 was a cold day.") is None
    True
    """
    if len(line) > LONGEST_DATELINE_CHARS:
        return None
    undated = _UNDATED.fullmatch(line)
    if undated:
        place = undated.group("place") or ""
        return Dateline(None, place, undated.start("place") if place else 0, is_undated=True)
    match = _DATE.search(line)
    if match is None or _AFTER_DATE.fullmatch(line, match.end()) is None:
        return None
    before = line[: match.start()]
    if not before.strip(" [("):
        return Dateline(first_date(line))
    place_match = _PLACE.fullmatch(before.lstrip("[( "))
    if place_match is None:
        return None
    place = place_match.group("place")
    return Dateline(first_date(line), place, line.index(place))


def ends_with_date(line: str) -> bool:
    """Whether nothing but a time of day follows the first date of a line.

    >>> ends_with_date("Issue No. 12 Lisbon, August 21, 1962.")
    True
    """
    match = _DATE.search(line)
    return match is not None and _AFTER_DATE.fullmatch(line, match.end()) is not None


def place_and_date_within(line: str) -> Dateline | None:
    """Place and date anywhere in a line, as in the run-together heading of a PDF's text.

    >>> place_and_date_within("Embassy Pyongyang, 2 September 1953 BY COURIER").place
    'Pyongyang'
    """
    when = first_date(line)
    if when is None:
        return None
    place_match = re.search(r"(?P<place>[A-ZÀ-Þ][\w'’-]+)\s*,\s*$", line[: when.start])
    if place_match is None:
        return Dateline(when)
    return Dateline(when, place_match.group("place"), place_match.start("place"))


def _date_of(found: dict[str, str]) -> EdtfDate | None:
    """The date of the parts; None if the calendar does not have it."""
    year = int(found["year"])
    name = found["month"].rstrip(".").lower()
    month = int(name) if name.isdigit() else 1 + next(n for n, full in enumerate(_MONTHS) if full.startswith(name[:3]))
    if not 1 <= month <= 12:
        return None
    if "day" not in found:
        return EdtfDate(f"{year:04d}-{month:02d}")
    days = [int(found["day"]), int(found.get("last", found["day"]))]
    if not 1 <= days[0] <= days[1] <= monthrange(year, month)[1]:
        return None
    first, last = (f"{year:04d}-{month:02d}-{day:02d}" for day in days)
    return EdtfDate(first if first == last else f"{first}/{last}")
