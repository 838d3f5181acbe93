"""People's own transcriptions: a front matter, labelled lines, Markdown. What they say goes before what is inferred."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.model.report import Report
from kg.sources import read_report

BODY = "\n\nThe Minister left the town today, and the Ambassador saw him off.\n\nHe will be back.\n"
FRONT = """---
title: A Talk on the Road
kind: Report
date: 1960-05-04
author: "Fritz Sapt"
sender = 'Embassy of Ruritania in Strelsau'
recipient: Foreign Ministry
place: Strelsau
# a remark
archive: MOL, XIX-J-1-j Ruritania, 5. doboz
address: https://example.org/road
translator:
---"""


def report(folder: Path, text: str, name: str = "text.md") -> Report:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_report(path)


def test_a_front_matter_gives_the_facts_of_a_text(tmp_path: Path) -> None:
    one = report(tmp_path, FRONT + BODY)
    assert (one.title, one.kind, str(one.date)) == ("A Talk on the Road", "report", "1960-05-04")
    assert (one.author, one.sender, one.addressee) == (
        "Fritz Sapt",
        "Embassy of Ruritania in Strelsau",
        "Foreign Ministry",
    )
    assert (one.place, one.address, one.translator) == ("Strelsau", "https://example.org/road", "")
    assert one.signature
    assert one.signature.fonds == "XIX-J-1-j"
    for passage in one.places.values():
        assert passage.is_found_in(one.source.text)


def test_a_front_matter_is_no_prose_and_offsets_lead_into_the_whole_text(tmp_path: Path) -> None:
    one = report(tmp_path, FRONT + BODY)
    assert [p.exact[:12] for p in one.paragraphs] == ["The Minister", "He will be b"]
    assert one.paragraphs[0].is_found_in(FRONT + BODY)


def test_the_fences_of_toml_do_as_well(tmp_path: Path) -> None:
    one = report(tmp_path, FRONT.replace("---", "+++") + BODY)
    assert (one.author, str(one.date)) == ("Fritz Sapt", "1960-05-04")


@pytest.mark.parametrize(
    ("line", "said"), [("colour: red", "colour"), ("no entry", "no entry"), ("author: Zenda\nwriter: Sapt", "twice")]
)
def test_an_entry_that_is_not_known_is_refused_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        report(tmp_path, f"---\n{line}\n---{BODY}")
    assert ", line " in caught.value.place


def test_a_date_that_the_calendar_does_not_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="impossible date"):
        report(tmp_path, FRONT.replace("1960-05-04", "1960-06-31") + BODY)


def test_a_line_of_dashes_under_addresses_and_remarks_is_no_front_matter(tmp_path: Path) -> None:
    one = report(tmp_path, f"https://example.org/d1\n# a remark\n---\nReport\n\nMay 4, 1960{BODY}")
    assert (one.title, one.address) == ("Report", "https://example.org/d1")


def test_labelled_lines_above_and_below_give_facts(tmp_path: Path) -> None:
    text = (
        f"FROM: The Ambassador\nTO: The Minister\nDate: 4 May 1960\nSUBJECT: The road{BODY}\nSource: MOL, XIX-J-1-j\n"
    )
    one = report(tmp_path, text)
    assert (one.sender, one.addressee, str(one.date)) == ("The Ambassador", "The Minister", "1960-05-04")
    assert one.subject
    assert one.subject.exact == "The road"
    assert one.signature
    assert len(one.paragraphs) == 2
    assert {"FROM: The Ambassador", "Source: MOL, XIX-J-1-j"} <= {p.exact for p in one.preamble}


def test_a_sentence_that_begins_like_a_label_is_no_fact(tmp_path: Path) -> None:
    long = (
        "To: this end the Minister, who had come the day before, spoke at some length with the Ambassador and with all "
    )
    text = f"Report\n\nMay 4, 1960{BODY}\n{long} of the others who were in the town on that day.\n"
    assert report(tmp_path, text).addressee == ""


def test_markdown_headings_are_title_and_preamble(tmp_path: Path) -> None:
    text = f"# Telegram from Strelsau to Zenda\n\n**Date:** May 4, 1960{BODY}\n## The Road\n\nThe road is open now.\n"
    one = report(tmp_path, text)
    assert (one.title, one.kind, str(one.date)) == ("Telegram from Strelsau to Zenda", "telegram", "1960-05-04")
    assert [p.exact[:8] for p in one.paragraphs] == ["The Mini", "He will ", "The road"]
    assert "## The Road" in {p.exact for p in one.preamble}


def test_the_editors_speak_in_an_editorial_note_of_their_series(tmp_path: Path) -> None:
    header = "https://history.state.gov/historicaldocuments/frus1960v01/d4\n---\n"
    assert report(tmp_path, f"{header}4. Editorial Note{BODY}").author == "FRUS editors"
    assert report(tmp_path, f"4. Editorial Note{BODY}").author == ""
    cited = f"{BODY}It is open again. (Memorandum, May 4; Department of State, Central Files, 999.99/5-460)\n"
    assert report(tmp_path, f"4. Editorial Note{cited}").author == "FRUS editors"
    assert report(tmp_path, f"Editorial Note{cited}").author == ""


def test_the_partner_who_says_i_and_is_never_named_wrote_the_record_of_a_talk(tmp_path: Path) -> None:
    title = "Memorandum of Conversation between Soviet Ambassador Ivan Petrov and Romanian Ambassador Ion Popescu"
    told = "\n\nMay 4, 1960\n\nPopescu called on me today. He said that the road was open.\n"
    assert report(tmp_path, title + told).author == "Ivan Petrov"
    both = told.replace("called on me", "called on me, that is, on Petrov,")
    assert report(tmp_path, title + both).author == ""
    assert report(tmp_path, title + told.replace("called on me", "was received")).author == ""


def test_the_participant_who_reports_wrote_the_record_of_a_talk(tmp_path: Path) -> None:
    head = "Memorandum of Conversation\n\nStrelsau, May 4, 1960.\n\nPARTICIPANTS: Rudolf Sapt, Ivan Petrov, "
    told = "\n\nMr. Petrov said that the road to the mill was open again, and Mr. Sapt thanked him.\n"
    assert report(tmp_path, f"{head}Anna Hentzau (reporting officer){told}").author == "Anna Hentzau"
    assert report(tmp_path, f"{head}Anna Hentzau{told}").author == ""
    assert report(tmp_path, f"{head}Anna Hentzau{told}\nThe reporting officer left.\n").author == "Anna Hentzau"
    quoted = "\nMr. Petrov said: “I am satisfied.”\n"
    assert report(tmp_path, f"{head}Anna Hentzau{told}{quoted}").author == ""
