"""What lies at a path of a site, as a ready answer. Blocking: it renders; the event loop has it done in a thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from attrs import frozen

from kg.serve.answers import Answer, RawHeaders, answer_of
from kg.serve.forms import DATA, FORMS, HTML, TEXT, described, type_of
from kg.serve.headers import DATA_HEADERS, PAGE_HEADERS, SHORT, age_of, raw_headers
from kg.serve.negotiation import Offer
from kg.serve.paths import in_header, link
from kg.serve.sites import Site

ASSETS, DOWNLOADS = "assets/", "dataset/"
START = "index.html"
# The one file whose place is given by others and says nothing of its type (VoID, section 7.2).
_KNOWN_TYPES = MappingProxyType({".well-known/void": "text/turtle; charset=utf-8"})
# Larger files are read piece by piece from the disk, by those who ask for them.
_MOST_IN_MEMORY = 4 << 20


@frozen(eq=False)
class Thing:
    """A thing that is not a document: who asks for it is led to one of its descriptions (303)."""

    ways: Mapping[Offer, RawHeaders]
    links: tuple[tuple[str, str], ...]
    link: str
    cost: int = 8000  # eight lists of headers, about a kilobyte each


@frozen(eq=False)
class File:
    """A file that is read while it is sent."""

    path: Path
    content_type: str
    age: str


Found: TypeAlias = Answer | Thing | File


def found_at(site: Site, path: str, query: Sequence[tuple[str, str]]) -> Found | None:
    """What lies at a path that `path_of` has read; None if nothing does.

    Raises OSError where the store is gone, UsageError at a query that a list does not understand.
    """
    path = path or START
    if path.startswith(ASSETS):
        return _file(site.asset(path.removeprefix(ASSETS)), path, site.modified)
    if path.startswith(DOWNLOADS):
        download = site.download(path.removeprefix(DOWNLOADS))
        if download is not None:
            return File(download, type_of(path), SHORT)
    text = site.text(path)
    if text is not None:
        return File(text, TEXT.content_type, SHORT)
    return _description(site, path) or _page(site, path, query) or _thing(site, path)


def _description(site: Site, path: str) -> Answer | None:
    named = described(path)
    if named is None or named[1] is HTML:
        return None
    thing, form = named
    body = site.description(thing, form.extension)
    if body is None:
        return None
    canonical = in_header(site.iri(thing))
    links = [f'<{canonical}>; rel="canonical"', f'<{canonical}>; rel="describes"']
    headers = {
        "content-type": form.content_type,
        "link": ", ".join([*links, *_alternates(site, thing, path, besides=form)]),
        "vary": "Accept-Encoding",
        "cache-control": SHORT,
        **DATA_HEADERS,
    }
    return answer_of(body, headers, site.modified)


def _page(site: Site, path: str, query: Sequence[tuple[str, str]]) -> Answer | None:
    body = site.list_page(path, query) if site.is_list(path) else site.page(path)
    if body is None:
        return None
    content_type = _KNOWN_TYPES.get(path) or type_of(path)
    headers = {"content-type": content_type, "vary": "Accept-Encoding", "cache-control": SHORT}
    headers |= PAGE_HEADERS if content_type == HTML.content_type else DATA_HEADERS
    thing = path.removesuffix(".html")
    if thing != path and site.exists(thing):
        canonical = in_header(site.iri(thing))
        links = [f'<{canonical}>; rel="canonical"', f'<{canonical}>; rel="describes"']
        headers["link"] = ", ".join([*links, *_alternates(site, thing, path, besides=HTML)])
    return answer_of(body, headers, site.modified)


def _thing(site: Site, path: str) -> Thing | None:
    if not site.exists(path):
        return None
    places = [(form, _place(site, path, form, path)) for form in FORMS]
    described_by = f'<{places[0][1]}>; rel="describedby"; type="{HTML.media_type}"'
    described_so = ", ".join([described_by, *_alternates(site, path, path, besides=None)])
    shared = {
        "vary": "Accept",
        "link": described_so,
        "cache-control": SHORT,
        "content-length": "0",
        **DATA_HEADERS,
    }
    ways = {form: raw_headers({"location": place, **shared}) for form, place in places}
    return Thing(ways, tuple((place, form.content_type) for form, place in places), described_so)


def _alternates(site: Site, thing: str, path: str, *, besides: Offer | None) -> list[str]:
    """The other forms of a description, as values of the header Link."""
    forms = [form for form in (HTML, *DATA) if form is not besides]
    return [
        f'<{_place(site, thing, form, path)}>; rel="alternate"; type="{form.media_type}"{_profile(form)}'
        for form in forms
    ]


def _profile(form: Offer) -> str:
    # RFC 6906: which profiles the target has; in "type" the quotes would have to be escaped, which few can read.
    return f'; profile="{form.profile}"' if form.profile else ""


def _place(site: Site, thing: str, form: Offer, seen_from: str) -> str:
    target = site.page_of(thing) if form is HTML else f"{site.document_of(thing)}.{form.extension}"
    return link(target, seen_from=seen_from)


def _file(path: Path | None, name: str, modified: datetime | None) -> Answer | File | None:
    if path is None:
        return None
    if path.stat().st_size > _MOST_IN_MEMORY:
        return File(path, type_of(name), age_of(name))
    headers = {
        "content-type": type_of(name),
        "vary": "Accept-Encoding",
        "cache-control": age_of(name),
        **DATA_HEADERS,
    }
    return answer_of(path.read_bytes(), headers, modified)
