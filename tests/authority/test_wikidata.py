"""What a Wikidata item says, read from all forms that dumps and the API have given it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.authority.positions import StateNames
from kg.authority.records import Holding, Position
from kg.authority.statements import edtf_of
from kg.authority.tables import ROLES
from kg.authority.territories import state_names
from kg.authority.wikidata import Read, Reason, Years, read_item, redirect_in
from kg.authority.wikidata_terms import TABLE, WANTED
from kg.model.dates import EdtfDate
from kg.model.entity import Kind
from tests.authority.items import item, item_statement, item_value, person, position, statement, time_value

STATES = StateNames(state_names())


def read(given_item: dict[str, Any], years: Years | None = None) -> Read:
    return read_item(given_item, WANTED, STATES, years or Years())


def test_a_person_with_everything() -> None:
    made = read(
        person(
            35314,
            "Nikita Khrushchev",
            born=1894,
            citizenship=15180,
            positions=[(1048744, 1953, 1964)],
            aliases=["N. S. Khrushchev"],
            labels={"de": "Nikita Chruschtschow", "en": "Nikita Khrushchev", "ru": "Никита Хрущёв", "ar": "خروتشوف"},
            links=7,
        )
    ).entry
    assert made is not None
    known = made.known
    assert (known.key, known.qid, known.kind, known.name) == ("Q35314", "Q35314", Kind.PERSON, "Nikita Khrushchev")
    assert (known.start, known.state, known.prominence, known.description) == ("1894", "Q15180", 7, "thing (en)")
    assert [(name.text, name.language) for name in made.names] == [
        ("Nikita Khrushchev", "en"),
        ("Nikita Chruschtschow", "de"),
        ("Никита Хрущёв", "ru"),
        ("N. S. Khrushchev", "en"),
    ]
    assert made.holdings == (Holding("Q1048744", "1953", "1964"),)


def test_without_english_the_name_for_all_languages_is_taken() -> None:
    made = read(person(1, "", labels={"fr": "Jean", "mul": "Jan Novák"})).entry
    assert made is not None
    assert (made.known.name, made.names[0].language) == ("Jan Novák", "mul")


def test_names_of_nothing_visible_are_counted_and_left_out() -> None:
    made = read(person(1, "", labels={"en": "😀😀", "mul": "\u200b\u0007", "hu": "Kovács\u202e\u200b József"}))
    assert made.entry is not None
    assert (made.entry.known.name, made.unusable) == ("Kovács József", 2)
    nameless = read(person(1, "", labels={"en": "😀", "ar": "كيم"}))
    assert (nameless.entry, nameless.reason, nameless.unusable) == (None, Reason.NAME, 1)


def test_entity_values_without_id_as_in_older_dumps() -> None:
    old = person(1, "Jan Novák", citizenship=33946)
    for statements in old["claims"].values():
        for row in statements:
            row["mainsnak"]["datavalue"]["value"].pop("id")
    made = read(old).entry
    assert made is not None
    assert made.known.state == "Q33946"


def test_entity_values_with_id_only() -> None:
    new = person(1, "Jan Novák", citizenship=33946)
    for statements in new["claims"].values():
        for row in statements:
            row["mainsnak"]["datavalue"]["value"].pop("numeric-id")
    made = read(new).entry
    assert made is not None
    assert made.known.state == "Q33946"


def test_empty_tables_written_as_lists() -> None:
    bare = person(1, "Jan Novák") | {"aliases": [], "descriptions": [], "sitelinks": []}
    made = read(bare).entry
    assert made is not None
    assert (made.known.prominence, made.known.description) == (0, "")
    assert read(bare | {"labels": []}).reason is Reason.NAME
    assert read(bare | {"claims": []}).reason is Reason.CLASS


def test_deprecated_statements_never_count_and_preferred_ones_first() -> None:
    made = person(1, "Jan Novák")
    ranks = [(15180, "deprecated"), (28, "normal"), (16410, "preferred"), (30, "normal")]
    made["claims"]["P27"] = [item_statement("P27", state) | {"rank": rank} for state, rank in ranks]
    known = read(made).entry
    assert known is not None
    assert (known.known.state, known.known.other_states) == ("Q16410", ("Q28", "Q30"))
    made["claims"]["P31"][0]["rank"] = "deprecated"
    assert read(made).reason is Reason.CLASS


@pytest.mark.parametrize("snaktype", ["somevalue", "novalue"])
def test_an_unknown_value_is_no_value(snaktype: str) -> None:
    made = person(1, "Jan Novák", born=1900, citizenship=28, positions=[(14212, 1950, 1951)])
    for property_id in ("P569", "P27", "P39"):
        made["claims"][property_id][0]["mainsnak"] = {"snaktype": snaktype, "property": property_id}
    known = read(made).entry
    assert known is not None
    assert (known.known.start, known.known.state, known.holdings) == ("", "", ())


@pytest.mark.parametrize(
    ("time", "precision", "edtf"),
    [
        ("+1912-04-15T00:00:00Z", 11, "1912-04-15"),
        ("+1912-04-00T00:00:00Z", 10, "1912-04"),
        ("+1912-00-00T00:00:00Z", 9, "1912"),
        ("+1915-00-00T00:00:00Z", 8, "191X"),
        ("+1850-00-00T00:00:00Z", 7, "1801/1900"),
        ("+1000-00-00T00:00:00Z", 6, ""),
        ("-0044-03-15T00:00:00Z", 11, ""),
        ("+1912-00-00T00:00:00Z", 11, "1912"),
        ("+1912-02-31T00:00:00Z", 11, "1912-02"),
        ("+00000001912-04-15T00:00:00Z", 11, "1912-04-15"),
        ("1912-04-15", 11, ""),
        ("+99999-00-00T00:00:00Z", 9, ""),
        ("", 11, ""),
    ],
)
def test_a_date_is_as_precise_as_it_says(time: str, precision: int, edtf: str) -> None:
    value = time_value(1912) | {"time": time, "precision": precision}
    assert edtf_of(statement("P569", "time", value, "time")["mainsnak"]) == edtf


def test_a_julian_day_is_given_in_the_gregorian_calendar() -> None:
    julian = {"calendarmodel": "http://www.wikidata.org/entity/Q1985786"}
    day = time_value(1917, 10, 25) | julian
    assert edtf_of(statement("P571", "time", day, "time")["mainsnak"]) == "1917-11-07"
    month = time_value(1917, 10) | julian
    assert edtf_of(statement("P571", "time", month, "time")["mainsnak"]) == "1917-10"


@given(st.integers(-20_000, 20_000), st.integers(0, 13), st.integers(0, 32), st.integers(-1, 14), st.booleans())
def test_every_date_is_an_edtf_of_ours_or_none(year: int, month: int, day: int, precision: int, julian: bool) -> None:
    value = {
        "time": f"{'-' if year < 0 else '+'}{abs(year):04d}-{month:02d}-{day:02d}T00:00:00Z",
        "precision": precision,
        "calendarmodel": "http://www.wikidata.org/entity/" + ("Q1985786" if julian else "Q1985727"),
    }
    edtf = edtf_of({"snaktype": "value", "datavalue": {"value": value}})
    assert not edtf or EdtfDate.is_written_as(edtf)


def test_birth_dates_that_contradict_each_other_become_a_span() -> None:
    made = person(1, "Jan Novák")
    made["claims"]["P569"] = [statement("P569", "time", time_value(year), "time") for year in (1901, 1899)]
    known = read(made).entry
    assert known is not None
    assert known.known.start == "1899/1901"


def test_a_human_without_office_or_wanted_occupation_is_left_out() -> None:
    painter = person(1, "Jan Novák", claims={"P106": [item_statement("P106", 1028181)]})
    assert read(painter).reason is Reason.OFFICE


def test_years_leave_out_who_died_before_and_who_was_born_after() -> None:
    years = Years(1945, 1990)
    assert read(person(1, "Jan", born=1991), years).reason is Reason.DATE
    dead = person(1, "Jan", claims={"P570": [statement("P570", "time", time_value(1944, 12, 31), "time")]})
    assert read(dead, years).reason is Reason.DATE
    assert read(person(1, "Jan"), years).entry is not None


def test_an_embassy_has_a_sender_and_a_host() -> None:
    claims = {
        "P31": [item_statement("P31", 3917681)],
        "P137": [item_statement("P137", 15180)],
        "P17": [item_statement("P17", 423)],
    }
    made = read(item(7, {"en": "Embassy of the Soviet Union, Pyongyang"}, claims, 1)).entry
    assert made is not None
    assert (made.known.kind, made.known.state, made.known.receiving_state) == (Kind.MISSION, "Q15180", "Q423")
    del claims["P137"]
    made = read(item(7, {"en": "Embassy of the Soviet Union, Pyongyang"}, claims, 1)).entry
    assert made is not None
    assert made.known.state == "Q15180"


@pytest.mark.parametrize(
    ("label", "above", "wanted"),
    [
        ("ambassador of the Soviet Union to North Korea", 121998, ("Ambassador", "Q15180", "Q423")),
        ("Ambassador of the Soviet Union in Poland", 29645880, ("Ambassador", "Q15180", "Q36")),
        ("Minister of Foreign Affairs of Hungary", 83307, ("ForeignMinister", "Q28", "")),
        ("Minister of Silly Walks of Hungary", 83307, ("Minister", "Q28", "")),
        ("Minister of Foreign Affairs of Hungary", 1, ("ForeignMinister", "Q28", "")),
        ("Prime Minister of Hungary", 14212, ("HeadOfGovernment", "Q28", "")),
        ("President of Finland", 1, ("HeadOfState", "Q33", "")),
        ("General Secretary of the Communist Party of the Soviet Union", 1, ("PartyLeader", "Q15180", "")),
    ],
)
def test_an_office_is_read_from_its_class_and_its_words(label: str, above: int, wanted: tuple[str, str, str]) -> None:
    made = read(position(9, label, above))
    assert made.position is not None
    assert made.position.role in ROLES
    assert (made.position.role, made.position.state, made.position.receiving_state) == wanted
    assert made.entry is not None
    assert made.entry.known.kind is Kind.POST


@pytest.mark.parametrize(
    "label", ["President of the Senate", "Vice President of Finland", "Deputy Prime Minister of Hungary"]
)
def test_an_office_whose_words_do_not_say_which_stays_open(label: str) -> None:
    made = read(position(9, label, above=1))
    assert (made.entry, made.position) == (None, Position("Q9", label))


def test_both_forms_of_a_redirect() -> None:
    assert redirect_in({"entity": "Q1", "redirect": "Q2"}) == ("Q1", "Q2")
    assert redirect_in({"id": "Q2", "redirects": {"from": "Q1", "to": "Q2"}}) == ("Q1", "Q2")
    assert redirect_in({"entity": "P1", "redirect": "P2"}) is None
    assert redirect_in(person(1, "Jan")) is None


@pytest.mark.parametrize("wrong", [{}, {"id": "P31", "type": "property"}, {"id": 7}, {"id": "Q1", "claims": "none"}])
def test_what_is_no_item_gives_no_entry(wrong: dict[str, Any]) -> None:
    assert read(wrong).entry is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["P31", "id", "en", "value"]), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["labels", "aliases", "claims", "sitelinks", "descriptions"]), JSON))
def test_an_item_of_any_shape_is_read_or_left_out(shape: dict[str, Any]) -> None:
    made = read({**person(1, "Jan"), **shape})
    assert (made.entry is None) == (made.reason is not None)


WRONG = [
    None,
    True,
    5,
    "",
    "Qx",
    "Q²",
    f"Q{'9' * 30}",
    "P31",
    [],
    [1],
    {"id": "Qx"},
    {"numeric-id": True},
    "+1962-13-45T",
]


def places_in(value: Any, *way: Any) -> Iterator[tuple[Any, ...]]:
    """The way to each value inside a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*way, key)
        yield from places_in(each, *way, key)


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_whatever_is_wrong_inside_an_item_it_is_read_or_left_out(wrong: Any) -> None:
    """One odd line must never end the reading of a hundred million."""
    whole = person(1, "Jan", born=1900, citizenship=423, positions=[(4121000, 1950, 1960)], aliases=["Jean"])
    for way in places_in(whole):
        item = deepcopy(whole)
        inner: Any = item
        for key in way[:-1]:
            inner = inner[key]
        inner[way[-1]] = deepcopy(wrong)
        made = read(item)
        assert (made.entry is None) == (made.reason is not None)


def test_every_number_of_the_table_has_a_label_and_a_source() -> None:
    rows = [row for group in (*TABLE["kind"], *TABLE["role"]) for row in group["classes"]]
    rows += [*TABLE["occupations"]["ids"], *TABLE["properties"].values(), *TABLE["calendars"].values()]
    assert all(set(row) == {"id", "label", "source"} and all(row.values()) for row in rows)
    assert item_value(5)["id"] in {row["id"] for row in rows}
