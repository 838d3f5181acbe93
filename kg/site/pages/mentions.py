"""Which documents name somebody or some place, and which were written by, to or in it."""

from __future__ import annotations

from attrs import frozen

from kg.site.ledger import Ledger
from kg.site.pages.speech import OWN, TOLD
from kg.site.readings import thing
from kg.site.sections import Section, grouped_section, page_with, plain_section
from kg.site.shown import Date, Thing
from kg.site.words import date_shown


@frozen
class Mention:
    """A document that names the thing: how many claims there are of it and about it, and where they stand."""

    document: Thing
    date: Date | None
    says: int
    says_href: str
    told: int
    told_href: str


def _mention(ledger: Ledger, record: str) -> Mention:
    graph = ledger.graph
    return Mention(
        thing(graph, record),
        date_shown(graph.first(record, "dg:date")),
        ledger.own.count_in(record),
        _where(ledger, OWN, ledger.own.offset_of(record)),
        ledger.told.count_in(record),
        _where(ledger, TOLD, ledger.told.offset_of(record)),
    )


def _where(ledger: Ledger, section: Section, offset: int) -> str:
    return page_with(ledger, section, offset)


PAPERS = grouped_section(
    "papers",
    "Documents written, sent, received or kept",
    "As the page or the volume says of each document.",
    ("way|ways", "document"),
    "names",
    at_first=(6, 5),
    a_page=200,
    groups=lambda ledger: ledger.papers,
    head=lambda _, word: word,
    row=lambda ledger, _, record: thing(ledger.graph, record),
    counts=(False, True),
)
MENTIONS = plain_section(
    "documents",
    "Documents that name this {kind}",
    "",
    "document",
    "mentions",
    at_first=12,
    a_page=150,
    keys=lambda ledger: ledger.documents,
    row=_mention,
)
SECTIONS = (PAPERS, MENTIONS)
