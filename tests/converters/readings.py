"""A small reading of an invented report, made by hand: a call, a visit proposed and withdrawn, a message, a tenure."""

from __future__ import annotations

from hashlib import sha256

from kg.model.claim import Basis, Certainty, Claim, Modality, Polarity, Voice
from kg.model.dates import Duration, EdtfDate, Resolution, TimeExpression
from kg.model.entity import Entity, Kind
from kg.model.event import Attribute, Event, Participant, Relation, Status
from kg.model.mark import Mark, MarkKind
from kg.model.mention import Candidate, Link
from kg.model.passage import Passage
from kg.model.reading import Reading
from kg.model.report import Report, Signature, SourceText

TEXT = (
    "Letter, Legation of Norland in Suthia. 3 May 1931. "
    "Minister Ilse Varga called on me on 1 May and stayed ten minutes. She said that her government [Suthia] had "
    "proposed a visit by Chancellor Odo Rehm, and that after two weeks it withdrew the proposal. "
    "She handed me a letter from Rehm. According to Rehm, relations will improve. "
    "She has held her post for five years. "
    "[…] A letter on a visit that came to nothing. Translated by Ana Petri. NSA, K-12, box 3."
)


def said(words: str) -> Passage:
    """The first place where the report has `words`."""
    start = TEXT.index(words)
    return Passage.of(TEXT, start, start + len(words))


def event(kind: str, words: str, label: str, status: Status = Status.OCCURRED, **more: object) -> Event:
    """An eventuality whose id follows from its trigger."""
    trigger = said(words)
    identifier = f"{kind}@{trigger.start_char}-{trigger.end_char}"
    return Event(identifier, kind, trigger, label, status, "by-hand", **more)  # type: ignore[arg-type]


def claim(
    voice: str,
    content: Event,
    words: str,
    polarity: Polarity = Polarity.AFFIRMATIVE,
    modality: Modality = Modality.REPORT,
    certainty: Certainty = Certainty.CERTAIN,
) -> Claim:
    """A claim whose id follows from its voice, content and polarity."""
    return Claim(
        f"{voice}|{content.id}|{polarity}",
        voice,
        content.id,
        polarity,
        certainty,
        modality,
        Basis.EXPLICIT,
        (said(words),),
        content.label,
        "by-hand",
    )


def roles(**who: str) -> tuple[Participant, ...]:
    """Participants, by role."""
    return tuple(Participant(role, entity) for role, entity in who.items())


ENTITIES = (
    Entity("author", Kind.UNNAMED_PERSON, "the Minister of Norland", ("me",), state="norland"),
    Entity("varga", Kind.PERSON, "Ilse Varga", ("Ilse Varga", "Minister Ilse Varga", "She"), "varga-ilse", "suthia"),
    Entity("rehm", Kind.PERSON, "Odo Rehm", ("Chancellor Odo Rehm", "Rehm"), state="suthia"),
    Entity("norland", Kind.STATE, "Norland", authority="norland"),
    Entity("suthia", Kind.STATE, "Suthia", authority="suthia"),
    Entity("legation", Kind.MISSION, "Legation of Norland in Suthia", state="norland", receiving_state="suthia"),
    Entity("ministry", Kind.ORGANISATION, "Foreign Ministry", state="suthia", parent="cabinet"),
    Entity("cabinet", Kind.ORGANISATION, "Cabinet", state="suthia"),
    Entity("ministers-post", Kind.POST, "Minister", role="ForeignMinister", state="suthia", parent="ministry"),
    Entity("letter", Kind.MESSAGE, "letter from Rehm"),
    Entity("suthians", Kind.COLLECTIVE, "her government", state="suthia"),
    Entity("party", Kind.DELEGATION, "party of Chancellor Rehm", head="rehm"),
    Entity("hall", Kind.PLACE, "the Legation’s hall", country="suthia"),
)

