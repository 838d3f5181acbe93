"""What a visitor asks a list for: from the parameters of an address to a filter, and back. Pure: asks nobody."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol
from urllib.parse import urlencode

from attrs import evolve, frozen
from pyoxigraph import Literal, NamedNode

from kg.errors import UsageError
from kg.model.dates import EdtfDate
from kg.site.lists.listings import Ask, Facet, Listing, Sort

MOST_PARAMETERS = 24  # three times what the longest form sends
LONGEST = 200  # characters of a value: the longest name so far has 120
_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_PAGE = re.compile(r"[1-9][0-9]{0,6}")
_XSD_DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")


@frozen
class Option:
    """A value of a facet: as it stands in an address, as a term of SPARQL, in words, and how many things have it."""

    slug: str
    term: str
    word: str
    count: int


class Known(Protocol):
    """What the data have, against which a filter is checked."""

    def options(self, listing: Listing, facet: str) -> Mapping[str, Option]:
        """The values of a facet that is chosen from, by slug."""

    def things_called(self, words: str) -> Sequence[Option]:
        """The things of this path, or of this name."""


@frozen
class Choice:
    """A facet with what it was asked for."""

    facet: str
    option: Option


@frozen
class Filter:
    """Which rows of a list, in which order, and which page of them."""

    listing: Listing
    choices: tuple[Choice, ...]
    sort: Sort
    descends: bool
    page: int = 1

    def terms(self, facet: str) -> tuple[str, ...]:
        """The terms that a facet was asked for."""
        return tuple(choice.option.term for choice in self.choices if choice.facet == facet)

    def slugs(self, facet: str) -> tuple[str, ...]:
        """The same as they stand in an address."""
        return tuple(choice.option.slug for choice in self.choices if choice.facet == facet)

    def on_page(self, page: int) -> Filter:
        """The same rows on another page."""
        return evolve(self, page=page)

    def sorted_by(self, sort: Sort) -> Filter:
        """The same rows in another order; in the other direction, if it is this one."""
        descends = not self.descends if sort == self.sort else sort.descends
        return evolve(self, sort=sort, descends=descends, page=1)

    def without(self, choice: Choice) -> Filter:
        """The rows that one thing less is asked of."""
        return evolve(self, choices=tuple(each for each in self.choices if each != choice), page=1)

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The parameters of its address, in one order, without what goes without saying."""
        found = [(choice.facet, choice.option.slug) for choice in self.choices]
        if (self.sort, self.descends) != (self.listing.sorts[0], self.listing.sorts[0].descends):
            found.append(("sort", f"{'-' if self.descends else ''}{self.sort.name}"))
        if self.page > 1:
            found.append(("page", str(self.page)))
        return tuple(found)

    def href(self, extension: str = "html") -> str:
        """Where it stands on a server, from the root of the site."""
        query = urlencode(self.parameters)
        return f"{self.listing.name}.{extension}{'?' if query else ''}{query}"


def whole(listing: Listing) -> Filter:
    """All rows of a list in its first order."""
    return Filter(listing, (), listing.sorts[0], listing.sorts[0].descends)


def filter_of(listing: Listing, query: Sequence[tuple[str, str]], known: Known) -> Filter:
    """The filter that the parameters of an address ask for; what is empty asks for nothing, as a form sends it.

    Raises UsageError, in words for the visitor, at a parameter that the list has not, a value that the data have not,
    and whatever is too long, too often or not well formed.
    """
    if len(query) > MOST_PARAMETERS:
        raise _refused(f"More than {MOST_PARAMETERS} parameters", listing)
    found = whole(listing)
    choices: list[Choice] = []
    given: dict[str, int] = {}
    for name, raw in query:
        value = raw.strip()
        if not value:
            continue
        if len(value) > LONGEST:
            raise _refused(f"The value of {_shown(name)} is longer than {LONGEST} characters", listing)
        given[name] = given.get(name, 0) + 1
        facet = listing.facet(name)
        if given[name] > (facet.most if facet else 1):
            raise _refused(f"The parameter {_shown(name)} is given too often", listing)
        if facet:
            choice = Choice(name, _option(listing, facet, value, known))
            if choice not in choices:
                choices.append(choice)
        elif name == "sort":
            found = _sorted(found, value)
        elif name == "page":
            if not _PAGE.fullmatch(value):
                raise _refused(f"{_shown(value)} is no number of a page", listing)
            found = evolve(found, page=int(value))
        else:
            raise _refused(f"A list of {listing.title.lower()} cannot be asked for {_shown(name)}", listing)
    order = [facet.name for facet in listing.facets]
    return evolve(found, choices=tuple(sorted(choices, key=lambda each: (order.index(each.facet), each.option.slug))))


def _option(listing: Listing, facet: Facet, value: str, known: Known) -> Option:
    if facet.ask is Ask.WORDS:
        return Option(value, str(Literal(_storable(value, listing))), f"“{value}”", 0)
    if facet.ask is Ask.DAY:
        return _day(listing, facet, value)
    if facet.ask is Ask.CHOICE:
        options = known.options(listing, facet.name)
        if value not in options:
            listed = ", ".join(list(options)[:40])
            raise UsageError(
                f"No {listing.each} has {_shown(value)} as “{facet.heading}”.", cure=f"There are: {listed}."
            )
        return options[value]
    called = known.things_called(_storable(value, listing))
    if not called:
        raise UsageError(
            f"Nothing here is called {_shown(value)}.", cure="Search for it, and copy its name or its path."
        )
    if len(called) > 1:
        listed = ", ".join(option.slug for option in called[:10])
        raise UsageError(f"{len(called)} things are called {_shown(value)}.", cure=f"Name one by its path: {listed}.")
    return called[0]


def _day(listing: Listing, facet: Facet, value: str) -> Option:
    """A day; of a month or a year the first or last, so that the bound holds the whole of it."""
    date = EdtfDate(value) if _DAY.fullmatch(value) and EdtfDate.is_written_as(value) else None
    day = (date.earliest if facet.name == "from" else date.latest) if date else None
    if day is None:
        raise _refused(f"{_shown(value)} is no date (1962, 1962-08 or 1962-08-27)", listing)
    return Option(value, str(Literal(day.isoformat(), datatype=_XSD_DATE)), value, 0)


def _sorted(found: Filter, value: str) -> Filter:
    sort = found.listing.sort(value.removeprefix("-"))
    if sort is None:
        listed = ", ".join(each.name for each in found.listing.sorts)
        raise UsageError(
            f"A list of {found.listing.title.lower()} is not sorted by {_shown(value)}.", cure=f"There are: {listed}."
        )
    return evolve(found, sort=sort, descends=value.startswith("-"))


def _storable(value: str, listing: Listing) -> str:
    """The value, if RDF can hold it: no surrogate that stands alone, which an address can smuggle in."""
    if not value.isprintable() and any(ord(sign) < 32 or 0xD800 <= ord(sign) < 0xE000 for sign in value):
        raise _refused("A value holds what is no text", listing)
    return value


def _shown(value: str) -> str:
    """A value that a visitor sent, short enough to be told."""
    clean = "".join(sign if sign.isprintable() else "�" for sign in value[:60])
    return f"“{clean}{'…' if len(value) > 60 else ''}”"


def _refused(said: str, listing: Listing) -> UsageError:
    return UsageError(f"{said}.", cure=f"Begin again at {listing.name}.html.")
