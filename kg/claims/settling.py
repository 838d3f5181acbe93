"""What only the whole report settles: what cannot be true together is put right, or left open."""

from __future__ import annotations

from collections.abc import Sequence

from kg.claims.drafts import ClaimDraft, EventDraft
from kg.claims.scene import Scene
from kg.model.claim import Polarity
from kg.model.entity import Entity, Kind
from kg.model.event import REALIS, Status

SIDES = (("visitor", "host"), ("sender", "recipient"), ("agent", "addressee"), ("proposer", "addressee"))
"""Roles that nobody plays towards himself."""


def settle(scene: Scene, events: Sequence[EventDraft]) -> None:
    """Put right statuses, sides and messages of the events that stand."""
    _settle_statuses(events, scene.claims)
    _settle_conditions(events)
    _settle_sides(scene, events)
    _settle_senders(scene)
    _part_messages(scene, events)


def _settle_statuses(events: Sequence[EventDraft], claims: Sequence[ClaimDraft]) -> None:
    """Mark the visits whose proposal was withdrawn, and the events that are both affirmed and denied."""
    polarities: dict[int, set[Polarity]] = {}
    for claim in claims:
        polarities.setdefault(id(claim.content), set()).add(claim.polarity)
    for event in events:
        if event.type == "Withdrawal" and event.status is Status.OCCURRED:
            for proposal in event.targets("withdraws"):
                for visit in proposal.targets("proposes"):
                    visit.status = Status.WITHDRAWN
        if event.type == "Cancellation" and event.status is Status.OCCURRED:
            for visit in event.targets("regarding"):
                visit.status = Status.WITHDRAWN
        if len(polarities.get(id(event), ())) == 2:
            event.status = Status.CONTESTED


def _settle_senders(scene: Scene) -> None:
    """Make organisations those on whose behalf a message is sent, if it gives their view and not its sender's."""
    for claim in scene.claims:
        outer = claim.voice.outer
        for sending in claim.voice.uttered_in:
            if outer is None or sending.type != "MessageSending" or outer.speakers != sending.of("sender"):
                continue
            bodies = tuple(
                speaker for speaker in claim.voice.speakers if scene.entities[speaker].kind is Kind.ORGANISATION
            )
            sending.take("onBehalfOf", bodies)


def _settle_conditions(events: Sequence[EventDraft]) -> None:
    """Take back what was told as real of a part of a condition: "if you agree he would propose it"."""
    for event in events:
        for part in (*event.targets("condition"), *event.targets("consequence")):
            if REALIS[part.status] == "Realis":
                part.status = Status.HYPOTHETICAL


def _settle_sides(scene: Scene, events: Sequence[EventDraft]) -> None:
    """Leave the other side open where somebody stands on both: one word was taken for the wrong man."""
    for event in events:
        for one, other in SIDES:
            both = set(event.of(one)) & set(event.of(other))
            if both:
                event.participants = [
                    (role, who) for role, who in event.participants if role != other or who not in both
                ]
                names = " and ".join(sorted(scene.name(entity) for entity in both))
                scene.note(
                    "same-on-both-sides", f"{names} would be {one} and {other}: the {other} is left open", event.trigger
                )


def _part_messages(scene: Scene, events: Sequence[EventDraft]) -> None:
    """Keep two messages apart where one is delivered to others than those to whom the other really went."""
    real = [event for event in events if REALIS[event.status] == "Realis"]
    went: dict[str, set[str]] = {}
    for sending in (event for event in real if event.type == "MessageSending"):
        for message in sending.of("message"):
            went.setdefault(message, set()).update(sending.of("recipient"))
    sent = frozenset(went)
    deliveries = [event for event in events if event.type == "MessageDelivery"]
    for delivery in deliveries:
        for message in {*delivery.of("message")} - sent if delivery in real else ():
            went.setdefault(message, set()).update(delivery.of("recipient"))
    for delivery in deliveries:
        for message in delivery.of("message"):
            if went.get(message) and not set(delivery.of("recipient")) <= went[message]:
                name = scene.name(message)
                own = scene.add(Entity(f"message/{delivery.trigger.start_char}", Kind.MESSAGE, name, ()))
                delivery.participants = [(role, own if who == message else who) for role, who in delivery.participants]
