"""What is told of an eventuality beside its claims: parts, facts, how its date was reached, what it is linked to."""

from __future__ import annotations

from attrs import frozen

from kg.site.graph import Graph
from kg.site.readings import quotes, thing
from kg.site.shown import Date, Quote, Term, Thing
from kg.site.statements import Row, Value, row
from kg.site.words import date_shown, duration_in_words

# How a link between two eventualities reads from either side. The definitions stand in the ontology.
RELATIONS = {
    "dg:proposes": ("proposes", "is proposed in"),
    "dg:withdraws": ("takes back", "is taken back in"),
    "dg:renews": ("takes up again", "is taken up again in"),
    "dg:invitesTo": ("invites to", "is what is invited to in"),
    "dg:demands": ("asks for", "is asked for in"),
    "dg:returns": ("is the return of", "is returned by"),
    "dg:replyTo": ("answers", "is answered by"),
    "dg:regarding": ("concerns", "is the concern of"),
    "dg:statedReason": ("has as the reason given", "is given as the reason of"),
    "dg:partOf": ("is part of", "has as a part"),
    "dg:follows": ("comes after", "comes before"),
    "dg:precedes": ("comes before", "comes after"),
    "dg:cause": ("has as its cause", "is the cause in"),
    "dg:effect": ("has as its effect", "is the effect in"),
    "dg:condition": ("has as its condition", "is the condition in"),
    "dg:consequence": ("has as its consequence", "is the consequence in"),
    "dg:predecessor": ("comes after the tenure", "is followed by the tenure"),
    "dg:successor": ("comes before the tenure", "is preceded by the tenure"),
}
_FACTS = (
    *("dg:place", "dg:duration", "dg:durationQualifier", "dg:count", "dg:topic", "dg:item", "dg:quality", "dg:manner"),
    *("dg:purpose", "dg:trend", "dg:message", "dg:post", "org:role", "org:organization"),
)
_MOST_LINKS = 12  # of one kind, from elsewhere


@frozen
class Link:
    """What an eventuality is to others, in words."""

    words: str
    definition: str
    things: tuple[Thing, ...]
    more: int = 0


@frozen
class Timing:
    """Words that give a time, and what they were resolved to."""

    thing: Thing
    surface: Quote | None
    resolution: Term
    date: Date | None
    anchor: Thing | None
    anchor_date: Date | None
    offset: str
    duration: str
    qualifier: Term | None


def parts(graph: Graph, iri: str) -> tuple[Row, ...]:
    """Who takes part in an eventuality, by the part; without one of his own as "participant"."""
    about = graph.about(iri)
    everybody = graph.iris(iri, "dg:participant")
    rows: list[Row] = []
    named: set[str] = set()
    for predicate, values in about.items():
        if not predicate.startswith("dg:") or predicate == "dg:participant" or predicate in _FACTS:
            continue
        found = [each.value for each in values if each.value in everybody]
        if found:
            rows.append(Row(graph.term(predicate), tuple(Value(thing=thing(graph, each)) for each in found)))
            named.update(found)
    rest = tuple(Value(thing=thing(graph, each)) for each in everybody if each not in named)
    return (*rows, *([Row(graph.term("dg:participant"), rest)] if rest else []))


def facts(graph: Graph, iri: str) -> tuple[Row, ...]:
    """Where, how long, about what, in what manner: as far as the text says so."""
    about = graph.about(iri)
    return tuple(row(graph, name, about[name]) for name in _FACTS if name in about)


def links(graph: Graph, iri: str) -> tuple[Link, ...]:
    """What an eventuality is to others, and they to it."""
    pointing = graph.pointing(iri)
    found: dict[str, dict[str, None]] = {}
    definitions: dict[str, str] = {}
    for predicate, (onward, back) in RELATIONS.items():
        for words, others in ((onward, graph.iris(iri, predicate)), (back, pointing.get(predicate, ()))):
            if others:
                definitions.setdefault(words, graph.term(predicate).definition)
                found.setdefault(words, {}).update(dict.fromkeys(others))
    return tuple(
        Link(
            words,
            definitions[words],
            tuple(thing(graph, each) for each in [*others][:_MOST_LINKS]),
            max(0, len(others) - _MOST_LINKS),
        )
        for words, others in found.items()
    )


def timings(graph: Graph, iri: str) -> tuple[Timing, ...]:
    """The words that give the time of an eventuality."""
    return tuple(timing(graph, each) for each in graph.subjects("dg:dates", iri))


def timing(graph: Graph, iri: str) -> Timing:
    """One time expression."""
    anchor = graph.iri(iri, "dg:anchor")
    qualifier = graph.name(iri, "dg:durationQualifier")
    return Timing(
        thing(graph, iri),
        next(iter(quotes(graph, iri, "dg:surface")), None),
        graph.term(f"dgv:{graph.name(iri, 'dg:resolution')}"),
        date_shown(graph.text(iri, "dg:resolvesTo")),
        thing(graph, anchor) if anchor else None,
        date_shown(graph.text(iri, "dg:anchorDate")),
        duration_in_words(graph.text(iri, "dg:offset")),
        duration_in_words(graph.text(iri, "dg:duration")),
        graph.term(f"dgv:{qualifier}") if qualifier else None,
    )
