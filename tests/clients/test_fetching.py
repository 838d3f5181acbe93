"""From names to items and candidates: the account adds up, whatever fails and wherever a run stops."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.clients import QueryService, Reconciliation, Wikidata
from kg.clients.faults import UnansweredError
from kg.clients.fetching import (
    Account,
    Status,
    by_query,
    by_search,
    candidates_called,
    dump_lines,
    items_called,
    names_in,
    written_lines,
)
from kg.clients.nameforms import forms_of
from tests.clients.conftest import Guest
from tests.clients.faulty import api_error, json_reply, served, status
from tests.clients.worlds import candidate, item, query_service, reconciliation, wikibase

ITEMS = [
    item("Q7", "Vasily Moskovsky", "Moskovsky, Vasily"),
    item("Q8", "Kim Il Sung"),
    *(item(f"Q{number}", f"Pak {number}") for number in range(100, 160)),
]


def nothing() -> None:
    """No progress is shown."""


def statuses(account: Account) -> dict[str, str]:
    return {outcome.name: outcome.status for outcome in account.outcomes}


def test_every_name_is_answered_or_not_and_every_item_comes_once(guest: Guest) -> None:
    account = Account(("Vasily Petrovich Moskovsky", "V. Moskovsky", "Nobody", "Kim Il Sung", "Moskovsky, Vasily"))
    with served(wikibase(ITEMS)) as service:
        wikidata = Wikidata(guest(), f"{service.address}/w/api.php")
        find = by_search(wikidata, language="en", most=10, as_written=False)
        found = list(items_called(account, find, wikidata, nothing))
    assert [item.id for item in found] == ["Q7", "Q8"]
    assert statuses(account) == {
        "Vasily Petrovich Moskovsky": "answered",  # by the form without the patronymic
        "V. Moskovsky": "nothing found",
        "Nobody": "nothing found",
        "Kim Il Sung": "answered",
        "Moskovsky, Vasily": "answered",
    }
    assert [seen.query["ids"] for seen in service.seen if "ids" in seen.query] == ["Q7|Q8"]


def test_no_further_form_is_asked_for_once_there_are_enough(guest: Guest) -> None:
    with served(wikibase(ITEMS)) as service:
        wikidata = Wikidata(guest(), f"{service.address}/w/api.php")
        assert by_search(wikidata, language="en", most=1, as_written=False)("Vasily Moskovsky") == ["Q7"]
        assert [seen.query["search"] for seen in service.seen] == ["Vasily Moskovsky"]
        assert by_search(wikidata, language="en", most=5, as_written=True)("Vasily P. Moskovsky") == []
        assert len(service.seen) == 2


def test_items_are_fetched_as_soon_as_a_batch_is_full_so_that_a_stopped_run_has_them(guest: Guest) -> None:
    account = Account(("Pak", "Kim", "Nobody"))
    with served(wikibase(ITEMS)) as service:
        wikidata = Wikidata(guest(requests=4), f"{service.address}/w/api.php")
        find = by_search(wikidata, language="en", most=100, as_written=True)
        found = list(items_called(account, find, wikidata, nothing))
    assert len(found) == 50
    assert statuses(account) == {"Pak": "answered", "Kim": "failed", "Nobody": "not asked"}
    assert "budget of 4 requests" in str(account.stopped)


def test_a_later_run_goes_on_where_the_budget_ended(guest: Guest) -> None:
    names = ("Pak", "Kim", "Nobody")
    with served(wikibase(ITEMS)) as service:
        for requests in (4, 2):
            account = Account(names)
            wikidata = Wikidata(guest(requests=requests), f"{service.address}/w/api.php")
            find = by_search(wikidata, language="en", most=100, as_written=True)
            found = list(items_called(account, find, wikidata, nothing))
    assert len(found) == 61
    assert statuses(account) == {"Pak": "answered", "Kim": "answered", "Nobody": "nothing found"}
    assert account.stopped is None


def test_a_name_that_fails_does_not_stop_the_others(guest: Guest) -> None:
    account = Account(("bad", "Kim"))
    with served(wikibase(ITEMS)) as service:
        service.faults.append(api_error("badvalue", "no such language"))
        wikidata = Wikidata(guest(), f"{service.address}/w/api.php")
        find = by_search(wikidata, language="en", most=5, as_written=True)
        found = list(items_called(account, find, wikidata, nothing))
    assert [item.id for item in found] == ["Q8"]
    [bad, kim] = account.outcomes
    assert (bad.status, kim.status) == (Status.FAILED, Status.ANSWERED)
    assert "badvalue: no such language" in bad.reason


def test_redirects_missing_and_malformed_numbers_are_in_the_account(guest: Guest) -> None:
    ids = {"one": ["Q900", "Q7"], "gone": ["Q99999999"], "odd": ["Q0"], "none": []}
    account = Account(tuple(ids))
    with served(wikibase(ITEMS, redirects={"Q900": "Q7"})) as service:
        wikidata = Wikidata(guest(), f"{service.address}/w/api.php")
        found = list(items_called(account, lambda name: ids[name], wikidata, nothing))
    assert [item.id for item in found] == ["Q7"]
    assert account.redirects == {"Q900": "Q7"}
    lines = [orjson.loads(line) for line in dump_lines(account, found)]
    assert lines == [ITEMS[0], {"entity": "Q900", "redirect": "Q7"}]
    assert statuses(account) == {"one": "answered", "gone": "failed", "odd": "failed", "none": "nothing found"}
    assert account.outcomes[1].reason == "the item does not exist (any more)"


def test_a_batch_that_fails_is_the_reason_of_its_names(guest: Guest) -> None:
    account = Account(("Kim",))
    with served(wikibase(ITEMS)) as service:
        service.faults.append(status(404, "gone"))
        wikidata = Wikidata(guest(), f"{service.address}/w/api.php")
        assert list(items_called(account, lambda name: ["Q8"], wikidata, nothing)) == []
    [outcome] = account.outcomes
    assert outcome.status is Status.FAILED
    assert "HTTP 404; the answer begins: “gone”" in outcome.reason


def test_the_query_service_is_asked_once_a_name_with_all_its_forms(guest: Guest) -> None:
    graph = """@prefix wd: <http://www.wikidata.org/entity/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .
      wd:Q7 <http://www.w3.org/2000/01/rdf-schema#label> "Moskovsky, Vasily"@mul ; wdt:P31 wd:Q5 ."""
    with served(query_service(graph)) as service:
        find = by_query(
            QueryService(guest(), service.address), kind="Q5", year=1962, language="en", most=5, as_written=False
        )
        assert find("Vasily Moskovsky") == ["Q7"]
    assert len(service.seen) == 1


