"""Names agree part by part: a spelling may differ, a part may be missing, but no part may contradict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.names.likeness import is_same_name, likeness, parts_of

NAMES = st.text(st.characters(categories=["L", "Zs", "Pd", "Po", "Mn"]), max_size=30)


@pytest.mark.parametrize(
    ("one", "other", "at_least"),
    [
        ("V.P. Moskovsky", "Vasily Petrovich Moskovsky", 0.85),
        ("Vasily Moskovskiy", "Vasily Petrovich Moskovsky", 0.85),
        ("KIM IL SUNG", "Kim Il-sung", 1.0),
        ("Gomulka", "Gomułka", 1.0),
        ("Ch’en Yi", "Ch'en Yi", 1.0),
        ("Ceaușescu", "Ceausescu", 1.0),
        ("A.A. Gromyko", "Andrei Andreyevich Gromyko", 0.85),
    ],
)
def test_other_spellings_of_one_name_agree(one: str, other: str, at_least: float) -> None:
    assert likeness(one, other) >= at_least


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pak Jong Ae", "Pak Song Chol"),
        ("John Foster Dulles", "Allen W. Dulles"),
        ("M. Moskovsky", "Vasily Petrovich Moskovsky"),
        ("V. P.", "Vasily Petrovich Moskovsky"),
        ("V", "Vasily Petrovich Moskovsky"),
        ("", "Stalin"),
        ("...", "Stalin"),
        ("Petrovich", "Vasily Petrovich Moskovsky"),
    ],
)
def test_a_part_that_contradicts_or_says_nothing_makes_no_likeness(one: str, other: str) -> None:
    assert likeness(one, other) == 0.0


def test_a_surname_alone_is_worth_less_than_any_fuller_agreement() -> None:
    assert likeness("Moskovsky", "Vasily Moskovsky") < likeness("V. Moskovsky", "Vasily Petrovich Moskovsky")


@given(NAMES, NAMES)
def test_likeness_is_the_same_both_ways_and_stays_within_its_bounds(one: str, other: str) -> None:
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert 0.0 <= likeness(one, other) <= 1.0


@given(NAMES)
def test_a_name_is_like_itself(name: str) -> None:
    assert likeness(name, name) == (1.0 if parts_of(name) else 0.0)


@given(NAMES)
def test_nothing_without_letters_is_the_name_of_anything(name: str) -> None:
    assert is_same_name(name, name) == bool(parts_of(name))
