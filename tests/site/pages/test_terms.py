"""The pages of our terms: every term with its meaning, its anchor, what guards it, and where it is used."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from posixpath import normpath

import pyoxigraph
import pytest
from attrs import define, field

from kg.base import OUR_BASE
from kg.site.glossary import Glossary, shapes_by_term
from kg.site.graph import full
from kg.site.site import Site
from tests.site.libraries import ROOT

PAGES = ("ontology.html", "ontology-in-use.html", "vocab.html", "shapes.html", "dataset.html", "dataset-documents.html")
_FILES = {"ontology": ROOT / "ontology" / "diplograph.ttl", "vocab": ROOT / "ontology" / "vocab.ttl"}


@define
class Reader(HTMLParser):
    """What a page holds: anchors, links, and what no page may hold."""

    anchors: list[str] = field(factory=list)
    links: list[str] = field(factory=list)
    forbidden: list[str] = field(factory=list)

    def __attrs_pre_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says."""
        said = dict(attrs)
        if said.get("id"):
            self.anchors.append(said["id"] or "")
        if tag == "a" and said.get("href"):
            self.links.append(said["href"] or "")
        if tag == "style" or any(key == "style" or key.startswith("on") for key in said):
            self.forbidden.append(tag)


def read(site: Site, path: str) -> Reader:
    """A page, read."""
    reader = Reader()
    page = site.page(path)
    assert page, path
    reader.feed(page.decode())
    return reader


def text_of(site: Site, path: str) -> str:
    """A page as text."""
    return (site.page(path) or b"").decode()


def section(site: Site, path: str, anchor: str) -> str:
    """What a page says under an anchor."""
    found = re.search(rf'<section class="\w+" id="{anchor}">(.*?)</section>', text_of(site, path), re.DOTALL)
    assert found, anchor
    return found[1]


def use(site: Site, anchor: str) -> str:
    """What the page of uses says of a term of the ontology."""
    found = re.search(rf'<dt id="{anchor}">.*?</dt><dd>(.*?)</dd>', text_of(site, "ontology-in-use.html"), re.DOTALL)
    assert found, anchor
    return found[1]


def terms_of(path: Path, namespace: str) -> set[str]:
    """The local names that a file of terms speaks of."""
    quads = pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    found = {quad.subject.value for quad in quads if isinstance(quad.subject, pyoxigraph.NamedNode)}
    return {each.partition("#")[2] for each in found if each.startswith(f"{OUR_BASE}{namespace}#")}


@pytest.mark.parametrize("document", ["ontology", "vocab"])
def test_every_term_has_its_anchor(whole_site: Site, document: str) -> None:
    terms = terms_of(_FILES[document], document)
    assert len(terms) > 50
    assert terms <= set(read(whole_site, f"{document}.html").anchors)


def test_every_shape_has_its_anchor(whole_site: Site) -> None:
    shapes = {each for path in (ROOT / "shapes").glob("*.ttl") for each in terms_of(path, "shapes")}
    assert len(shapes) > 50
    assert shapes <= set(read(whole_site, "shapes.html").anchors)


@pytest.mark.parametrize("path", PAGES)
def test_anchors_are_unique_and_nothing_is_styled_or_scripted_inside(whole_site: Site, path: str) -> None:
    page = read(whole_site, path)
    assert len(page.anchors) == len(set(page.anchors))
    assert page.forbidden == []


@pytest.mark.parametrize("path", [*PAGES, "dataset/1951-05-02-consul-riga/about.html"])
def test_every_link_inside_the_site_leads_to_a_place_that_is_there(whole_site: Site, path: str) -> None:
    pages: dict[str, set[str] | None] = {}
    for link in read(whole_site, path).links:
        place, _, fragment = link.partition("#")
        target = place.removeprefix("../" * path.count("/")) or path
        # What others make: the list of documents, the page for queries, the first page.
        if "://" in link or target.startswith(("documents.html", "sparql", "reconcile/", "index.html")):
            continue
        if target not in pages:
            is_page = target.endswith(".html") and whole_site.page(target) is not None
            pages[target] = set(read(whole_site, target).anchors) if is_page else None
        anchors = pages[target]
        if anchors is None:
            is_file = whole_site.file(target) or whole_site.download(target.removeprefix("dataset/"))
            assert is_file or _is_data(whole_site, place, path), link
        elif fragment and not target.startswith("doc/"):
            assert fragment in anchors, link


def _is_data(site: Site, place: str, path: str) -> bool:
    """Whether a link of a page leads to its own data."""
    stem, _, extension = normpath(f"{path}/../{place}").rpartition(".")
    return site.description(stem, extension) is not None


def test_a_term_says_what_it_means_what_it_is_and_what_guards_it(whole_site: Site) -> None:
    told = section(whole_site, "ontology.html", "Claim")
    claim = full("dg:Claim")
    definition = whole_site.graph.beside("ontology").text(claim, "skos:definition")
    assert definition in told
    assert "shapes.html#S07-claim" in told
    assert 'href="#voice"' in told


def test_a_status_has_its_mark_beside_its_word(whole_site: Site) -> None:
    assert "✕" in section(whole_site, "vocab.html", "Withdrawn")
    assert "✕" not in section(whole_site, "vocab.html", "Certain")


def test_how_often_a_term_is_used_is_counted(whole_site: Site) -> None:
    claims = len(whole_site.graph.members("dg:Claim"))
    told = use(whole_site, "Claim")
    assert f">{claims:,} times</a>" in told
    assert "sparql.html?query=SELECT+*+%7B+?subject+a+dg:Claim+%7D" in told
    without = Site.of(whole_site.edition, whole_site.context, has_endpoint=False)
    assert "sparql" not in use(without, "Claim")


def test_a_term_that_is_not_used_says_so(whole_site: Site) -> None:
    unused = next(
        term for term in Glossary(whole_site.graph, "ontology").all() if not term.uses and term.kind != "datatypes"
    )
    assert "not used" in use(whole_site, unused.name.partition(":")[2])


def test_an_example_is_a_statement_of_this_library(whole_site: Site) -> None:
    glossary = Glossary(whole_site.graph, "ontology")
    for term in glossary.all():
        for example in term.examples:
            about = whole_site.graph.about(example.subject.iri)
            used = {*about, *whole_site.graph.kinds(example.subject.iri)}
            assert term.name in used or term.kind == "datatypes", term.name


def test_a_shape_guards_what_its_target_its_path_its_values_and_its_query_name(whole_site: Site) -> None:
    guards = shapes_by_term(whole_site.graph.beside("shapes"))
    shape = f"{OUR_BASE}shapes#"
    assert f"{shape}S07-claim" in guards[full("dg:Claim")]
    assert f"{shape}S07-voice" in guards[full("dg:voice")]
    assert f"{shape}S07-polarity" in guards[full("dgv:Negative")]
    assert f"{shape}S27-not-after-the-report" in guards[full("dg:earliest")]


def test_a_rule_shows_what_it_demands_and_what_it_says(whole_site: Site) -> None:
    told = section(whole_site, "shapes.html", "S12-quote")
    assert "( oa:hasSelector oa:exact )" in told
    assert "The span must quote its words exactly once" in told
    assert "refused" in told
