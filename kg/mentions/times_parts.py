"""Rules for parts of months, years and decades ("late October"), and for seasons."""

from __future__ import annotations

import re

from kg.mentions.times_dates import OF_YEAR, YEAR_NUMBER, YEAR_WORD, nearest, of_year
from kg.mentions.times_phrase import Found, Rule, When, dated, unsettled
from kg.mentions.times_words import DECADE_OF, MONTH, SEASON, SEASON_OF, SEASON_STARTS, YEAR, lower_words, month_of
from kg.model.dates import EdtfDate, Resolution

_PART_WORDS = (
    "early|late|mid|middle|beginning|start|end|first half|second half|first (?:few )?days|last (?:few )?days|"
    "first quarter|second quarter|third quarter|fourth quarter|last quarter|first week|second week|third week|last week"
)
_PART = rf"(?P<part>{_PART_WORDS})(?:(?: (?:of|in))?(?: the(?: month of)?)? |-)"
_PART_STARTS = "the early late mid middle beginning start end first last second third fourth"


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
    }.get(part.replace("few ", ""), ("", ""))
    if not last_day:
        raise ValueError(f"{part} of a month has no known bounds")
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
    "first quarter": ("01", "03"),
    "second quarter": ("04", "06"),
    "third quarter": ("07", "09"),
    "fourth quarter": ("10", "12"),
    "last quarter": ("10", "12"),
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
    part = lower_words(found["part"])
    if found["month_word"]:
        day = when.moved(months={"this": 0, "last": -1, "next": 1}[found["month_word"].lower()])
        return dated(_month_part(part, day.year, day.month), Resolution.DEICTIC_FROM_UTTERANCE)
    month = month_of(found["month"])
    return of_year(found, when, lambda year: _month_part(part, year, month))


def _read_part_of_year(found: re.Match[str], when: When) -> Found:
    part = lower_words(found["part"])
    if part not in _YEAR_PARTS:
        return unsettled("a year has no such part with known bounds")
    first, last = _YEAR_PARTS[part]
    return of_year(found, when, lambda year: EdtfDate(f"{year:04d}-{first}/{year:04d}-{last}"))


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
    part = lower_words(found["part"] or found["part_a"] or "")
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
    return of_year(found, when, lambda year: EdtfDate(f"{year:04d}-{season}"))


def _read_bare_season(found: re.Match[str], when: When) -> Found:
    season = SEASON_OF[found["season"].lower()]
    return dated(nearest(lambda year: EdtfDate(f"{year:04d}-{season}"), when), Resolution.YEAR_FROM_DOCUMENT_DATE)


RULES = (
    Rule.of(
        "part-of-month",
        _PART_STARTS,
        rf"(?:the )?{_PART}(?:{MONTH}{OF_YEAR}?|(?P<month_word>this|last|next) month)",
        _read_part_of_month,
    ),
    Rule.of("part-of-year", _PART_STARTS, rf"(?:the )?{_PART}(?:year )?(?:{YEAR}|{YEAR_WORD})", _read_part_of_year),
    Rule.of(
        "decade",
        f"{_PART_STARTS} #",
        rf"(?:(?:the )?(?:{_PART})?(?P<decade>{YEAR_NUMBER[:-2]}0)['’]?s\b|".replace("<part>", "<part_a>")
        + rf"the (?:{_PART})?(?:['’]?(?P<short>[1-9]0)['’]?s|(?P<decade_word>{'|'.join(DECADE_OF)}))\b)",
        _read_decade,
    ),
    Rule.of(
        "season",
        f"the early late mid {SEASON_STARTS}",
        rf"(?:the )?(?:(?:early|late|mid)(?: |-))?{SEASON}(?:,? (?:of )?(?:the year )?"
        rf"(?P<year>{YEAR_NUMBER})(?:[/–-](?P<year_b>\d{{4}}|\d\d))?(?!\d)|(?: of)? {YEAR_WORD})",
        _read_season,
    ),
    Rule.of(
        "season-bare",
        "in during since until before after by",
        r"(?:in|during|since|until|before|after|by) (?:the )?(?:(?:early|late) )?"
        rf"(?P<core>{SEASON})\b(?! of)",
        _read_bare_season,
    ),
)
