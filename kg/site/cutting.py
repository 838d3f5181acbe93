"""Where long documents are cut into parts, so that no page is heavy: between two rows of the text, by what these weigh.

The rows are drawn to be weighed. That is done when the edition is made, for documents that may be too long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from kg.site.graph import Graph
from kg.site.keeping import Cuts
from kg.site.pages.document import Part, document_page, near
from kg.site.rendering import macro, rendered

# Menu, links between parts and the like come on top: no page of a document is to weigh more than 100 kB.
_MOST_BYTES = 90_000
_LEAST_ROOM = 20_000
# With fewer the page is not too heavy: for each quote, the frame in it, 420 bytes are the most in a volume of 390.
_FEW_QUOTES, _SHORT_CHARS = 225, 30_000


def parts_of(graph: Graph, records: Iterable[str]) -> Iterator[tuple[str, Cuts]]:
    """The documents that have parts, and where these begin."""
    for record in records:
        source = f"{record.removesuffix('record')}source.txt"
        length = graph.text(source, "dg:characterCount")
        is_short = not length.isdecimal() or int(length) < _SHORT_CHARS
        if len(graph.subjects("oa:hasSource", source)) >= _FEW_QUOTES or not is_short:
            cuts = cuts_in(graph, record)
            if cuts:
                yield record, cuts


def cuts_in(graph: Graph, record: str) -> Cuts:
    """Where a document is to be cut; nowhere if it is light enough."""
    page = document_page(graph, record)
    part = page.values["part"]
    assert isinstance(part, Part)
    empty = evolve(page, values={**page.values, "part": evolve(part, passages=())})
    frame = len(rendered(empty, {"has_endpoint": True, "menu": (), "data_files": []}))
    row = macro("document_macros.html", "row")
    weights = [len(row(passage, lambda href: near(page.path, href)).encode()) for passage in part.passages]
    if frame + sum(weights) <= _MOST_BYTES:
        return ()
    starts = _starts([passage.start for passage in part.passages])
    return tuple((number, starts[number]) for number in _even(weights, max(_MOST_BYTES - frame, _LEAST_ROOM)))


def _starts(quoted: Sequence[int | None]) -> list[int]:
    """For each row the first character of a quote in it, or behind it where it has none."""
    starts, following = [], 1 << 40
    for start in reversed(quoted):
        following = following if start is None else start
        starts.append(following)
    return starts[::-1]


def _even(weights: Sequence[int], room: int) -> Iterator[int]:
    """The numbers of the rows that begin a new part, so that parts are about as heavy as each other.

    >>> list(_even([40, 40, 40, 40], 100)), list(_even([10, 200, 10], 100)), list(_even([60, 30, 30, 60], 100))
    ([2], [1, 2], [2])
    """
    parts = -(-sum(weights) // room)
    wanted, here = sum(weights) / parts, 0
    for number, weight in enumerate(weights):
        if here and (here + weight > room or here + weight / 2 > wanted):
            yield number
            here = 0
        here += weight
