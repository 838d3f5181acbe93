"""Documents that a text names by kind and number are found; dates, counts and what has no number are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.base import OUR_BASE
from kg.converters import quads_of
from kg.converters.iris import Base
from kg.mentions.references import references_in
from kg.model.passage import Passage
from kg.pipeline import reading_of
from kg.sources.reports import read_report
from tests.claims.told import AUTHORITY

VOLUME = "frus1961-63v05-d7"


def found(text: str, key: str = "own-report") -> list[tuple[str, str, str]]:
    return [(r.kind, r.number, r.key) for r in references_in([Passage(0, len(text), text)], key)]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("Embtel 735 gives the text.", "telegram", "735"),
        ("It repeats Deptel 1265.", "telegram", "1265"),
        ("In telegram 2138 to the Department he agreed.", "telegram", "2138"),
        ("In telegram Secto 22 from Paris he agreed.", "telegram", "Secto 22"),
        ("He sent it with airgram A–122.", "airgram", "A–122"),
        ("I refer to despatch No. 581.", "despatch", "581"),
        ("See our report No. 0187/65.", "report", "0187/65"),
        ("As in letter no. 33 we agree.", "letter", "33"),
        ("See Documents 83-85.", "document", "83-85"),
    ],
)
def test_a_document_with_its_number_is_a_reference(text: str, kind: str, number: str) -> None:
    assert found(text) == [(kind, number, "")]


@pytest.mark.parametrize(
    "text",
    [
        "In a telegram of 3 May he agreed.",
        "Reftel was read.",
        "The telegram 3 May was read.",
        "He signed documents 3 times.",
        "The report 12 people read was long.",
    ],
)
def test_a_date_a_count_or_no_number_is_none(text: str) -> None:
    assert found(text) == []


def test_a_number_within_a_volume_leads_to_its_document() -> None:
    assert found("See Document 83.", VOLUME) == [("document", "83", "frus1961-63v05-d83")]
    assert found("See Document 83, vol. XIV.", VOLUME) == [("document", "83", "")]
    assert found("See Document 7.", VOLUME) == [("document", "7", "")]  # it does not refer to itself
    assert found("See Document 83.") == [("document", "83", "")]


def test_a_reference_is_published_with_its_words(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(
        "Report\n\nLisbon, 9 May 1959\n\nI met Minister Lund, as Embtel 735 says, and he was well.\n", "utf-8"
    )
    reading = reading_of(read_report(path), AUTHORITY)
    lines = {str(quad) for quad in quads_of(reading, Base(OUR_BASE))}
    assert any("dc/terms/references" in line for line in lines)
    assert any("Embtel 735" in line and "rdf-schema#label" in line for line in lines)
    (reference,) = reading.references
    assert reference.passage.is_found_in(reading.report.source.text)
