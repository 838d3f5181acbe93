"""Clauses whose event is not that of their verb: what the writer asks of his reader, and judgements on acts."""

from __future__ import annotations

import pytest
from attrs import evolve

from kg.model.claim import Modality
from kg.model.event import Status
from kg.pipeline import reading_of
from tests.reports import report_of

from .told import AUTHORITY, NOWAK, told

READER = "Jakub Berman"


@pytest.mark.parametrize(
    "sentence",
    [
        "You should inform Minister Okoro of the accident.",
        "You must visit Minister Okoro.",
        "Please inform Minister Okoro of the accident.",
        "I should be grateful if you would inform Minister Okoro of the accident.",
        "I would appreciate it if you visited Minister Okoro.",
    ],
)
def test_what_the_reader_is_to_do_is_an_instruction_to_him(sentence: str) -> None:
    reading = told(sentence, addressee=READER)
    event = reading.event("Instruction")
    assert reading.roles(event) == {"agent": [NOWAK], "addressee": [READER]}
    assert [target.status for target in reading.targets(event, "demands")] == [Status.DESIRED]
    assert reading.turns() == []


@pytest.mark.parametrize(
    ("sentence", "demanded"),
    [
        ("You should visit Minister Okoro.", "Visit"),
        ("I should be grateful if you would visit Minister Okoro.", "Visit"),
        ("Please hand over the note.", "MessageDelivery"),
        ("Please visit Minister Okoro.", "Visit"),
    ],
)
def test_what_is_asked_of_the_reader_he_is_to_do(sentence: str, demanded: str) -> None:
    reading = told(sentence, addressee=READER)
    (target,) = reading.targets(reading.event("Instruction"), "demands")
    assert target.type == demanded
    assert READER in [*reading.who(target, "visitor"), *reading.who(target, "bearer")]


@pytest.mark.parametrize(
    ("sentence", "addressee"),
    [
        ("You should inform Minister Okoro of the accident.", ""),
        ("You informed Minister Okoro of the accident.", READER),
        ("You should be informed of the accident.", READER),
        ("Minister Okoro should inform Mr. Silva of the accident.", READER),
        ("I should be grateful if Mr. Silva would inform Minister Okoro of the accident.", READER),
        ("I was pleased if you visited Minister Okoro.", READER),
        ("Minister Okoro would be grateful if you visited him.", READER),
        ("Minister Okoro said that he was pleased to visit Lagos.", READER),
    ],
)
def test_anything_else_is_no_instruction(sentence: str, addressee: str) -> None:
    assert told(sentence, addressee=addressee).events("Instruction") == []


@pytest.mark.parametrize("modal", ["should", "must", "will", "may"])
def test_what_is_to_be_said_is_no_turn(modal: str) -> None:
    assert told(f"Minister Okoro {modal} inform Mr. Silva of the accident.").turns() == []


def test_who_approves_of_an_act_takes_it_for_done() -> None:
    reading = told("Minister Okoro disapproved of the resolution passed by the Central Committee.")
    claim = reading.claim_on(reading.event("ResolutionAdoption"))
    assert claim.modality is Modality.EVALUATION


def test_who_rejects_a_suggestion_takes_nothing_for_done() -> None:
    reading = told("Minister Okoro rejected the suggestion that Mr. Silva should visit Lagos.")
    assert reading.happened() == ["Refusal"]


@pytest.mark.parametrize(
    ("kind", "sentence", "count"),
    [
        ("telegram", "Posts should report every visit by Soviet officials.", 1),
        ("airgram", "The Department should be notified of every visit.", 1),
        ("telegram", "Minister Okoro should report every visit.", 0),
        ("report", "Posts should report every visit by Soviet officials.", 0),
    ],
)
def test_a_telegram_may_instruct_the_missions_by_name(kind: str, sentence: str, count: int) -> None:
    report = report_of(sentence, sender="Department of State", addressee="Embassy in Egypt")
    reading = reading_of(evolve(report, kind=kind), AUTHORITY)
    assert [event.type for event in reading.events].count("Instruction") == count


def test_what_opens_in_the_passive_took_place() -> None:
    assert [event.type for event in told("The talks with Mr. Silva were opened at noon.").events("Meeting")] == [
        "Meeting"
    ]
    assert told("There was a dinner with Mr. Silva.").events("Meeting")
    assert told("There was talk of inviting Mr. Silva.").events("Meeting") == []
