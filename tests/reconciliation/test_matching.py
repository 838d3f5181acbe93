"""Which candidates a query has, what their scores mean, and when one may be taken without a look."""

from __future__ import annotations

import pytest

from kg.reconciliation import Service
from tests.reconciliation.asking import Client, features, ids
from tests.reconciliation.invented import FIRST, NORLAND, SECOND, catalogue

VARGAS = ["agent/varga-ilse", f"doc/{SECOND}/agent/varga-ilse", f"doc/{SECOND}/agent/varga"]
NAME = {"matchType": "name"}


def test_every_exact_name_is_among_the_candidates(client: Client) -> None:
    for entity in catalogue().entities.values():
        for name in (entity.name, *entity.names):
            found = client.match_02(query=name)
            assert entity.iri.removeprefix(catalogue().base) in ids(found), name


def test_every_identifier_finds_its_entity_with_the_highest_score(client: Client) -> None:
    for entity in catalogue().entities.values():
        for word in (entity.iri, entity.iri.removeprefix(catalogue().base), *entity.same_qids):
            best = client.match_02(query=word)[0]
            assert (best["id"], best["score"], best["match"]) == (
                entity.iri.removeprefix(catalogue().base),
                100.0,
                True,
            )
            assert features(best)["identifier"] is True


def test_a_close_wikidata_number_is_not_the_entity(client: Client) -> None:
    assert client.match_02(query="Q1003") == []


def test_scores_fall(client: Client) -> None:
    scores = [candidate["score"] for candidate in client.match_02(query="Ilse Varga")]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 3


def test_whom_the_documents_call_by_his_surname_is_a_candidate_of_his_full_name(client: Client) -> None:
    """And one whose given name is another is none, though he is called by his surname too."""
    found = client.match_02(query="Joseph Varga")
    assert [(each["id"], each["score"]) for each in found] == [(VARGAS[2], 42.0)]


def test_a_name_alone_is_never_a_match_of_a_person(client: Client) -> None:
    for entity in catalogue().entities.values():
        if entity.kind == "Person":
            for name in (entity.name, *entity.names):
                for given in ({}, {"type": "Person"}):
                    assert not any(found["match"] for found in client.match_02(query=name, **given)), name


@pytest.mark.parametrize(("pid", "value"), [("name", "Pak Song Chol"), ("kind", "person"), ("date", "1931")])
def test_what_says_no_more_than_the_name_makes_no_match(client: Client, pid: str, value: str) -> None:
    best = client.match_02(query="Pak Song Chol", properties=[{"pid": pid, "v": value}])[0]
    assert (best["score"], best["match"]) == (90.0, False)


def test_a_surname_is_no_match_even_if_the_state_agrees(client: Client) -> None:
    best = client.match_02(query="Varga", properties=[{"pid": "state", "v": "Norland"}])[0]
    assert (best["id"], best["match"]) == ("agent/varga-ilse", False)
    assert features(best)["name_similarity"] == 0.6


def test_the_state_tells_namesakes_apart(client: Client) -> None:
    first, second, *_ = client.match_02(query="Ilse Varga", properties=[{"pid": "state", "v": "Suthia"}])
    assert (first["id"], first["score"], first["match"]) == (f"doc/{SECOND}/agent/varga-ilse", 90.0, True)
    assert (second["id"], second["score"], second["match"]) == ("agent/varga-ilse", 50.0, False)
    assert (features(first)["property_state"], features(second)["property_state"]) == (1, -1)


@pytest.mark.parametrize("value", ["Norland", "KINGDOM of norland", {"id": NORLAND}, {"id": "agent/norland"}, "Q1001"])
def test_a_state_can_be_named_in_many_ways(client: Client, value: object) -> None:
    assert client.match_02(query="Ilse Varga", properties=[{"pid": "state", "v": value}])[0]["match"]


def test_what_is_not_known_neither_speaks_for_nor_against(client: Client) -> None:
    found = client.match_02(query="Pak Song Chol", properties=[{"pid": "state", "v": "Norland"}])
    assert [(each["score"], each["match"]) for each in found] == [(70.0, False)]


@pytest.mark.parametrize(
    ("pid", "value", "agreement"),
    [
        ("office", "ambassador", 1),
        ("office", "Ambassador of Norland to Suthia", 1),
        ("office", "minister", 0),
        ("role", "Ambassador", 1),
        ("date", "1931", 1),
        ("date", 1931, 1),
        ("date", "1932-06-14T00:00:00Z", 1),
        ("date", "1933", 0),
        ("date", "tomorrow", 0),
        ("document", FIRST, 1),
        ("documents", 2, 1),
        ("wikidata", "Q1004", 1),
        ("wikidata", "Q9", -1),
        ("kind", "person", 1),
    ],
)
def test_a_property_agrees_or_is_not_known_or_contradicts(
    client: Client, pid: str, value: object, agreement: int
) -> None:
    found = client.match_02(query="Ilse Varga", properties=[{"pid": pid, "v": value}])
    weighed = next(each for each in found if each["id"] == "agent/varga-ilse")
    assert features(weighed)[f"property_{pid}"] == agreement
    assert weighed["score"] == 70 + 20 * agreement


