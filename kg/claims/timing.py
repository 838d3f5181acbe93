"""A time phrase while a report is still being read: what it dates, what it is counted from, what comes out."""

from __future__ import annotations

from attrs import define

from kg.claims.drafts import EventDraft
from kg.model.dates import EdtfDate
from kg.model.syntax import ParsedParagraph
from kg.model.timephrase import TimePhrase


@define
class TimeDraft:
    """A time phrase in the making: the event that it dates, what it is counted from, and what comes out."""

    phrase: TimePhrase
    paragraph: ParsedParagraph
    event: EventDraft | None = None
    anchor: EventDraft | None = None
    anchor_day: EdtfDate | None = None  # the day of the story, where no event is the anchor
    value: EdtfDate | None = None
