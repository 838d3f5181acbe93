"""Agents, posts, places and messages: what each is, and its names as written."""

from __future__ import annotations

from collections.abc import Iterator

from kg.converters.iris import Iris
from kg.converters.terms import NamedNode, Triple, english
from kg.converters.vocab import ORG, RDF, RDFS, SCHEMA, SKOS
from kg.model.entity import Entity, Kind
from kg.model.reading import Reading


def agent_triples(reading: Reading, iris: Iris) -> Iterator[Triple]:
    """Each entity: its classes, its names, and what it belongs to."""
    for entity in reading.entities:
        this = iris.entity(entity.id)
        for kind in _classes(entity, iris):
            yield this, RDF.type, kind
        yield this, RDFS.label, english(entity.name)
        for name in entity.names:
            if name != entity.name:
                yield this, SKOS.altLabel, english(name)
        yield from _belongings(entity, this, iris)


def _classes(entity: Entity, iris: Iris) -> tuple[NamedNode, ...]:
    dg = iris.dg
    match entity.kind:
        case Kind.PERSON:
            return (SCHEMA.Person,)
        case Kind.ORGANISATION:
            return (ORG.OrganizationalUnit,) if entity.parent else (ORG.FormalOrganization,)
        case Kind.POST:
            return (ORG.Post,)
        case Kind.MESSAGE:
            return (dg.Message, SCHEMA.Message)
        case Kind.UNNAMED_PERSON | Kind.STATE | Kind.MISSION | Kind.COLLECTIVE | Kind.DELEGATION | Kind.PLACE:
            return (dg[entity.kind],)


def _belongings(entity: Entity, this: NamedNode, iris: Iris) -> Iterator[Triple]:
    dg = iris.dg
    if entity.parent:
        yield this, ORG.postIn if entity.kind is Kind.POST else ORG.unitOf, iris.entity(entity.parent)
    if entity.state:
        stands_abroad = entity.kind is Kind.MISSION or bool(entity.receiving_state)
        yield this, dg.sendingState if stands_abroad else dg.affiliatedState, iris.entity(entity.state)
    if entity.receiving_state:
        yield this, dg.receivingState, iris.entity(entity.receiving_state)
    if entity.role:
        yield this, ORG.role, iris.dgv[entity.role]
    if entity.head:
        yield this, dg.head, iris.entity(entity.head)
    if entity.country:
        yield this, SCHEMA.containedInPlace, iris.entity(entity.country)
