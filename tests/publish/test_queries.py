"""Queries only read, stay on this machine, and say what is wrong with themselves."""

from __future__ import annotations

import csv
import io
import json
import socket
from contextlib import suppress
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions

from kg.errors import DataError, QueryError, UsageError
from kg.publish.formats import FORMATS, Format, Writers
from kg.publish.queries import Answer, Term, answer, load, store_of
from kg.publish.queryguard import MAX_NESTING, refuse_what_does_not_only_read
from kg.publish.rdflib_queries import answer_with_rdflib
from kg.publish.terms import statements_of

from .graphs import our_context, quads_of, sample, triples_of

STORE = store_of(sample())
WHO_MET_WHOM = "SELECT ?a ?b WHERE { ?x dg:met ?y . ?x rdfs:label ?a . ?y rdfs:label ?b } ORDER BY ?a"
BASE = "https://w3id.org/diplograph/"


def values_of(given: Answer) -> list[tuple[str, ...]]:
    """The rows as sorted texts, so that two engines can be compared."""
    return sorted(tuple(map(value_of, row)) for row in given.rows)


def value_of(term: Term | None) -> str:
    """An IRI or a literal without its marks; nothing for a variable that is not bound."""
    if term is None:
        return ""
    assert isinstance(term, NamedNode | Literal)
    return term.value


def test_the_default_graph_is_the_union_of_all_and_prefixes_are_known() -> None:
    found = answer(STORE, WHO_MET_WHOM)
    assert found.columns == ("a", "b")
    assert values_of(found) == [("Anna Berzina", "Max Keller"), ("Anna Bērziņa", "Max Keller")]


@pytest.mark.parametrize(
    "query",
    [
        WHO_MET_WHOM,
        "SELECT ?s ?n WHERE { ?s a schema:Person OPTIONAL { ?s skos:closeMatch ?n } }",
        "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
        "ASK { ?e a sem:Event ; dg:status dgv:Occurred }",
        "ASK { ?e a sem:Event ; dg:status dgv:Withdrawn }",
        "CONSTRUCT { ?b dg:met ?a } WHERE { ?a dg:met ?b }",
        "SELECT ?v WHERE { ?c dg:voice/dg:embeddedIn* ?v . ?v dg:depth ?d FILTER(?d < 1) }",
    ],
)
def test_two_engines_give_the_same_answer(query: str) -> None:
    ours, theirs = answer(STORE, query), answer_with_rdflib(sample(), query)
    assert (ours.kind, ours.columns) == (theirs.kind, theirs.columns)
    assert values_of(ours) == values_of(theirs)
    assert ours.rows


def test_describe_gives_the_statements_of_a_thing() -> None:
    found = answer(STORE, f"DESCRIBE <{BASE}agent/keller-max>")
    assert found.kind == "construct"
    assert len(found.rows) == 4


def test_an_answer_in_csv_and_json_is_what_the_library_writes() -> None:
    query = "SELECT * WHERE { ?s ?p ?o OPTIONAL { ?o ?q ?r } } ORDER BY ?s ?p ?o ?q ?r"
    direct = STORE.query(query)
    assert isinstance(direct, QuerySolutions)
    expected = direct.serialize(format=QueryResultsFormat.JSON)
    assert isinstance(expected, bytes)
    found = answer(STORE, query)
    assert json.loads(found.as_json()) == json.loads(expected)
    rows = list(csv.reader(io.StringIO(found.as_csv(), newline="")))
    assert rows[0] == list(found.columns)
    assert rows[1:] == [list(map(value_of, row)) for row in found.rows]
    assert json.loads(answer(STORE, "ASK {}").as_json()) == {"head": {}, "boolean": True}


def test_a_table_is_short_to_read() -> None:
    found = answer(STORE, f"SELECT * WHERE {{ <{BASE}agent/keller-max> a ?a ; skos:exactMatch ?b ; rdfs:label ?c }}")
    assert found.as_table() == [["schema:Person", "wd:Q90000001", "Max Keller"]]
    (row,) = answer(STORE, "SELECT ?s WHERE { ?s a dg:Voice }").as_table()
    assert row == ["doc/1951-05-02-consul-riga/voice/a"]


def test_yes_and_no_are_told_apart() -> None:
    assert answer(STORE, "ASK { ?s a dg:Claim }").is_true
    assert not answer(STORE, "ASK { ?s a dg:Nothing }").is_true
    assert not answer(STORE, "SELECT ?s WHERE { ?s a dg:Nothing }").is_true


def test_a_triple_of_two_graphs_is_counted_once() -> None:
    (row,) = answer(STORE, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }").rows
    assert row[0] == Literal(len(triples_of(sample())))


def test_graphs_can_still_be_asked_by_name() -> None:
    found = answer(STORE, "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?a dg:met ?b } }")
    assert values_of(found) == [(f"{BASE}graph/1951-05-02-consul-riga/flat/v1",)]