def test_a_thing_is_a_match_by_its_whole_name_and_its_type(client: Client) -> None:
    assert not client.match_02(query="Norland")[0]["match"]
    best = client.match_02(query="Norland", type="State")[0]
    assert (best["score"], best["match"]) == (80.0, True)


def test_a_part_of_the_name_of_a_thing_is_a_candidate_and_no_match(client: Client) -> None:
    best = client.match_02(query="Norland embassy", type="DiplomaticMission")[0]
    assert best["id"] == "agent/embassy"
    assert not best["match"]
    assert 0 < features(best)["name_similarity"] < 1


def test_names_are_found_whoever_romanised_them(client: Client) -> None:
    for name in ("Pak Sŏng-ch’ŏl", "PAK SONGCHOL", "박성철"):
        assert ids(client.match_02(query=name)) == ["agent/pak"], name


def test_a_type_leaves_out_other_kinds_and_keeps_narrower_ones(client: Client) -> None:
    assert ids(client.match_02(query="Embassy of Norland in Suthia", type="Organisation")) == ["agent/embassy"]
    assert ids(client.match_02(query="Norland", type=["Person", "State"])) == ["agent/norland"]


def test_type_strict_says_what_several_types_mean(client: Client) -> None:
    both = ["Organisation", "DiplomaticMission"]
    assert ids(client.match_02(query="Party of Labour", type=both, type_strict="all")) == []
    assert ids(client.match_02(query="Party of Labour", type=both, type_strict="any")) == ["agent/party"]
    preferred = client.match_02(query="Party of Labour", type="State", type_strict="should")
    assert [(each["id"], each["score"], each["match"]) for each in preferred] == [("agent/party", 70.0, False)]


def test_a_query_as_openrefine_writes_it_is_held_to_its_type(client: Client) -> None:
    """OpenRefine always says "should" (StandardReconConfig.createJob)."""
    asked = {"type": "State", "type_strict": "should", "limit": None}
    assert [(each["id"], each["match"]) for each in client.match_02(query="Norland", **asked)] == [
        ("agent/norland", True)
    ]


def test_properties_alone_find_what_agrees_with_one_of_them(client: Client) -> None:
    found = client.match_02(properties=[{"pid": "part-of", "v": "Party of Labour"}])
    assert [(each["id"], each["score"], each["match"]) for each in found] == [("agent/party-cc", 20.0, False)]


def test_the_limit_hides_rivals_but_does_not_forget_them(client: Client) -> None:
    found = client.match_02(query="Ilse Varga", limit=1, properties=[{"pid": "date", "v": "1932"}])
    assert [(each["id"], each["match"]) for each in found] == [("agent/varga-ilse", False)]


def test_both_versions_find_the_same(client: Client) -> None:
    conditions = [
        {**NAME, "propertyValue": "Ilse Varga"},
        {"matchType": "property", "propertyId": "state", "propertyValue": "Suthia"},
    ]
    old = client.match_02(query="Ilse Varga", type="Person", properties=[{"pid": "state", "v": "Suthia"}])
    assert client.match_10(*conditions, type="Person") == old


def test_the_fields_of_earlier_drafts_are_read_too(client: Client) -> None:
    assert ids(client.match_10({**NAME, "v": "Norland"}, {"matchType": "property", "pid": "kind", "v": "state"}))


def test_a_required_condition_leaves_out_what_does_not_agree(client: Client) -> None:
    state = {"matchType": "property", "propertyId": "state", "propertyValue": "Suthia", "required": True}
    assert ids(client.match_10({**NAME, "propertyValue": "Varga"}, state)) == [f"doc/{SECOND}/agent/varga-ilse"]


@pytest.mark.parametrize(
    ("quantifier", "found"),
    [("any", VARGAS[:2]), ("all", []), ("none", [VARGAS[2]])],
)
def test_a_quantifier_says_which_of_the_values_must_agree(client: Client, quantifier: str, found: list[str]) -> None:
    state = {"matchType": "property", "propertyId": "state", "propertyValue": ["Suthia", "Norland"], "required": True}
    name = {**NAME, "propertyValue": "Varga"}
    assert ids(client.match_10(name, {**state, "matchQuantifier": quantifier})) == found


def test_names_can_be_excluded(client: Client) -> None:
    name = {**NAME, "propertyValue": "Varga"}
    assert client.match_10(name, {**NAME, "propertyValue": "Ilse Varga", "matchQuantifier": "none"}) == []


def test_several_conditions_on_one_property_are_one_feature(client: Client) -> None:
    twice = [{"pid": "state", "v": "Norland"}, {"pid": "state", "v": "Suthia"}]
    found = client.match_02(query="Ilse Varga", properties=twice)
    assert [feature["id"] for feature in found[0]["features"]].count("property_state") == 1
    assert not found[0]["match"]


def test_a_description_tells_namesakes_apart() -> None:
    service = Service.of(catalogue())
    lines = {service.shelf.description_of(service.entity(varga)) for varga in VARGAS}
    assert lines == {
        "person; Ambassador of Norland to Suthia; Norland; in 2 documents, 1931–1932; Wikidata Q1004",
        "person; Suthia; in Letter of the embassy, 1932-06",
        "person; in Letter of the embassy, 1932-06",
    }
