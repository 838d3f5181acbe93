"""Turtle and TriG: the same graph for every reader, one statement a line, small edits small."""

from __future__ import annotations

import difflib

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from kg.publish.prefixes import DEFAULT_BASE
from kg.publish.terms import statements_of
from kg.publish.turtle import TurtleWriter

from .graphs import quads_of, rdflib_triples_of, sample, triples_of, wild_quads

NEW_CLAIM = """
<graph/1951-05-02-consul-riga/v1> {
  <doc/1951-05-02-consul-riga/claim/bb> a dg:Claim ; dg:polarity dgv:Negative ;
    dg:voice <doc/1951-05-02-consul-riga/voice/a> ; dg:content <doc/1951-05-02-consul-riga/ev/audience-c> .
}
"""


@settings(deadline=None)
@given(wild_quads)
def test_turtle_reads_back_as_the_union_of_all_graphs(quads: list[Quad]) -> None:
    written = TurtleWriter().turtle(statements_of(quads))
    assert {quad.triple for quad in pyoxigraph.parse(written, format=RdfFormat.TURTLE)} == triples_of(quads)


@settings(deadline=None)
@given(wild_quads)
def test_trig_reads_back_as_the_same_quads(quads: list[Quad]) -> None:
    assert set(pyoxigraph.parse(TurtleWriter().trig(statements_of(quads)), format=RdfFormat.TRIG)) == set(quads)


@settings(max_examples=60, deadline=None)
@given(wild_quads)
def test_rdflib_reads_the_same_terms(quads: list[Quad]) -> None:
    written = TurtleWriter().turtle(statements_of(quads))
    assert set(rdflib.Graph().parse(data=written, format="turtle")) == rdflib_triples_of(quads)


@pytest.mark.parametrize("base", [DEFAULT_BASE, "http://localhost:8000/kg/", "https://example.org/kg?x=", "urn:kg:"])
def test_any_base_gives_the_same_graph(base: str) -> None:
    written = TurtleWriter(base).turtle(statements_of(sample()))
    assert {quad.triple for quad in pyoxigraph.parse(written, format=RdfFormat.TURTLE)} == triples_of(sample())


@pytest.mark.parametrize("write", [TurtleWriter().turtle, TurtleWriter().trig])
def test_one_more_claim_changes_its_own_lines_only(write: object) -> None:
    assert callable(write)
    before = write(statements_of(sample())).splitlines()
    after = write(statements_of([*sample(), *quads_of(NEW_CLAIM)])).splitlines()
    changes = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
    assert not [line for line in changes if line.startswith("-")]
    assert len(changes) == 4 + 3  # a line a statement; an empty line, the subject and its full stop


def test_another_value_of_a_property_is_one_more_line() -> None:
    more = "<graph/1951-06-11-envoy-bern/v1> { <place/bern> rdfs:label 'Berne'@fr }"
    before = TurtleWriter().turtle(statements_of(sample())).splitlines()
    after = TurtleWriter().turtle(statements_of([*sample(), *quads_of(more)])).splitlines()
    assert [line for line in difflib.ndiff(before, after) if line[0] in "+-"] == ['+     rdfs:label "Berne"@fr ;']


def test_every_statement_has_a_line_of_its_own() -> None:
    lines = TurtleWriter().turtle(statements_of(sample())).splitlines()
    assert sum(line.startswith("    ") for line in lines) == len(triples_of(sample()))


@pytest.mark.parametrize(
    ("iri", "written"),
    [
        ("agent/keller-max", "<agent/keller-max>"),
        ("doc/k/source.txt#char=1,2;selector", "<doc/k/source.txt#char=1,2;selector>"),
        ("vocab#Certain", "dgv:Certain"),
        ("a:b", f"<{DEFAULT_BASE}a:b>"),  # relative, it would be read as a scheme
        ("a/../b", f"<{DEFAULT_BASE}a/../b>"),  # relative, its dots would be resolved
        ("ontology#a:b", f"<{DEFAULT_BASE}ontology#a:b>"),  # relative, rdflib would read it as a scheme
        ("/a", f"<{DEFAULT_BASE}/a>"),
        ("", f"<{DEFAULT_BASE}>"),
    ],
)
def test_an_iri_is_relative_only_where_it_resolves_by_joining(iri: str, written: str) -> None:
    statement = Quad(NamedNode(DEFAULT_BASE + iri), NamedNode("urn:p"), Literal("o"), NamedNode("urn:g"))
    assert f"\n{written}\n" in TurtleWriter().turtle(statements_of([statement]))


def test_numbers_are_bare_only_in_the_spelling_that_every_reader_keeps() -> None:
    written = TurtleWriter().turtle(statements_of(sample()))
    assert "dg:depth 0 ;" in written
    assert "rdfs:seeAlso -5 ;" in written
    assert 'rdfs:seeAlso "01"^^xsd:integer ;' in written
    assert 'rdfs:seeAlso "1"^^xsd:boolean ;' in written


def test_an_iri_with_an_unseen_character_stays_on_its_line() -> None:
    quad = Quad(NamedNode("http://example.org/a\u2028b"), NamedNode("urn:p"), Literal("o"), NamedNode("urn:g"))
    written = TurtleWriter().turtle(statements_of([quad]))
    assert "<http://example.org/a\\u2028b>" in written
    assert [q.subject for q in pyoxigraph.parse(written, format=RdfFormat.TURTLE)] == [quad.subject]
