"""A volume in TEI: what the markup says is taken, and what it leaves open is not guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.model.report import Report
from kg.sources.offices import offices_in
from kg.sources.stored import markup_of, read_markup
from kg.sources.tei import Refused, reports_in
from kg.sources.teivolume import survey
from tests.volumes import DOCUMENTS, EDITORIAL, LETTER, TALK, TELEGRAM, UNDATED, WITHHELD, volume_of


def outcomes(folder: Path, *documents: str) -> list[Report | Refused]:
    path = folder / "volume.xml"
    path.write_text(volume_of(*documents), encoding="utf-8")
    return list(reports_in(survey(path)))


def report(folder: Path, document: str) -> Report:
    (one,) = outcomes(folder, document)
    assert isinstance(one, Report), one
    return one


def refusal(folder: Path, document: str) -> SourceError:
    (one,) = outcomes(folder, document)
    assert isinstance(one, Refused)
    return one.error


def test_each_document_is_read_or_refused_and_none_is_lost(tmp_path: Path) -> None:
    found = outcomes(tmp_path, *DOCUMENTS)
    assert [one.id if isinstance(one, Refused) else one.key for one in found] == [
        "frus1960v01-d1",
        "frus1960v01-d2",
        "frus1960v01-d3",
        "frus1960v01-d4",
        "d5",
        "d6",
    ]


def test_the_text_is_head_dateline_and_paragraphs_parted_by_empty_lines(tmp_path: Path) -> None:
    assert report(tmp_path, TELEGRAM).source.text == (
        "1. Telegram From the Embassy in Ruritania to the Department of State\n\n"
        "Strelsau, May 4, 1960, 10 a.m.\n\n"
        "21. Called on Sapt at MFA today. He said government would reply soon and that Hentzau, who had left, "
        "agreed.\n\n"
        "Comment follows. . . .\n\n"
        "Rassendyll\n"
    )


def test_the_same_volume_gives_the_same_text(tmp_path: Path) -> None:
    assert outcomes(tmp_path, *DOCUMENTS)[:3] == outcomes(tmp_path, *DOCUMENTS)[:3]


def test_every_fact_stands_where_it_says(tmp_path: Path) -> None:
    for one in outcomes(tmp_path, TELEGRAM, TALK, LETTER, EDITORIAL):
        assert isinstance(one, Report)
        edition = one.edition
        assert edition
        hints = [hint.passage for hint in (*edition.names, *edition.abbreviations)]
        for passage in (*one.places.values(), *one.paragraphs, *one.preamble, *one.participants, *hints):
            assert passage.is_found_in(one.source.text)


def test_no_line_of_the_text_is_lost_between_the_parts_of_a_report(tmp_path: Path) -> None:
    for one in outcomes(tmp_path, TELEGRAM, TALK, LETTER, EDITORIAL):
        assert isinstance(one, Report)
        parts = [*one.paragraphs, *one.preamble, *one.participants, *one.places.values()]
        kept = {offset for part in parts for offset in range(part.start_char, part.end_char)}
        number = len(one.source.text) - len(one.source.text.lstrip("0123456789. "))
        lost = "".join(letter for n, letter in enumerate(one.source.text) if n not in kept and n >= number)
        assert lost.strip(" ,\n.") in ("", "[Here follows a list of the interpreters.]"), lost


def test_a_telegram_has_sender_addressee_place_date_hour_and_signer(tmp_path: Path) -> None:
    one = report(tmp_path, TELEGRAM)
    assert (one.kind, one.sender, one.addressee) == ("telegram", "Embassy in Ruritania", "Department of State")
    assert (one.author, one.place, str(one.date)) == ("Rassendyll", "Strelsau", "1960-05-04")
    assert one.edition
    assert one.edition.written_at == "1960-05-04T10:00:00"
    assert one.address == "https://history.state.gov/historicaldocuments/frus1960v01/d1"


def test_the_writer_whom_a_telegram_names_is_its_author_and_not_the_signer(tmp_path: Path) -> None:
    one = report(tmp_path, TELEGRAM.replace("21. Called on", "21. For Secretary from Hentzau. Called on"))
    assert one.author == "Hentzau"


def test_the_last_signature_of_a_telegram_is_its_own(tmp_path: Path) -> None:
    quoted = "<closer><signed>Duke Michael</signed></closer><p>End of the text of the letter.</p>"
    assert report(tmp_path, TELEGRAM.replace("<p>Comment", f"{quoted}<p>Comment")).author == "Rassendyll"


def test_the_first_note_gives_archive_and_classification(tmp_path: Path) -> None:
    one = report(tmp_path, TELEGRAM)
    assert one.signature
    assert one.signature.verbatim == "Department of State, Central Files, 701.60/5–460, Vol. II"
    assert one.signature.archive == "Department of State"
    assert one.edition
    assert one.edition.classification == "Secret"


def test_notes_are_set_aside_with_the_place_where_they_stood(tmp_path: Path) -> None:
    one = report(tmp_path, TELEGRAM)
    assert one.edition
    source, second, third = one.edition.notes
    assert (source.is_source, second.is_source) == (True, False)
    assert second.text == "See Document 2."
    assert one.source.text[: second.at_char].endswith("Called on Sapt")
    assert one.source.text[: third.at_char].endswith("Hentzau")
    assert "Not further identified" not in one.source.text


def test_a_name_leads_to_the_listed_person_and_his_offices(tmp_path: Path) -> None:
    one = report(tmp_path, TELEGRAM)
    assert one.edition
    assert [(hint.passage.exact, hint.id) for hint in one.edition.names] == [
        ("Sapt", "p_SF1"),
        ("Rassendyll", "p_RR1"),
    ], "the name that leads to nobody in the list is no hint"
    ambassador = one.edition.persons[1]
    assert ambassador.name == "Rassendyll, Rudolf"
    assert ambassador.role.startswith("Ambassador to Strelsau until June 1960;")
    assert [(term.office, str(term.date)) for term in ambassador.offices] == [
        ("Ambassador to Strelsau", "../1960-06"),
        ("Counselor of the Department", "1960-06/.."),
    ]
    assert [(term.term, term.expansion) for term in one.edition.terms] == [("MFA", "Ministry of Foreign Affairs")]


def test_an_id_that_two_entries_of_a_list_share_is_nobodys(tmp_path: Path) -> None:
    path = tmp_path / "volume.xml"
    path.write_text(volume_of(TELEGRAM).replace("p_TB1", "p_SF1"), encoding="utf-8")
    assert set(survey(path).persons) == {"p_RR1"}


def test_participants_are_persons_and_no_sides_or_remarks(tmp_path: Path) -> None:
    assert [passage.exact for passage in report(tmp_path, TALK).participants] == [
        "Mr. Fritz Sapt, Foreign Minister",
        "Rudolf Rassendyll",
        "Bertha Tarlenheim",
    ]


def test_the_drafter_of_a_talk_is_its_author_by_his_fullest_name(tmp_path: Path) -> None:
    assert report(tmp_path, TALK).author == "Bertha Tarlenheim"


def test_of_two_drafters_neither_is_the_author(tmp_path: Path) -> None:
    two = TALK.replace("</persName> and approved", "</persName> and Hentzau and approved")
    assert report(tmp_path, two).author == ""


def test_a_talk_has_subject_and_prose_without_its_headings(tmp_path: Path) -> None:
    one = report(tmp_path, TALK)
    assert one.subject
    assert one.subject.exact == "The road to MFA"
    assert [passage.exact for passage in one.paragraphs] == [
        "The Minister said that the road was open. The Ambassador thanked him for it.",
        "First, it was to be mended.",
        "Then it was to be guarded.",
    ]


def test_a_note_that_was_encoded_as_a_paragraph_is_not_the_authors_word(tmp_path: Path) -> None:
    note = '<p>Telegram 22 is printed as <ref target="#d2">Document 2</ref>.</p><p>[Here follow 2 paragraphs; see <ref '
    note += 'target="#d2">Document 2</ref>.]</p>'
    one = report(tmp_path, TELEGRAM.replace("<closer>", f"{note}<closer>"))
    assert [passage.exact[:5] for passage in one.paragraphs] == ["21. C", "Comme", "[Here"]
    assert "Telegram 22 is printed as Document 2." in {passage.exact for passage in one.preamble}


def test_courtesies_and_the_office_of_the_signer_are_no_prose(tmp_path: Path) -> None:
    one = report(tmp_path, LETTER)
    assert [passage.exact[:7] for passage in one.paragraphs] == ["I thank"]
    assert {"Dear Mr. Minister:", "Sincerely yours,", "Ambassador"} <= {passage.exact for passage in one.preamble}


def test_the_marked_sender_wrote_the_letter_and_the_signature_has_his_full_name(tmp_path: Path) -> None:
    one = report(tmp_path, LETTER)
    assert (one.author, one.sender) == ("Rudolf Rassendyll", "Ambassador Rassendyll")
    assert report(tmp_path, LETTER.replace("Rudolf Rassendyll<", "Hentzau<")).author == "Rassendyll"


def test_where_code_and_words_of_a_date_disagree_the_words_are_right(tmp_path: Path) -> None:
    one = report(tmp_path, LETTER)
    assert str(one.date) == "1960-05-07"
    assert one.places["date"].exact == "May 7, 1960"


def test_the_editors_speak_in_an_editorial_note_which_needs_no_date(tmp_path: Path) -> None:
    one = report(tmp_path, EDITORIAL)
    assert (one.author, one.date, one.sender) == ("FRUS editors", None, "")


def test_what_is_not_declassified_is_refused_with_that_reason(tmp_path: Path) -> None:
    assert "not declassified" in str(refusal(tmp_path, WITHHELD))


def test_a_document_without_a_date_is_refused(tmp_path: Path) -> None:
    assert "no date" in str(refusal(tmp_path, UNDATED))


def test_a_document_that_says_that_it_is_undated_is_read(tmp_path: Path) -> None:
    dateline = "<dateline><placeName>Strelsau</placeName>, undated.</dateline><p>The road"
    assert report(tmp_path, UNDATED.replace("<p>The road", dateline)).date is None


def test_documents_that_share_an_id_are_refused_and_the_others_read(tmp_path: Path) -> None:
    found = outcomes(tmp_path, TELEGRAM, LETTER.replace('xml:id="d3"', 'xml:id="d1"'), EDITORIAL)
    assert [isinstance(one, Refused) for one in found] == [True, True, False]
    assert "several documents" in str(found[0].error if isinstance(found[0], Refused) else "")


@pytest.mark.parametrize("id_", ["", 'xml:id="../../etc"', 'xml:id="a b"'])
def test_an_id_that_is_no_name_is_refused(tmp_path: Path, id_: str) -> None:
    assert "xml:id" in str(refusal(tmp_path, EDITORIAL.replace('xml:id="d4"', id_)))


def test_a_document_in_another_language_is_refused(tmp_path: Path) -> None:
    german = "Der Minister hat den Botschafter nicht empfangen, und das war auch im Sinne der Regierung. " * 5
    assert "German" in str(refusal(tmp_path, EDITORIAL.replace("On May 8, 1960,", german)))


def test_what_is_stored_is_read_again_as_it_was(tmp_path: Path) -> None:
    for one in outcomes(tmp_path, TELEGRAM, TALK, LETTER, EDITORIAL):
        assert isinstance(one, Report)
        path = tmp_path / "markup.json"
        path.write_bytes(markup_of(one))
        assert read_markup(path, one.key, one.source) == one
        assert markup_of(one) == path.read_bytes()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[[", "[[9999999, "),
        ('"form": 1', '"form": 2'),
        ('"title": "', '"title": 5, "x": "'),
        (
            "{",
            "[",
        ),
        ("d1", "\\ud8"),
    ],
)
def test_stored_markup_that_does_not_fit_is_refused(tmp_path: Path, old: str, new: str) -> None:
    one = report(tmp_path, TELEGRAM)
    path = tmp_path / "markup.json"
    path.write_bytes(markup_of(one).decode().replace(old, new, 1).encode())
    with pytest.raises(SourceError, match=r"markup\.json does not fit"):
        read_markup(path, one.key, one.source)


def test_a_term_of_office_that_is_written_otherwise_is_not_guessed() -> None:
    (term,) = offices_in("Minister during the spring of 1960")
    assert (term.office, term.date) == ("Minister during the spring of 1960", None)
    assert offices_in("Minister, June 1960–May 1959")[0].date is None
