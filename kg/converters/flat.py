"""The flat view: who met whom, who delivered, proposed, withdrew; from attested events only, in a graph of its own.

A plain triple cannot say where it comes from (RDF 1.1), so each relation is a small node as well, with its event.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kg.converters.classes import is_a
from kg.converters.iris import Iris
from kg.converters.terms import Triple, english
from kg.converters.vocab import RDF, RDFS
from kg.model.entity import Kind
from kg.model.event import Event
from kg.model.reading import Reading

_PERSONS = frozenset({Kind.PERSON, Kind.UNNAMED_PERSON})
# Two of one side come along with each other; that does not make them meet.
_SIDES = {"visitor": "guests", "host": "hosts"}
_PRESENT = ("visitor", "host", "participant", "party", "speaker", "addressee", "agent", "head")

_WORDING = {
    "met": "met",
    "deliveredMessageTo": "delivered a message to",
    "proposedVisitTo": "proposed a visit to",
    "withdrewProposalTo": "withdrew a proposal made to",
}


def flat_triples(reading: Reading, iris: Iris, attested: frozenset[str]) -> Iterator[Triple]:
    """Each flat relation as a triple (dg:met both ways) and as a node that leads to its event."""
    events = {event.id: event for event in reading.events}
    names = {entity.id: entity.name for entity in reading.entities}
    for event in reading.events:
        if event.id not in attested:
            continue
        for relation, subject, target in _relations_of(event, events, reading):
            one, other = iris.entity(subject), iris.entity(target)
            if one == other:  # two names of one known person
                continue
            node = iris.flat(relation, subject, target, event.id)
            yield one, iris.dg[relation], other
            if relation == "met":
                yield other, iris.dg.met, one
            yield node, RDF.type, iris.dg.FlatRelation
            yield node, RDFS.label, english(f"{names[subject]} {_WORDING[relation]} {names[target]}")
            yield node, iris.dg.subject, one
            yield node, iris.dg.relation, iris.dg[relation]
            yield node, iris.dg.object, other
            yield node, iris.dg.fromEvent, iris.event(event.id)


def _relations_of(event: Event, events: dict[str, Event], reading: Reading) -> Iterator[tuple[str, str, str]]:
    if is_a(event.type, "Meeting"):
        persons = {entity.id for entity in reading.entities if entity.kind in _PERSONS}
        for one, other in _pairs_that_met(event, persons):
            yield "met", one, other
    elif event.type == "MessageDelivery":
        for who in _first_filled(event, "bearer", "sender", "agent", "speaker"):
            for to in _first_filled(event, "recipient", "addressee"):
                yield "deliveredMessageTo", who, to
    elif event.type == "Proposal" and any(_is_visit(events, target) for target in event.targets("proposes")):
        for who in _first_filled(event, "proposer", "agent", "speaker"):
            for to in _first_filled(event, "addressee", "recipient", "invitee"):
                yield "proposedVisitTo", who, to
    elif event.type == "Withdrawal":
        for who in _first_filled(event, "proposer", "agent", "speaker"):
            for to in _told_of_withdrawal(event, events):
                yield "withdrewProposalTo", who, to


def _pairs_that_met(event: Event, persons: set[str]) -> Iterator[tuple[str, str]]:
    """Each pair of persons present, the guest first; one who stands in two roles is taken in the first of them."""
    sides: dict[str, str] = {}
    for role in _PRESENT:
        for who in sorted(event.agents(role)):
            if who in persons:
                sides.setdefault(who, _SIDES.get(role, ""))
    for one, other in combinations(sides, 2):
        if not sides[one] or sides[one] != sides[other]:
            yield one, other


def _first_filled(event: Event, *roles: str) -> tuple[str, ...]:
    """Who stands in the first of these roles that anybody stands in."""
    return next((agents for role in roles if (agents := event.agents(role))), ())


def _is_visit(events: dict[str, Event], identifier: str) -> bool:
    return identifier in events and (
        is_a(events[identifier].type, "Visit") or events[identifier].type == "OfficialVisit"
    )


def _told_of_withdrawal(event: Event, events: dict[str, Event]) -> tuple[str, ...]:
    """Whom the withdrawal addresses; where it names nobody, whom the proposal had addressed."""
    told = _first_filled(event, "addressee", "recipient")
    withdrawn = set(event.targets("withdraws"))
    proposals = [e for e in events.values() if e.id in withdrawn or withdrawn.intersection(e.targets("proposes"))]
    return told or tuple(to for proposal in proposals for to in _first_filled(proposal, "addressee", "recipient"))