CALL = event(
    "CourtesyVisit",
    "called on me",
    "Varga calls on the Minister of Norland",
    participants=roles(visitor="varga", host="author"),
    date=EdtfDate("1931-05-01"),
    duration=Duration("PT10M", "Merely"),
    place="hall",
    flat_type="visit",
)
VISIT = event(
    "OfficialVisit",
    "a visit by Chancellor Odo Rehm",
    "Rehm visits Norland",
    Status.WITHDRAWN,
    participants=roles(visitor="rehm", head="rehm"),
)
PROPOSAL = event(
    "Proposal",
    "proposed",
    "Suthia proposes a visit",
    participants=roles(proposer="suthians", addressee="norland"),
    relations=(Relation("proposes", VISIT.id),),
    flat_type="visit_proposed",
)
WITHDRAWAL = event(
    "Withdrawal",
    "withdrew",
    "Suthia withdraws its proposal",
    participants=roles(agent="suthians"),
    relations=(Relation("withdraws", PROPOSAL.id), Relation("follows", PROPOSAL.id)),
    flat_type="visit_withdrawn",
)
DELIVERY = event(
    "MessageDelivery",
    "handed me",
    "Varga hands over a letter",
    participants=roles(bearer="varga", sender="rehm", recipient="author", message="letter"),
)
RELATIONS = event(
    "RelationState",
    "relations will improve",
    "Relations of Suthia and Norland improve",
    Status.PROSPECTIVE,
    participants=(Participant("party", "suthia"), Participant("party", "norland")),
    attributes=(
        Attribute("trend", "Improving", said("improve")),
        Attribute("topic", "relations", said("relations")),
    ),
)
TENURE = event(
    "Tenure",
    "held her post",
    "Varga is Foreign Minister of Suthia",
    Status.HOLDS,
    participants=roles(holder="varga", post="ministers-post"),
    duration=Duration("P5Y"),
)

VOICES = (
    Voice("author", ("author",)),
    Voice("cataloguer", ("ana",)),
    Voice("author/varga", ("varga",), "author", 1, ("author",), (CALL.id,), said("She said")),
    Voice("author/varga/rehm", ("rehm",), "author/varga", 2, cue=said("According to Rehm")),
)

CLAIMS = (
    claim("author", CALL, "called on me on 1 May"),
    claim("author/varga", PROPOSAL, "proposed a visit by Chancellor Odo Rehm"),
    claim("author/varga", WITHDRAWAL, "after two weeks it withdrew the proposal"),
    claim("author/varga", VISIT, "withdrew the proposal", Polarity.NEGATIVE),
    claim("author", DELIVERY, "She handed me a letter from Rehm"),
    claim(
        "author/varga/rehm",
        RELATIONS,
        "relations will improve",
        modality=Modality.PREDICTION,
        certainty=Certainty.PROBABLE,
    ),
    claim("author", TENURE, "She has held her post for five years"),
    claim("cataloguer", VISIT, "a visit that came to nothing", Polarity.NEGATIVE),
)

TIMES = (
    TimeExpression(said("1 May"), Resolution.YEAR_FROM_DOCUMENT_DATE, EdtfDate("1931-05-01"), event=CALL.id),
    TimeExpression(
        said("after two weeks"),
        Resolution.OFFSET_FROM_ANCHOR,
        duration=Duration("P14D"),
        anchor_event=PROPOSAL.id,
        event=WITHDRAWAL.id,
    ),
    TimeExpression(said("five years"), Resolution.DURATION_ONLY, duration=Duration("P5Y"), event=TENURE.id),
)

LINKS = (
    Link(
        "varga",
        "varga-ilse",
        "Q1234567",
        "name and office agree",
        (Candidate("varga-ilse", "Ilse Varga", "Q1234567", 0.9, ("surname", "Minister of Trade 1931")),),
        ("Q7654321",),
        confidence=0.9,
        version="authority 1a2b",
    ),
    Link("rehm", "", "", "a surname alone"),
)

READING = Reading(
    Report(
        key="1931-05-03-legation-norland",
        source=SourceText(TEXT, sha256(TEXT.encode()).hexdigest()),
        layout="plain",
        title="Letter, Legation of Norland in Suthia",
        kind="letter",
        date=EdtfDate("1931-05-03"),
        author="The Minister of Norland",
        sender="Legation of Norland in Suthia",
        addressee="Ministry of Norland",
        place="Southport",
        signature=Signature("NSA, K-12, box 3", "NSA", "K-12", "", "3"),
        translator="Ana Petri",
        abstract=said("A letter on a visit that came to nothing."),
        rights=("Free for study.",),
        subject=said("a visit"),
        address="https://archive.example/item/7",
        places={"title": said("Letter, Legation of Norland in Suthia"), "date": said("3 May 1931")},
    ),
    entities=(*ENTITIES, Entity("ana", Kind.PERSON, "Ana Petri")),
    links=LINKS,
    times=TIMES,
    events=(CALL, VISIT, PROPOSAL, WITHDRAWAL, DELIVERY, RELATIONS, TENURE),
    voices=VOICES,
    claims=CLAIMS,
    marks=(
        Mark(said("[Suthia]"), MarkKind.GLOSS, "Suthia", said("her government")),
        Mark(said("[…]"), MarkKind.OMISSION, "…"),
    ),
)
