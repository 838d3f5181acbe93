"""A report as it was read: its source text, what its page says about it, its paragraphs."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from kg.model.dates import EdtfDate
from kg.model.edition import Edition
from kg.model.passage import Passage


@frozen
class SourceText:
    """The text of a report, byte for byte: every offset of every statement leads into `text`."""

    text: str = field(repr=False)
    sha256: str  # of the file's bytes


@frozen
class Signature:
    """An archive signature, verbatim and taken apart; a part that the page does not give is empty."""

    verbatim: str
    archive: str = ""  # "MOL"
    fonds: str = ""  # "XIX-J-1-j"
    series: str = ""  # "Korea"
    box: str = ""  # "5"
    file_item: str = ""  # "5/bc"
    registry_number: str = ""  # "0066/1962"


@frozen
class Report:
    """One diplomatic report. What a page does not say is empty, never filled in.

    `places` says where in the source each fact stands, by field name ("title", "date", "author", "sender",
    "addressee", "signature", "translator", "abstract", "rights").
    """

    key: str
    source: SourceText
    layout: str  # the reader's name: "wilson-a", "wilson-b", "plain", "tei"
    title: str
    kind: str = ""  # report | telegram | letter | note | journal | memorandum of conversation | …
    date: EdtfDate | None = None
    author: str = ""
    sender: str = ""
    addressee: str = ""
    place: str = ""  # where it was written, if the page or its dateline says so
    signature: Signature | None = None
    translator: str = ""
    abstract: Passage | None = None
    rights: tuple[str, ...] = ()
    preamble: tuple[Passage, ...] = ()  # lines of the body before its prose: stamps, numbers, dateline, copy lists
    subject: Passage | None = None  # what stands behind "Subject:"
    participants: tuple[Passage, ...] = ()  # one for each person of a "Participants" list
    paragraphs: tuple[Passage, ...] = ()
    address: str = ""
    language: str = "en"
    quotes_only: bool = True  # publish quotes, not the whole text, unless report.toml says otherwise
    places: Mapping[str, Passage] = field(factory=dict)
    edition: Edition | None = None  # of a document from a volume: names and abbreviations that the editors explain
