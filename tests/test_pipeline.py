"""The whole flow on one report of our own: what comes out, that it is sound, and that it is always the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve

from kg.checks import shapes_in
from kg.converters import Base
from kg.model.event import REALIS
from kg.model.finding import Finding, Severity
from kg.pipeline import Build, flat_events
from kg.publish.terms import statements_of, value_of

from .build_golden import FILES, GOLDEN, ROOT, golden_build, golden_files

DG = f"{Base().iri}ontology#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SEM_EVENT = "http://semanticweb.cs.vu.nl/2009/11/sem/Event"


@pytest.fixture(scope="module")
def one() -> Build:
    return golden_build(Base(), shapes_in(ROOT / "shapes"))


def pairs(one: Build, predicate: str) -> list[tuple[str, str]]:
    """Subject and object, in words, of each statement with this predicate."""
    return [
        (node.subject, value_of(value))
        for node in statements_of(one.quads).union
        for said, value in node.rows
        if said == f"<{predicate}>"
    ]


def subjects_of_type(one: Build, iri: str) -> set[str]:
    return {subject for subject, type_ in pairs(one, RDF_TYPE) if type_ == iri}


@pytest.mark.parametrize("name", FILES)
def test_the_report_gives_the_golden_files(one: Build, name: str) -> None:
    content = golden_files(one, Base())[name]
    written = (GOLDEN / name).read_bytes()
    assert content.decode().splitlines() == written.decode().splitlines(), "meant? python -m tests.build_golden"
    assert content == written


def test_the_bytes_are_the_same_under_any_hash_seed(tmp_path: Path) -> None:
    for seed in ("1", "4242"):
        folder = tmp_path / seed
        folder.mkdir()
        command = [sys.executable, "-m", "tests.build_golden", str(folder)]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, timeout=120)
        for name in FILES:
            assert (folder / name).read_bytes() == (GOLDEN / name).read_bytes()


def test_the_report_may_be_published(one: Build) -> None:
    assert one.is_sound
    assert [finding for finding in one.findings if finding.severity is Severity.ERROR] == []


def test_every_claim_and_every_event_of_the_reading_is_in_the_graph(one: Build) -> None:
    assert len(subjects_of_type(one, f"{DG}Claim")) == len(one.reading.claims) > 20
    assert len(subjects_of_type(one, f"{DG}Eventuality")) == len(one.reading.events)
    assert len(subjects_of_type(one, f"{DG}Voice")) == len(one.reading.voices)


def test_nothing_that_did_not_happen_is_typed_as_an_event(one: Build) -> None:
    unreal = {subject for subject, value in pairs(one, f"{DG}realis") if not value.endswith("#Realis")}
    assert len(unreal) >= 5
    assert not unreal & subjects_of_type(one, SEM_EVENT)
    assert subjects_of_type(one, SEM_EVENT)


def test_the_flat_list_agrees_with_the_graph_on_what_happened(one: Build) -> None:
    rows = flat_events(one.reading)
    actual = [row for row in rows if row["realis"] == "actual"]
    unreal = [event for event in one.reading.events if event.flat_type and REALIS[event.status] != "Realis"]
    assert len(rows) == len(actual) + len(unreal)


def test_every_quote_of_the_graph_stands_in_the_source(one: Build) -> None:
    source = one.reading.report.source.text
    exact = [quote for _, quote in pairs(one, "http://www.w3.org/ns/oa#exact")]
    assert len(exact) > 40
    assert all(quote in source for quote in exact)


def test_an_entity_has_the_key_of_its_link(one: Build) -> None:
    linked = {link.entity: link.authority for link in one.reading.links}
    assert any(linked.values())
    assert {entity.id: entity.authority for entity in one.reading.entities if entity.id in linked} == linked


def test_without_shapes_only_the_reading_is_judged() -> None:
    unchecked = golden_build(Base())
    assert unchecked.findings == unchecked.reading.findings


def test_another_base_changes_the_addresses_of_data_and_nothing_else(one: Build) -> None:
    base = Base("https://archive.example/graph/")
    moved = golden_build(base)
    assert len(moved.quads) == len(one.quads)
    subjects = [node.subject for node in statements_of(moved.quads).union]
    assert any(subject.startswith(f"{base.iri}doc/") for subject in subjects)
    assert not any(subject.startswith(f"{Base().iri}doc/") for subject in subjects)
    assert moved.reading == one.reading


def test_one_error_among_the_findings_keeps_a_report_back(one: Build) -> None:
    warned = evolve(one, findings=(Finding(Severity.WARNING, "w", "odd", ""), Finding(Severity.NOTE, "n", "open", "")))
    failed = evolve(one, findings=(*warned.findings, Finding(Severity.ERROR, "e", "wrong", "")))
    assert warned.is_sound
    assert not failed.is_sound
