"""The page of a list: what it was asked for, its rows, the way to the other pages, and the query behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias
from urllib.parse import quote

from attrs import frozen

from kg.site.lists.filters import Filter, Option
from kg.site.lists.listings import Ask, Column, Facet, Show
from kg.site.lists.parts import Part, part_for
from kg.site.lists.tables import Lists, Row, Table
from kg.site.rendering import Page

_NAMED = 6  # who takes part in a row; how many more there are is said, and the CSV names all
_NEAR = 2  # pages that the pager names on either side

# Where a filter stands, from the root of the site; "" where nothing was written for it.
Hrefs: TypeAlias = Callable[[Filter], str]


@frozen
class Heading:
    """The heading of a column; `href` sorts by it, "" if it does not. `direction` is how it is sorted now."""

    column: Column
    href: str
    direction: str


@frozen
class Field:
    """A facet in the form: what there is to choose, and what is chosen."""

    facet: Facet
    options: Sequence[Option]
    chosen: tuple[str, ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        """The fields to fill in: what stands in each, and one more where one more may be asked."""
        return (*self.chosen, "")[: self.facet.most]


def listing_page(lists: Lists, chosen: Filter, parts: Sequence[Part]) -> Page:
    """A page of a list. With `parts`, those of a static site, which has no other pages than theirs."""
    table = lists.table(chosen)
    listing = chosen.listing
    hrefs: Hrefs = (lambda wanted: _written(parts, wanted)) if parts else (lambda wanted: wanted.href())
    values = {
        "listing": listing,
        "table": table,
        "rows": [_cells(table, row) for row in table.rows],
        "headings": [_heading(chosen, column, "" if parts else None) for column in listing.columns],
        "fields": [] if parts else _fields(lists, chosen),
        "taken": [(choice, listing.facet(choice.facet), hrefs(chosen.without(choice))) for choice in chosen.choices],
        "pager": _pager(table, hrefs),
        "beside": _beside(parts, chosen),
        "csv": f"{listing.name}.csv" if parts else chosen.on_page(1).href("csv"),
        "sparql": f"sparql.html?query={quote(table.query, safe='')}",
    }
    path = hrefs(chosen).partition("?")[0]
    return Page(path, "list.html", _title(chosen), values)


def _title(chosen: Filter) -> str:
    asked = "; ".join(f"{chosen.listing.facet(each.facet).heading}: {each.option.word}" for each in chosen.choices)  # type: ignore[union-attr]
    page = f", page {chosen.page}" if chosen.page > 1 else ""
    return f"{chosen.listing.title}{f' ({asked})' if asked else ''}{page}"


def _written(parts: Sequence[Part], wanted: Filter) -> str:
    part = part_for(parts, wanted)
    return part.path(wanted.page) if part else ""


def _cells(table: Table, row: Row) -> list[tuple[Column, object, int]]:
    """The cells of a row; of many things the first ones, with the number of the others."""
    cells: list[tuple[Column, object, int]] = []
    for column in table.filter.listing.columns:
        value = row.values[column.name]
        if isinstance(value, tuple):
            cells.append((column, value[:_NAMED], max(0, len(value) - _NAMED)))
        else:
            cells.append((column, row.thing if column.show is Show.TITLE else value, 0))
    return cells


def _heading(chosen: Filter, column: Column, href: str | None) -> Heading:
    sort = chosen.listing.sort(column.name)
    direction = ("descending" if chosen.descends else "ascending") if sort == chosen.sort else ""
    if sort is None or href is not None:
        return Heading(column, "", direction)
    return Heading(column, chosen.sorted_by(sort).href(), direction)


def _fields(lists: Lists, chosen: Filter) -> list[Field]:
    listing = chosen.listing
    return [
        Field(
            facet,
            tuple(lists.options(listing, facet.name).values()) if facet.ask is Ask.CHOICE else (),
            chosen.slugs(facet.name),
        )
        for facet in listing.facets
    ]


def _pager(table: Table, hrefs: Hrefs) -> list[tuple[int, str]]:
    """The pages that the pager names: the first, the last, those around this one; (0, "") for a gap."""
    here, last = table.filter.page, table.pages
    near = [page for page in range(1, last + 1) if page in (1, last) or abs(page - here) <= _NEAR]
    found: list[tuple[int, str]] = []
    for page in near:
        if found and page - found[-1][0] > 1:
            found.append((0, ""))
        found.append((page, "" if page == here else hrefs(table.filter.on_page(page))))
    return found


def _beside(parts: Sequence[Part], chosen: Filter) -> Mapping[str, list[tuple[str, str, int]]]:
    """On a static site: the other parts of this list, by what they have in common."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for part in parts:
        if part.filter.listing == chosen.listing and part.filter.choices:
            first = part.filter.choices[0]
            facet = chosen.listing.facet(first.facet)
            years = [each.option.word for each in part.filter.choices if each.facet == "from"]
            plain = facet is None or facet.name == "from"
            group = "year" if plain else f"{facet.heading}, by year" if years else facet.heading  # type: ignore[union-attr]
            word = (
                " ".join([] if plain else [first.option.word]) + (" " if years and not plain else "") + " ".join(years)
            )
            found.setdefault(group, []).append((part.path(1), word, part.total))
    return found
