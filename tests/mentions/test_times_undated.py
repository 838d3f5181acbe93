"""The years of a note without a date of its own."""

from __future__ import annotations

from datetime import date

import pytest

from kg.mentions.times_undated import times_in_undated, whole_date_in
from kg.model.dates import Resolution


def values(*texts: str) -> list[list[str]]:
    """The values found in paragraphs, "" for none."""
    rows = times_in_undated([(text, text) for text in texts])
    return [[phrase.value.value if phrase.value else "" for phrase in row] for row in rows]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on June 4.", "1961-06-04"),
        ("They had met on May 20.", "1961-05-20"),
        ("They met again in August.", "1961-08"),
    ],
)
def test_a_date_without_a_year_is_the_one_nearest_to_the_whole_date_before(text: str, value: str) -> None:
    assert values("He came on June 3, 1961.", text)[1] == [value]


def test_the_year_turns_with_the_story() -> None:
    assert values("He came on December 29, 1961.", "He left on January 2.")[1] == ["1962-01-02"]


def test_a_date_half_a_year_away_has_two_readings_and_no_value() -> None:
    assert values("He came on June 3, 1961.", "They met on December 1.")[1] == [""]


def test_the_reading_says_where_the_year_is_from() -> None:
    rows = times_in_undated([("He came on June 3, 1961.",) * 2, ("He left on June 4.",) * 2])
    assert [row[0].resolution for row in rows] == [Resolution.EXPLICIT, Resolution.YEAR_FROM_STORY]


def test_without_a_whole_date_nothing_is_read() -> None:
    assert values("He came on June 3.") == [[]]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("She called on him on May 25. (Telegram 3, May 25; 895.41/5-2560)", date(1960, 5, 25)),
        ("It was refused (611.93B/12-161).", date(1961, 12, 1)),
        ("On May 2, 1959, she called. (895.41/5-2560)", date(1959, 5, 2)),
        ("Registry number 90/1961 and 5-2560.", None),
        ("It was refused (895.41/2-3060).", None),
    ],
)
def test_a_number_of_the_decimal_file_gives_its_date(text: str, day: date | None) -> None:
    assert whole_date_in(text) == day
