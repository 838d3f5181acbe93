"""Who held which office, when, and who says so: the offices of a person, the holders of an office, in their order."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from kg.site.graph import Graph
from kg.site.ledger import Groups, Ledger
from kg.site.pages.chronology import Told, told
from kg.site.readings import thing
from kg.site.sections import Section, grouped_section
from kg.site.shown import Thing


@frozen
class Held:
    """A tenure in a list: the words that tell of it, how long it lasted, whom it followed and who followed."""

    told: Told
    post: Thing | None
    duration: str
    after: tuple[Thing, ...]
    before: tuple[Thing, ...]


def _held(ledger: Ledger, key: str, tenure: str) -> Held:
    graph = ledger.graph
    post = graph.iri(tenure, "dg:post")
    return Held(
        told(graph, tenure, ledger.iri),
        thing(graph, post) if post and post not in (ledger.iri, key) else None,
        graph.text(tenure, "dg:duration"),
        _neighbours(graph, tenure, "dg:predecessor"),
        _neighbours(graph, tenure, "dg:successor"),
    )


def _neighbours(graph: Graph, tenure: str, predicate: str) -> tuple[Thing, ...]:
    """The holders of the tenures before or after this one."""
    holders = (holder for each in graph.iris(tenure, predicate) for holder in graph.iris(each, "dg:holder"))
    return tuple(thing(graph, each) for each in dict.fromkeys(holders))


def in_order(graph: Graph, tenures: Iterable[str]) -> tuple[str, ...]:
    """Tenures as given, but each behind those that it is said to follow; a circle, which reports may make, is cut."""
    given = list(tenures)
    follows = {each: set(graph.iris(each, "dg:predecessor")) for each in given}
    for each in given:
        for later in graph.iris(each, "dg:successor"):
            follows.get(later, set()).add(each)
    found: dict[str, None] = {}
    waiting = given[::-1]
    opened: set[str] = set()
    while waiting:
        tenure = waiting[-1]
        known = set() if tenure in opened else follows[tenure] & follows.keys() - opened
        opened.add(tenure)
        waiting += sorted(known, reverse=True)
        if not known:
            found[waiting.pop()] = None
    return tuple(found)


def _groups(ledger: Ledger, found_by: str, grouped_by: str) -> Groups:
    """Tenures by post or holder: those of an office in their order, others by how often they are told."""
    graph = ledger.graph
    is_office = found_by == "dg:post"
    tenures = ledger.tenures[found_by]
    found: dict[str, list[str]] = {}
    for each in in_order(graph, tenures) if is_office else tenures:
        found.setdefault(graph.first(each, grouped_by) or each, []).append(each)
    keys = found if is_office else sorted(found, key=lambda key: (-len(found[key]), key))
    return {key: tuple(found[key]) for key in keys}


def _section(name: str, title: str, units: tuple[str, str], found_by: str, grouped_by: str) -> Section:
    return grouped_section(
        name,
        title,
        "As the reports say so; a date stands only where a report gives one.",
        units,
        "tenures",
        at_first=(8, 3),
        a_page=80,
        groups=lambda ledger: ledger.kept(name, lambda: _groups(ledger, found_by, grouped_by)),
        head=lambda ledger, key: thing(ledger.graph, key),
        row=_held,
    )


SECTIONS = (
    _section("offices", "Offices held", ("office", "mention"), "dg:holder", "dg:post"),
    _section("holders", "Who held it", ("holder", "mention"), "dg:post", "dg:holder"),
    _section("service", "Who held an office in its service", ("holder", "mention"), "org:organization", "dg:holder"),
)
