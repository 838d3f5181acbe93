"""Rules for lengths of time, alone or measured from an event; for rates; and for periods with a name."""

from __future__ import annotations

import re

from attrs import evolve

from kg.mentions.times_data import pattern_list, periods
from kg.mentions.times_phrase import Found, Rule, When, unsettled
from kg.mentions.times_words import (
    EVENT,
    EVENT_NOUN,
    LENGTH,
    LENGTH_STARTS,
    NUMBER,
    NUMBER_STARTS,
    QUALIFIER_STARTS,
    UNIT,
    UNITS,
    duration_of,
    lower_words,
    number_of,
    pattern_of,
)
from kg.model.dates import Duration, EdtfDate, Resolution, date_plus
from kg.model.timephrase import PhraseKind

_BACK = ("before", "earlier", "previously", "beforehand", "prior", "prior to", "preceding")
_DETERMINERS = "his her their its our my your the this that these those"


def _counted(duration: Duration, unit: str, when: When, *, back: bool) -> EdtfDate:
    """The day moved by the length; weeks are counted loosely."""
    value = date_plus(EdtfDate.day(when.day), duration, back=back)
    return value.approximate() if unit.lower() in ("week", "fortnight") else value


def _offset(duration: Duration, unit: str, way: str, when: When, resolution: Resolution) -> Found:
    back = lower_words(way) in _BACK or lower_words(way) == "before that"
    found = Found(PhraseKind.OFFSET, resolution, None, duration, "before" if back else "after")
    if when.narrated:
        return evolve(found, value=_counted(duration, unit, when, back=back))
    return evolve(found, needs_anchor=True, reason="counted from an event")


def _read_later(found: re.Match[str], when: When) -> Found:
    return _offset(duration_of(found), found["unit"], found["way"], when, Resolution.OFFSET_FROM_ANCHOR)


def _read_unit_before_event(found: re.Match[str], when: When) -> Found:
    unit = (found["unit"] or "day").lower()
    duration = Duration({"day": "P1D", "week": "P7D", "month": "P1M", "year": "P1Y"}[unit])
    return _offset(duration, unit, found["way"] or "before", when, Resolution.OFFSET_FROM_ANCHOR)


def _read_after_length(found: re.Match[str], when: When) -> Found:
    return _offset(duration_of(found), found["unit"], "after", when, Resolution.OFFSET_FROM_UNKNOWN_ANCHOR)


def _read_vague_offset(found: re.Match[str], when: When) -> Found:
    back = lower_words(found["way"] or found["way_alone"]) in _BACK
    resolution = Resolution.BEFORE_ANCHOR if back else Resolution.AFTER_ANCHOR
    result = Found(PhraseKind.OFFSET, resolution, direction="before" if back else "after")
    if when.narrated:
        return evolve(result, value=EdtfDate.before(when.day) if back else EdtfDate.after(when.day))
    return evolve(result, needs_anchor=True, reason="counted from an event, by no known length")


def _read_event(found: re.Match[str], when: When) -> Found:
    """ "before his departure": an open interval; "upon his arrival": the day of it."""
    way = lower_words(found["way"] or found["way_on"])
    if way in ("upon", "on", "at the time of", "during", "in the course of"):
        result = Found(PhraseKind.OFFSET, Resolution.OFFSET_FROM_ANCHOR)
        value = EdtfDate.day(when.day)
    elif way in ("before", "until", "till", "prior to", "up to"):
        result = Found(PhraseKind.OFFSET, Resolution.BEFORE_ANCHOR, direction="before")
        value = EdtfDate.before(when.day)
    else:
        result = Found(PhraseKind.OFFSET, Resolution.AFTER_ANCHOR, direction="after")
        value = EdtfDate.after(when.day)
    if when.narrated:
        return evolve(result, value=value)
    return evolve(result, needs_anchor=True, reason="counted from an event")


