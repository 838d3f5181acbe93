"""What somebody says and through whom, and what others say of somebody: by document and chain of voices."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from attrs import frozen

from kg.site.graph import Graph
from kg.site.ledger import Ledger
from kg.site.readings import chain, claim, status, thing
from kg.site.sayings import Said, Sayings
from kg.site.sections import Group, Section, anchor_of, counted, page_with
from kg.site.shown import Claim, Sign, Speaker, Thing
from kg.site.words import date_shown

_WHOLE, _VOICES, _A_PAGE = 10, 5, 60


@frozen
class Heard:
    """The head of a group of claims: in which document, through which voices."""

    document: Thing
    date: str
    chain: tuple[Speaker, ...]


@frozen
class Line:
    """A claim in a list, with the status of what it speaks of: that is said, not shown to be so, unless attested."""

    claim: Claim
    sign: Sign | None


def _line(graph: Graph, iri: str) -> Line:
    shown = claim(graph, iri)
    return Line(shown, status(graph, shown.content.iri) if shown.content else None)


def _section(name: str, title: str, note: str, sayings: Callable[[Ledger], Sayings]) -> Section:
    def group(ledger: Ledger, said: Said, shown: int) -> Group:
        graph = ledger.graph
        dated = date_shown(graph.first(said.record, "dg:date"))
        head = Heard(thing(graph, said.record), dated.words if dated else "", chain(graph, said.voice))
        anchor = anchor_of(ledger, name, said.voice)
        is_whole = len(said.claims) == said.count and said.count <= shown
        href = "" if is_whole else page_with(ledger, section, said.offset, anchor)
        rows = tuple(_line(graph, each) for each in said.claims[:shown])
        return Group(anchor, head, counted(said.count, "claim"), href, rows)

    def rows(ledger: Ledger, start: int, stop: int) -> tuple[object, ...]:
        return tuple(group(ledger, said, stop - start) for said in sayings(ledger).groups(start, stop))

    def first(ledger: Ledger) -> tuple[object, ...]:
        found = tuple(islice(sayings(ledger).groups(), _VOICES))
        return tuple(group(ledger, said, _WHOLE // len(found)) for said in found)

    def words(ledger: Ledger) -> str:
        found = sayings(ledger)
        documents = counted(len(found.by_record), "document")
        return f"{counted(found.count, 'claim')} in {documents}"

    section = Section(
        name,
        title,
        note,
        "speech",
        _A_PAGE,
        lambda ledger: sayings(ledger).count,
        words,
        rows,
        first,
        lambda ledger: sayings(ledger).count <= _WHOLE,
    )
    return section


OWN = _section(
    "says",
    "What this {kind} says, and through whom",
    "The outermost voice stands first: who writes, whom the writer heard, whom that one heard.",
    lambda ledger: ledger.own,
)
TOLD = _section(
    "told",
    "What others say of this {kind}",
    "Claims of others about what is listed above, happened or not; offices aside.",
    lambda ledger: ledger.told,
)
SECTIONS = (OWN, TOLD)
