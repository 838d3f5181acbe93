"""Wikidata: searches by pages, batches of 50, errors that come with HTTP 200, redirects, missing and bad ids."""

from __future__ import annotations

import pytest

from kg.clients import Wikidata
from kg.clients.faults import SchemaError, StoppedError, UnansweredError
from tests.clients import faulty
from tests.clients.conftest import Guest
from tests.clients.faulty import FakeTime, Fault, Service, api_error, instead, json_reply, maxlag, served
from tests.clients.worlds import item, wikibase

MANY = [item(f"Q{number}", f"Kim {number}") for number in range(1, 131)]


def at(service: Service) -> str:
    return f"{service.address}/w/api.php"


def test_a_search_says_what_was_met(guest: Guest) -> None:
    moskovsky = item("Q7", "Vasily Moskovsky", "Moskovsky, Vasily")
    with served(wikibase([moskovsky])) as service:
        [hit] = Wikidata(guest(), at(service)).search("Moskovsky, Vasily", language="en")
    assert (hit.id, hit.label, hit.matched, hit.by) == ("Q7", "Vasily Moskovsky", "Moskovsky, Vasily", "alias")
    assert service.seen[0].query == {
        "action": "wbsearchentities",
        "format": "json",
        "search": "Moskovsky, Vasily",
        "language": "en",
        "uselang": "en",
        "type": "item",
        "limit": "50",
        "maxlag": "5",
    }


def test_pages_are_read_to_the_end_that_the_protocol_allows(guest: Guest) -> None:
    with served(wikibase(MANY)) as service:
        hits = Wikidata(guest(), at(service)).search("kim")
    assert len(hits) == 100
    assert [seen.query.get("continue") for seen in service.seen] == [None, "50"]


def test_no_page_is_asked_for_that_is_not_wanted(guest: Guest) -> None:
    with served(wikibase(MANY)) as service:
        assert len(Wikidata(guest(), at(service)).search("kim", most=10)) == 10
    assert [seen.query["limit"] for seen in service.seen] == ["10"]


def test_a_service_that_names_the_same_page_again_is_not_asked_for_ever(guest: Guest) -> None:
    again = instead(json_reply({"search": [{"id": "Q1"}], "search-continue": 0, "success": 1}))
    with served(wikibase([])) as service:
        service.always = again
        assert [hit.id for hit in Wikidata(guest(), at(service)).search("kim")] == ["Q1"]
    assert len(service.seen) == 1


def test_items_are_fetched_fifty_at_a_time(guest: Guest) -> None:
    with served(wikibase(MANY)) as service:
        items = Wikidata(guest(), at(service)).items(f"Q{number}" for number in range(1, 121))
    assert [len(seen.query["ids"].split("|")) for seen in service.seen] == [50, 50, 20]
    assert [item.id for item in items.found] == [f"Q{number}" for number in range(1, 121)]
    assert items.found[0].body == MANY[0]
    assert service.seen[0].query["redirects"] == "yes"
    assert "languages" not in service.seen[0].query


def test_names_for_all_languages_are_never_left_out(guest: Guest) -> None:
    kim = item("Q5", "Kim Il Sung", language="mul")
    with served(wikibase([kim])) as service:
        [found] = Wikidata(guest(), at(service)).items(["Q5"], languages=["en", "ko"]).found
    assert service.seen[0].query["languages"] == "en|ko|mul"
    assert found.body["labels"]["mul"]["value"] == "Kim Il Sung"


@pytest.mark.parametrize(("names_bad_id", "requests"), [(True, 3), (False, 13)])
def test_one_bad_id_does_not_lose_the_batch(guest: Guest, names_bad_id: bool, requests: int) -> None:
    """The error names it: it and the rest are asked apart. It does not: halves of 50, 25, 12 .. until it is found."""
    ids = [f"Q{number}" for number in range(1, 50)]
    ids.insert(33, "Q0")
    with served(wikibase(MANY, names_bad_id=names_bad_id)) as service:
        items = Wikidata(guest(), at(service)).items(ids)
    assert items.malformed == ("Q0",)
    assert {item.id for item in items.found} == set(ids) - {"Q0"}
    assert len(service.seen) == requests


def test_a_batch_whose_answer_is_too_large_is_halved(guest: Guest) -> None:
    with served(wikibase(MANY)) as service:
        items = Wikidata(guest(answer_bytes=5_000), f"{service.address}/w/api.php").items(f"Q{n}" for n in range(1, 51))
    assert [item.id for item in items.found] == [f"Q{number}" for number in range(1, 51)]
    assert [len(seen.query["ids"].split("|")) for seen in service.seen][:4] == [50, 25, 12, 13]


def test_several_bad_ids_are_all_found(guest: Guest) -> None:
    with served(wikibase(MANY, names_bad_id=False)) as service:
        items = Wikidata(guest(), at(service)).items(["Q0", "Q1", "POP", "Q2", "Q07"])
    assert (sorted(items.malformed), [item.id for item in items.found]) == (["POP", "Q0", "Q07"], ["Q1", "Q2"])


def test_an_id_that_would_be_two_is_not_sent(guest: Guest) -> None:
    with served(wikibase(MANY)) as service:
        items = Wikidata(guest(), at(service)).items(["Q1|Q2", "Q3 ", "", "q3"])
    assert [seen.query["ids"] for seen in service.seen] == ["Q3"]
    assert items.malformed == ("Q1|Q2", "Q3 ", "")


