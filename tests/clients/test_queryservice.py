"""The query service, with a real graph behind it: time-outs that break off, long queries, the hook of SPARQLWrapper."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, QuerySolutions, Store
from SPARQLWrapper import Wrapper

from kg.clients import QueryService
from kg.clients.faults import SchemaError, StoppedError, UnansweredError
from kg.clients.queryservice import Found, PoliteSPARQLWrapper, literal
from kg.errors import UsageError
from tests.clients import faulty
from tests.clients.conftest import Guest
from tests.clients.faulty import FakeTime, Reply, Service, instead, served, status
from tests.clients.worlds import query_service

GRAPH = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix wikibase: <http://wikiba.se/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
wd:Q11 a wikibase:Item ; rdfs:label "Kim"@en ; wdt:P31 wd:Q5 ; wikibase:sitelinks 3 ;
  wdt:P569 "1912-04-15T00:00:00Z"^^xsd:dateTime, "1912-01-01T00:00:00Z"^^xsd:dateTime .
wd:Q12 rdfs:label "Someone"@en ; skos:altLabel "Kim"@mul ; wdt:P31 wd:Q5 ; wikibase:sitelinks 90 .
wd:Q13 rdfs:label "Kim"@en ; wdt:P31 wd:Q5 ; wdt:P569 "1984-01-08T00:00:00Z"^^xsd:dateTime ; wikibase:sitelinks 200 .
wd:Q14 rdfs:label "Kim"@en ; wdt:P31 wd:Q5 ; wdt:P569 <http://www.wikidata.org/.well-known/genid/a1> .
wd:Q15 rdfs:label "Kim"@en ; wdt:P31 wd:Q4022 ; wikibase:sitelinks 7 .
wd:Q16 rdfs:label "Kim Il"@en ; wdt:P31 wd:Q5 .
wd:Q17 rdfs:label "Kim"@fr ; wdt:P31 wd:Q5 .
wd:Q18 rdfs:label "A \\"quoted\\" one"@en ; wdt:P31 wd:Q19 . wd:Q19 wdt:P279 wd:Q20 . wd:Q20 wdt:P279 wd:Q21 .
"""


@pytest.fixture
def service() -> Iterator[Service]:
    with served(query_service(GRAPH)) as service:
        yield service


def test_who_has_exactly_the_name_and_was_born_then_the_best_known_first(service: Service, guest: Guest) -> None:
    """Q13 is born later, Q15 is a river, Q16 has another name, Q17 one in French; Q14's date of birth is unknown."""
    found = QueryService(guest(), service.address).named(["Kim"], year=1962)
    assert found == (Found("Q12", "Kim", 90), Found("Q11", "Kim", 3), Found("Q14", "Kim", 0))
    [seen] = service.seen
    assert (seen.method, seen.headers["Accept"]) == ("GET", "application/sparql-results+json")
    assert seen.headers["User-Agent"].startswith("diplograph-kg/")


def test_without_a_year_and_in_other_languages(service: Service, guest: Guest) -> None:
    found = QueryService(guest(), service.address).named(["Kim", "Kim Il"], languages=["fr", "en"], most=3)
    assert [row.id for row in found] == ["Q13", "Q11", "Q14"]


def test_a_class_takes_what_is_of_its_subclasses(service: Service, guest: Guest) -> None:
    assert [row.id for row in QueryService(guest(), service.address).named(['A "quoted" one'], kind="Q21")] == ["Q18"]


def test_nothing_found_is_an_answer(service: Service, guest: Guest) -> None:
    assert QueryService(guest(), service.address).named(["Nobody"]) == ()


def test_a_long_query_is_posted(service: Service, guest: Guest) -> None:
    names = [f"Somebody with a long name, number {number}" for number in range(40)]
    assert [row.id for row in QueryService(guest(), service.address).named([*names, "Kim Il"])] == ["Q16"]
    [seen] = service.seen
    assert (seen.method, seen.query) == ("POST", {})
    assert seen.headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_the_same_query_is_answered_from_the_cache(service: Service, guest: Guest) -> None:
    for _ in range(2):
        QueryService(guest(), service.address).named(["Kim"])
    assert len(service.seen) == 1


def test_throttling_is_waited_for_as_asked(service: Service, guest: Guest, time: FakeTime) -> None:
    service.faults.append(status(429, "Too Many Requests - Please retry in 40 seconds.", Retry_After="40"))
    assert len(QueryService(guest(), service.address).named(["Kim"])) == 4
    assert time.pauses == [40.0]


