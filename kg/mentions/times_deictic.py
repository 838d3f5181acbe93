"""Rules for times counted from the day of speaking ("last week") or of the story ("the following day")."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from kg.mentions.times_dates import nearest
from kg.mentions.times_phrase import Found, Rule, When, dated, unsettled
from kg.mentions.times_words import (
    LENGTH,
    LENGTH_STARTS,
    MONTH,
    NUMBER,
    QUALIFIER,
    SEASON,
    SEASON_OF,
    UNIT,
    UNITS,
    WEEKDAY,
    WEEKDAY_OF,
    WEEKDAY_STARTS,
    duration_of,
    lower_words,
    month_of,
    number_of,
    one_of,
)
from kg.model.dates import Duration, EdtfDate, Resolution, date_plus
from kg.model.timephrase import PhraseKind

_DAY_WORDS = {
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}
_REFS = {"this": 0, "the current": 0, "the present": 0, "last": -1, "next": 1, "the coming": 1}
_NARRATED = {
    "the previous": -1,
    "the preceding": -1,
    "the following": 1,
    "the next": 1,
    "the very next": 1,
    "the same": 0,
    "the very same": 0,
    "that": 0,
    "that same": 0,
}
_FROM_EVENT = Found(PhraseKind.OFFSET, Resolution.OFFSET_FROM_ANCHOR, needs_anchor=True, reason="counted from an event")
_DAY_PARTS = ("day", "morning", "afternoon", "evening", "night")


def _deictic(value: EdtfDate) -> Found:
    return dated(value, Resolution.DEICTIC_FROM_UTTERANCE)


def _week(day: date) -> EdtfDate:
    """The week of the day, Monday to Sunday (ISO 8601-1, 3.1.1.23)."""
    monday = day.toordinal() - day.weekday()
    return EdtfDate.between(date.fromordinal(monday), date.fromordinal(monday + 6))


def _calendar_unit(unit: str, step: int, when: When) -> EdtfDate:
    """The day, week, month, year or decade that lies `step` such units from that of the day."""
    if unit in _DAY_PARTS:
        return EdtfDate.day(when.moved(days=step))
    if unit == "week":
        return _week(when.moved(days=7 * step))
    if unit == "month":
        moved = when.moved(months=step)
        return EdtfDate.month(moved.year, moved.month)
    if unit == "year":
        return EdtfDate.year(when.moved(years=step).year)
    return EdtfDate(f"{when.moved(years=10 * step).year // 10:03d}X")


def _read_day_word(found: re.Match[str], when: When) -> Found:
    return _deictic(EdtfDate.day(when.moved(days=_DAY_WORDS[lower_words(found["word"])])))


def _read_unit(found: re.Match[str], when: When) -> Found:
    return _deictic(_calendar_unit(found["unit"].lower(), _REFS[lower_words(found["ref"])], when))


def _read_this_or_next(found: re.Match[str], when: When) -> Found:
    unit = found["unit"].lower()
    return _deictic(EdtfDate.between(_calendar_unit(unit, 0, when), _calendar_unit(unit, 1, when)))


def _span_duration(found: re.Match[str]) -> Duration:
    count = number_of(found["number"]) if found["number"] else 1
    size, letter = {"day": (1, "D"), "week": (7, "D"), "fortnight": (14, "D"), "month": (1, "M"), "year": (1, "Y")}.get(
        found["unit"].lower(), (10, "Y")
    )
    return Duration(f"P{count * size}{letter}")


def _span_end(found: re.Match[str], day: date) -> EdtfDate:
    """The day as fine as a stretch of that length is meant: one year to the month, ten years to the year."""
    unit, is_one = found["unit"].lower(), not found["number"] or number_of(found["number"]) == 1
    if unit == "decade" or (unit == "year" and not is_one):
        return EdtfDate.year(day.year)
    if unit == "year" or (unit == "month" and not is_one):
        return EdtfDate.month(day.year, day.month)
    return EdtfDate.day(day)


def _read_span(found: re.Match[str], when: When, *, back: bool) -> Found:
    if found["unit"].lower() in ("hour", "minute", "second"):
        return unsettled("too short to be a date", kind=PhraseKind.DURATION)
    far = date_plus(EdtfDate.day(when.day), _span_duration(found), back=back).earliest or when.day
    if found["unit"].lower() in ("year", "month", "decade"):
        months = _span_duration(found).months
        far = when.moved(months=-months if back else months)
    ends = (
        (_span_end(found, far), _span_end(found, when.day))
        if back
        else (_span_end(found, when.day), _span_end(found, far))
    )
    return _deictic(EdtfDate.between(*ends).approximate() if ends[0] != ends[1] else ends[0].approximate())


def _read_past_span(found: re.Match[str], when: When) -> Found:
    return _read_span(found, when, back=True)


def _read_future_span(found: re.Match[str], when: When) -> Found:
    if not found["number"] and not found["loose"] and found["in"].lower() != "within":
        return unsettled("the calendar unit that comes next, or a stretch of that length from now")
    return _read_span(found, when, back=False)


def _read_ago(found: re.Match[str], when: When) -> Found:
    duration = duration_of(found)
    value = date_plus(EdtfDate.day(when.day), duration, back=True)
    if found["unit"].lower() in ("week", "fortnight") or found["half"] or found["and_half"] or found["half_after"]:
        value = value.approximate()
    return Found(PhraseKind.OFFSET, Resolution.DEICTIC_FROM_UTTERANCE, value, duration, "before")


def _read_in_time(found: re.Match[str], when: When) -> Found:
    duration = duration_of(found)
    value = date_plus(EdtfDate.day(when.day), duration)
    if found["unit"].lower() in ("week", "fortnight"):
        value = value.approximate()
    return Found(PhraseKind.OFFSET, Resolution.DEICTIC_FROM_UTTERANCE, value, duration, "after")


def _before_or_after(year_to_date: Callable[[int], EdtfDate], day: date, *, after: bool) -> EdtfDate:
    """The last such stretch that was over before the day, or the first that begins after it."""
    for distance in range(4):
        value = year_to_date(day.year + (distance - 1 if after else 1 - distance))
        if value.earliest and value.latest and (value.earliest > day if after else value.latest < day):
            return value
    raise ValueError("no such stretch of time")


def _of_the_year(year_to_date: Callable[[int], EdtfDate], ref: str, when: When) -> EdtfDate:
    if ref == "this":
        return year_to_date(when.day.year)
    return _before_or_after(year_to_date, when.day, after=ref != "last")


def _read_ref_month(found: re.Match[str], when: When) -> Found:
    month = month_of(found["month"])
    return _deictic(_of_the_year(lambda year: EdtfDate.month(year, month), lower_words(found["ref"]), when))


def _read_ref_season(found: re.Match[str], when: When) -> Found:
    season, ref = SEASON_OF[found["season"].lower()], lower_words(found["ref"])
    if ref == "this" and season == 24:
        if when.day.month in (1, 2):
            return _deictic(EdtfDate(f"{when.day.year - 1:04d}-24"))
        if when.day.month not in (11, 12):
            return unsettled("this winter may be the last one or the next one")
    return _deictic(_of_the_year(lambda year: EdtfDate(f"{year:04d}-{season}"), ref, when))


def _read_weekday(found: re.Match[str], when: When) -> Found:
    """The nearest such day; "next" and "last" only where both ways of counting them agree."""
    number, ref = WEEKDAY_OF[found["weekday"].lower()], lower_words(found["ref"] or "")
    back, ahead = (when.day.weekday() - number) % 7, (number - when.day.weekday()) % 7
    if ref in ("this", "this coming"):
        step = number - when.day.weekday()
    elif back == 0:
        return unsettled("it is that weekday itself: the same day, or a week away")
    elif ref == "next" or (not ref and when.future):
        if ref and when.day.weekday() + ahead < 7:
            return unsettled("the next such day, or that of the next week")
        step = ahead
    else:
        if ref == "last" and when.day.weekday() - back >= 0:
            return unsettled("the last such day, or that of the last week")
        step = -back
    return _deictic(EdtfDate.day(when.moved(days=step)))


def _read_narrated(found: re.Match[str], when: When) -> Found:
    step, unit = _NARRATED[lower_words(found["ref"])], found["unit"].lower()
    if not when.narrated:
        return _FROM_EVENT
    if unit in SEASON_OF:
        season = SEASON_OF[unit]
        if step:
            value = _before_or_after(lambda year: EdtfDate(f"{year:04d}-{season}"), when.day, after=step > 0)
        else:
            value = nearest(lambda year: EdtfDate(f"{year:04d}-{season}"), when)
    elif unit in WEEKDAY_OF:
        ahead = (WEEKDAY_OF[unit] - when.day.weekday()) % 7
        days = (ahead or 7) if step > 0 else (ahead - 7) if step < 0 else ahead if ahead == 0 else ahead - 7
        value = EdtfDate.day(when.moved(days=days))
    else:
        value = _calendar_unit(unit, step, when)
    return dated(value, Resolution.OFFSET_FROM_ANCHOR)


def _read_day_before(found: re.Match[str], when: When) -> Found:
    back = found["way"].lower() in ("before", "earlier")
    if when.narrated:
        value = _calendar_unit(found["unit"].lower(), -1 if back else 1, when)
        return dated(value, Resolution.OFFSET_FROM_ANCHOR)
    return _FROM_EVENT


def _read_every(_found: re.Match[str], _when: When) -> Found:
    return Found(PhraseKind.SET, Resolution.RATE, reason="it comes again and again")


_NOT_A_NAME = r"(?! (?-i:[A-Z])(?! |['’]))"
# Behind "on" or "last" a weekday is one, whoever is named next; but the "Sunday Times" is none.
_NO_PAPER = r"(?! (?:Times|Telegraph|Post|Herald|Express|Mirror|Observer|Worker|Club|Group|Agreement|School)\b)"

RULES = (
    Rule.of(
        "day-word",
        "today tonight this yesterday last tomorrow the",
        rf"(?P<word>{one_of(_DAY_WORDS)})\b(?! of)",
        _read_day_word,
    ),
    Rule.of(
        "this-or-next",
        "this in during",
        r"(?:(?:in|during) )?this (?P<unit>week|month|year) or (?:perhaps |possibly |maybe |even )?"
        r"(?:at )?(?:any ?time |some ?time )?(?:in |during )?(?:the )?next(?: (?P=unit)\b)?",
        _read_this_or_next,
    ),
    Rule.of(
        "unit",
        "in during for by this last next the",
        rf"(?:(?:in|during|for) )?(?P<ref>{one_of(_REFS)}) (?P<unit>week|month|year|decade)\b(?! (?:of|or)\b)",
        _read_unit,
    ),
    Rule.of(
        "past-span",
        "in over during for within throughout",
        rf"(?:in|over|during|for|within|throughout) the (?:last|past) (?:{QUALIFIER} )?"
        rf"(?:(?P<number>{NUMBER}) )?{UNITS}(?! of)",
        _read_past_span,
    ),
    Rule.of(
        "future-span",
        "in over during for within",
        rf"(?P<in>in|over|during|for|within) the (?:next|coming) (?:(?P<number>{NUMBER}) )?{UNITS}"
        r"(?P<loose> or (?:so|two))?(?! of)",
        _read_future_span,
    ),
    Rule.of("ago", LENGTH_STARTS, rf"{LENGTH} ago\b", _read_ago),
    Rule.of("in-time", "in", rf"in {LENGTH}['’]? time\b", _read_in_time),
    Rule.of("ref-month", "this last next", rf"(?P<ref>this|last|next) {MONTH}(?! \d)", _read_ref_month),
    Rule.of("ref-season", "this last next", rf"(?P<ref>this|last|next) {SEASON}\b", _read_ref_season),
    Rule.of(
        "weekday",
        WEEKDAY_STARTS,
        rf"(?P<core>{WEEKDAY})(?P<ref>)\b{_NOT_A_NAME}",
        _read_weekday,
    ),
    Rule.of(
        "weekday",
        "on this last next",
        rf"(?=on |this |last |next )(?:on )?(?P<core>(?:(?P<ref>this coming|this|last|next) )?{WEEKDAY})\b{_NO_PAPER}",
        _read_weekday,
    ),
    Rule.of(
        "narrated",
        "on in during the that",
        rf"(?:(?:on|in|during) )?(?P<ref>{one_of(_NARRATED)}) "
        rf"(?P<unit>{one_of(_DAY_PARTS)}|week|month|year|{one_of(SEASON_OF)}|{one_of(WEEKDAY_OF)})\b(?! of)",
        _read_narrated,
    ),
    Rule.of(
        "day-before",
        "on in the",
        rf"(?:(?:on|in) )?the (?P<unit>{one_of(_DAY_PARTS)}|week|month|year) (?P<way>before|after|earlier)\b"
        r"(?! (?:the|his|her|their|our|its|my|this|that|yesterday|tomorrow|he|she|they|we|it|I|[\w-]+ing)\b)"
        r"(?! (?-i:[A-Z]))",
        _read_day_before,
    ),
    Rule.of(
        "every",
        "every each on annually",
        rf"(?:every|each) (?:(?:other|second|third|few|{NUMBER}) )?(?:{UNIT}s?|morning|afternoon|evening|night|"
        rf"{one_of(SEASON_OF)}|{one_of(WEEKDAY_OF)})\b|on {WEEKDAY}s\b|annually",
        _read_every,
    ),
)
