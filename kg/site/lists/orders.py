"""What is known of each list before anybody asks: its things in every order, and the values that each facet has.

Sorting is what costs: 25,000 events take a second. So the orders are the answers of queries that are asked once, when
the edition is made, and kept in a file beside its store.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from attrs import frozen
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.names import folded_name
from kg.site.addresses import Addresses
from kg.site.graph import short
from kg.site.indexfiles import opened
from kg.site.lists.agents import OFFICES, ORGANISATIONS, PEOPLE, PLACES, STATES
from kg.site.lists.events import CLAIMS, DOCUMENTS, EVENTS
from kg.site.lists.filters import Option
from kg.site.lists.listings import Ask, Facet, Listing
from kg.site.lists.queries import order_query, values_query
from kg.site.words import in_words, told_sign

LISTINGS = {
    listing.name: listing for listing in (DOCUMENTS, PEOPLE, ORGANISATIONS, STATES, OFFICES, PLACES, EVENTS, CLAIMS)
}
# Lists whose things may be named in a filter by what they are called.
_NAMED = (PEOPLE, ORGANISATIONS, STATES, OFFICES, PLACES)
_SCHEMA = """
CREATE TABLE thing (listing TEXT, number INTEGER, iri TEXT, PRIMARY KEY (listing, number)) WITHOUT ROWID;
CREATE TABLE ordering (listing TEXT, sort TEXT, bound INTEGER, numbers BLOB, PRIMARY KEY (listing, sort)) WITHOUT ROWID;
CREATE TABLE option (
  listing TEXT, facet TEXT, slug TEXT, term TEXT, word TEXT, count INTEGER, PRIMARY KEY (listing, facet, slug)
) WITHOUT ROWID;
CREATE TABLE name (folded TEXT, iri TEXT, PRIMARY KEY (folded, iri)) WITHOUT ROWID;
"""
# Classes that say of everything in a list that it is in it.
_SAID_BY_THE_LIST = frozenset({"dg:Eventuality", "dg:AttestedEvent", "dg:Claim"})
# As the macro "depth" says it beside a claim.
_HANDS = {"0": "in the author’s own words", "1": "at second hand", "2": "at third hand", "3": "at fourth hand"}
_NUMBERS = "I"  # four bytes: more things than any list has


@frozen
class Order:
    """The things of a list in one order, rising, by their numbers; the first `bound` have what they are sorted by."""

    rank: array[int]
    bound: int

    def arranged(self, numbers: Iterable[int], *, descends: bool) -> list[int]:
        """Some things in this order, those without what it goes by at the end both ways."""
        rank, bound = self.rank, self.bound
        if not descends:
            return sorted(numbers, key=rank.__getitem__)
        return sorted(numbers, key=lambda number: (rank[number] >= bound, -rank[number]))


@frozen
class Known:
    """What is known of the lists of an edition, read from its file. May be used by several threads.

    Everything raises OSError where the file is gone.
    """

    path: Path

    def things(self, listing: Listing) -> list[str]:
        """The things of a list, by their numbers."""
        return [iri for (iri,) in self._rows("SELECT iri FROM thing WHERE listing = ? ORDER BY number", listing.name)]

    def order(self, listing: Listing, sort: str) -> Order:
        """One order of a list."""
        found = self._rows("SELECT bound, numbers FROM ordering WHERE listing = ? AND sort = ?", listing.name, sort)
        ((bound, blob),) = found
        numbers = _array(blob)
        rank = array(_NUMBERS, bytes(len(blob)))
        for place, number in enumerate(numbers):
            rank[number] = place
        return Order(rank, bound)

    def options(self, listing: Listing, facet: str) -> Mapping[str, Option]:
        """The values of a facet that is chosen from, by slug, the most frequent first; numbers in their order."""
        sql = "SELECT slug, term, word, count FROM option WHERE listing = ? AND facet = ? ORDER BY count DESC, slug"
        options = [Option(*row) for row in self._rows(sql, listing.name, facet)]
        if all(option.slug.isdecimal() for option in options):
            options.sort(key=lambda option: int(option.slug))
        return {option.slug: option for option in options}

    def called(self, words: str) -> list[str]:
        """The things that bear a name, however it is accented."""
        folded = " ".join(folded_name(words))
        return [iri for (iri,) in self._rows("SELECT iri FROM name WHERE folded = ? ORDER BY iri LIMIT 100", folded)]

    def _rows(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        with opened(self.path) as connection:
            return connection.execute(sql, values).fetchall()


def write_lists(store: Store, addresses: Addresses, path: Path) -> None:
    """Write what is known of the lists of a store to a new file."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_SCHEMA)
        for listing in LISTINGS.values():
            numbers: dict[str, int] = {}
            for sort in listing.sorts:
                bound, order = 0, array(_NUMBERS)
                for solution in _solutions(store, order_query(listing, sort)):
                    order.append(numbers.setdefault(solution[0].value, len(numbers)))
                    bound += solution[1] is not None
                connection.execute(
                    "INSERT INTO ordering VALUES (?, ?, ?, ?)", (listing.name, sort.name, bound, _bytes(order))
                )
            things = ((listing.name, number, iri) for iri, number in numbers.items())
            connection.executemany("INSERT INTO thing VALUES (?, ?, ?)", things)
            for facet in (each for each in listing.facets if each.ask is Ask.CHOICE):
                rows = ((listing.name, facet.name, *row) for row in _options(store, listing, facet))
                connection.executemany("INSERT OR IGNORE INTO option VALUES (?, ?, ?, ?, ?, ?)", rows)
            if listing in _NAMED:
                connection.executemany("INSERT OR IGNORE INTO name VALUES (?, ?)", _names(store, numbers))
        documents = (iri for (iri,) in connection.execute("SELECT iri FROM thing WHERE listing = ?", (DOCUMENTS.name,)))
        keys = [
            (key, iri) for iri in documents if (key := addresses.path(iri).removeprefix("doc/").removesuffix("/record"))
        ]
        connection.executemany(
            "INSERT OR IGNORE INTO name VALUES (?, ?)", [(" ".join(folded_name(key)), iri) for key, iri in keys]
        )


