"""The service as a client meets it: manifests, suggestions, pages, values, errors, and who may ask."""

from __future__ import annotations

import json
import socket
from typing import Any
from urllib.parse import quote

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.reconciliation.queries import BATCH_SIZE
from kg.reconciliation.reading import MOST_BYTES
from kg.serve.listening import HOST, listening
from tests.reconciliation.asking import Client, ids
from tests.reconciliation.invented import AMBASSADOR, FIRST, HOSTILE, SECOND, catalogue
from tests.reconciliation.shapes import check

VERSIONS = [("0.2", "/0.2"), ("1.0-draft", "/1.0")]
each_version = pytest.mark.parametrize(("version", "at"), VERSIONS)


@each_version
def test_the_manifest_has_the_shape_of_its_version(client: Client, version: str, at: str) -> None:
    manifest = client.answered(version, "manifest", at)
    assert client.answered(version, "manifest", f"{at}/") == manifest
    assert client.address in manifest["view"]["url"]


def test_the_addresses_of_the_old_manifest_lead_somewhere(client: Client) -> None:
    manifest = client.get("/0.2").json()
    for what, row in manifest["suggest"].items():
        first = requests.get(row["service_url"] + row["service_path"], {"prefix": ""}, timeout=20).json()["result"][0]
        flyout = row["flyout_service_url"] + row["flyout_service_path"].replace("${id}", quote(first["id"], ""))
        shown = requests.get(flyout, timeout=20).json()
        assert shown.keys() == {"id", "html"}, what
        assert shown["id"] == first["id"]
    for page in (manifest["view"]["url"], manifest["preview"]["url"]):
        assert requests.get(page.replace("{{id}}", "agent%2Fnorland"), timeout=20).status_code == 200
    proposing = manifest["extend"]["propose_properties"]
    assert requests.get(proposing["service_url"] + proposing["service_path"], {"type": "Post"}, timeout=20).ok


def test_the_root_names_both_addresses(client: Client) -> None:
    page = client.get("/").text
    assert all(f"{client.address}{at}" in page for _, at in VERSIONS)


def test_queries_may_come_by_get(client: Client) -> None:
    answer = client.answered(
        "0.2", "reconciliation-result-batch", "/0.2", queries='{"a": {"query": "Suthia"}, "b": {"query": "x"}}'
    )
    assert (ids(answer["a"]["result"])[0], answer["b"]["result"]) == ("agent/suthia", [])


def test_queries_of_a_batch_do_not_touch_each_other(client: Client) -> None:
    names = ["Norland", "Varga", "", "Suthia"]
    alone = [client.match_10({"matchType": "name", "propertyValue": name}) for name in names]
    batch = [{"conditions": [{"matchType": "name", "propertyValue": name}]} for name in names]
    together = client.send("POST", "/1.0/match", json={"queries": batch}).json()
    assert [row["candidates"] for row in together["results"]] == alone


@each_version
def test_entities_are_suggested_by_any_word_and_by_identifier(client: Client, version: str, at: str) -> None:
    def suggested(prefix: str) -> list[str]:
        return ids(
            client.answered(version, "suggest-entities-response", f"{at}/suggest/entity", prefix=prefix)["result"]
        )

    assert suggested("KINGDOM of n") == ["agent/norland"]
    assert suggested("labour") == ["agent/party"]
    assert suggested("박") == ["agent/pak"]
    assert suggested("Q1004") == ["agent/varga-ilse"]
    assert suggested(AMBASSADOR)[0] == "office/ambassador-of-norland-to-suthia"
    assert suggested("nobody") == []
    assert set(suggested("varga")) == {
        "agent/varga-ilse",
        f"doc/{SECOND}/agent/varga-ilse",
        f"doc/{SECOND}/agent/varga",
    }


