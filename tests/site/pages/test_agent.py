"""The pages of persons, states, offices and places: what stands where, and that counts are true."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from kg.base import OUR_BASE
from kg.site.site import Site
from tests.site.affairs import GOLDEN, KEY, all_pages, links_in, quads_of, section_of, site_with, sound_quads, text_of

DIKA = "agent/dika-arben.html"
BUSY = "agent/busy.html"
WITHDRAWN = f"doc/{KEY}/ev/visit-withdrawn.html"
HOSTILE = '</title></a><script>alert(1)</script><img src=x onerror="alert(2)">\' & {{ 7 * 7 }} ]]> <!--'


@pytest.fixture(scope="module")
def golden_site(sound_site: Site) -> Site:
    """The site of the golden report, as a build made it."""
    return site_with(quads_of((GOLDEN / "graph.ttl").read_text("utf-8"), GOLDEN.name), sound_site)


def number_in(words: str) -> int:
    """The last number of a count: 79 of "43 others, 79 meetings", 5 of "5 claims in 2 documents"."""
    head = words.partition(" in ")[0]
    return int(re.findall(r"[0-9,]+", head)[-1].replace(",", ""))


def counts_of(html: str) -> dict[str, int]:
    """The count of each section of a page, by its name."""
    found = re.findall(
        r'<section id="([a-z]+)"(?: class="apart")?>\n<h2>[^<]*<small class="count">([^<]*)</small>', html
    )
    return {name: number_in(words) for name, words in found}


def rows_in(html: str, name: str) -> int:
    """How many rows of a list stand in a part of a page."""
    signs = {"says": 'class="gloss"', "told": 'class="gloss"', "links": 'class="decision"', "names": "<dt "}
    if name == "met":
        html = html.partition("<tbody>")[2]
    return html.count(signs.get(name, "<li"))


def test_a_withdrawn_visit_never_stands_among_what_happened(sound_site: Site) -> None:
    html = text_of(sound_site, DIKA)
    assert WITHDRAWN in links_in(section_of(html, "withdrawn"), DIKA)
    assert WITHDRAWN not in links_in(section_of(html, "happened"), DIKA)


@pytest.mark.parametrize("name", ["sound_site", "crowded_site", "golden_site"])
def test_what_did_not_happen_is_never_in_the_attested_list_of_anybody(
    name: str, request: pytest.FixtureRequest
) -> None:
    site: Site = request.getfixturevalue(name)
    graph = site.graph
    pattern = re.compile(r"(?:doc/[^/]+/)?(?:agent|place|office)/[^.]+(?:\.happened.*)?\.html")
    listed = 0
    for page in filter(pattern.fullmatch, site.paths()):
        html = text_of(site, page)
        part = html if ".happened" in page else section_of(html, "happened")
        for link in (link for link in links_in(part, page) if "/ev/" in link):
            iri = graph.addresses.iri(link.removesuffix(".html"))
            assert graph.is_a(iri, "dg:AttestedEvent"), link
            assert graph.name(iri, "dg:status") in ("Occurred", "Habitual"), link
            listed += 1
    assert listed


def test_every_count_is_the_number_of_rows_behind_it(crowded_site: Site) -> None:
    html = text_of(crowded_site, BUSY)
    counts = counts_of(html)
    assert counts["happened"] == counts["says"] == counts["met"] == 168
    assert counts["withdrawn"] == counts["planned"] == 48
    for name, count in counts.items():
        pages = [content_of(page) for page in all_pages(crowded_site, BUSY, name)]
        found = sum(rows_in(page, name) for page in pages or [section_of(html, name)])
        assert found == count, name


def content_of(html: str) -> str:
    """What stands between the heading of a page and its pager."""
    return html[html.index("</h1>") : html.index("</main>")].partition('<nav class="pager"')[0]


def test_a_count_of_one_voice_or_one_other_is_that_of_its_rows(crowded_site: Site) -> None:
    html = text_of(crowded_site, BUSY)
    groups = re.findall(r'<tr id="([^"]+)">.*?<span class="count">(?:<a[^>]*>)?([0-9]+) meetings?', html, re.DOTALL)
    assert len(groups) == 16
    pages = [page.partition('<nav class="pager"')[0] for page in all_pages(crowded_site, BUSY, "met")]
    for anchor, count in groups:
        rows = [row for page in pages for row in re.findall(rf'<tr id="{re.escape(anchor)}">.*?</tr>', page, re.DOTALL)]
        assert sum(row.count("<li>") for row in rows) == int(count), anchor


@pytest.mark.parametrize("name", ["sound_site", "crowded_site"])
def test_every_link_of_these_pages_leads_to_a_page_and_to_a_place_on_it(
    name: str, request: pytest.FixtureRequest
) -> None:
    site: Site = request.getfixturevalue(name)
    pages: dict[str, str] = {}
    for page in (
        DIKA,
        "agent/soviet-union.html",
        "office/ambassador-soviet-union-albania.html",
        BUSY,
        "office/chief.html",
    ):
        if site.page(page) is None:
            continue
        for each in (page, *site.further(page)):
            for link in links_in(main_of(text_of(site, each)), each):
                target, _, fragment = link.partition("#")
                if target.startswith("doc/") and "." not in target.removesuffix(".html"):
                    assert site.exists(target.removesuffix(".html")), f"{each} leads to {link}"
                    continue
                if target not in pages:
                    pages[target] = text_of(site, target)
                if fragment:
                    assert f'id="{fragment}"' in pages[target], f"{each} leads to {link}"
    assert pages


def main_of(html: str) -> str:
    """The main part of a page."""
    return html[html.index("<main") : html.index("</main>")]


def test_the_page_of_a_busy_person_stays_small(crowded_site: Site) -> None:
    assert len(text_of(crowded_site, BUSY)) < 100_000
    assert all(len(text_of(crowded_site, page)) < 200_000 for page in crowded_site.further(BUSY))


def test_ids_of_a_page_are_unique(crowded_site: Site) -> None:
    for page in (BUSY, *crowded_site.further(BUSY)):
        ids = re.findall(r' id="([^"]*)"', text_of(crowded_site, page))
        assert len(ids) == len(set(ids)), page


def test_a_page_is_the_same_on_every_run(sound_site: Site) -> None:
    again = site_with(sound_quads()[::-1], sound_site)
    for page in (DIKA, "agent/levin-boris.html", "office/ambassador-soviet-union-albania.html"):
        assert again.page(page) == sound_site.page(page)


def test_somebody_of_whom_nothing_is_said_has_a_page(sound_site: Site) -> None:
    site = site_with(sound_quads('<agent/nobody> a schema:Person ; rdfs:label "Nobody"@en .'), sound_site)
    html = text_of(site, "agent/nobody.html")
    assert "No report says anything of this person beyond its name." in html
    assert f"doc/{KEY}/record.html" in links_in(section_of(html, "documents"), "agent/nobody.html")
    assert site.further("agent/nobody.html") == ()


def test_hostile_names_and_words_stay_words(sound_site: Site) -> None:
    text = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    doc = f"<doc/{KEY}"
    turtle = (
        f'<agent/bad> a schema:Person ; rdfs:label "{text}"@en ; skos:altLabel "{text} again"@en .'
        f'{doc}/ev/bad> a dg:Eventuality , dg:Meeting , dg:AttestedEvent ; rdfs:label "{text}"@en ;'
        "  dg:participant <agent/bad> , <agent/levin-boris> ; dg:status dgv:Occurred ."
        f"{doc}/flat/bad> a dg:FlatRelation ; dg:relation dg:met ; dg:subject <agent/bad> ;"
        f"  dg:object <agent/levin-boris> ; dg:fromEvent {doc}/ev/bad> ."
        f'{doc}/mapping/bad> a dg:NilRecord ; dg:searchedEntity <agent/bad> ; dg:reason "{text}"@en ;'
        f'  dg:feature "{text}"@en .'
        f"{doc}/claim/bad> a dg:Claim ; dg:voice {doc}/voice/bad> ; dg:claimant <agent/bad> ; dg:depth 0 ;"
        f'  dg:content {doc}/ev/bad> ; dg:polarity dgv:Affirmative ; dg:gloss "{text}"@en .'
        f"{doc}/voice/bad> a dg:Voice ; dg:speaker <agent/bad> ; dg:depth 0 ; dg:expressedIn {doc}/record> ."
    )
    site = site_with(sound_quads() + quads_of(turtle), sound_site)
    for page in ("agent/bad.html", "agent/levin-boris.html", *site.further("agent/bad.html")):
        html = text_of(site, page)
        assert "alert(1)" in html
        assert "<script>alert" not in html
        assert "<img" not in html
        assert " 49 " not in html
        for svg in re.findall("<svg.*?</svg>", html, re.DOTALL):
            ElementTree.fromstring(svg)


def test_an_office_names_its_holders_in_their_order(sound_site: Site) -> None:
    html = section_of(text_of(sound_site, "office/ambassador-soviet-union-albania.html"), "holders")
    assert html.index("Ilya Panin") < html.index("Boris Levin")
    assert "for P4Y" in html


def test_a_link_is_told_with_its_sureness_and_its_reasons(crowded_site: Site) -> None:
    html = section_of(text_of(crowded_site, BUSY), "links")
    assert "Probability 0.901 to 0.903" in html
    assert "12 documents" in html
    assert '<span class="weight">+6.2</span> <strong>name</strong>' in html
    assert '<span class="weight">−0.3</span> <strong>past</strong>' in html


def test_a_search_that_found_nothing_is_told_with_its_reason(sound_site: Site) -> None:
    html = section_of(text_of(sound_site, "agent/levin-boris.html"), "links")
    assert "Searched, none found" in html
    reason = sound_site.graph.text(f"{OUR_BASE}doc/{KEY}/mapping/levin-boris", "dg:reason")
    assert reason[1:] in html


@pytest.mark.parametrize(
    "page",
    [
        "agent/busy.happened-1.html",
        "agent/busy.happened-3.html",
        "agent/busy.happened-02.html",
        "agent/busy.happened-999999999.html",
        "agent/busy.unheard.html",
        "agent/busy.documents.happened.html",
        "agent/nobody.happened.html",
        "agent/envoy.met.html",
        f"doc/{KEY}/record.happened.html",
        "agent/.happened.html",
        ".happened.html",
    ],
)
def test_there_is_no_further_page_of_another_name_or_number(page: str, crowded_site: Site) -> None:
    assert crowded_site.page(page) is None


def test_a_static_site_holds_the_further_pages(crowded_site: Site) -> None:
    paths = list(crowded_site.paths())
    assert {"agent/busy.happened.html", "agent/busy.happened-2.html", "agent/busy.says-3.html"} <= set(paths)
    assert paths == sorted(set(paths))
    assert all(crowded_site.page(path) for path in paths if path.startswith("agent/busy."))
