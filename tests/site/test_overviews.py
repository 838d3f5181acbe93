"""The pages of the whole edition: small, closed to the outside, and without a way into nothing."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qsl

import pytest

from kg.errors import UsageError
from kg.site import Site
from kg.site.lists import LISTINGS
from kg.site.lists.meetings import pairs_of
from kg.site.pages.start import start_page
from kg.site.rendering import Page
from tests.publish.graphs import our_context
from tests.site.shelf import CAIRO, EVIL, FORMULA, MARKUP, answered, edition, lists, site

OVERVIEWS = ("index.html", "timeline.html", "network.html", "search.html", *(f"{name}.html" for name in LISTINGS))
WRITTEN_BY_OTHERS = {"sparql.html", "dataset.html", "vocab.html"}


def hrefs_of(page: bytes) -> set[str]:
    """Where the links of a page lead."""
    return {unescape(href) for href in re.findall(r'href="([^"]*)"', page.decode())}


def shown(path: str, *, has_endpoint: bool) -> bytes:
    """A page that must be there."""
    page = site(has_endpoint=has_endpoint).page(path)
    assert page is not None, path
    return page


@pytest.mark.parametrize("has_endpoint", [True, False], ids=["server", "static"])
@pytest.mark.parametrize("path", OVERVIEWS)
def test_no_page_holds_markup_of_a_label_or_anything_that_the_policy_forbids(path: str, has_endpoint: bool) -> None:
    text = shown(path, has_endpoint=has_endpoint).decode()
    assert "<script>alert" not in text
    assert "<b>&amp;" not in text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"", text)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', text)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)", text)
    assert len(text) < 100_000


@pytest.mark.parametrize("path", OVERVIEWS)
def test_a_hostile_label_is_shown_as_it_is_written(path: str) -> None:
    if path in ("people.html", "documents.html", "claims.html"):
        assert MARKUP.split("'")[0] in unescape(shown(path, has_endpoint=True).decode())


def _is_data(static: Site, target: str) -> bool:
    """Whether a file of the build, or the data of a thing, lies there."""
    thing, _, extension = target.rpartition(".")
    return static.download(target.removeprefix("dataset/")) is not None or bool(static.description(thing, extension))


def test_every_link_of_a_static_site_leads_to_a_page_of_it() -> None:
    static = site(has_endpoint=False)
    paths = set(static.paths())
    for path in sorted(path for path in paths if "/" not in path and path.endswith(".html")):
        for href in hrefs_of(shown(path, has_endpoint=False)):
            target = href.partition("#")[0]
            is_beside = target.startswith(("assets/", "http")) or static.file(target) or _is_data(static, target)
            if target and not is_beside:
                assert "?" not in target
                assert target in paths, (path, href)


def test_every_link_of_a_server_is_answered() -> None:
    live = site(has_endpoint=True)
    for path in OVERVIEWS:
        for href in sorted(hrefs_of(shown(path, has_endpoint=True))):
            target, _, query = href.partition("#")[0].partition("?")
            if target in WRITTEN_BY_OTHERS or not target or target.startswith(("assets/", "http")):
                continue
            if query:
                asked = parse_qsl(query, keep_blank_values=True)
                assert live.list_page(target, asked), (path, href)
            elif target.endswith(".csv"):
                assert live.list_page(target), (path, href)
            else:
                assert live.page(target), (path, href)


def test_a_static_site_shows_no_form_that_nothing_answers() -> None:
    for path in OVERVIEWS:
        text = shown(path, has_endpoint=False).decode()
        assert "<form" not in text or re.search(r"<form[^>]* hidden>", text), path


def test_a_static_list_has_all_rows_on_its_pages_and_as_a_table() -> None:
    static = site(has_endpoint=False)
    for name in LISTINGS:
        pages = [path for path in static.paths() if re.fullmatch(rf"{name}(-[0-9]{{1,3}})?\.html", path)]
        everything = set(lists().things(LISTINGS[name]))
        hrefs = set().union(*(hrefs_of(shown(path, has_endpoint=False)) for path in pages))
        assert {lists().graph.addresses.page(iri) for iri in everything} <= hrefs
        assert (static.page(f"{name}.csv") or b"").count(b"\r\n") >= len(everything) + 1


def test_a_part_of_a_static_list_is_what_a_server_would_answer() -> None:
    static, live = site(has_endpoint=False), site(has_endpoint=True)
    by_name = {part.name: part for part in static.overviews.parts()}
    assert "events-withdrawn" in by_name
    assert "events-withdrawn-1956" in by_name
    for part in by_name.values():
        assert part.total == live.overviews.lists.count(part.filter)
        assert set(part.paths) <= set(static.paths())


def test_a_withdrawn_visit_is_on_no_page_of_what_is_attested() -> None:
    visit = f"doc/{EVIL}/ev/visit-a.html"
    assert visit in hrefs_of(shown("events-withdrawn.html", has_endpoint=False))
    attested = [path for path in site(has_endpoint=False).paths() if re.match(r"events-attested-(?!no)", path)]
    assert attested
    for path in attested:
        assert visit not in hrefs_of(shown(path, has_endpoint=False))


def test_the_index_of_a_static_search_can_be_read_and_holds_every_entry() -> None:
    script = (site(has_endpoint=False).page("search-index.js") or b"").decode()
    told = json.loads(script.removeprefix("window.diplographIndex = ").rstrip(";\n"))
    assert script.isascii()
    assert len(told["entries"]) == sum(1 for _ in site(has_endpoint=True).overviews.search.entries())
    paths = set(site(has_endpoint=False).paths())
    assert {href.partition("#")[0] for _, href, _ in told["entries"]} <= paths
    assert any(FORMULA in words for _, _, words in told["entries"])


def test_the_network_counts_the_meetings_that_its_links_lead_to() -> None:
    pairs = pairs_of(lists().graph)
    assert pairs
    path = lists().graph.addresses.path
    for pair in pairs:
        chosen = lists().filter_of(LISTINGS["events"], [("met", path(pair.one)), ("met", path(pair.other))])
        assert lists().members(chosen) == set(pair.events)
        assert len(pair.events) == len(set(pair.events))


def test_the_start_page_shows_a_claim_that_is_there_and_answers_by_query() -> None:
    page = shown("index.html", has_endpoint=True).decode()
    claims = set(re.findall(r'<p class="gloss"><a href="(doc/[^"]*/claim/[^"]*)\.html"', page))
    assert len(claims) == 1
    queries = [unescape(query) for query in re.findall(r"<code>(.*?)</code>", page, re.DOTALL)]
    assert len(queries) == 3
    prefix = "PREFIX dg: <https://w3id.org/diplograph/ontology#>\n"
    for query in queries:
        assert answered(query if "PREFIX" in query else prefix + query)


def test_pages_are_the_same_bytes_every_time() -> None:
    again = type(site(has_endpoint=True).overviews).of(
        lists().graph, lists().known, site(has_endpoint=True).overviews.search, has_endpoint=True
    )
    for path in ("index.html", "timeline.html", "network.html", "events.html"):
        one, other = site(has_endpoint=True).overviews.page(path), again.page(path)
        assert one is not None
        assert other is not None
        assert repr(one.values) == repr(other.values)


def test_what_hangs_on_a_query_is_known_by_its_path() -> None:
    live, static = site(has_endpoint=True), site(has_endpoint=False)
    assert live.is_list("events.html")
    assert live.is_list("events.csv")
    assert live.is_list("search.html")
    assert not live.is_list(f"doc/{CAIRO}/record.html")
    assert not static.is_list("events.html")
    assert live.list_page("nothing.html", []) is None
    assert live.list_page("nothing.csv", []) is None
    with pytest.raises(UsageError):
        live.list_page("events.html", [("x", "1")])


def test_the_files_of_lists_and_search_lie_beside_the_store() -> None:
    assert edition().lists.is_file()
    assert edition().search.is_file()


def test_what_hangs_on_the_whole_edition_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []

    def counted(*given: Any, **named: Any) -> Page:
        drawn.append(given)
        return start_page(*given, **named)

    monkeypatch.setattr("kg.site.overviews.start_page", counted)
    served = Site.of(edition(), our_context(), has_endpoint=True)
    served.draw_overviews()
    assert served.page("index.html")
    assert len(drawn) == 1
