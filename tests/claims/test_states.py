"""States: relations, health, opinions, and what there was no chance of."""

from __future__ import annotations

import pytest

from kg.model.claim import Modality, Polarity
from kg.model.event import Status

from .told import NOWAK, told


def attributes(reading_words: str, name: str) -> list[str]:
    relation = told(reading_words).event("RelationState")
    return [attribute.text for attribute in relation.attributes if attribute.name == name]


@pytest.mark.parametrize(
    "sentence",
    [
        "Relations between Sweden and India had improved.",
        "Swedish-Indian relations had improved.",
        "Cooperation between Sweden and India had improved.",
    ],
)
def test_a_relation_has_its_parties_however_they_are_named(sentence: str) -> None:
    reading = told(sentence)
    assert reading.who(reading.event("RelationState"), "party") == ["Sweden", "India"]
    assert attributes(sentence, "trend") == ["Improving"]


@pytest.mark.parametrize(
    ("words", "trend"),
    [
        ("became weaker", "Worsening"),
        ("deteriorated", "Worsening"),
        ("are making good progress", "Improving"),
        ("were cordial", ""),
    ],
)
def test_words_of_better_and_worse_give_a_trend(words: str, trend: str) -> None:
    assert attributes(f"Relations between Sweden and India {words}.", "trend") == ([trend] if trend else [])


def test_a_relation_of_two_persons_has_its_quality_and_its_length() -> None:
    sentence = "Minister Okoro had a very good relationship with Mr. Silva for more than two years."
    reading = told(sentence)
    relation = reading.event("RelationState")
    assert sorted(reading.who(relation, "party")) == ["Okoro", "Silva"]
    assert attributes(sentence, "quality") == ["very good"]
    assert relation.duration
    assert (relation.duration.value, relation.duration.qualifier) == ("P2Y", "MoreThan")


def test_a_state_is_never_typed_as_an_event_that_took_place() -> None:
    reading = told("Mr. Silva was ill. Relations between Sweden and India were good. Minister Okoro was satisfied.")
    assert {event.type for event in reading.reading.events} >= {"HealthState", "RelationState", "OpinionState"}
    assert reading.attested() == []


def test_who_has_no_opportunity_to_meet_somebody_does_not_meet_him() -> None:
    reading = told("For nine months before his departure Minister Okoro had no opportunity to meet Mr. Silva.")
    meeting = reading.event("Meeting")
    assert meeting.status is Status.NOT_OCCURRED
    assert meeting.duration
    assert meeting.duration.value == "P9M"
    assert reading.claim_on(meeting).polarity is Polarity.NEGATIVE


def test_a_judgement_is_on_the_act_that_it_is_about() -> None:
    reading = told("Minister Okoro considered that the Indians had made a mistake when they refused the loan.")
    refusal = reading.event("Refusal")
    claim = reading.claim_on(refusal)
    assert reading.chain_of(claim) == (NOWAK, "Okoro")
    assert claim.modality is Modality.EVALUATION
    assert [attribute.text for attribute in refusal.attributes if attribute.name == "quality"] == ["mistake"]
    assert [passage.exact for passage in claim.evidence] == [
        "the Indians had made a mistake",
        "when they refused the loan",
    ]


def test_who_approves_of_a_resolution_says_that_it_was_passed() -> None:
    reading = told("One can approve of the resolution passed by the Assembly last November.")
    resolution = reading.event("ResolutionAdoption")
    assert reading.who(resolution, "agent") == ["Assembly"]
    assert reading.claim_on(resolution).modality is Modality.EVALUATION
    assert resolution.date
    assert resolution.date.value == "1954-11"


def test_the_subject_of_talks_is_their_topic() -> None:
    reading = told("The subject of our talks was the development of Swedish-Indian relations.")
    (topic,) = reading.event("Consultation").attributes
    assert (topic.name, topic.text) == ("topic", "development of Swedish-Indian relations")