def _read_length_to_event(found: re.Match[str], when: When) -> Found:
    ending = lower_words(found["way"]) in (*_BACK, "until", "till")
    duration = duration_of(found)
    result = Found(
        PhraseKind.DURATION,
        Resolution.DURATION_ENDING_AT_ANCHOR if ending else Resolution.DURATION_ONLY,
        None,
        duration,
        "ending" if ending else "starting",
    )
    if not when.narrated:
        return evolve(result, needs_anchor=True, reason="measured from an event")
    far = _counted(Duration(duration.value), found["unit"], when, back=ending)
    near = EdtfDate.day(when.day)
    if duration.qualifier == "MoreThan":
        return evolve(result, reason="its far end is open")
    if duration.qualifier == "Approximately":
        far = far.approximate()
    return evolve(result, value=EdtfDate.between(far, near) if ending else EdtfDate.between(near, far))


def _read_length(found: re.Match[str], _when: When) -> Found:
    return Found(PhraseKind.DURATION, Resolution.DURATION_ONLY, None, duration_of(found))


def _read_adjective(found: re.Match[str], _when: When) -> Found:
    size, letter = {
        "minute": ("T", "M"),
        "hour": ("T", "H"),
        "day": ("", "D"),
        "week": ("", "D"),
        "month": ("", "M"),
        "year": ("", "Y"),
    }[found["unit"].lower()]
    count = number_of(found["number"]) * (7 if found["unit"].lower() == "week" else 1)
    return Found(PhraseKind.DURATION, Resolution.DURATION_ONLY, None, Duration(f"P{size}{count}{letter}"))


def _read_range_of_lengths(_found: re.Match[str], _when: When) -> Found:
    return Found(PhraseKind.DURATION, Resolution.VAGUE, reason="between two lengths")


def _read_within(found: re.Match[str], when: When) -> Found:
    duration = Duration(duration_of(found).value, "LessThan")
    return _offset(duration, found["unit"], "after", when, Resolution.OFFSET_FROM_UNKNOWN_ANCHOR)


def _read_in_length(found: re.Match[str], _when: When) -> Found:
    reason = "so long from now, or so long in the doing"
    return evolve(unsettled(reason, kind=PhraseKind.DURATION), duration=duration_of(found))


def _read_rate(found: re.Match[str], _when: When) -> Found:
    return Found(PhraseKind.RATE, Resolution.RATE, None, duration_of(found), reason="a share of each such stretch")


def _read_times_a(_found: re.Match[str], _when: When) -> Found:
    return Found(PhraseKind.RATE, Resolution.RATE, reason="so often in each such stretch")


def _read_vague(_found: re.Match[str], _when: When) -> Found:
    return unsettled("words without bounds", kind=PhraseKind.VAGUE)


# An editor's brackets may stand inside a name: "the [Great] Patriotic War".
_PERIODS = tuple(
    (pattern_of("|".join(period.names).replace(" ", r"[\s\[\]]{1,4}")), period.value) for period in periods()
)


def _read_period(found: re.Match[str], _when: When) -> Found:
    value = next(value for pattern, value in _PERIODS if pattern.fullmatch(found["name"]))
    return Found(PhraseKind.PERIOD, Resolution.NAMED_PERIOD, value)


_ADJECTIVE_UNIT = "(?P<unit>minute|hour|day|week|month|year)"
_NOT_A_PLAN = r"(?!-)(?! (?:\w+ )?(?:plans?|pact|treaty|term|olds?)\b)"
_END = r"(?=\s?(?:[.,;:)]|\Z))"
_BARE_LENGTH = LENGTH.replace("|an?)", r"|an?(?= \w+ and a half\b))")  # "a day" alone is no length: "4 hours a day"

