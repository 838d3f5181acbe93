"""The rows that a filter lets through: a page of them, and all of them as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from attrs import define, field, frozen
from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg.errors import UsageError
from kg.site.graph import Graph, short
from kg.site.lists.filters import Filter, Option, filter_of, whole
from kg.site.lists.listings import Column, Listing, Show
from kg.site.lists.orders import Known, Order
from kg.site.lists.queries import PAGE, members_query, page_query, rows_query
from kg.site.readings import thing, type_of
from kg.site.shown import Date, Sign, Thing
from kg.site.spreadsheets import csv_of
from kg.site.words import date_shown, in_words, status_sign

Value: TypeAlias = str | int | Date | Sign | tuple[Thing, ...] | None
_FILTERS = 64  # whose things are remembered: four bytes a thing
MOST_ROWS = 10_000  # of a part of a list as CSV: two seconds of work
_AT_ONCE = 500  # rows that one query tells of when all of a list are written


@frozen
class Row:
    """A row: its thing, and a value for each column."""

    thing: Thing
    values: Mapping[str, Value]


@frozen
class Table:
    """A page of rows, how many there are in all, and the query whose answer they are."""

    filter: Filter
    rows: tuple[Row, ...]
    total: int
    query: str

    @property
    def pages(self) -> int:
        """How many pages there are, the first of an empty list as well."""
        return max(1, -(-self.total // PAGE))

    @property
    def first(self) -> int:
        """The number of the first row of the page, from one."""
        return (self.filter.page - 1) * PAGE + 1


@define(eq=False)
class Lists:
    """The lists of an edition. May be used by several threads."""

    graph: Graph
    known: Known
    things: Callable[[Listing], Sequence[str]] = field(init=False, repr=False)
    _whole_csv: Callable[[Filter], bytes] = field(init=False, repr=False)
    _numbers: Callable[[Listing], Mapping[str, int]] = field(init=False, repr=False)
    _order: Callable[[Listing, str], Order] = field(init=False, repr=False)
    _arranged: Callable[[Filter], Sequence[int]] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Remember what was asked of late; the edition never changes."""
        self.things = lru_cache(None)(self.known.things)
        self._numbers = lru_cache(None)(lambda listing: {iri: n for n, iri in enumerate(self.things(listing))})
        self._order = lru_cache(None)(self.known.order)
        self._whole_csv = lru_cache(None)(self._csv)
        self._arranged = lru_cache(_FILTERS)(self._arrange)

    def filter_of(self, listing: Listing, query: Sequence[tuple[str, str]]) -> Filter:
        """The filter of an address. Raises UsageError as `filters.filter_of` does."""
        return filter_of(listing, query, self)

    def table(self, chosen: Filter) -> Table:
        """A page of rows. Raises UsageError where the list has no such page."""
        numbers = self._arranged(chosen.on_page(1))
        begin = (chosen.page - 1) * PAGE
        if chosen.page > 1 and begin >= len(numbers):
            pages = max(1, -(-len(numbers) // PAGE))
            raise UsageError(f"There is no page {chosen.page}; there are {pages}.", cure="Go to the first.")
        found = self._rows(chosen.listing, numbers[begin : begin + PAGE])
        rows = tuple(Row(thing(self.graph, iri), values) for iri, values in found)
        return Table(chosen, rows, len(numbers), page_query(chosen, offset=begin))

    def count(self, chosen: Filter) -> int:
        """How many rows a filter lets through."""
        return len(self._arranged(chosen.on_page(1)))

    def members(self, chosen: Filter) -> frozenset[str]:
        """The things that a filter lets through."""
        things = self.things(chosen.listing)
        return frozenset(things[number] for number in self._arranged(chosen.on_page(1)))

    def as_csv(self, chosen: Filter) -> bytes:
        """All rows of a filter as CSV, the IRI of each first; `page` is of no matter.

        Raises UsageError at more than MOST_ROWS of them, but for the list as it stands, which is made once.
        """
        chosen = chosen.on_page(1)
        if chosen == whole(chosen.listing):
            return self._whole_csv(chosen)
        if self.count(chosen) > MOST_ROWS:
            cure = f"Ask for less, or take the whole list at {chosen.listing.name}.csv."
            raise UsageError(f"These are more than {MOST_ROWS:,} rows.", cure=cure)
        return self._csv(chosen)

    def _csv(self, chosen: Filter) -> bytes:
        numbers = self._arranged(chosen)
        rows = (
            [iri, *(_plain(values[column.name]) for column in chosen.listing.columns)]
            for begin in range(0, len(numbers), _AT_ONCE)
            for iri, values in self._rows(chosen.listing, numbers[begin : begin + _AT_ONCE])
        )
        return csv_of(("iri", *(column.name for column in chosen.listing.columns)), rows)

    def options(self, listing: Listing, facet: str) -> Mapping[str, Option]:
        """The values of a facet that is chosen from."""
        return self.known.options(listing, facet)

    def things_called(self, words: str) -> Sequence[Option]:
        """The things of this path or IRI; else those of this name, or the document of this key."""
        graph = self.graph
        for iri in (words, graph.addresses.iri(words)):
            if graph.addresses.path(iri) and graph.knows(iri):
                return [self.option_of(iri)]
        return [self.option_of(iri) for iri in self.known.called(words)]

    def option_of(self, iri: str) -> Option:
        """A thing as what a list may be asked for."""
        return Option(self.graph.addresses.path(iri), str(NamedNode(iri)), self.graph.label(iri), 0)

    def _arrange(self, chosen: Filter) -> Sequence[int]:
        listing = chosen.listing
        order = self._order(listing, chosen.sort.name)
        if not chosen.choices:
            return order.arranged(range(len(self.things(listing))), descends=chosen.descends)
        numbers = self._numbers(listing)
        members = (numbers[solution[0].value] for solution in self._solutions(members_query(chosen)))
        return order.arranged(members, descends=chosen.descends)

    def _rows(self, listing: Listing, numbers: Sequence[int]) -> Iterator[tuple[str, Mapping[str, Value]]]:
        things = self.things(listing)
        wanted = [things[number] for number in numbers]
        query = rows_query(listing, tuple(str(NamedNode(iri)) for iri in wanted))
        found = {solution[0].value: solution for solution in self._solutions(query)} if wanted else {}
        for iri in wanted:
            values = {
                column.name: self._value(column, term.value if term is not None else "")
                for column, term in zip(listing.columns, tuple(found[iri])[1:], strict=True)
            }
            yield iri, values

    def _solutions(self, query: str) -> Iterator[tuple[Literal, ...]]:
        found = self.graph.store.query(query)
        assert isinstance(found, QuerySolutions)
        yield from map(tuple, found)

    def _value(self, column: Column, written: str) -> Value:
        show = column.show
        if show in (Show.NUMBER, Show.DEPTH):
            return int(written) if written else None
        if show is Show.DATE:
            return date_shown(written)
        if show is Show.THINGS:
            found = (thing(self.graph, iri) for iri in written.split())
            return tuple(sorted(found, key=lambda each: (each.label, each.iri)))
        if show is Show.STATUS:
            return _sign(written)
        if show is Show.CONCEPT:
            return ", ".join(sorted(in_words(short(iri)) for iri in written.split()))
        if show is Show.KIND:
            return _kind(written)
        return ", ".join(sorted(written.split("\n")))


@lru_cache(1 << 10)
def _sign(written: str) -> Sign | None:
    """The sign of a status; beside it may stand the class of what is attested."""
    names = {short(iri) for iri in written.split()}
    status = next((name.partition(":")[2] for name in sorted(names) if name.startswith("dgv:")), "")
    return status_sign(status, is_attested="dg:AttestedEvent" in names) if status else None


@lru_cache(1 << 10)
def _kind(written: str) -> str:
    return type_of(tuple(sorted(short(iri) for iri in written.split())))


def _plain(value: Value) -> str | int:
    """A value as a cell: a date as EDTF, a status by its name, things by what they are called."""
    if isinstance(value, tuple):
        return "; ".join(each.label for each in value)
    if isinstance(value, Date):
        return value.edtf
    if isinstance(value, Sign):
        return value.name
    return "" if value is None else value
