"""Events: what took place, who took part in which role, and what points to what."""

from __future__ import annotations

import pytest

from kg.model.claim import Certainty, Modality
from kg.model.event import Status

from .told import NOWAK, to_mend, told

# --- one way of telling it or another -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "Minister Sorel visited Mr. Abadi.",
        "Mr. Abadi was visited by Minister Sorel.",
        "Minister Sorel paid Mr. Abadi a visit.",
        "Minister Sorel paid a visit to Mr. Abadi.",
        "Minister Sorel called on Mr. Abadi.",
        "Minister Sorel, who had visited Mr. Abadi, was tired.",
        "Mr. Abadi, whom Minister Sorel had visited, was tired.",
        "Minister Sorel's visit to Mr. Abadi lasted an hour.",
    ],
)
def test_a_visit_has_the_same_roles_however_it_is_told(sentence: str) -> None:
    reading = told(sentence)
    visit = reading.event("Visit")
    assert reading.roles(visit) == {"visitor": ["Sorel"], "host": ["Abadi"]}
    assert visit.status is Status.OCCURRED
    assert reading.attested() == ["Visit"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Minister Sorel held talks with Mr. Abadi.",
        "Minister Sorel had a long conversation with Mr. Abadi.",
        "Minister Sorel and Mr. Abadi met.",
        "Minister Sorel met Mr. Abadi.",
        "Minister Sorel met with Mr. Abadi.",
    ],
)
def test_a_talk_has_those_who_talk_as_its_participants(sentence: str) -> None:
    reading = told(sentence)
    assert sorted(reading.who(reading.event("Meeting"), "participant")) == ["Abadi", "Sorel"]


@pytest.mark.parametrize(
    ("words", "type_"),
    [("farewell", "FarewellVisit"), ("courtesy", "CourtesyVisit"), ("protocol", "CourtesyVisit")],
)
def test_a_word_beside_the_noun_makes_the_class_narrower(words: str, type_: str) -> None:
    reading = told(f"Minister Sorel paid Mr. Abadi a {words} visit.")
    assert reading.roles(reading.event(type_)) == {"visitor": ["Sorel"], "host": ["Abadi"]}


def test_a_noun_with_an_owner_tells_of_an_event() -> None:
    reading = told("Before his departure from Tunis, Minister Sorel met Mr. Abadi.")
    departure = reading.event("Departure")
    assert reading.who(departure, "mover") == ["Sorel"]
    assert [passage.exact for passage in reading.claim_on(departure).evidence] == ["his departure from Tunis"]


@pytest.mark.parametrize("words", ["three times", "3 times"])
def test_meetings_that_are_counted_are_a_series(words: str) -> None:
    series = told(f"Minister Sorel has met Mr. Abadi {words}.").event("MeetingSeries")
    assert series.count == 3


def test_twice_is_a_series_of_two() -> None:
    assert told("Minister Sorel met Mr. Abadi twice.").event("MeetingSeries").count == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "Minister Sorel paid me a visit on 3 May, which I returned on 5 May.",
        "Minister Sorel paid me a visit on 3 May. I returned his visit on 5 May.",
    ],
)
def test_a_return_visit_swaps_visitor_and_host(sentence: str) -> None:
    reading = told(sentence)
    back = reading.event("ReturnVisit")
    assert reading.roles(back) == {"visitor": [NOWAK], "host": ["Sorel"]}
    assert reading.targets(back, "returns") == [reading.event("Visit")]
    assert reading.events("OfficialVisit") == []


def test_a_visit_that_is_only_it_is_returned_too() -> None:
    reading = told("Minister Sorel paid Mr. Abadi a courtesy visit, and on 5 May Mr. Abadi returned it.")
    assert reading.events("Arrival") == []


def test_a_meeting_has_the_place_behind_in() -> None:
    reading = told("Minister Sorel met Mr. Abadi in Cairo.")
    assert reading.place(reading.event("Meeting")) == "Cairo"


def test_the_place_of_a_relative_clause_stays_in_it() -> None:
    reading = told("Mr. Silva, the Brazilian Ambassador, who arrived in Cairo on 2 May, visited me on 4 May.")
    assert reading.place(reading.event("Arrival")) == "Cairo"
    assert reading.place(reading.event("Visit")) == ""


