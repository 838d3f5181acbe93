"""What a claim and a document cost in statements and bytes stays within bounds; docs/shapes.md has the table."""

from __future__ import annotations

import os
from pathlib import Path

from pyoxigraph import Quad

from bench.compactness import CLAIM, EVIDENCE, FORMATS, OA, RDF_TYPE, Cost, full_form, oa
from kg.authority import read_authority
from kg.converters import Base
from kg.pipeline import build
from kg.settings import settings_of
from kg.sources import catalogue, read_report

# Measured on the first report, with a tenth to spare: what makes it larger is a decision, to be taken here.
MOST_STATEMENTS_A_CLAIM = 80
MOST_BYTES = {"N-Quads": 1_720_000, "TriG": 403_000, "Turtle": 398_000}


def first_report() -> list[Quad]:
    places = settings_of(os.environ, Path.cwd())
    report = read_report(places.reports / catalogue(places.reports)[0])
    return list(build(report, read_authority(places.authority), None, Base()).quads)


def test_the_first_report_stays_small_and_smaller_than_in_the_full_form() -> None:
    quads = first_report()
    full_quads = full_form(quads)
    compact, full = Cost(), Cost()
    compact.add(quads)
    full.add(full_quads)
    assert compact.claims == full.claims > 0
    assert compact.statements_a_claim <= MOST_STATEMENTS_A_CLAIM
    for form in FORMATS:
        assert compact.size_a_document(form) <= MOST_BYTES[form]
        assert compact.size_a_document(form) < full.size_a_document(form)
    assert _words_of_claims(full_quads) == _words_of_claims(quads)


def test_the_full_form_has_an_annotation_for_each_evidence_and_says_nothing_else_anew() -> None:
    quads = first_report()
    full = full_form(quads)
    evidence = [quad for quad in quads if quad.predicate == EVIDENCE]
    annotations = [quad for quad in full if quad.predicate == RDF_TYPE and quad.object == oa("Annotation")]
    assert len(annotations) == len({quad.subject for quad in annotations}) == len(evidence)
    added = set(full) - set(quads)
    assert {quad.predicate for quad in added if not quad.predicate.value.startswith(OA)} == {RDF_TYPE}
    assert {quad for quad in full if quad.object == CLAIM} == {quad for quad in quads if quad.object == CLAIM}


def _words_of_claims(quads: list[Quad]) -> set[tuple[str, str]]:
    """Each claim with each quote that it rests on, in either form."""
    by_node: dict[object, list[Quad]] = {}
    for quad in quads:
        by_node.setdefault(quad.subject, []).append(quad)
    found: set[tuple[str, str]] = set()
    claim: object
    for quad in quads:
        if quad.predicate == EVIDENCE:
            claim, spans = quad.subject, [quad.object]
        elif quad.predicate == oa("hasBody"):
            claim = quad.object
            spans = [each.object for each in by_node[quad.subject] if each.predicate == oa("hasTarget")]
        else:
            continue
        for span in spans:
            for selector in [each.object for each in by_node[span] if each.predicate == oa("hasSelector")]:
                found |= {(str(claim), str(each.object)) for each in by_node[selector] if each.predicate == oa("exact")}
    return found
