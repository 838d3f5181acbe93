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
    MONTH,
    MONTH_STARTS,
    ORDINAL,
    ORDINAL_OF,
    ORDINAL_STARTS,
    ROMAN_MONTHS,
    WEEKDAY,
    WEEKDAY_OF,
    WEEKDAY_STARTS,
    YEAR,
    lower_words,
    month_of,
)
from kg.model.dates import EdtfDate, Resolution

_YEAR_WORDS = {"this": 0, "the current": 0, "last": -1, "next": 1, "the coming": 1}
_NARRATED_YEARS = {"that": 0, "the same": 0, "the previous": -1, "the preceding": -1, "the following": 1}
YEAR_WORD = rf"(?:(?:of|in) )?(?P<year_word>{'|'.join([*_YEAR_WORDS, *_NARRATED_YEARS])}) year\b(?!['’])"
OF_YEAR = rf"(?:(?:,?(?: of)? |-){YEAR}|,? {YEAR_WORD})"
JOINT = r"(?P<joint> (?:and|to|till|until|through|or) | ?[-–] ?)"
_DAY_A = DAY.replace("<day>", "<day_a>")
_CUES = "in|during|since|until|till|before|after|throughout"


def nearest(year_to_date: Callable[[int], EdtfDate], when: When) -> EdtfDate:
    """The last such date that began by the day; in a clause of the future the first one that is not over.

    Raises ValueError if none of the nine years around can have it (31 June).
    """
    problem: ValueError | None = None
    for distance in range(9):
        try:
            value = year_to_date(when.day.year + (distance if when.future else -distance))
        except ValueError as why:
            problem = problem or why
            continue
        first, last = value.earliest, value.latest
        if first and last and (last >= when.day if when.future else first <= when.day):
            return value
    raise problem or ValueError("there is no such date")


def of_year(found: re.Match[str], when: When, year_to_date: Callable[[int], EdtfDate]) -> Found:
    """The date in the year that the words name, or in the nearest year."""
    if found["year"]:
        return dated(year_to_date(int(found["year"])))
    if not found["year_word"]:
        return dated(nearest(year_to_date, when), Resolution.YEAR_FROM_DOCUMENT_DATE)
    word = lower_words(found["year_word"])
    if word in _YEAR_WORDS:
        return dated(year_to_date(when.day.year + _YEAR_WORDS[word]), Resolution.DEICTIC_FROM_UTTERANCE)
    if when.narrated:
        return dated(year_to_date(when.day.year + _NARRATED_YEARS[word]), Resolution.OFFSET_FROM_ANCHOR)
    return unsettled("the year is that of an event", needs_anchor=True)


def _agrees(value: EdtfDate | None, weekday: str) -> bool:
    first = value.earliest if value else None
    return first is not None and first.weekday() == WEEKDAY_OF[weekday.lower()]


def _read_day(found: re.Match[str], when: When) -> Found:
    """A day; a weekday beside it can settle the year, and makes the date uncertain if it is another one."""
    groups = found.groupdict()
    day = ORDINAL_OF[groups["ordinal"].lower()] if groups.get("ordinal") else int(found["day"])
    month = month_of(found["month"])

    def in_year(year: int) -> EdtfDate:
        return EdtfDate(f"{year:04d}-{month:02d}-{day:02d}")

    result = of_year(found, when, in_year)
    weekday = found["weekday"]
    if not weekday or result.value is None or _agrees(result.value, weekday):
        return result
    if result.resolution is Resolution.YEAR_FROM_DOCUMENT_DATE:
        other = nearest(in_year, evolve(when, future=not when.future))
        if _agrees(other, weekday):
            return evolve(result, value=other)
    return evolve(result, value=EdtfDate(f"{result.value}?"), reason=f"the text says {weekday}, the calendar does not")


def _read_month(found: re.Match[str], when: When) -> Found:
    month = month_of(found["month"])
    return of_year(found, when, lambda year: EdtfDate.month(year, month))


