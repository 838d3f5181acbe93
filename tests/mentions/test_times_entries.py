"""The days that the lines above the prose name."""

from __future__ import annotations

from attrs import evolve

from kg.mentions.times_entries import day_of_subject, days_of_entries
from kg.model.dates import EdtfDate
from kg.model.passage import Passage
from kg.model.report import Report
from tests.reports import report_of

LINES = ("2 October 1961", "I received Mr. Fang.", "5 October 1961", "Today I saw Mr. Damba.", "He said so.")


def journal(kind: str = "journal", lines: tuple[str, ...] = LINES) -> Report:
    """A journal whose lines that are a date alone are headings."""
    report = report_of(lines, date="1961-10-09")
    headings = tuple(passage for passage in report.paragraphs if passage.exact[0].isdigit())
    prose = tuple(passage for passage in report.paragraphs if passage not in headings)
    return evolve(report, kind=kind, preamble=headings, paragraphs=prose)


def days(report: Report) -> list[str]:
    """The day of each paragraph, "" for none."""
    found = days_of_entries(report, [passage.start_char for passage in report.paragraphs])
    return [day.value if day else "" for day in found]


def test_each_paragraph_of_a_journal_stands_under_its_heading() -> None:
    assert days(journal()) == ["1961-10-02", "1961-10-05", "1961-10-05"]


def test_a_heading_without_its_year_is_the_last_such_day_before_the_end_of_the_journal() -> None:
    lines = ("28 December", "I received Mr. Fang.", "2 January", "Today I saw Mr. Damba.")
    found = evolve(journal(lines=lines), date=EdtfDate("1961-12-28/1962-01-02"))
    assert days(found) == ["1961-12-28", "1962-01-02"]


def test_one_date_above_the_prose_makes_no_entry() -> None:
    assert days(journal(lines=("2 October 1961", "I received Mr. Fang.", "He said so."))) == ["", ""]


def test_other_documents_have_no_entries() -> None:
    assert days(journal(kind="report")) == ["", "", ""]


def test_the_subject_of_a_memorandum_for_the_record_names_the_day_of_the_talk() -> None:
    report = report_of("We discussed rice.", date="1964-05-21")
    subject = Passage(0, 29, "Staff Meeting of May 20, 1964")
    record = evolve(report, kind="memorandum for the record", subject=subject)
    found = day_of_subject(record)
    assert found
    assert found.value == "1964-05-20"
    assert day_of_subject(evolve(record, kind="memorandum")) is None
    assert day_of_subject(evolve(record, subject=Passage(0, 9, "Some rice"))) is None
