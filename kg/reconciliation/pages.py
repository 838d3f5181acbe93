"""Small HTML pages about one thing, for the window of another program. All text in them is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from kg.model.catalogue import CataloguedEntity
from kg.reconciliation.properties import PROPERTIES, EntityValue, Held
from kg.reconciliation.shelf import Shelf

DOCUMENTS_IN_PREVIEW = 3
_WIKIDATA = "http://www.wikidata.org/entity/"
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_STYLE = "body{font:14px sans-serif;margin:8px}h1{font-size:16px;margin:0 0 4px}p,ul{margin:4px 0}dt{font-weight:bold}"
# What the header of a page forbids: scripts, frames and anything from elsewhere.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_SHOWN_ELSEWHERE = frozenset({"name", "kind", "document", "date", "documents", "iri"})


def preview_page(entity: CataloguedEntity, shelf: Shelf) -> str:
    """A page that fits a small window: name, description, address, how many documents, and the first of them."""
    return _page(entity.name, _summary(entity, shelf) + _sources(entity, shelf, DOCUMENTS_IN_PREVIEW))


def view_page(entity: CataloguedEntity, shelf: Shelf) -> str:
    """A page with all that is known: every property, and every document."""
    rows = []
    for row in PROPERTIES:
        values = [] if row.id in _SHOWN_ELSEWHERE else row.values(entity, shelf)
        if values:
            shown = "; ".join(escape(_shown(value)) for value in values)
            rows.append(f"<dt>{escape(row.name)}</dt><dd>{shown}</dd>")
    known = f"<dl>{''.join(rows)}</dl>" if rows else ""
    return _page(entity.name, _summary(entity, shelf) + known + _sources(entity, shelf, len(entity.documents)))


def noted(name: str, description: str) -> str:
    """A piece of HTML to show beside a suggestion.

    >>> noted("state", "<b>")
    '<p><strong>state</strong></p><p>&lt;b&gt;</p>'
    """
    return f"<p><strong>{escape(name)}</strong></p><p>{escape(description)}</p>"


def front_page(endpoints: Iterable[tuple[str, str]]) -> str:
    """The page at the root: which address is for which version."""
    rows = "".join(f"<dt>{escape(version)}</dt><dd><code>{escape(at)}</code></dd>" for version, at in endpoints)
    return _page("Diplograph: reconciliation service", f"<p>Addresses to give to a client:</p><dl>{rows}</dl>")


def _summary(entity: CataloguedEntity, shelf: Shelf) -> str:
    links = [_link(entity.iri), *(_link(f"{_WIKIDATA}{qid}", f"Wikidata {qid}") for qid in entity.same_qids)]
    return f"<p>{escape(shelf.description_of(entity))}</p><p>{'<br>'.join(links)}</p>"


def _sources(entity: CataloguedEntity, shelf: Shelf, most: int) -> str:
    documents = shelf.documents_of(entity)
    rows = []
    for document in documents[:most]:
        told = ", ".join(filter(None, (document.title, document.date)))
        rows.append(f"<li>{escape(told or document.key)} ({escape(document.key)})</li>")
    count = "1 document names it" if len(documents) == 1 else f"{len(documents)} documents name it"
    return f"<p>{count}:</p><ul>{''.join(rows)}</ul>"


def _shown(held: Held) -> str:
    return held.entity.name if isinstance(held, EntityValue) else str(held)


def _link(address: str, text: str = "") -> str:
    """A link, where the address is one of the web; else only its text."""
    shown = escape(text or address)
    return f'<a href="{escape(address)}" rel="noopener">{shown}</a>' if _ADDRESS.match(address) else shown


def _page(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body><h1>{escape(title)}</h1>{body}</body></html>'
