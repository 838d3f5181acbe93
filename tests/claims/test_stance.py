"""Stance: how sure a voice is, in what manner it says it, and whether what it tells of happened.

What did not happen, or is only hoped, planned, proposed or thought of, is never an attested event and never actual in
the flat list: that is the promise that this project stands on.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.model.claim import Certainty, Modality, Polarity
from kg.model.event import REALIS, Status

from .told import NOWAK, to_mend, told

NOT_SURE = [
    ("Mr. Rojas expressed the hope that Minister Lund would visit Lisbon.", Modality.HOPE, Status.DESIRED),
    ("Mr. Rojas wanted to visit Lisbon.", Modality.HOPE, Status.DESIRED),
    ("Mr. Rojas presumed that Minister Lund had visited Lisbon.", Modality.PRESUMPTION, Status.PRESUMED),
    ("Minister Lund presumably visited Lisbon.", Modality.PRESUMPTION, Status.PRESUMED),
    ("Mr. Rojas predicted that Minister Lund would visit Lisbon.", Modality.PREDICTION, Status.PROSPECTIVE),
    ("Minister Lund will visit Lisbon.", Modality.PREDICTION, Status.PROSPECTIVE),
    ("Mr. Rojas had the impression that Minister Lund had visited Lisbon.", Modality.IMPRESSION, Status.PRESUMED),
    ("Minister Lund intends to visit Lisbon.", Modality.INTENTION, Status.PROSPECTIVE),
    ("Minister Lund plans to visit Lisbon.", Modality.INTENTION, Status.PROSPECTIVE),
    ("Mr. Rojas hoped that Minister Lund would visit Lisbon.", Modality.HOPE, Status.DESIRED),
]


@pytest.mark.parametrize(
    "sentence",
    [
        "President Abadi will meet Minister Lund when he arrives in Rome.",
        "Minister Lund will write before he arrives in Rome.",
        "Once Minister Lund arrives in Rome, President Abadi will write.",
    ],
)
def test_a_present_behind_when_or_before_tells_of_what_is_still_to_come(sentence: str) -> None:
    assert told(sentence).event("Arrival").status is Status.PROSPECTIVE


def test_a_past_behind_when_tells_of_what_happened() -> None:
    assert told("President Abadi left when Minister Lund arrived in Rome.").event("Arrival").status is Status.OCCURRED


@pytest.mark.parametrize(("sentence", "modality", "status"), NOT_SURE)
def test_a_hope_a_presumption_a_prediction_an_impression_is_never_certain(
    sentence: str, modality: Modality, status: Status
) -> None:
    reading = told(sentence)
    visit = reading.event("OfficialVisit")
    claim = reading.claim_on(visit)
    assert (claim.modality, visit.status) == (modality, status)
    assert claim.certainty is not Certainty.CERTAIN
    assert reading.attested() == reading.actual() == []


@pytest.mark.parametrize(
    ("sentence", "certainty"),
    [
        ("Minister Lund will probably visit Lisbon.", Certainty.PROBABLE),
        ("Minister Lund's visit to Lisbon will in all probability take place in July.", Certainty.PROBABLE),
        ("Perhaps Minister Lund will visit Lisbon.", Certainty.POSSIBLE),
        ("Minister Lund may visit Lisbon.", Certainty.POSSIBLE),
        ("Minister Lund could visit Lisbon.", Certainty.POSSIBLE),
        ("It is probable that Minister Lund will visit Lisbon.", Certainty.PROBABLE),
        ("It is possible that Minister Lund will visit Lisbon.", Certainty.POSSIBLE),
    ],
)
def test_a_hedge_says_how_sure_its_speaker_is(sentence: str, certainty: Certainty) -> None:
    reading = told(sentence)
    visit = reading.event("OfficialVisit")
    assert reading.claim_on(visit).certainty is certainty
    assert REALIS[visit.status] == "Irrealis"


def test_the_innermost_voice_hopes_and_the_outer_ones_report() -> None:
    reading = told("Mr. Rojas told me that Minister Lund had expressed the hope that Mr. Abebe would visit Lisbon.")
    claim = reading.claim("Mr. Abebe would visit Lisbon")
    assert reading.chain_of(claim) == (NOWAK, "Rojas", "Lund")
    assert claim.modality is Modality.HOPE


# --- denied ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "Minister Lund did not visit Lisbon.",
        "Minister Lund never visited Lisbon.",
        "Minister Lund has not visited Lisbon.",
        "Neither Minister Lund nor Mr. Rojas visited Lisbon.",
        "Mr. Rojas denied that Minister Lund had visited Lisbon.",
        "Mr. Rojas told me that Minister Lund had not visited Lisbon.",
        "Minister Lund's visit to Lisbon did not take place.",
        "Nobody visited Lisbon.",
    ],
)
def test_a_denied_visit_did_not_occur_and_has_a_negative_claim(sentence: str) -> None:
    reading = told(sentence)
    visit = reading.event("OfficialVisit")
    assert visit.status is Status.NOT_OCCURRED
    assert reading.claim_on(visit).polarity is Polarity.NEGATIVE
    assert reading.attested() == reading.actual() == []


def test_a_denial_of_a_denial_affirms() -> None:
    reading = told("Mr. Rojas denied that Minister Lund had not visited Lisbon.")
    visit = reading.event("OfficialVisit")
    assert reading.claim_on(visit).polarity is Polarity.AFFIRMATIVE
    assert visit.status is Status.OCCURRED


def test_the_event_of_a_negative_claim_is_described_positively() -> None:
    reading = told("Minister Lund did not visit Lisbon in April.")
    assert reading.event("OfficialVisit").label == "Minister Lund did visit Lisbon in April"


@to_mend('"Neither" hangs on the first name and is cut off: the quote reads "Mr. Chen nor Mr. Rao visited …"')
def test_the_quote_of_a_negative_claim_holds_the_word_that_denies() -> None:
    reading = told("Neither Mr. Chen nor Mr. Rao visited Prague.")
    assert reading.claim_on(reading.event("OfficialVisit")).evidence[0].exact.startswith("Neither")


# --- thought of, proposed, withdrawn --------------------------------------------------------------------------------


def test_what_would_have_been_is_hypothetical() -> None:
    reading = told("Minister Lund would have visited Lisbon.")
    assert reading.event("OfficialVisit").status is Status.HYPOTHETICAL
    assert reading.attested() == reading.actual() == []


def test_a_proposed_visit_is_prospective() -> None:
    reading = told("The Swedish Government proposed a visit by Minister Lund to Portugal.")
    proposal = reading.event("Proposal")
    (visit,) = reading.targets(proposal, "proposes")
    assert (visit.type, visit.status) == ("OfficialVisit", Status.PROSPECTIVE)
    assert reading.who(visit, "visitor") == ["Lund"]
    assert reading.claims_on(visit) == []
    assert reading.attested() == ["Proposal"]
    assert reading.actual() == ["visit_proposed"]


def test_a_withdrawn_visit_is_withdrawn_and_no_event_that_took_place() -> None:
    reading = told(
        "The Swedish Government proposed a visit by Minister Lund to Portugal. "
        "After two weeks the Swedish Government withdrew the proposal."
    )
    assert reading.targets(reading.event("Withdrawal"), "withdraws") == [reading.event("Proposal")]
    assert reading.event("OfficialVisit").status is Status.WITHDRAWN
    assert reading.attested() == ["Proposal", "Withdrawal"]
    assert reading.actual() == ["visit_proposed", "visit_withdrawn"]


@pytest.mark.parametrize(
    "sentence",
    [
        "President Rojas invited Minister Lund to visit Lisbon.",
        "Mr. Rojas asked Minister Lund to visit Lisbon.",
        "The Government instructed Minister Lund to visit Lisbon.",
        "Minister Lund refused to visit Lisbon.",
        "Minister Lund agreed to visit Lisbon.",
        "Minister Lund postponed his visit to Lisbon.",
        "Mr. Rojas told me that Portugal would welcome the visit of Minister Lund to Lisbon.",
        "Minister Lund should visit Lisbon.",
        "Minister Lund was to visit Lisbon.",
        "If Minister Lund visits Lisbon, the talks will begin.",
        "Minister Lund tried to visit Lisbon.",
        "Minister Lund failed to visit Lisbon.",
        "Minister Lund had no time to visit Lisbon.",
        "Minister Lund was unable to visit Lisbon.",
        "Minister Lund had no opportunity to visit Lisbon.",
        "Minister Lund bought a car in order to visit Lisbon.",
        "Minister Lund cancelled his visit to Lisbon.",
        "The visit of Minister Lund to Lisbon was cancelled.",
        "The planned visit of Minister Lund to Lisbon was mentioned.",
        "Instead of visiting Lisbon, Minister Lund went home.",
        "Minister Lund went home without visiting Lisbon.",
        "Minister Lund called off his visit to Lisbon.",
        "Minister Lund put off his visit to Lisbon.",
        "Minister Lund abandoned his visit to Lisbon.",
        "Minister Lund needed a visit to Lisbon.",
        "The Portuguese awaited the visit of Minister Lund to Lisbon.",
        "The visit of Minister Lund to Lisbon was ruled out.",
        "The visit of Minister Lund to Lisbon was never mentioned.",
        "Minister Lund refrained from visiting Lisbon.",
        "Minister Lund looked forward to his visit to Lisbon.",
    ],
)
def test_a_visit_that_is_only_spoken_of_is_not_told_as_one_that_took_place(sentence: str) -> None:
    reading = told(sentence)
    for visit in reading.events("OfficialVisit"):
        assert REALIS[visit.status] == "Irrealis"
    assert "OfficialVisit" not in reading.attested()
    assert "visit" not in reading.actual()


@pytest.mark.parametrize(
    "word",
    [
        "proposed",
        "next",
        "possible",
        "future",
        "likely",
        "cancelled",
    ],
)
def test_a_word_before_the_noun_says_that_it_has_not_taken_place(word: str) -> None:
    reading = told(f"The {word} visit of Minister Lund to Lisbon was mentioned.")
    assert reading.events("OfficialVisit") == []


@pytest.mark.parametrize("word", ["planned", "scheduled", "forthcoming", "expected"])
def test_a_word_before_the_noun_says_that_it_is_to_take_place(word: str) -> None:
    reading = told(f"The {word} visit of Minister Lund to Lisbon was mentioned.")
    assert reading.event("OfficialVisit").status is Status.PROSPECTIVE


@pytest.mark.parametrize("word", ["recent", "long", "official", "first", "successful"])
def test_any_other_word_before_the_noun_leaves_it_as_it_is(word: str) -> None:
    reading = told(f"The {word} visit of Minister Lund to Lisbon was mentioned.")
    assert reading.event("OfficialVisit").status is Status.OCCURRED
    assert reading.actual() == ["visit"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Rojas did not say that Minister Lund had visited Lisbon.",
        "Mr. Rojas did not tell me that Minister Lund had visited Lisbon.",
        "Mr. Rojas did not believe that Minister Lund had visited Lisbon.",
        "Nobody said that Minister Lund had visited Lisbon.",
    ],
)
def test_what_was_not_said_is_nobodys_claim(sentence: str) -> None:
    reading = told(sentence)
    assert reading.actual() == reading.attested() == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Minister Lund had no time to visit Lisbon.",
        "Minister Lund went to Madrid to visit Mr. Rojas.",
        "Minister Lund was too tired to visit Mr. Rojas.",
    ],
)
def test_an_infinitive_of_purpose_asserts_nothing(sentence: str) -> None:
    reading = told(sentence)
    assert [
        claim.evidence[0].exact for claim in reading.reading.claims if claim.evidence[0].exact.startswith("to ")
    ] == []
    assert reading.events("Visit") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Minister Lund was unable to visit Mr. Rojas.",
        "Minister Lund failed to visit Mr. Rojas.",
        "Minister Lund almost visited Mr. Rojas.",
        "Minister Lund hardly ever visited Mr. Rojas.",
        "Minister Lund can neither meet nor visit Mr. Rojas.",
    ],
)
def test_what_was_tried_in_vain_did_not_take_place(sentence: str) -> None:
    assert [event.status for event in told(sentence).events("Visit")] == [Status.NOT_OCCURRED]


@pytest.mark.parametrize(
    "sentence",
    [
        "Minister Lund asked whether Mr. Rojas had left Lisbon.",
        "Minister Lund did not know whether Mr. Rojas had left Lisbon.",
        "It was not clear whether Mr. Rojas had left Lisbon.",
        "Minister Lund doubted that Mr. Rojas had left Lisbon.",
        "Minister Lund asked when Mr. Rojas would leave Lisbon.",
        "Rumors that Mr. Rojas had left Lisbon were heard.",
        "Minister Lund contradicted the rumor that Mr. Rojas had left Lisbon.",
        "The Swedes want Mr. Rojas to leave Lisbon.",
        "Mr. Rojas was going to leave Lisbon.",
        "Mr. Rojas was ready to leave Lisbon.",
        "Mr. Rojas had no intention of leaving Lisbon.",
        "As soon as Mr. Rojas leaves Lisbon he will see Minister Lund.",
        "When Mr. Rojas left Lisbon he would see Minister Lund.",
    ],
)
def test_what_is_asked_about_rumoured_wanted_or_awaited_is_no_fact(sentence: str) -> None:
    reading = told(sentence)
    assert [event for event in reading.events("Departure") if REALIS[event.status] == "Realis"] == []
    assert all("Lisbon" not in quote for quote in reading.actual())


# --- whatever is said of it -----------------------------------------------------------------------------------------

EVENTS = [
    ("visit Lisbon", "visited Lisbon", "visit"),
    ("meet Mr. Rojas", "met Mr. Rojas", "meeting"),
    ("call on Mr. Rojas", "called on Mr. Rojas", "visit"),
    ("apologize to Mr. Rojas", "apologized to Mr. Rojas", "apology"),
    ("refuse the offer", "refused the offer", "refusal"),
    ("leave Lisbon", "left Lisbon", "departure"),
    ("send a letter to Mr. Rojas", "sent a letter to Mr. Rojas", "message_sent"),
]
MODALS = [
    "will",
    "would",
    "would have",
    "may",
    "might",
    "could",
    "should",
    "did not",
    "never",
    "must",
    "will not",
    "would not",
]
FRAMES = ["", "Mr. Abebe said that ", "In Mr. Abebe's view, ", "It is known that ", "According to Mr. Abebe, "]


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(EVENTS), st.sampled_from(MODALS), st.sampled_from(FRAMES))
def test_the_flat_list_never_shows_as_actual_what_did_not_happen(
    event: tuple[str, str, str], modal: str, frame: str
) -> None:
    plain, past, type_ = event
    verb = past if modal in ("never", "would have") else plain
    reading = told(f"{frame}Minister Lund {modal} {verb}.")
    assert type_ not in reading.actual()
    assert reading.attested() == []


@pytest.mark.parametrize(("past", "type_"), [(past, type_) for _, past, type_ in EVENTS])
@pytest.mark.parametrize("frame", FRAMES)
def test_the_flat_list_shows_as_actual_what_is_plainly_told(past: str, type_: str, frame: str) -> None:
    assert type_ in told(f"{frame}Minister Lund {past}.").actual()


# --- plans and predictions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("Minister Lund said that he would visit Mr. Silva.", Modality.INTENTION),
        ("Minister Lund said that Mr. Silva would arrive in Lisbon on 3 July.", Modality.INTENTION),
        ("Minister Lund said that Mr. Silva would arrive in Lisbon.", Modality.PREDICTION),
        ("Minister Lund said that he would probably visit Mr. Silva.", Modality.PREDICTION),
        ("Minister Lund expected that Mr. Silva would arrive in Lisbon on 3 July.", Modality.PREDICTION),
    ],
)
def test_an_own_act_or_a_dated_one_to_come_is_a_plan_and_the_rest_a_prediction(
    sentence: str, modality: Modality
) -> None:
    reading = told(sentence)
    assert reading.claim_on(reading.event("OfficialVisit", "Visit", "Arrival")).modality is modality


def test_what_hangs_on_a_possibility_did_not_happen() -> None:
    assert told("They discussed the possibility of a meeting with Mr. Silva.").actual() == []


def test_what_somebody_is_told_to_do_is_not_done() -> None:
    (visit,) = told("Please visit Minister Lund.").events("Visit")
    assert visit.status is Status.DESIRED
