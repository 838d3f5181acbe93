"""The timeline: what happened when, apart from it what was planned or withdrawn, and the documents by date."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from kg.site.lists.filters import Filter
from kg.site.lists.parts import Part, part_for
from kg.site.lists.tables import Lists
from kg.site.lists.times import Counted
from kg.site.rendering import Page

_HIGH = 120  # units of the tallest bar
_STEP = 26  # units from a bar to the next, wide enough to be hit by a finger
_GAP = 2 * _STEP  # where years or months are passed over that have nothing
_MOST_MONTHS = 36  # a library of three years is shown by months, a longer one by years


@frozen
class Bar:
    """One bar: what it is called, how many, its height and place, and the list of what it counts ("" if none)."""

    word: str
    count: int
    x: int
    height: int
    href: str


@frozen
class Band:
    """A track drawn: its bars, and the rows of its table."""

    name: str
    title: str
    unit: str
    total: int
    elsewhere: int
    href: str
    width: int
    bars: tuple[Bar, ...]


def timeline_page(lists: Lists, times: Sequence[Counted], parts: Sequence[Part], *, has_endpoint: bool) -> Page:
    """The page of when."""
    values = {
        "bands": [_band(lists, counted, parts, has_endpoint=has_endpoint) for counted in times],
        "high": _HIGH,
        "step": _STEP,
    }
    return Page("timeline.html", "timeline.html", "Timeline", values)


def _band(lists: Lists, counted: Counted, parts: Sequence[Part], *, has_endpoint: bool) -> Band:
    by_month = len(counted.months) <= _MOST_MONTHS and sum(counted.months.values()) == sum(counted.years.values())
    counts = counted.months if by_month else counted.years
    tallest = max(counts.values(), default=1)

    def href(within: str) -> str:
        asked = [*counted.track.asked, *((("from", within), ("to", within)) if within else ())]
        chosen = lists.filter_of(counted.whole.listing, asked)
        return chosen.href() if has_endpoint else _written(parts, chosen)

    bars: list[Bar] = []
    for when, count in counts.items():
        x = bars[-1].x + (_STEP if _follows(when, bars[-1].word) else _GAP) if bars else 0
        # A static site has pages of years; the year holds what the month does.
        bars.append(Bar(when, count, x, max(2, count * _HIGH // tallest), href(when) or href(when[:4])))
    return Band(
        counted.track.name,
        counted.track.title,
        "month" if by_month and counts else "year",
        counted.total,
        counted.total - sum(counts.values()),
        href(""),
        bars[-1].x + _STEP if bars else 0,
        tuple(bars),
    )


def _follows(when: str, before: str) -> bool:
    """Whether a year or month is the next one.

    >>> _follows("1963-01", "1962-12"), _follows("1963", "1961")
    (True, False)
    """
    numbers = [int(text[:4]) * 12 + int(text[5:] or 1) for text in (when, before)]
    return numbers[0] - numbers[1] == (1 if len(when) > 4 else 12)


def _written(parts: Sequence[Part], chosen: Filter) -> str:
    part = part_for(parts, chosen)
    return part.path(1) if part else ""