def test_from_chooses_graphs() -> None:
    bern = f"FROM <{BASE}graph/1951-06-11-envoy-bern/v1>"
    assert not answer(STORE, f"ASK {bern} {{ ?c a dg:Claim }}").is_true
    assert answer(STORE, f"ASK {bern} {{ ?c a dg:Place }}").is_true
    with pytest.raises(QueryError, match="FROM"):
        answer_with_rdflib(sample(), f"ASK {bern} {{ ?c a dg:Claim }}")


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "PREFIX a: <urn:a#b> # a comment\nDELETE WHERE { ?s ?p ?o }",
        "BASE <urn:x> with <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1/x>",
        "CLEAR ALL",
        "DROP ALL",
    ],
)
def test_an_update_is_refused_and_changes_nothing(update: str) -> None:
    store = store_of(sample())
    with pytest.raises(QueryError, match="queries only read"):
        answer(store, update)
    assert set(store) == set(STORE)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { service silent ?x { ?s ?p ?o } }",
        "SELECT * WHERE { ?s <urn:a#b> ?o . SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
        r"SELECT * WHERE { ?s dg:a\#b ?o . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        r"""SELECT * WHERE { ?s ?p '''\''' ''' . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } # '''""",
        r"SELECT * WHERE { \u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { # it's\n SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } # it's\n }",
        "SELECT * WHERE { ?s ?p '#' . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_no_query_asks_another_server(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", None)
    with pytest.raises(QueryError, match="ask no other"):
        answer(STORE, query)
    with pytest.raises(QueryError, match="ask no other"):
        answer_with_rdflib(sample(), query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service WHERE { ?service rdfs:label 'SERVICE <urn:x>' }",
        "SELECT ?s WHERE { ?s dg:service <urn:SERVICE> } # SERVICE",
        'SELECT ?s WHERE { ?s dg:insert """a "SERVICE" b""" ; service:load 1 }',
    ],
)
def test_a_word_that_only_looks_like_a_keyword_is_no_keyword(query: str) -> None:
    assert "SERVICE" not in refuse_what_does_not_only_read(query)


@pytest.mark.parametrize(
    ("query", "place", "says"),
    [
        ("SELECT ?x\nWHERE { ?x a }", "query, line 2, column", "'WHERE { ?x a }'"),
        ("SELECT ?x WHERE { ?x foo:bar ?y }", "query, line 1, column", "a prefix is not declared"),
        ("", "query, line 1, column 1", "in ''"),
        ("Who met whom?", "query, line 1, column 1", "'Who met whom?'"),
        ("SELECT (<urn:f>(1) AS ?x) {}", "", "cannot be run"),
    ],
)
def test_a_mistake_is_placed_and_comes_with_a_cure(query: str, place: str, says: str) -> None:
    with pytest.raises(QueryError) as refusal:
        answer(STORE, query)
    assert refusal.value.place.startswith(place)
    assert says in refusal.value.message
    assert refusal.value.cure
    assert len(str(refusal.value)) < 500


@pytest.mark.parametrize("deep", ["{" * 20_000, "(" * 20_000, "!" * 20_000, "! " * 20_000, "- " * 20_000])
def test_a_query_too_deep_for_the_parser_is_refused_before_it(deep: str) -> None:
    with pytest.raises(QueryError, match=f"more than {MAX_NESTING} deep"):
        answer(STORE, f"SELECT * WHERE {{ FILTER {deep}")


@settings(deadline=None)
@given(st.text(max_size=40) | st.text(alphabet="SELECT?x WHERE{}<>:.'\"#\\\n", max_size=40))
def test_any_text_is_answered_or_refused_in_words(query: str) -> None:
    with suppress(QueryError):
        assert answer(STORE, query).kind in ("select", "ask", "construct")


@pytest.mark.parametrize("form", FORMATS, ids=[form.extension for form in FORMATS])
def test_every_format_can_be_asked(form: Format, tmp_path: Path) -> None:
    path = tmp_path / f"a.{form.extension}"
    path.write_text(form.write(statements_of(sample()), Writers.of(BASE, our_context())), "utf-8")
    assert values_of(answer(load(path), WHO_MET_WHOM)) == values_of(answer(STORE, WHO_MET_WHOM))


def test_a_build_folder_is_read_by_its_whole(tmp_path: Path) -> None:
    quad = Quad(*(NamedNode("urn:a"),) * 2, Literal("b"), NamedNode("urn:g"))
    (tmp_path / "all.nq").write_bytes(pyoxigraph.serialize([quad], format=pyoxigraph.RdfFormat.N_QUADS) or b"")
    (tmp_path / "other.nq").write_text("not a graph")
    assert {q for q in load(tmp_path) if isinstance(q.graph_name, NamedNode)} == {quad}


@pytest.mark.parametrize(
    ("name", "content", "error", "says"),
    [
        ("a.ttl", b"<urn:a> <urn:b> .", DataError, "line 1"),
        ("a.nq", b"<urn:a> <urn:b> <urn:c> .\n<urn:a", DataError, "line 2"),
        ("a.nq", b"\xff", DataError, "cannot be read as N-Quads"),
        ("a.jsonld", b'{"@context": "http://127.0.0.1:9/c"}', DataError, "cannot be read as JSON-LD"),
        ("a.csv", b"", UsageError, "not known by its name"),
        ("", None, UsageError, "no such file"),
        ("b.ttl", None, UsageError, "no such file"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    name: str, content: bytes | None, error: type[Exception], says: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(error, match=says) as refusal:
        load(tmp_path / name)
    assert str(tmp_path / name) in str(refusal.value)


def test_our_terms_keep_their_address_under_another_base() -> None:
    quads = quads_of("<urn:g> { <urn:c> a <https://w3id.org/diplograph/ontology#Claim> }")
    assert answer(store_of(quads), "ASK { ?c a dg:Claim }", "https://example.org/kg/").is_true
