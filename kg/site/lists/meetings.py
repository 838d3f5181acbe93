"""Who met whom in the whole edition, and how often: pairs of persons with their attested meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from attrs import frozen
from pyoxigraph import QuerySolutions

from kg.publish.prefixes import prefixes
from kg.site.graph import Graph

QUERY = """\
SELECT DISTINCT ?one ?other ?event WHERE {
  ?relation dg:relation dg:met ; dg:subject ?one ; dg:object ?other ; dg:fromEvent ?event .
}"""


@frozen
class Pair:
    """Two persons, by their IRIs in order, and the meetings of both."""

    one: str
    other: str
    events: tuple[str, ...]


def pairs_of(graph: Graph) -> tuple[Pair, ...]:
    """All pairs that met, those who met most often first."""
    events: dict[tuple[str, str], set[str]] = defaultdict(set)
    found = graph.store.query(QUERY, prefixes=prefixes())
    assert isinstance(found, QuerySolutions)
    for one, other, event in found:
        if one != other:
            first, second = sorted((one.value, other.value))
            events[first, second].add(event.value)
    pairs = (Pair(one, other, tuple(sorted(met))) for (one, other), met in events.items())
    return tuple(sorted(pairs, key=lambda pair: (-len(pair.events), pair.one, pair.other)))


def best_connected(pairs: Sequence[Pair], most: int) -> tuple[str, ...]:
    """The persons with the most meetings, then with the most partners."""
    meetings: dict[str, set[str]] = defaultdict(set)
    partners: dict[str, int] = defaultdict(int)
    for pair in pairs:
        for person in (pair.one, pair.other):
            meetings[person].update(pair.events)
            partners[person] += 1
    return tuple(sorted(meetings, key=lambda person: (-len(meetings[person]), -partners[person], person))[:most])
