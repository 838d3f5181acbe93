"""What the ontology says of eventualities, as tables: the class tree, the roles, the relations, the attributes.

ontology/diplograph.ttl says the same with definitions; tests/test_ontology.py fails when the two disagree.
"""

from __future__ import annotations

from functools import cache

from kg.errors import DataError

EVENTUALITY = "Eventuality"

_KINDS = {
    EVENTUALITY: "Meeting Travel Communication PoliticalAct Situation",
    "Meeting": "Visit Audience Negotiation MeetingSeries",
    "Visit": "CourtesyVisit ReturnVisit FarewellVisit",
    "Travel": "OfficialVisit Arrival Departure InspectionTour",
    "Communication": (
        "MessageSending MessageDelivery Proposal Withdrawal Postponement Cancellation Invitation Instruction Request "
        "Refusal Protest Agreement Apology Statement Consultation NonResponse Reaction"
    ),
    "PoliticalAct": (
        "PolicyAct PartySession ResolutionAdoption Establishment Appointment MilitaryAid EconomicAid Authorization "
        "MedicalProcedure"
    ),
    "Situation": "RelationState HealthState Tenure CausalLink Implication OpinionState",
}
PARENTS = {child: parent for parent, children in _KINDS.items() for child in children.split()}

# Each role is a property of the same name in the ontology, and a kind of `participant`.
ROLES = frozenset(
    {"participant", "agent", "affected", "party", "subject", "speaker", "addressee", "visitor", "host", "mover", "head"}
    | {"sender", "bearer", "recipient", "onBehalfOf", "proposer", "invitee", "supplier", "holder", "post"}
)
MESSAGE_ROLE = "message"  # a thing, not one who takes part
# Those who do the thing, in the sense of crm:P14_carried_out_by.
CARRIED_OUT = frozenset({"agent", "bearer", "mover", "proposer", "sender", "speaker", "supplier", "visitor"})

RELATIONS = frozenset(
    {"returns", "replyTo", "proposes", "withdraws", "renews", "invitesTo", "demands", "statedReason", "regarding"}
    | {"partOf", "precedes", "follows", "cause", "effect", "condition", "consequence", "predecessor"}
)
INVERSES = {"predecessor": "successor", "precedes": "follows", "follows": "precedes"}

WORDED_ATTRIBUTES = frozenset({"topic", "item", "quality", "manner", "purpose"})
TREND = "trend"  # an attribute whose text is a concept of the vocabulary


@cache
def lineage(event_type: str) -> tuple[str, ...]:
    """The class and all classes above it, nearest first. Raises DataError at what is no class of eventuality.

    >>> lineage("ReturnVisit")
    ('ReturnVisit', 'Visit', 'Meeting', 'Eventuality')
    """
    if event_type == EVENTUALITY:
        return (EVENTUALITY,)
    if event_type not in PARENTS:
        cure = "Name a class that ontology/diplograph.ttl defines, or define it there and in kg/converters/classes.py."
        raise DataError(f"{event_type!r} is no class of eventuality.", cure=cure)
    return (event_type, *lineage(PARENTS[event_type]))


def is_a(event_type: str, wider: str) -> bool:
    """Whether a class is `wider` or stands below it.

    >>> is_a("Audience", "Meeting"), is_a("Tenure", "Meeting")
    (True, False)
    """
    return wider in lineage(event_type)
