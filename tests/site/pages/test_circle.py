"""The picture of whom somebody met: well-formed, the same on every run, each name a link to the meetings."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from kg.site.pages.circle import AT_MOST, Tie, picture
from kg.site.shown import Thing
from kg.site.site import Site
from tests.site.affairs import links_in, text_of

BUSY = "agent/busy.html"
MIDDLE = Thing("m", "The one", "person", "agent/m.html")


def svg_of(html: str) -> str:
    found = re.search(r"<svg.*?</svg>", html, re.DOTALL)
    assert found
    return found[0]


def test_it_is_well_formed_and_says_what_it_shows(crowded_site: Site) -> None:
    root = ElementTree.fromstring(svg_of(text_of(crowded_site, BUSY)))
    title, desc = root.find("title"), root.find("desc")
    assert title is not None
    assert desc is not None
    assert title.text == "Whom Otto Busy met"
    assert "24 more stand in the list alone" in (desc.text or "")
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert len(root.findall("a")) == AT_MOST


def test_each_line_leads_to_as_many_meetings_as_it_says(crowded_site: Site) -> None:
    html = text_of(crowded_site, BUSY)
    links = links_in(svg_of(html), BUSY)
    counts = [int(number) for number in re.findall(r"\(([0-9]+)\)</text>", svg_of(html))]
    assert len(links) == len(counts) == AT_MOST
    for link, count in zip(links, counts, strict=True):
        page, _, anchor = link.partition("#")
        pages = [each for each in crowded_site.further(BUSY) if each.startswith("agent/busy.met")] or [page]
        rows = [
            re.search(rf'<tr id="{re.escape(anchor)}">.*?</tr>', text_of(crowded_site, each), re.DOTALL)
            for each in pages
        ]
        assert sum(row[0].count("<li>") for row in rows if row) == count, link


@given(st.lists(st.tuples(st.text(), st.integers(1, 10_000)), min_size=1, max_size=AT_MOST))
def test_nothing_stands_outside_the_picture_or_on_another(met: list[tuple[str, int]]) -> None:
    ties = tuple(Tie(Thing(str(at), name, "person", ""), count, "#") for at, (name, count) in enumerate(met))
    shown = picture(MIDDLE, ties, len(ties))
    assert all(0 < node.x < shown.width and 10 < node.y < shown.height - 9 for node in shown.nodes)
    assert len({(node.x, node.y) for node in shown.nodes}) == len(ties)
    assert picture(MIDDLE, ties, len(ties)) == shown
