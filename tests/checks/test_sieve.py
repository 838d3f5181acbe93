"""The first pass keeps no node back that pySHACL would refuse: the results are those of pySHACL alone, one by one."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kg.authority import read_authority
from kg.checks.index import Index
from kg.checks.judge import NAMESPACES, Shapes, results_by_pyshacl, results_on
from kg.checks.shapes import shapes_in
from kg.checks.tokens import is_literal, suffix_of, value_of
from kg.converters import Base
from kg.pipeline import build
from kg.settings import settings_of
from kg.sources import catalogue, read_report

from .spoiled import SHAPES, Example, copies, examples, sound_quads

SHAPES_READ = shapes_in(SHAPES)
EXAMPLES = examples()
SOUND = sound_quads()
XSD = "http://www.w3.org/2001/XMLSchema#"
DG = NAMESPACES["dg"]

# Values that libraries read in two ways, that are of the wrong kind, or that lie on the border of a rule.
ODD_VALUES: list[Literal | NamedNode] = [
    *(Literal(text, datatype=NamedNode(f"{XSD}integer")) for text in ("01", "-1", "0", "2", "many")),
    *(Literal(text, datatype=NamedNode(f"{XSD}date")) for text in ("1955-03-01", "1999-01-01", "1955-03-01Z", "soon")),
    *(Literal("1.5", datatype=NamedNode(f"{XSD}decimal")), Literal("true", datatype=NamedNode(f"{XSD}boolean"))),
    *(Literal(""), Literal("Orlov"), Literal("Orlov", language="en"), NamedNode("urn:x")),
]


def assert_same(quads: Sequence[Quad], shapes: Shapes = SHAPES_READ) -> None:
    index = Index(quads)
    assert results_on(index, shapes) == results_by_pyshacl(index.store, shapes)


def spoiled(chance: random.Random) -> list[Quad]:
    """A broken graph or the sound one, with a few triples taken away, added or given another value at random."""
    number = chance.randrange(len(EXAMPLES) + 1)
    graph = set(EXAMPLES[number].quads() if number < len(EXAMPLES) else SOUND)
    for _ in range(chance.choice([1, 1, 2, 3, 6])):
        quad, other = chance.choice(sorted(graph, key=str)), chance.choice(SOUND)
        kind = chance.randrange(5)
        if kind in (0, 1, 2):
            graph.discard(quad)
        if kind in (1, 3):
            like = [known.object for known in SOUND if known.predicate == quad.predicate]
            graph.add(Quad(quad.subject if kind == 1 else other.subject, quad.predicate, chance.choice(like)))
        if kind in (2, 4):
            graph.add(Quad(quad.subject, quad.predicate, chance.choice([*ODD_VALUES, quad.object])))
    return sorted(graph, key=str)


def test_every_shape_is_known_to_the_first_pass() -> None:
    assert SHAPES_READ.sieve.is_whole
    assert [shape.shape for shape in SHAPES_READ.sieve.shapes if not shape.is_known] == []
    queries = [query for rule in SHAPES_READ.sieve.rules for query in rule.queries]
    assert len(queries) == 16
    assert [query.text for query in queries if query.matching is None] == []


def test_nothing_is_left_over_of_the_sound_graph() -> None:
    assert SHAPES_READ.sieve.left_over(Index(SOUND)) == {}


@pytest.mark.parametrize("start", range(6))
def test_the_broken_graphs_are_judged_as_by_pyshacl_alone(start: int) -> None:
    quads = set(copies(3))
    for number, example in enumerate(EXAMPLES[start::6]):
        broken = set(example.quads())
        into = f"copy-{number % 3}"
        removed, added = ({_moved(quad, into) for quad in part} for part in (set(SOUND) - broken, broken - set(SOUND)))
        quads = quads - removed | added
    assert_same(sorted(quads, key=str))
    assert results_on(Index(sorted(quads, key=str)), SHAPES_READ)


def _moved(quad: Quad, into: str) -> Quad:
    """The same triple in a copy of the sound graph."""
    line = f"{quad.triple} .".replace("1955-03-12-legation", f"{into}-legation")
    (moved,) = list[Quad](parse(line, format=RdfFormat.N_TRIPLES))
    return moved


@settings(max_examples=12, deadline=None)
@given(st.randoms(use_true_random=True))
def test_a_graph_spoiled_at_random_is_judged_as_by_pyshacl_alone(chance: random.Random) -> None:
    assert_same(spoiled(chance))


@pytest.fixture(scope="module")
def first_report() -> tuple[Quad, ...]:
    places = settings_of(os.environ, Path.cwd())
    report = read_report(places.reports / catalogue(places.reports)[0])
    return build(report, read_authority(places.authority), None, Base()).quads


def test_the_first_report_is_judged_as_by_pyshacl_alone(first_report: tuple[Quad, ...]) -> None:
    assert_same(first_report)


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(chance=st.randoms(use_true_random=True))
def test_the_first_report_with_faults_is_judged_as_by_pyshacl_alone(
    first_report: tuple[Quad, ...], chance: random.Random
) -> None:
    graph = dict.fromkeys(first_report)
    for quad in chance.sample(first_report, 60):
        graph.pop(quad, None)
        if chance.random() < 0.5:
            other = chance.choice(first_report)
            graph[Quad(quad.subject, quad.predicate, other.object, quad.graph_name)] = None
    assert results_on(Index([*graph]), SHAPES_READ)
    assert_same([*graph])


def test_what_lacks_values_was_asked_of_pyshacl_beforehand_and_never_again(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = [example for example in EXAMPLES if example.rule in ("S01-author", "S21-two-agents", "S25-proposer")]
    graphs = [example.quads() for example in lacking]
    expected = [results_by_pyshacl(Index(quads).store, SHAPES_READ) for quads in graphs]
    monkeypatch.setattr("pyshacl.validate", lambda *_, **__: pytest.fail("pySHACL was asked again"))
    assert [results_on(Index(quads), SHAPES_READ) for quads in graphs] == expected
    assert all(expected)


@pytest.mark.parametrize(
    "add",
    [
        "<claim/delay> dg:depth '01'^^xsd:integer .",
        "<ev/delay> dg:earliest '1955-03-01Z'^^xsd:date .",
        "<ev/delay> dg:place [] .",
        "dg:Delay rdfs:subClassOf dg:Meeting .",
    ],
)
def test_what_libraries_read_in_two_ways_is_left_to_pyshacl_as_a_whole(add: str) -> None:
    quads = Example("read in two ways", "", add=add).quads()
    assert SHAPES_READ.sieve.left_over(Index(quads)) is None
    assert_same(quads)


def test_a_literal_where_a_node_should_stand_is_judged_and_breaks_nothing() -> None:
    quads = Example("literal", "", add='<ev/implication> dg:condition "rain" . <claim/delay> dg:voice "me" .').quads()
    assert {result.rule for result in results_on(Index(quads), SHAPES_READ)} >= {"S07-voice"}


# Shapes of one's own, with constraints that the first pass knows or does not know.


@pytest.fixture
def library(tmp_path: Path) -> Path:
    shutil.copytree(SHAPES.parent / "ontology", tmp_path / "ontology")
    folder = tmp_path / "shapes"
    folder.mkdir()
    shutil.copy(SHAPES / "prefixes.ttl", folder)
    return folder


HEAD = """@prefix dg: <https://w3id.org/diplograph/ontology#> .
@prefix dgv: <https://w3id.org/diplograph/vocab#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix shapes: <https://w3id.org/diplograph/shapes#> .
"""


def own(folder: Path, constraint: str, also: str = "") -> Shapes:
    """The shapes of a folder with just one shape, on all claims."""
    shape = f"shapes:S42-own a sh:NodeShape {also} ; sh:targetClass dg:Claim ; sh:property shapes:S42-rule ."
    rule = f"shapes:S42-rule a sh:PropertyShape ; sh:severity sh:Warning ; sh:message 'No.' ; {constraint} ."
    (folder / "own.ttl").write_text(f"{HEAD}{shape}\n{rule}\n", "utf-8")
    return shapes_in(folder)


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:path dg:gloss ; sh:uniqueLang true ; sh:maxCount 0",
        "sh:path dg:gloss ; sh:maxLength 5",
        "sh:path dg:gloss ; sh:pattern '^o' ; sh:flags 'i'",
        "sh:path dg:gloss ; sh:datatype <http://www.w3.org/2001/XMLSchema#string>",
        "sh:path dg:gloss ; sh:in ( 'a' 'b' )",
        "sh:path dg:polarity ; sh:xone ( [ sh:hasValue dgv:Negative ] [ sh:hasValue dgv:Negative ] )",
        "sh:path [ sh:oneOrMorePath dg:voice ] ; sh:maxCount 0",
        "sh:path [ sh:inversePath ( dg:content dg:disputes ) ] ; sh:minCount 1",
        "sh:path dg:depth ; sh:not [ sh:minInclusive 0 ]",
        "sh:path dg:depth ; sh:qualifiedMaxCount 0 ; sh:qualifiedValueShape [ sh:maxInclusive 1 ]",
        "sh:path dg:polarity ; sh:deactivated true ; sh:maxCount 0",
    ],
)
def test_a_constraint_that_the_first_pass_does_not_know_is_left_to_pyshacl(constraint: str, library: Path) -> None:
    shapes = own(library, constraint)
    (shape,) = shapes.sieve.shapes
    assert not shape.is_known
    assert_same(SOUND, shapes)


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:path dg:polarity ; sh:hasValue dgv:Negative",
        "sh:path dg:polarity ; sh:not [ sh:in ( dgv:Negative ) ]",
        "sh:path dg:polarity ; sh:and ( [ sh:nodeKind sh:IRI ] [ sh:in ( dgv:Negative ) ] )",
        "sh:path dg:voice ; sh:node [ sh:property [ sh:path dg:depth ; sh:maxInclusive 0 ] ]",
        "sh:path dg:gloss ; sh:nodeKind sh:IRI",
        "sh:path dg:gloss ; sh:pattern 'd$' ; sh:minLength 30",
        "sh:path dg:evidence ; sh:qualifiedMinCount 2 ; sh:qualifiedValueShape [ sh:class dg:TextSpan ]",
        "sh:path dg:content ; sh:qualifiedMaxCount 0 ; sh:qualifiedValueShape [ sh:class dg:Visit ]",
        "sh:path dg:depth ; sh:disjoint dg:depth",
    ],
)
def test_a_constraint_that_the_first_pass_knows_gives_the_results_of_pyshacl(constraint: str, library: Path) -> None:
    shapes = own(library, constraint)
    (shape,) = shapes.sieve.shapes
    assert shape.is_known
    assert shapes.sieve.left_over(Index(SOUND))
    assert results_on(Index(SOUND), shapes)
    assert_same(SOUND, shapes)


def test_a_shape_that_is_a_class_too_is_left_to_pyshacl_with_all_others(library: Path) -> None:
    shapes = own(library, "sh:path dg:gloss ; sh:minCount 1", ", rdfs:Class")
    assert not shapes.sieve.is_whole
    assert_same(SOUND, shapes)


@pytest.mark.parametrize(
    ("constraint", "counts"),
    [
        ("sh:path dg:evidence ; sh:minCount 3", 3),
        ("sh:path dg:evidence ; sh:minCount 3 ; sh:maxCount 4", 3),
        ("sh:path dg:evidence ; sh:minCount 3 ; sh:class dg:TextSpan", 1),
        ("sh:path [ sh:inversePath dg:disputes ] ; sh:minCount 3", 1),
        ("sh:path dg:disputes ; sh:hasValue dgv:Negative", 1),
        ("sh:path dg:disputes ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:class dg:Claim ]", 1),
        ("sh:path dg:disputes ; sh:minCount 1 ; sh:equals dg:content", 0),
        ("sh:path dg:disputes ; sh:maxCount 0", 0),
        ("sh:path dg:evidence ; sh:uniqueLang true ; sh:minCount 1", 0),
    ],
)
def test_only_what_hangs_on_the_number_of_values_is_asked_beforehand(
    constraint: str, counts: int, library: Path
) -> None:
    shapes = own(library, constraint)
    assert [len(answers.by_count) for answers in shapes.answers.values()] == ([counts] if counts else [])
    assert_same(SOUND, shapes)


QUERY = "SELECT $this ?value WHERE { $this dg:gloss ?value }"


@pytest.mark.parametrize(
    ("query", "is_known"),
    [
        (QUERY, True),
        (QUERY.replace("?value }", "?value . FILTER NOT EXISTS { $this dg:disputes ?other } }"), True),
        (QUERY.replace("?value }", '?value . FILTER (STR(?value) != "a; b. c") }'), True),
        (QUERY.replace("?value }", '?value . FILTER (CONTAINS(?value, "a")) }'), True),
        (QUERY.replace("?value }", '?value . FILTER (STR(?value) != "FILTER (") }'), True),
        (QUERY.replace("?value }", "?value ; dg:depth ?depth . FILTER (?depth > 0) FILTER (?depth < 2) }"), True),
        (QUERY.replace("?value }", "?value ; dg:depth ?depth . FILTER (?depth - 1 + 1 = ?depth) }"), True),
        (QUERY.replace("?value }", "?value ; dg:voice ?voice . ?voice dg:depth ?value . }"), True),
        (QUERY.replace("?value }", "?value . ?other dg:disputes ?another . }"), True),
        (QUERY.replace("dg:gloss", "dg:voice/dg:speaker|dg:content/^dg:content*"), True),
        (QUERY.replace("dg:gloss", "dg:disputes+"), True),
        (QUERY.replace("dg:gloss", "dg:gloss|^dg:disputes"), True),
        (QUERY.replace("$this dg:gloss ?value", "$this ?property ?value"), False),
        (QUERY.replace("?value }", "?value ; ?property ?value }"), False),
        (QUERY.replace("dg:gloss", "!dg:gloss"), False),
        (QUERY.replace("?value }", "?value . OPTIONAL { $this dg:disputes ?other } }"), False),
        (
            QUERY.replace("{ $this dg:gloss ?value }", "{ { $this dg:gloss ?value } UNION { $this dg:rule ?value } }"),
            False,
        ),
        (QUERY.replace("?value }", "?value . { $this dg:rule ?rule } }"), False),
        (QUERY.replace("?value }", "?value . BIND (1 AS ?one) }"), False),
        (QUERY + " LIMIT 1", False),
        ("SELECT $this (COUNT(?v) AS ?value) WHERE { $this dg:gloss ?v } GROUP BY $this", False),
        ("SELECT $this WHERE { ?a dg:disputes ?b . FILTER ($this = ?a) }", False),
        ("SELECT $this WHERE { ?a dg:disputes ?b . FILTER NOT EXISTS { $this dg:disputes ?b } }", False),
    ],
)
def test_a_query_is_asked_of_a_whole_graph_only_if_that_is_the_same(query: str, is_known: bool, library: Path) -> None:
    constraint = f"sh:prefixes <https://w3id.org/diplograph/shapes> ; sh:message 'No.' ; sh:select '''{query}'''"
    shape = f"shapes:S42-own a sh:NodeShape ; sh:targetClass dg:Claim ; sh:sparql [ {constraint} ] ."
    (library / "own.ttl").write_text(HEAD + shape, "utf-8")
    shapes = shapes_in(library)
    (aimed,) = shapes.sieve.shapes
    assert aimed.is_known == is_known
    assert sum(len(rule.queries) for rule in aimed.rules) == is_known
    assert_same(SOUND, shapes)


# The tables of a graph.

_IRIS = st.sampled_from(["urn:a", "urn:b", "https://example.org/é#f", "urn:a-b"]).map(NamedNode)
_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_LITERALS = st.one_of(
    _TEXTS.map(Literal),
    _TEXTS.map(lambda text: Literal(text, language="en")),
    _TEXTS.map(lambda text: Literal(text, datatype=NamedNode("urn:d"))),
)
_GRAPHS = st.sampled_from([NamedNode("urn:g"), NamedNode("urn:a"), NamedNode("urn:é"), BlankNode("g"), None])
_QUADS = st.lists(st.builds(Quad, _IRIS | st.just(BlankNode("b")), _IRIS, _IRIS | _LITERALS, _GRAPHS), max_size=8)


def term_of(token: str) -> Literal | NamedNode:
    """The term that N-Quads writes so."""
    (quad,) = list[Quad](parse(f"<urn:s> <urn:p> {token} .", format=RdfFormat.N_TRIPLES))
    assert isinstance(quad.object, Literal | NamedNode)
    return quad.object


@settings(deadline=None)
@given(_QUADS)
def test_the_tables_hold_just_the_triples(quads: list[Quad]) -> None:
    index = Index(quads)
    for quad in quads:
        subject, predicate = str(quad.subject), str(quad.predicate)
        values = index.objects(predicate, subject)
        (value,) = [value for value in values if term_of(value) == quad.object]
        assert value_of(value) == term_of(value).value
        assert is_literal(value) == isinstance(quad.object, Literal)
        assert suffix_of(value) in ("", "@en", "^^<urn:d>")
        assert subject in index.subjects(predicate, value)
        assert value in index.values(predicate)
        assert (subject, value) in index.pairs(predicate)
    for table in (index.by_subject, index.by_object):
        said = sum(len(table(name).of(key)) for name in index.predicates for key in table(name).known())
        assert said == len({quad.triple for quad in quads})
    assert index.has_only_iris == (not any(isinstance(quad.subject, BlankNode) for quad in quads))