@pytest.mark.parametrize(("at", "skip"), [("/0.2", "cursor"), ("/1.0", "offset")])
def test_suggestions_come_page_by_page(client: Client, at: str, skip: str) -> None:
    everything = ids(client.get(f"{at}/suggest/entity", prefix="", limit=100).json()["result"])
    assert len(everything) == len(set(everything)) == len(catalogue().entities)
    pages = [
        ids(client.get(f"{at}/suggest/entity", prefix="", limit=5, **{skip: n}).json()["result"])
        for n in (0, 5, 10, 15)
    ]
    assert [len(page) for page in pages] == [5, 5, 3, 0]
    assert [found for page in pages for found in page] == everything


@each_version
def test_properties_and_types_are_suggested(client: Client, version: str, at: str) -> None:
    properties = client.answered(version, "suggest-properties-response", f"{at}/suggest/property", prefix="sta")
    assert ids(properties["result"]) == ["state"]
    types = client.answered(version, "suggest-types-response", f"{at}/suggest/type", prefix="diplo")
    assert ids(types["result"]) == ["DiplomaticMission"]
    assert ids(types["result"][0]["broader"]) == ["Organisation"]


@pytest.mark.parametrize(("version", "path"), [("0.2", "/0.2/properties"), ("1.0-draft", "/1.0/extend/propose")])
def test_properties_are_proposed_for_a_type(client: Client, version: str, path: str) -> None:
    def proposed(**asked: Any) -> list[str]:
        return ids(client.answered(version, "data-extension-property-proposal", path, **asked)["properties"])

    assert {"receiving-state", "role"} <= set(proposed(type="Post"))
    assert not {"receiving-state", "office"} & set(proposed(type="State"))
    assert len(proposed(type="Person", limit=2)) == 2


def test_values_are_fetched_in_both_versions(client: Client) -> None:
    wanted = ["name", "state", "office", "wikidata", "date", "documents"]
    query = {"ids": ["agent/varga-ilse", "agent/gone"], "properties": [{"id": name} for name in wanted]}
    old = client.send("POST", "/0.2", data={"extend": json.dumps(query)}).json()
    check("0.2", "data-extension-response", old)
    assert ids(old["meta"]) == wanted
    assert old["meta"][1]["type"]["id"] == "State"
    assert old["rows"]["agent/varga-ilse"] == {
        "name": [{"str": "Ilse Varga"}],
        "state": [{"id": "agent/norland", "name": "Norland"}],
        "office": [{"id": "office/ambassador-of-norland-to-suthia", "name": "Ambassador of Norland to Suthia"}],
        "wikidata": [{"str": "Q1004"}],
        "date": [{"str": "1931-05-03"}, {"str": "1932-06"}],
        "documents": [{"int": 2}],
    }
    # A cell that was matched with an earlier build stays empty, and the others are filled.
    assert set(map(len, old["rows"]["agent/gone"].values())) == {0}
    new = client.send("POST", "/1.0/extend", json=query).json()
    check("1.0-draft", "data-extension-response", new)
    by_id = {row["id"]: {cell["id"]: cell["values"] for cell in row["properties"]} for row in new["rows"]}
    assert (by_id, new["meta"]) == (old["rows"], old["meta"])


def test_every_value_of_every_entity_has_its_shape(client: Client) -> None:
    known = ids(client.get("/1.0/suggest/property", prefix="", limit=100).json()["result"])
    query = {"ids": list(catalogue().entities), "properties": [{"id": name} for name in known]}
    answer = client.send("POST", "/1.0/extend", json=query).json()
    check("1.0-draft", "data-extension-response", answer)
    assert len(answer["rows"]) == len(catalogue().entities)


@each_version
@pytest.mark.parametrize("page", ["preview", "view"])
def test_no_name_becomes_html(client: Client, version: str, at: str, page: str) -> None:
    response = client.get(f"{at}/{page}", id="agent/hostile")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert "<script" not in response.text
    assert "&lt;script&gt;" in response.text
    flyout = client.get("/0.2/flyout/entity", id="agent/hostile").json()
    assert "<script" not in flyout["html"]