@to_mend("a town that is not in the authority file is no place, so going there is no visit")
def test_a_town_that_nobody_has_listed_is_a_place() -> None:
    reading = told("Minister Sorel visited Quito.")
    assert reading.place(reading.event("OfficialVisit")) == "Quito"


# --- messages -------------------------------------------------------------------------------------------------------

MESSAGE = (
    "Minister Sorel sent a message to President Abadi through Ambassador Dube. When Ambassador Dube delivered "
    "Minister Sorel's message to President Abadi, the latter rejoiced and stated that he was satisfied."
)


def test_a_message_is_one_thing_from_sending_to_delivery() -> None:
    reading = told(MESSAGE)
    sending, delivery = reading.event("MessageSending"), reading.event("MessageDelivery")
    assert reading.roles(sending) == {"sender": ["Sorel"], "recipient": ["Abadi"], "bearer": ["Dube"]}
    assert reading.roles(delivery) == {"sender": ["Sorel"], "recipient": ["Abadi"], "bearer": ["Dube"]}
    assert sending.agents("message") == delivery.agents("message")
    assert len(sending.agents("message")) == 1


def test_two_messages_are_two() -> None:
    reading = told("Minister Sorel sent a letter to Mr. Abadi. Mr. Dube sent a letter to Minister Sorel.")
    one, other = reading.events("MessageSending")
    assert set(one.agents("message")).isdisjoint(other.agents("message"))


def test_what_followed_the_delivery_follows_it() -> None:
    reading = told(MESSAGE)
    delivery = reading.event("MessageDelivery")
    reaction, answer = reading.event("Reaction"), reading.event("Statement")
    assert reading.who(reaction, "agent") == reading.who(answer, "speaker") == ["Abadi"]
    assert reading.targets(reaction, "follows") == reading.targets(answer, "replyTo") == [delivery]


def test_what_is_said_in_answer_is_uttered_in_the_answer() -> None:
    reading = told(MESSAGE)
    voice = reading.voice(reading.claim("he was satisfied"))
    assert voice.uttered_in == (reading.event("Statement").id,)


def test_a_message_that_gives_the_view_of_bodies_is_sent_on_their_behalf() -> None:
    reading = told(
        "Minister Sorel sent a message to President Abadi, in which he wanted to communicate that the French "
        "Government and the French Academy considered that relations between France and Egypt were good."
    )
    sending = reading.event("MessageSending")
    assert reading.who(sending, "onBehalfOf") == ["French Government", "French Academy"]
    claim = reading.claim_on(reading.event("RelationState"))
    assert reading.chain_of(claim) == (NOWAK, "Sorel", "French Government + French Academy")


def test_a_received_message_is_regarded_with_a_reaction() -> None:
    reading = told(
        "President Abadi sent a message to Minister Sorel. Minister Sorel received the message of President Abadi "
        "with pleasure."
    )
    assert reading.event("Reaction").agents("message") == reading.event("MessageSending").agents("message")


# --- demands --------------------------------------------------------------------------------------------------------


def test_what_is_demanded_is_the_directive_of_him_who_demands_it() -> None:
    reading = told("Minister Sorel instructed Ambassador Dube to visit President Abadi.")
    (visit,) = reading.targets(reading.event("Instruction"), "demands")
    claim = reading.claim_on(visit)
    assert (visit.type, visit.status) == ("Visit", Status.DESIRED)
    assert reading.roles(visit) == {"visitor": ["Dube"], "host": ["Abadi"]}
    assert reading.chain_of(claim) == (NOWAK, "Sorel")
    assert claim.modality is Modality.DIRECTIVE
    assert claim.certainty is not Certainty.CERTAIN
    assert [passage.exact for passage in claim.evidence] == ["to visit President Abadi"]


def test_each_relation_that_is_to_be_improved_is_one_demand() -> None:
    reading = told(
        "Mr. Abadi instructed Ambassador Dube to improve relations between Egypt and Sweden, and between Egypt and "
        "Finland."
    )
    demands = reading.targets(reading.event("Instruction"), "demands")
    assert [reading.who(demand, "party") for demand in demands] == [["Egypt", "Sweden"], ["Egypt", "Finland"]]


