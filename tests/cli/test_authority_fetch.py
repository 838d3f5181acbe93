"""`kg authority fetch`: what it sends, what it writes, its account, and that it never goes online unasked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli import main
from tests.clients import faulty
from tests.clients.faulty import Seen, Service, served, status
from tests.clients.worlds import candidate, item, query_service, reconciliation, wikibase

ITEMS = [item("Q7", "Vasily Moskovsky"), item("Q8", "Kim Il Sung", "Kim"), item("Q9", "Kim Tu Bong", "Kim")]
GRAPH = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix wd: <http://www.wikidata.org/entity/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
wd:Q8 rdfs:label "Kim"@en ; wdt:P31 wd:Q5 .
wd:Q9 rdfs:label "Kim"@en ; wdt:P31 wd:Q5 ; wdt:P569 "1990-01-01T00:00:00Z"^^xsd:dateTime .
"""
KNOWN = {"Kim": [candidate("Q8", "=Kim\tIl Sung", 60, match=True), candidate("Q9", "Kim Tu Bong", 12.5)]}


@pytest.fixture
def service() -> Iterator[Service]:
    worlds = {"/w/api.php": wikibase(ITEMS), "/sparql": query_service(GRAPH)}
    known = reconciliation(KNOWN, versions=["0.2"])

    def world(seen: Seen) -> faulty.Reply:
        return worlds.get(seen.path, known)(seen)

    with served(world) as service:
        yield service


