"""Reconciliation services of both versions: what is sent, what is read, and what is refused as another schema."""

from __future__ import annotations

import orjson
import pytest

from kg.clients import Reconciliation
from kg.clients.faults import SchemaError, UnansweredError
from kg.clients.reconciled import Candidate, Extended, Feature, Value
from kg.clients.reconciliation import Query
from kg.errors import UsageError
from tests.clients.conftest import Guest
from tests.clients.faulty import Reply, Seen, json_reply, page, served, status
from tests.clients.worlds import candidate, reconciliation

VERSIONS = ["0.2", "1.0-draft"]
FEATURES = [{"id": "name", "name": "Name", "value": 0.75}, {"id": "exact", "name": "Exact", "value": False}]
KNOWN = {
    "Moskovsky": [candidate("Q1", "Vasily Moskovsky", 97.5, match=True, description="diplomat", features=FEATURES)],
    "Kim": [candidate("Q2", "Kim Il Sung", 60), candidate("Q3", "Kim Tu Bong", 60), candidate("Q4", "Kim Il", 12)],
}


def names_sent(seen: Seen) -> list[str]:
    if "queries" in seen.form:
        return [query["query"] for query in orjson.loads(seen.form["queries"]).values()]
    return [query["conditions"][0]["propertyValue"] for query in orjson.loads(seen.body)["queries"]]


@pytest.mark.parametrize("version", VERSIONS)
def test_both_versions_give_the_same_candidates(guest: Guest, version: str) -> None:
    with served(reconciliation(KNOWN, versions=[version])) as service:
        found = Reconciliation(guest(), f"{service.address}/api").candidates(
            [Query("Moskovsky"), Query("Nobody"), Query("Kim", limit=2)]
        )
    assert found[0] == (
        Candidate(
            "Q1",
            "Vasily Moskovsky",
            97.5,
            True,
            (("Q5", "human"),),
            "diplomat",
            (Feature("name", 0.75, "Name"), Feature("exact", False, "Exact")),
        ),
    )
    assert [[candidate.id for candidate in candidates] for candidates in found] == [["Q1"], [], ["Q2", "Q3"]]
    assert len(service.seen) == 2


def test_a_question_of_0_2_is_a_form(guest: Guest) -> None:
    with served(reconciliation(KNOWN, versions=["0.1", "0.2"], identifierSpace="http://x/")) as service:
        other = Reconciliation(guest(), f"{service.address}/api")
        other.candidates([Query("Kim", "Q5", (("P27", "Q423"), ("P39", "Q14211")), 3)])
    assert (other.manifest.version, other.manifest.identifier_space) == ("0.2", "http://x/")
    seen = service.seen[1]
    assert (seen.method, seen.path) == ("POST", "/api")
    assert seen.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert orjson.loads(seen.form["queries"]) == {
        "q0": {
            "query": "Kim",
            "type": "Q5",
            "limit": 3,
            "properties": [{"pid": "P27", "v": "Q423"}, {"pid": "P39", "v": "Q14211"}],
        }
    }


def test_a_question_of_1_0_is_json_to_match(guest: Guest) -> None:
    with served(reconciliation(KNOWN, versions=["1.0-draft"], standardizedScore=True)) as service:
        Reconciliation(guest(), f"{service.address}/api/").candidates([Query("Kim", "Q5", (("P27", "Q423"),), 3)])
    seen = service.seen[1]
    assert (seen.method, seen.path, seen.headers["Content-Type"]) == ("POST", "/api/match", "application/json")
    assert orjson.loads(seen.body) == {
        "queries": [
            {
                "type": "Q5",
                "limit": 3,
                "conditions": [
                    {"matchType": "name", "propertyValue": "Kim"},
                    {"matchType": "property", "propertyId": "P27", "propertyValue": "Q423"},
                ],
            }
        ]
    }


def test_a_score_may_be_missing_in_1_0_but_not_in_0_2(guest: Guest) -> None:
    known = {"Kim": [candidate("Q2", "Kim", None)]}
    with served(reconciliation(known, versions=["1.0-draft"])) as service:
        [[found]] = Reconciliation(guest(), f"{service.address}/api").candidates([Query("Kim")])
    assert (found.score, found.match) == (None, False)
    with (
        served(reconciliation(known, versions=["0.2"])) as service,
        pytest.raises(SchemaError, match=r"at q0.result\[0\] an object with 'score' was expected"),
    ):
        Reconciliation(guest(), f"{service.address}/api").candidates([Query("Kim")])


