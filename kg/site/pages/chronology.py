"""What is told of somebody or some place: what is attested in order of time, and apart from it all that is not."""

from __future__ import annotations

from attrs import frozen

from kg.site.graph import Graph
from kg.site.ledger import ATTESTED, GROUPS, Ledger
from kg.site.readings import chain, document_of, quotes, status, thing, type_of
from kg.site.sections import Section, plain_section
from kg.site.shown import Date, Quote, Sign, Speaker, Thing
from kg.site.words import date_shown, in_words

_MOST_ATTESTED = 14
_FEW, _A_PAGE = 5, 100
# Each list: its title, and what belongs in it.
_TITLES = {
    "happened": (
        "What happened",
        "Attested: told as certain by the author of a report, or by one whom the author heard. Nothing that is only "
        "planned, wished, withdrawn or said at a greater distance stands here.",
    ),
    "said": (
        "Said to have happened",
        "Told as past, but by a voice too far from the author of the report, or with reserve: not attested.",
    ),
    "stood": ("How things stood, as it is told", "States of affairs and opinions: they hold for somebody, for a time."),
    "presumed": ("Presumed or contested", "Thought to have happened, or told in two ways."),
    "planned": ("Planned, proposed or foretold", "It had not happened when the report was written."),
    "withdrawn": ("Withdrawn", "Proposed or planned, and taken back."),
    "wished": ("Wished for, asked for or ordered", "It had not happened when the report was written."),
    "supposed": ("Only supposed", "Spoken of as a condition or its consequence."),
    "denied": ("Said not to be so", "A voice says that it did not happen or does not hold."),
    "open": ("Told without saying whether it happened", ""),
}


@frozen
class Told:
    """An eventuality in a list: what part in it the thing has whose page this is, and who tells of it."""

    thing: Thing
    type: str
    date: Date | None
    status: Sign
    parts: tuple[str, ...]
    chain: tuple[Speaker, ...]
    more: int  # claims that tell of it, beside the one whose voices are shown
    quote: Quote | None
    document: Thing


def told(graph: Graph, event: str, of: str) -> Told:
    """An eventuality as it stands in the list of one who is in it."""
    claims = sorted(graph.subjects("dg:content", event), key=lambda each: (graph.text(each, "dg:depth"), each))
    words = quotes(graph, claims[0]) if claims else ()
    parts = [
        in_words(predicate)
        for predicate, values in graph.about(event).items()
        if predicate.startswith("dg:")
        and predicate not in ("dg:participant", "dg:place", "dg:message")
        and any(value.value == of for value in values)
    ]
    return Told(
        thing(graph, event),
        type_of(graph.kinds(event)),
        date_shown(graph.text(event, "dg:date")),
        status(graph, event),
        tuple(parts),
        chain(graph, graph.iri(claims[0], "dg:voice")) if claims else (),
        max(len(claims) - 1, 0),
        words[0] if words else None,
        document_of(graph, event),
    )


def _section(name: str) -> Section:
    title, note = _TITLES[name]
    return plain_section(
        name,
        title,
        note,
        "event" if name == ATTESTED else "statement" if name == "stood" else "eventuality|eventualities",
        "events",
        at_first=_MOST_ATTESTED if name == ATTESTED else _FEW,
        a_page=_A_PAGE,
        keys=lambda ledger: ledger.events[name],
        row=lambda ledger, event: told(ledger.graph, event, ledger.iri),
    )


SECTIONS = tuple(map(_section, GROUPS))


def is_told_of(ledger: Ledger) -> bool:
    """Whether any eventuality is told of a thing."""
    return any(ledger.events.values())
