"""What the words around a verb or noun must be for a frame to fit."""

from __future__ import annotations

import pytest

from kg.model.claim import Modality, Polarity
from kg.model.event import Status

from .told import not_yet, told

# --- letters that are new -------------------------------------------------------------------------------------------

SENT = "On 3 May Mr. Silva sent a letter to Minister Okoro."


@pytest.mark.parametrize(
    ("first", "then", "letters"),
    [
        (SENT, "The press mentioned Mr. Silva's letter to Minister Okoro.", 1),
        (SENT, "Minister Okoro received a letter from Mr. Silva.", 1),
        (SENT, "The press mentioned President Abadi's letter to Minister Okoro.", 2),
        ("Mr. Silva sent a letter of 3 May to Minister Okoro.", "The press mentioned Mr. Silva's letter of 3 May.", 1),
        ("Mr. Silva sent a letter of 3 May to Minister Okoro.", "The press mentioned Mr. Silva's letter of 9 May.", 2),
        ("Minister Okoro left.", "The press mentioned Mr. Silva's letter to Minister Okoro.", 1),
        ("Minister Okoro left.", "The press mentioned the letter to Minister Okoro.", 0),
    ],
)
def test_a_letter_of_the_same_sender_is_a_new_one_only_if_it_has_another_day(
    first: str, then: str, letters: int
) -> None:
    assert len(told(f"{first} {then}").events("MessageSending")) == letters


def test_a_letter_that_came_twice_was_sent_once() -> None:
    reading = told("Minister Okoro received Mr. Silva's letter. Mr. Dube received Mr. Silva's letter.")
    assert len(reading.events("MessageSending")) == 1


# --- denials that are acts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "Minister Okoro cannot agree to the plan.",
        "Minister Okoro did not agree to the plan.",
        "Minister Okoro was not able to receive Mr. Silva.",
        "Minister Okoro is not prepared to negotiate.",
        "Minister Okoro would not accept the note.",
        "Minister Okoro would not receive Mr. Silva.",
    ],
)
def test_who_will_not_or_cannot_refuses(sentence: str) -> None:
    reading = told(sentence)
    event = reading.event("Refusal")
    claim = reading.claim_on(event)
    assert (reading.who(event, "agent"), event.status) == (["Okoro"], Status.OCCURRED)
    assert (claim.polarity, claim.modality) == (Polarity.AFFIRMATIVE, Modality.REPORT)


@pytest.mark.parametrize(
    "sentence",
    [
        "Minister Okoro agreed to the plan.",
        "Minister Okoro was able to receive Mr. Silva.",
        "Minister Okoro would accept the note.",
        "Minister Okoro did not accept the note.",
        "Minister Okoro was not able.",
        "Minister Okoro did not visit Mr. Silva.",
    ],
)
def test_who_does_or_merely_did_not_refuses_nothing(sentence: str) -> None:
    assert told(sentence).events("Refusal") == []


# --- acts of will ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "is_agreement"),
    [
        ("Minister Okoro approved the plan.", True),
        ("Minister Okoro approved of the plan.", False),
        ("Minister Okoro agreed with Mr. Silva.", True),
        ("Minister Okoro agreed with the view.", False),
        ("Minister Okoro agreed to the loan.", True),
    ],
)
def test_liking_or_sharing_a_view_is_no_agreement(sentence: str, is_agreement: bool) -> None:
    assert bool(told(sentence).events("Agreement")) == is_agreement


@pytest.mark.parametrize(
    ("sentence", "type_", "is_one"),
    [
        ("Minister Okoro called on the Soviet Government to release the prisoners.", "Request", True),
        ("Minister Okoro called on Mr. Silva to release the prisoners.", "Request", False),
        ("Minister Okoro left with Mr. Silva a short memorandum.", "MessageDelivery", True),
        ("Minister Okoro left with Mr. Silva a small horse.", "MessageDelivery", False),
        ("The Foreign Ministry informed Mr. Silva of the accident.", "MessageSending", True),
        ("Minister Okoro informed Mr. Silva of the accident.", "MessageSending", False),
        not_yet("a capital is its government in roles only", "Paris informed Mr. Silva.", "MessageSending", True),
    ],
)
def test_a_frame_that_asks_for_a_body_or_a_thing_takes_no_other(sentence: str, type_: str, is_one: bool) -> None:
    assert bool(told(sentence).events(type_)) == is_one


# --- capitals, going away, particles --------------------------------------------------------------------------------


def test_a_capital_that_acts_is_the_government_there() -> None:
    reading = told("Moscow refused the loan.")
    (agent,) = reading.event("Refusal").agents("agent")
    government = next(entity for entity in reading.reading.entities if entity.id == agent)
    assert (government.kind.value, government.name, government.state) == (
        "Organisation",
        "Moscow",
        "state/soviet-union",
    )


def test_a_capital_that_one_visits_is_a_place() -> None:
    reading = told("Minister Okoro visited Moscow.")
    assert reading.place(reading.event("OfficialVisit")) == "Moscow"
    assert "Organisation" not in {entity.kind.value for entity in reading.reading.entities}


def test_a_city_that_is_no_capital_does_nothing() -> None:
    assert told("Leningrad refused the loan.").event("Refusal").participants == ()


@pytest.mark.parametrize(
    ("verb", "type_"),
    [
        ("has gone", "Departure"),
        ("went", "OfficialVisit"),
        ("had gone", "OfficialVisit"),
        ("has come", "OfficialVisit"),
    ],
)
def test_who_has_gone_somewhere_has_left(verb: str, type_: str) -> None:
    assert told(f"Minister Okoro {verb} to Vienna.").event("Departure", "OfficialVisit").type == type_


@pytest.mark.parametrize(
    ("words", "type_"),
    [
        ("came back on 3 May", "Arrival"),
        ("came back from Vienna on 3 May", "Arrival"),
        ("flew in from Vienna on 3 May", "Arrival"),
        ("was back from Vienna on 3 May", "Arrival"),
        ("flew off on 3 May", "Departure"),
        ("set out for Vienna on 3 May", "Departure"),
        ("went away on 3 May", "Departure"),
    ],
)
def test_a_verb_with_its_particle_is_one(words: str, type_: str) -> None:
    reading = told(f"Minister Okoro {words}.")
    assert reading.who(reading.event(type_), "mover") == ["Okoro"]


@pytest.mark.parametrize("words", ["backed the plan", "held back the note", "gave in", "went off the record"])
def test_a_particle_with_another_verb_is_no_journey(words: str) -> None:
    assert told(f"Minister Okoro {words}.").events("Arrival", "Departure") == []
