"""What a user reads: the worst first, with the claim and its quote in plain words."""

from __future__ import annotations

import hashlib

import pytest
from attrs import evolve

from kg.checks import findings_in_graph, findings_on, shapes_in
from kg.checks.judge import Shapes
from kg.model.finding import Severity
from kg.model.passage import Passage
from kg.model.reading import Reading
from kg.model.report import Report, SourceText

from .spoiled import SHAPES, SOUND, Example, sound_quads

TEXT = (SOUND / "source.txt").read_text("utf-8")
SOURCE = SourceText(TEXT, hashlib.sha256(TEXT.encode("utf-8")).hexdigest())
READING = Reading(Report("1955-03-12-legation-poland-tirana", SOURCE, "plain", "Report of the Polish envoy in Tirana"))


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return shapes_in(SHAPES)


def test_a_sound_reading_and_its_graph_have_no_finding(shapes: Shapes) -> None:
    assert findings_on(READING, sound_quads(), shapes) == ()


def test_a_finding_names_claim_quote_and_shape(shapes: Shapes) -> None:
    quads = Example(
        "S10-never-certain",
        "",
        remove="<claim/closer-parties> dg:certainty dgv:Unspecified .",
        add="<claim/closer-parties> dg:certainty dgv:Certain .",
    ).quads()
    (finding,) = findings_on(READING, quads, shapes)
    start = TEXT.index("Orlov hopes")
    quote = "Orlov hopes that the [two] parties will draw closer"
    assert finding.severity is Severity.ERROR
    assert finding.code == "S10"
    assert finding.subject.endswith("/claim/closer-parties")
    assert finding.passage == Passage(start, start + len(quote), quote)
    assert finding.message == (
        "A prediction, a hope, a presumption or an impression is never certain. Lower the certainty, or correct the "
        "modality. Found: Certain. It concerns: The parties will, he hopes, draw "
        f"closer. Words: “{quote}” (characters {start} to {start + len(quote)}). (Shape S10-never-certain.)"
    )


def test_what_a_document_is_asked_for_is_told_of_the_event(shapes: Shapes) -> None:
    late = '"1955-04-12"^^{}'
    add = (
        f"<ev/invitation> dg:date {late.format('edtf:EDTF')} ; "
        f"dg:earliest {late.format('xsd:date')} ; dg:latest {late.format('xsd:date')} ."
    )
    (finding,) = findings_in_graph(Example("S27", "", add=add).quads(), shapes)
    assert (finding.code, finding.subject.rpartition("/")[2]) == ("S27", "invitation")
    assert "It concerns: Dika invites Orlov. Claim: “Dika invited Orlov.”" in finding.message


def test_errors_stand_before_warnings(shapes: Shapes) -> None:
    quads = Example(
        "several", "", remove="<ev/proposal> dg:addressee agent:dika-arben .", add="agent:albania owl:sameAs wd:Q222 ."
    ).quads()
    assert [finding.code for finding in findings_on(READING, quads, shapes)] == ["S40", "S25"]


def test_findings_on_passages_come_with_those_on_the_graph(shapes: Shapes) -> None:
    report = evolve(READING.report, abstract=Passage(0, 5, "Orlov"))
    (finding,) = findings_on(evolve(READING, report=report), sound_quads(), shapes)
    assert finding.code == "quote-not-found"


def test_a_quote_is_compared_with_the_text_where_it_is_given(shapes: Shapes) -> None:
    quads = Example(
        "quote",
        "",
        remove='<source.txt#char=80,99;selector> oa:exact "Report of the envoy" .',
        add='<source.txt#char=80,99;selector> oa:exact "Report of the ENVOY" .',
    ).quads()
    assert findings_in_graph(quads, shapes) == ()
    assert [finding.code for finding in findings_in_graph(quads, shapes, [SOURCE])] == ["quote-not-found"]


def test_every_code_of_a_finding_is_the_same_on_every_run(shapes: Shapes) -> None:
    quads = Example("several", "", remove="<claim/invitation> dg:content <ev/invitation> .").quads()
    assert findings_in_graph(quads, shapes) == findings_in_graph(list(reversed(quads)), shapes)