def test_what_the_schemas_leave_open_is_read(guest: Guest) -> None:
    """No match, no type, types as texts, and names by language as an earlier draft of 1.0 had them."""
    known = {
        "a": [
            {"id": "1", "name": "A", "type": ["Person", {"id": "Q5"}]},
            {"id": "2", "name": [{"str": "B", "lang": "de"}]},
        ],
    }
    with served(reconciliation(known, versions=["1.0-draft"])) as service:
        [found] = Reconciliation(guest(), f"{service.address}/api").candidates([Query("a")])
    assert found == (Candidate("1", "A", types=(("Person", ""), ("Q5", ""))), Candidate("2", "B"))


def test_the_stable_version_is_spoken_where_there_are_two_unless_the_other_is_wanted(guest: Guest) -> None:
    with served(reconciliation(KNOWN, versions=["1.0-draft", "0.2", "0.1"])) as service:
        assert Reconciliation(guest(), f"{service.address}/api").manifest.version == "0.2"
        wanted = Reconciliation(guest(), f"{service.address}/api", version="1.0-draft")
        assert wanted.manifest.version == "1.0-draft"


@pytest.mark.parametrize(
    ("manifest", "wanted", "words"),
    [
        ({"name": "Old"}, "", "'Old' speaks 0.1 of the Reconciliation API, and we 0.2 and 1.0-draft."),
        ({"name": "New", "versions": ["2.0", "3.0"]}, "", "'New' speaks 2.0, 3.0 of"),
        ({"name": "Stable", "versions": ["0.2"]}, "1.0-draft", "and we 1.0-draft."),
    ],
)
def test_a_service_of_other_versions_is_told(guest: Guest, manifest: object, wanted: str, words: str) -> None:
    with served(lambda seen: json_reply(manifest)) as service, pytest.raises(UnansweredError) as caught:
        _ = Reconciliation(guest(), f"{service.address}/api", version=wanted).manifest
    assert words in str(caught.value)


@pytest.mark.parametrize("version", VERSIONS)
def test_questions_go_in_batches_of_the_size_that_the_manifest_allows(guest: Guest, version: str) -> None:
    with served(reconciliation(KNOWN, versions=[version], batchSize=2)) as service:
        Reconciliation(guest(), f"{service.address}/api").candidates([Query(name) for name in "abcde"])
    assert [names_sent(seen) for seen in service.seen[1:]] == [["a", "b"], ["c", "d"], ["e"]]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_batch_that_is_too_large_is_halved_and_the_next_is_no_larger(guest: Guest, version: str) -> None:
    names = [*"abcdefghij", "Kim"]
    with served(reconciliation(KNOWN, versions=[version], most=3)) as service:
        found = Reconciliation(guest(), f"{service.address}/api").candidates([Query(name) for name in names])
    assert [len(candidates) for candidates in found] == [0] * 10 + [3]
    sent = [names_sent(seen) for seen in service.seen[1:]]
    assert [len(batch) for batch in sent] == [10, 5, 2, 3, 5, 2, 3, 1]
    assert [name for batch in sent if len(batch) <= 3 for name in batch] == names


def test_one_question_that_is_too_large_is_an_error(guest: Guest) -> None:
    with served(reconciliation(KNOWN, versions=["0.2"])) as service:
        other = Reconciliation(guest(), f"{service.address}/api")
        assert other.manifest.name == "Known here"
        service.always = status(413)
        with pytest.raises(UnansweredError, match="HTTP 413"):
            other.candidates([Query("Kim")])
    assert len(service.seen) == 2


@pytest.mark.parametrize("version", VERSIONS)
def test_values_of_properties_are_the_same_from_both_versions(guest: Guest, version: str) -> None:
    values: dict[str, dict[str, list[dict[str, object]]]] = {
        "Q1": {
            "P569": [{"date": "1900-01-01T00:00:00Z"}],
            "P27": [{"id": "Q15180", "name": "Soviet Union"}, {"str": "USSR"}],
            "P1": [{"int": 3}, {"float": 0.1234567891}],
        }
    }
    world = reconciliation(KNOWN, versions=[version], values=values, extend={}, batchSize=1)
    with served(world) as service:
        rows = Reconciliation(guest(), f"{service.address}/api").extended(["Q1", "Q2"], ["P569", "P27", "P1"])
    assert rows == {
        "Q1": Extended(
            "Q1",
            (
                ("P569", (Value("1900-01-01T00:00:00Z"),)),
                ("P27", (Value("Soviet Union", "Q15180"), Value("USSR"))),
                ("P1", (Value("3"), Value("0.1234567891"))),
            ),
        ),
        "Q2": Extended("Q2", (("P569", (Value(""),)), ("P27", (Value(""),)), ("P1", (Value(""),)))),
    }
    sent = service.seen[1]
    asked = orjson.loads(sent.form["extend"]) if version == "0.2" else orjson.loads(sent.body)
    assert asked == {"ids": ["Q1"], "properties": [{"id": "P569"}, {"id": "P27"}, {"id": "P1"}]}


