"""A long document stands on several pages, none of them heavy; every passage has the address of the page it is on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.site.parting import place_of
from kg.site.site import Site
from tests.site.affairs import KEY, site_of, sound_quads

RECORD = f"doc/{KEY}/record"
MOST_BYTES = 100_000
_CLAIMS = 400
_WORDS = "the ambassador said that the matter would be looked into again before the winter"


def _long_document() -> str:
    """Claims on one passage each, of which every tenth rests on the first passage too, and triggers between them."""
    turtle: list[str] = []
    start = f"<doc/{KEY}/source.txt#char="
    for number in range(_CLAIMS):
        begin = 10_000 + 100 * number
        words = f"{_WORDS} {number:03}"
        end = begin + len(words)
        trigger = begin - 10
        also = f", {start}10000,{10_000 + len(words)}>" if number and number % 10 == 0 else ""
        turtle.append(
            f"""
<doc/{KEY}/claim/long-{number:03}> a dg:Claim ; dg:voice <doc/{KEY}/voice/levin> ; dg:claimant <agent/levin-boris> ;
  dg:depth 1 ; dg:content <doc/{KEY}/ev/courtesy-visit> ; dg:polarity dgv:Affirmative ;
  dg:gloss "The matter would be looked into again, {number}."@en ; dg:evidence {start}{begin},{end}>{also} .
{start}{begin},{end}> oa:hasSource <doc/{KEY}/source.txt> ; oa:hasSelector {start}{begin},{end};selector> .
{start}{begin},{end};selector> oa:start {begin} ; oa:end {end} ; oa:exact "{words}"@en .
{start}{trigger},{trigger + 4}> oa:hasSource <doc/{KEY}/source.txt> ;
  oa:hasSelector {start}{trigger},{trigger + 4};selector> .
{start}{trigger},{trigger + 4};selector> oa:start {trigger} ; oa:end {trigger + 4} ; oa:exact "said"@en ."""
        )
    return "\n".join(turtle)


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return site_of(sound_quads(_long_document()), Path(tmp_path_factory.mktemp("long")))


def _pages(site: Site) -> dict[str, str]:
    """The pages of the long document."""
    paths = (f"{RECORD}.html", *site.further(f"{RECORD}.html"))
    return {path: (site.page(path) or b"").decode() for path in paths}


def _ids(html: str) -> list[str]:
    return re.findall(r' id="([^"]+)"', html)


def test_no_part_of_a_long_document_is_heavy(long_site: Site) -> None:
    pages = _pages(long_site)
    assert len(pages) > 3
    assert list(pages)[1] == f"{RECORD}-2.html"
    assert all(0 < len(html.encode()) < MOST_BYTES for html in pages.values())


def test_every_quote_and_every_claim_stands_on_one_part_where_its_address_leads(long_site: Site) -> None:
    ids = {path: _ids(html) for path, html in _pages(long_site).items()}
    graph = long_site.graph
    spans = graph.subjects("oa:hasSource", graph.addresses.iri(f"doc/{KEY}/source.txt"))
    assert len(spans) > 2 * _CLAIMS
    for span in spans:
        page, _, anchor = place_of(graph, span).partition("#")
        assert [path for path, found in ids.items() for each in found if each == anchor] == [page]
    notes = [each for found in ids.values() for each in found if each.startswith("claim-long-")]
    assert len(notes) == len(set(notes)) == _CLAIMS


def test_every_link_between_the_parts_leads_somewhere(long_site: Site) -> None:
    pages = _pages(long_site)
    crossing = 0
    for path, html in pages.items():
        for link in re.findall(r'href="((?:record[^"]*)?#[^"]+)"', html):
            page, _, anchor = link.partition("#")
            target = f"doc/{KEY}/{page}" if page else path
            assert anchor in _ids(pages[target]), f"{path} leads to {link}"
            crossing += target != path
    assert crossing > 10


def test_a_claim_leads_to_the_part_with_its_passage(long_site: Site) -> None:
    last = list(_pages(long_site))[-1].rpartition("/")[2]
    html = (long_site.page(f"doc/{KEY}/claim/long-{_CLAIMS - 1}.html") or b"").decode()
    begin = 10_000 + 100 * (_CLAIMS - 1)
    assert f'{last}#char={begin},{begin + len(_WORDS) + 4}"' in html


def test_parts_lead_to_each_other(long_site: Site) -> None:
    pages = _pages(long_site)
    names = [path.rpartition("/")[2] for path in pages]
    for number, html in enumerate(pages.values()):
        assert (f'<a rel="prev" href="{names[number - 1]}">' in html) == (number > 0)
        assert (f'<a rel="next" href="{names[min(number + 1, len(names) - 1)]}">' in html) == (number < len(names) - 1)
        assert f"part {number + 1} of {len(names)}" in html
        assert (
            re.findall(r'<strong aria-current="page" data-from="\d+" title="[^"]*">(\d+)<', html)
            == [str(number + 1)] * 2
        )


def test_parts_are_pages_of_the_static_site_and_there_are_no_others(long_site: Site) -> None:
    pages = _pages(long_site)
    found = [path for path in long_site.paths() if path.startswith(RECORD)]
    assert sorted(found) == sorted(pages)
    for number in ("1", "02", f"{len(pages) + 1}"):
        assert long_site.page(f"{RECORD}-{number}.html") is None
    assert long_site.page("doc/nobody/record-2.html") is None


def test_a_short_document_has_no_parts(sound_site: Site) -> None:
    assert sound_site.further(f"{RECORD}.html") == ()
    assert "data-from" not in (sound_site.page(f"{RECORD}.html") or b"").decode()


def test_no_page_of_the_first_report_is_heavy(first_pages: dict[str, str]) -> None:
    heavy = {path: len(html.encode()) for path, html in first_pages.items() if len(html.encode()) >= MOST_BYTES}
    # The page of queries has its editor beside it; it is light itself.
    assert heavy == {}
