"""What the lines above and below the prose say: who wrote, from which office, when."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.model.passage import Passage
from kg.model.report import Report
from kg.sources.heading import organ_in
from kg.sources.reports import read_report

PROSE = "On 3 May I met Minister Lund in Lisbon. He told me that the talks had failed and that he would leave."


def read(tmp_path: Path, above: str, below: str = "") -> Report:
    """A paper with these lines above and below its prose, read from a file."""
    path = tmp_path / "paper.txt"
    path.write_text(f"{above}\n\n{PROSE}\n\n{below}\n", "utf-8")
    return read_report(path)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("(–) Varga", "Varga"),
        ("(-) Varga", "Varga"),
        ("Ambassador Mária Varga", "Mária Varga"),
        ("Gy. Varga\nChargé d'Affaires a.i.", "Gy. Varga"),
        ("Varga György, ambassador", "Varga György"),
        ("Recorded by Renate Orth", "Renate Orth"),
        ("Minutes: Renate Orth", "Renate Orth"),
    ],
)
def test_the_writer_is_found_in_what_stands_below(tmp_path: Path, line: str, name: str) -> None:
    report = read(tmp_path, "REPORT\n\nLisbon, 9 May 1959", line)
    assert report.author == name
    assert [passage.exact for passage in report.paragraphs] == [PROSE]


@pytest.mark.parametrize(
    ("above", "name"),
    [
        ("Minutes of the talk of 24 October 1967\nNote-taker: Renate Orth", "Renate Orth"),
        ("Minutes of the talk of 24 October 1967\nKept by: Renate Orth", "Renate Orth"),
    ],
)
def test_the_writer_is_found_in_what_stands_above(tmp_path: Path, above: str, name: str) -> None:
    assert read(tmp_path, above).author == name


@pytest.mark.parametrize(
    ("above", "organ"),
    [
        ("LEGATION OF HUNGARY, ULAANBAATAR\n\n9 May 1959\nSubject: Visit", "LEGATION OF HUNGARY"),
        ("Commission for External Relations\nHanoi, 4 September 1966", "Commission for External Relations"),
    ],
)
def test_the_office_above_is_the_sender(tmp_path: Path, above: str, organ: str) -> None:
    assert read(tmp_path, above).sender == organ


def test_the_office_below_is_the_sender(tmp_path: Path) -> None:
    report = read(tmp_path, "NOTE\n\nHanoi, 4 September 1966", "The Commission for External Relations")
    assert report.sender == "The Commission for External Relations"
    assert [passage.exact for passage in report.paragraphs] == [PROSE]


@pytest.mark.parametrize(
    "above",
    [
        "Minutes of the talk with the Egyptian delegation, 24 October 1967, 10.00 to 12.30",
        "Protocol\nof the talks of the two delegations on 24 October 1967",
        "Report of the Hungarian Embassy to the Foreign Ministry, 24 October 1967",
    ],
)
def test_a_date_among_the_words_of_a_heading_is_the_date(tmp_path: Path, above: str) -> None:
    report = read(tmp_path, above)
    assert report.date is not None
    assert report.date.value == "1967-10-24"


@pytest.mark.parametrize("line", ["To: Ministry of Foreign Affairs", "The Embassy is closed.", "9 May 1959", "Lisbon"])
def test_what_is_addressed_told_or_dated_is_no_office(line: str) -> None:
    assert organ_in(Passage(0, len(line), line)) is None


def test_a_record_of_the_series_that_names_nobody_is_of_the_department(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    address = "https://history.state.gov/historicaldocuments/frus1961-63v05/d999"
    path.write_text(f"{address}\n---\nMemorandum of Conversation\n\nWashington, May 9, 1962.\n\n{PROSE}\n", "utf-8")
    report = read_report(path)
    assert (report.author, report.sender) == ("", "Department of State")
