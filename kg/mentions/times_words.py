"""The words of time: months, weekdays, numbers, units; and how a rule's pattern is written and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kg.mentions.times_data import periods, word_list
from kg.model.dates import Duration

MONTHS = word_list("months")
MONTH_OF = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
MONTH_OF |= {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)} | {"sept": 9}
WEEKDAYS = word_list("weekdays")
WEEKDAY_OF = {name.lower(): number for number, name in enumerate(WEEKDAYS)}
SEASON_OF = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
ROMAN_MONTHS = word_list("roman_months")

_ONES, _TEENS, _TENS = word_list("ones"), word_list("teens"), word_list("tens")
_NUMBER_OF = {word: number for number, word in enumerate([*_ONES, *_TEENS], 1)}
_NUMBER_OF |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
_NUMBER_OF |= {"a": 1, "an": 1, "dozen": 12, "couple": 2}
DECADE_OF = {word.removesuffix("y") + "ies": 10 * number for number, word in enumerate(_TENS, 2)}
ORDINALS = word_list("ordinals")
ORDINAL_OF = {word: number for number, word in enumerate(ORDINALS, 1)}
QUALIFIER_OF = {
    word: qualifier
    for qualifier, name in (
        ("Approximately", "approximately"),
        ("MoreThan", "more_than"),
        ("LessThan", "less_than"),
        ("Merely", "merely"),
        ("", "exactly"),
    )
    for word in word_list(name)
}


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first.

    >>> one_of(["over", "well over"])
    'well over|over'
    """
    return "|".join(sorted(words, key=len, reverse=True))


def lower_words(text: str) -> str:
    """The words in lower case with one space between them."""
    return " ".join(text.lower().split())


# Parts of a pattern. A space is any space (see `pattern_of`); the names of groups are read by the readers.
MONTH = rf"(?P<month>{'|'.join(MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|(?![a-z])))(?![a-z])"
WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
SEASON = rf"(?P<season>{'|'.join(SEASON_OF)})"
YEAR = r"(?P<year>(?:1[7-9]|20)\d\d)(?![\d/]|[.,]\d|-\d)"
DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d:]|[.,]\d)"
ORDINAL = rf"(?:{'|'.join(sorted(ORDINALS, key=len, reverse=True))})"
UNIT = r"(?P<unit>second(?=s)|minute|hour|day|week|fortnight|month|year|decade)"
UNITS = rf"{UNIT}s?\b(?:['’](?=\s))?"
NUMBER = (
    r"(?:\d{1,4}|a dozen|(?:a )?couple(?: of)?|"
    rf"(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_ONES)}))?|{'|'.join(sorted(_TEENS + _ONES, key=len, reverse=True))})"
)
QUALIFIER = rf"(?P<qualifier>{'|'.join(sorted(QUALIFIER_OF, key=len, reverse=True))})"
# "nine months", "about two and a half years", "half an hour", "a year and a half"
LENGTH = (
    rf"(?:{QUALIFIER} )?(?:(?P<half>half an?|a half)|"
    rf"(?P<number>{NUMBER}|an?)(?P<and_half> and a half)?(?: (?:full|long|more|whole))?)"
    rf" {UNITS}(?P<half_after> and a half\b)?(?! (?:old|of age)\b)"
)
COUNTED = rf"(?! (?:{'|'.join(word_list('counted_nouns'))})\b)"
EVENT_NOUN = rf"(?:(?!of\b|and\b)[\w-]+ ){{0,2}}?(?:{'|'.join(word_list('event_nouns'))})\b"
# A period with a name has its own dates: "after the Korean War" is counted from no event of the story.
_NO_PERIOD = rf"(?!(?:the )?\[?(?:{'|'.join(name for period in periods() for name in period.names)})\b)"
_DETERMINER = "(?:his|her|their|its|our|my|your|the|this|that|these|those)"
EVENT = (
    rf"{_NO_PERIOD}(?P<event>(?:{_DETERMINER}(?:(?: [\w-]+){{1,3}}(?:['’]s|s['’]))?|"
    rf"(?:(?:the )?(?-i:[A-Z])[\w.-]* ){{0,3}}(?-i:[A-Z])[\w-]*(?:['’]s|s['’])) {EVENT_NOUN})"
)
# The words that a pattern can begin with, as Rule.of takes them.
NUMBER_STARTS = " ".join([*_ONES, *_TEENS, *_TENS, "a", "an", "couple", "half", "#"])
QUALIFIER_STARTS = " ".join(word.split()[0] for word in QUALIFIER_OF)
LENGTH_STARTS = f"{NUMBER_STARTS} {QUALIFIER_STARTS}"
MONTH_STARTS = " ".join(MONTH_OF)
WEEKDAY_STARTS = " ".join(WEEKDAY_OF)
SEASON_STARTS = " ".join(SEASON_OF)
ORDINAL_STARTS = " ".join(word.split("-")[0] for word in ORDINALS)

