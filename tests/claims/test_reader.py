"""What is done at a contact, what a telegram leaves out, and sentences that tell nothing."""

from __future__ import annotations

import pytest

from kg.model.event import Status

from .told import NOWAK, not_yet, told

# --- done at a contact ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("Minister Okoro met Mr. Silva to hand over a note.", "MessageDelivery"),
        ("Minister Okoro called on Mr. Silva to ask for a ship.", "Request"),
        ("Minister Okoro visited Mr. Silva to protest against the delay.", "Protest"),
    ],
)
def test_what_somebody_came_to_say_or_hand_over_was_done(sentence: str, type_: str) -> None:
    assert told(sentence).event(type_).status is Status.OCCURRED


def test_what_somebody_came_to_say_is_in_his_voice() -> None:
    reading = told("Minister Okoro called on Mr. Silva to say that the Norwegians had refused the loan.")
    assert reading.chain("the Norwegians had refused") == (NOWAK, "Okoro")


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("Minister Okoro hoped to meet Mr. Silva to hand over a note.", "MessageDelivery"),
        ("Minister Okoro will meet Mr. Silva to hand over a note.", "MessageDelivery"),
        ("Minister Okoro did not meet Mr. Silva to hand over a note.", "MessageDelivery"),
        ("Minister Okoro met Mr. Silva to visit Mr. Dube.", "Visit"),
        ("Minister Okoro waited for Mr. Silva to hand over a note.", "MessageDelivery"),
        ("Minister Okoro went to Bonn to hand over a note.", "MessageDelivery"),
    ],
)
def test_a_purpose_of_anything_else_is_not_told_as_done(sentence: str, type_: str) -> None:
    assert told(sentence).events(type_) == []


@pytest.mark.parametrize(
    ("purpose", "hosts"),
    [("brief Mr. Silva", ["Silva"]), ("see Mr. Silva", ["Silva"]), ("hire Mr. Silva", []), ("meet the press", [])],
)
def test_whom_one_travels_to_see_is_the_host(purpose: str, hosts: list[str]) -> None:
    reading = told(f"Minister Okoro went to Bonn to {purpose}.")
    assert reading.who(reading.event("OfficialVisit"), "host") == hosts


@pytest.mark.parametrize(
    ("said", "chain"),
    [
        ("he agreed to the loan", (NOWAK,)),
        ("he refused the loan", (NOWAK,)),
        ("he had agreed to the loan", (NOWAK, "Okoro")),
        ("he would agree to the loan", (NOWAK, "Okoro")),
        ("Mr. Dube agreed to the loan", (NOWAK, "Okoro")),
    ],
)
def test_what_one_does_by_saying_so_the_author_tells(said: str, chain: tuple[str, ...]) -> None:
    reading = told(f"Minister Okoro told Mr. Silva that {said}.")
    assert reading.chain_of(reading.claim_on(reading.event("Agreement", "Refusal"))) == chain


# --- telegrams ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "type_", "role"),
    [
        ("Met with Minister Okoro on 3 May.", "Meeting", "participant"),
        ("Called on Minister Okoro yesterday.", "Visit", "visitor"),
        ("Handed a note to Minister Okoro on 3 May.", "MessageDelivery", "bearer"),
        ("Refused the loan.", "Refusal", "agent"),
        not_yet("a passive without its subject is not read", "Was received by Minister Okoro.", "Audience", "visitor"),
    ],
)
def test_who_is_left_out_of_a_telegram_is_its_writer(sentence: str, type_: str, role: str) -> None:
    reading = told(sentence)
    assert NOWAK in reading.who(reading.event(type_), role)


def test_who_is_left_out_behind_anothers_words_is_the_other() -> None:
    reading = told("Minister Okoro said that rice was scarce. Asked for a ship.")
    assert reading.who(reading.event("Request"), "agent") == ["Okoro"]


@pytest.mark.parametrize(
    "sentence",
    ["Asked by Mr. Silva, Minister Okoro refused the loan.", "Minister Okoro, having refused the loan, left."],
)
def test_nobody_is_left_out_of_a_sentence_with_a_subject(sentence: str) -> None:
    reading = told(sentence)
    assert reading.who(reading.event("Refusal"), "agent") == ["Okoro"]


def test_he_who_is_named_before_a_verb_is_not_passed_over_for_the_writer() -> None:
    reading = told("During a talk on 3 May Minister Okoro told Mr. Silva that rice was scarce.")
    assert [NOWAK] not in [speakers for speakers, *_ in reading.turns()]


# --- references and provisos ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "For the meeting of Minister Okoro with Mr. Silva see Document 12.",
        "See the note which Mr. Silva sent to Minister Okoro.",
        "The letters which Mr. Silva sent to Minister Okoro are printed as Documents 3-5.",
        "The letter which Mr. Silva sent to Minister Okoro was published in Document 9.",
    ],
)
def test_a_sentence_that_points_to_other_papers_tells_nothing(sentence: str) -> None:
    assert told(sentence).happened() == []


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("The letter which Mr. Silva sent to Minister Okoro was printed in Vienna.", "MessageSending"),
        ("I saw the documents which Mr. Silva sent to Minister Okoro.", "MessageSending"),
        ("We see Mr. Silva every day.", "Meeting"),
        ("Minister Okoro saw Mr. Silva. For the text, see Document 3.", "Meeting"),
    ],
)
def test_printing_and_seeing_anything_else_tells_something(sentence: str, type_: str) -> None:
    assert told(sentence).events(type_)


@pytest.mark.parametrize(
    "sentence",
    [
        "Minister Okoro left for Vienna, provided that it was repaid.",
        "Minister Okoro left for Vienna if it was repaid.",
        "Minister Okoro accepted the loan provided that it was repaid.",
    ],
)
def test_nothing_in_a_proviso_is_told_as_so(sentence: str) -> None:
    reading = told(sentence)
    assert [event.type for event in reading.reading.events if event.trigger.exact == "repaid"] == []


def test_to_provide_somebody_with_something_is_no_proviso() -> None:
    reading = told("Minister Okoro provided Mr. Silva with a short memorandum.")
    assert reading.who(reading.event("MessageDelivery"), "recipient") == ["Silva"]