def _read_bare_month(found: re.Match[str], when: When) -> Found:
    month = month_of(found["month"])
    return dated(nearest(lambda year: EdtfDate.month(year, month), when), Resolution.YEAR_FROM_DOCUMENT_DATE)


def _read_days(found: re.Match[str], when: When) -> Found:
    month, first, last = month_of(found["month"]), int(found["day_a"]), int(found["day"])
    if "and" in found["joint"].lower() and not found["between"] and last - first != 1:
        return unsettled("two days, no stretch of time")
    return of_year(
        found, when, lambda year: EdtfDate(f"{year:04d}-{month:02d}-{first:02d}/{year:04d}-{month:02d}-{last:02d}")
    )


def _read_months(found: re.Match[str], when: When) -> Found:
    first, last = month_of(found["month_a"]), month_of(found["month"])
    if "and" in found["joint"].lower() and not found["between"] and last - first != 1:
        return unsettled("two months, no stretch of time")
    over = first > last
    return of_year(found, when, lambda year: EdtfDate(f"{year - over:04d}-{first:02d}/{year:04d}-{last:02d}"))


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
    word = lower_words(found["month_word"] or found["latin"] or "")
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


_ROMAN = "|".join(sorted(ROMAN_MONTHS, key=len, reverse=True))
# "On the 7th": a day, unless it counts what stands behind: "on the 7th floor", "on the 38th parallel".
_ORDINAL_DAY = r"(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)"
_AFTER_A_DAY = (
    "I|we|he|she|they|it|you|the|a|an|my|our|his|her|their|at|in|for|by|and|to|with|from|of|that|as|about|who|when|is|was|"
    "were|are"
)
_COUNTED_THINGS = (
    "Congress|Session|Plenum|Party|Army|Fleet|Division|Century|Parallel|Floor|Anniversary|Conference|Meeting|Assembly|"
    "Republic|Regiment"
)
_NO_COUNTED_THING = rf"(?= ?[.,;:)]| ?\Z| (?:{_AFTER_A_DAY})\b| (?!(?:{_COUNTED_THINGS})\b)(?-i:[A-Z]))"
YEAR_NUMBER = r"(?:1[7-9]|20)\d\d"
_BETWEEN = r"(?:(?P<between>between|from) (?:the )?)?"