def test_candidates_of_a_service_with_an_account(guest: Guest) -> None:
    known = {"Kim": [candidate("Q2", "Kim Il Sung", 60)]}
    account = Account(("Kim", "Nobody", "Pak"))
    with served(reconciliation(known, versions=["0.2"], batchSize=2)) as service:
        service.faults.extend([None, None, status(400, "cannot")])
        other = Reconciliation(guest(), f"{service.address}/api")
        rows = dict(candidates_called(account, other, type="Q5", properties=[], most=3))
    assert {name: [candidate.id for candidate in found] for name, found in rows.items()} == {
        "Kim": ["Q2"],
        "Nobody": [],
    }
    assert statuses(account) == {"Kim": "answered", "Nobody": "nothing found", "Pak": "failed"}


def test_a_service_whose_manifest_is_none_is_an_error_and_no_account(guest: Guest) -> None:
    with served(lambda seen: json_reply([])) as service, pytest.raises(UnansweredError, match="another schema"):
        list(
            candidates_called(
                Account(("Kim",)), Reconciliation(guest(), service.address), type="", properties=[], most=3
            )
        )


def test_of_no_line_the_file_stays_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert written_lines(out, iter([b"a", b"b"]), head=b"h\n") == 2
    assert out.read_bytes() == b"h\na\nb\n"
    assert written_lines(out, iter(())) == 0
    assert out.read_bytes() == b"h\na\nb\n"


def test_of_a_run_that_breaks_the_file_stays_as_it_was(tmp_path: Path) -> None:
    def lines() -> Iterator[bytes]:
        yield b"new"
        raise KeyboardInterrupt

    out = tmp_path / "out.json"
    out.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        written_lines(out, lines())
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.json", b"old")]


@given(st.lists(st.text(max_size=20), max_size=6))
def test_names_and_their_forms_are_never_empty_and_each_comes_once(words: list[str]) -> None:
    names = names_in(words)
    assert len(set(names)) == len(names)
    for name in names:
        forms = forms_of(name)
        assert len(set(forms)) == len(forms)
        assert all(form.strip() == form and form for form in forms)
        assert len(forms) <= 12


@pytest.mark.parametrize("name", ["Foreign Ministry of the USSR", "Tito", "", "1234", "de Gaulle", "A B C D E"])
def test_what_is_hardly_a_name_of_a_person_has_one_form(name: str) -> None:
    assert len(forms_of(name)) <= 1
