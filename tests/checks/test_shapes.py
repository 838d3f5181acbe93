"""Every shape refuses its broken graphs, and only them; every shape has work to do in the sound graph."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, serialize
from pyoxigraph import RdfFormat as Format
from pyshacl.entrypoints import meta_validate
from rdflib import Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from kg.checks import findings_in_graph, nodes_checked
from kg.checks.index import Index
from kg.checks.judge import NAMESPACES, Shapes, results_by_pyshacl, results_on
from kg.checks.shapes import shapes_in
from kg.converters.attestation import MAX_ATTESTED_DEPTH
from kg.converters.classes import RELATIONS
from kg.errors import DataError
from kg.model.claim import Basis, Certainty, Modality, Polarity
from kg.model.event import REALIS, Status

from .spoiled import BROKEN, SHAPES, Example, copies, examples, sound_quads

ONTOLOGY = SHAPES.parent / "ontology"
CHECKS = SHAPES.parent / "kg" / "checks"
EXAMPLES = examples()


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return shapes_in(SHAPES)


def index_of(quads: Sequence[Quad]) -> Index:
    return Index(quads)


def rules_in(shapes: Shapes) -> set[str]:
    """The names under which a shape can speak: its own, or that of a query that has one."""
    speaking = set(shapes.graph.subjects(SH.message, None))
    speaking |= {
        shape for shape, query in shapes.graph.subject_objects(SH.sparql) if not isinstance(query, URIRef)
    }  # the query has no name
    return {str(node).removeprefix(NAMESPACES["shapes"]) for node in speaking if isinstance(node, URIRef)}


def test_the_sound_graph_has_no_finding_at_all(shapes: Shapes) -> None:
    assert findings_in_graph(sound_quads(), shapes) == ()


def test_there_are_the_41_shapes_of_the_model(shapes: Shapes) -> None:
    assert shapes.codes == tuple(f"S{number:02}" for number in range(1, 42))


def test_every_shape_has_something_to_check_in_the_sound_graph(shapes: Shapes) -> None:
    idle = [code for code, count in nodes_checked(sound_quads(), shapes).items() if not count]
    assert idle == []


def test_a_shape_that_finds_nothing_to_check_is_counted_at_nought(shapes: Shapes) -> None:
    counts = nodes_checked([], shapes)
    assert set(counts) == set(shapes.codes)
    assert not any(counts.values())


def test_no_rule_without_a_broken_example_and_no_example_without_a_rule(shapes: Shapes) -> None:
    assert {example.rule for example in EXAMPLES} == rules_in(shapes)


def test_each_broken_file_has_the_examples_of_its_own_shape() -> None:
    for path in BROKEN.glob("*.toml"):
        rules = re.findall(r'^rule = "(.*)"$', path.read_text("utf-8"), re.MULTILINE)
        assert rules
        assert all(rule.startswith(f"{path.stem}-") for rule in rules), path


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.rule for example in EXAMPLES])
def test_a_broken_graph_is_refused_by_its_own_shape_alone(example: Example, shapes: Shapes) -> None:
    results = results_on(index_of(example.quads()), shapes)
    assert example.rule in {result.rule for result in results}
    assert {result.code for result in results} == {example.rule.partition("-")[0]}


def batches() -> Iterator[list[Quad]]:
    """All broken examples, several in one graph: one of each shape, as far as they do not get in each other's way."""
    sound = set(sound_quads())
    waiting = [(example.rule.partition("-")[0], set(example.quads())) for example in EXAMPLES]
    while waiting:
        quads, codes, left = sound, set(), []
        for code, broken in waiting:
            removed, added = sound - broken, broken - sound
            if code not in codes and removed <= quads and not added & quads:
                quads = quads - removed | added
                codes.add(code)
            else:
                left.append((code, broken))
        waiting = left
        yield sorted(quads, key=str)


def test_rdflib_and_the_store_give_the_same_verdicts(shapes: Shapes) -> None:
    found = set()
    for quads in batches():
        graph = Graph()
        graph.parse(data=serialize(quads, format=Format.N_TRIPLES) or b"", format="nt")
        results = results_on(index_of(quads), shapes)
        assert results == results_by_pyshacl(graph, shapes)
        found |= {result.rule for result in results}
    # Where several examples spoil one graph, one can hide another: 86 of 89 rules speak in the 8 graphs.
    assert len(found) >= 0.9 * len(rules_in(shapes))


def test_the_verdict_on_two_reports_is_that_on_each(shapes: Shapes) -> None:
    assert results_on(index_of(copies(2)), shapes) == ()


