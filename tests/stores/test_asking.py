"""A question to a store over HTTP is answered as it is over a build, or refused with a sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import evolve

from kg.cli import main
from kg.clients.waiting import Clock
from kg.errors import KgError, QueryError
from kg.publish.queries import answer, load
from kg.stores.asking import PLAIN, Question, ask, endpoint_at
from kg.stores.comparing import compared
from kg.stores.contents import Graph
from kg.stores.exchange import PATIENCE, Exchange, Login
from kg.stores.faults import StoreError
from kg.stores.profiles import PROFILES
from kg.stores.store import Store

from .proxy import Fault, Proxy, busy, page, proxy_of, refusal
from .servers import OxigraphServer, Server, VirtuosoServer

ALL = Question.of("SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o }")
XSD = "http://www.w3.org/2001/XMLSchema#"
# Values that a store may write in another way; each comes back as the embedded store has it.
SAME = [
    *(
        '"007"^^xsd:integer',
        '"7"^^xsd:nonNegativeInteger',
        '"1.50"^^xsd:decimal',
        '"1"^^xsd:boolean',
        '"false"^^xsd:boolean',
    ),
    *(
        '"P10D"^^xsd:duration',
        '"PT48H"^^xsd:duration',
        '"P3Y"^^xsd:duration',
        '"P14D"^^xsd:duration',
        '"-P1D"^^xsd:duration',
    ),
    *(
        '"1962"^^xsd:gYear',
        '"1962-08"^^xsd:gYearMonth',
        '"1962-08-27"^^xsd:date',
        '"2026-01-02T03:04:05Z"^^xsd:dateTime',
    ),
    *(
        '"1962-08~"^^<http://id.loc.gov/datatypes/edtf/EDTF>',
        '"x"@en-GB',
        '"plain \\" \\n ü 🙂"',
        '""',
        "<https://example.org/é>",
    ),
]


def line(subject: int, value: str) -> str:
    """A statement of N-Quads."""
    written = re.sub(r"xsd:(\w+)", rf"<{XSD}\1>", value)
    return f"<https://example.org/{subject}> <https://example.org/p> {written} <https://example.org/g> .\n"


@pytest.fixture
def told() -> list[float]:
    """The pauses that were made."""
    return []


@pytest.fixture
def asked(told: list[float]) -> Iterator[Callable[[str], Store]]:
    """The store at an address, to be asked without waiting."""
    stores = []

    def opened(address: str) -> Store:
        stores.append(endpoint_at(address, Login(), seconds=1, clock=Clock(sleep=told.append)))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


@pytest.fixture
def proxy(oxigraph: OxigraphServer) -> Iterator[Proxy]:
    """A proxy in front of an empty store."""
    with proxy_of(oxigraph.address) as found:
        yield found


def test_a_value_comes_back_as_the_embedded_store_has_it(
    server: Server, tmp_path: Path, asked: Callable[[str], Store]
) -> None:
    (path := tmp_path / "values.nq").write_text("".join(map(line, range(len(SAME)), SAME)), "utf-8")
    server.load(path)
    assert sorted(map(str, ask(asked(server.address), ALL).rows)) == sorted(map(str, answer(load(path), ALL.text).rows))


def test_a_value_that_virtuoso_lost_is_not_made_up(
    virtuoso: VirtuosoServer, tmp_path: Path, asked: Callable[[str], Store]
) -> None:
    (path := tmp_path / "lost.nq").write_text(
        line(1, '"P1Y2M3D"^^xsd:duration') + line(2, '"PT1000001S"^^xsd:duration')
    )
    virtuoso.load(path)
    found = ask(asked(virtuoso.address), ALL)
    assert sorted(row[2] for row in found.as_table()) == ["1e+06", "P1Y2M"]


def test_a_triple_of_two_graphs_counts_twice_without_distinct(
    server: Server, tmp_path: Path, asked: Callable[[str], Store]
) -> None:
    quad = line(1, '"x"')
    (path := tmp_path / "twice.nq").write_text(quad + quad.replace("/g>", "/h>"))
    server.load(path)
    plain = Question.of("SELECT ?o (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?o")
    assert [row[1] for row in ask(asked(server.address), plain).as_table()] == ["2"]
    assert plain.may_count_twice
    assert not ALL.may_count_twice
    assert len(ask(asked(server.address), ALL).rows) == 1


def test_what_virtuoso_holds_for_itself_is_not_asked(virtuoso: VirtuosoServer, asked: Callable[[str], Store]) -> None:
    assert ask(asked(virtuoso.address), ALL).rows == ()
    assert not ask(asked(virtuoso.address), Question.of("ASK { ?s ?p ?o }")).is_true
    assert ask(asked(virtuoso.address), Question.of("SELECT ?g { GRAPH ?g { ?s ?p ?o } }")).rows == ()


def test_a_graph_comes_back_once_and_in_the_same_terms(
    server: Server, invented: Path, asked: Callable[[str], Store]
) -> None:
    server.load(invented)
    question = Question.of("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    found = ask(asked(server.address), question)
    assert sorted(map(str, found.rows)) == sorted(map(str, answer(load(invented), question.text).rows))


def test_an_answer_that_virtuoso_cut_is_refused_whether_it_is_a_table_or_a_graph(
    tmp_path: Path, virtuoso_template: Path, asked: Callable[[str], Store]
) -> None:
    (path := tmp_path / "many.nq").write_text("".join(line(number, '"x"') for number in range(40)))
    construct = "CONSTRUCT {{ ?s <https://example.org/q> ?o }} WHERE {{ ?s ?p ?o FILTER(?s IN ({some})) }}"
    few = construct.format(some=", ".join(f"<https://example.org/{number}>" for number in range(15)))
    with VirtuosoServer(tmp_path / "virtuoso", template=virtuoso_template, rows_of_an_answer=20) as server:
        server.load(path)
        store = asked(server.address)
        assert len(ask(store, Question.of(few)).rows) == 15
        assert len(ask(store, Question.of(f"{ALL.text} LIMIT 19")).rows) == 19
        for text, words in ((ALL.text, "20 rows"), ("CONSTRUCT WHERE { ?s ?p ?o }", "20 triples")):
            with pytest.raises(QueryError, match=words):
                ask(store, Question.of(text))
        graph = Graph("https://example.org/g", "", 40, 0, lines=tuple(line(n, '"x"').encode() for n in range(40)))
        *_, comparison = compared([graph], store)
        assert "the store has 40 triples" in comparison.unread[graph.iri]
        assert not comparison.counts


def test_the_command_writes_what_it_writes_over_a_build(
    server: Server, invented: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.load(invented)
    for form in ("table", "csv", "json"):
        words = ["query", "q21-timeline.rq", "--format", form]
        assert main([*words, "--build", str(invented)]) == 0
        expected = capsys.readouterr().out
        assert main([*words, "--endpoint", server.address]) == 0
        assert capsys.readouterr().out == expected


def test_the_command_says_what_may_count_twice(oxigraph: OxigraphServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["query", "SELECT (COUNT(*) AS ?n) { ?s a ?t }", "--endpoint", oxigraph.address, "--format", "csv"]) == 0
    )
    said = capsys.readouterr()
    assert (said.out, "write DISTINCT" in said.err) == ("n\r\n0\r\n", True)


@pytest.mark.parametrize(
    "query", ["DELETE WHERE { ?s ?p ?o }", "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "ASK {"]
)
def test_nobody_is_asked_what_does_not_only_read(query: str, proxy: Proxy) -> None:
    assert main(["query", query, "--endpoint", proxy.address]) != 0
    assert proxy.seen == []


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (page(), StoreError, "a page for people"),
        (refusal(401), StoreError, "wants to know who asks"),
        (refusal(403), StoreError, "lets us not ask"),
        (Fault(status=404), StoreError, "no answers to queries here"),
        (Fault(status=302, headers=(("Location", "http://127.0.0.1:1/"),)), StoreError, "no answers to queries here"),
        (Fault(status=500, body=b"Virtuoso 42000 Error"), QueryError, "Virtuoso 42000 Error"),
        (Fault(status=200, body=b'{"head": {"vars": ["s"]}, "results": {"bindin'), StoreError, "is no table"),
        (Fault(status=200, body=b"[1]"), StoreError, "is no table"),
        (Fault(status=200, headers=(("X-SPARQL-MaxRows", "3"),), body=b"{}"), QueryError, "3 rows at most"),
        (Fault(answer_bytes=5), StoreError, "broke off"),
        (Fault(request_bytes=0), StoreError, "broke off"),
        (Fault(pause_seconds=0.1), StoreError, "whole answer did not come within 1 s"),
        (Fault(seconds=1.5), StoreError, "whole answer did not come within 1 s"),
    ],
)
def test_what_is_no_answer_is_refused(
    fault: Fault, error: type[KgError], words: str, proxy: Proxy, asked: Callable[[str], Store]
) -> None:
    store = asked(proxy.address)
    proxy.misbehave(fault)
    with pytest.raises(error, match=words) as refused:
        ask(store, ALL)
    assert refused.value.place == store.query_address
    assert refused.value.cure
    assert ask(store, ALL).rows == ()


def test_a_busy_store_is_asked_again_when_it_wishes(
    proxy: Proxy, asked: Callable[[str], Store], told: list[float]
) -> None:
    store = asked(proxy.address)
    proxy.misbehave(busy(7), busy(1))
    assert ask(store, ALL).rows == ()
    assert told == [7, 1]
    proxy.misbehave(busy(100_000))
    with pytest.raises(StoreError, match="left alone for 100,000 s"):
        ask(store, ALL)


def test_an_address_where_nobody_is_says_so(oxigraph: OxigraphServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", ALL.text, "--endpoint", "http://127.0.0.1:9"]) != 0
    said = capsys.readouterr().err
    assert "nobody answers at this address" in said
    assert "kg sync" not in said


def test_a_default_graph_that_is_not_the_union_is_refused(oxigraph: OxigraphServer, invented: Path) -> None:
    """A store of a kind that we do not know, whose default graph holds nothing of what its graphs hold."""
    oxigraph.load(invented)
    store = Store(PLAIN, oxigraph.query_address, Exchange(PLAIN, Login(), courtesy=evolve(PATIENCE, attempts=1)))
    with pytest.raises(StoreError, match="not the union"):
        ask(store, ALL)
    assert ask(store, Question.of("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")).rows
    store.close()


def test_a_wrong_password_is_told_and_not_shown(
    virtuoso: VirtuosoServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KG_STORE_PASSWORD", "a-wrong-one")
    assert main(["query", "ASK {}", "--endpoint", virtuoso.address, "--user", "reader"]) != 0
    said = capsys.readouterr().err
    assert "the password is wrong" in said
    assert "a-wrong-one" not in said


def test_a_long_query_goes_as_a_form_and_is_answered(
    server: Server, invented: Path, asked: Callable[[str], Store]
) -> None:
    server.load(invented)
    long = Question.of(
        f"ASK {{ VALUES ?s {{ {' '.join(f'<https://example.org/{n}>' for n in range(200))} }} ?s ?p ?o }}"
    )
    with proxy_of(server.address) as proxy:
        assert not ask(
            Store(
                PROFILES[type(server).__name__.removesuffix("Server").lower()], proxy.address, Exchange(PLAIN, Login())
            ),
            long,
        ).is_true
        assert proxy.seen[-1][0].startswith("POST ")


def test_answers_are_json_of_the_standard(virtuoso: VirtuosoServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "ASK {}", "--endpoint", virtuoso.address, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"head": {}, "boolean": True}