def test_a_page_names_address_and_sources(client: Client) -> None:
    for page in ("preview", "view"):
        text = client.get(f"/1.0/{page}", id="agent/varga-ilse").text
        assert 'href="https://example.org/kg/agent/varga-ilse"' in text
        assert "2 documents name it" in text
        assert "Report of the legation, 1931-05-03" in text
        assert FIRST in text
    assert "1 document names it" in client.get("/1.0/view", id="agent/suthia").text


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "path", ["/0.2", "/1.0", "/1.0/match", "/0.2/suggest/entity", "/1.0/preview?id=none", "/nowhere"]
)
def test_pages_of_other_origins_may_ask_and_read_even_errors(client: Client, method: str, path: str) -> None:
    response = client.send(method, path, headers={"Origin": "https://refine.example"})
    assert response.headers["access-control-allow-origin"] == "*"


def test_the_question_before_the_question_is_answered(client: Client) -> None:
    headers = {
        "Origin": "https://refine.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
        "Access-Control-Request-Private-Network": "true",
    }
    response = client.send("OPTIONS", "/1.0/match", headers=headers)
    assert response.status_code == 200
    assert "POST" in response.headers["access-control-allow-methods"]
    assert response.headers["access-control-allow-headers"] == "content-type"
    assert response.headers["access-control-allow-private-network"] == "true"


def test_long_answers_are_compressed_for_who_wants_it(client: Client) -> None:
    assert client.send("GET", "/0.2").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.send("GET", "/0.2", headers={"Accept-Encoding": "identity"}).headers


def test_old_clients_may_ask_for_jsonp(client: Client) -> None:
    response = client.get("/0.2", callback="jQuery1_2.done")
    assert response.headers["content-type"].startswith("application/javascript")
    inner = response.text.removeprefix("/**/jQuery1_2.done(").removesuffix(");")
    check("0.2", "manifest", json.loads(inner))
    for name in ("alert(1)", "a;b", "<script>", "a" * 1000):
        assert client.get("/0.2", callback=name).status_code == 400
    assert client.get("/1.0", callback="f").headers["content-type"] == "application/json"


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
NAMED = {"matchType": "name", "propertyValue": "x"}


