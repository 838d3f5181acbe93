"""Lists on the page of a thing: the first rows stand there, all of them on further pages where there are more.

A further page is called after the thing and the list: `agent/x.happened.html`, then `agent/x.happened-2.html`. It is a
page like any other, so the static site and the server have the same ones, and nothing is cut in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from itertools import islice

from attrs import frozen

from kg.site.ledger import Ledger
from kg.site.readings import thing

_FURTHER = re.compile(r"(?P<thing>[^.]+)\.(?P<name>[a-z]+)(?:-(?P<number>[2-9]|[1-9][0-9]{1,6}))?\.html")


@frozen
class Section:
    """A list that a page of somebody or some place may have. In its title `{kind}` stands for what the thing is.

    `count` says how many rows there are in all, grouped ones one by one; `rows` gives those from one number to another;
    `first` gives what stands on the page of the thing where they do not all fit there. `drawn_as` names the macro of
    agent_macros.html.
    """

    name: str
    title: str
    note: str
    drawn_as: str
    a_page: int
    count: Callable[[Ledger], int]
    words: Callable[[Ledger], str]  # the count with its unit: "328 events"
    rows: Callable[[Ledger, int, int], tuple[object, ...]]
    first: Callable[[Ledger], tuple[object, ...]]
    fits: Callable[[Ledger], bool]


@frozen
class Group:
    """Rows of a list that belong together: those of one voice, of one post, with one other person.

    `count` is that of all of them, which may be more than stand here; then `href` leads to them.
    """

    id: str
    head: object
    count: str
    href: str
    rows: tuple[object, ...]


@frozen
class Part:
    """A list as a template draws it. `href` leads to all of it, "" where all of it stands here."""

    name: str
    title: str
    note: str
    count: str  # "1 event", "328 events"
    drawn_as: str
    rows: tuple[object, ...]
    href: str
    number: int = 1
    pages: tuple[str, ...] = ()
    first: int = 0
    last: int = 0


def counted(count: int, unit: str) -> str:
    """A number with its unit.

    >>> counted(1, "person|people"), counted(1200, "event")
    ('1 person', '1,200 events')
    """
    one, _, many = unit.partition("|")
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def parts_of(path: str) -> tuple[str, str, int] | None:
    """The thing, the list and the number of a further page; None if the path is not that of one.

    >>> parts_of("agent/x.happened.html"), parts_of("agent/x.happened-2.html")
    (('agent/x', 'happened', 1), ('agent/x', 'happened', 2))
    >>> parts_of("agent/x.html"), parts_of("agent/x.happened-1.html"), parts_of("doc/a/source.txt.html")
    (None, None, None)
    """
    found = _FURTHER.fullmatch(path)
    if found is None or found["name"] == "txt":
        return None
    return found["thing"], found["name"], int(found["number"] or 1)


def page_with(ledger: Ledger, section: Section, offset: int, anchor: str = "") -> str:
    """The page on which a row of a list stands, by its number from 0: the thing's own where they all fit there."""
    page = ledger.graph.addresses.page(ledger.iri)
    if section.fits(ledger):
        return f"{page}#{anchor or section.name}"
    number = offset // section.a_page + 1
    return numbered(page, section.name, number) + (f"#{anchor}" if anchor else "")


def numbered(page: str, name: str, number: int) -> str:
    """Where a further page stands."""
    return f"{page.removesuffix('.html')}.{name}{f'-{number}' if number > 1 else ''}.html"


