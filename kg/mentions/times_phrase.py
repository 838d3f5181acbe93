"""What a time rule is and what it finds: phrases in a text, with their value as far as it is settled."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from attrs import evolve, field, frozen

from kg.mentions.times_words import pattern_of
from kg.model.dates import Duration, EdtfDate, Resolution
from kg.model.edtf import shifted


class PhraseKind(StrEnum):
    """What sort of time the words give."""

    DATE = "DATE"
    OFFSET = "OFFSET"
    DURATION = "DURATION"
    RATE = "RATE"
    SET = "SET"
    PERIOD = "PERIOD"
    VAGUE = "VAGUE"


@frozen
class TimePhrase:
    """Words of a text that give a time. Offsets count characters of that text, the end is exclusive.

    `value` is what the document date (or the utterance) alone settles; where it is None, `reason` says why, and
    `needs_anchor` whether the date of an event would settle it (see `kg.mentions.times.resolved`). `anchor_phrase` is
    where the words stand that name this event; None means the event told just before. `direction` is "before" or
    "after" the anchor, "ending" or "starting" for a length of time that touches it.
    """

    start: int
    end: int
    kind: PhraseKind
    resolution: Resolution
    rule: str
    value: EdtfDate | None = None
    future_value: EdtfDate | None = None  # the value if the clause speaks of the future, where it differs
    duration: Duration | None = None
    direction: str = ""
    anchor_phrase: tuple[int, int] | None = None
    needs_anchor: bool = False
    reason: str = ""
    words: str = field(default="", repr=False)  # as they stand in the text

    def value_in(self, *, future: bool) -> EdtfDate | None:
        """The value in a clause that speaks of the future, or in one that does not.

        "on 4 April" in a report of 27 August is that of the same year if it was, of the next year if it will be.
        """
        return self.future_value if future and self.future_value is not None else self.value


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
