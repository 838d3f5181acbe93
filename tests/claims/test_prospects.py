"""What is only planned, asked, denied, feared, wanted or rumoured is no fact; what is told as done still is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.converters import AttestationRule
from kg.converters.attestation import attested_events
from kg.model.event import REALIS

from .told import told

SPOKEN_OF = [
    line
    for line in Path(__file__).with_name("only_spoken_of.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
DEEDS = frozenset(
    [
        *("Meeting", "Visit", "Audience", "Negotiation", "MeetingSeries", "OfficialVisit", "Arrival", "Departure"),
        *("MessageSending", "MessageDelivery"),
    ]
)


@pytest.mark.parametrize("sentence", SPOKEN_OF)
def test_what_is_only_spoken_of_is_no_fact(sentence: str) -> None:
    reading = told(sentence).reading
    done = [event.type for event in reading.events if event.type in DEEDS and REALIS[event.status] == "Realis"]
    assert done == []
    deepest = attested_events(reading, AttestationRule(max_depth=9))
    assert not [event.id for event in reading.events if event.id in deepest and event.type in DEEDS]


@pytest.mark.parametrize(
    "sentence",
    [
        "Minister Okoro met Mr. Silva in Lisbon.",
        "Minister Okoro said that he had met Mr. Silva in Lisbon.",
        "Minister Okoro denied nothing and met Mr. Silva in Lisbon.",
        "Although he was ill Minister Okoro met Mr. Silva in Lisbon.",
        "Minister Okoro was surprised that Mr. Dube had met Mr. Silva in Lisbon.",
        "When Minister Okoro met Mr. Silva in Lisbon, he was ill.",
        "Before he left Minister Okoro met Mr. Silva in Lisbon.",
        "Minister Okoro, who had wanted to rest, met Mr. Silva in Lisbon.",
        "On instructions from Lisbon Minister Okoro met Mr. Silva.",
        "Minister Okoro is sure that Mr. Dube met Mr. Silva in Lisbon.",
    ],
)
def test_what_is_told_as_done_is_a_fact(sentence: str) -> None:
    events = told(sentence).events("Meeting")
    assert [REALIS[event.status] for event in events] == ["Realis"]
