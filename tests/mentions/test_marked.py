"""Names that an edition has marked feed the mentions, where their words agree with the list of persons."""

from __future__ import annotations

from pathlib import Path

from kg.authority import read_authority
from kg.mentions.marked import MarkedNames
from kg.model.reading import Reading
from kg.pipeline import reading_of
from kg.sources.tei import report_in_volume
from tests.volumes import volume_of

AUTHORITY = read_authority(Path(__file__).resolve().parents[2] / "data" / "authority")
DOCUMENT = """<div type="document" xml:id="d9" n="9">
 <head>9. Memorandum From the Counselor of Embassy in Ruritania to the Department of State</head>
 <dateline><placeName>Strelsau</placeName>, <date when="1960-05-04">May 4, 1960</date></dateline>
 <p>{words}</p>
</div>
"""


def read(tmp_path: Path, words: str) -> Reading:
    """What is understood of a document of a volume with these words."""
    path = tmp_path / "frus1960v01.xml"
    path.write_text(volume_of(DOCUMENT.format(words=words)), "utf-8")
    return reading_of(report_in_volume(path, "d9"), AUTHORITY)


def names(reading: Reading) -> set[str]:
    """The names of all entities."""
    return {entity.name for entity in reading.entities}


def test_a_surname_is_the_person_of_the_list(tmp_path: Path) -> None:
    reading = read(tmp_path, 'Minister <persName corresp="#p_SF1">Sapt</persName> visited Mr. Lund.')
    assert {"Fritz Sapt", "Lund"} <= names(reading)


def test_a_mark_that_leads_to_another_man_is_not_believed(tmp_path: Path) -> None:
    reading = read(tmp_path, 'Minister <persName corresp="#p_SF1">Strakencz</persName> visited Mr. Lund.')
    assert "Strakencz" in names(reading)
    assert "Fritz Sapt" not in names(reading)


def test_a_marked_name_is_a_person_where_the_grammar_does_not_show_it(tmp_path: Path) -> None:
    words = 'The question is open in <persName corresp="#p_SF1">Sapt</persName>.'
    (mention,) = [mention for mention in read(tmp_path, words).mentions if mention.passage.exact == "Sapt"]
    assert mention.rule == "person.marked"


def test_a_document_without_marks_has_none(tmp_path: Path) -> None:
    assert not MarkedNames.of(read(tmp_path, "Minister Sapt visited Mr. Lund.").report).places
