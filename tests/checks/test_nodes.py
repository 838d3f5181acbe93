"""Everything has an IRI that stays, and no term of ours is misspelt."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.checks.index import Index
from kg.checks.nodes import node_findings
from kg.checks.shapes import shapes_in

from .spoiled import SHAPES, Example, sound_quads

TERMS = shapes_in(SHAPES).terms


def codes(quads: list[Quad]) -> list[str]:
    index = Index(quads)
    return [finding.code for finding in node_findings(index, TERMS)]


def test_the_sound_graph_has_neither() -> None:
    assert codes(sound_quads()) == []


@pytest.mark.parametrize(
    ("add", "code"),
    [
        ("<ev/delay> dg:place [] .", "blank-node"),
        ('[] rdfs:label "nobody" .', "blank-node"),
        ("<ev/delay> a dg:Meating .", "unknown-term"),
        ("<ev/delay> dg:visiter agent:levin-boris .", "unknown-term"),
        ("<claim/delay> dg:modality dgv:Rumour .", "unknown-term"),
    ],
)
def test_it_is_refused(add: str, code: str) -> None:
    assert codes(Example("node", "", add=add).quads()) == [code]


def test_a_graph_without_any_term_of_ours_is_refused_since_no_shape_can_check_it() -> None:
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    assert codes([Quad(NamedNode("https://example.org/a"), label, Literal("a"))]) == ["nothing-to-check"]
    assert codes([]) == ["nothing-to-check"]


def test_a_namespace_by_itself_is_no_term() -> None:
    described = "<https://w3id.org/diplograph/dataset> dcterms:conformsTo <https://w3id.org/diplograph/ontology#> ."
    assert codes(Example("node", "", add=described).quads()) == []
