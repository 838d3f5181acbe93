"""What lists there are: of which things, with which columns, by what they are sorted, what they may be asked for.

Everything is said in SPARQL, once: from these patterns come the rows of a page, its CSV, and the query that it shows.
In a pattern `?thing` is what a row tells of, `?it` the value of the column, and `%value` a term of the filter.
There is one of each: they are equal to themselves alone, so that a filter is compared without reading its patterns.
"""

from __future__ import annotations

from enum import Enum

from attrs import frozen


class Show(Enum):
    """How the value of a column is drawn."""

    TITLE = "title"  # the words by which the row is called, with the link to its thing
    TEXT = "text"
    THINGS = "things"
    NUMBER = "number"
    DATE = "date"
    STATUS = "status"
    CONCEPT = "concept"
    KIND = "kind"
    DEPTH = "depth"


class Ask(Enum):
    """How a facet is asked for."""

    CHOICE = "choice"  # one of the values that the data have
    THING = "thing"  # a thing, by its path or its name
    DAY = "day"  # a day, a month or a year
    WORDS = "words"  # a stretch of text


@frozen(eq=False)
class Column:
    """A column. One that is `apart` is counted by itself, lest its values multiply with those of the others."""

    name: str
    heading: str
    show: Show
    pattern: str
    apart: bool = False


@frozen(eq=False)
class Sort:
    """An order. `keys` are aggregates over the values that the patterns bind; rows without the first key come last.

    The keys are short on purpose (whole numbers, days, texts of at most sixteen bytes): the store holds such values
    in its rows, and looks longer ones up for each comparison. Sorting 25,000 events by the whole label takes 4 s, by
    its first twelve letters and then the whole 0.9 s.
    """

    name: str
    patterns: tuple[str, ...]
    keys: tuple[str, ...]
    descends: bool = False  # where nothing else is asked for


@frozen(eq=False)
class Facet:
    """What a list may be asked for. `pattern` holds `%value`; `counted` binds ?value to the values that there are.

    One that may be given twice has a pattern for `both`, where that is more than each.
    """

    name: str
    heading: str
    ask: Ask
    pattern: str
    counted: str = ""
    both: str = ""
    most: int = 1


@frozen(eq=False)
class Listing:
    """A list of things of one kind."""

    name: str
    title: str
    each: str  # what a row is: "event"
    told: str  # one sentence on what stands here
    pattern: str
    columns: tuple[Column, ...]
    sorts: tuple[Sort, ...]
    facets: tuple[Facet, ...]

    def facet(self, name: str) -> Facet | None:
        """The facet of this name."""
        return next((facet for facet in self.facets if facet.name == name), None)

    def sort(self, name: str) -> Sort | None:
        """The order of this name."""
        return next((sort for sort in self.sorts if sort.name == name), None)


def by_text(name: str, pattern: str) -> Sort:
    """The order of the alphabet, small and capital letters alike; `pattern` binds ?key."""
    return Sort(name, (pattern,), ("MIN(SUBSTR(LCASE(STR(?key)), 1, 12))", "MIN(LCASE(STR(?key)))"))


def by_count(name: str, pattern: str) -> Sort:
    """The order of a count, the most first; `pattern` binds ?key."""
    return Sort(name, (pattern,), ("COUNT(DISTINCT ?key)",), descends=True)


def words(pattern: str) -> Facet:
    """Asks for words that the thing is called by; `pattern` binds ?called."""
    matches = f"{pattern} FILTER(CONTAINS(LCASE(STR(?called)), LCASE(%value)))"
    return Facet("words", "called", Ask.WORDS, matches)
