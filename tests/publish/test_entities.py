"""The catalogue of a build: each entity once, with what all documents say of it, and nothing that none says."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import DataError, UsageError
from kg.model.catalogue import CataloguedDocument, HeldOffice
from kg.model.entity import Kind
from kg.publish.entities import catalogue_in, catalogue_of
from kg.publish.prefixes import prefixes
from tests.publish.graphs import BERN, GOLDEN, RIGA

BASE = "https://example.org/kg/"


def graph(key: str, *triples: str) -> list[Quad]:
    """Triples in a document's graph: our things by what follows the base, terms with their prefix, texts quoted."""
    quads = []
    for triple in triples:
        subject, predicate, value = triple.split(" ", 2)
        said = Literal(value.strip('"')) if value.startswith('"') else named(value)
        quads.append(Quad(named(subject), named(predicate), said, NamedNode(f"{BASE}graph/{key}/v1")))
    return quads


def named(name: str) -> NamedNode:
    prefix, colon, local = name.partition(":")
    return NamedNode(prefixes()[prefix] + local if colon else BASE + name)


TWO_DOCUMENTS = [
    *graph(
        "one",
        'doc/one/record dcterms:title "Report"',
        'doc/one/record dg:date "1931-05"',
        "agent/rehm rdf:type schema:Person",
        'agent/rehm rdfs:label "Rehm"',
        "agent/rehm dg:affiliatedState agent/norland",
        "agent/rehm skos:exactMatch wd:Q7",
        "agent/rehm skos:closeMatch wd:Q8",
        "agent/norland rdf:type dg:State",
        'agent/norland rdfs:label "Norland"',
        "doc/one/mapping/a owl:annotatedSource agent/rehm",
        "doc/one/mapping/a owl:annotatedProperty skos:exactMatch",
        'doc/one/mapping/a sssom:object_label "Otto Ludwig Rehm"',
        "doc/one/mapping/b owl:annotatedSource agent/rehm",
        "doc/one/mapping/b owl:annotatedProperty skos:closeMatch",
        'doc/one/mapping/b sssom:object_label "House of Rehm"',
        "doc/one/agent/a rdf:type dg:UnnamedPerson",
        'doc/one/agent/a rdfs:label "interpreter"',
        'doc/one/ev/visit-a rdfs:label "Rehm visits"',
    ),
    *graph(
        "two",
        "agent/rehm rdf:type schema:Person",
        'agent/rehm rdfs:label "Rehm"',
        'agent/rehm skos:altLabel "Minister Rehm"',
        "office/minister rdf:type org:Post",
        'office/minister rdfs:label "Minister of Norland"',
        "doc/two/ev/tenure-a org:member agent/rehm",
        "doc/two/ev/tenure-a dg:post office/minister",
        "doc/two/ev/tenure-a org:role dgv:Minister",
        "doc/two/ev/tenure-a dg:realis dgv:Realis",
        "doc/two/ev/tenure-b org:member agent/rehm",
        "doc/two/ev/tenure-b org:role dgv:HeadOfState",
        "doc/two/ev/tenure-b dg:realis dgv:Irrealis",
    ),
    *graph("three", "agent/rehm rdf:type schema:Person", 'agent/rehm rdfs:label "Otto Rehm"'),
]


def test_an_entity_of_many_documents_stands_once_with_what_all_say() -> None:
    catalogue = catalogue_of(TWO_DOCUMENTS)
    rehm = catalogue.entities[f"{BASE}agent/rehm"]
    assert catalogue.base == BASE
    assert rehm.kind is Kind.PERSON
    assert rehm.documents == ("one", "three", "two")
    assert rehm.state_iris == (f"{BASE}agent/norland",)
    assert (rehm.same_qids, rehm.close_qids) == (("Q7",), ("Q8",))
    assert catalogue.documents == {"one": CataloguedDocument("one", "Report", "1931-05")}


def test_a_full_name_goes_before_a_surname_that_more_documents_use() -> None:
    rehm = catalogue_of(TWO_DOCUMENTS).entities[f"{BASE}agent/rehm"]
    assert rehm.name == "Otto Rehm"
    assert rehm.names == ("Rehm", "Minister Rehm", "Otto Ludwig Rehm")


def test_only_an_office_that_is_really_held_is_one() -> None:
    rehm = catalogue_of(TWO_DOCUMENTS).entities[f"{BASE}agent/rehm"]
    assert rehm.offices == (HeldOffice("Minister of Norland", f"{BASE}office/minister", "Minister"),)


def test_unnamed_persons_and_eventualities_are_no_entities() -> None:
    assert set(catalogue_of(TWO_DOCUMENTS).entities) == {
        f"{BASE}{name}" for name in ("agent/rehm", "agent/norland", "office/minister")
    }


def test_statements_outside_of_the_graphs_of_documents_are_passed_over() -> None:
    quads = graph("one", "agent/a rdf:type schema:Person", 'agent/a rdfs:label "A"')
    elsewhere = [Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    assert catalogue_of(elsewhere).entities == {}


def test_a_folder_and_its_files_have_the_same_catalogue() -> None:
    folder = catalogue_in(GOLDEN)
    assert {key for entity in folder.entities.values() for key in entity.documents} == {RIGA, BERN}
    assert catalogue_in(GOLDEN / "all.trig").entities == folder.entities
    one = catalogue_in(GOLDEN / f"{RIGA}.nq")
    assert {key for entity in one.entities.values() for key in entity.documents} == {RIGA}


def test_what_cannot_be_read_is_refused_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Run kg build first"):
        catalogue_in(tmp_path)
    (tmp_path / "all.nq").write_text("", "utf-8")
    with pytest.raises(UsageError, match="no entity in this build"):
        catalogue_in(tmp_path)
    (tmp_path / "all.nq").write_text("<a", "utf-8")
    with pytest.raises(DataError, match="cannot be read as N-Quads"):
        catalogue_in(tmp_path)
    (tmp_path / "all.ttl").write_text("", "utf-8")
    with pytest.raises(UsageError, match=r"\.nq or \.trig"):
        catalogue_in(tmp_path / "all.ttl")
