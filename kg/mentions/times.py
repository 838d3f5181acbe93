"""The times that a text names: found by rules, resolved against the document date, never guessed.

The idea is HeidelTime's: patterns over words, a value for each, and a document date that supplies what the words leave
out. The rules are our own (times_dates, times_parts, times_deictic,
times_spans), their words are in times.toml and periods.toml.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from attrs import evolve

from kg.mentions import times_dates, times_deictic, times_parts, times_spans
from kg.mentions.times_phrase import Found, Rule, When, with_value
from kg.model.dates import EdtfDate, Resolution
from kg.model.edtf import Unit
from kg.model.timephrase import PhraseKind, TimePhrase

__all__ = ["PhraseKind", "TimePhrase", "resolved", "times_in"]

RULES = (*times_dates.RULES, *times_parts.RULES, *times_deictic.RULES, *times_spans.RULES)
_RULE_BY_ID: dict[str, tuple[Rule, ...]] = {rule.id: tuple(r for r in RULES if r.id == rule.id) for rule in RULES}
_RULES_BY_WORD = {
    word: tuple((rule, rule.pattern.match) for rule in RULES if word in rule.starts)
    for word in sorted(frozenset[str]().union(*(rule.starts for rule in RULES)))
}
_LEFT_ALONE_BY_WORD: dict[str, tuple[re.Pattern[str], ...]] = {
    word: tuple(pattern for starts, pattern in times_spans.LEFT_ALONE if word in starts)
    for word in sorted(frozenset[str]().union(*(starts for starts, _ in times_spans.LEFT_ALONE)))
}
# A phrase begins at a word or a number, not inside "90/1961", "XIX-J-1" or "1,500".
_WORD = re.compile(r"(?<![\w/-])(?<!\d[.,:])(?:[A-Za-z]+|\d+)")
_DEPENDENT = {Resolution.YEAR_FROM_DOCUMENT_DATE, Resolution.DEICTIC_FROM_UTTERANCE}

_DAY_PART = r"(?:morning|forenoon|afternoon|evening|night)"
_PART_BEFORE = re.compile(rf"(?:\b(?:in|on|during)\s)?\bthe\s(?:late\s|early\s)?{_DAY_PART}\sof\s\Z", re.IGNORECASE)
_PART_AFTER = re.compile(rf"(?:\s|,\s)(?:in\sthe\s|at\s)?{_DAY_PART}\b", re.IGNORECASE)
_CLOCK_GAP = re.compile(r",?\s(?:on\s|of\s)?", re.IGNORECASE)
_BOUND = re.compile(
    r"\b(?P<bound>since|until|till|by|before|after|prior\sto|no\slater\sthan|not\slater\sthan|as\sof)\s"
    r"(?P<about>about\s|around\s)?(?:the\s)?\Z",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?P<between>between|from)\s(?:the\s)?\Z", re.IGNORECASE)
_AND = re.compile(r"\s(?:and|to|till|until|through|up\sto)\s(?:the\s)?", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s\((?:on\s|in\s)?(?:the\s)?")
_STORY_DAYS = 31  # a date without a year, so soon after a whole date, goes on with its story
_LOOK_BACK = 40  # characters: the longest words that come before a date and belong to it


def times_in(
    text: str, document_day: date, *, utterance: EdtfDate | None = None, future: bool = False
) -> tuple[TimePhrase, ...]:
    """The phrases of `text` that give a time, in order, without overlap; the longest wins.

    `text` is a paragraph, editorial marks masked; `document_day` supplies the year of "22 August". `utterance` is the
    day on which somebody spoke, if that is known and is not the document's: "yesterday" counts from it, and an interval
    gives an interval. A date without a year is the nearest past one, or the nearest to come if `future`; each phrase
    also carries the other reading (`TimePhrase.value_in`). A phrase with two readings has no value, but a reason.

    >>> [(p.words, p.value.value) for p in times_in("He came on 22 August, after last November.", date(1962, 8, 27))]
    [('22 August', '1962-08-22'), ('last November', '1961-11/..')]
    """
    matches = _longest(text, _matches_in(text))
    phrases = [_phrase(rule, found, document_day, utterance, future=future) for rule, found in matches]
    phrases = _in_story(phrases)
    phrases = _with_clocks(text, phrases)
    phrases = _joined(text, phrases)
    return tuple(_anchored(text, [_bounded(text, phrase) for phrase in phrases]))


def resolved(phrase: TimePhrase, anchor: EdtfDate) -> EdtfDate | None:
    """The date that the phrase means if it is counted from `anchor`, the date of an event; None if it gives none.

    A phrase that needs no anchor keeps its value. An interval as anchor gives the interval of what is possible.

    >>> later, = times_in("which I returned 2 days later", date(1962, 8, 27))
    >>> resolved(later, EdtfDate("1962-08-22")).value
    '1962-08-24'
    >>> resolved(later, EdtfDate("1962-08-09/1962-08-24")).value
    '1962-08-11/1962-08-26'
    """
    if not phrase.needs_anchor:
        return phrase.value
    ends = []
    for day in (anchor.earliest, anchor.latest):
        ends.append(None if day is None else _read_again(phrase, When(day, narrated=True)))
    low, high = ends
    try:
        if anchor.earliest is None or anchor.latest is None:
            value = EdtfDate.before(high) if high else EdtfDate.after(low) if low else None
        else:
            value = EdtfDate.between(low, high) if low and high else None
        if value is not None and phrase.direction and _can_be_bounded(phrase):
            value = EdtfDate.before(value) if phrase.direction == "before" else EdtfDate.after(value)
    except ValueError:
        return None  # both ends open: nothing is known
    return value.approximate() if value is not None and anchor.is_qualified else value


def _read_again(phrase: TimePhrase, when: When) -> EdtfDate | None:
    """The value of the phrase counted from another day."""
    for rule in _RULE_BY_ID.get(phrase.rule, ()):
        found = rule.pattern.fullmatch(phrase.words)
        if found is not None:
            return _read(rule, found, when).value
    return None


def _matches_in(text: str) -> list[tuple[Rule | None, re.Match[str]]]:
    """The longest match at each word; without a rule where the words are to be left alone."""
    matches: list[tuple[Rule | None, re.Match[str]]] = []
    for word in _WORD.finditer(text):
        key = word[0].lower()
        if key.isdecimal():
            key = "#"
        start = word.start()
        best: tuple[Rule | None, re.Match[str]] | None = None
        for rule, match_at in _RULES_BY_WORD.get(key, ()):
            found = match_at(text, start)
            if found is not None and _is_written_so(found) and (best is None or _size(found) > _size(best[1])):
                best = (rule, found)
        for pattern in _LEFT_ALONE_BY_WORD.get(key, ()):
            found = pattern.match(text, start)
            if found is not None and (best is None or _size(found) >= _size(best[1])):
                best = (None, found)
        if best is not None:
            matches.append(best)
    return matches


def _is_written_so(found: re.Match[str]) -> bool:
    """Whether months and weekdays are written as names ("may" and "march" are verbs), and no word is cut off."""
    groups = found.groupdict()
    names = (groups.get(name) for name in ("month", "month_a", "weekday"))
    if any(name and not name[0].isupper() for name in names):
        return False
    end = _span(found)[1]
    return not (end < len(found.string) and found.string[end - 1].isalnum() and found.string[end].isalnum())


def _span(found: re.Match[str]) -> tuple[int, int]:
    return found.span("core") if found.groupdict().get("core") else found.span()


def _size(found: re.Match[str]) -> int:
    start, end = _span(found)
    return end - start


def _longest(text: str, matches: list[tuple[Rule | None, re.Match[str]]]) -> list[tuple[Rule, re.Match[str]]]:
    """Of matches that overlap, the longest, then the first; in the order of the text."""
    taken = bytearray(len(text))
    kept: list[tuple[Rule, re.Match[str]]] = []
    for rule, found in sorted(matches, key=lambda match: (-_size(match[1]), _span(match[1]))):
        start, end = _span(found)
        if any(taken[start:end]):
            continue
        taken[start:end] = b"\x01" * (end - start)
        if rule is not None:
            kept.append((rule, found))
    return sorted(kept, key=lambda match: _span(match[1]))


def _read(rule: Rule, found: re.Match[str], when: When) -> Found:
    """What the rule makes of the words; an impossible date or length has no value, and says so."""
    try:
        return rule.read(found, when)
    except ValueError as why:
        kind = PhraseKind.DURATION if "and_half" in found.groupdict() else PhraseKind.DATE
        return Found(kind, Resolution.VAGUE, reason=str(why))


def _phrase(
    rule: Rule, found: re.Match[str], document_day: date, utterance: EdtfDate | None, *, future: bool
) -> TimePhrase:
    """The phrase of a match, with both of its readings."""
    if utterance is None:
        days: tuple[date | None, date] = (document_day, document_day)
    else:
        days = (utterance.earliest, utterance.latest or document_day)
    first = _read(rule, found, When(days[1], future=future))
    phrase = first.at(*_span(found), rule.id, found[0])
    groups = found.groupdict()
    if groups.get("event") or groups.get("event_on"):
        phrase = evolve(phrase, anchor_phrase=found.span("event" if groups.get("event") else "event_on"))
    if first.resolution not in _DEPENDENT:
        return phrase
    if days[0] is None:
        return evolve(phrase, value=None, reason="the day of the utterance is open")
    values = []
    for is_future in (future, True):
        ends = [_read(rule, found, When(day, future=is_future)).value for day in (days[0], days[1])]
        values.append(EdtfDate.between(ends[0], ends[1]) if ends[0] and ends[1] else None)
    return with_value(phrase, values[0], values[1])


def _in_story(phrases: list[TimePhrase]) -> list[TimePhrase]:
    """ "on 3 June 1961 … on 4 June": soon after a whole date the year may be that of the story.

    It is, where the document date would send the second date back before the first; where both readings are possible
    the phrase has no value.
    """
    result: list[TimePhrase] = []
    told: date | None = None
    for phrase in phrases:
        if phrase.value is not None and phrase.resolution is Resolution.EXPLICIT:
            told = phrase.value.earliest if phrase.value.unit is Unit.DAY else None
        elif told and phrase.value is not None and phrase.resolution is Resolution.YEAR_FROM_DOCUMENT_DATE:
            phrase = _continued(phrase, phrase.value, told)
        result.append(phrase)
    return result


def _continued(phrase: TimePhrase, value: EdtfDate, told: date) -> TimePhrase:
    """A date without a year, told after a whole date."""
    story = _read_again(phrase, When(told, future=True))
    if story is None or story == value or story.earliest is None or value.latest is None:
        return phrase
    if (story.earliest - told).days > _STORY_DAYS:
        return phrase
    if value.latest < told:
        return evolve(phrase, value=story, future_value=None, resolution=Resolution.EXPLICIT)
    reason = f"in the year told just before ({story}), or counted from the document ({value})"
    return evolve(phrase, value=None, future_value=None, reason=reason)


def _is_day(phrase: TimePhrase) -> bool:
    return phrase.kind is PhraseKind.DATE and phrase.value is not None and not phrase.direction


def _with_clocks(text: str, phrases: list[TimePhrase]) -> list[TimePhrase]:
    """Times of day and parts of the day join the date beside them: the phrase grows, its value stays."""
    grown: list[TimePhrase] = []
    for phrase in phrases:
        previous = grown[-1] if grown else None
        if previous and _CLOCK_GAP.fullmatch(text, previous.end, phrase.start):
            if previous.rule == "time.clock" and _is_day(phrase):
                grown[-1] = evolve(phrase, start=previous.start)
                continue
            if phrase.rule == "time.clock" and _is_day(previous):
                grown[-1] = evolve(previous, end=phrase.end)
                continue
        grown.append(phrase)
    starts = [0, *(phrase.end for phrase in grown)]
    result = []
    for floor, phrase in zip(starts, grown, strict=False):
        if _is_day(phrase) or phrase.rule in ("time.day-month", "time.month-day"):
            before = _PART_BEFORE.search(text, max(floor, phrase.start - _LOOK_BACK), phrase.start)
            after = _PART_AFTER.match(text, phrase.end)
            phrase = evolve(
                phrase, start=before.start() if before else phrase.start, end=after.end() if after else phrase.end
            )
        result.append(phrase)
    return _apart(result)


def _apart(phrases: list[TimePhrase]) -> list[TimePhrase]:
    """The phrases without those that a longer one has come to overlap."""
    kept: list[TimePhrase] = []
    for phrase in phrases:
        if not kept or kept[-1].end <= phrase.start:
            kept.append(phrase)
    return kept


def _joined(text: str, phrases: list[TimePhrase]) -> list[TimePhrase]:
    """ "from 30 August to 2 September": two dates become one interval; the year of the second is that of the first."""
    joined: list[TimePhrase] = []
    for phrase in phrases:
        previous = joined[-1] if joined else None
        floor = joined[-2].end if len(joined) > 1 else 0
        if previous and _is_day(previous) and _is_day(phrase) and _AND.fullmatch(text, previous.end, phrase.start):
            opening = _BETWEEN.search(text, max(floor, previous.start - _LOOK_BACK), previous.start)
            values = [_interval(previous, phrase, future=future) for future in (False, True)]
            if opening and values[0]:
                whole = evolve(
                    phrase, start=opening.start(), rule="time.from-to", words=text[opening.start() : phrase.end]
                )
                joined[-1] = with_value(whole, values[0], values[1])
                continue
        joined.append(phrase)
    return joined


def _interval(first: TimePhrase, last: TimePhrase, *, future: bool) -> EdtfDate | None:
    """The interval of two dates; of two without a year the last follows the first, else the year is shared."""
    start, end = first.value_in(future=future), last.value_in(future=future)
    if last.resolution is Resolution.YEAR_FROM_DOCUMENT_DATE and start is not None and start.earliest is not None:
        end = _read_again(last, When(start.earliest, future=True))
    elif first.resolution is Resolution.YEAR_FROM_DOCUMENT_DATE and end is not None and end.latest is not None:
        start = _read_again(first, When(end.latest))
    if start is None or end is None:
        return None
    try:
        return EdtfDate.between(start, end)
    except ValueError:
        return None


def _can_be_bounded(phrase: TimePhrase) -> bool:
    """Whether "since" before it makes its value open; the rules for offsets see to that themselves."""
    return phrase.rule == "time.narrated" or (
        phrase.kind in (PhraseKind.DATE, PhraseKind.PERIOD) and phrase.rule != "time.clock"
    )


def _bounded(text: str, phrase: TimePhrase) -> TimePhrase:
    """ "since 1959", "by 3 May", "until last week": the phrase takes the word in, its value becomes open."""
    if not _can_be_bounded(phrase):
        return phrase
    bound = _BOUND.search(text, max(0, phrase.start - _LOOK_BACK), phrase.start)
    if bound is None:
        return phrase
    word = " ".join(bound["bound"].lower().split())
    after = word in ("since", "after", "as of")
    inclusive = word in ("since", "as of", "until", "till", "by", "no later than", "not later than")
    values = [_opened(value, after=after, whole=inclusive) for value in (phrase.value, phrase.future_value)]
    grown = evolve(phrase, start=bound.start(), direction="after" if after else "before")
    return with_value(grown, values[0], values[1])


def _opened(value: EdtfDate | None, *, after: bool, whole: bool) -> EdtfDate | None:
    """The value, open at one end: "since the war" from its start, "after the war" from its end."""
    if value is None:
        return None
    if not whole and value.is_interval:
        first, _, last = value.value.partition("/")
        value = EdtfDate(last if after else first) if ".." not in (first, last) else value
    try:
        return EdtfDate.after(value) if after else EdtfDate.before(value)
    except ValueError:
        return None


def _anchored(text: str, phrases: list[TimePhrase]) -> list[TimePhrase]:
    """ "since his arrival (on 9th August)": a date in brackets behind an anchor is the date of it."""
    result = list(phrases)
    for position, (phrase, following) in enumerate(pairwise(phrases)):
        stands_in_brackets = _IN_BRACKETS.fullmatch(text, phrase.end, following.start)
        if (
            phrase.needs_anchor
            and phrase.anchor_phrase
            and stands_in_brackets
            and _is_day(following)
            and following.value
        ):
            value = resolved(phrase, following.value)
            result[position] = evolve(phrase, value=value, needs_anchor=value is None, reason="")
    return result