def test_a_ban_ends_the_run(service: Service, guest: Guest) -> None:
    service.always = status(403, "You have been banned until 2026-11-24T12:00:00.123Z, please respect throttling")
    with pytest.raises(StoppedError, match=r"banned until 2026-11-24T12:00:00\.123Z"):
        QueryService(guest(), service.address).named(["Kim"])
    assert len(service.seen) == 1


BROKEN_OFF = (
    b'{\n  "head" : {\n    "vars" : [ "item" ]\n  },\n  "results" : {\n    "bindings" : [ {\n     "item" : {\n   "type"'
    b"SPARQL-QUERY: queryStr=PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
    b"java.util.concurrent.TimeoutException\n\tat java.util.concurrent.FutureTask.get(FutureTask.java:205)\n"
)


@pytest.mark.parametrize("code", [200, 500])
def test_a_query_that_runs_out_of_time_is_said_so_and_not_repeated(service: Service, guest: Guest, code: int) -> None:
    """With 200 the trace of the server stands in the middle of the rows: the status was sent before."""
    kind = "application/sparql-results+json" if code == 200 else "text/plain"
    service.always = instead(Reply(BROKEN_OFF, code, kind))
    with pytest.raises(UnansweredError, match="ran out of time"):
        QueryService(guest(), service.address).named(["Kim"])
    assert len(service.seen) == 1


def test_a_page_for_people_or_another_format_is_no_result(service: Service, guest: Guest) -> None:
    for fault in (faulty.page(), instead(Reply(b"<sparql/>", 200, "application/sparql-results+xml"))):
        service.faults.append(fault)
        with pytest.raises(SchemaError, match="a page for people came"):
            QueryService(guest(), service.address).named(["Kim"])
    service.faults.append(instead(Reply(b'{"results": 3}', 200, "text/plain")))
    with pytest.raises(SchemaError, match=r"application/sparql-results\+json was expected, and text/plain came"):
        QueryService(guest(), service.address).named(["Kim"])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"head": {}}', "an object with 'results'"),
        (b'{"results": {"bindings": [{"met": {"value": "Kim"}}]}}', "an object with 'item'"),
        (b'{"results": {"bindings": [{"item": {"value": "http://example.org/Q1"}}]}}', "an item of Wikidata"),
        (
            b'{"results": {"bindings": [{"item": {"value": "http://www.wikidata.org/entity/Q1"},'
            b'"sitelinks": {"value": "many"}}]}}',
            "at results.bindings[0].sitelinks.value a whole number was expected, and a text 'many' came",
        ),
    ],
)
def test_rows_of_another_schema_are_refused(service: Service, guest: Guest, body: bytes, words: str) -> None:
    service.always = instead(Reply(body, 200, "application/sparql-results+json"))
    with pytest.raises(SchemaError) as caught:
        QueryService(guest(), service.address).named(["Kim"])
    assert words in str(caught.value)


@pytest.mark.parametrize("kind", ["q5", "Q5 } #", "", "P31"])
def test_a_class_that_is_none_is_refused(guest: Guest, kind: str) -> None:
    with pytest.raises(UsageError, match="number of a class"):
        QueryService(guest()).named(["Kim"], kind=kind)


@given(st.text())
def test_no_name_can_end_its_quotes(name: str) -> None:
    plain = name.encode("utf-8", errors="ignore").decode()
    rows = Store().query(f"SELECT ({literal(plain)} AS ?name) WHERE {{}}")
    assert isinstance(rows, QuerySolutions)
    assert [str(row["name"]) for row in rows] == [str(Literal(plain))]


def test_only_one_method_of_sparqlwrapper_goes_online_and_it_is_ours(service: Service, guest: Guest) -> None:
    """If a new version opens addresses elsewhere, this fails before it can be impolite."""
    opening = [
        name
        for name, method in inspect.getmembers(Wrapper.SPARQLWrapper, inspect.isfunction)
        if "urlopener(" in inspect.getsource(method)
    ]
    assert opening == ["_query"]
    assert inspect.getsource(Wrapper).count("urlopener(") == inspect.getsource(Wrapper.SPARQLWrapper._query).count(
        "urlopener("
    )
    wrapper = PoliteSPARQLWrapper(guest(), service.address)
    wrapper.setQuery("SELECT ?item WHERE { ?item ?property 3 }")
    assert wrapper.queryAndConvert()["results"]["bindings"][0]["item"]["value"].endswith("Q11")  # type: ignore[index,call-overload]
    assert service.seen[0].headers["User-Agent"].startswith("diplograph-kg/")
