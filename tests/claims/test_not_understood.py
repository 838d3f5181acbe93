"""What is not understood is said: a verb between people that no frame knows, a date that nothing settles."""

from __future__ import annotations

import pytest

from tests.claims.told import Told, told


def notes(reading: Told, code: str) -> list[str]:
    """The words of the findings of a code."""
    return [f.passage.exact for f in reading.reading.findings if f.code == code and f.passage]


def test_a_verb_between_people_that_no_frame_knows_is_noted() -> None:
    assert notes(told("Minister Sorel outwitted President Abadi."), "verb-without-frame") == ["outwitted"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Minister Sorel visited President Abadi.",
        "Minister Sorel said that President Abadi was ill.",
        "Minister Sorel is a friend of President Abadi.",
        "Minister Sorel outwitted fate.",
    ],
)
def test_what_a_frame_or_a_cue_knows_and_what_concerns_one_man_only_is_not(sentence: str) -> None:
    assert notes(told(sentence), "verb-without-frame") == []


def test_a_date_that_counts_from_nothing_known_is_noted() -> None:
    assert notes(told("Two days later Minister Sorel was ill."), "open-date") == ["Two days later"]
    assert notes(told("Minister Sorel visited President Abadi on 3 May."), "open-date") == []
