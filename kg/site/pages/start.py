"""The start page: what this is, in ten seconds, by one claim drawn and three questions answered."""

from __future__ import annotations

from collections.abc import Sequence

from kg.site.lists import LISTINGS, Lists, whole
from kg.site.lists.filters import Filter
from kg.site.lists.parts import Part, part_for
from kg.site.pages.questions import answers, example
from kg.site.rendering import Page
from kg.site.words import STATUS_SIGNS

_DOCUMENTS = 10  # named on the page; the list has all
_DEEPEST = 4  # whose mark is explained; deeper ones say their number


def start_page(lists: Lists, parts: Sequence[Part], *, has_endpoint: bool) -> Page:
    """The first page of the site."""

    def href(chosen: Filter) -> str:
        if has_endpoint:
            return chosen.href()
        part = part_for(parts, chosen)
        return part.path(1) if part else ""

    attested = lists.options(LISTINGS["events"], "attested").get("yes")
    documents = lists.table(whole(LISTINGS["documents"]))
    statuses = lists.options(LISTINGS["events"], "status")
    depths = (int(slug) for slug in lists.options(LISTINGS["claims"], "depth"))
    values = {
        "example": example(lists),
        "answers": answers(lists, href),
        "numbers": [(f"{name}.html", lists.count(whole(listing)), listing) for name, listing in LISTINGS.items()],
        "attested": attested.count if attested else 0,
        "documents": [(row.thing, row.values["date"]) for row in documents.rows[:_DOCUMENTS]],
        "all_documents": documents.total,
        "statuses": [sign for sign in STATUS_SIGNS if sign.name in statuses],
        "depths": sorted(depth for depth in depths if depth <= _DEEPEST),
    }
    return Page("index.html", "start.html", "Diplograph", values)
