"""The server does what its description says, whatever is made up to ask it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

import kg.serve.application
from kg.reconciliation.kinds import SERVED_KINDS
from kg.reconciliation.properties import PROPERTIES
from kg.serve.asking import DIRECT, FORM
from kg.serve.resultforms import GRAPHS, TABLES
from tests.cli.serving import Served, served
from tests.publish.graphs import reports
from tests.site.libraries import build_of

DESCRIPTION = Path(kg.serve.application.__file__).with_name("openapi.json")
DOCUMENT = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
# A text that says of itself that it is a query is one, however odd.
QUERIES = st.one_of(
    st.sampled_from(
        ["ASK {}", "SELECT * { ?s ?p ?o }", "DESCRIBE <urn:x>", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"]
    ),
    st.text().map(lambda text: f"SELECT * {{ BIND({json.dumps(text, ensure_ascii=False)} AS ?text) }}"),
    st.text(st.characters(exclude_characters="\r\n")).map(lambda text: f"ASK {{}} # {text}"),
)
IDS = st.sampled_from([row.id for row in PROPERTIES])
schemathesis.openapi.format("sparql-query", QUERIES)
schemathesis.openapi.format("iri", st.sampled_from(["urn:x", "https://example.org/\u00e9", "http://example.org/a?b#c"]))
schemathesis.openapi.format(
    "reconciliation-queries",
    st.dictionaries(
        st.text(max_size=5),
        st.fixed_dictionaries(
            {"query": st.text(min_size=1).filter(str.strip)}, optional={"limit": st.integers(1, 200)}
        ),
        max_size=5,
    ).map(json.dumps),
)
schemathesis.openapi.format(
    "reconciliation-extend",
    st.fixed_dictionaries({"ids": st.lists(st.text()), "properties": st.lists(st.fixed_dictionaries({"id": IDS}))}).map(
        json.dumps
    ),
)
schema = schemathesis.openapi.from_dict(DOCUMENT)
# A schema cannot say that there is no Turtle of an ASK query.
schema.config.checks.positive_data_acceptance.expected_statuses += ["406"]
# What is too large is refused as such (RFC 9110, 15.5.14); schemathesis expects another number.
schema.config.checks.negative_data_rejection.expected_statuses += ["413"]


@schemathesis.serializer(DIRECT)
def direct(_context: Any, value: Any) -> bytes:
    """A query as the body of a request."""
    text: str = value if isinstance(value, str) else json.dumps(value)
    return text.encode("utf-8", "surrogatepass")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`kg serve` as a user starts it, over two invented reports."""
    with served(build_of(reports(), tmp_path_factory.mktemp("openapi") / "build")) as found:
        yield found


@schema.parametrize()
@settings(max_examples=15, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_is_described(case: Any, server: Served) -> None:
    case.call_and_validate(base_url=server.address, allow_redirects=False, timeout=20)


def test_every_description_of_an_answer_can_come_true(server: Served) -> None:
    """What schemathesis can only meet by luck: the things that are there."""
    person, nobody = {"kind": "agent", "name": "keller-max"}, {"kind": "agent", "name": "nobody"}
    everything = {"file": "all.nq"}
    asked: list[tuple[str, dict[str, Any], int]] = [
        ("thing", {"path_parameters": person}, 303),
        ("thing", {"path_parameters": person, "headers": {"Accept": "image/png"}}, 406),
        ("thing", {"path_parameters": {**person, "name": "keller-max.ttl"}}, 200),
        ("thing", {"path_parameters": nobody}, 404),
        ("description", {"path_parameters": {**person, "extension": "rdf"}}, 200),
        ("description", {"path_parameters": {**person, "extension": "html"}, "headers": {"If-None-Match": "*"}}, 304),
        ("download", {"path_parameters": everything, "headers": {"Range": "bytes=0-9"}}, 206),
        ("download", {"path_parameters": everything, "headers": {"Range": "bytes=999999999-"}}, 416),
        ("download", {"path_parameters": everything, "headers": {"If-None-Match": "*"}}, 304),
        ("query", {"query": {}}, 200),
        ("query", {"query": {}, "headers": {"Accept": "text/html"}}, 303),
        ("query", {"query": {"query": "ASK {"}}, 400),
        ("query", {"query": {"query": "ASK {}", "format": "ttl"}}, 406),
        ("query", {"query": {"query": "ASK {}", "update": "CLEAR ALL"}}, 403),
        ("query", {"query": {"query": "ASK {}" + " " * 60_000}}, 414),
        ("queryInBody", {"body": "ASK {}", "media_type": DIRECT}, 200),
        ("queryInBody", {"body": {"query": "ASK {}" + " " * 100_000}, "media_type": FORM}, 413),
        ("queryInBody", {"body": "CLEAR ALL", "media_type": "text/plain"}, 415),
        ("queryOptions", {}, 204),
        ("ask02", {"query": {"queries": '{"a": {"query": "Anna Berzina"}}'}}, 200),
        ("askInForm02", {"body": {"extend": '{"ids": ["agent/keller-max"], "properties": [{"id": "wikidata"}]}'}}, 200),
        ("match10", {"body": {"queries": [{"conditions": []}] * 51}}, 413),
        ("extend10", {"body": {"ids": ["agent/keller-max"], "properties": [{"id": "document"}]}}, 200),
        ("flyout02", {"path_parameters": {"what": "entity"}, "query": {"id": "agent/keller-max"}}, 200),
        ("flyout02", {"path_parameters": {"what": "type"}, "query": {"id": "none"}}, 404),
        ("suggest", {"path_parameters": {"version": "1.0", "what": "entity"}, "query": {"prefix": "Anna"}}, 200),
        ("preview", {"path_parameters": {"version": "0.2"}, "query": {"id": "agent/keller-max"}}, 200),
        ("view", {"path_parameters": {"version": "1.0"}, "query": {"id": "agent/keller-max"}}, 200),
        ("view", {"path_parameters": {"version": "1.0"}, "query": {"id": "agent/nobody"}}, 404),
        ("health", {}, 200),
    ]
    operations = _operations()
    for name, given, status in asked:
        found = operations[name].Case(**given)
        answer = found.call_and_validate(base_url=server.address, allow_redirects=False, timeout=20)
        assert answer.status_code == status, (name, given)


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o } LIMIT 2", "ASK {}", "DESCRIBE <urn:x>"])
def test_every_type_of_an_answer_is_described(query: str, server: Served) -> None:
    for offer in GRAPHS if query.startswith("DESCRIBE") else TABLES:
        for given in ({"headers": {"Accept": offer.media_type}}, {"query": {"format": offer.extension}}):
            case = _operations()["query"].Case(**given)
            case.query["query"] = query
            answer = case.call_and_validate(base_url=server.address, allow_redirects=False, timeout=20)
            assert answer.status_code == 200
            assert "headers" not in given or answer.headers["content-type"][0].startswith(offer.media_type)


def test_the_words_that_are_listed_are_those_that_the_service_knows() -> None:
    listed = DOCUMENT["components"]["schemas"]
    assert listed["PropertyId"]["enum"] == [row.id for row in PROPERTIES]
    assert listed["KindId"]["enum"] == [row.id for row in SERVED_KINDS]
    assert listed["Format"]["enum"][1:] == list(dict.fromkeys(offer.extension for offer in (*TABLES, *GRAPHS)))


def _operations() -> dict[str, Any]:
    results: list[Any] = list(schema.get_all_operations())
    return {operation.definition.raw["operationId"]: operation for operation in (each.ok() for each in results)}
