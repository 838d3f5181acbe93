"""The flat list: events as one row each, for those who want a table of them. docs/quality.md measures it.

It holds the events that have a type in the flat list. Nothing that did not happen is `actual` there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.model.claim import Claim, Modality, Polarity, Turn, Voice
from kg.model.event import Event, Status
from kg.model.passage import Passage
from kg.model.reading import Reading

# Roles of the ontology, as the flat list puts them; all others are "other".
ROLES = {
    **dict.fromkeys(["agent", "speaker", "proposer", "supplier"], "agent"),
    **dict.fromkeys(["recipient", "addressee", "invitee", "affected"], "recipient"),
    **dict.fromkeys(["visitor", "mover"], "visitor"),
    **dict.fromkeys(["participant", "party", "head"], "participant"),
    **dict.fromkeys(["subject", "holder"], "subject"),
    **{role: role for role in ("host", "sender", "bearer")},
}
NO_PARTICIPANTS = frozenset({"message", "post"})  # things, not those who take part
# An act about a visit to come is dated by the visit that it is about.
DATED_BY_VISIT = {"visit_proposed": "proposes", "visit_postponed": "regarding"}
# What somebody presumes or somebody else disputes is not actual: it stays a possibility.
REALIS = {
    Status.OCCURRED: "actual",
    Status.HOLDS: "actual",
    Status.HABITUAL: "actual",
    Status.PRESUMED: "hypothetical",
    Status.CONTESTED: "hypothetical",
    Status.PROSPECTIVE: "planned",
    Status.WITHDRAWN: "withdrawn",
    Status.DESIRED: "hypothetical",
    Status.HYPOTHETICAL: "hypothetical",
    Status.NOT_OCCURRED: "denied",
}
# Who says of himself or his side what will be done has planned it; who believes that it will be done foretells it.
PROSPECTS = {
    Modality.OFFER: "proposed",
    Modality.HOPE: "hypothetical",
    Modality.CONDITIONAL: "hypothetical",
    Modality.PRESUMPTION: "predicted",
    Modality.IMPRESSION: "predicted",
    Modality.EVALUATION: "predicted",
}
TALKS = ("Meeting", "Negotiation", "Audience")


def flat_events(reading: Reading) -> list[dict[str, Any]]:
    """The events of a reading that have a type in the flat list, in the order of the text.

    What only the abstract of a page tells is left out, for it tells again, in fewer words, what the report tells. A
    talk that somebody proposed stands for the proposal. Each row has type, quote, participants ([{name, role}]), date
    (EDTF or ""), place, realis, attributed_to (who says so, outermost first; joint speakers as "A + B") and rule (the
    id of the rule that found it).
    """
    voices = {voice.id: voice for voice in reading.voices}
    names = {entity.id: entity.name for entity in reading.entities}
    events = {event.id: event for event in reading.events}
    rows: list[tuple[Passage, dict[str, Any]]] = [
        (turn.passage, _statement(turn, voices, names)) for turn in reading.turns
    ]
    abstract = reading.report.abstract
    for event in reading.events:
        if not event.flat_type or (abstract and abstract.covers(event.trigger)):
            continue
        claim = _told_by(event, reading.claims, voices)
        source = claim or _told_beside(event, reading, voices)
        chain = list(_chain(source.voice, voices, names)) if source else []
        row: dict[str, Any] = {
            "type": event.flat_type,
            "quote": _quote(event, claim).exact,
            "participants": [{"name": names[entity], "role": role} for entity, role in _participants(event, events)],
            "date": _date(event, events),
            "place": names[event.place] if event.place else "",
            "realis": _realis(event, claim),
            "attributed_to": chain,
            "rule": event.rule,
            "confidence": event.confidence,
        }
        talk = next((events[id_] for id_ in event.targets("proposes") if events[id_].type in TALKS), None)
        if talk is not None and event.flat_type == "request":
            row |= _proposed(talk, event, events, names, chain)
        if row["type"] == "visit_planned" and row["realis"] not in ("planned", "withdrawn", "denied"):
            row["type"] = "visit"
        rows.append((event.trigger, row))
    return [row for _, row in sorted(rows, key=lambda placed: (placed[0], placed[1]["type"], placed[1]["quote"]))]


def _proposed(
    talk: Event, proposal: Event, events: dict[str, Event], names: dict[str, str], chain: list[str]
) -> dict[str, Any]:
    """What of a row is that of the talk that somebody proposed: he is the last who says so."""
    proposers = [names[entity] for entity in proposal.agents("proposer")]
    both = _participants(talk, events)
    if talk.type != "Audience" and len(both) < 2:  # "proposed a meeting with X", "proposed talks"
        hearers = () if both else proposal.agents("addressee")
        both = [*((entity, "participant") for entity in (*proposal.agents("proposer"), *hearers)), *both]
        both = list(dict.fromkeys(both))
    return {
        "type": "audience" if talk.type == "Audience" else "meeting",
        "participants": [{"name": names[entity], "role": role} for entity, role in both],
        "date": talk.date.value if talk.date else "",
        "realis": "proposed",
        "attributed_to": [*chain, " + ".join(proposers)] if proposers and proposers != chain[-1:] else chain,
    }


def _participants(event: Event, events: dict[str, Event]) -> list[tuple[str, str]]:
    """Each entity that takes part with its role in the flat list.

    Who leads a delegation travels with it; who is appointed or recalled is the subject; of several who agree each is a
    participant; who puts off his own visit is its visitor.
    """
    own = dict(ROLES)
    if event.flat_type == "appointment":
        own["affected"] = "subject"
    if event.agents("visitor") or event.agents("mover"):
        own["head"] = "visitor"
    if event.flat_type == "agreement" and len(event.agents("agent")) > 1:
        own["agent"] = "participant"
    travellers = {
        entity
        for visit in event.targets(DATED_BY_VISIT.get(event.flat_type, ""))
        for role in ("visitor", "mover")
        for entity in events[visit].agents(role)
    }
    rows = [
        (participant.entity, own.get(participant.role, "other"))
        for participant in event.participants
        if participant.role not in NO_PARTICIPANTS
    ]
    if event.flat_type == "visit_postponed":
        rows = [(entity, role) for entity, role in rows if entity not in travellers]
    rows += [(entity, "visitor") for entity in sorted(travellers)]
    return list(dict.fromkeys(rows))


def _statement(turn: Turn, voices: dict[str, Voice], names: dict[str, str]) -> dict[str, Any]:
    """A turn of speech as a row: the speaker is its agent, and not in its own chain."""
    spoke = [{"name": names[speaker], "role": "agent"} for speaker in turn.speakers]
    heard = [{"name": names[hearer], "role": "recipient"} for hearer in turn.hearers]
    return {
        "type": "statement",
        "quote": turn.passage.exact,
        "participants": [*spoke, *heard],
        "date": turn.date.value if turn.date else "",
        "place": "",
        "realis": "actual",
        "attributed_to": list(_chain(turn.voice, voices, names)),
        "rule": Turn.RULE,
        "confidence": turn.confidence,
    }


def _told_by(event: Event, claims: tuple[Claim, ...], voices: dict[str, Voice]) -> Claim | None:
    """The claim that tells of an event: of several the outermost, then the first in the text."""
    telling = [claim for claim in claims if claim.content == event.id]
    return min(telling, key=lambda claim: (voices[claim.voice].depth, min(claim.evidence), claim.id), default=None)


def _told_beside(event: Event, reading: Reading, voices: dict[str, Voice]) -> Claim | None:
    """The claim on what leads to an event that nobody claims by itself: on the wish for it, or the condition of it."""
    leading = [other for other in reading.events if any(relation.target == event.id for relation in other.relations)]
    claims = (_told_by(other, reading.claims, voices) for other in leading)
    return min(filter(None, claims), key=lambda claim: (min(claim.evidence), claim.id), default=None)


def _quote(event: Event, claim: Claim | None) -> Passage:
    """The shortest evidence around the trigger; the trigger itself where no claim tells of the event."""
    around = [passage for passage in claim.evidence if passage.covers(event.trigger)] if claim else []
    return min(around, key=lambda passage: (len(passage.exact), passage), default=event.trigger)


def _date(event: Event, events: dict[str, Event]) -> str:
    visits = event.targets(DATED_BY_VISIT.get(event.flat_type, ""))
    dates = [date.value for date in (*(events[visit].date for visit in visits), event.date) if date]
    return dates[0] if dates else ""


def _realis(event: Event, claim: Claim | None) -> str:
    if claim and claim.polarity is Polarity.NEGATIVE and REALIS[event.status] in ("actual", "planned"):
        return "denied"
    if claim and event.status is Status.PROSPECTIVE:
        return PROSPECTS.get(claim.modality, REALIS[event.status])
    return REALIS[event.status]


def _chain(voice_id: str, voices: dict[str, Voice], names: dict[str, str]) -> Iterator[str]:
    """Who says so, outermost first."""
    chain = [voices[voice_id]]
    while chain[-1].outer:
        chain.append(voices[chain[-1].outer])
    for voice in reversed(chain):
        yield " + ".join(names[speaker] for speaker in voice.speakers)