RULES = (
    Rule.of(
        "day-month",
        f"# the {WEEKDAY_STARTS} {ORDINAL_STARTS}",
        rf"(?:{WEEKDAY},? )?(?:the )?(?:{DAY}(?:(?: of)? |-)|(?P<ordinal>{ORDINAL}) of ){MONTH}{OF_YEAR}?",
        _read_day,
    ),
    Rule.of(
        "month-day",
        f"{MONTH_STARTS} {WEEKDAY_STARTS}",
        rf"(?:{WEEKDAY},? )?{MONTH} (?:the )?(?:{DAY}{COUNTED}|(?P<ordinal>{ORDINAL})\b){OF_YEAR}?",
        _read_day,
    ),
    Rule.of("month-year", MONTH_STARTS, rf"{MONTH}{OF_YEAR}", _read_month),
    Rule.of(
        "month",
        f"{_CUES} of by from".replace("|", " "),
        rf"(?:(?:{_CUES})|(?:of|by|from)(?= \w+(?! (?-i:[A-Z])))) (?P<core>{MONTH})(?! \d\d?(?!\d))",
        _read_bare_month,
    ),
    Rule.of(
        "days",
        "# between from the",
        rf"{_BETWEEN}(?:the )?{_DAY_A}{JOINT}(?:the )?{DAY}(?:(?: of)? |-){MONTH}{OF_YEAR}?",
        _read_days,
    ),
    Rule.of(
        "month-days",
        f"between from {MONTH_STARTS}",
        rf"{_BETWEEN}{MONTH} {_DAY_A}{JOINT}{DAY}{COUNTED}{OF_YEAR}?",
        _read_days,
    ),
    Rule.of(
        "months",
        f"between from {MONTH_STARTS}",
        rf"{_BETWEEN}{MONTH.replace('<month>', '<month_a>')}{JOINT}{MONTH}(?! \d\d?\b){OF_YEAR}?",
        _read_months,
    ),
    Rule.of(
        "years",
        "# between from",
        rf"{_BETWEEN}(?P<year_a>{YEAR_NUMBER})(?P<joint> (?:and|to|till|until|through|or) (?={YEAR_NUMBER})| ?[-–] ?|/)"
        rf"(?P<year_b>{YEAR_NUMBER}|\d\d)(?!\d|[-/.,]\d|-\w){COUNTED}",
        _read_years,
    ),
    Rule.of(
        "year",
        f"{_CUES} of by from as back year for about around circa ca".replace("|", " "),
        rf"(?:(?:{_CUES}|of|by|from|as early as|back in|year|for) (?:the year )?|(?=about|around|circa|ca\b))"
        rf"(?P<core>(?P<about>(?:about|around|circa|ca\.?) )?{YEAR}){COUNTED}(?!['’]?s\b)",
        _read_year,
    ),
    Rule.of("year-adjective", "the", rf"the (?P<core>{YEAR})(?= [a-z]){COUNTED}", _read_year),
    Rule.of("year-in-brackets", "#", rf"(?<=\(){YEAR}(?=[),;])", _read_year),
    Rule.of(
        "numbers",
        "#",
        rf"(?P<first>\d{{1,2}})(?P<mark>[./-]) ?(?P<second>\d{{1,2}})(?P=mark) ?(?P<year>{YEAR_NUMBER})(?![\d/-]|\.\d)",
        _read_numbers,
    ),
    Rule.of("iso", "#", rf"{YEAR_NUMBER}-\d\d-\d\d(?![\d/-])", _read_iso),
    Rule.of(
        "roman",
        "#",
        rf"(?P<first>\d{{1,2}})(?:\.|/| )\s?(?P<roman>(?-i:{_ROMAN}))(?:\.|/| )\s?(?P<year>{YEAR_NUMBER})(?!\d)",
        _read_roman,
    ),
    Rule.of(
        "day-of-month",
        f"# the on by from of about around for {_CUES}".replace("|", " "),
        rf"(?:(?:{_CUES}|on|by|from|of|for|about|around) )?(?P<core>(?:the )?{_ORDINAL_DAY}"
        r"(?: of (?P<month_word>this|last|next) month\b| (?P<latin>inst|instant|ult|ultimo)\b\.?))",
        _read_day_of_month,
    ),
    Rule.of(
        "day-of-month",
        f"on by about around {_CUES}".replace("|", " "),
        rf"(?:{_CUES}|on|by|about|around) (?P<core>(?:the )?{_ORDINAL_DAY})(?P<month_word>)(?P<latin>)"
        rf"{_NO_COUNTED_THING}",
        _read_day_of_month,
    ),
    Rule.of(
        "day-of-month",
        "#",
        rf"(?<!the\s)(?P<core>{_ORDINAL_DAY})(?P<month_word>)(?P<latin>)(?= ?[.,;)]| (?:for|at|in|to|with)\b| ?\Z)",
        _read_day_of_month,
    ),
    Rule.of(
        "clock",
        "# at until till by from around about since before after shortly noon midnight",
        r"(?:(?:at|until|till|by|from|around|about|since|before|after) (?:about |around |exactly )?)?"
        r"(?:(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?\s?(?:[ap]\.m\.|[ap]m\b|o['’]clock)|[0-2]\d[0-5]\d (?:hours|hrs)\b)"
        r"|(?:at|until|till|by|from|around|about) (?:about )?"
        r"(?:(?:[01]?\d|2[0-4])[:.][0-5]\d(?![\d.])(?! ?%)|noon\b|midnight\b)",
        _read_clock,
    ),
)
