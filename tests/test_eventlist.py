"""The flat list of events, from a reading made by hand."""

from __future__ import annotations

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from kg.eventlist import flat_events
from kg.model.claim import Modality, Polarity, Turn
from kg.model.dates import EdtfDate
from kg.model.event import REALIS, Event, Status
from kg.model.reading import Reading
from tests.converters.readings import CALL, CLAIMS, READING, TEXT, VISIT, claim, said


def with_events(*events: Event) -> Reading:
    """The reading, with these events in the place of those of the same id."""
    changed = {event.id: event for event in events}
    return evolve(READING, events=tuple(changed.get(event.id, event) for event in READING.events))


def test_only_events_with_a_flat_type_are_listed_in_the_order_of_the_text() -> None:
    rows = flat_events(READING)
    assert [row["type"] for row in rows] == ["visit", "visit_proposed", "visit_withdrawn"]
    assert [TEXT.index(row["quote"]) for row in rows] == sorted(TEXT.index(row["quote"]) for row in rows)


def test_a_row_says_what_when_where_who_and_on_whose_word() -> None:
    assert flat_events(READING)[0] == {
        "type": "visit",
        "quote": "called on me on 1 May",
        "participants": [
            {"name": "Ilse Varga", "role": "visitor"},
            {"name": "the Minister of Norland", "role": "host"},
        ],
        "date": "1931-05-01",
        "place": "the Legation’s hall",
        "realis": "actual",
        "attributed_to": ["the Minister of Norland"],
        "rule": READING.events[0].rule,
        "confidence": None,
    }


def test_who_says_so_is_listed_from_the_outside_in() -> None:
    assert flat_events(READING)[1]["attributed_to"] == ["the Minister of Norland", "Ilse Varga"]


def test_joint_speakers_are_one_source() -> None:
    voices = tuple(evolve(v, speakers=("varga", "rehm")) if v.id == "author/varga" else v for v in READING.voices)
    row = flat_events(evolve(READING, voices=voices))[1]
    assert row["attributed_to"] == ["the Minister of Norland", "Ilse Varga + Odo Rehm"]


def test_a_proposal_of_a_visit_is_dated_by_the_visit() -> None:
    row = flat_events(with_events(evolve(VISIT, date=EdtfDate("1931-09"))))[1]
    assert (row["type"], row["date"]) == ("visit_proposed", "1931-09")


def test_a_message_is_no_participant() -> None:
    delivery = next(event for event in READING.events if event.type == "MessageDelivery")
    rows = flat_events(with_events(evolve(delivery, flat_type="message_delivered")))
    row = next(row for row in rows if row["type"] == "message_delivered")
    assert {participant["name"] for participant in row["participants"]} == {
        "Ilse Varga",
        "Odo Rehm",
        "the Minister of Norland",
    }


@given(st.sampled_from(Status), st.sampled_from(Polarity), st.sampled_from(Modality))
def test_nothing_is_actual_that_did_not_happen_or_is_denied(
    status: Status, polarity: Polarity, modality: Modality
) -> None:
    told = claim("author", CALL, "called on me on 1 May", polarity, modality)
    reading = evolve(with_events(evolve(CALL, status=status)), claims=(told, *CLAIMS[1:]))
    realis = flat_events(reading)[0]["realis"]
    assert (realis == "actual") == (REALIS[status] == "Realis" and polarity is Polarity.AFFIRMATIVE)


def test_what_will_be_is_planned_what_is_believed_to_come_predicted_and_an_offer_proposed() -> None:
    for modality, realis in (
        (Modality.PREDICTION, "planned"),
        (Modality.PRESUMPTION, "predicted"),
        (Modality.OFFER, "proposed"),
    ):
        told = claim("author", CALL, "called on me on 1 May", modality=modality)
        reading = evolve(with_events(evolve(CALL, status=Status.PROSPECTIVE)), claims=(told, *CLAIMS[1:]))
        assert flat_events(reading)[0]["realis"] == realis


def test_an_event_that_no_claim_tells_of_rests_on_its_trigger_and_on_nobody() -> None:
    row = flat_events(evolve(READING, claims=CLAIMS[1:]))[0]
    assert (row["quote"], row["attributed_to"]) == ("called on me", [])


# --- turns of speech ------------------------------------------------------------------------------------------------


def with_turns(*turns: Turn) -> Reading:
    return evolve(READING, turns=turns)


def turn(words: str, voice: str = "author") -> Turn:
    """Varga says something to Rehm, in these words of the text."""
    return Turn(voice, ("varga",), ("rehm",), said(words), EdtfDate("1931-05-01"))


def test_a_turn_of_speech_is_a_statement_of_its_speaker_to_its_hearers() -> None:
    (row,) = [row for row in flat_events(with_turns(turn("called on me"))) if row["type"] == "statement"]
    assert row == {
        "type": "statement",
        "quote": "called on me",
        "participants": [{"name": "Ilse Varga", "role": "agent"}, {"name": "Odo Rehm", "role": "recipient"}],
        "date": "1931-05-01",
        "place": "",
        "realis": "actual",
        "attributed_to": ["the Minister of Norland"],
        "rule": "turn",
        "confidence": None,
    }


def test_turns_stand_among_the_events_in_the_order_of_the_text() -> None:
    events = [row["quote"] for row in flat_events(READING)]
    rows = flat_events(with_turns(turn(events[2]), turn(events[0])))
    assert len(rows) == len(events) + 2
    places = [TEXT.index(row["quote"]) for row in rows]
    assert places == sorted(places)
    assert [row["type"] for row in rows].count("statement") == 2


def test_a_turn_without_a_date_has_none() -> None:
    rows = flat_events(with_turns(evolve(turn("called on me"), date=None)))
    assert [row["date"] for row in rows if row["type"] == "statement"] == [""]
