"""The files that programs look for at known places: robots.txt, the sitemap, the JSON-LD context.

All addresses in them are absolute, from the base. Sitemaps: https://www.sitemaps.org/protocol.html; robots.txt:
RFC 9309.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from attrs import frozen

from kg.site.addresses import Addresses

# The protocol allows as many addresses in one file; with 50 MB a file, each may have a thousand characters.
MOST_IN_SITEMAP = 50_000
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
SITEMAP = "sitemap.xml"


@frozen
class File:
    """A file that is made for the whole site: its bytes and its media type."""

    content: bytes
    media_type: str


def context_file(written: Mapping[str, Any]) -> File:
    """The JSON-LD context, for those who would rather link to it: our own files hold it."""
    text = json.dumps({"@context": dict(written)}, ensure_ascii=False, indent=2)
    return File(f"{text}\n".encode(), "application/ld+json")


def robots(addresses: Addresses, *, has_endpoint: bool) -> File:
    """What programs that follow every link should leave alone: the endpoint, where each query is work.

    >>> print(robots(Addresses("https://example.org/kg/"), has_endpoint=True).content.decode(), end="")
    User-agent: *
    Disallow: /sparql$
    Disallow: /sparql?
    Disallow: /kg/sparql$
    Disallow: /kg/sparql?
    Sitemap: https://example.org/kg/sitemap.xml
    """
    # Paths count from the root of the host (RFC 9309, section 2.2.2): that of the server, and that of the base. "$" is
    # the end of an address (2.2.3): the page sparql.html is for everybody.
    endpoints = dict.fromkeys(("/sparql", f"{urlsplit(addresses.base).path}sparql"))
    closed = [f"Disallow: {path}{end}" for path in endpoints for end in "$?"] if has_endpoint else ["Disallow:"]
    lines = ["User-agent: *", *closed, f"Sitemap: {addresses.base}{SITEMAP}"]
    return File("".join(f"{line}\n" for line in lines).encode(), "text/plain; charset=utf-8")


def sitemaps(addresses: Addresses, pages: Iterable[str], modified: datetime | None) -> dict[str, File]:
    """The sitemap of these pages by its path; where there are too many for one file, an index and its parts.

    >>> list(sitemaps(Addresses("https://example.org/"), ["index.html"], None))
    ['sitemap.xml']
    """
    parts = list(_parts(pages))
    if len(parts) <= 1:
        return {SITEMAP: _listed("urlset", "url", addresses.base, parts[0] if parts else (), modified)}
    named = {f"sitemap-{number}.xml": part for number, part in enumerate(parts, 1)}
    files = {name: _listed("urlset", "url", addresses.base, part, modified) for name, part in named.items()}
    return {SITEMAP: _listed("sitemapindex", "sitemap", addresses.base, named, modified), **files}


def _parts(pages: Iterable[str]) -> Iterator[tuple[str, ...]]:
    waiting = iter(pages)
    while part := tuple(islice(waiting, MOST_IN_SITEMAP)):
        yield part


def _listed(whole: str, row: str, base: str, paths: Iterable[str], modified: datetime | None) -> File:
    changed = f"<lastmod>{modified.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>" if modified else ""
    rows = "".join(f"<{row}><loc>{escape(base + path)}</loc>{changed}</{row}>\n" for path in paths)
    return File(f'{_XML}<{whole} xmlns="{_NAMESPACE}">\n{rows}</{whole}>\n'.encode(), "application/xml")
