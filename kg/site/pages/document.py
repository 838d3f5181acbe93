"""The page of a document: what archivists want to know of it, and its passages with the claims that rest on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.site.addresses import to_root
from kg.site.documents import counts_of, facts_of
from kg.site.graph import Graph
from kg.site.margins import DEEPEST, reading_view
from kg.site.rendering import Page
from kg.site.structured import schema_org
from kg.site.words import date_shown


def document_page(graph: Graph, iri: str) -> Page:
    """The page of one record, with its translation and its text."""
    path = graph.addresses.page(iri)
    view = reading_view(graph, iri)
    counts = counts_of(graph, iri, [note.claim for note in view.notes])
    kind = graph.text(iri, "schema:genre") or "document"
    date = date_shown(graph.text(iri, "dg:date"))
    untitled = f"{kind[0].upper()}{kind[1:]} of {date.words}" if date else f"{kind} {iri.split('/')[-2]}"
    values = {
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
    return Page(path, "document.html", title, values, iri, schema_org(graph, iri))


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
    if "://" in href:
        return href
    folder = page.rpartition("/")[0] + "/"
    if href.startswith(f"{page}#"):
        return href.removeprefix(page)
    return href.removeprefix(folder) if href.startswith(folder) else to_root(page) + href
