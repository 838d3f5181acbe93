"""What a reader finds in a text, all of it as passages; `reports` makes a Report of it."""

from __future__ import annotations

from attrs import field, frozen

from kg.model.dates import EdtfDate
from kg.model.passage import Passage
from kg.model.report import Signature
from kg.sources.body import Body
from kg.sources.titles import Part, TitleParts


@frozen
class Dated:
    """A date with its passage; `date` is None if the calendar has no such day."""

    date: EdtfDate | None
    passage: Passage


@frozen
class Document:
    """One document as its layout gives it; what the layout does not give is None or empty."""

    layout: str
    body: Body
    title: Passage | None = None
    says: TitleParts = field(factory=TitleParts)
    dated: Dated | None = None
    is_undated: bool = False  # the document itself says that it has no date, or is of a kind that has none
    author: Passage | None = None
    signature: Signature | None = None
    signature_passage: Passage | None = None
    translator: Passage | None = None
    abstract: Passage | None = None
    rights: tuple[Passage, ...] = ()
    address: str = ""
    kind: str = ""  # where the document names it outside its title
    sender: Passage | None = None  # the same
    addressee: Passage | None = None  # the same
    place: Passage | None = None  # the same

    def of_title(self, part: Part | None, source: str) -> Passage | None:
        """A part of the title as a passage of the source."""
        if part is None or self.title is None:
            return None
        start = self.title.start_char
        return Passage.of(source, start + part.start, start + part.end)


def dated_by(body: Body, source: str) -> Dated | None:
    """The date of the body's own dateline."""
    if body.dateline is None or body.dateline.when is None:
        return None
    when = body.dateline.when
    return Dated(when.date, Passage.of(source, body.dateline_at + when.start, body.dateline_at + when.end))