@pytest.mark.parametrize(
    ("method", "path", "given", "status", "said"),
    [
        ("POST", "/0.2", {"data": {"queries": "{"}}, 400, "no JSON"),
        ("POST", "/0.2", {"data": {"queries": "[]"}}, 400, "no JSON object"),
        ("POST", "/0.2", {"data": {"queries": '{"q": 1}'}}, 400, "queries.q"),
        ("POST", "/0.2", {"data": {"queries": '{"q": {}}'}}, 400, "neither a name nor a property"),
        ("POST", "/0.2", {"data": {"queries": '{"q": {"query": ""}}'}}, 400, "neither a name nor a property"),
        ("POST", "/0.2", {"data": {"queries": '{"q": {"query": 1}}'}}, 400, "queries.q.query: this is no text"),
        ("POST", "/0.2", {"data": {"queries": '{"q": {"query": "a", "typ": "x"}}'}}, 400, "'typ' is not known"),
        ("POST", "/0.2", {"data": {"queries": '{"q": {"query": "a", "type": "Q5"}}'}}, 400, "no type 'Q5'"),
        ("POST", "/0.2", {"data": {"queries": '{"q": {"query": "a", "type_strict": "x"}}'}}, 400, "any, all, should"),
        ("POST", "/0.2", {"data": {"queries": '{"q": {"query": "a", "limit": 0}}'}}, 400, "positive whole number"),
        ("POST", "/0.2", {"data": {"queries": '{"q": {"query": "a", "limit": true}}'}}, 400, "positive whole number"),
        ("POST", "/0.2", {"data": {"queries": '{"q": {"query": "a", "limit": 1e300}}'}}, 200, ""),
        (
            "POST",
            "/0.2",
            {"data": {"queries": '{"q": {"properties": [{"pid": "P27", "v": ""}]}}'}},
            400,
            "no property 'P27'",
        ),
        ("POST", "/0.2", {"data": {"queries": '{"q": {"properties": [{"pid": "state"}]}}'}}, 400, "'v' is missing"),
        (
            "POST",
            "/0.2",
            {"data": {"queries": '{"q": {"properties": [{"pid": "state", "v": null}]}}'}},
            400,
            "no value",
        ),
        ("POST", "/0.2", {"data": {"queries": '{"q": {"query": "\\ud800"}}'}}, 400, "no JSON"),
        ("POST", "/0.2", {"data": {"queries": "[" * 5000}}, 400, "no JSON"),
        ("POST", "/0.2", {"data": b"queries=%FF", "headers": FORM}, 400, "form cannot be read"),
        ("POST", "/0.2", {"data": "&".join("a=1" for _ in range(200)), "headers": FORM}, 400, "form cannot be read"),
        ("POST", "/0.2", {"data": {"a": "b"}}, 400, "nothing is asked"),
        ("POST", "/0.2", {"json": {}}, 415, "application/json"),
        ("POST", "/0.2", {"files": {"queries": ("a", "{}")}}, 415, "multipart/form-data"),
        ("POST", "/0.2", {}, 415, "of no type"),
        ("POST", "/0.2", {"data": {"extend": "1"}}, 400, "no JSON object"),
        ("POST", "/0.2", {"data": {"extend": '{"ids": [1], "properties": []}'}}, 400, "extend.ids"),
        ("POST", "/0.2", {"data": {"extend": '{"ids": [], "properties": [{}]}'}}, 400, "extend.properties[0]"),
        ("GET", "/0.2?extend={}", {}, 400, "extend.ids"),
        ("GET", "/0.2?query=a", {}, 400, "nothing is asked"),
        ("PUT", "/0.2", {}, 405, "Method Not Allowed"),
        ("GET", "/1.0/match", {}, 405, "Method Not Allowed"),
        ("POST", "/1.0", {}, 405, "Method Not Allowed"),
        ("GET", "/2.0", {}, 404, "Not Found"),
        ("POST", "/1.0/match", {"data": b""}, 400, "no JSON"),
        ("POST", "/1.0/match", {"data": b"\xff"}, 400, "no JSON"),
        ("POST", "/1.0/match", {"json": {}}, 400, "'queries' is missing"),
        ("POST", "/1.0/match", {"json": {"queries": [{"conditions": []}]}}, 400, "no condition"),
        ("POST", "/1.0/match", {"json": {"queries": [{"conditions": [{"propertyValue": "a"}]}]}}, 400, "matchType"),
        ("POST", "/1.0/match", {"json": {"queries": [{"conditions": [NAMED], "type": ["State"]}]}}, 400, "no text"),
        ("POST", "/1.0/match", {"json": {"queries": [{"conditions": [{**NAMED, "required": 1}]}]}}, 400, "required"),
        (
            "POST",
            "/1.0/match",
            {"json": {"queries": [{"conditions": [{**NAMED, "matchQualifier": "x"}]}]}},
            400,
            "qualifier",
        ),
        ("POST", "/1.0/extend", {"json": {"ids": []}}, 400, "extend.properties"),
        ("GET", "/1.0/extend/propose?type=Q5", {}, 400, "no type 'Q5'"),
        ("GET", "/1.0/suggest/entity?limit=-1", {}, 400, "limit"),
        ("GET", "/1.0/suggest/entity?offset=a", {}, 400, "offset"),
        ("GET", "/1.0/suggest/entity?offset=٣", {}, 400, "offset"),
        ("GET", "/1.0/suggest/nothing?prefix=a", {}, 404, "nothing"),
        ("GET", "/1.0/preview", {}, 400, "'id' is missing"),
        ("GET", "/1.0/preview?id=agent/gone", {}, 404, "no entity 'agent/gone'"),
        ("GET", "/0.2/view?id=<script>", {}, 404, "no entity"),
        ("GET", "/0.2/flyout/entity?id=x", {}, 404, "no entity 'x'"),
        ("GET", "/0.2/flyout/property?id=x", {}, 404, "no property 'x'"),
        ("GET", "/0.2/flyout/none?id=x", {}, 404, "none"),
    ],
)
def test_a_wrong_request_gets_its_status_and_a_sentence(
    client: Client, method: str, path: str, given: dict[str, Any], status: int, said: str
) -> None:
    response = client.send(method, path, **given)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    if status != 200:
        assert response.json()["status"] == status
        assert said in response.json()["error"]