def test_redirected_and_missing_ids_are_told(guest: Guest) -> None:
    with served(wikibase(MANY, redirects={"Q900": "Q2"})) as service:
        items = Wikidata(guest(), at(service)).items(["Q1", "Q900", "Q99999999"])
    assert [(item.asked, item.id, item.body["id"]) for item in items.found] == [
        ("Q1", "Q1", "Q1"),
        ("Q900", "Q2", "Q2"),
    ]
    assert items.missing == ("Q99999999",)


def test_a_missing_id_under_a_negative_key_is_known_by_its_body(guest: Guest) -> None:
    reply = json_reply({"entities": {"Q1": MANY[0], "-1": {"id": "Q99999999", "missing": ""}}, "success": 1})
    with served(lambda seen: reply) as service:
        assert Wikidata(guest(), at(service)).items(["Q1", "Q99999999"]).missing == ("Q99999999",)


@pytest.mark.parametrize(
    ("fault", "pauses"),
    [
        (maxlag(), [5.0]),
        (maxlag(retry_after="12"), [12.0]),
        (maxlag(retry_after="1"), [5.0]),  # "wait at least 5 s" (Manual:Maxlag parameter)
        (maxlag(retry_after=""), [5.0]),
        (api_error("ratelimited", "You've exceeded your rate limit."), [5.0]),
        (api_error("readonly"), [5.0]),
        (api_error("internal_api_error_DBQueryError"), [5.0]),
        (instead(json_reply({"entities": [], "success": 1})), [5.0]),
    ],
)
def test_an_error_that_passes_comes_with_200_and_is_waited_for(
    guest: Guest, time: FakeTime, fault: Fault, pauses: list[float]
) -> None:
    with served(wikibase(MANY)) as service:
        service.faults.append(fault)
        assert len(Wikidata(guest(), at(service)).items(["Q1"]).found) == 1
    assert time.pauses == pauses
    assert [seen.query.get("maxlag") for seen in service.seen] == ["5", "5"]


def test_lag_of_the_query_service_that_lasts_does_not_stop_a_reader(guest: Guest, time: FakeTime) -> None:
    """It says nothing about reads: after one wait the parameter is left out, for the rest of the run."""
    with served(wikibase(MANY)) as service:
        client = guest()
        service.faults.append(maxlag("wikibase-queryservice"))
        wikidata = Wikidata(client, at(service))
        wikidata.items(["Q1"])
        wikidata.items(["Q2"])
    assert [seen.query.get("maxlag") for seen in service.seen] == ["5", None, None]
    assert time.pauses == [5.0, 1.0]


def test_lag_of_the_wiki_that_lasts_ends_the_run_and_is_not_kept(guest: Guest) -> None:
    with served(wikibase(MANY)) as service:
        service.always = maxlag()
        wikidata = Wikidata(guest(attempts=2), at(service))
        with pytest.raises(UnansweredError, match=r"maxlag: Waiting for wdqs1006: 6.4666666666667 seconds lagged."):
            wikidata.items(["Q1"])
        with pytest.raises(StoppedError, match="down or overloaded"):
            wikidata.items(["Q2"])
        assert all(seen.query["maxlag"] == "5" for seen in service.seen)
        service.always = None
        assert len(Wikidata(guest(), at(service)).items(["Q1"]).found) == 1


def test_an_error_that_does_not_pass_is_told_with_its_code(guest: Guest) -> None:
    with served(wikibase(MANY)) as service:
        service.always = api_error("badvalue", 'Unrecognized value for parameter "language":\x1b[2J xx.')
        with pytest.raises(UnansweredError, match=r"badvalue: Unrecognized value .*\ufffd.2J xx"):
            Wikidata(guest(), at(service)).search("kim", language="xx")
    assert len(service.seen) == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"entities": {"Q1": 3}}, "at entities.Q1 an object was expected, and a number 3 came"),
        (
            {"entities": {"Q1": {"id": "Q1"}}},
            "at entities.Q1 an object with 'type' was expected, and one with 'id' came",
        ),
        ({"entities": {"Q8": MANY[7]}}, "at entities only the items asked for"),
        ({"entities": {}}, "at entities an item or its absence for each number was expected, and nothing on Q1 came"),
        ({"query": {}}, "at its top an object with 'entities' was expected, and one with 'query' came"),
        ([], "at its top an object was expected, and a list came"),
    ],
)
def test_an_answer_of_another_schema_says_where_and_what(guest: Guest, body: object, words: str) -> None:
    with served(lambda seen: json_reply(body)) as service, pytest.raises(SchemaError, match="another schema") as caught:
        Wikidata(guest(), at(service)).items(["Q1"])
    assert words in str(caught.value)


@pytest.mark.parametrize("fault", [faulty.cut, faulty.hang_up, faulty.broken_gzip, faulty.body_is(b"")])
def test_a_broken_answer_is_asked_for_again(guest: Guest, fault: Fault) -> None:
    with served(wikibase(MANY)) as service:
        service.faults.append(fault)
        assert len(Wikidata(guest(), at(service)).search("kim 7", most=50)) > 0
    assert len(service.seen) == 2