_STEP_OF = {
    "second": ("T", 1, "S"),
    "minute": ("T", 1, "M"),
    "hour": ("T", 1, "H"),
    "day": ("", 1, "D"),
    "week": ("", 7, "D"),
    "fortnight": ("", 14, "D"),
    "month": ("", 1, "M"),
    "year": ("", 1, "Y"),
    "decade": ("", 10, "Y"),
}
_HALF_OF = {
    "minute": ("T", 30, "S"),
    "hour": ("T", 30, "M"),
    "day": ("T", 12, "H"),
    "year": ("", 6, "M"),
    "decade": ("", 5, "Y"),
}


def number_of(words: str) -> int:
    """The number that digits or words to ninety-nine stand for.

    >>> number_of("twenty-three"), number_of("a dozen"), number_of("10")
    (23, 12, 10)
    """
    if words.isdecimal():
        return int(words)
    parts = [part for part in re.split(r"[\s-]+", words.lower()) if part != "of"]
    if len(parts) > 1 and parts[0] in ("a", "an"):
        parts = parts[1:]
    return sum(_NUMBER_OF[part] for part in parts)


def duration_of(found: re.Match[str]) -> Duration:
    """The length that a match of LENGTH gives; ValueError for half a week or half a month, which no unit measures.

    >>> duration_of(re.compile(pattern_of(LENGTH).pattern, re.IGNORECASE).fullmatch("about two and a half years"))
    Duration(value='P30M', qualifier='Approximately')
    """
    unit = found["unit"].lower()
    only_half = found["half"] is not None
    with_half = only_half or found["and_half"] is not None or found["half_after"] is not None
    count = 0 if only_half else number_of(found["number"])
    time, size, letter = _STEP_OF[unit]
    if with_half:
        if unit not in _HALF_OF:
            raise ValueError(f"half a {unit} has no exact length")
        time, half_size, half_letter = _HALF_OF[unit]
        per_unit = {"minute": 60, "hour": 60, "day": 24, "year": 12, "decade": 10}[unit]
        count, size, letter = count * per_unit + half_size, 1, half_letter
    words = lower_words(found["qualifier"] or "")
    return Duration(f"P{time}{count * size}{letter}", QUALIFIER_OF[words] if words else "")


def month_of(word: str) -> int:
    """The number of a month's name or short form, with or without a full stop."""
    return MONTH_OF[word.rstrip(".").lower()]


@cache
def pattern_of(source: str) -> re.Pattern[str]:
    """A rule's pattern, compiled: case is free, and each space stands for 1 to 40 spaces or line ends.

    >>> bool(pattern_of("next week").match("Next  week"))
    True
    """
    return re.compile(re.sub(r"(?<!\\) (?!\?)", r"\\s{1,40}", source).replace(" ?", r"\s?"), re.IGNORECASE)
