"""Long documents stand on several pages: `doc/KEY/record.html`, `doc/KEY/record-2.html` ...

A passage has the address of the page that it stands on. Where a document is cut is known from its edition (cutting.py).
"""

from __future__ import annotations

import re
from bisect import bisect_right

from kg.site.graph import Graph
from kg.site.keeping import Cuts

_PART = re.compile(r"(?P<record>doc/[^/]+/record)-(?P<number>[2-9]|[1-9][0-9]{1,4})\.html")
_PASSAGE = re.compile(r"(?P<document>.*/doc/[^/]+/)source\.txt#char=(?P<start>[0-9]{1,12})")


def part_in(path: str) -> tuple[str, int] | None:
    """The record and the number of a part, from the path of its page; None for all other pages.

    >>> part_in("doc/a/record-2.html"), part_in("doc/a/record.html"), part_in("doc/a/record-1.html")
    (('doc/a/record', 2), None, None)
    """
    found = _PART.fullmatch(path)
    return (found["record"], int(found["number"])) if found else None


def numbered(page: str, number: int) -> str:
    """The page of a part.

    >>> numbered("doc/a/record.html", 1), numbered("doc/a/record.html", 2)
    ('doc/a/record.html', 'doc/a/record-2.html')
    """
    return page if number == 1 else f"{page.removesuffix('.html')}-{number}.html"


def cuts_of(graph: Graph, record: str) -> Cuts:
    """Where the parts of a document begin, but for the first."""
    return graph.cuts(record)


def pages_of(graph: Graph, record: str) -> tuple[str, ...]:
    """The pages of a document: one, or one for each of its parts."""
    page = graph.addresses.page(record)
    return tuple(numbered(page, number) for number in range(1, len(cuts_of(graph, record)) + 2))


def last_page(graph: Graph, record: str) -> str:
    """The page of the last part of a document."""
    return pages_of(graph, record)[-1]


def place_of(graph: Graph, iri: str) -> str:
    """The page that tells of a thing, from the root of the site; of a passage that of its part; "" if not ours."""
    place = graph.addresses.page(iri)
    found = _PASSAGE.match(iri) if graph.kept and place else None
    if found is None:
        return place
    starts = [start for _, start in cuts_of(graph, f"{found['document']}record")]
    page, _, anchor = place.partition("#")
    return f"{numbered(page, bisect_right(starts, int(found['start'])) + 1)}#{anchor}"