def test_named_graphs_are_taken_together(shapes: Shapes) -> None:
    graphs = (NamedNode("https://example.org/1"), NamedNode("https://example.org/2"))
    quads = [
        Quad(quad.subject, quad.predicate, quad.object, graphs[number % 2]) for number, quad in enumerate(sound_quads())
    ]
    assert results_on(index_of(quads), shapes) == ()


def test_the_shapes_are_well_formed_by_the_shapes_of_the_recommendation(shapes: Shapes) -> None:
    conforms, _, text = meta_validate(shapes.graph)
    assert conforms, text


def listed(shapes: Shapes, rule: str) -> set[str]:
    """The values that a rule allows, by their local names."""
    shape = URIRef(NAMESPACES["shapes"] + rule)
    head = shapes.graph.value(shape, SH["in"])
    assert head is not None
    return {str(value).removeprefix(NAMESPACES["dgv"]) for value in Collection(shapes.graph, head)}


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("S07-polarity", set(Polarity)),
        ("S07-certainty", set(Certainty)),
        ("S07-modality", set(Modality)),
        ("S07-basis", set(Basis)),
        ("S16-status", set(Status)),
        ("S16-realis", set(REALIS.values())),
    ],
)
def test_a_closed_list_is_that_of_the_model(rule: str, values: set[str], shapes: Shapes) -> None:
    assert listed(shapes, rule) == values


def test_the_groups_of_statuses_are_those_of_the_model(shapes: Shapes) -> None:
    groups = {}
    for name, rule in (
        ("S16-fact", "S16-fact-is-realis"),
        ("S16-doubt", "S16-doubt-is-uncertain"),
        ("S16-unreal", "S16-unreal-is-irrealis"),
    ):
        (realis,) = listed(shapes, rule)
        for status in shapes.graph.objects(URIRef(NAMESPACES["shapes"] + name), SH.targetNode):
            groups[str(status).removeprefix(NAMESPACES["dgv"])] = realis
    assert groups == {str(status): realis for status, realis in REALIS.items()}


def test_a_claim_bears_what_its_content_leads_to_by_any_relation_but_mere_order(shapes: Shapes) -> None:
    ways = {
        str(relation).removeprefix(NAMESPACES["dg"])
        for way in shapes.graph.objects(URIRef(NAMESPACES["shapes"] + "S17-no-bare-fact"), SH.path)
        for steps in shapes.graph.objects(Collection(shapes.graph, way)[0], SH.zeroOrMorePath)
        for ways in shapes.graph.objects(steps, SH.alternativePath)
        for back in Collection(shapes.graph, ways)
        for relation in shapes.graph.objects(back, SH.inversePath)
    }
    assert ways == RELATIONS - {"precedes", "follows"}


def test_an_attesting_voice_is_as_near_as_the_converters_want_it(shapes: Shapes) -> None:
    depths = [int(str(depth)) for depth in shapes.graph.objects(None, SH.maxInclusive)]
    assert depths == [MAX_ATTESTED_DEPTH]


def test_every_message_says_what_to_do(shapes: Shapes) -> None:
    for message in shapes.graph.objects(None, SH.message):
        sentences = re.findall(r"[^.:;]+[.:;]", str(message))
        assert len(sentences) >= 2, message


