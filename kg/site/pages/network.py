"""The network: who met whom in the whole edition, as a picture and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from attrs import frozen

from kg.site.drawing import HEIGHT, WIDTH, placed
from kg.site.graph import Graph
from kg.site.lists.meetings import QUERY, Pair, best_connected, pairs_of
from kg.site.readings import thing
from kg.site.rendering import Page
from kg.site.shown import Thing

MOST_PEOPLE = 32  # more cannot be told apart on one sheet
MOST_LINES = 120  # the strongest; more are a ball of wool
MOST_ROWS = 100  # of the table, which with its links is then some 40 kB
_MOST_EVENTS = 3  # named in a row of a static site; a server leads to all


@frozen
class Node:
    """A person on the sheet. `side` is where the name stands: "start" to the right, "end" to the left of the dot."""

    person: Thing
    x: int
    y: int
    radius: int
    meetings: int
    side: str


@frozen
class Edge:
    """Two persons who met, with where that is told: on a server all their meetings, else the first ones."""

    one: Thing
    other: Thing
    count: int
    width: int
    ends: tuple[int, int, int, int]
    href: str
    events: tuple[Thing, ...]


def network_page(graph: Graph, *, has_endpoint: bool) -> Page:
    """The page of who met whom."""
    pairs = pairs_of(graph)
    people = best_connected(pairs, MOST_PEOPLE)
    between = [pair for pair in pairs if pair.one in people and pair.other in people]
    drawn = _strongest(between, people)
    places = dict(zip(people, placed(len(people), _links(people, drawn)), strict=True))

    def edge(pair: Pair) -> Edge:
        return _edge(graph, pair, places, has_endpoint=has_endpoint)

    everybody = {person for pair in pairs for person in (pair.one, pair.other)}
    values = {
        "nodes": [_node(graph, person, places[person], between) for person in people],
        # The widest first, so that thin lines are not hidden.
        "edges": [edge(pair) for pair in drawn],
        "undrawn": len(between) - len(drawn),
        "rows": [edge(pair) for pair in pairs[:MOST_ROWS]],
        "people": len(everybody),
        "pairs": len(pairs),
        "meetings": len({event for pair in pairs for event in pair.events}),
        "most": MOST_PEOPLE,
        "width": WIDTH,
        "height": HEIGHT,
        "query": QUERY,
    }
    return Page("network.html", "network.html", "Who met whom", values)


def _strongest(between: Sequence[Pair], people: Sequence[str]) -> list[Pair]:
    """The strongest lines, and the strongest of everybody, so that nobody stands alone who met somebody drawn."""
    own = {next((pair for pair in between if person in (pair.one, pair.other)), None) for person in people}
    return [pair for number, pair in enumerate(between) if number < MOST_LINES or pair in own]


def _links(people: Sequence[str], drawn: Sequence[Pair]) -> list[tuple[int, int, int]]:
    number = {person: place for place, person in enumerate(people)}
    return [(number[pair.one], number[pair.other], len(pair.events)) for pair in drawn]


def _node(graph: Graph, person: str, place: tuple[int, int], drawn: Sequence[Pair]) -> Node:
    x, y = place
    meetings = len({event for pair in drawn if person in (pair.one, pair.other) for event in pair.events})
    return Node(
        thing(graph, person), x, y, min(4 + meetings // 2, 14), meetings, "end" if x > WIDTH * 2 // 3 else "start"
    )


def _edge(graph: Graph, pair: Pair, places: dict[str, tuple[int, int]], *, has_endpoint: bool) -> Edge:
    one, other = thing(graph, pair.one), thing(graph, pair.other)
    path = graph.addresses.path
    asked = urlencode([("met", path(pair.one)), ("met", path(pair.other))])
    ends = (*places.get(pair.one, (0, 0)), *places.get(pair.other, (0, 0)))
    return Edge(
        one,
        other,
        len(pair.events),
        min(1 + len(pair.events) // 2, 8),
        ends,
        f"events.html?{asked}" if has_endpoint else one.href,
        () if has_endpoint else tuple(thing(graph, event) for event in pair.events[:_MOST_EVENTS]),
    )
