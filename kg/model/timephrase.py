"""Words of a text that give a time, with their value as far as it is settled."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from attrs import field, frozen

from kg.model.dates import Duration, EdtfDate, Resolution


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


Count = Callable[[TimePhrase, EdtfDate], EdtfDate | None]
"""Counts a phrase from the date of an event or of the day of a story ("2 days later"); None if that gives no date."""


@frozen
class Calendar:
    """What dates the times of a report beside its own date.

    `count` counts from a date; `entries` has one row for each paragraph, the day of the journal's entry in which it
    stands, None where it stands in none; `subject_day` is the day of a talk that the subject of a record names.
    """

    count: Count
    entries: tuple[EdtfDate | None, ...] = ()
    subject_day: EdtfDate | None = None
