"""Causes and conditions: what is said to follow from what, and who disputes it."""

from __future__ import annotations

import pytest

from kg.model.claim import Certainty, Claim, Modality, Polarity
from kg.model.event import REALIS, Status

from .told import NOWAK, Told, not_yet, only, to_mend, told

# --- conditions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "If Sweden refuses, India will turn to China.",
        "India will turn to China if Sweden refuses.",
        "If Sweden refused, India would turn to China.",
        "Should Sweden refuse, India will turn to China.",
        "Unless Sweden agrees, India will turn to China.",
    ],
)
def test_a_condition_and_its_consequence_are_one_implication(sentence: str) -> None:
    reading = told(sentence)
    link = reading.event("Implication")
    claim = only(list(reading.reading.claims))
    (condition,), (consequence,) = reading.targets(link, "condition"), reading.targets(link, "consequence")
    assert (claim.content, claim.modality) == (link.id, Modality.CONDITIONAL)
    assert claim.certainty is not Certainty.CERTAIN
    assert condition.status is consequence.status is link.status is Status.HYPOTHETICAL
    assert reading.attested() == reading.actual() == []


@pytest.mark.parametrize(
    "sentence",
    [
        "If Sweden refuses, India will turn to China, the loan will be lost, and the Chinese will build the dam.",
        not_yet(
            "inside what is said only the first consequence is read as one",
            "Mr. Silva said that if Sweden refused, India would turn to China, the loan would be lost, and the Chinese "
            "would build the dam.",
        ),
    ],
)
def test_all_the_consequences_of_a_condition_hang_on_one_implication(sentence: str) -> None:
    reading = told(sentence)
    link = reading.event("Implication")
    assert len(reading.targets(link, "consequence")) == 3
    assert all(event.status is Status.HYPOTHETICAL for event in reading.targets(link, "consequence"))
    assert len(reading.claim_on(link).evidence) == 3


def test_an_implication_inside_a_voice_is_its_speakers() -> None:
    reading = told("Mr. Silva said that if Sweden refused, India would turn to China.")
    assert reading.chain_of(reading.claim_on(reading.event("Implication"))) == (NOWAK, "Silva")


# --- causes ---------------------------------------------------------------------------------------------------------


def causes(reading: Told) -> list[tuple[str, str, Claim]]:
    """Each claim on a cause: the cause and the effect in words, and the claim."""
    found = []
    for link in reading.events("CausalLink"):
        (cause,), (effect,) = reading.targets(link, "cause"), reading.targets(link, "effect")
        found += [(cause.label, effect.label, claim) for claim in reading.claims_on(link)]
    return found


def test_because_gives_a_cause_and_its_effect() -> None:
    reading = told("The talks failed because Mr. Silva was ill.")
    ((cause, effect, claim),) = causes(reading)
    assert (cause, effect) == ("Mr. Silva was ill", "The talks failed")
    assert claim.polarity is Polarity.AFFIRMATIVE


@pytest.mark.parametrize(
    "sentence",
    [
        "The talks failed because he was ill and because the Swedes had refused the loan.",
        not_yet(
            'of two "because" the second is lost where the parser joins them',
            "The talks failed because Mr. Silva was ill and because the Swedes had refused the loan.",
        ),
    ],
)
def test_each_because_gives_a_cause(sentence: str) -> None:
    assert len(causes(told(sentence))) == 2


@to_mend('"because of" a noun gives a cause only behind "it was"')
def test_because_of_gives_a_cause() -> None:
    assert len(causes(told("The talks failed because of the illness of Mr. Silva."))) == 1


SAID = (
    "Mr. Silva was ill. It was probable, said Minister Lund, that it was not because of his illness that the Indians "
    "delayed the answer, but because they had asked the British."
)


@pytest.mark.parametrize(
    ("sentence", "chain"),
    [
        (
            "It was not because of his illness that the Indians delayed the answer, but because they had asked the "
            "British.",
            (NOWAK,),
        ),
        (SAID, (NOWAK, "Lund")),
        not_yet(
            "where the sick man is named the whole cause is lost",
            SAID.replace("his illness", "Mr. Silva's illness"),
            (NOWAK, "Lund"),
        ),
    ],
)
def test_not_because_of_one_but_because_of_the_other_is_one_cause_denied_and_one_affirmed(
    sentence: str, chain: tuple[str, ...]
) -> None:
    reading = told(sentence)
    denied, affirmed = sorted(causes(reading), key=lambda row: row[2].polarity, reverse=True)
    assert (denied[2].polarity, affirmed[2].polarity) == (Polarity.NEGATIVE, Polarity.AFFIRMATIVE)
    assert denied[1] == affirmed[1] == "The Indians delayed the answer"
    assert "ill" in denied[0]
    assert affirmed[0] == "Indians had asked the British"
    assert reading.chain_of(denied[2]) == reading.chain_of(affirmed[2]) == chain


def test_the_cause_of_what_is_said_is_not_the_cause_of_saying_it() -> None:
    reading = told(
        "Minister Lund said that it was not because of his illness that the Indians delayed the answer, but because "
        "they had asked the British."
    )
    assert {effect for _, effect, _ in causes(reading)} == {"The Indians delayed the answer"}


def test_a_hedge_with_a_because_is_about_the_cause_and_not_about_what_happened() -> None:
    reading = told("The answer was presumably delayed because they had asked the British.")
    ((_, _, claim),) = causes(reading)
    assert (claim.modality, claim.certainty) == (Modality.PRESUMPTION, Certainty.PROBABLE)
    assert reading.event("NonResponse").status is Status.OCCURRED
    assert reading.event("CausalLink").status is Status.PRESUMED


def test_the_excuses_of_an_apology_are_causes_of_what_it_regards() -> None:
    reading = told(
        "The Indians delayed the answer. Mr. Silva apologized to Minister Lund, saying that he had been ill and the "
        "Assembly had not decided."
    )
    assert reading.targets(reading.event("Apology"), "regarding") == [reading.event("NonResponse")]
    found = causes(reading)
    assert [cause for cause, _, _ in found] == ["Silva had been ill", "The Assembly had not decided"]
    assert {claim.modality for _, _, claim in found} == {Modality.JUSTIFICATION}
    assert {reading.chain_of(claim) for _, _, claim in found} == {(NOWAK, "Silva")}


def test_who_denies_a_cause_that_another_gave_disputes_him() -> None:
    reading = told(
        "The Indians delayed the answer. Mr. Silva apologized to Minister Lund, saying that he had been ill. It was "
        "not because of his illness that the Indians delayed the answer, but because they had asked the British."
    )
    (denial,) = [claim for _, _, claim in causes(reading) if claim.polarity is Polarity.NEGATIVE]
    (excuse,) = [claim for _, _, claim in causes(reading) if claim.modality is Modality.JUSTIFICATION]
    assert denial.disputes == (excuse.id,)
    assert excuse.disputes == ()
    assert denial.content == excuse.content
    disputed = reading.with_id(denial.content)
    assert disputed.status is Status.CONTESTED
    assert REALIS[disputed.status] == "Uncertain"


def test_who_denies_what_nobody_gave_disputes_nobody() -> None:
    assert all(not claim.disputes for _, _, claim in causes(told(SAID)))
