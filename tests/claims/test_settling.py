"""What the whole report settles: nobody calls on himself, no condition is a fact, two messages are kept apart."""

from __future__ import annotations

import pytest

from kg.model.event import REALIS
from tests.claims.told import told


@pytest.mark.parametrize(
    ("sentence", "type_", "role", "left"),
    [
        ("Minister Sorel called on Minister Sorel on 3 May.", "Visit", "visitor", "host"),
        ("Minister Sorel sent a note to Minister Sorel.", "MessageSending", "sender", "recipient"),
    ],
)
def test_who_stands_on_both_sides_is_left_out_of_the_other_and_noted(
    sentence: str, type_: str, role: str, left: str
) -> None:
    reading = told(sentence)
    event = reading.event(type_)
    assert (reading.who(event, role), reading.who(event, left)) == (["Sorel"], [])
    assert [finding.code for finding in reading.reading.findings if finding.code == "same-on-both-sides"]


def test_no_part_of_a_condition_is_real() -> None:
    reading = told("If Minister Sorel agrees, President Abadi would propose a visit by Mr. Lund.")
    parts = [
        reading.with_id(id_)
        for event in reading.reading.events
        for kind in ("condition", "consequence")
        for id_ in event.targets(kind)
    ]
    assert parts
    assert not [part for part in parts if REALIS[part.status] == "Realis"]


def test_a_message_delivered_to_another_than_it_was_sent_to_is_another_message() -> None:
    reading = told("President Abadi sent a letter to Minister Sorel. President Abadi handed the letter to Mr. Lund.")
    sent = reading.event("MessageSending").agents("message")
    assert sent
    assert reading.event("MessageDelivery").agents("message") != sent


def test_a_message_delivered_to_whom_it_was_sent_is_the_same() -> None:
    reading = told("President Abadi sent a letter to Minister Sorel. Mr. Lund handed the letter to Minister Sorel.")
    assert reading.event("MessageDelivery").agents("message") == reading.event("MessageSending").agents("message")


def test_a_message_that_is_to_go_to_another_than_it_went_to_is_another_message() -> None:
    reading = told(
        "President Abadi would give Minister Sorel the memorandum. President Abadi handed the memorandum to Mr. Lund."
    )
    messages = {event.status: event.agents("message") for event in reading.events("MessageDelivery")}
    assert len(messages) == 2
    assert len({*messages.values()}) == 2
