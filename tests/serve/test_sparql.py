"""The endpoint keeps the SPARQL 1.1 Protocol: every way to ask, every format, every refusal."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse
from rdflib.query import Result

from kg.serve.asking import MOST_ADDRESS, MOST_QUERY
from kg.serve.sparql import CUT
from kg.serve.workers import Limits
from tests.publish.graphs import sample, triples_of
from tests.serve.asking import Endpoint, serving

BASE = "https://w3id.org/diplograph/"
WHO = "SELECT ?a ?b WHERE { ?x dg:met ?y . ?x rdfs:label ?a . ?y rdfs:label ?b } ORDER BY ?a"
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
ROWS = [("Anna Berzina", "Max Keller"), ("Anna Bērziņa", "Max Keller")]
RIGA, BERN = f"{BASE}graph/1951-05-02-consul-riga/v1", f"{BASE}graph/1951-06-11-envoy-bern/v1"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


def rows_of(text: str) -> list[tuple[str, ...]]:
    """The rows of a JSON answer, as plain values."""
    document = json.loads(text)
    names = document["head"]["vars"]
    return [tuple(row.get(name, {}).get("value", "") for name in names) for row in document["results"]["bindings"]]


def test_a_query_is_answered_by_get_by_form_and_directly(endpoint: Endpoint) -> None:
    answers = [
        endpoint.ask(WHO),
        endpoint.send("POST", data={"query": WHO}),
        endpoint.send("POST", data=WHO.encode(), headers=DIRECT),
        endpoint.send("POST", data=WHO.encode(), headers={"Content-Type": "application/sparql-query; charset=UTF-8"}),
    ]
    for answer in answers:
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/sparql-results+json")
        assert rows_of(answer.text) == ROWS
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_head_has_the_headers_of_get_and_no_body(endpoint: Endpoint) -> None:
    whole, head = endpoint.ask(WHO), endpoint.send("HEAD", params={"query": WHO})
    assert head.content == b""
    for name in ("Content-Type", "Content-Length", "ETag"):
        assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize(
    "media_type",
    ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"],
)
def test_a_table_in_each_format_is_read_back_by_another_program(endpoint: Endpoint, media_type: str) -> None:
    answer = endpoint.ask(WHO, media_type)
    assert answer.headers["Content-Type"].partition(";")[0] == media_type
    found = Result.parse(io.BytesIO(answer.content), content_type=media_type)
    assert [str(name) for name in found.vars or ()] == ["a", "b"]
    assert [tuple(str(row[rdflib.Variable(name)]) for name in ("a", "b")) for row in found.bindings] == ROWS


@pytest.mark.parametrize(
    ("media_type", "form"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
        ("application/n-quads", "nquads"),
        ("application/trig", "trig"),
    ],
)
@pytest.mark.parametrize("query", [GRAPH, f"DESCRIBE <{BASE}agent/keller-max>"])
def test_a_graph_in_each_format_is_read_back_by_another_program(
    endpoint: Endpoint, media_type: str, form: str, query: str
) -> None:
    answer = endpoint.ask(query, media_type)
    assert answer.headers["Content-Type"].partition(";")[0] == media_type
    found = rdflib.Dataset(default_union=True).parse(data=answer.content, format=form)
    expected = len(triples_of(sample())) if query == GRAPH else 4
    assert len(set(rdflib.Dataset.triples(found, (None, None, None)))) == expected


def test_turtle_uses_our_prefixes(endpoint: Endpoint) -> None:
    text = endpoint.ask(GRAPH, "text/turtle").text
    assert "dg:met" in text
    assert "@prefix dgv:" in text


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.6", "text/tab-separated-values"),
        ("application/json", "application/json"),
        ("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", "application/xml"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("text/turtle, application/sparql-results+xml;q=0.1", "application/sparql-results+xml"),
    ],
)
def test_the_format_is_the_one_that_the_client_wants_most(endpoint: Endpoint, accept: str, expected: str) -> None:
    answer = endpoint.ask(WHO, accept)
    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, expected)
    assert answer.headers["Vary"] == "Accept"


@pytest.mark.parametrize(
    ("query", "accept", "names"),
    [
        (WHO, "image/png", "text/turtle"),
        (WHO, "text/turtle", "text/csv"),
        (GRAPH, "text/csv", "application/trig"),
    ],
)
def test_a_format_that_there_is_not_is_refused_with_the_list(
    endpoint: Endpoint, query: str, accept: str, names: str
) -> None:
    answer = endpoint.ask(query, accept)
    assert answer.status_code == 406
    assert names in answer.text


def test_a_link_can_name_the_format(endpoint: Endpoint) -> None:
    answer = endpoint.ask(WHO, "application/xml", format="csv")
    assert list(csv.reader(io.StringIO(answer.text))) == [["a", "b"], *(list(row) for row in ROWS)]
    assert "Vary" not in answer.headers
    assert endpoint.ask(GRAPH, format="json").headers["Content-Type"] == "application/ld+json"
    assert endpoint.ask(WHO, format="pdf").status_code == 400


def test_ask_is_answered_in_each_format(endpoint: Endpoint) -> None:
    said = {form: endpoint.ask("ASK { ?a dg:met ?b }", format=form).text for form in ("json", "xml", "csv", "tsv")}
    assert json.loads(said["json"]) == {"head": {}, "boolean": True}
    boolean = ElementTree.fromstring(said["xml"]).find("{http://www.w3.org/2005/sparql-results#}boolean")
    assert boolean is not None
    assert boolean.text == "true"
    assert said["csv"] == said["tsv"] == "true"


def test_a_carriage_return_survives_xml(endpoint: Endpoint) -> None:
    answer = endpoint.ask(r'SELECT ("a\r\nb\rc" AS ?x) {}', format="xml")
    found = ElementTree.fromstring(answer.text).find(".//{http://www.w3.org/2005/sparql-results#}literal")
    assert found is not None
    assert found.text == "a\r\nb\rc"


@pytest.mark.parametrize(
    ("query", "form"),
    [
        (r'SELECT ("\u0001" AS ?x) {}', "xml"),
        ("CONSTRUCT { <urn:a:b> <http://example.org/12> 1 } {}", "rdf"),
    ],
)
def test_what_xml_cannot_hold_is_refused_there_and_given_elsewhere(endpoint: Endpoint, query: str, form: str) -> None:
    refused = endpoint.ask(query, format=form)
    assert refused.status_code == 406
    assert "another format" in refused.text
    assert endpoint.ask(query).status_code == 200


def test_the_dataset_of_the_request_takes_the_place_of_the_querys(endpoint: Endpoint) -> None:
    count = "SELECT (COUNT(*) AS ?n) {from} WHERE {{ ?s a dg:Place }}"
    for fields, text, expected in (
        ({}, "", "1"),
        ({"default-graph-uri": RIGA}, "", "0"),
        ({"default-graph-uri": BERN}, "", "1"),
        ({"default-graph-uri": BERN}, f"FROM <{RIGA}>", "1"),
        ({"named-graph-uri": BERN}, "", "0"),
        ({"default-graph-uri": ""}, f"FROM <{RIGA}>", "0"),
    ):
        assert rows_of(endpoint.ask(count.format(**{"from": text}), **fields).text) == [(expected,)], (fields, text)
    graphs = "SELECT DISTINCT ?g FROM NAMED <urn:x:y> WHERE { GRAPH ?g { ?s ?p ?o } }"
    for given, found in (({"named-graph-uri": [RIGA, BERN]}, [(RIGA,), (BERN,)]), ({"default-graph-uri": [BERN]}, [])):
        assert sorted(rows_of(endpoint.send("GET", params={"query": graphs, **given}).text)) == found
        assert sorted(rows_of(endpoint.send("POST", data={"query": graphs, **given}).text)) == found
        sent = endpoint.send("POST", data=graphs.encode(), headers=DIRECT, params=given)
        assert sorted(rows_of(sent.text)) == found


@pytest.mark.parametrize(
    ("method", "given", "status", "says"),
    [
        ("GET", {"params": {"query": ["ASK {}", "ASK {}"]}}, 400, "There are 2 queries"),
        ("GET", {"params": {"query": "SELECT ?x WHERE { ?x a }"}}, 400, "query, line 1, column"),
        ("GET", {"params": {"query": ""}}, 400, "query, line 1, column 1"),
        ("GET", {"params": {"query": "ASK { ?x foo:bar ?y }"}}, 400, "a prefix is not declared"),
        ("GET", {"params": {"query": "SELECT (<urn:f>(1) AS ?x) {}"}}, 400, "cannot be run"),
        ("GET", {"params": {"query": "ASK {" + "(" * 300}}, 400, "nests more than"),
        ("GET", {"params": "query=%FF"}, 400, "UTF-8"),
        ("GET", {"params": {"query": "ASK {}", "default-graph-uri": "not an iri"}}, 400, "no whole IRI"),
        ("GET", {"params": {"query": "x" * MOST_ADDRESS}}, 414, "Send the query with POST"),
        ("GET", {"params": {"query": "INSERT DATA { <urn:a> <urn:b> <urn:c> }"}}, 400, "INSERT is an update"),
        ("GET", {"params": {"query": "ASK {}", "using-graph-uri": "urn:a"}}, 403, "only reads"),
        ("POST", {"data": {"update": "CLEAR ALL"}}, 403, "only reads"),
        ("POST", {"data": b"CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}}, 415, "only reads"),
        ("POST", {"data": b"ASK {}"}, 415, "no Content-Type"),
        ("POST", {"data": b"ASK {}", "headers": {"Content-Type": "text/plain"}}, 415, "application/sparql-query"),
        (
            "POST",
            {"data": b"ASK {}", "headers": {"Content-Type": f"{DIRECT['Content-Type']};charset=latin-1"}},
            415,
            "UTF",
        ),
        ("POST", {"data": "ASK { ?é ?p ?o }".encode("utf-16"), "headers": DIRECT}, 400, "not in UTF-8"),
        ("POST", {"data": b"ASK {}", "headers": DIRECT, "params": {"query": "ASK {}"}}, 400, "Send one"),
        ("POST", {"data": b"#" * (MOST_QUERY + 1), "headers": DIRECT}, 413, "longer than"),
        ("POST", {"data": b"#" * (13 * MOST_QUERY), "headers": DIRECT}, 413, "longer than"),
        ("POST", {"data": {"nothing": "x"}}, 400, "no query"),
        ("PUT", {"data": b"x"}, 405, "GET, HEAD, POST, OPTIONS"),
        ("DELETE", {}, 405, "GET, HEAD, POST, OPTIONS"),
    ],
)
def test_a_wrong_request_is_refused_with_its_status_and_a_sentence(
    endpoint: Endpoint, method: str, given: dict[str, object], status: int, says: str
) -> None:
    answer = endpoint.send(method, **given)
    assert answer.status_code == status, answer.text
    assert says in answer.text
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert len(answer.text) < 600
    assert "Traceback" not in answer.text


def test_a_page_of_another_origin_may_ask(endpoint: Endpoint) -> None:
    asking = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    answer = endpoint.send("OPTIONS", headers=asking)
    assert answer.status_code == 204
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]
    assert CUT in endpoint.ask(WHO).headers["Access-Control-Expose-Headers"]


def test_an_answer_is_not_sent_again_to_who_has_it(endpoint: Endpoint) -> None:
    first = endpoint.ask(WHO)
    tag = first.headers["ETag"]
    held = {"If-None-Match": f'"other", {tag}'}
    again = endpoint.send("GET", params={"query": WHO}, headers=held)
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert endpoint.send("GET", params={"query": WHO, "format": "csv"}, headers=held).status_code == 200
    assert endpoint.send("GET", params={"query": WHO + " LIMIT 1"}, headers=held).status_code == 200


def test_an_answer_that_changes_by_itself_is_never_kept(endpoint: Endpoint) -> None:
    answer = endpoint.ask("SELECT (NOW() AS ?now) {}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize(
    ("form", "rows"),
    [
        ("json", lambda text: rows_of(text)),
        ("csv", lambda text: list(csv.reader(io.StringIO(text)))[1:]),
        ("tsv", lambda text: text.split("\n")[1:-1]),
        ("xml", lambda text: list(ElementTree.fromstring(text).iter("{http://www.w3.org/2005/sparql-results#}result"))),
        ("nt", lambda text: list(parse(text, format=RdfFormat.N_TRIPLES))),
    ],
)
def test_an_answer_that_is_cut_is_well_formed_and_says_so(store_folder: Path, form: str, rows: object) -> None:
    query = GRAPH if form == "nt" else "SELECT ?o ?s WHERE { ?s ?p ?o }"
    total = len(triples_of(sample()))
    for most, is_cut in ((7, True), (total - 1, True), (total, False), (total + 1, False)):
        with serving(store_folder, Limits(rows=most, workers=1)) as endpoint:
            answer = endpoint.ask(query, format=form)
        assert len(rows(answer.text)) == min(most, total)  # type: ignore[operator]
        assert answer.headers.get(CUT) == (str(most) if is_cut else None)


def test_an_answer_that_is_too_long_in_bytes_is_cut_too(store_folder: Path) -> None:
    with serving(store_folder, Limits(answer_bytes=2000, workers=1)) as endpoint:
        answer = endpoint.ask("SELECT * WHERE { ?s ?p ?o }")
        assert len(rows_of(answer.text)) == int(answer.headers[CUT]) > 3
        assert len(answer.content) < 2100


def test_asked_nothing_it_describes_itself_truly(endpoint: Endpoint) -> None:
    answer = endpoint.send("GET", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    service = graph.value(predicate=rdflib.RDF.type, object=sd.Service)
    assert graph.value(service, sd.endpoint) == rdflib.URIRef(endpoint.address)
    assert set(graph.objects(service, sd.feature)) == {sd.UnionDefaultGraph}
    default = graph.value(graph.value(service, sd.defaultDataset), sd.defaultGraph)
    count = graph.value(default, rdflib.Namespace("http://rdfs.org/ns/void#").triples)
    assert count is not None
    assert int(str(count)) == len(triples_of(sample()))
    forms = {str(form).rpartition("/")[2] for form in graph.objects(service, sd.resultFormat)}
    assert {"SPARQL_Results_JSON", "SPARQL_Results_CSV", "Turtle", "JSON-LD"} <= forms
    assert not list(graph.subjects(rdflib.RDF.type, rdflib.OWL.Nothing))
    assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)


def test_a_browser_that_asks_nothing_is_led_to_the_page(endpoint: Endpoint) -> None:
    answer = endpoint.send("GET", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "sparql.html")
    assert endpoint.send("GET", headers={"Accept": "image/png"}).status_code == 406


def test_a_host_that_is_no_address_is_refused(endpoint: Endpoint) -> None:
    answer = endpoint.send("GET", headers={"Host": 'a b"><script>', "Accept": "text/turtle"})
    assert answer.status_code in (200, 400)
    assert "<script>" not in answer.text


def test_columns_come_in_the_order_of_the_query(endpoint: Endpoint) -> None:
    text = endpoint.ask("SELECT ?z ?a ?m WHERE { ?z ?m ?a } LIMIT 1", format="csv").text
    assert text.splitlines()[0] == "z,a,m"


def test_a_form_sent_by_hand_is_read(endpoint: Endpoint) -> None:
    body = urlencode({"query": WHO, "default-graph-uri": ""})
    assert rows_of(endpoint.send("POST", data=body, headers=FORM).text) == ROWS


def test_another_server_is_asked_only_if_it_is_allowed_by_name(store_folder: Path, endpoint: Endpoint) -> None:
    join = "SELECT ?a {{ ?x rdfs:label ?a SERVICE <{there}> {{ ?x a dg:Place }} }}"
    with serving(store_folder, Limits(workers=1), services=[endpoint.address]) as federating:
        answer = federating.ask(join.format(there=endpoint.address))
        assert rows_of(answer.text) == [("Bern",)]
        assert answer.headers["Cache-Control"] == "no-store"
        for other in (f"{endpoint.address}/", "http://127.0.0.1:9/"):
            refused = federating.ask(join.format(there=other))
            assert (refused.status_code, endpoint.address in refused.text) == (400, True)
        assert federating.ask("SELECT * { VALUES ?v { 1 } SERVICE ?v { ?s ?p ?o } }").status_code == 400
        assert "BasicFederatedQuery" in federating.send("GET").text
    with serving(store_folder, Limits(workers=1), services=["http://127.0.0.1:9/"]) as federating:
        assert federating.ask(join.format(there="http://127.0.0.1:9/")).status_code == 502
    refused = endpoint.ask(join.format(there=endpoint.address))
    assert (refused.status_code, "ask no other" in refused.text) == (400, True)


def test_a_hidden_service_is_refused_too(endpoint: Endpoint) -> None:
    answer = endpoint.ask("PREFIX a: <http://127.0.0.1:9/> SELECT * {SERVICEa:x {?s ?p ?o}}")
    assert (answer.status_code, "SERVICE would ask another server" in answer.text) == (400, True)


def test_nothing_is_written(endpoint: Endpoint, store_folder: Path) -> None:
    before = sorted((path.name, path.stat().st_mtime_ns) for path in store_folder.iterdir())
    for query in ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "CLEAR ALL", "DROP ALL", WHO):
        endpoint.ask(query)
        endpoint.send("POST", data={"update": query})
    assert sorted((path.name, path.stat().st_mtime_ns) for path in store_folder.iterdir()) == before
    assert rows_of(endpoint.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text) == [(str(len(triples_of(sample()))),)]
