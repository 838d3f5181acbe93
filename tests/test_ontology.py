"""The ontology, the vocabulary, the context, the page about the model and the code say the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld  # type: ignore[import-untyped]
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Namespace, URIRef
from rdflib.compare import isomorphic

from kg.converters import quads_of
from kg.converters.classes import (
    CARRIED_OUT,
    EVENTUALITY,
    INVERSES,
    MESSAGE_ROLE,
    PARENTS,
    RELATIONS,
    ROLES,
    TREND,
    WORDED_ATTRIBUTES,
)
from kg.converters.vocab import OWN
from kg.model.claim import Basis, Certainty, Modality, Polarity
from kg.model.dates import Resolution
from kg.model.entity import Kind
from kg.model.event import REALIS, Status
from tests.converters.readings import READING

ROOT = Path(__file__).resolve().parent.parent
BASE = "https://w3id.org/diplograph/"
DG, DGV = Namespace(f"{BASE}ontology#"), Namespace(f"{BASE}vocab#")
CRM = Namespace("http://www.cidoc-crm.org/cidoc-crm/")
ORG = Namespace("http://www.w3.org/ns/org#")

ONTOLOGY = Graph().parse(ROOT / "ontology/diplograph.ttl")
VOCABULARY = Graph().parse(ROOT / "ontology/vocab.ttl")
CONTEXT: dict[str, Any] = json.loads((ROOT / "ontology/context.jsonld").read_text("utf-8"))["@context"]
MODEL_PAGE = (ROOT / "docs/model.md").read_text("utf-8")

# Kinds of entity that other vocabularies name; all others have a class of ours.
BORROWED_KINDS = {Kind.PERSON, Kind.ORGANISATION, Kind.POST}
# The codes of political event data are notations on classes: no statement about a report uses them.
NOTATIONS = {"cameoCode", "ploverType"}


def defined(kind: URIRef) -> set[str]:
    return {str(term).removeprefix(DG) for term in ONTOLOGY.subjects(RDF.type, kind)}


CLASSES = defined(OWL.Class)
PROPERTIES = defined(OWL.ObjectProperty) | defined(OWL.DatatypeProperty)
TERMS = sorted(CLASSES | PROPERTIES | defined(RDFS.Datatype))
CONCEPTS = sorted(str(term).removeprefix(DGV) for term in VOCABULARY.subjects(RDF.type, SKOS.Concept))
SCHEMES = sorted(str(term).removeprefix(DGV) for term in VOCABULARY.subjects(RDF.type, SKOS.ConceptScheme))


def scheme(name: str) -> set[str]:
    return {str(term).removeprefix(DGV) for term in VOCABULARY.subjects(SKOS.inScheme, DGV[name])}


def above(name: str, prop: URIRef = RDFS.subClassOf) -> set[str]:
    ours = {str(term) for term in ONTOLOGY.objects(DG[name], prop)}
    return {term.removeprefix(DG) for term in ours if term.startswith(DG)}


def test_code_and_ontology_name_the_same_terms() -> None:
    assert set(TERMS) - NOTATIONS == OWN.dg.names


def test_code_and_vocabulary_name_the_same_concepts() -> None:
    assert set(CONCEPTS) == OWN.dgv.names


def test_code_and_ontology_draw_the_same_tree_of_eventualities() -> None:
    below = {name for name in CLASSES if DG[EVENTUALITY] in ONTOLOGY.transitive_objects(DG[name], RDFS.subClassOf)}
    drawn = {name: parent for name in below - {EVENTUALITY, "AttestedEvent"} for parent in above(name)}
    assert drawn == PARENTS


def test_an_eventuality_is_no_kind_of_event_of_any_other_vocabulary() -> None:
    assert set(ONTOLOGY.objects(DG[EVENTUALITY], RDFS.subClassOf)) == set()
    for name in PARENTS:
        borrowed = [term for term in ONTOLOGY.objects(DG[name], RDFS.subClassOf) if not str(term).startswith(DG)]
        assert borrowed == ([ORG.Membership] if name == "Tenure" else []), name


def test_every_role_is_a_kind_of_participant() -> None:
    assert {name for name in PROPERTIES if "participant" in above(name, RDFS.subPropertyOf)} | {"participant"} == ROLES


def test_those_who_do_it_are_aligned_with_the_crm() -> None:
    assert {str(term).removeprefix(DG) for term in ONTOLOGY.subjects(SKOS.closeMatch, CRM.P14_carried_out_by)} == (
        CARRIED_OUT
    )


def test_roles_that_also_stand_elsewhere_have_no_domain() -> None:
    for name in ("participant", "speaker", "sender", "recipient", "bearer", "onBehalfOf", "head", "subject"):
        assert ONTOLOGY.value(DG[name], RDFS.domain) is None, name


def test_relations_lead_from_object_properties() -> None:
    assert (RELATIONS | set(INVERSES.values()) | {MESSAGE_ROLE, TREND}) <= defined(OWL.ObjectProperty)
    for one, other in INVERSES.items():
        pair = {(DG[one], OWL.inverseOf, DG[other]), (DG[other], OWL.inverseOf, DG[one])}
        assert any(triple in ONTOLOGY for triple in pair), (one, other)


def test_worded_attributes_take_text_in_a_language() -> None:
    for name in WORDED_ATTRIBUTES:
        assert ONTOLOGY.value(DG[name], RDFS.range) == RDF.langString


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("StatusScheme", Status),
        ("PolarityScheme", Polarity),
        ("CertaintyScheme", Certainty),
        ("ModalityScheme", Modality),
        ("BasisScheme", Basis),
        ("ResolutionScheme", Resolution),
        ("RealisScheme", set(REALIS.values())),
        ("DurationQualifierScheme", {"Approximately", "MoreThan", "LessThan", "Merely"}),
        ("TrendScheme", {"Improving", "Worsening"}),
    ],
)
def test_each_closed_list_of_the_model_is_a_scheme(name: str, values: Any) -> None:
    assert scheme(name) == set(values)


def test_each_status_has_the_group_that_the_model_gives_it() -> None:
    groups = {str(s).removeprefix(DGV): str(o).removeprefix(DGV) for s, o in VOCABULARY.subject_objects(SKOS.broader)}
    assert {status: groups[status] for status in Status} == REALIS


def test_three_roles_make_top_leadership() -> None:
    leaders = {str(term).removeprefix(DGV) for term in VOCABULARY.subjects(SKOS.broader, DGV.TopLeadership)}
    assert leaders == {"HeadOfState", "HeadOfGovernment", "PartyLeader"}


def test_every_kind_of_entity_has_a_class() -> None:
    assert {kind.value for kind in Kind if kind not in BORROWED_KINDS} <= CLASSES


@pytest.mark.parametrize("name", TERMS)
def test_every_term_has_label_definition_context_and_a_line_in_the_model_page(name: str) -> None:
    assert ONTOLOGY.value(DG[name], RDFS.label), "no label"
    definition = str(ONTOLOGY.value(DG[name], SKOS.definition))
    assert definition.endswith("."), "no definition that is a sentence"
    assert f"`dg:{name}`" in MODEL_PAGE, "not in docs/model.md"
    if name not in NOTATIONS:
        written = CONTEXT[name] if isinstance(CONTEXT[name], str) else CONTEXT[name]["@id"]
        assert written == f"dg:{name}"


@pytest.mark.parametrize("name", CONCEPTS)
def test_every_concept_has_label_definition_scheme_and_a_line_in_the_model_page(name: str) -> None:
    assert VOCABULARY.value(DGV[name], SKOS.prefLabel)
    assert str(VOCABULARY.value(DGV[name], SKOS.definition)).endswith(".")
    assert VOCABULARY.value(DGV[name], SKOS.inScheme)
    assert re.search(rf"`(dgv:)?{name}`", MODEL_PAGE)


def test_every_value_property_has_a_range_and_the_context_knows_its_type() -> None:
    for name in sorted(PROPERTIES):
        term = CONTEXT[name]
        if DG[name] in set(ONTOLOGY.subjects(RDF.type, OWL.ObjectProperty)):
            assert term["@type"] == "@id", name
            continue
        value_range = ONTOLOGY.value(DG[name], RDFS.range)
        assert value_range is not None, name
        expanded: Any = jsonld.expand({"@context": CONTEXT, name: "x"})
        value = expanded[0][str(DG[name])][0]
        datatype = value.get("@type", str(RDF.langString) if "@language" in value else str(XSD.string))
        assert datatype == str(value_range), name


def test_nothing_is_the_same_as_anything_else() -> None:
    for graph in (ONTOLOGY, VOCABULARY):
        assert (None, OWL.sameAs, None) not in graph
    assert not any("sameAs" in quad.predicate.value for quad in quads_of(READING))


def test_both_files_have_a_version() -> None:
    assert ONTOLOGY.value(URIRef(f"{BASE}ontology"), OWL.versionIRI)
    assert VOCABULARY.value(URIRef(f"{BASE}vocab"), OWL.versionIRI)


def test_every_own_term_that_is_written_is_defined() -> None:
    written = {str(term).strip("<>") for quad in quads_of(READING) for term in (quad.predicate, quad.object)}
    ours = {iri for iri in written if iri.startswith((str(DG), str(DGV)))}
    assert ours <= {str(term) for graph in (ONTOLOGY, VOCABULARY) for term in graph.subjects(RDF.type)}


def test_the_context_names_everything_that_is_written_and_loses_nothing() -> None:
    graph = Graph()
    graph.parse(data="\n".join(f"{q.subject} {q.predicate} {q.object} ." for q in quads_of(READING)), format="nt")
    document: Any = jsonld.compact(json.loads(graph.serialize(format="json-ld")), CONTEXT)
    for node in document["@graph"]:
        assert not [key for key in node if key.startswith("http")]
        kinds = node["@type"] if isinstance(node["@type"], list) else [node["@type"]]
        assert not [kind for kind in kinds if kind.startswith("http")]
    status = [node["status"] for node in document["@graph"] if "status" in node]
    assert "dgv:Withdrawn" in status
    again = Graph().parse(data=json.dumps(document), format="json-ld")
    assert isomorphic(again, graph)
