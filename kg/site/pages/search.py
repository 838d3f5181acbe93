"""The page of the search: what was found, by kind, with the words lit."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from urllib.parse import urlencode

from attrs import frozen

from kg.errors import UsageError
from kg.site.graph import Graph
from kg.site.readings import document_of, quote, thing
from kg.site.rendering import Page
from kg.site.search import KINDS, SHOWN, Found, Hit, Search
from kg.site.shown import Thing

TITLES = {
    "person": "People",
    "state": "States",
    "organisation": "Organisations",
    "office": "Offices",
    "place": "Places",
    "document": "Documents",
    "event": "Events",
    "claim": "Claims",
    "passage": "Passages of the documents",
}
# A browser reads the whole index before it finds anything: one megabyte is a second on a slow line, and holds some
# sixteen reports of the size of the first, which has 60,000 characters. Where all is more, the names alone may be less.
MOST_CHARACTERS = 1_000_000
_OF_NAMES = frozenset(KINDS[:6])
_PAGE = re.compile(r"[1-9][0-9]{0,4}")
_FIELDS = ("q", "kind", "page")


@frozen
class Result:
    """A hit with its link: of a passage the words lead to it, and the document is named."""

    href: str
    pieces: Sequence[tuple[str, bool]]
    document: Thing | None


def search_page(graph: Graph, search: Search, query: Sequence[tuple[str, str]]) -> Page:
    """The page of a search on a server. Raises UsageError at a parameter that it has not; at no words."""
    asked: dict[str, str] = {}
    for name, value in query:
        if name not in _FIELDS or name in asked:
            raise UsageError("A search is asked for q, and for kind and page, each once.", cure="Begin at search.html.")
        asked[name] = value
    kind, page = asked.get("kind", ""), asked.get("page", "") or "1"
    if (kind and kind not in KINDS) or not _PAGE.fullmatch(page):
        raise UsageError("There is no such kind or page.", cure=f"There are: {', '.join(KINDS)}.")
    found = search.found(asked.get("q", ""), kind, int(page))
    values = {
        "found": found,
        "groups": [_group(graph, found, index, kind, int(page)) for index in range(len(found.kinds))],
        "kind": kind,
        "is_live": True,
        "index": "",
        "all": f"search.html?{urlencode({'q': found.words})}",
    }
    return Page("search.html", "search.html", "Search" if not found.words else f"Search for {found.words}", values)


def written_search_page(search: Search) -> Page:
    """The page of the search on a static site: a script looks the words up, where the index is small enough."""
    index = "names" if search.size() > MOST_CHARACTERS else "all"
    if not _entries_of(search, index):
        index = ""
    values = {
        "found": Found("", (), by_beginning=False),
        "groups": [],
        "kind": "",
        "is_live": False,
        "index": index,
        "all": "",
    }
    return Page("search.html", "search.html", "Search", values)


def _entries_of(search: Search, index: str) -> list[tuple[str, str, str]]:
    """The entries that a static site gives away: all of them, or the names; none if these are still too many."""
    entries = [entry for entry in search.entries() if index == "all" or entry[0] in _OF_NAMES]
    return entries if sum(len(iri) + len(words) for _, iri, words in entries) <= MOST_CHARACTERS else []


def _group(graph: Graph, found: Found, index: int, kind: str, page: int) -> dict[str, object]:
    hits = found.kinds[index]
    words = {"q": found.words, "kind": hits.kind}
    more = f"search.html?{urlencode({**words, 'page': str(page + 1)} if kind else words)}"
    return {
        "title": TITLES[hits.kind],
        "kind": hits.kind,
        "total": hits.total,
        "is_more": hits.is_more,
        "results": [_result(graph, hits.kind, hit) for hit in hits.hits],
        "more": more if hits.total > page * SHOWN else "",
        "first": (page - 1) * SHOWN + 1,
    }


def _result(graph: Graph, kind: str, hit: Hit) -> Result:
    in_document = kind in ("passage", "claim", "event")
    return Result(_href(graph, kind, hit.iri), hit.pieces, document_of(graph, hit.iri) if in_document else None)


def search_index(graph: Graph, search: Search) -> bytes | None:
    """The index of a static site as a script that sets it: a page from a disk may load a script, but nothing else.

    None where the page is written without one.
    """
    index = written_search_page(search).values["index"]
    if not index:
        return None
    rows = [[KINDS.index(kind), _href(graph, kind, iri), words] for kind, iri, words in _entries_of(search, index)]
    told = {"kinds": [TITLES[kind] for kind in KINDS], "entries": rows}
    # U+2028 ends a line in older scripts; json escapes all that is not ASCII.
    return f"window.diplographIndex = {json.dumps(told, separators=(',', ':'))};\n".encode()


def _href(graph: Graph, kind: str, iri: str) -> str:
    """Where a thing is told of; of a passage, the words themselves in their document."""
    shown = quote(graph, iri) if kind == "passage" else None
    return shown.href if shown else thing(graph, iri).href
