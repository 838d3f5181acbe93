"""Who held which office, when, and who says so."""

from __future__ import annotations

from attrs import frozen

from kg.site.ledger import Ledger
from kg.site.listings import grouped_list
from kg.site.pages.timeline import Told, told
from kg.site.readings import thing
from kg.site.shown import Thing


@frozen
class Held:
    """A tenure in a list: whose it is, of which post, and as what it is told."""

    holders: tuple[Thing, ...]
    posts: tuple[Thing, ...]
    told: Told


def _held(ledger: Ledger, _: str, tenure: str) -> Held:
    graph = ledger.graph
    holders, posts = (
        tuple(thing(graph, each) for each in graph.iris(tenure, name) if each != ledger.iri)
        for name in ("dg:holder", "dg:post")
    )
    return Held(holders, posts, told(graph, tenure, ledger.iri))


def _by_other(ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """The tenures of a holder by post; those of a post, or of a body, by holder, as they follow one another."""
    graph = ledger.graph
    is_post = graph.is_a(ledger.iri, "org:Post")
    found: dict[str, list[str]] = {}
    for tenure in ledger.tenures:
        holder, post = graph.first(tenure, "dg:holder"), graph.first(tenure, "dg:post")
        key = (post or tenure) if holder == ledger.iri else (holder or tenure)
        found.setdefault(key, []).append(tenure)
    if is_post:
        return {key: tuple(tenures) for key, tenures in found.items()}
    return {key: tuple(found[key]) for key in sorted(found, key=lambda each: (-len(found[each]), each))}


LISTINGS = (
    grouped_list(
        "offices",
        "Offices",
        "Who held which office, as far as the reports say so; a date stands only where a report gives one.",
        ("entry|entries", "time told|times told"),
        "tenures",
        at_first=(8, 2),
        a_page=80,
        groups=_by_other,
        head=lambda ledger, key: thing(ledger.graph, key),
        row=_held,
    ),
)
