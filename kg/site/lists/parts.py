"""The pages of lists that a static site holds: each list a page at a time, and the parts of it that stay small.

A server makes any part of a list when it is asked for one; a static site has only what was written. So it gets the
parts that people look for: events by what became of them, those of a year, documents of a year, claims by depth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from kg.site.lists.filters import Filter, whole
from kg.site.lists.orders import LISTINGS
from kg.site.lists.queries import PAGE
from kg.site.lists.tables import Lists
from kg.site.lists.times import Counted

MOST_ROWS = 1_000  # of a part: ten pages, which one may still leaf through; larger ones are left to a server
_PARTED = {"events": ("status", "attested"), "claims": ("depth", "certainty"), "organisations": ("kind",)}


@frozen
class Part:
    """A part of a list with pages of its own; `name` is that of the list, then of the part: "events-withdrawn"."""

    name: str
    filter: Filter
    total: int

    def path(self, page: int) -> str:
        """The page of this number."""
        return f"{self.name}.html" if page == 1 else f"{self.name}-{page}.html"

    @property
    def paths(self) -> dict[str, Filter]:
        """Its pages, each with what stands on it."""
        last = max(1, -(-self.total // PAGE))
        return {self.path(page): self.filter.on_page(page) for page in range(1, last + 1)}


def parts_of(lists: Lists, times: Sequence[Counted]) -> tuple[Part, ...]:
    """The whole of every list, then the parts of it that stay small."""
    wholes = [Part(name, whole(listing), lists.count(whole(listing))) for name, listing in LISTINGS.items()]
    small = (part for part in _parts(lists, times) if 0 < part.total <= MOST_ROWS)
    return (*wholes, *small)


def _parts(lists: Lists, times: Sequence[Counted]) -> Iterator[Part]:
    for name, facets in _PARTED.items():
        listing = LISTINGS[name]
        for facet in facets:
            for slug, option in lists.options(listing, facet).items():
                ending = slug.lower() if slug not in ("yes", "no") and facet != "depth" else f"{facet}-{slug}"
                yield Part(f"{name}-{ending}", lists.filter_of(listing, [(facet, slug)]), option.count)
    for counted in times:
        listing = counted.whole.listing
        begin = listing.name if not counted.whole.choices else f"{listing.name}-{counted.track.name}"
        for year, count in counted.years.items():
            asked = [*counted.track.asked, ("from", year), ("to", year)]
            yield Part(f"{begin}-{year}", lists.filter_of(listing, asked), count)


def part_for(parts: Sequence[Part], chosen: Filter) -> Part | None:
    """The part that holds the rows of a filter, in its order; None if none was written."""
    wanted = evolve(chosen, page=1)
    return next((part for part in parts if part.filter == wanted), None)