def test_ill_typed_literals_do_not_leak_to_the_terminal(shapes: Shapes, capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    quads = Example("S29", "", add='<ev/delay> dg:earliest "yesterday"^^xsd:date .').quads()
    results = results_on(index_of(quads), shapes)
    assert results == ()  # it is no day that could lie after another; kg/checks/dates.py compares it with the date
    assert capfd.readouterr() == ("", "")


# The loader refuses shapes that would guard nothing.


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder of shapes of one's own, beside the ontology."""
    shutil.copytree(ONTOLOGY, tmp_path / "ontology")
    folder = tmp_path / "shapes"
    folder.mkdir()
    shutil.copy(SHAPES / "prefixes.ttl", folder)
    return folder


HEAD = """@prefix dg: <https://w3id.org/diplograph/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shapes: <https://w3id.org/diplograph/shapes#> .
"""
GOOD = """
shapes:S42-claim a sh:NodeShape ; sh:targetClass dg:Claim ; sh:property shapes:S42-gloss .
shapes:S42-gloss a sh:PropertyShape ; sh:path dg:gloss ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "No." .
"""
QUERY = """
shapes:S42-claim a sh:NodeShape ; sh:targetClass dg:Claim ; sh:sparql shapes:S42-asks .
shapes:S42-asks a sh:SPARQLConstraint ; sh:prefixes <https://w3id.org/diplograph/shapes> ; sh:message "No." ;
    sh:select "SELECT $this WHERE { $this dg:gloss ?gloss }" .
"""


@pytest.mark.parametrize("turtle", [GOOD, QUERY])
def test_a_shape_may_be_added(turtle: str, library: Path) -> None:
    (library / "own.ttl").write_text(HEAD + turtle, "utf-8")
    assert shapes_in(library).codes == ("S42",)


@pytest.mark.parametrize(
    ("turtle", "line", "what"),
    [
        (GOOD.replace("sh:minCount 1 ;", "sh:minCount 1"), 6, "not Turtle"),
        (GOOD.replace("dg:gloss", "ours:gloss"), 6, "ours: has not been declared"),
        (GOOD.replace("dg:gloss", "dg:glos"), 6, "ontology#glos"),
        (GOOD.replace("dg:Claim", "dg:Clam"), 5, "ontology#Clam"),
        (QUERY.replace("dg:gloss", "dg:glos"), 7, "ontology#glos"),
        (GOOD.replace("sh:targetClass dg:Claim ; ", ""), 5, "targets nothing"),
        (GOOD.replace("S42-claim", "claim"), 5, "has no number"),
        (GOOD.replace('; sh:message "No."', ""), 6, "has no message"),
        (GOOD.replace("sh:severity sh:Warning ; ", ""), 6, "has no severity"),
        (GOOD.replace(" ; sh:property shapes:S42-gloss", ""), 6, "is used by no shape"),
        (QUERY.replace("{ $this", "{{ $this"), 5, "has a query that cannot be read"),
        (QUERY.replace("?gloss }", "?gloss . $this skos:no#"), 5, "has a query that cannot be read"),
    ],
)
def test_a_faulty_shape_is_refused_with_file_and_line(turtle: str, line: int, what: str, library: Path) -> None:
    (library / "own.ttl").write_text(HEAD + turtle, "utf-8")
    with pytest.raises(DataError, match=re.escape(what)) as refused:
        shapes_in(library)
    assert refused.value.place == f"{library / 'own.ttl'}:{line}"
    assert refused.value.cure


def test_a_shape_that_pyshacl_cannot_use_is_refused(library: Path) -> None:
    (library / "own.ttl").write_text(HEAD + GOOD.replace("sh:path dg:gloss ; ", ""), "utf-8")
    with pytest.raises(DataError, match="pySHACL cannot use the shapes"):
        shapes_in(library)


def test_a_constraint_that_pyshacl_cannot_use_is_refused_when_it_meets_data(library: Path) -> None:
    (library / "own.ttl").write_text(HEAD + GOOD.replace("sh:minCount 1", "sh:minCount dg:gloss"), "utf-8")
    with pytest.raises(DataError, match="pySHACL cannot use the shapes"):
        findings_in_graph(sound_quads(), shapes_in(library))


def test_a_folder_without_shapes_or_ontology_is_refused(tmp_path: Path, library: Path) -> None:
    with pytest.raises(DataError, match=r"no \.ttl file"):
        shapes_in(tmp_path / "nowhere")
    shutil.rmtree(library.parent / "ontology")
    with pytest.raises(DataError, match=r"no \.ttl file"):
        shapes_in(library)


def test_a_file_of_shapes_that_is_not_utf8_is_refused(library: Path) -> None:
    (library / "own.ttl").write_bytes(b"#\n# \xff\n")
    with pytest.raises(DataError, match=r"own\.ttl:2: not UTF-8"):
        shapes_in(library)


def test_the_page_on_shapes_tells_of_every_rule_with_its_severity(shapes: Shapes) -> None:
    page = (SHAPES.parent / "docs" / "shapes.md").read_text("utf-8")
    told = dict(re.findall(r"^\| `(S\d\d-[a-z0-9-]+)` \| (error|warning) \|", page, re.MULTILINE))
    expected = {}
    for rule in rules_in(shapes):
        shape: Node | None = URIRef(NAMESPACES["shapes"] + rule)
        if (shape, RDF.type, SH.SPARQLConstraint) in shapes.graph:
            shape = shapes.graph.value(None, SH.sparql, shape)
        severity = shapes.graph.value(shape, SH.severity)
        expected[rule] = "warning" if severity == SH.Warning else "error"
    assert told == expected


def test_the_page_on_shapes_tells_each_broken_example() -> None:
    page = (SHAPES.parent / "docs" / "shapes.md").read_text("utf-8")
    missing = [example.rule for example in EXAMPLES if f"| {example.story} |" not in page]
    assert missing == []


def test_the_page_on_shapes_tells_of_every_code_of_a_finding() -> None:
    page = (SHAPES.parent / "docs" / "shapes.md").read_text("utf-8")
    told = set(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE))
    written = {
        code
        for name in ("quotes", "dates", "nodes")
        for code in re.findall(r'"([a-z]+(?:-[a-z]+)+)"', (CHECKS / f"{name}.py").read_text("utf-8"))
    }
    assert told == written - {"utf-8"}