def test_what_one_shall_do_his_best_for_is_the_demand() -> None:
    sentence = "Minister Sorel instructed Ambassador Dube to do his best to improve relations between France and Egypt."
    reading = told(sentence)
    (demand,) = reading.targets(reading.event("Instruction"), "demands")
    assert reading.who(demand, "party") == ["France", "Egypt"]


def test_each_infinitive_is_one_demand() -> None:
    reading = told("Minister Sorel asked Mr. Abadi to receive Ambassador Dube and to deliver the letter.")
    demands = reading.targets(reading.event("Request"), "demands")
    assert [demand.type for demand in demands] == ["Audience", "MessageDelivery"]


# --- proposals ------------------------------------------------------------------------------------------------------


def test_a_proposal_told_by_a_noun_proposes_the_visit_that_it_names() -> None:
    reading = told(
        "Mr. Dube told me the story of the proposal for an Egyptian visit by a French delegation headed by Minister "
        "Sorel. After two weeks the French withdrew their proposal."
    )
    (visit,) = reading.targets(reading.event("Proposal"), "proposes")
    assert (reading.place(visit), visit.status) == ("Egypt", Status.WITHDRAWN)
    assert reading.who(visit, "visitor") == ["French delegation"]
    assert reading.who(visit, "head") == ["Sorel"]


def test_the_reason_given_for_a_withdrawal_is_its_stated_reason() -> None:
    reading = told(
        "The French Government proposed a visit by Minister Sorel to Egypt. After two weeks the French Government "
        "withdrew the proposal with the explanation that Minister Sorel would have no time to visit Egypt."
    )
    withdrawal = reading.event("Withdrawal")
    (reason,) = reading.targets(withdrawal, "statedReason")
    claim = reading.claim_on(reason)
    assert reading.chain_of(claim) == (NOWAK, "French Government")
    assert claim.modality is Modality.JUSTIFICATION
    assert [passage.exact for passage in reading.claim_on(withdrawal).evidence] == [
        "After two weeks the French Government withdrew the proposal"
    ]


def test_an_offer_to_receive_somebody_is_an_invitation_and_no_promise_of_a_visit() -> None:
    reading = told("Mr. Abadi assured Minister Sorel that he would welcome the visit of President Coty to Egypt.")
    invitation = reading.event("Invitation")
    (visit,) = reading.targets(invitation, "invitesTo")
    assert reading.roles(invitation) == {"agent": ["Abadi"], "addressee": ["Sorel"], "invitee": ["Coty"]}
    assert visit.status is Status.PROSPECTIVE
    assert reading.claim_on(visit).modality is Modality.OFFER
    assert reading.claim_on(visit).certainty is not Certainty.CERTAIN


# --- aid ------------------------------------------------------------------------------------------------------------


def test_aid_has_its_supplier_its_recipient_and_its_goods() -> None:
    reading = told(
        "The Egyptians welcomed the Swedish military supplies intended to serve Egypt's defense needs, including "
        "radar stations and two ships."
    )
    aid = reading.event("MilitaryAid")
    assert reading.roles(aid) == {"supplier": ["Sweden"], "recipient": ["Egypt"]}
    goods = [attribute for attribute in aid.attributes if attribute.name == "item"]
    assert [item.text for item in goods] == ["radar stations", "two ships"]
    assert all(item.passage.is_found_in(reading.reading.report.source.text) for item in goods)


@to_mend('the quote of a noun ends before "and": the second of the goods is not in the evidence')
def test_the_quote_of_aid_holds_all_its_goods() -> None:
    reading = told("The Egyptians welcomed the Swedish military aid, including tanks and rifles.")
    (quote,) = reading.claim_on(reading.event("MilitaryAid")).evidence
    assert quote.exact.endswith("tanks and rifles")


def test_goods_of_peace_are_economic_aid() -> None:
    reading = told("Sweden granted India a loan.")
    assert reading.roles(reading.event("EconomicAid")) == {"supplier": ["Sweden"], "recipient": ["India"]}
