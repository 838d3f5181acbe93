"""A report that is written to do harm, through everything that shows it: what it says stays text, everywhere."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.base import OUR_BASE
from kg.reconciliation import Service
from kg.serve.answers import Answer
from kg.serve.finding import Thing, found_at
from kg.site.site import Site
from tests.site.htmltree import tree_of
from tests.site.libraries import CAIRO, cairo, site_of

# A word that stands in no page of ours: an element or attribute of this name came from the data.
EVIL = (
    "<evil-tag evil=1>",
    '"><img src=x onerror=evil>',
    "</script><script>evil()</script>",
    "' onmouseover='evil' x='",
    "]]><evil-tag>-->",
    "{{7*7}}{% raw %}{{ evil }}",
    '=HYPERLINK("http://evil.example")',
    "+evil",
    "@evil",
    "\tevil",
    "a\r\nSet-Cookie: evil=1\r\n\r\n<evil-tag>",
    "\u202eevil\u2066\u200b",
    "\x01\x1b[31mevil",
    "javascript:evil()",
    "&lt;evil-tag&gt;&amp;",
)
ADDRESSES = (
    "javascript:evil()",
    "data:text/html,evil",
    "https://evil.example/?%3Cevil-tag%3E'onclick=evil",
    "vbscript:evil",
)
"""Every text of the golden report is one of these, each in turn; addresses are beside its things."""


def hostile() -> list[Quad]:
    """The golden report with a harmful text behind all of its texts."""
    quads = []
    for number, quad in enumerate(cairo()):
        value = quad.object
        if isinstance(value, Literal) and (value.language or value.datatype.value.endswith("#string")):
            text = f"{value.value} {EVIL[number % len(EVIL)]}" if number % 2 else EVIL[number % len(EVIL)] + value.value
            value = Literal(text, language=value.language) if value.language else Literal(text)
        quads.append(Quad(quad.subject, quad.predicate, value, quad.graph_name))
    record = NamedNode(f"{OUR_BASE}doc/{CAIRO}/record")
    graph = NamedNode(f"{OUR_BASE}graph/{CAIRO}/v1")
    for name in ("rdfs:seeAlso", "skos:exactMatch", "dcterms:source", "dcterms:rights", "dcterms:license"):
        for subject in {record, *(quad.subject for quad in quads if str(quad.subject).count("/agent/"))}:
            quads += [Quad(subject, NamedNode(_full(name)), NamedNode(each), graph) for each in ADDRESSES]
    return quads


def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return {
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dcterms": "http://purl.org/dc/terms/",
    }[prefix] + local


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the report."""
    return site_of({CAIRO: hostile()}, Path(tmp_path_factory.mktemp("hostile")))


def test_no_page_has_an_element_or_an_attribute_from_the_data(site: Site) -> None:
    pages = [path for path in site.paths() if path.endswith(".html")]
    assert len(pages) > 50
    seen = 0
    for path in pages:
        body = site.page(path)
        assert body is not None, path
        page = tree_of(body)
        seen += b"evil" in body
        for element in page.all():
            assert "evil" not in element.tag, (path, element.tag)
            names = {name for name in element.attributes if "evil" in name or name.startswith("on") or name == "style"}
            assert not names, (path, element.tag, names)
            for name in ("href", "src", "action", "formaction"):
                scheme = element.attributes.get(name, "").strip().lower().partition(":")[0]
                assert scheme not in ("javascript", "vbscript", "data"), (path, element.attributes)
            if element.tag == "script" and element.attributes.get("type") == "application/ld+json":
                assert json.loads(element.text), path
            elif element.tag == "script":
                assert element.attributes["src"].removeprefix("../").lstrip("./").startswith("assets/"), path
            assert element.tag not in ("img", "iframe", "object", "embed", "base", "style"), path
        assert "49{%" not in page.text, path
    assert seen > 50


def test_no_cell_of_a_table_is_a_formula(site: Site) -> None:
    tables = [path for path in site.paths() if path.endswith(".csv")]
    assert tables
    for path in tables:
        body = site.page(path)
        assert body is not None, path
        for row in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")):
            assert not [cell for cell in row if cell[:1] in ("=", "+", "@", "\t", "\r")], (path, row)


def test_no_header_holds_what_the_data_say(site: Site) -> None:
    for path in site.documents():
        for place in (path, f"{path}.html", f"{path}.ttl"):
            found = found_at(site, place, ())
            lists = [*found.ways.values()] if isinstance(found, Thing) else []
            lists += [found.plain.headers, found.plain.unchanged] if isinstance(found, Answer) else []
            for headers in lists:
                for name, value in headers:
                    assert value.isascii(), (place, name)
                    assert not {13, 10, 0} & {*name, *value}, (place, name, value)
                    assert b"evil" not in value, (place, name, value)


def test_every_description_can_be_read(site: Site) -> None:
    for path in site.documents():
        assert json.loads(site.description(path, "jsonld") or b"{}") is not None
        for extension in ("ttl", "nt", "rdf"):
            site.description(path, extension)


def test_reconciliation_shows_it_as_text(site: Site) -> None:
    service = Service.of(site.catalogue())
    assert service.shelf.entities
    for entity in service.shelf.entities:
        assert service.matches_02({"q0": {"query": entity.name}})["q0"]["result"]
