"""What a noun alone tells of: planned, uttered, to come, or nothing that took place."""

from __future__ import annotations

import pytest

from kg.model.claim import Modality
from kg.model.event import Status

from .told import NOWAK, told


@pytest.mark.parametrize("word", ["forthcoming", "planned", "scheduled", "upcoming", "intended"])
@pytest.mark.parametrize(
    ("noun", "type_"),
    [
        ("visit of Minister Okoro to Lisbon", "OfficialVisit"),
        ("departure of Minister Okoro", "Departure"),
        ("meeting of Minister Okoro with Mr. Silva", "Meeting"),
    ],
)
def test_a_journey_or_meeting_that_is_called_planned_is_a_plan(word: str, noun: str, type_: str) -> None:
    reading = told(f"The {word} {noun} was mentioned.")
    event = reading.event(type_)
    assert (event.status, reading.claim_on(event).modality) == (Status.PROSPECTIVE, Modality.INTENTION)


@pytest.mark.parametrize("noun", ["refusal", "apology", "departure's delay"])
def test_anything_else_that_is_called_planned_is_not_told_of(noun: str) -> None:
    assert told(f"They spoke of the planned {noun} of Minister Okoro.").happened() == ["OpinionState"]


@pytest.mark.parametrize(
    ("owner", "statuses"), [("my", [Status.PROSPECTIVE]), ("his", [Status.PROSPECTIVE]), ("the", [])]
)
def test_a_trip_of_somebodys_in_what_is_to_come_is_to_come(owner: str, statuses: list[Status]) -> None:
    reading = told(f"Mr. Silva will be with me on {owner} trip to Rome.")
    assert [event.status for event in reading.events("OfficialVisit")] == statuses


@pytest.mark.parametrize(
    ("owner", "types"),
    [("Mr. Silva's", ["MessageSending"]), ("the", [])],
)
def test_who_hopes_to_answer_what_somebody_wrote_takes_it_for_written(owner: str, types: list[str]) -> None:
    reading = told(f"Minister Okoro hopes to speak of {owner} letter to Mr. Dube.")
    assert [event.type for event in reading.events("MessageSending") if event.status is Status.OCCURRED] == types


@pytest.mark.parametrize(
    "sentence",
    [
        "They discussed the possibility of a visit by Minister Okoro to Lisbon.",
        "They discussed the idea of a trip by Minister Okoro for talks in Lisbon.",
        "The visit of Mr. Silva to Lisbon fell through.",
        "Minister Okoro objected to the visit of Mr. Silva to Lisbon.",
        "The preparations for the visit of Mr. Silva to Lisbon are good.",
        "Minister Okoro denied any visit of Mr. Silva to Lisbon.",
        "Minister Okoro waited for the visit of Mr. Silva to Lisbon.",
        "Minister Okoro will mention the visit of Mr. Silva to Lisbon.",
    ],
)
def test_what_words_around_a_noun_leave_open_or_undo_is_no_visit(sentence: str) -> None:
    assert told(sentence).events("OfficialVisit") == []


@pytest.mark.parametrize("verb", ["cancelled", "called off"])
def test_a_visit_that_is_called_off_is_withdrawn(verb: str) -> None:
    reading = told(f"Minister Okoro {verb} his visit to Lisbon.")
    assert [event.status for event in reading.events("OfficialVisit")] == [Status.WITHDRAWN]
    assert [event.status for event in reading.events("Cancellation")] == [Status.OCCURRED]


@pytest.mark.parametrize("noun", ["visit", "trip"])
def test_what_is_discussed_without_more_took_place(noun: str) -> None:
    reading = told(f"They discussed the {noun} of Minister Okoro to Lisbon.")
    assert reading.event("OfficialVisit").status is Status.OCCURRED


# --- beside a verb of speech ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["At a meeting", "At a lunch", "Over dinner", "After a reception"])
def test_the_talk_in_which_something_was_said_took_place(words: str) -> None:
    reading = told(f"{words} Minister Okoro told Mr. Silva that rice was scarce.")
    assert reading.who(reading.event("Meeting"), "participant") == ["Okoro", "Silva"]


def test_the_letter_in_which_something_was_written_was_sent() -> None:
    reading = told("In a letter to Mr. Silva, Minister Okoro wrote that rice was scarce.")
    assert reading.roles(reading.event("MessageSending")) == {"sender": ["Okoro"], "recipient": ["Silva"]}


@pytest.mark.parametrize("article", ["the", "that", "this"])
def test_the_talk_that_an_article_takes_up_is_not_one_more(article: str) -> None:
    reading = told(f"Minister Okoro met Mr. Silva. At {article} meeting Okoro told Mr. Silva that rice was scarce.")
    assert len(reading.events("Meeting")) == 1


def test_a_talk_that_was_not_told_of_is_told_by_its_article() -> None:
    assert told("At the meeting Minister Okoro told Mr. Silva that rice was scarce.").events("Meeting")


@pytest.mark.parametrize(
    "sentence",
    [
        "During a talk Minister Okoro visited Mr. Silva.",
        "At a meeting Minister Okoro said that rice was scarce.",
        "In a good mood Minister Okoro told Mr. Silva that rice was scarce.",
    ],
)
def test_beside_no_speech_and_with_nobody_to_hear_it_there_is_no_talk(sentence: str) -> None:
    assert told(sentence).events("Meeting", "MessageSending") == []


def test_a_noun_after_a_verb_of_uttering_tells_what_is_done() -> None:
    reading = told("Minister Okoro made a suggestion to Mr. Silva.")
    assert reading.roles(reading.event("Proposal")) == {"proposer": ["Okoro"], "addressee": ["Silva"]}


def test_a_trip_of_the_author_is_his_own() -> None:
    reading = told("Mr. Silva will be with me on my trip to Rome.")
    assert reading.who(reading.event("OfficialVisit"), "visitor") == [NOWAK]