def test_a_service_without_extension_is_not_asked_for_values(guest: Guest) -> None:
    with served(reconciliation(KNOWN, versions=["0.2"])) as service, pytest.raises(UsageError, match="properties"):
        Reconciliation(guest(), f"{service.address}/api").extended(["Q1"], ["P27"])


GOOD_02 = {"id": "Q1", "name": "Kim", "score": 3}


@pytest.mark.parametrize(
    ("version", "body", "words"),
    [
        ("0.2", [], "at its top an object was expected, and a list came"),
        ("0.2", {"q1": {"result": []}}, "at its top an object with 'q0' was expected, and one with 'q1' came"),
        (
            "0.2",
            {"q0": {"candidates": []}},
            "at q0 an object with 'result' was expected, and one with 'candid",
        ),
        ("0.2", {"q0": {"result": {}}}, "at q0.result a list was expected, and an object came"),
        (
            "0.2",
            {"q0": {"result": [GOOD_02, {**GOOD_02, "id": 7}]}},
            "at q0.result[1].id a text was expected, and a number",
        ),
        (
            "0.2",
            {"q0": {"result": [{**GOOD_02, "score": "3"}]}},
            "at q0.result[0].score a number was expected, and a",
        ),
        ("0.2", {"q0": {"result": [{**GOOD_02, "score": True}]}}, "and true or false True came"),
        ("0.2", {"q0": {"result": [{**GOOD_02, "match": "yes"}]}}, "at q0.result[0].match true or false was expected"),
        ("0.2", {"q0": {"result": [{**GOOD_02, "type": "Q5"}]}}, "at q0.result[0].type a list was expected"),
        (
            "0.2",
            {"q0": {"result": [{**GOOD_02, "features": [{"id": "a", "value": "b"}]}]}},
            "features[0].value a number",
        ),
        (
            "1.0-draft",
            {"q0": {"result": []}},
            "at its top an object with 'results' was expected, and one with 'q0' came",
        ),
        ("1.0-draft", {"results": []}, "at results a list of 1 was expected, and one of 0 came"),
        ("1.0-draft", {"results": [{"result": []}]}, "at results[0] an object with 'candidates' was expected"),
        ("1.0-draft", {"results": [{"candidates": [{"id": "1", "name": []}]}]}, "and an empty list came"),
    ],
)
def test_another_schema_is_refused_with_its_place(guest: Guest, version: str, body: object, words: str) -> None:
    with served(
        lambda seen: json_reply({"name": "x", "versions": [version]} if seen.method == "GET" else body)
    ) as service:
        address = f"{service.address}/api"
        with pytest.raises(SchemaError) as caught:
            Reconciliation(guest(), address).candidates([Query("Kim")])
    assert words in str(caught.value)
    assert str(caught.value).startswith(address)
    assert len(service.seen) == 2


@pytest.mark.parametrize(
    "manifest",
    [[], {"versions": ["0.2"]}, {"name": 3}, {"name": "x", "versions": "0.2"}, {"name": "x", "versions": [2]}],
)
def test_a_manifest_of_another_schema_is_refused(guest: Guest, manifest: object) -> None:
    with served(lambda seen: json_reply(manifest)) as service, pytest.raises(SchemaError, match="another schema"):
        _ = Reconciliation(guest(), service.address).manifest


def test_a_web_page_in_the_place_of_a_service_is_told(guest: Guest) -> None:
    with served(lambda seen: Reply(b"")) as service:
        service.always = page()
        with pytest.raises(SchemaError, match="a page for people came instead of JSON; it begins: “<!DOCTYPE html>"):
            _ = Reconciliation(guest(), service.address).manifest


@pytest.mark.parametrize("version", VERSIONS)
def test_rows_that_leave_an_entity_out_are_refused(guest: Guest, version: str) -> None:
    manifest = {"name": "x", "versions": [version], "extend": {}}
    rows: object = {} if version == "0.2" else []
    with (
        served(lambda seen: json_reply(manifest if seen.method == "GET" else {"meta": [], "rows": rows})) as service,
        pytest.raises(SchemaError, match="at rows"),
    ):
        Reconciliation(guest(), service.address).extended(["Q1"], ["P27"])
