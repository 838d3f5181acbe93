"""To whom something was said where the words leave it out."""

from __future__ import annotations

import pytest

from .told import NOWAK, told

TALK = "Minister Okoro met Ambassador Silva on 3 May."
READER = "Jakub Berman"


@pytest.mark.parametrize(
    ("act", "type_"),
    [
        ("refused the loan", "Refusal"),
        ("asked for a ship", "Request"),
        ("agreed to the loan", "Agreement"),
        ("apologized", "Apology"),
        ("made a suggestion", "Proposal"),
    ],
)
def test_the_other_one_of_the_talk_is_addressed(act: str, type_: str) -> None:
    reading = told(f"{TALK} Okoro {act}.")
    assert reading.who(reading.event(type_), "addressee") == ["Silva"]


def test_in_a_talk_with_the_author_he_is_addressed() -> None:
    reading = told("I talked with Minister Okoro on 3 May. He asked for a ship.")
    assert reading.who(reading.event("Request"), "addressee") == [NOWAK]


def test_a_talk_that_somebody_tells_of_has_its_own_two() -> None:
    reading = told("Minister Okoro said that Ambassador Silva had received Mr. Dube. Mr. Dube had asked for a ship.")
    assert reading.who(reading.event("Request"), "addressee") == ["Silva"]


@pytest.mark.parametrize(
    "text",
    [
        "Minister Okoro met Ambassador Silva and Mr. Dube on 3 May. Okoro refused the loan.",
        f"{TALK} Mr. Dube refused the loan.",
        "Ambassador Silva met the Soviet Government on 3 May. Silva refused the loan.",
        "Minister Okoro refused the loan.",
    ],
)
def test_of_more_than_two_and_of_none_nobody_is_chosen(text: str) -> None:
    reading = told(text)
    assert reading.who(reading.event("Refusal"), "addressee") == []


def test_whom_the_words_name_is_addressed_and_not_the_other_one_of_the_talk() -> None:
    reading = told(f"{TALK} Okoro asked Mr. Dube for a ship.")
    assert reading.who(reading.event("Request"), "addressee") == ["Dube"]


def test_a_turn_has_the_other_one_of_the_talk_for_its_hearer() -> None:
    reading = told(f"{TALK} Okoro said that rice was scarce.")
    assert [turn[:2] for turn in reading.turns()] == [(["Okoro"], ["Silva"])]


def test_what_a_writer_does_by_writing_is_said_to_his_reader() -> None:
    reading = told("I accept the proposal.", addressee=READER)
    assert reading.who(reading.event("Agreement"), "addressee") == [READER]


@pytest.mark.parametrize(
    ("sentence", "addressee"),
    [
        ("I accepted the proposal.", READER),
        ("I accept the proposal.", ""),
        ("Minister Okoro accepts the proposal.", READER),
        ("Minister Okoro said: I accept the proposal.", READER),
    ],
)
def test_what_is_not_done_by_writing_is_not_said_to_the_reader(sentence: str, addressee: str) -> None:
    reading = told(sentence, addressee=addressee)
    assert reading.who(reading.event("Agreement"), "addressee") == []


def test_a_meeting_without_its_people_is_one_of_those_who_talk() -> None:
    reading = told(f"{TALK} The second meeting took four hours.")
    assert reading.who(reading.events("Meeting")[1], "participant") == ["Okoro", "Silva"]
    assert told("The second meeting took four hours.").event("Meeting").participants == ()
