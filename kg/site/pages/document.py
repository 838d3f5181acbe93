"""The page of a document: what archivists want to know of it, and its passages with the claims that rest on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from attrs import frozen

from kg.site.addresses import to_root
from kg.site.documents import counts_of, facts_of
from kg.site.graph import Graph
from kg.site.margins import DEEPEST, Passage, ReadingView, reading_view
from kg.site.parting import cuts_of, pages_of
from kg.site.rendering import Page
from kg.site.structured import schema_org
from kg.site.words import date_shown


@frozen
class PartPage:
    """Where a part of a document stands, and the number of the first character that it may be about."""

    href: str
    start: int
    end: int

    @property
    def words(self) -> str:
        """Which characters it is about."""
        return f"characters {self.start:,} to {self.end:,}" if self.end else f"from character {self.start:,}"


@frozen
class Part:
    """What stands on one page of a document: all of it, or one part of several."""

    number: int
    pages: tuple[PartPage, ...]
    passages: tuple[Passage, ...]

    @property
    def is_last(self) -> bool:
        """Whether it is the end of the document."""
        return self.number == len(self.pages)


def document_page(graph: Graph, iri: str) -> Page:
    """The page of one record, with its translation and its text, or the first part of that."""
    page = document_part(graph, iri, 1)
    assert page is not None, "every document has a first part"
    return page


def document_part(graph: Graph, iri: str, number: int) -> Page | None:
    """A part of a document that is too long for one page; None if it has none of this number."""
    paths = pages_of(graph, iri)
    if not 1 <= number <= len(paths):
        return None
    path = paths[number - 1]
    view = _view(graph, iri)
    counts = counts_of(graph, iri, [note.claim for note in view.notes])
    kind = graph.text(iri, "schema:genre") or "document"
    date = date_shown(graph.text(iri, "dg:date"))
    untitled = f"{kind[0].upper()}{kind[1:]} of {date.words}" if date else f"{kind} {iri.split('/')[-2]}"
    cuts = ((0, 0), *cuts_of(graph, iri))
    ends = [*(start for _, start in cuts[1:]), view.length_chars]
    pages = tuple(PartPage(path, start, end) for path, (_, start), end in zip(paths, cuts, ends, strict=True))
    rows = [*(row for row, _ in cuts), None]
    values = {
        "part": Part(number, pages, view.passages[rows[number - 1] : rows[number]]),
        "view": view,
        "facts": facts_of(graph, iri),
        "counts": counts,
        "depths": _marked(counts.by_depth),
        "signs": sorted({note.claim.status for note in view.notes if note.claim.status}, key=lambda sign: sign.word),
        "kind": kind,
        "date": date,
        "near": lambda href: near(path, href),
    }
    title = graph.text(iri, "rdfs:label", "dcterms:title") or untitled
    if number > 1:
        return Page(path, "document.html", f"{title}, part {number} of {len(paths)}", values)
    return Page(path, "document.html", title, values, iri, schema_org(graph, iri))


def _view(graph: Graph, iri: str) -> ReadingView:
    """The reading view of a document; that of the last few is kept, whose other parts are asked for next."""
    known = graph.recent.get(iri)
    if isinstance(known, ReadingView):
        return known
    view = reading_view(graph, iri)
    if cuts_of(graph, iri):
        graph.recent[iri] = view
    return view


def _marked(by_depth: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The counts by depth, all depths without a mark of their own together."""
    together: Counter[int] = Counter()
    for depth, number in by_depth:
        together[min(DEEPEST, depth)] += number
    return sorted(together.items())


def near(page: str, href: str) -> str:
    """The shortest way from a page to a place of the site, both given from the root.

    >>> near("doc/a/record.html", "doc/a/record.html#char=3,9"), near("doc/a/record.html", "doc/a/claim/b.html")
    ('#char=3,9', 'claim/b.html')
    >>> near("doc/a/record.html", "agent/rehm.html"), near("doc/a/record.html", "https://example.org/")
    ('../../agent/rehm.html', 'https://example.org/')
    """
    if "://" in href or href.startswith("#"):
        return href
    folder = page.rpartition("/")[0] + "/"
    if href.startswith(f"{page}#"):
        return href.removeprefix(page)
    return href.removeprefix(folder) if href.startswith(folder) else to_root(page) + href
