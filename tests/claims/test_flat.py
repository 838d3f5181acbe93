"""What stands in the flat list, from sentences: types, participants, dates and how real it is."""

from __future__ import annotations

from typing import Any

import pytest

from kg.eventlist import flat_events

from .told import NOWAK, Told, not_yet, only, told

PROPOSED = "Minister Okoro proposed that Mr. Silva visit Lagos in September."


def rows(reading: Told, *types: str) -> list[dict[str, Any]]:
    """The rows of these types."""
    return [row for row in flat_events(reading.reading) if row["type"] in types]


def people(row: dict[str, Any]) -> dict[str, str]:
    """Name -> role of those who take part."""
    return {participant["name"]: participant["role"] for participant in row["participants"]}


# --- proposed talks -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("talk", ["to meet Mr. Silva in September", "a meeting with Mr. Silva in September"])
def test_a_proposed_talk_stands_for_its_proposal_with_both_who_would_talk(talk: str) -> None:
    row = only(rows(told(f"Minister Okoro proposed {talk}."), "meeting", "request"))
    assert (row["type"], row["realis"], row["date"]) == ("meeting", "proposed", "1955-09")
    assert people(row) == {"Okoro": "participant", "Silva": "participant"}
    assert row["attributed_to"] == [NOWAK, "Okoro"]


def test_who_proposes_an_audience_need_not_be_the_visitor() -> None:
    reading = told("Minister Okoro proposed an audience with President Abadi.")
    row = only(rows(reading, "audience", "request"))
    assert (row["type"], row["realis"], people(row)) == ("audience", "proposed", {"Abadi": "host"})


def test_who_proposes_is_the_last_who_says_so() -> None:
    reading = told("Minister Okoro said that Mr. Silva had proposed a meeting with Mr. Dube.")
    assert only(rows(reading, "meeting"))["attributed_to"] == [NOWAK, "Okoro", "Silva"]


def test_a_proposal_of_anything_else_is_a_request() -> None:
    assert [row["realis"] for row in rows(told("Minister Okoro proposed a loan."), "request")] == ["actual"]


# --- visits ---------------------------------------------------------------------------------------------------------


def test_a_visit_that_somebody_proposes_is_a_row_of_the_proposal_with_its_visitor() -> None:
    row = only(rows(told(PROPOSED), "visit_proposed", "visit", "visit_planned"))
    assert (row["type"], row["realis"], row["date"]) == ("visit_proposed", "actual", "1955-09")
    assert people(row) == {"Okoro": "agent", "Silva": "visitor"}


@pytest.mark.parametrize(
    ("sentence", "type_", "realis", "date"),
    [
        ("Minister Okoro will visit Lisbon on 3 July.", "visit_planned", "planned", "1955-07-03"),
        ("Minister Okoro will not visit Lisbon on 3 July.", "visit_planned", "denied", "1955-07-03"),
        ("Minister Okoro visited Lisbon on 3 May.", "visit", "actual", "1955-05-03"),
        ("Minister Okoro did not visit Lisbon.", "visit", "denied", ""),
        ("Minister Okoro hopes to visit Lisbon.", "visit", "hypothetical", ""),
        ("Minister Okoro's forthcoming visit to Lisbon was mentioned.", "visit_planned", "planned", ""),
    ],
)
def test_a_visit_to_come_is_planned_and_any_other_a_visit(sentence: str, type_: str, realis: str, date: str) -> None:
    row = only(rows(told(sentence), "visit", "visit_planned"))
    assert (row["type"], row["realis"], row["date"]) == (type_, realis, date)


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("Minister Okoro postponed his visit to Lisbon.", {"Okoro": "visitor"}),
        ("President Abadi postponed the visit of Minister Okoro.", {"Abadi": "agent", "Okoro": "visitor"}),
        ("The visit of Minister Okoro to Lisbon was postponed.", {"Okoro": "visitor"}),
    ],
)
def test_who_puts_off_a_visit_is_not_its_visitor_unless_it_is_his(sentence: str, roles: dict[str, str]) -> None:
    assert people(only(rows(told(sentence), "visit_postponed"))) == roles


def test_a_visit_put_off_is_dated_by_the_day_to_which_it_is_put_off() -> None:
    row = only(rows(told("Minister Okoro postponed his visit to Lisbon until August."), "visit_postponed"))
    assert row["date"] == "1955-08"


@pytest.mark.parametrize("what", ["the decision", "the signing", "his departure"])
def test_what_is_no_visit_is_not_put_off_as_one(what: str) -> None:
    assert rows(told(f"Minister Okoro postponed {what}."), "visit_postponed") == []


@pytest.mark.parametrize(
    ("first", "type_"), [(PROPOSED, "visit_withdrawn"), ("Minister Okoro proposed a loan.", "other")]
)
def test_a_proposal_withdrawn_is_a_visit_withdrawn_if_it_proposed_one(first: str, type_: str) -> None:
    reading = told(f"{first} Minister Okoro withdrew the proposal.")
    assert only(rows(reading, "visit_withdrawn", "other"))["type"] == type_


# --- agreements and appointments ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("Minister Okoro and Mr. Silva agreed to the loan.", {"Okoro": "participant", "Silva": "participant"}),
        ("Minister Okoro agreed with Mr. Silva.", {"Okoro": "agent", "Silva": "recipient"}),
        ("Minister Okoro agreed to the loan.", {"Okoro": "agent"}),
    ],
)
def test_of_several_who_agree_each_is_a_participant(sentence: str, roles: dict[str, str]) -> None:
    assert people(only(rows(told(sentence), "agreement"))) == roles


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("President Abadi recalled Ambassador Silva.", {"Abadi": "agent", "Silva": "subject"}),
        ("Ambassador Silva was dismissed by President Abadi.", {"Abadi": "agent", "Silva": "subject"}),
        ("Ambassador Silva was recalled.", {"Silva": "subject"}),
        not_yet(
            "the parser makes one name of person and post",
            "President Abadi appointed Mr. Silva ambassador.",
            {"Abadi": "agent", "Silva": "subject"},
        ),
    ],
)
def test_who_is_appointed_or_recalled_is_the_subject(sentence: str, roles: dict[str, str]) -> None:
    assert people(only(rows(told(sentence), "appointment"))) == roles


# --- the abstract ---------------------------------------------------------------------------------------------------


def test_what_only_the_abstract_tells_has_no_row() -> None:
    told_twice = told("Minister Okoro visited Mr. Silva on 3 May.", abstract="Minister Okoro visits Mr. Silva.")
    assert [row["date"] for row in rows(told_twice, "visit")] == ["1955-05-03"]
    assert rows(told("It rained.", abstract="Minister Okoro visited Mr. Silva."), "visit") == []
