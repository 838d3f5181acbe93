from __future__ import annotations

import attrs
from pyoxigraph import NamedNode

from kg.converters import quads_of
from kg.model.entity import Entity, Kind
from kg.model.event import Event, Status
from kg.model.reading import Reading
from tests.converters.graph import short
from tests.converters.readings import CALL, CLAIMS, READING, VISIT, claim, roles

RELATIONS = ("dg:met", "dg:deliveredMessageTo", "dg:proposedVisitTo", "dg:withdrewProposalTo")


def flat(reading: Reading) -> set[tuple[str, str, str]]:
    rows = {(short(q.subject), short(q.predicate), short(q.object)) for q in quads_of(reading)}
    return {row for row in rows if row[1] in RELATIONS}


def with_call(call: Event, *entities: Entity) -> Reading:
    events = (call, *READING.events[1:])
    return attrs.evolve(READING, events=events, entities=(*READING.entities, *entities))


def test_the_flat_view_tells_what_took_place_and_nothing_else() -> None:
    assert flat(READING) == {
        ("agent/varga-ilse", "dg:met", "doc/agent/author"),
        ("doc/agent/author", "dg:met", "agent/varga-ilse"),
        ("agent/varga-ilse", "dg:deliveredMessageTo", "doc/agent/author"),
        ("doc/agent/suthians", "dg:proposedVisitTo", "agent/norland"),
        ("doc/agent/suthians", "dg:withdrewProposalTo", "agent/norland"),
    }


def test_each_relation_leads_back_to_its_event_in_the_flat_graph() -> None:
    rows = [q for q in quads_of(READING) if isinstance(q.graph_name, NamedNode) and "/flat/" in q.graph_name.value]
    nodes = {q.subject for q in rows if short(q.object) == "dg:FlatRelation"}
    led_back = {q.subject for q in rows if short(q.predicate) == "dg:fromEvent"}
    assert len(nodes) == 4
    assert nodes == led_back


def test_who_did_not_meet_is_not_in_the_flat_view() -> None:
    presumed = attrs.evolve(CALL, status=Status.PRESUMED)
    assert "dg:met" not in {relation for _, relation, _ in flat(with_call(presumed))}


def test_two_guests_do_not_meet_each_other() -> None:
    joint = attrs.evolve(CALL, participants=(*CALL.participants, *roles(visitor="rehm")))
    met = {(one, other) for one, relation, other in flat(with_call(joint)) if relation == "dg:met"}
    assert ("doc/agent/rehm", "doc/agent/author") in met
    assert ("doc/agent/rehm", "agent/varga-ilse") not in met


def test_states_do_not_meet_only_persons_do() -> None:
    call = attrs.evolve(CALL, participants=roles(visitor="varga", host="norland"))
    assert "dg:met" not in {relation for _, relation, _ in flat(with_call(call))}


def test_nobody_meets_himself_under_another_name() -> None:
    again = Entity("the-lady", Kind.PERSON, "the lady", authority="varga-ilse")
    call = attrs.evolve(CALL, participants=roles(visitor="varga", host="the-lady"))
    assert "dg:met" not in {relation for _, relation, _ in flat(with_call(call, again))}


def test_a_proposal_of_something_else_is_no_proposed_visit() -> None:
    events = tuple(attrs.evolve(e, type="EconomicAid") if e.id == VISIT.id else e for e in READING.events)
    assert "dg:proposedVisitTo" not in {relation for _, relation, _ in flat(attrs.evolve(READING, events=events))}


def test_what_only_a_third_hand_tells_is_not_in_the_flat_view() -> None:
    claims = (claim("author/varga/rehm", CALL, "called on me"), *(c for c in CLAIMS if c.content != CALL.id))
    assert "dg:met" not in {relation for _, relation, _ in flat(attrs.evolve(READING, claims=claims))}