def _options(store: Store, listing: Listing, facet: Facet) -> Iterator[tuple[str, str, str, int]]:
    for value, count in _solutions(store, values_query(listing, facet)):
        if isinstance(value, NamedNode):
            name = short(value.value)
            if name in _SAID_BY_THE_LIST or not name.startswith(("dg:", "dgv:", "org:")):
                continue  # a class of another vocabulary says the same again
            slug = name.partition(":")[2]
            yield (
                slug,
                str(value),
                told_sign(slug).word if facet.name == "status" else in_words(name),
                int(count.value),
            )
        elif isinstance(value, Literal):
            slug = {"true": "yes", "false": "no"}.get(value.value, value.value)
            yield (
                slug,
                str(value),
                _HANDS.get(slug, f"through {slug} others") if facet.name == "depth" else slug,
                int(count.value),
            )


def _names(store: Store, numbers: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    label = "http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#altLabel"
    for iri in numbers:
        for predicate in label:
            for quad in store.quads_for_pattern(NamedNode(iri), NamedNode(predicate), None):
                folded = " ".join(folded_name(quad.object.value)) if isinstance(quad.object, Literal) else ""
                if folded:
                    yield folded, iri


def _solutions(store: Store, query: str) -> Iterator[tuple[Literal, ...]]:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    yield from map(tuple, found)


def _bytes(numbers: array[int]) -> bytes:
    """The numbers as bytes, the lowest first on every machine."""
    swapped = array(_NUMBERS, numbers)
    if sys.byteorder == "big":
        swapped.byteswap()
    return swapped.tobytes()


def _array(blob: bytes) -> array[int]:
    numbers = array(_NUMBERS, blob)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
