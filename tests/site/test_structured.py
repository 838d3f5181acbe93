"""What search engines read: in the terms of schema.org, as schema.org means them, and no more than the graph says."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pyshacl
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from kg.site.graph import Graph
from kg.site.structured import schema_org

from .documents import GOLDEN_RECORD, SOUND_RECORD, golden_graph, sound_graph

SHACL = "http://www.w3.org/ns/shacl#"
SUB_CLASS = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
SCHEMA = "http://schema.org/"
NEWER = {"MediaObject": {"sha256"}}  # the shapes are of April 2021; rdflib's list of terms has it, with this use
SOUND = SOUND_RECORD.removesuffix("record")


def nodes_of(graph: Graph) -> dict[str, dict[str, Any]]:
    """What is given of each thing of a graph."""
    written = {iri: schema_org(graph, iri) for iri in sorted(graph.all_subjects())}
    return {iri: json.loads(text) for iri, text in written.items() if text}


def parts_of(node: object) -> list[dict[str, Any]]:
    """A node and all nodes in it."""
    if isinstance(node, list):
        return [part for each in node for part in parts_of(each)]
    if isinstance(node, dict):
        return [node, *(part for each in node.values() for part in parts_of(each))]
    return []


@cache
def shapes() -> Store:
    """The shapes of schema.org."""
    store = Store()
    path = Path(pyshacl.__file__).parent / "assets" / "schema.ttl"
    store.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    return store


@cache
def properties_of(type_: str) -> frozenset[str]:
    """What schema.org lets stand on a type, its broader types counted in."""
    waiting, classes, found = [NamedNode(SCHEMA + type_)], set(), set()
    while waiting:
        kind = waiting.pop()
        classes.add(kind)
        broader = [quad.object for quad in shapes().quads_for_pattern(kind, SUB_CLASS, None)]
        waiting += [each for each in broader if isinstance(each, NamedNode) and each not in classes]
        for shape in shapes().quads_for_pattern(kind, NamedNode(f"{SHACL}property"), None):
            assert isinstance(shape.object, NamedNode)
            paths = shapes().quads_for_pattern(shape.object, NamedNode(f"{SHACL}path"), None)
            found |= {
                str(path.object.value).removeprefix(SCHEMA) for path in paths if isinstance(path.object, NamedNode)
            }
    return frozenset(found | NEWER.get(type_, set()))


@pytest.mark.parametrize("graph", [sound_graph(), golden_graph()], ids=["sound", "golden"])
def test_every_property_is_one_that_schema_org_lets_stand_on_its_type(graph: Graph) -> None:
    nodes = nodes_of(graph)
    assert {node["@type"] for node in nodes.values() if isinstance(node["@type"], str)} >= {"Person", "Claim", "Event"}
    for node in nodes.values():
        for part in parts_of(node):
            types = part.get("@type", [])
            allowed = frozenset[str]().union(*map(properties_of, [types] if isinstance(types, str) else types))
            said = {name for name in part if not name.startswith("@")}
            assert not types or said <= allowed, (types, said - allowed)
            assert types or said <= {"name"}


@pytest.mark.parametrize("graph", [sound_graph(), golden_graph()], ids=["sound", "golden"])
def test_every_word_stands_in_the_graph(graph: Graph) -> None:
    """Only `description` of a claim is put together, and only of names."""
    known = {value.value for iri in graph.all_subjects() for values in graph.about(iri).values() for value in values}
    known |= graph.all_subjects()
    for node in nodes_of(graph).values():
        for part in parts_of(node):
            for name, value in part.items():
                for each in value if isinstance(value, list) else [value]:
                    if isinstance(each, str) and name not in ("@context", "@type", "description", "eventStatus"):
                        assert each in known, (name, each)


def test_nothing_that_is_not_attested_is_an_event_but_a_visit_that_was_planned_or_withdrawn() -> None:
    for graph in (sound_graph(), golden_graph()):
        for iri, node in nodes_of(graph).items():
            if node["@type"] == "Event" and "dg:AttestedEvent" not in graph.kinds(iri):
                assert {"dg:Visit", "dg:OfficialVisit"} & set(graph.kinds(iri))
                status = graph.name(iri, "dg:status")
                named = {"Withdrawn": "EventCancelled", "Prospective": "EventScheduled"}[status]
                assert node["eventStatus"] == f"https://schema.org/{named}"


def test_a_withdrawn_visit_is_cancelled_and_a_denied_one_is_not_given() -> None:
    nodes = nodes_of(sound_graph())
    assert nodes[f"{SOUND}ev/visit-withdrawn"]["eventStatus"] == "https://schema.org/EventCancelled"
    assert f"{SOUND}ev/port-visit" not in nodes
    assert "eventStatus" not in nodes[f"{SOUND}ev/courtesy-visit"]


def test_a_planned_visit_that_somebody_denies_is_not_given() -> None:
    graph = sound_graph(
        """<ev/planned> a dg:Eventuality , dg:Visit ; dg:status dgv:Prospective .
        <claim/no> a dg:Claim ; dg:content <ev/planned> ; dg:polarity dgv:Negative ; dg:voice <voice/levin> ."""
    )
    assert schema_org(graph, f"{SOUND}ev/planned") == ""


def test_an_interval_of_uncertainty_is_no_beginning() -> None:
    graph = sound_graph(
        """<ev/then> a dg:Eventuality , dg:AttestedEvent ; dg:date "1955-03-01/1955-03-07" .
        <ev/month> a dg:Eventuality , dg:AttestedEvent ; dg:date "1955-03" ."""
    )
    assert "startDate" not in json.loads(schema_org(graph, f"{SOUND}ev/then"))
    assert json.loads(schema_org(graph, f"{SOUND}ev/month"))["startDate"] == "1955-03"


def test_a_claim_says_through_whom_it_is_heard_and_that_it_is_a_denial() -> None:
    said = [node["description"] for node in nodes_of(sound_graph()).values() if node["@type"] == "Claim"]
    assert "Denied by Pavel Orlov, as told by Boris Levin, as told by Jan Zawada" in said


def test_a_document_names_its_translation_its_rights_and_its_text_and_no_licence() -> None:
    node = json.loads(schema_org(sound_graph(), SOUND_RECORD))
    translation = node["workTranslation"]
    assert translation["copyrightNotice"] == "To be used for tests only."
    assert translation["encoding"]["sha256"].startswith("4e57992d")
    assert "license" not in json.dumps(node)
    licensed = sound_graph("<record> dcterms:license <https://creativecommons.org/licenses/by/4.0/> .")
    assert json.loads(schema_org(licensed, SOUND_RECORD))["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_a_record_in_an_archive_is_a_part_of_it_and_another_is_not() -> None:
    held = "<record> schema:holdingArchive agent:archive-of-new-records ."
    assert json.loads(schema_org(sound_graph(held), SOUND_RECORD))["@type"] == ["Report", "ArchiveComponent"]
    assert json.loads(schema_org(sound_graph(), SOUND_RECORD))["@type"] == "Report"
    assert json.loads(schema_org(golden_graph(), GOLDEN_RECORD))["author"]["@type"] == "Person"


def test_what_schema_org_has_no_word_for_has_no_data() -> None:
    graph = sound_graph()
    for path in (
        "voice/levin",
        "agent/soviet-side",
        "agent/delegation",
        "source.txt#char=131,155",
        "mapping/levin-boris",
    ):
        assert graph.knows(f"{SOUND}{path}")
        assert schema_org(graph, f"{SOUND}{path}") == ""
    assert schema_org(graph, f"{SOUND}agent/nobody") == ""
