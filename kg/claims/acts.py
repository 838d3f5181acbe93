"""Kinds of acts, by how they lie in time: talks, what is said in them, journeys."""

from __future__ import annotations

TALKS = frozenset(
    [
        *("Visit", "CourtesyVisit", "FarewellVisit", "ReturnVisit"),
        *("Audience", "Meeting", "Negotiation", "MessageDelivery", "Consultation"),
    ]
)
SAID = frozenset(
    [
        *("Request", "Instruction", "Agreement", "Refusal", "Invitation", "Proposal", "Apology", "Protest"),
        *("Statement", "Authorization", "Withdrawal", "Postponement", "Cancellation"),
    ]
)
"""What is done with words, and so at one moment."""
ANSWERS = frozenset(["Agreement", "Refusal"])
JOURNEYS = frozenset(["Arrival", "Departure", "OfficialVisit"])
ON_THE_WAY = JOURNEYS | {"MessageSending"}
"""What follows in a story without being over on the same day."""
OVER = TALKS | SAID | ON_THE_WAY | {"MeetingSeries", "Appointment", "PartySession", "InspectionTour"}
"""What happens at a time and is over when it is told."""
