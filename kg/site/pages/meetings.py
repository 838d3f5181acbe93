"""Whom somebody met: the attested meetings, one by one, with each of the others."""

from __future__ import annotations

from attrs import frozen

from kg.site.ledger import Ledger
from kg.site.pages.chronology import Told, told
from kg.site.pages.circle import AT_MOST, Picture, Tie, picture
from kg.site.readings import thing
from kg.site.sections import anchor_of, grouped_section, page_with, plain_section
from kg.site.shown import Thing
from kg.site.words import in_words

MEETINGS = grouped_section(
    "met",
    "Met with",
    "From attested meetings only. The number beside a name leads to the meetings of the two.",
    ("other|others", "meeting"),
    "meetings",
    at_first=(AT_MOST, 3),
    a_page=80,
    groups=lambda ledger: ledger.meetings,
    head=lambda ledger, other: thing(ledger.graph, other),
    row=lambda ledger, _, event: told(ledger.graph, event, ledger.iri),
)


@frozen
class Dealing:
    """A relation of the flat view: who did what to whom, and in which attested event."""

    one: Thing
    relation: str
    other: Thing
    event: Told


def _dealing(ledger: Ledger, node: str) -> Dealing:
    graph = ledger.graph
    one, other, event = (graph.iri(node, name) for name in ("dg:subject", "dg:object", "dg:fromEvent"))
    return Dealing(
        thing(graph, one),
        in_words(graph.name(node, "dg:relation")),
        thing(graph, other),
        told(graph, event, ledger.iri),
    )


DEALINGS = plain_section(
    "dealings",
    "Messages delivered, visits proposed, proposals withdrawn",
    "The act itself is attested: that a visit was proposed, not that it was paid.",
    "act",
    "dealings",
    at_first=5,
    a_page=80,
    keys=lambda ledger: ledger.dealings,
    row=_dealing,
)
SECTIONS = (MEETINGS, DEALINGS)


def network(ledger: Ledger) -> Picture | None:
    """The picture of those met most; each line and each name leads to the meetings of the two."""
    ties, offset = [], 0
    for other, events in list(ledger.meetings.items())[:AT_MOST]:
        href = page_with(ledger, MEETINGS, offset, anchor_of(ledger, "met", other))
        ties.append(Tie(thing(ledger.graph, other), len(events), href))
        offset += len(events)
    return picture(thing(ledger.graph, ledger.iri), tuple(ties), len(ledger.meetings)) if ties else None
