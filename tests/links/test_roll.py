"""Looking names up in the tables finds whom a comparison with everybody would find."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kg.authority import read_authority
from kg.links.pool import FEWEST_LIKENESS
from kg.links.roll import Roll, bearers_of, roll_of
from kg.model.authority import Known
from kg.model.entity import Kind
from kg.names import folded_name, is_same_name, likeness, person_parts

AUTHORITY = read_authority(Path(__file__).parents[2] / "data" / "authority")
PERSONS = AUTHORITY.of_kind(Kind.PERSON)
WORDS = sorted({word for known in PERSONS for name in (known.name, *known.names) for word in person_parts(name)})
LETTERS = st.sampled_from("aeiouykgshtvz")


@st.composite
def misspelt(draw: st.DrawFn) -> str:
    """A word of the tables with a letter exchanged, left out or put in, or as it is, or only its initial."""
    word: str = draw(st.sampled_from(WORDS))
    place = draw(st.integers(0, len(word) - 1))
    forms = (word, word[0], word[:place] + word[place + 1 :], word[:place] + draw(LETTERS) + word[place + 1 :])
    return draw(st.sampled_from((*forms, word[:place] + draw(LETTERS) + word[place:])))


def compared_with_all(name: str, persons: Sequence[Known]) -> list[Known]:
    return [
        known
        for known in persons
        if max(likeness(name, form) for form in (known.name, *known.names)) >= FEWEST_LIKENESS
    ]


@given(st.lists(misspelt(), min_size=1, max_size=4), st.sampled_from((" ", "", "-")))
def test_nobody_is_missed_whose_name_has_a_likeness(words: list[str], between: str) -> None:
    name = between.join(words)
    found = roll_of(AUTHORITY).may_bear(name)
    assert compared_with_all(name, found) == compared_with_all(name, PERSONS)


def test_nobody_is_missed_by_a_name_of_the_tables() -> None:
    for known in PERSONS:
        for name in (known.name, *known.names):
            assert known in roll_of(AUTHORITY).may_bear(name)


def test_a_name_that_is_parted_elsewhere_is_found() -> None:
    pak = Known("pak", Kind.PERSON, "Pak Song Chol", "a list")
    li = Known("li", Kind.PERSON, "Li Peng", "a list")
    roll = Roll.of([pak, li, Known("nagy", Kind.PERSON, "Imre Nagy", "a list")])
    # The last two share no word with their bearer, however it is spelt.
    for name, known in (("Pak Seongcheol", pak), ("Paks Ongcheol", pak), ("Lipeng", li)):
        assert likeness(name, known.name) >= FEWEST_LIKENESS
        assert roll.may_bear(name) == [known]


def test_most_of_the_tables_need_not_be_compared() -> None:
    assert len(roll_of(AUTHORITY).may_bear("Vasily Moskovsky")) < len(PERSONS) / 10


def test_a_thing_is_found_by_every_name_that_is_the_same() -> None:
    for kind in (Kind.STATE, Kind.ORGANISATION, Kind.PLACE, Kind.MISSION, Kind.POST):
        things = AUTHORITY.of_kind(kind)
        for name in sorted({name for known in things for name in (known.name, *known.names)}):
            same = [known for known in things if any(is_same_name(name, own) for own in (known.name, *known.names))]
            assert list(bearers_of(AUTHORITY, kind)[folded_name(name.upper())]) == same
