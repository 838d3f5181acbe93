"""What is offered, suggested or demanded by a noun with a clause behind it did not take place by that."""

from __future__ import annotations

import pytest

from kg.model.event import Status

from .told import to_mend, told


@pytest.mark.parametrize(
    ("sentence", "type_", "proposed"),
    [
        ("Minister Okoro made an offer to receive Mr. Silva in Lagos.", "Proposal", "Audience"),
        ("Minister Okoro repeated the offer to receive Mr. Silva in Lagos.", "Proposal", "Audience"),
        (
            "Minister Okoro put forward the proposal that Mr. Silva visit Lagos in September.",
            "Proposal",
            "OfficialVisit",
        ),
        (
            "Minister Okoro repeated the suggestion that Mr. Silva visit Lagos in September.",
            "Proposal",
            "OfficialVisit",
        ),
        ("Minister Okoro rejected the offer to arrange for Mr. Silva to visit Lagos.", "Refusal", "OfficialVisit"),
        ("Minister Okoro made the demand that Mr. Silva leave Lagos.", "Request", "Departure"),
    ],
)
def test_what_is_behind_the_noun_is_only_spoken_of(sentence: str, type_: str, proposed: str) -> None:
    reading = told(sentence)
    event = reading.event(proposed)
    source = (reading.events("Proposal") or [reading.event(type_)])[0]
    assert event.id in [relation.target for relation in source.relations]
    assert event.status in (Status.PROSPECTIVE, Status.DESIRED)
    assert reading.claims_on(event) == [] or type_ == "Request"


def test_the_month_of_what_is_suggested_is_that_of_the_visit() -> None:
    reading = told("Minister Okoro put forward the proposal that Mr. Silva visit Lagos in September.")
    visit = reading.event("OfficialVisit")
    assert visit.date
    assert visit.date.value == "1955-09"


def test_a_participle_behind_the_noun_tells_who_proposed() -> None:
    reading = told("The proposal made by Mr. Silva was withdrawn.")
    assert reading.events("OfficialVisit", "Audience") == []


def test_a_clause_behind_any_other_noun_is_told() -> None:
    reading = told("Minister Okoro received the news that Mr. Silva had visited Lagos.")
    assert reading.event("OfficialVisit").status is Status.OCCURRED


@to_mend("a demand that something be left undone leads to the thing as if it were wanted")
def test_what_somebody_is_asked_to_leave_undone_is_not_desired() -> None:
    reading = told("Minister Okoro asked Mr. Silva not to postpone the visit.")
    assert [event.status for event in reading.events("Postponement")] != [Status.DESIRED]


def test_a_proposal_that_is_taken_up_in_the_next_paragraph_is_read_where_it_stands_there() -> None:
    reading = told(
        "The conversation about the fisheries was long. Minister Okoro proposed a visit by Mr. Silva in September.",
        "He repeated the proposal. He proposed it again.",
    )
    assert len(reading.events("Proposal")) == 1


def test_a_mere_date_is_proposed_for_the_journey_to_come() -> None:
    reading = told("Minister Okoro will visit Lisbon. Mr. Silva suggested the end of March.")
    targets = reading.targets(reading.event("Proposal"), "proposes")
    assert [target.type for target in targets] == ["OfficialVisit"]


def test_a_mere_date_is_not_proposed_for_a_journey_that_was_made() -> None:
    reading = told("Minister Okoro visited Lisbon. Mr. Silva suggested the end of March.")
    assert reading.targets(reading.event("Proposal"), "proposes") == []