def test_a_batch_over_its_size_is_refused(client: Client) -> None:
    queries = {f"q{number}": {"query": "a"} for number in range(BATCH_SIZE + 1)}
    assert client.send("POST", "/0.2", data={"queries": json.dumps(queries)}).status_code == 413
    queries.popitem()
    assert client.send("POST", "/0.2", data={"queries": json.dumps(queries)}).status_code == 200


@pytest.mark.parametrize("path", ["/0.2", "/1.0/match", "/1.0/extend"])
def test_a_body_over_its_size_is_refused(client: Client, path: str) -> None:
    response = client.send("POST", path, data=b"a" * (3 * MOST_BYTES), headers=FORM)
    assert response.status_code == 413
    assert "too large" in response.json()["error"]


def test_a_very_long_name_finds_nothing_and_takes_no_time(client: Client) -> None:
    assert client.match_10({"matchType": "name", "propertyValue": "Varga " * 100_000}) == []
    assert client.match_10(
        {"matchType": "name", "propertyValue": "Norland"},
        {"matchType": "property", "propertyId": "office", "propertyValue": "x" * 500_000},
    )


WILD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=3)
            | st.sampled_from(
                ["query", "type", "limit", "properties", "pid", "v", "id", "conditions", "matchType", "queries"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=60)
@given(name=st.text(max_size=400))
def test_no_name_breaks_the_service(client: Client, name: str) -> None:
    response = client.send("POST", "/0.2", data={"queries": json.dumps({name: {"query": name}})})
    assert response.status_code == (200 if name.strip() else 400)
    assert response.status_code == 400 or list(response.json()) == [name]
    client.match_10({"matchType": "name", "propertyValue": name})
    client.answered("0.2", "suggest-entities-response", "/0.2/suggest/entity", prefix=name)


@settings(max_examples=100)
@given(body=WILD)
def test_no_json_breaks_the_service(client: Client, body: object) -> None:
    for path, given_body in (("/1.0/match", body), ("/1.0/match", {"queries": [body]}), ("/1.0/extend", body)):
        assert client.send("POST", path, json=given_body).status_code in (200, 400)
    assert client.send("POST", "/0.2", data={"queries": json.dumps({"q": body})}).status_code in (200, 400)


def test_the_service_listens_on_this_machine_only() -> None:
    with listening(HOST, 0) as door:
        assert door.getsockname()[0] == "127.0.0.1"


def test_a_port_in_use_is_refused_with_the_next_step() -> None:
    with listening(HOST, 0) as door, pytest.raises(UsageError, match=r"another program listens there.*--port"):
        listening(HOST, door.getsockname()[1])


def test_head_is_answered_without_a_body(client: Client) -> None:
    response = client.send("HEAD", "/0.2")
    assert (response.status_code, response.content) == (200, b"")


def test_hostile_names_are_found_as_they_are(client: Client) -> None:
    assert ids(client.match_02(query=HOSTILE))[0] == "agent/hostile"


def test_half_a_request_does_not_hold_the_service(client: Client) -> None:
    host, _, port = client.address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as half:
        half.sendall(b"POST /1.0/match HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{")
    assert client.get("/0.2").status_code == 200
