"""The page of a person, a state, an organisation, an office, a place or a message, and its further pages.

All kinds have the same sections (sections.py), each where there is something in it: an office has holders, a state
missions, a place what happened there.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from kg.site.citation import citation
from kg.site.graph import Graph
from kg.site.ledger import ATTESTED, GROUPS, ledger_of
from kg.site.pages import chronology, links, meetings, members, mentions, names, speech, tenures
from kg.site.readings import thing, things
from kg.site.rendering import Page
from kg.site.sections import Section, numbered, page_with, pages_of, part_of_all, part_on_page
from kg.site.shown import Thing
from kg.site.structured import schema_org

_OF_STATES = members.SECTIONS[:3]
_HAPPENED, *_NOT_ATTESTED = chronology.SECTIONS
SECTIONS: tuple[Section, ...] = (
    *tenures.SECTIONS,
    *_OF_STATES,
    _HAPPENED,
    *_NOT_ATTESTED,
    *meetings.SECTIONS,
    *speech.SECTIONS,
    *members.SECTIONS[3:],
    *mentions.SECTIONS[:1],
    *names.SECTIONS,
    *links.SECTIONS,
    *mentions.SECTIONS[1:],
)
_BY_NAME = {section.name: section for section in SECTIONS}
APART = frozenset(GROUPS) - {ATTESTED}
# What a thing is and belongs to, in words.
_FACTS = {
    "dg:affiliatedState": "belongs to",
    "dg:sendingState": "sent by",
    "dg:receivingState": "accredited to",
    "org:unitOf": "part of",
    "org:postIn": "post in",
    "dg:head": "led by",
    "dg:sender": "sender",
    "dg:onBehalfOf": "on behalf of",
    "dg:bearer": "bearer",
    "dg:recipient": "recipient",
    "schema:containedInPlace": "in",
    "org:role": "kind of office",
}


@frozen
class Entry:
    """A line of the table of contents: a list, its count, and where all of it stands."""

    title: str
    count: str
    href: str
    is_apart: bool


def agent_page(graph: Graph, iri: str) -> Page:
    """The page of somebody or some place."""
    ledger = ledger_of(graph, iri)
    found = [(section, part_on_page(ledger, section)) for section in SECTIONS]
    parts = [(section, part) for section, part in found if part is not None]
    values = {
        "thing": thing(graph, iri),
        "facts": _facts(graph, iri),
        "links": _links(graph, iri),
        "contents": [
            Entry(part.title, part.count, page_with(ledger, section, 0), part.name in APART) for section, part in parts
        ],
        "parts": [part for _, part in parts],
        "apart": APART,
        "network": meetings.network(ledger),
        "is_told_of": chronology.is_told_of(ledger) or any(ledger.tenures.values()),
        "asked_as": "place" if graph.is_a(iri, "dg:Place") else "person",
        "asked_for": graph.addresses.path(iri),
        "citation": citation(graph, iri),
    }
    return Page(graph.addresses.page(iri), "agent.html", graph.label(iri), values, iri, schema_org(graph, iri))


def further_page(graph: Graph, iri: str, name: str, number: int) -> Page | None:
    """A further page of somebody or some place: all of one list. None if there is none of this name and number."""
    if name not in _BY_NAME:
        return None
    part = part_of_all(ledger_of(graph, iri), _BY_NAME[name], number)
    if part is None:
        return None
    page = graph.addresses.page(iri)
    values = {"thing": thing(graph, iri), "part": part, "apart": APART}
    title = f"{graph.label(iri)}: {part.title}" + (f", page {number}" if number > 1 else "")
    return Page(numbered(page, name, number), "agent_further.html", title, values)


def further_paths(graph: Graph, iri: str) -> Iterator[str]:
    """Where the further pages of somebody or some place stand."""
    ledger = ledger_of(graph, iri)
    for section in SECTIONS:
        yield from pages_of(ledger, section)


def _facts(graph: Graph, iri: str) -> list[tuple[str, tuple[Thing, ...]]]:
    return [(word, things(graph, iri, name)) for name, word in _FACTS.items() if graph.iri(iri, name)]


def _links(graph: Graph, iri: str) -> list[tuple[str, tuple[Thing, ...]]]:
    words = {"skos:exactMatch": "the same as", "skos:closeMatch": "close to"}
    return [(word, things(graph, iri, name)) for name, word in words.items() if graph.iri(iri, name)]
