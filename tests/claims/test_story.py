"""The day of the story: set by the author as he tells, and what is dated or bounded by it."""

from __future__ import annotations

import pytest
from attrs import evolve

from kg.pipeline import reading_of
from tests.reports import report_of

from .told import AUTHORITY, DAY, NOWAK, Told, only, told

MET = "I met Minister Lund on 3 May."


def told_as(kind: str, *paragraphs: str, day: str = DAY) -> Told:
    """What is understood of a document of some kind, by the author of all reports here."""
    return Told(reading_of(evolve(report_of(paragraphs, date=day, author=NOWAK), kind=kind), AUTHORITY))


def when(reading: Told, *types: str) -> tuple[str, str]:
    """Date of the only event of these classes, and the rule that gave it; two empty strings if it has none."""
    event = reading.event(*types)
    return (event.date.value if event.date else "", event.date_rule)


def said(reading: Told) -> list[str]:
    """The dates of the turns of speech, in the order of the text; "" where there is none."""
    return [turn.date.value if turn.date else "" for turn in reading.reading.turns]


# --- the author's own story -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("I dined with Mr. Rojas on 3 May. He asked me to visit Mr. Silva.", "1955-05-03"),
        ("On 3 May I had luncheon with Mr. Rojas. He made a request.", "1955-05-03"),
        ("During a talk on 3 May Mr. Rojas made a request.", "1955-05-03"),
        ("Called on Mr. Rojas yesterday. He asked me to visit Mr. Silva.", "1955-06-09"),
    ],
)
def test_a_day_that_the_author_names_holds_for_what_he_tells_next(text: str, date: str) -> None:
    assert when(told(text), "Request")[0] == date


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Rojas knew the note of 3 May. He asked me to visit Mr. Silva.",
        "Mr. Rojas had left on 3 May. He asked me to visit Mr. Silva.",
        "Mr. Rojas will leave on 3 July. He asked me to visit Mr. Silva.",
        "Mr. Rojas has been ill since 3 May. He asked me to visit Mr. Silva.",
    ],
)
def test_a_day_of_another_thing_is_not_that_of_the_story(text: str) -> None:
    assert when(told(text), "Request") == (f"../{DAY}", "date.told-by")


def test_the_day_goes_on_in_the_next_paragraph_if_the_author_was_there() -> None:
    assert said(told(MET, "Minister Lund said that rice was scarce.")) == ["1955-05-03"]
    others = told("Mr. Rojas left Cairo on 3 May.", "Mr. Rojas said that rice was scarce.")
    assert said(others) == [f"../{DAY}"]


def test_a_time_in_brackets_does_not_move_the_story() -> None:
    text = f"{MET} (The canal was opened on 7 March.) He told me that rice was scarce."
    assert said(told(text)) == ["1955-05-03"]


@pytest.mark.parametrize(("words", "date"), [("The next day", "1955-05-04"), ("Two days later", "1955-05-05")])
def test_a_distance_moves_the_day_of_the_story(words: str, date: str) -> None:
    reading = told(f"I dined with Mr. Rojas on 3 May. {words} I saw Mr. Silva. He made a request.")
    assert when(reading, "Request")[0] == date


def test_the_same_two_on_a_later_day_are_no_longer_in_their_first_talk() -> None:
    text = (
        f"{MET} On 5 May Minister Lund told me by telephone that rice was scarce. I told Minister Lund that it was not."
    )
    assert set(said(told(text))) == {"1955-05-05"}


def test_that_year_is_the_one_named_last_whoever_named_it() -> None:
    reading = told(f"{MET} He told me that rice was scarce in 1948, and that in that year he had met Mr. Rojas.")
    assert only([event.date.value for event in reading.events("Meeting")[1:] if event.date]) == "1948"


# --- records, journals, notes of editors ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["memorandum of conversation", "diary entry", "minutes"])
def test_what_a_record_of_one_day_tells_is_of_that_day(kind: str) -> None:
    reading = told_as(kind, "Mr. Rojas called on me. He asked me to visit Mr. Silva.")
    assert when(reading, "Request") == (DAY, "date.record")


def test_a_record_that_names_the_day_of_the_talk_is_of_that_day() -> None:
    reading = told_as("memorandum of conversation", "Mr. Rojas called on me on 8 June.", "He asked for rice.")
    assert when(reading, "Request")[0] == "1955-06-08"


def test_editors_tell_one_thing_after_the_other() -> None:
    text = "On May 3, 1955, Minister Okoro met Mr. Silva in Accra. Mr. Silva left for Cairo."
    assert when(told_as("editorial note", text, day=""), "Departure") == ("1955-05-03/..", "date.story")
    assert when(told_as("report", text), "Departure")[1] != "date.story"


# --- as the author writes -------------------------------------------------------------------------------------------


def test_what_is_asked_in_the_present_is_asked_by_writing() -> None:
    assert when(told("I request a new desk for the Embassy.", MET), "Request") == (DAY, "date.writing")


# --- what was over by then ------------------------------------------------------------------------------------------


def test_what_was_told_in_a_talk_was_over_by_then() -> None:
    reading = told("I dined with Mr. Rojas on 3 May. He told me that he had met Mr. Silva.")
    assert [event.date.value for event in reading.events("Meeting") if event.date] == ["../1955-05-03"]


def test_an_answer_told_in_the_past_is_given_in_the_telling() -> None:
    assert when(told(f"{MET} He said that he agreed to the visit."), "Agreement")[0] == "1955-05-03"
    assert when(told(f"{MET} He said that he had agreed to the visit."), "Agreement")[0] == "../1955-05-03"


def test_what_a_noun_tells_of_as_done_was_over_by_the_report() -> None:
    visit = told("The recent visit of Mr. Rojas to Egypt is of weight.")
    assert when(visit, "OfficialVisit") == ("../1955-06-10", "date.told-by")


def test_what_is_said_in_a_dialogue_that_is_written_down_is_of_its_day() -> None:
    talk = ("Mr. Rojas came to see Mr. Silva on 8 June.", "Mr. Rojas: We are short of rice.", "Mr. Silva: So are we.")
    assert set(said(told_as("memorandum of conversation", *talk))) <= {"1955-06-08"}


def test_what_is_said_in_a_paper_is_of_no_day_that_is_told() -> None:
    text = "I met Minister Lund on 3 May. In a memorandum he said that rice was scarce."
    assert said(told(text)) == [f"../{DAY}"]
