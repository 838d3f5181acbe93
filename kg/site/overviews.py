"""The pages that tell of the whole edition: the start, the lists, the search, the timeline, the network."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from attrs import define, field

from kg.site.graph import Graph
from kg.site.lists import LISTINGS, Known, Lists, whole
from kg.site.lists.filters import Filter
from kg.site.lists.parts import Part, parts_of
from kg.site.lists.times import Counted, times_of
from kg.site.pages.listing import listing_page
from kg.site.pages.network import network_page
from kg.site.pages.search import search_index, search_page, written_search_page
from kg.site.pages.start import start_page
from kg.site.pages.timeline import timeline_page
from kg.site.rendering import Page
from kg.site.search import Search

INDEX = "search-index.js"


@define(eq=False)
class Overviews:
    """The pages of an edition that hang on no one thing. May be used by several threads.

    With `has_endpoint` a server answers what lists are asked for; without, there are the pages that were written.
    """

    lists: Lists
    search: Search
    has_endpoint: bool
    times: Callable[[], Sequence[Counted]] = field(init=False, repr=False)
    parts: Callable[[], Sequence[Part]] = field(init=False, repr=False)
    _single: Mapping[str, Callable[[Sequence[tuple[str, str]]], Page]] = field(init=False, repr=False)
    _written: Callable[[], Mapping[str, Filter]] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Count once: the edition never changes."""
        self.times = lru_cache(1)(lambda: times_of(self.lists))
        self.parts = lru_cache(1)(lambda: () if self.has_endpoint else parts_of(self.lists, self.times()))
        network = lru_cache(1)(lambda: network_page(self.lists.graph, has_endpoint=self.has_endpoint))
        timeline = lru_cache(1)(self._timeline)
        start = lru_cache(1)(self._start)
        self._single = {
            "index.html": lambda _query: start(),
            "network.html": lambda _query: network(),
            "timeline.html": lambda _query: timeline(),
            "search.html": self._search,
        }
        self._written = lru_cache(1)(lambda: {path: each for part in self.parts() for path, each in part.paths.items()})

    @classmethod
    def of(cls, graph: Graph, known: Known, search: Search, *, has_endpoint: bool) -> Overviews:
        """The overviews of an edition."""
        return cls(Lists(graph, known), search, has_endpoint)

    def page(self, path: str, query: Sequence[tuple[str, str]] = ()) -> Page | None:
        """The page of a path, as a query wants it; None if there is none. Raises UsageError at a wrong query."""
        if path in self._single:
            return self._single[path](query)
        listing = LISTINGS.get(path.removesuffix(".html")) if path.endswith(".html") else None
        if self.has_endpoint:
            return listing_page(self.lists, self.lists.filter_of(listing, query), ()) if listing else None
        chosen = self._written().get(path)
        return listing_page(self.lists, chosen, self.parts()) if chosen else None

    def _start(self) -> Page:
        return start_page(self.lists, self.parts(), has_endpoint=self.has_endpoint)

    def _timeline(self) -> Page:
        return timeline_page(self.lists, self.times(), self.parts(), has_endpoint=self.has_endpoint)

    def _search(self, query: Sequence[tuple[str, str]]) -> Page:
        return (
            search_page(self.lists.graph, self.search, query) if self.has_endpoint else written_search_page(self.search)
        )

    def table(self, path: str, query: Sequence[tuple[str, str]] = ()) -> bytes | None:
        """A list as CSV, all that a query wants; None if no list has this path. Raises as `page` does.

        A static site has the index of its search beside them.
        """
        if path == INDEX and not self.has_endpoint:
            return search_index(self.lists.graph, self.search)
        listing = LISTINGS.get(path.removesuffix(".csv")) if path.endswith(".csv") else None
        if listing is None:
            return None
        return self.lists.as_csv(self.lists.filter_of(listing, query) if self.has_endpoint else whole(listing))

    def knows(self, path: str) -> bool:
        """Whether there is a page of this path."""
        return path in self._single or path.removesuffix(".html") in LISTINGS

    def has_query(self, path: str) -> bool:
        """Whether a page or a table hangs on the query behind its path."""
        is_list = path.removesuffix(".html").removesuffix(".csv") in LISTINGS
        return self.has_endpoint and (is_list or path == "search.html")

    def paths(self) -> Iterator[str]:
        """Every page and table that a query of nothing gives."""
        yield from self._single
        yield from (f"{name}.csv" for name in LISTINGS)
        if self.table(INDEX) is not None:
            yield INDEX
        yield from (f"{name}.html" for name in LISTINGS) if self.has_endpoint else self._written()
