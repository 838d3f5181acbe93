"""Rules for dates of the calendar: whole ones, and those whose year the document date supplies."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from attrs import evolve

from kg.mentions.times_phrase import Found, Rule, When, dated, unsettled
from kg.mentions.times_words import (
    COUNTED,
    DAY,
    DECADE_OF,
    MONTH,
    MONTH_STARTS,
    ORDINAL,
    ORDINAL_OF,
    ORDINAL_STARTS,
    ROMAN_MONTHS,
    SEASON,
    SEASON_OF,
    WEEKDAY,
    WEEKDAY_OF,
    WEEKDAY_STARTS,
    WEEKDAYS,
    YEAR,
    month_of,
    pattern_of,
)
from kg.model.dates import EdtfDate, Resolution

_YEAR_WORDS = {"this": 0, "the current": 0, "last": -1, "next": 1, "the coming": 1}
_NARRATED_YEARS = {"that": 0, "the same": 0, "the previous": -1, "the preceding": -1, "the following": 1}
_YEAR_WORD = rf"(?:(?:of|in) )?(?P<year_word>{'|'.join([*_YEAR_WORDS, *_NARRATED_YEARS])}) year\b(?!['’])"
_OF_YEAR = rf"(?:,?(?: of)? {YEAR}|,? {_YEAR_WORD})"
_JOINT = r"(?P<joint> (?:and|to|till|until|through|or) | ?[-–] ?)"
_DAY_A = DAY.replace("<day>", "<day_a>")
_PART_WORDS = (
    "early|late|mid|middle|beginning|start|end|first half|second half|first (?:few )?days|last (?:few )?days|"
    "first week|second week|third week|last week"
)
_PART = rf"(?P<part>{_PART_WORDS})(?:(?: (?:of|in))?(?: the(?: month of)?)? |-)"
_PART_STARTS = frozenset(
    ["the", "early", "late", "mid", "middle", "beginning", "start", "end", "first", "last", "second", "third"]
)
_CUES = "in|during|since|until|till|before|after|throughout"
_TWO_WORDS_SPACE = re.compile(r"\s+")


def _words(text: str) -> str:
    return _TWO_WORDS_SPACE.sub(" ", text.lower())


def nearest(year_to_date: Callable[[int], EdtfDate], when: When) -> EdtfDate:
    """The last such date that began by the day; in a clause of the future the first one that is not over.

    Raises ValueError if none of the nine years around can have it (31 June).
    """
    problem = ValueError("there is no such date")
    for distance in range(9):
        try:
            value = year_to_date(when.day.year + (distance if when.future else -distance))
        except ValueError as why:
            problem = why
            continue
        first, last = value.earliest, value.latest
        if first and last and (last >= when.day if when.future else first <= when.day):
            return value
    raise problem


def _of_year(found: re.Match[str], when: When, year_to_date: Callable[[int], EdtfDate]) -> Found:
    """The date in the year that the words name, or in the nearest year."""
    if found["year"]:
        return dated(year_to_date(int(found["year"])))
    if not found["year_word"]:
        return dated(nearest(year_to_date, when), Resolution.YEAR_FROM_DOCUMENT_DATE)
    word = _words(found["year_word"])
    if word in _YEAR_WORDS:
        return dated(year_to_date(when.day.year + _YEAR_WORDS[word]), Resolution.DEICTIC_FROM_UTTERANCE)
    if when.narrated:
        return dated(year_to_date(when.day.year + _NARRATED_YEARS[word]), Resolution.OFFSET_FROM_ANCHOR)
    return unsettled("the year is that of an event", needs_anchor=True)


def _checked(found: Found, weekday: str | None) -> Found:
    """The date, marked uncertain if the weekday beside it is another one."""
    if not weekday or found.value is None or found.value.earliest is None:
        return found
    named = WEEKDAY_OF[weekday.lower()]
    if found.value.earliest.weekday() == named:
        return found
    reason = f"{found.value} was a {WEEKDAYS[found.value.earliest.weekday()]}, the text says {weekday}"
    return evolve(found, value=EdtfDate(f"{found.value}?"), reason=reason)


def _read_day(found: re.Match[str], when: When) -> Found:
    groups = found.groupdict()
    day = ORDINAL_OF[groups["ordinal"].lower()] if groups.get("ordinal") else int(found["day"])
    month = month_of(found["month"])
    return _checked(_of_year(found, when, lambda year: EdtfDate(f"{year:04d}-{month:02d}-{day:02d}")), found["weekday"])


def _read_month(found: re.Match[str], when: When) -> Found:
    month = month_of(found["month"])
    return _of_year(found, when, lambda year: EdtfDate.month(year, month))


def _read_bare_month(found: re.Match[str], when: When) -> Found:
    month = month_of(found["month"])
    return dated(nearest(lambda year: EdtfDate.month(year, month), when), Resolution.YEAR_FROM_DOCUMENT_DATE)


def _read_days(found: re.Match[str], when: When) -> Found:
    month, first, last = month_of(found["month"]), int(found["day_a"]), int(found["day"])
    if "and" in found["joint"].lower() and not found["between"] and last - first != 1:
        return unsettled("two days, no stretch of time")
    return _of_year(
        found, when, lambda year: EdtfDate(f"{year:04d}-{month:02d}-{first:02d}/{year:04d}-{month:02d}-{last:02d}")
    )


def _read_months(found: re.Match[str], when: When) -> Found:
    first, last = month_of(found["month_a"]), month_of(found["month"])
    if "and" in found["joint"].lower() and not found["between"] and last - first != 1:
        return unsettled("two months, no stretch of time")
    over = first > last
    return _of_year(found, when, lambda year: EdtfDate(f"{year - over:04d}-{first:02d}/{year:04d}-{last:02d}"))


def _read_years(found: re.Match[str], _when: When) -> Found:
    first, last = int(found["year_a"]), int(found["year_b"])
    joint = found["joint"].strip().lower()
    if last < 100:
        last += first // 100 * 100
    if joint == "/" and last - first != 1:
        return unsettled("two numbers with a stroke, not two years in turn")
    if joint == "and" and not found["between"] and last - first != 1:
        return unsettled("two years, no stretch of time")
    return dated(EdtfDate(f"{first:04d}/{last:04d}"))


def _month_part(part: str, year: int, month: int) -> EdtfDate:
    """Thirds of a month have soft edges; halves and weeks are counted."""
    whole = EdtfDate.month(year, month)
    last = whole.latest.day if whole.latest else 0
    first_day, last_day = {
        "early": ("01", "10~"),
        "beginning": ("01", "10~"),
        "start": ("01", "10~"),
        "mid": ("11~", "20~"),
        "middle": ("11~", "20~"),
        "late": ("21~", f"{last}"),
        "end": ("21~", f"{last}"),
        "first half": ("01", "15"),
        "second half": ("16", f"{last}"),
        "first days": ("01", "05~"),
        "last days": (f"{last - 4}~", f"{last}"),
        "first week": ("01", "07"),
        "second week": ("08", "14"),
        "third week": ("15", "21"),
        "last week": (f"{last - 6}", f"{last}"),
    }[part.replace("few ", "")]
    return EdtfDate(f"{whole}-{first_day}/{whole}-{last_day}")


_YEAR_PARTS = {
    "early": ("01", "04~"),
    "beginning": ("01", "02~"),
    "start": ("01", "02~"),
    "mid": ("05~", "08~"),
    "middle": ("05~", "08~"),
    "late": ("09~", "12"),
    "end": ("11~", "12"),
    "first half": ("01", "06"),
    "second half": ("07", "12"),
}
_DECADE_PARTS = {
    "early": ("0", "3~"),
    "beginning": ("0", "3~"),
    "start": ("0", "3~"),
    "mid": ("4~", "6~"),
    "middle": ("4~", "6~"),
    "late": ("7~", "9"),
    "end": ("7~", "9"),
    "first half": ("0", "4"),
    "second half": ("5", "9"),
}


def _read_part_of_month(found: re.Match[str], when: When) -> Found:
    part = _words(found["part"])
    if found["month_word"]:
        day = when.moved(months={"this": 0, "last": -1, "next": 1}[found["month_word"].lower()])
        return dated(_month_part(part, day.year, day.month), Resolution.DEICTIC_FROM_UTTERANCE)
    month = month_of(found["month"])
    return _of_year(found, when, lambda year: _month_part(part, year, month))


def _read_part_of_year(found: re.Match[str], when: When) -> Found:
    part = _words(found["part"])
    if part not in _YEAR_PARTS:
        return unsettled("a year has no such part with known bounds")
    first, last = _YEAR_PARTS[part]
    return _of_year(found, when, lambda year: EdtfDate(f"{year:04d}-{first}/{year:04d}-{last}"))


def _read_decade(found: re.Match[str], when: When) -> Found:
    resolution = Resolution.EXPLICIT
    if found["decade"]:
        tens = int(found["decade"][:3])
    else:
        resolution = Resolution.YEAR_FROM_DOCUMENT_DATE
        tens = (int(found["short"]) if found["short"] else DECADE_OF[found["decade_word"].lower()]) // 10
        tens += when.day.year // 100 * 10
        if tens * 10 > when.day.year:
            tens -= 10
    part = _words(found["part"] or found["part_a"] or "")
    if not part:
        return dated(EdtfDate(f"{tens:03d}X"), resolution)
    if part not in _DECADE_PARTS:
        return unsettled("a decade has no such part with known bounds")
    first, last = _DECADE_PARTS[part]
    return dated(EdtfDate(f"{tens:03d}{first}/{tens:03d}{last}"), resolution)


def _read_season(found: re.Match[str], when: When) -> Found:
    season = SEASON_OF[found["season"].lower()]
    if found["year"] and found["year_b"]:
        first, last = int(found["year"]), int(found["year_b"][-2:])
        if season != 24 or (first + 1) % 100 != last:
            return unsettled("only a winter lies in two years that follow each other")
    elif season == 24 and (found["year"] or found["year_word"]):
        return unsettled("the winter of a year is that of its beginning or that of its end")
    return _of_year(found, when, lambda year: EdtfDate(f"{year:04d}-{season}"))


def _read_bare_season(found: re.Match[str], when: When) -> Found:
    season = SEASON_OF[found["season"].lower()]
    return dated(nearest(lambda year: EdtfDate(f"{year:04d}-{season}"), when), Resolution.YEAR_FROM_DOCUMENT_DATE)


def _read_year(found: re.Match[str], _when: When) -> Found:
    value = EdtfDate(found["year"])
    return dated(value.approximate() if found.groupdict().get("about") else value)


def _read_numbers(found: re.Match[str], _when: When) -> Found:
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    if found["mark"] == "/" and first <= 12 and second <= 12 and first != second:
        return unsettled("day and month, or month and day: both orders are possible")
    day, month = (second, first) if found["mark"] == "/" and second > 12 else (first, second)
    return dated(EdtfDate(f"{year:04d}-{month:02d}-{day:02d}"))


def _read_iso(found: re.Match[str], _when: When) -> Found:
    return dated(EdtfDate(found[0]))


def _read_roman(found: re.Match[str], _when: When) -> Found:
    month = ROMAN_MONTHS.index(found["roman"]) + 1
    return dated(EdtfDate(f"{found['year']}-{month:02d}-{int(found['first']):02d}"))


def _read_day_of_month(found: re.Match[str], when: When) -> Found:
    """ "on the 22nd": the nearest month that has begun by then; "of last month" says which."""
    number = int(found["day"])
    word = _words(found["month_word"] or "")
    step = {"this": 0, "inst": 0, "instant": 0, "last": -1, "ult": -1, "ultimo": -1, "next": 1}
    if word:
        first = When(date(when.day.year, when.day.month, 1)).moved(months=step[word])
        return dated(EdtfDate(f"{first.year:04d}-{first.month:02d}-{number:02d}"), Resolution.DEICTIC_FROM_UTTERANCE)
    if (number < when.day.day) if when.future else (number > when.day.day):
        first = When(date(when.day.year, when.day.month, 1)).moved(months=1 if when.future else -1)
    else:
        first = when.day
    value = EdtfDate(f"{first.year:04d}-{first.month:02d}-{number:02d}")
    return dated(value, Resolution.YEAR_FROM_DOCUMENT_DATE)


def _read_clock(_found: re.Match[str], when: When) -> Found:
    if when.narrated:
        return dated(EdtfDate.day(when.day), Resolution.OFFSET_FROM_ANCHOR)
    return unsettled("a time of day: its day is that of the event", needs_anchor=True)


def _rule(name: str, starts: frozenset[str], pattern: str, read: Callable[[re.Match[str], When], Found]) -> Rule:
    return Rule(f"time.{name}", starts, pattern_of(pattern), read)


def _starts(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ROMAN = "|".join(sorted(ROMAN_MONTHS, key=len, reverse=True))
_YEAR_NUMBER = r"(?:1[7-9]|20)\d\d"
_BETWEEN = r"(?:(?P<between>between|from) (?:the )?)?"

RULES = (
    _rule(
        "day-month",
        _starts("# the") | WEEKDAY_STARTS | ORDINAL_STARTS,
        rf"(?:{WEEKDAY},? )?(?:the )?(?:{DAY}(?:(?: of)? |-)|(?P<ordinal>{ORDINAL}) of ){MONTH}{_OF_YEAR}?",
        _read_day,
    ),
    _rule(
        "month-day",
        MONTH_STARTS | WEEKDAY_STARTS,
        rf"(?:{WEEKDAY},? )?{MONTH} (?:the )?{DAY}{COUNTED}{_OF_YEAR}?",
        _read_day,
    ),
    _rule("month-year", MONTH_STARTS, rf"{MONTH}{_OF_YEAR}", _read_month),
    _rule(
        "month",
        _starts(f"{_CUES} of by from".replace("|", " ")),
        rf"(?:(?:{_CUES})|(?:of|by|from)(?= \w+(?! (?-i:[A-Z])))) (?P<core>{MONTH})(?! \d)",
        _read_bare_month,
    ),
    _rule(
        "days",
        _starts("# between from the"),
        rf"{_BETWEEN}(?:the )?{_DAY_A}{_JOINT}(?:the )?{DAY}(?:(?: of)? |-){MONTH}{_OF_YEAR}?",
        _read_days,
    ),
    _rule(
        "month-days",
        _starts("between from") | MONTH_STARTS,
        rf"{_BETWEEN}{MONTH} {_DAY_A}{_JOINT}{DAY}{COUNTED}{_OF_YEAR}?",
        _read_days,
    ),
    _rule(
        "months",
        _starts("between from") | MONTH_STARTS,
        rf"{_BETWEEN}{MONTH.replace('<month>', '<month_a>')}{_JOINT}{MONTH}(?! \d\d?\b){_OF_YEAR}?",
        _read_months,
    ),
    _rule(
        "years",
        _starts("# between from"),
        rf"{_BETWEEN}(?P<year_a>{_YEAR_NUMBER})(?P<joint> (?:and|to|till|until|through|or) (?={_YEAR_NUMBER})| ?[-–] ?|/)"
        rf"(?P<year_b>{_YEAR_NUMBER}|\d\d)(?!\d|[-/.,]\d|-\w){COUNTED}",
        _read_years,
    ),
    _rule(
        "part-of-month",
        _PART_STARTS,
        rf"(?:the )?{_PART}(?:{MONTH}{_OF_YEAR}?|(?P<month_word>this|last|next) month)",
        _read_part_of_month,
    ),
    _rule("part-of-year", _PART_STARTS, rf"(?:the )?{_PART}(?:year )?(?:{YEAR}|{_YEAR_WORD})", _read_part_of_year),
    _rule(
        "decade",
        _PART_STARTS | _starts("#"),
        rf"(?:(?:the )?(?:{_PART})?(?P<decade>{_YEAR_NUMBER[:-2]}0)['’]?s\b|".replace("<part>", "<part_a>")
        + rf"the (?:{_PART})?(?:['’]?(?P<short>[1-9]0)['’]?s|(?P<decade_word>{'|'.join(DECADE_OF)}))\b)",
        _read_decade,
    ),
    _rule(
        "season",
        _starts("the early late mid") | frozenset(SEASON_OF),
        rf"(?:the )?(?:(?:early|late|mid)(?: |-))?{SEASON}(?:,? (?:of )?(?:the year )?"
        rf"(?P<year>{_YEAR_NUMBER})(?:[/–-](?P<year_b>\d{{4}}|\d\d))?(?!\d)|(?: of)? {_YEAR_WORD})",
        _read_season,
    ),
    _rule(
        "season-bare", _starts("in"), rf"in (?:the )?(?:(?:early|late) )?(?P<core>{SEASON})\b(?! of)", _read_bare_season
    ),
    _rule(
        "year",
        _starts(f"{_CUES} of by from as back year for about around circa ca".replace("|", " ")),
        rf"(?:(?:{_CUES}|of|by|from|as early as|back in|year|for) )?(?:the year )?"
        rf"(?P<core>(?P<about>(?:about|around|circa|ca\.?) )?{YEAR}){COUNTED}(?!['’]?s\b)",
        _read_year,
    ),
    _rule("year-adjective", _starts("the"), rf"the (?P<core>{YEAR})(?= [a-z]){COUNTED}", _read_year),
    _rule("year-in-brackets", _starts("#"), rf"(?<=\(){YEAR}(?=[),;])", _read_year),
    _rule(
        "numbers",
        _starts("#"),
        rf"(?P<first>\d{{1,2}})(?P<mark>[./-]) ?(?P<second>\d{{1,2}})(?P=mark) ?(?P<year>{_YEAR_NUMBER})(?![\d/-]|\.\d)",
        _read_numbers,
    ),
    _rule("iso", _starts("#"), rf"{_YEAR_NUMBER}-\d\d-\d\d(?![\d/-])", _read_iso),
    _rule(
        "roman",
        _starts("#"),
        rf"(?P<first>\d{{1,2}})(?:\.|/| )\s?(?P<roman>(?-i:{_ROMAN}))(?:\.|/| )\s?(?P<year>{_YEAR_NUMBER})(?!\d)",
        _read_roman,
    ),
    _rule(
        "day-of-month",
        _starts("on"),
        r"on (?P<core>the (?P<day>[12]?\d|3[01])(?:st|nd|rd|th)"
        r"(?: of (?P<month_word>this|last|next) month\b|(?= ?[.,;:)]| ?\Z)))",
        _read_day_of_month,
    ),
    _rule(
        "clock",
        _starts("# at until till by from around about since before after shortly noon midnight"),
        r"(?:(?:at|until|till|by|from|around|about|since|before|after) (?:about |around |exactly )?)?"
        r"(?:(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?\s?(?:[ap]\.m\.|[ap]m\b|o['’]clock)|[0-2]\d[0-5]\d (?:hours|hrs)\b)"
        r"|(?:at|until|till|by|from|around|about) (?:about )?(?:(?:[01]?\d|2[0-4])[:.][0-5]\d(?![\d.])(?! ?%)|noon\b|midnight\b)",
        _read_clock,
    ),
)
