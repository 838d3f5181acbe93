from __future__ import annotations

import attrs
import pytest

from kg.converters import AttestationRule
from kg.converters.attestation import attested_events
from kg.model.claim import Certainty, Claim, Modality, Polarity
from kg.model.event import Status
from tests.converters.graph import described
from tests.converters.readings import CALL, CLAIMS, PROPOSAL, READING, RELATIONS, TENURE, VISIT, WITHDRAWAL, claim

TYPED = {"dg:AttestedEvent", "sem:Event", "crm:E5_Event"}


def test_what_the_author_reports_as_certain_took_place() -> None:
    assert described(READING, CALL.id)["a"] >= TYPED


def test_the_withdrawn_visit_is_no_event_though_proposal_and_withdrawal_are() -> None:
    assert not TYPED & described(READING, VISIT.id)["a"]
    assert "sem:hasActor" not in described(READING, VISIT.id)
    assert described(READING, PROPOSAL.id)["a"] >= TYPED
    assert described(READING, WITHDRAWAL.id)["a"] >= TYPED


def test_a_situation_that_holds_is_no_event() -> None:
    assert described(READING, TENURE.id)["dg:realis"] == {"dgv:Realis"}
    assert not TYPED & described(READING, TENURE.id)["a"]


def test_a_situation_is_no_event_under_any_rule() -> None:
    everything = AttestationRule(max_depth=9, statuses=frozenset(Status))
    assert TENURE.id not in attested_events(READING, everything)


@pytest.mark.parametrize("status", [status for status in Status if status not in {Status.OCCURRED, Status.HABITUAL}])
def test_no_other_status_makes_an_event(status: Status) -> None:
    events = tuple(attrs.evolve(e, status=status) if e.id == CALL.id else e for e in READING.events)
    assert CALL.id not in attested_events(attrs.evolve(READING, events=events), AttestationRule())


@pytest.mark.parametrize("status", [status for status in Status if status.name in {"WITHDRAWN", "NOT_OCCURRED"}])
def test_no_setting_makes_an_event_of_what_is_not_real(status: Status) -> None:
    events = tuple(attrs.evolve(e, status=status) if e.id == CALL.id else e for e in READING.events)
    everything = AttestationRule(max_depth=9, statuses=frozenset(Status))
    assert CALL.id not in attested_events(attrs.evolve(READING, events=events), everything)


@pytest.mark.parametrize(
    "weaker",
    [
        claim("author", CALL, "called on me", Polarity.NEGATIVE),
        claim("author", CALL, "called on me", certainty=Certainty.PROBABLE),
        claim("author", CALL, "called on me", modality=Modality.PREDICTION),
        claim("author/varga/rehm", CALL, "called on me"),
    ],
    ids=["denied", "not certain", "foretold", "at third hand"],
)
def test_a_weaker_claim_attests_nothing(weaker: Claim) -> None:
    others = tuple(c for c in CLAIMS if c.content != CALL.id)
    reading = attrs.evolve(READING, claims=(*others, weaker))
    assert CALL.id not in attested_events(reading, AttestationRule())


def test_the_depth_that_still_attests_is_a_setting() -> None:
    others = tuple(c for c in CLAIMS if c.content != CALL.id)
    reading = attrs.evolve(READING, claims=(*others, claim("author/varga/rehm", CALL, "called on me")))
    assert CALL.id in attested_events(reading, AttestationRule(max_depth=2))
    assert described(reading, CALL.id, AttestationRule(max_depth=2))["a"] >= TYPED


def test_what_is_foretold_is_no_event() -> None:
    assert not TYPED & described(READING, RELATIONS.id)["a"]
