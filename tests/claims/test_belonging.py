"""Which times belong to an act."""

from __future__ import annotations

import pytest

from .told import told


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("Minister Okoro asked me to answer by Monday.", "Request"),
        ("Minister Okoro proposed Monday.", "Proposal"),
        ("Minister Okoro agreed on 20 July.", "Agreement"),
        ("Minister Okoro invited Mr. Silva to visit Ghana on 20 July.", "Invitation"),
    ],
)
def test_what_is_asked_or_settled_has_a_time_of_its_own(sentence: str, type_: str) -> None:
    assert all(event.date_rule != "date.words" for event in told(sentence).events(type_))


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("On 3 May Minister Okoro proposed a visit.", "Proposal"),
        ("Minister Okoro apologized on 3 May.", "Apology"),
        ("Minister Okoro refused the offer on 3 May.", "Refusal"),
    ],
)
def test_the_time_of_the_act_is_its_own(sentence: str, type_: str) -> None:
    event = told(sentence).event(type_)
    assert (event.date and event.date.value, event.date_rule) == ("1955-05-03", "date.words")


def test_the_day_of_what_is_proposed_dates_the_visit() -> None:
    reading = told("On 3 May Minister Okoro proposed that Mr. Silva visit Ghana in September.")
    proposal = reading.event("Proposal")
    visits = [event for event in reading.reading.events if event.id in proposal.targets("proposes")]
    assert [visit.date.value for visit in visits if visit.date] == ["1955-09"]


def test_a_date_in_a_citation_dates_no_act() -> None:
    reading = told("Minister Okoro apologized to Mr. Silva (despatch of the Consul, 3 May).")
    assert reading.event("Apology").date_rule == "date.told-by"
