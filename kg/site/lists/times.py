"""When what is told happened, or was to happen: how many events and documents fall into each year and month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from attrs import frozen
from pyoxigraph import QuerySolutions

from kg.publish.prefixes import prefixes
from kg.site.lists.events import DOCUMENTS, EVENTS
from kg.site.lists.filters import Filter
from kg.site.lists.tables import Lists


@frozen
class Track:
    """A line of the timeline: its name, what it says, which list it counts, and which rows of that."""

    name: str
    title: str
    listing: str
    asked: tuple[tuple[str, str], ...]


# What happened stands first, and what did not stands apart from it.
TRACKS = (
    Track("attested", "Attested events", EVENTS.name, (("attested", "yes"),)),
    Track("prospective", "Planned, when the document was written", EVENTS.name, (("status", "Prospective"),)),
    Track("withdrawn", "Planned, and withdrawn", EVENTS.name, (("status", "Withdrawn"),)),
    Track("documents", "Documents", DOCUMENTS.name, ()),
)


@frozen
class Counted:
    """The counts of a track: `years` and `months` ("1962", "1962-08") that hold the whole of an event's time.

    What is known only to lie between two years is in none of them, and what is known to its year only in no month.
    """

    track: Track
    whole: Filter
    total: int
    years: Mapping[str, int]
    months: Mapping[str, int]

    @property
    def elsewhere(self) -> int:
        """How many have no date, or one that spans years."""
        return self.total - sum(self.years.values())


def times_of(lists: Lists) -> tuple[Counted, ...]:
    """The tracks that have anything, counted."""
    counted = []
    for track in TRACKS:
        listing = {EVENTS.name: EVENTS, DOCUMENTS.name: DOCUMENTS}[track.listing]
        if not all(value in lists.options(listing, name) for name, value in track.asked):
            continue  # nothing of the kind is told
        chosen = lists.filter_of(listing, track.asked)
        total = lists.count(chosen)
        if total:
            bounds = {iri: (begin[:7], end[:7]) for iri, begin, end in _bounds(lists, chosen)}
            years = Counter(begin[:4] for begin, end in bounds.values() if begin[:4] == end[:4])
            months = Counter(begin for begin, end in bounds.values() if begin == end)
            counted.append(Counted(track, chosen, total, dict(sorted(years.items())), dict(sorted(months.items()))))
    return tuple(counted)


def _bounds(lists: Lists, chosen: Filter) -> list[tuple[str, str, str]]:
    """The things of a filter that have an earliest and a latest day, with both."""
    members = lists.members(chosen)
    query = "SELECT ?thing ?earliest ?latest WHERE { ?thing dg:earliest ?earliest ; dg:latest ?latest }"
    found = lists.graph.store.query(query, prefixes=prefixes())
    assert isinstance(found, QuerySolutions)
    rows = ((row[0].value, row[1].value, row[2].value) for row in found)
    return [row for row in rows if row[0] in members]
