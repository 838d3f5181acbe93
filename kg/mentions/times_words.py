"""The words of time: months, weekdays, numbers, units, named periods; and how a rule's pattern is compiled."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from attrs import frozen

from kg.errors import DataError
from kg.model.dates import Duration, DurationQualifier, EdtfDate

MONTHS = (
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
)  # fmt: skip
MONTH_OF = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
MONTH_OF |= {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)} | {"sept": 9}
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
WEEKDAY_OF = {name.lower(): number for number, name in enumerate(WEEKDAYS)}
SEASON_OF = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
ROMAN_MONTHS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_NUMBER_OF = {word: number for number, word in enumerate([*_ONES, *_TEENS], 1)}
_NUMBER_OF |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
_NUMBER_OF |= {"a": 1, "an": 1, "dozen": 12, "couple": 2}
DECADE_OF = {word.removesuffix("y") + "ies": 10 * number for number, word in enumerate(_TENS, 2)}
ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
]
ORDINAL_OF = {word: number for number, word in enumerate(ORDINALS, 1)}

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
QUALIFIER_OF = {
    "approximately": DurationQualifier.APPROXIMATELY,
    "about": DurationQualifier.APPROXIMATELY,
    "around": DurationQualifier.APPROXIMATELY,
    "roughly": DurationQualifier.APPROXIMATELY,
    "some": DurationQualifier.APPROXIMATELY,
    "nearly": DurationQualifier.APPROXIMATELY,
    "almost": DurationQualifier.APPROXIMATELY,
    "circa": DurationQualifier.APPROXIMATELY,
    "more than": DurationQualifier.MORE_THAN,
    "well over": DurationQualifier.MORE_THAN,
    "over": DurationQualifier.MORE_THAN,
    "at least": DurationQualifier.MORE_THAN,
    "no less than": DurationQualifier.MORE_THAN,
    "not less than": DurationQualifier.MORE_THAN,
    "less than": DurationQualifier.LESS_THAN,
    "under": DurationQualifier.LESS_THAN,
    "no more than": DurationQualifier.LESS_THAN,
    "not more than": DurationQualifier.LESS_THAN,
    "at most": DurationQualifier.LESS_THAN,
    "up to": DurationQualifier.LESS_THAN,
    "merely": DurationQualifier.MERELY,
    "a mere": DurationQualifier.MERELY,
    "only": DurationQualifier.MERELY,
    "just": DurationQualifier.MERELY,
    "barely": DurationQualifier.MERELY,
    "exactly": "",
    "another": "",
}
QUALIFIER = rf"(?P<qualifier>{'|'.join(sorted(QUALIFIER_OF, key=len, reverse=True))})"
# "nine months", "about two and a half years", "half an hour", "a year and a half"
LENGTH = (
    rf"(?:{QUALIFIER} )?(?:(?P<half>half an?|a half)|(?P<number>{NUMBER}|an?)(?P<and_half> and a half)?(?: (?:full|long|more|whole))?)"
    rf"[\s-]{UNITS}(?P<half_after> and a half\b)?"
)

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
    words = re.sub(r"\s+", " ", (found["qualifier"] or "").lower())
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


@frozen
class Period:
    """A period of history with a name: its days are background knowledge, with their source."""

    key: str
    names: tuple[str, ...]
    value: EdtfDate
    source: str


def _table(name: str) -> dict[str, object]:
    path = files("kg.mentions").joinpath(name)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as why:
        raise DataError(f"cannot be read: {why}.", place=str(path), cure="Install the package again.") from why


@cache
def word_list(name: str) -> tuple[str, ...]:
    """A list of words of times.toml."""
    words = _table("times.toml").get(name)
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        raise DataError(f"{name!r} is not a list of words.", place="times.toml", cure="Mend the list.")
    return tuple(words)


@cache
def pattern_list(name: str) -> tuple[tuple[frozenset[str], str], ...]:
    """A list of patterns of times.toml: the words each can begin with, and the pattern."""
    rows = _table("times.toml").get(name)
    if not isinstance(rows, list) or not all(isinstance(row, list) and len(row) == 2 for row in rows):
        raise DataError(f"{name!r} is not a list of pairs.", place="times.toml", cure="Write [starts, pattern].")
    return tuple((frozenset(str(starts).split()), str(pattern)) for starts, pattern in rows)


@cache
def periods() -> tuple[Period, ...]:
    """The named periods of periods.toml, each with a source."""
    rows = _table("periods.toml").get("period")
    if not isinstance(rows, list):
        raise DataError("there is no [[period]].", place="periods.toml", cure="Add one.")
    found = []
    for row in rows:
        try:
            period = Period(str(row["key"]), tuple(row["names"]), EdtfDate(row["edtf"]), str(row["source"]))
        except (KeyError, TypeError, ValueError) as why:
            raise DataError(
                f"a period is not whole: {why}.", place="periods.toml", cure="Give key, names, edtf, source."
            ) from why
        if not period.source or not period.names:
            raise DataError(f"{period.key} has no source or no name.", place="periods.toml", cure="Add it.")
        found.append(period)
    return tuple(found)


COUNTED = rf"(?! (?:{'|'.join(word_list('counted_nouns'))})\b)"
EVENT_NOUN = rf"(?:(?!of\b|and\b)[\w-]+ ){{0,2}}?(?:{'|'.join(word_list('event_nouns'))})\b"
EVENT = (
    r"(?P<event>(?:(?:his|her|their|its|our|my|your|the|this|that|these|those)|"
    r"(?:(?:the )?(?-i:[A-Z])[\w.-]* ){0,3}(?-i:[A-Z])[\w-]*(?:['’]s|s['’])) "
    rf"{EVENT_NOUN})"
)
NUMBER_STARTS = frozenset([*_ONES, *_TEENS, *_TENS, "a", "an", "couple", "half", "#"])
QUALIFIER_STARTS = frozenset(word.split()[0] for word in QUALIFIER_OF)
LENGTH_STARTS = NUMBER_STARTS | QUALIFIER_STARTS
MONTH_STARTS = frozenset(MONTH_OF)
WEEKDAY_STARTS = frozenset(WEEKDAY_OF)
ORDINAL_STARTS = frozenset(word.split("-")[0] for word in ORDINALS)
