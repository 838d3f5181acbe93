"""A report that is written to do harm, over a server that runs: it stays text, whoever reads the answer."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
import requests
from pyoxigraph import Literal, RdfFormat, parse

from kg.serve.forms import DATA
from kg.site.site import Site
from tests.cli.serving import Served, served
from tests.serve.test_hostile import EVIL, hostile
from tests.site.htmltree import tree_of
from tests.site.libraries import CAIRO, build_of, site_of

TEXTS = "SELECT DISTINCT ?text { ?s ?p ?text FILTER(ISLITERAL(?text) && CONTAINS(STR(?text), 'evil')) } ORDER BY ?text"
# XML 1.0 knows no such character: such an answer is refused in it.
FIT = TEXTS.replace("'evil')", "'evil') && !CONTAINS(STR(?text), '\\u0001')")
RDF = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "expanded.jsonld": RdfFormat.JSON_LD,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the report, to know its paths and its texts."""
    return site_of({CAIRO: hostile()}, tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`kg serve` over the report."""
    with served(build_of({CAIRO: hostile()}, tmp_path_factory.mktemp("served") / "build")) as found:
        yield found


def harmless(answer: requests.Response, content_type: str) -> requests.Response:
    """An answer whose headers are ours alone, and whose type nobody guesses."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].partition(";")[0] == content_type
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    assert "evil" not in str(answer.headers)
    return answer


def plain(body: bytes) -> None:
    """A page without an element or attribute from the data."""
    for element in tree_of(body).all():
        assert "evil" not in element.tag
        assert not [name for name in element.attributes if "evil" in name or name.startswith("on")], element.attributes
        for name in ("href", "src", "action", "formaction"):
            assert (
                not element.attributes.get(name, "").strip().lower().startswith(("javascript:", "vbscript:", "data:"))
            )
        assert element.tag not in ("img", "iframe", "object", "embed", "base")
        if element.tag == "script":
            assert "src" in element.attributes or element.attributes["type"] == "application/ld+json"


def test_pages_and_tables(site: Site, server: Served) -> None:
    pages = [path for path in site.paths() if path.endswith(".html")]
    tables = [path for path in site.paths() if path.endswith(".csv")]
    overviews = [path for path in pages if "/" not in path]
    for path in {*overviews, *pages[::12]}:
        plain(harmless(server.get(f"/{path}"), "text/html").content)
    for path in tables:
        text = harmless(server.get(f"/{path}"), "text/csv").content.decode("utf-8-sig")
        for row in csv.reader(io.StringIO(text, newline="")):
            assert not [cell for cell in row if cell[:1] in ("=", "+", "@", "\t", "\r")], (path, row)


@pytest.mark.parametrize("path", ["/search.html", "/events.html", "/persons.html"])
def test_what_a_client_sends_comes_back_as_text(path: str, server: Served) -> None:
    for evil in EVIL:
        for name in ("q", "status", "page", evil):
            answer = server.get(path, params={name: evil})
            assert answer.status_code in (200, 400, 404)
            assert answer.headers["Content-Type"].partition(";")[0] in ("text/html", "text/plain")
            assert "Set-Cookie" not in answer.headers
            if answer.headers["Content-Type"].startswith("text/html"):
                plain(answer.content)


def test_descriptions_say_the_same_in_every_format(site: Site, server: Served) -> None:
    types = {form.extension: form.media_type for form in DATA}
    assert set(types) == set(RDF)
    seen = 0
    for path in [*site.documents()][::25]:
        read: dict[str, set[str]] = {}
        for extension, form in RDF.items():
            answer = server.get(f"/{path}.{extension}")
            if extension == "rdf" and answer.status_code != 200:
                assert any("\x01" in str(value) for value in read["nt"]), path
                continue
            body = harmless(answer, types[extension]).content
            read[extension] = {q.object.value for q in parse(body, format=form) if isinstance(q.object, Literal)}
        seen += any("evil" in value for value in read["nt"])
        for extension, values in read.items():
            assert values == read["nt"], (path, extension)
    assert seen


def test_answers_of_the_endpoint_are_read_back_by_the_readers_of_each_format(server: Served) -> None:
    found = server.get("/sparql", params={"query": TEXTS, "format": "json"})
    rows = harmless(found, "application/sparql-results+json").json()["results"]["bindings"]
    texts = [row["text"]["value"] for row in rows]
    assert all(any(evil in text for text in texts) for evil in EVIL)
    table = harmless(server.get("/sparql", params={"query": TEXTS, "format": "csv"}), "text/csv")
    cells = [row[0] for row in csv.reader(io.StringIO(table.content.decode(), newline=""))]
    assert cells == ["text", *texts]
    tabs = harmless(server.get("/sparql", params={"query": TEXTS, "format": "tsv"}), "text/tab-separated-values")
    lines = tabs.content.decode().split("\n")
    turtle = "".join(f"<urn:x> <urn:y> {line} .\n" for line in lines[1:] if line)
    assert [quad.object.value for quad in parse(turtle, format=RdfFormat.N_TRIPLES)] == texts
    assert server.get("/sparql", params={"query": TEXTS, "format": "xml"}).status_code == 406
    marked = harmless(server.get("/sparql", params={"query": FIT, "format": "xml"}), "application/sparql-results+xml")
    literals = [each.text for each in ElementTree.fromstring(marked.content).iter() if each.tag.endswith("}literal")]
    fit = server.get("/sparql", params={"query": FIT, "format": "json"}).json()["results"]["bindings"]
    assert literals == [row["text"]["value"] for row in fit]
    assert len(literals) > len(texts) / 2


def test_the_service_for_openrefine(server: Served) -> None:
    asked = json.dumps({"q": {"query": "evil"}})
    found = server.get("/reconcile/0.2", params={"queries": asked}).json()["q"]["result"]
    suggested = server.get("/reconcile/0.2/suggest/entity").json()["result"]
    for row in [*found, *suggested]:
        for page in ("preview", "view"):
            plain(harmless(server.get(f"/reconcile/0.2/{page}", params={"id": row["id"]}), "text/html").content)
    assert suggested
