"""What a time rule is and what it finds: phrases in a text, with their value as far as it is settled."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from attrs import evolve, frozen

from kg.mentions.times_words import pattern_of
from kg.model.dates import Duration, EdtfDate, Resolution
from kg.model.edtf import shifted
from kg.model.timephrase import PhraseKind, TimePhrase


@frozen
class When:
    """The day from which a rule counts.

    `narrated` means that the day is that of an event ("the following day"), not that of the document or the utterance.
    """

    day: date
    future: bool = False
    narrated: bool = False

    def moved(self, *, years: int = 0, months: int = 0, days: int = 0) -> date:
        """The day moved by so much; ValueError outside the calendar."""
        return shifted(self.day, 12 * years + months, days)


Reader = Callable[[re.Match[str], When], "Found"]


@frozen
class Found:
    """What a reader makes of the words: a phrase without its place."""

    kind: PhraseKind
    resolution: Resolution
    value: EdtfDate | None = None
    duration: Duration | None = None
    direction: str = ""
    needs_anchor: bool = False
    reason: str = ""

    def at(self, start: int, end: int, rule: str, words: str) -> TimePhrase:
        """The phrase at its place."""
        return TimePhrase(
            start,
            end,
            self.kind,
            self.resolution,
            rule,
            self.value,
            None,
            self.duration,
            self.direction,
            None,
            self.needs_anchor,
            self.reason,
            words,
        )


@frozen
class Rule:
    """A pattern, the words it can begin with, and its reader.

    `starts` are lower-case words, or "#" for digits. A group `core` in the pattern narrows the phrase to that group;
    a group `event` is the phrase of its anchor. A reader raises ValueError for words that mean no possible date.
    """

    id: str
    starts: frozenset[str]
    pattern: re.Pattern[str]
    read: Reader

    @classmethod
    def of(cls, name: str, starts: str, pattern: str, read: Reader) -> Rule:
        """The rule "time.{name}"; `starts` is a line of words, a space in `pattern` is any space."""
        return cls(f"time.{name}", frozenset(starts.split()), pattern_of(pattern), read)


def dated(value: EdtfDate, resolution: Resolution = Resolution.EXPLICIT) -> Found:
    """A date that is settled."""
    return Found(PhraseKind.DATE, resolution, value)


def unsettled(reason: str, *, kind: PhraseKind = PhraseKind.DATE, needs_anchor: bool = False) -> Found:
    """A time that the words leave open, and why."""
    resolution = Resolution.OFFSET_FROM_UNKNOWN_ANCHOR if needs_anchor else Resolution.VAGUE
    return Found(kind, resolution, needs_anchor=needs_anchor, reason=reason)


def with_value(phrase: TimePhrase, value: EdtfDate | None, future_value: EdtfDate | None) -> TimePhrase:
    """The phrase with another value; a future value that is the same is not kept."""
    return evolve(phrase, value=value, future_value=None if future_value == value else future_value)
