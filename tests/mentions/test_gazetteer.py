"""Known names of states, organisations, missions and places in a text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions.gazetteer import NAMED, Gazetteer
from kg.model.authority import Authority, Known
from kg.model.entity import Kind
from tests.mentions.heard import authority


def known(key: str, kind: Kind, name: str, *names: str, **more: tuple[str, ...]) -> Known:
    return Known(key, kind, name, "made up", names, **more)  # type: ignore[arg-type]


SMALL = Authority(
    {
        entry.key: entry
        for entry in (
            known("norland", Kind.STATE, "Norland", "N.R.", adjectives=("Norlandic",), people=("Norlanders",)),
            known("upper-norland", Kind.STATE, "Upper Norland", adjectives=("Upper Norlandic", "Norlandic")),
            known("norland-farmers", Kind.ORGANISATION, "Norland Farmers’ Union"),
            known("norland-harbour", Kind.PLACE, "Norland"),
            known("person-norland", Kind.PERSON, "Odo Rehm", "Rehm"),
        )
    }
)


def found(text: str, names: Authority = SMALL) -> list[str]:
    return Gazetteer.of(names).pattern.findall(text)


def test_the_longest_name_wins() -> None:
    assert found("In Upper Norland, not in Norland.") == ["Upper Norland", "Norland"]


def test_a_name_ends_where_its_word_ends() -> None:
    assert found("Norlanders of Norland's coast, Norlandia, NORLAND") == ["Norland"]


def test_a_name_may_end_in_a_full_stop() -> None:
    assert found("The N.R. is small. It is the N.R.") == ["N.R.", "N.R."]


def test_typographic_apostrophes_are_plain_ones() -> None:
    assert found("the Norland Farmers' Union") == ["Norland Farmers' Union"]


def test_persons_are_not_in_the_gazetteer() -> None:
    assert found("Odo Rehm") == []


def test_a_name_of_several_keeps_them_all() -> None:
    assert set(Gazetteer.of(SMALL).names["Norland"]) == {"norland", "norland-harbour"}


def test_an_adjective_or_a_people_noun_leads_to_its_states() -> None:
    gazetteer = Gazetteer.of(SMALL)
    assert gazetteer.states_of("Norlandic") == ("norland", "upper-norland")
    assert gazetteer.states_of("Upper Norlandic") == ("upper-norland",)
    assert gazetteer.states_of("Norlanders") == ("norland",)
    assert gazetteer.states_of("Norland") == ()


def test_an_empty_authority_knows_no_name() -> None:
    assert found("Norland, and all the rest.", Authority()) == []


@pytest.mark.parametrize("kind", NAMED, ids=str)
def test_every_name_of_the_authority_file_is_found_whole(kind: Kind) -> None:
    gazetteer = Gazetteer.of(authority())
    entries = authority().of_kind(kind)
    assert entries
    for entry in entries:
        for name in (entry.name, *entry.names):
            plain = name.replace("’", "'")
            assert gazetteer.pattern.findall(f"so {plain}, so") == [plain]
            assert entry.key in gazetteer.names[plain]


@given(st.sets(st.text("ab .(é'", min_size=1, max_size=7), min_size=1, max_size=12), st.text("ab .(é'", max_size=40))
def test_at_each_place_the_longest_name_that_fits_is_found(names: set[str], text: str) -> None:
    plainly = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    places = Authority({name: known(name, Kind.PLACE, name) for name in names})
    assert found(text, places) == re.findall(rf"(?<!\w)(?:{plainly})(?!\w)", text)
