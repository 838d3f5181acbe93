"""The files that programs look for at known places."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime

import pytest
from attrs import evolve

from kg.site import entrypoints
from kg.site.addresses import Addresses
from kg.site.entrypoints import sitemaps
from kg.site.site import Site
from tests.site.libraries import BASE, RIGA, ROOT

ADDRESSES = Addresses("https://example.org/kg/")
_NAME = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def content(site: Site, path: str) -> bytes:
    """A file that must be there."""
    file = site.file(path)
    assert file is not None, path
    return file.content


def listed(file: bytes) -> list[str]:
    """The addresses in a sitemap or its index."""
    return [each.text or "" for each in ElementTree.fromstring(file).iter(f"{_NAME}loc")]


def test_the_sitemap_lists_pages_that_are_there_each_once(whole_site: Site) -> None:
    addresses = listed(content(whole_site, "sitemap.xml"))
    assert len(addresses) == len(set(addresses))
    assert {f"{BASE}{name}" for name in ("index.html", "ontology.html", f"doc/{RIGA}/claim/b.html")} <= set(addresses)
    for address in addresses:
        assert whole_site.page(address.removeprefix(BASE)), address


def test_the_sitemap_gives_no_date_where_the_build_gives_none(whole_site: Site) -> None:
    assert whole_site.modified is None
    assert b"lastmod" not in content(whole_site, "sitemap.xml")


def test_where_the_build_says_when_it_was_made_so_does_the_sitemap() -> None:
    when = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    file = sitemaps(ADDRESSES, ["index.html"], when)["sitemap.xml"]
    assert b"<lastmod>2026-01-02T03:04:05Z</lastmod>" in file.content


def test_more_pages_than_a_file_may_list_are_listed_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrypoints, "MOST_IN_SITEMAP", 2)
    pages = [f"{number}.html" for number in range(5)]
    files = sitemaps(ADDRESSES, pages, None)
    index = listed(files["sitemap.xml"].content)
    assert index == [f"{ADDRESSES.base}sitemap-{number}.xml" for number in (1, 2, 3)]
    parts = [listed(files[address.removeprefix(ADDRESSES.base)].content) for address in index]
    assert [address for part in parts for address in part] == [ADDRESSES.base + page for page in pages]
    assert max(map(len, parts)) == 2


def test_as_many_pages_as_a_file_may_list_need_no_parts() -> None:
    pages = [f"{number}.html" for number in range(entrypoints.MOST_IN_SITEMAP)]
    assert list(sitemaps(ADDRESSES, pages, None)) == ["sitemap.xml"]
    assert len(sitemaps(ADDRESSES, [*pages, "one-more.html"], None)) == 3


def test_an_address_in_a_sitemap_is_escaped() -> None:
    file = sitemaps(ADDRESSES, ["a&b'.html"], None)["sitemap.xml"]
    assert listed(file.content) == [f"{ADDRESSES.base}a&b'.html"]


def test_programs_are_asked_to_leave_the_endpoint_alone_and_told_of_the_sitemap(whole_site: Site) -> None:
    lines = content(whole_site, "robots.txt").decode().splitlines()
    assert {"Disallow: /sparql$", "Disallow: /diplograph/sparql?", f"Sitemap: {BASE}sitemap.xml"} <= set(lines)
    without = evolve(whole_site, has_endpoint=False)
    assert "Disallow:" in content(without, "robots.txt").decode().splitlines()


def test_well_known_void_is_the_description_of_the_dataset(whole_site: Site) -> None:
    assert content(whole_site, ".well-known/void") == whole_site.description("dataset", "ttl")


def test_the_context_is_the_one_that_is_written_into_our_files(whole_site: Site) -> None:
    published = json.loads(content(whole_site, "context.jsonld"))
    assert published == json.loads((ROOT / "ontology" / "context.jsonld").read_text("utf-8"))
    described = json.loads(whole_site.description(f"doc/{RIGA}/claim/b", "jsonld") or b"")
    assert described["@context"] == published["@context"]


def test_every_file_is_there_and_nothing_else_is(whole_site: Site) -> None:
    for path in whole_site.files():
        file = whole_site.file(path)
        assert file
        assert file.media_type
        assert whole_site.page(path) == file.content
    for path in ("sitemap-1.xml", "sitemap", "void", ".well-known", "robots", "humans.txt", ""):
        assert whole_site.file(path) is None