def pages_of(ledger: Ledger, section: Section) -> tuple[str, ...]:
    """Where the further pages of a list stand; none if it fits on the page of the thing."""
    count = section.count(ledger)
    if not count or section.fits(ledger):
        return ()
    page = ledger.graph.addresses.page(ledger.iri)
    return tuple(numbered(page, section.name, number) for number in range(1, -(-count // section.a_page) + 1))


def titled(ledger: Ledger, section: Section) -> str:
    """The title of a list on the page of a thing."""
    return section.title.replace("{kind}", thing(ledger.graph, ledger.iri).kind)


def part_on_page(ledger: Ledger, section: Section) -> Part | None:
    """A list as it stands on the page of the thing; None if it is empty."""
    count = section.count(ledger)
    if not count:
        return None
    whole = section.fits(ledger)
    rows = section.rows(ledger, 0, count) if whole else section.first(ledger)
    href = "" if whole else numbered(ledger.graph.addresses.page(ledger.iri), section.name, 1)
    return Part(
        section.name, titled(ledger, section), section.note, section.words(ledger), section.drawn_as, rows, href
    )


def part_of_all(ledger: Ledger, section: Section, number: int) -> Part | None:
    """One page of a list; None if there is none of this number."""
    pages = pages_of(ledger, section)
    if not 1 <= number <= len(pages):
        return None
    start, count = (number - 1) * section.a_page, section.count(ledger)
    stop = min(start + section.a_page, count)
    return Part(
        section.name,
        titled(ledger, section),
        section.note,
        section.words(ledger),
        section.drawn_as,
        section.rows(ledger, start, stop),
        "",
        number,
        pages,
        start + 1,
        stop,
    )


def plain_section(
    name: str,
    title: str,
    note: str,
    unit: str,
    drawn_as: str,
    *,
    at_first: int,
    a_page: int,
    keys: Callable[[Ledger], Sequence[str]],
    row: Callable[[Ledger, str], object],
) -> Section:
    """A plain list: one row for each key, the first `at_first` of them on the page of the thing."""

    def rows(ledger: Ledger, start: int, stop: int) -> tuple[object, ...]:
        return tuple(row(ledger, key) for key in keys(ledger)[start:stop])

    return Section(
        name,
        title,
        note,
        drawn_as,
        a_page,
        lambda ledger: len(keys(ledger)),
        lambda ledger: counted(len(keys(ledger)), unit),
        rows,
        lambda ledger: rows(ledger, 0, at_first),
        lambda ledger: len(keys(ledger)) <= at_first,
    )


def grouped_section(
    name: str,
    title: str,
    note: str,
    units: tuple[str, str],
    drawn_as: str,
    *,
    at_first: tuple[int, int],
    a_page: int,
    groups: Callable[[Ledger], Mapping[str, Sequence[str]]],
    head: Callable[[Ledger, str], object],
    row: Callable[[Ledger, str, str], object],
    counts: tuple[bool, bool] = (True, True),
) -> Section:
    """A list of groups: each with a head made of its key, and a row for each of its items.

    `units` are those of groups and items; `counts` says which of the two are counted above the list. The page of the
    thing has all of it where there are no more groups than `at_first` says, and no more items in any; else so many
    groups with one item each, and the way to the others.
    """
    most_groups, most_items = at_first

    def group(ledger: Ledger, key: str, items: Sequence[str], offset: int, shown: int) -> Group:
        anchor = anchor_of(ledger, name, key)
        count = len(groups(ledger)[key])
        href = "" if len(items) == count and len(items) <= shown else page_with(ledger, section, offset, anchor)
        rows = tuple(row(ledger, key, item) for item in items[:shown])
        return Group(anchor, head(ledger, key), counted(count, units[1]), href, rows)

    def rows(ledger: Ledger, start: int, stop: int) -> tuple[object, ...]:
        found, offset = [], 0
        for key, items in groups(ledger).items():
            kept = items[max(start - offset, 0) : max(stop - offset, 0)]
            if kept:
                found.append(group(ledger, key, kept, offset, len(kept)))
            offset += len(items)
        return tuple(found)

    def first(ledger: Ledger) -> tuple[object, ...]:
        found, offset = [], 0
        for key, items in islice(groups(ledger).items(), most_groups):
            found.append(group(ledger, key, items, offset, 1))
            offset += len(items)
        return tuple(found)

    def count(ledger: Ledger) -> int:
        return sum(map(len, groups(ledger).values()))

    def words(ledger: Ledger) -> str:
        found = (counted(len(groups(ledger)), units[0]), counted(count(ledger), units[1]))
        return ", ".join(each for each, is_counted in zip(found, counts, strict=True) if is_counted)

    def fits(ledger: Ledger) -> bool:
        every = groups(ledger).values()
        return len(every) <= most_groups and all(len(items) <= most_items for items in every)

    section = Section(name, title, note, drawn_as, a_page, count, words, rows, first, fits)
    return section


def anchor_of(ledger: Ledger, name: str, key: str) -> str:
    """The id of a group on its page: that of a thing is made of its path, that of words of their number."""
    path = ledger.graph.addresses.path(key)
    return f"{name}-{path.replace('/', '.') if path else short_hash(key)}"


def short_hash(text: str) -> str:
    """Some letters that stand for a text in an id."""
    return sha256(text.encode()).hexdigest()[:10]
