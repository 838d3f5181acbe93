"""Names are one whoever romanised them, and two where the sounds differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.names.keys import index_keys, lookup_keys
from kg.names.likeness import likeness
from kg.names.romanisation import skeleton, spoken

PAIRS = [
    ("Pak Seong-cheol", "Pak Song Chol"),
    ("Park Seong-cheol", "Pak Song Chol"),
    ("Kim Jeong-il", "Kim Chong Il"),
    ("Ri Hyo-sun", "Lee Hyosun"),
    ("Vasilij Moskovskij", "Vasily Moskovsky"),
    ("Nikita Hrushchov", "Nikita Khrushchov"),
    ("Kovács József", "Joseph Kovacs"),
    ("Teng Hsiao-p'ing", "Deng Xiaoping"),
    ("Московский Василий", "Vasily Moskovsky"),
    ("Aleksej Kuznecov", "Alexei Kuznetsov"),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_ways_to_write_one_name_agree(one: str, other: str) -> None:
    assert likeness(one, other) >= 0.85


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pak Song Chol", "Pak Sang Chol"),
        ("Kim Il", "Kim Ok"),
        ("Ri Chu Yon", "Ri Hyo Sun"),
        ("Pek Nam Un", "Pak Nam Un"),
        ("Ivan Petrov", "Ivan Pavlov"),
    ],
)
def test_other_sounds_are_another_name(one: str, other: str) -> None:
    assert likeness(one, other) == 0.0


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_names_that_agree_share_a_key(one: str, other: str) -> None:
    assert set(lookup_keys(one)) & set(index_keys(other))
    assert set(lookup_keys(other)) & set(index_keys(one))


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_every_part_has_a_sound_and_a_skeleton(part: str) -> None:
    assert spoken(part)
    assert skeleton(part)


@pytest.mark.parametrize(("short", "full"), [("I. Kovács", "István Kovács"), ("E. Primakov", "Yevgeny Primakov")])
def test_initials_share_a_key_with_what_they_stand_for(short: str, full: str) -> None:
    assert set(lookup_keys(short)) & set(index_keys(full))
