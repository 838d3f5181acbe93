"""The type of an event in the flat list of events, which has fewer kinds than the ontology."""

from __future__ import annotations

from kg.claims.acts import JOURNEYS
from kg.claims.drafts import EventDraft
from kg.model.event import Status

FLAT = {
    "Meeting": "meeting",
    "Visit": "visit",
    "CourtesyVisit": "visit",
    "FarewellVisit": "visit",
    "ReturnVisit": "return_visit",
    "Audience": "audience",
    "Negotiation": "negotiation",
    "OfficialVisit": "visit",
    "Arrival": "arrival",
    "Departure": "departure",
    "MessageSending": "message_sent",
    "MessageDelivery": "message_delivered",
    "Withdrawal": "visit_withdrawn",
    "Postponement": "visit_postponed",
    "Cancellation": "visit_withdrawn",
    "Invitation": "invitation",
    "Instruction": "request",
    "Request": "request",
    "Refusal": "refusal",
    "Protest": "protest",
    "Agreement": "agreement",
    "Apology": "apology",
    "PartySession": "party_meeting",
    "ResolutionAdoption": "other",
    "Appointment": "appointment",
    "MilitaryAid": "military_aid",
    "EconomicAid": "economic_aid",
}

VISITS = frozenset(["OfficialVisit", "Visit", "CourtesyVisit", "FarewellVisit", "ReturnVisit"])
CONTACTS = VISITS | {"Meeting", "Negotiation", "Audience", "InspectionTour"}


def flat_type(event: EventDraft) -> str:
    """The type in the flat list, "" if the event has no place there."""
    if event.flat is not None:
        return event.flat
    if event.type in VISITS and event.status is Status.PROSPECTIVE:
        return "visit_planned"
    if event.type == "Proposal":
        proposed = {target.type for target in event.targets("proposes")}
        return "visit_proposed" if proposed & {*VISITS, *JOURNEYS, "Invitation"} else "request"
    if event.type == "Postponement":
        put_off = {target.type for target in event.targets("regarding")}
        return "" if put_off - CONTACTS else "visit_postponed"
    if event.type == "Consultation":
        return "meeting" if len(event.of("participant")) > 1 else ""
    if event.type == "Cancellation":
        return "visit_withdrawn" if {target.type for target in event.targets("regarding")} & CONTACTS else ""
    if event.type == "Withdrawal":
        proposed = {visit.type for proposal in event.targets("withdraws") for visit in proposal.targets("proposes")}
        return "visit_withdrawn" if proposed & VISITS else "other"
    return FLAT.get(event.type, "")