class Runner:
    """Runs the command against the service on the loopback address."""

    def __init__(self, service: Service, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.service, self.folder, self.capsys = service, folder, capsys

    def __call__(self, *words: str, contact: str = "ada@example.org", out: str = "out.json") -> tuple[int, str, str]:
        address = self.service.address
        given = ["--api", f"{address}/w/api.php", "--sparql", f"{address}/sparql", "--out", str(self.folder / out)]
        options = [*given, "--cache", str(self.folder / "cache"), "--pause", "0", "--contact", contact]
        code = main(["authority", "fetch", *words, *options])
        captured = self.capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, captured.out, captured.err

    def lines(self, out: str = "out.json") -> list[str]:
        return (self.folder / out).read_text(encoding="utf-8").splitlines()


@pytest.fixture
def run(
    service: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Runner:
    monkeypatch.delenv("KG_CONTACT", raising=False)
    return Runner(service, tmp_path, capsys)


def test_whole_items_are_written_as_lines_of_a_dump(run: Runner, service: Service) -> None:
    code, out, err = run("Vasily Petrovich Moskovsky", "Nobody", "--wikidata")
    assert (code, err) == (0, "")
    assert [json.loads(line) for line in run.lines()] == [ITEMS[0]]
    assert "at most 6 requests if none has to be repeated, in no case more than 500" in out
    assert "2 in = 1 answered + 1 nothing found + 0 failed + 0 not asked" in out
    assert "requests sent: 6; answers from the cache: 0" in out
    assert all("(ada@example.org)" in seen.headers["User-Agent"] for seen in service.seen)


def test_what_is_said_to_be_sent_at_most_is_what_is_sent(run: Runner, service: Service) -> None:
    _, out, _ = run("Nobody Known Here", "Nothing", "--wikidata")
    assert "at most 6 requests" in out
    assert len(service.seen) == 5  # nothing was found, so that no item was fetched


def test_a_second_run_asks_nothing(run: Runner, service: Service) -> None:
    run("Kim", "--wikidata")
    sent = len(service.seen)
    code, out, _ = run("Kim", "--wikidata", "--offline", contact="")
    assert (code, len(service.seen)) == (0, sent)
    assert "is not asked, the cache answers" in out
    assert len(run.lines()) == 2


def test_offline_what_was_never_fetched_fails_with_the_cure(run: Runner, service: Service) -> None:
    code, out, err = run("Kim", "--wikidata", "--offline")
    assert (code, service.seen) == (1, [])
    assert "kg: Kim: " in err
    assert "--offline" in err
    assert "1 in = 0 answered + 0 nothing found + 1 failed" in out
    assert not (run.folder / "out.json").exists()


def test_the_query_service_finds_and_wikidata_gives_the_items(run: Runner, service: Service) -> None:
    code, _, _ = run("Kim", "--query-service", "--year", "1962")
    assert code == 0
    assert [json.loads(line)["id"] for line in run.lines()] == ["Q8"]
    assert [seen.path for seen in service.seen] == ["/sparql", "/w/api.php"]


def test_candidates_of_a_reconciliation_service_are_a_table(run: Runner, service: Service) -> None:
    words = ("Kim", "Nobody", "--reconcile", f"{service.address}/api", "--type", "Q5", "--property", "P27=Q423")
    code, out, _ = run(*words, out="out.tsv")
    assert code == 0
    assert run.lines("out.tsv") == [
        "name\tid\tcandidate\tscore\tmatch\ttypes\tdescription\tfeatures",
        "Kim\tQ8\t'=Kim Il Sung\t60\ttrue\tQ5\t\t",
        "Kim\tQ9\tKim Tu Bong\t12.5\tfalse\tQ5\t\t",
    ]
    assert "out.tsv: 2" in out
    assert json.loads(service.seen[1].form["queries"])["q1"] == {
        "query": "Nobody",
        "limit": 10,
        "type": "Q5",
        "properties": [{"pid": "P27", "v": "Q423"}],
    }


def test_candidates_as_json_lines_are_exact(run: Runner, service: Service) -> None:
    run("Kim", "--reconcile", f"{service.address}/api", out="out.jsonl")
    first = json.loads(run.lines("out.jsonl")[0])
    assert (first["candidate"], first["score"], first["match"]) == ("=Kim\tIl Sung", 60, True)


def test_names_come_from_files_too(run: Runner) -> None:
    (run.folder / "names.txt").write_text("\ufeff# leaders\nKim Il Sung\n\n Kim Il Sung \n", encoding="utf-8")
    code, out, _ = run("--names", str(run.folder / "names.txt"), "--wikidata", "--as-written")
    assert code == 0
    assert "1 in = 1 answered" in out


def test_the_names_that_a_report_leaves_nil_are_asked_for(run: Runner, service: Service) -> None:
    code, out, _ = run("--nil", "1962-08-27-embassy-hungary-pyongyang", "--wikidata", "--as-written")
    asked = [seen.query["search"] for seen in service.seen if "search" in seen.query]
    assert code == 0
    assert asked
    assert f"{len(asked)} in = " in out


def test_a_used_up_budget_stops_cleanly_and_keeps_what_came(run: Runner, service: Service) -> None:
    code, out, err = run("Kim", "Vasily Moskovsky", "--wikidata", "--as-written", "--requests", "1")
    assert code == 1
    assert "budget of 1 requests is used up" in err
    assert "2 in = 0 answered + 0 nothing found + 1 failed + 1 not asked" in out
    code, out, _ = run("Kim", "Vasily Moskovsky", "--wikidata", "--as-written", "--requests", "2")
    assert (code, len(service.seen), len(run.lines())) == (0, 3, 3)
    assert "requests sent: 2; answers from the cache: 1" in out


def test_a_run_in_which_nothing_comes_leaves_the_file_as_it_was(run: Runner, service: Service) -> None:
    run("Kim", "--wikidata")
    before = run.lines()
    service.always = status(403, "You have been banned until 2026-11-24T12:00:00Z, please respect throttling")
    code, out, err = run("Somebody Else", "--wikidata")
    assert code == 1
    assert "banned until 2026-11-24T12:00:00Z" in err
    assert "as it was" in out
    assert run.lines() == before


def test_quiet_says_only_what_failed(run: Runner, service: Service) -> None:
    service.always = status(404)
    code, out, err = run("Kim", "--wikidata", "--as-written", "--quiet")
    assert (code, out) == (1, "")
    assert err.startswith("kg: Kim: ")


def test_the_contact_may_stand_in_the_environment(
    run: Runner, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_CONTACT", "https://example.org/me")
    words = ["Kim", "--wikidata", "--api", f"{service.address}/w/api.php", "--pause", "0"]
    main(["authority", "fetch", *words, "--out", str(run.folder / "o"), "--cache", str(run.folder / "c")])
    assert "(https://example.org/me)" in service.seen[0].headers["User-Agent"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Kim"], "say whom to ask"),
        (["Kim", "--wikidata", "--reconcile", "http://127.0.0.1:1/"], "say whom to ask"),
        (["--wikidata"], "no name"),
        (["  ", "--wikidata"], "no name"),
        (["Kim", "--reconcile", "ftp://x/"], "no address of a service"),
        (["Kim", "--wikidata", "--property", "P27"], "no property"),
        (["Kim", "--wikidata", "--year", "1962"], "--year says nothing to the service"),
        (["Kim", "--wikidata", "--type", "Q5"], "--type says nothing to the service"),
        (["Kim", "--query-service", "--property", "P27=Q1"], "--property says nothing to the service"),
        (["Kim", "--wikidata", "--seconds", "nan"], "--seconds is no number"),
        (["Kim", "--query-service", "--type", "human"], "number of a class"),
        (["Kim", "--query-service", "--language", "English"], "code of a language"),
        (["--names", "/nowhere/at/all", "--wikidata"], "cannot be read"),
        (["--nil", "nowhere", "--wikidata"], "no report"),
    ],
)
def test_wrong_use_is_one_sentence_and_nothing_is_sent(
    run: Runner, service: Service, words: list[str], said: str
) -> None:
    code, _, err = run(*words)
    assert code == 2
    assert err.startswith("kg: ")
    assert said in err
    assert service.seen == []


def test_without_a_contact_nothing_is_sent(run: Runner, service: Service) -> None:
    code, _, err = run("Kim", "--wikidata", contact="")
    assert (code, service.seen) == (2, [])
    assert "nobody goes online without a contact" in err
    assert "KG_CONTACT" in err


def test_a_web_page_in_the_place_of_a_service_is_one_sentence(run: Runner, service: Service) -> None:
    service.always = faulty.page()
    code, _, err = run("Kim", "--reconcile", f"{service.address}/api")
    assert code == 1
    assert "a page for people came instead of JSON" in err


def test_names_that_are_no_text_are_one_sentence(run: Runner) -> None:
    (run.folder / "names.txt").write_bytes(b"\xff\xfe")
    code, _, err = run("--names", str(run.folder / "names.txt"), "--wikidata")
    assert code == 1
    assert "no UTF-8" in err


def test_a_place_that_cannot_be_written_is_one_sentence(run: Runner) -> None:
    (run.folder / "file").write_text("", encoding="utf-8")
    code, _, err = run("Kim", "--wikidata", out="file/out.json")
    assert code == 2
    assert "Cannot be written" in err