RULES = (
    Rule.of(
        "adjective-of-event",
        f"{_DETERMINERS} during throughout a",
        r"(?:(?:during|throughout) )?(?P<event>(?:his|her|their|its|our|my|your|the|this|that|a) (?:\w+ )?"
        rf"(?P<number>{NUMBER})"
        rf"[\s-]{_ADJECTIVE_UNIT}(?:-long|['’])? (?!(?:\w+ )?plan)"
        rf"{EVENT_NOUN})",
        _read_adjective,
    ),
    Rule.of(
        "later",
        LENGTH_STARTS,
        rf"{LENGTH} (?P<way>later|earlier|afterwards?|thereafter|previously|beforehand|after that|before that|"
        rf"(?:before|after){_END})\b",
        _read_later,
    ),
    Rule.of(
        "offset-from-event", LENGTH_STARTS, rf"{LENGTH} (?P<way>before|after|prior to|following) {EVENT}", _read_later
    ),
    Rule.of(
        "unit-from-event",
        "on in the",
        r"(?:(?:on|in) )?the (?:(?P<unit>day|week|month|year) (?P<way>before|after|preceding|following)|eve of) "
        rf"{EVENT}",
        _read_unit_before_event,
    ),
    Rule.of(
        "vague-offset",
        "some a few several many shortly soon immediately right long",
        r"(?:(?:some|a few|few|several|many) (?:minutes|hours|days|weeks|months|years|time)|"
        r"shortly|soon|immediately|right|long) "
        rf"(?:(?P<way>before|after|prior to|following) {EVENT}|"
        r"(?P<way_alone>later|earlier|afterwards?|thereafter|beforehand|"
        rf"(?:before|after){_END}))\b",
        _read_vague_offset,
    ),
    Rule.of(
        "after-that",
        "after before",
        r"(?P<way_alone>after|before) that(?= ?[.,;:)]| (?:and|but|or|he|she|they|we|I|the)\b|\s*\Z)(?P<way>)",
        _read_vague_offset,
    ),
    Rule.of(
        "event",
        "before after since until till prior following upon on at during in up",
        r"(?:(?P<way>before|after|since|until|till|prior to|following|upon|at the time of|during|in the course of|"
        rf"up to) {EVENT}"
        r"|(?P<way_on>on) (?P<event_on>(?:his|her|their|our|my) (?:\w+ )?(?:arrival|return|departure)))\b",
        _read_event,
    ),
    Rule.of(
        "length-to-event",
        "for during in",
        rf"(?:for|during|in) (?:the )?(?:last |first )?{LENGTH} "
        rf"(?P<way>before|prior to|until|till|preceding|after|following|since) {EVENT}",
        _read_length_to_event,
    ),
    Rule.of(
        "after-length",
        "after following",
        rf"(?:after|following) (?:an? (?:delay|wait|lapse|interval|period) of )?{LENGTH}(?: of [\w-]+)?",
        _read_after_length,
    ),
    Rule.of("within-length", "within", rf"within {LENGTH}(?: (?:of|after) {EVENT})?", _read_within),
    Rule.of("in-length", "in", rf"in {LENGTH}", _read_in_length),
    Rule.of("length", "for", rf"for {LENGTH}", _read_length),
    Rule.of("bare-length", LENGTH_STARTS, _BARE_LENGTH, _read_length),
    Rule.of(
        "range-of-lengths",
        f"{NUMBER_STARTS} {QUALIFIER_STARTS} for within after",
        r"(?:(?:for|within|after) )?(?:(?:about|some|only|approximately) )?"
        rf"{NUMBER}(?: (?:or|to) | ?[-–] ?){NUMBER} {UNITS}",
        _read_range_of_lengths,
    ),
    Rule.of(
        "adjective",
        NUMBER_STARTS,
        rf"(?P<number>{NUMBER})-{_ADJECTIVE_UNIT}(?:-long)?\b{_NOT_A_PLAN}",
        _read_adjective,
    ),
    Rule.of(
        "rate",
        LENGTH_STARTS,
        rf"{LENGTH} (?:(?:per|a|each|every) (?:day|week|month|year)|daily|weekly|monthly)\b",
        _read_rate,
    ),
    Rule.of(
        "times-a",
        f"{NUMBER_STARTS} once twice thrice",
        rf"(?:once|twice|thrice|{NUMBER} times) (?:(?:per|an?|each|every) {UNIT}|daily|weekly|monthly|yearly)\b",
        _read_times_a,
    ),
    *(Rule.of("vague", starts, f"(?:{pattern})(?!\\w)", _read_vague) for starts, pattern in pattern_list("vague")),
    Rule.of(
        "period",
        " ".join(["the", *(name.split()[0].lower() for period in periods() for name in period.names)]),
        rf"(?:the\s)?\[?(?P<name>{'|'.join(pattern.pattern for pattern, _ in _PERIODS)})\b",
        _read_period,
    ),
)
# These win like a rule and give nothing.
LEFT_ALONE = tuple(
    (frozenset(starts.split()), pattern_of(f"(?:{pattern})(?!\\w)")) for starts, pattern in pattern_list("left_alone")
)
