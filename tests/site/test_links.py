"""Every link of every page leads to a page that exists, and to a place on it that exists."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit

import pytest

from kg.site import Site
from kg.sources.htmltree import tree_of

# What stands beside pages: parts, downloads, and what only a server has.
_BESIDE = re.compile(r"(?:assets|dataset)/.+|sparql(?:\?.*)?|sitemap\.xml|\.well-known/void")
_LINKING = ("href", "src", "action")


@pytest.fixture(scope="module")
def places(first_site: Site, first_pages: dict[str, str]) -> dict[str, set[str]]:
    """The ids on each page; the pages of our terms as well, to which others lead."""
    pages = dict(first_pages)
    for name in ("ontology.html", "vocab.html", "shapes.html"):
        pages.setdefault(name, (first_site.page(name) or b"").decode())
    return {
        path: {node.attributes["id"] for node in tree_of(text, path).nodes() if node.attributes.get("id")}
        for path, text in pages.items()
    }


def links_of(path: str, text: str) -> set[tuple[str, str]]:
    """Where a page leads on its own site: the page from the root, and the place on it."""
    found = set()
    for node in tree_of(text, path).nodes():
        for name in _LINKING:
            address = node.attributes.get(name)
            if address is None or node.name == "form":
                continue
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            assert not address.startswith("/"), f"{path} leads to {address}, which a sub-folder or a file has not"
            target = normpath(PurePosixPath(path).parent / unquote(parts.path)) if parts.path else path
            found.add((target, unquote(parts.fragment)))
    return found


def test_every_link_leads_to_a_page_or_a_file(first_site: Site, first_pages: dict[str, str]) -> None:
    missing = set()
    for path, text in first_pages.items():
        for target, _ in links_of(path, text):
            thing, _, extension = target.rpartition(".")
            if target in first_pages or _BESIDE.fullmatch(target):
                continue
            found = first_site.page(target) or first_site.description(thing, extension)
            if found is None:
                missing.add(f"{path} -> {target}")
    assert not missing


def test_every_asset_that_a_page_loads_is_there(first_site: Site, first_pages: dict[str, str]) -> None:
    loaded = {target for path, text in first_pages.items() for target, _ in links_of(path, text)}
    assert not {each for each in loaded if each.startswith("assets/") and not first_site.asset(each[7:])}


def test_every_place_that_a_link_names_is_on_its_page(first_pages: dict[str, str], places: dict[str, set[str]]) -> None:
    missing = {
        f"{path} -> {target}#{place}"
        for path, text in first_pages.items()
        for target, place in links_of(path, text)
        if place and target in places and place not in places[target]
    }
    assert not missing


def test_a_link_is_never_to_another_host_than_it_says(first_pages: dict[str, str]) -> None:
    for path, text in first_pages.items():
        for node in tree_of(text, path).nodes():
            if node.name in ("script", "img", "link") and node.attributes.get("rel") != "canonical":
                address = node.attributes.get("src") or node.attributes.get("href") or ""
                assert not urlsplit(address).netloc, f"{path} loads {address}"
