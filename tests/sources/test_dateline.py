"""Datelines: where and when, as the line says it and no more precise."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sources.dateline import date_alone, dateline_in, first_date, place_and_date_within


@pytest.mark.parametrize(
    ("line", "place", "edtf"),
    [
        ("Oslo, March 11, 1961, 9 a.m.", "Oslo", "1961-03-11"),
        ("Washington, March 6, 1962.", "Washington", "1962-03-06"),
        ("Lisbon, September 7, 1963, 5:12 p.m.", "Lisbon", "1963-09-07"),
        ("Lisbon, January 17, 1960, 9–10:20 a.m.", "Lisbon", "1960-01-17"),
        ("Lisbon, October 9, 1960, 11:15 a.m.–12:20 p.m.", "Lisbon", "1960-10-09"),
        ("Vienna, June 3, 1961, noon.", "Vienna", "1961-06-03"),
        ("Taipei, May 18, 1965, 0320Z.", "Taipei", "1965-05-18"),
        ("Pyongyang, 16 March 1961.", "Pyongyang", "1961-03-16"),
        ("New York, Sept. 22nd, 1959", "New York", "1959-09-22"),
        ("Newport, Rhode Island, September 4, 1958.", "Newport, Rhode Island", "1958-09-04"),
        ("Washington, February 11-12, 1961.", "Washington", "1961-02-11/1961-02-12"),
        ("Port Said, September 21 and 22, 1959.", "Port Said", "1959-09-21/1959-09-22"),
        ("London, March 1961.", "London", "1961-03"),
        ("22 August 1963", "", "1963-08-22"),
        ("1962-08-27", "", "1962-08-27"),
        ("27. 8. 1962", "", "1962-08-27"),
    ],
)
def test_a_dateline_gives_place_and_date(line: str, place: str, edtf: str) -> None:
    dateline = dateline_in(line)
    assert dateline is not None
    assert dateline.place == place
    assert line[dateline.place_start :].startswith(place)
    assert dateline.when is not None
    assert dateline.when.date is not None
    assert dateline.when.date.value == edtf


@pytest.mark.parametrize(
    "line",
    [
        "On 15 March 1961 I talked with Comrade Petrov.",
        "Moscow, March 10, 1961 saw the first snow.",
        "He came to Moscow on March 10, 1961.",
        "Moscow is cold.",
        "Telegram No. 5",
    ],
)
def test_prose_is_no_dateline(line: str) -> None:
    assert dateline_in(line) is None


def test_a_document_may_say_that_it_is_undated() -> None:
    dateline = dateline_in("Washington, undated.")
    assert dateline is not None
    assert dateline.is_undated
    assert dateline.place == "Washington"


@pytest.mark.parametrize(
    "words", ["31 June 1962", "June 31, 1962", "30 February 1960", "0 May 1961", "1962-13-01", "5.14.1962"]
)
def test_a_day_that_the_calendar_does_not_have_is_seen_and_not_mended(words: str) -> None:
    found = first_date(words)
    assert found is not None
    assert found.date is None


def test_a_leap_day_is_a_day() -> None:
    found = first_date("29 February 1960")
    assert found is not None
    assert found.date is not None
    assert found.date.value == "1960-02-29"


def test_a_place_run_together_with_a_heading_is_found() -> None:
    found = place_and_date_within("English Translation Embassy Pyongyang, 2 September 1953 of the Republic BY COURIER")
    assert found is not None
    assert found.place == "Pyongyang"


@pytest.mark.parametrize("line", ["August 27, 1962", "November 03, 1977", "1962", "March 1962", "[22 August 1963]"])
def test_a_line_may_be_a_date_and_nothing_else(line: str) -> None:
    assert date_alone(line) is not None


@given(st.dates(min_value=date(1600, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_reads_the_same_in_every_usual_form(day: date) -> None:
    for form in (
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%B} {day.year}",
        day.isoformat(),
        f"{day:%B %d, %Y}",
    ):
        found = date_alone(form)
        assert found is not None
        assert found.date is not None
        assert found.date.value == day.isoformat()


@given(st.text(max_size=60))
def test_no_line_makes_the_reader_stumble(line: str) -> None:
    dateline_in(line)
    date_alone(line)
    place_and_date_within(line)
