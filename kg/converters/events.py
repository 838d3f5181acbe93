"""Eventualities of every class, by one converter that the tables of kg.converters.classes drive.

Meetings, messages, visits, aid and acts differ in which roles and relations they have, not in how these are written:
a converter for each would repeat this one. What is peculiar to tenures and messages stands in files of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.converters.classes import (
    CARRIED_OUT,
    INVERSES,
    MESSAGE_ROLE,
    RELATIONS,
    ROLES,
    TREND,
    WORDED_ATTRIBUTES,
    lineage,
)
from kg.converters.iris import Iris
from kg.converters.terms import NamedNode, Triple, count_of, decimal, edtf, english, words
from kg.converters.times import date_triples, duration_triples
from kg.converters.vocab import CRM, RDF, RDFS, SEM
from kg.errors import DataError
from kg.model.entity import Kind
from kg.model.event import REALIS, Event
from kg.model.reading import Reading

_NO_ACTORS = frozenset({Kind.POST, Kind.PLACE, Kind.MESSAGE})


def event_triples(reading: Reading, iris: Iris, attested: frozenset[str]) -> Iterator[Triple]:
    """Each eventuality; those of `attested` are typed as events that took place as well, and no other."""
    kinds = {entity.id: entity.kind for entity in reading.entities}
    for event in reading.events:
        this = iris.event(event.id)
        yield from _what_it_is(event, this, iris)
        yield from _participants(event, this, iris)
        yield from _relations(event, this, iris)
        yield from _attributes(event, this, iris)
        if event.id in attested:
            yield from _as_event_that_took_place(event, this, iris, kinds)


def _what_it_is(event: Event, this: NamedNode, iris: Iris) -> Iterator[Triple]:
    dg, dgv = iris.dg, iris.dgv
    for name in lineage(event.type):
        yield this, RDF.type, dg[name]
    yield this, RDFS.label, english(event.label)
    yield this, dg.status, dgv[event.status]
    yield this, dg.realis, dgv[REALIS[event.status]]
    yield this, dg.trigger, iris.span(event.trigger)
    yield this, dg.rule, words(event.rule)
    yield this, dg.partOfDocument, iris.record
    if event.date is not None:
        yield from date_triples(this, event.date, iris)
        yield this, dg.dateRule, words(event.date_rule)
    if event.duration is not None:
        yield from duration_triples(this, event.duration, iris)
    if event.place:
        yield this, dg.place, iris.entity(event.place)
    if event.count is not None:
        yield this, dg["count"], count_of(event.count)
    if event.flat_type:
        yield this, dg.flatType, words(event.flat_type)
    if event.confidence is not None:
        yield this, dg.confidence, decimal(event.confidence)


def _participants(event: Event, this: NamedNode, iris: Iris) -> Iterator[Triple]:
    dg = iris.dg
    for participant in event.participants:
        who = iris.entity(participant.entity)
        if participant.role == MESSAGE_ROLE:
            yield this, dg.message, who
        elif participant.role in ROLES:
            yield this, dg[participant.role], who
            yield this, dg.participant, who
        else:
            raise _unknown(event, "role", participant.role)


def _relations(event: Event, this: NamedNode, iris: Iris) -> Iterator[Triple]:
    for relation in event.relations:
        if relation.kind not in RELATIONS:
            raise _unknown(event, "relation", relation.kind)
        target = iris.event(relation.target)
        yield this, iris.dg[relation.kind], target
        if relation.kind in INVERSES:
            yield target, iris.dg[INVERSES[relation.kind]], this


def _attributes(event: Event, this: NamedNode, iris: Iris) -> Iterator[Triple]:
    for attribute in event.attributes:
        if attribute.name == TREND:
            yield this, iris.dg.trend, iris.dgv[attribute.text]
        elif attribute.name in WORDED_ATTRIBUTES:
            yield this, iris.dg[attribute.name], english(attribute.text)
        else:
            raise _unknown(event, "attribute", attribute.name)


def _as_event_that_took_place(event: Event, this: NamedNode, iris: Iris, kinds: Mapping[str, Kind]) -> Iterator[Triple]:
    yield this, RDF.type, iris.dg.AttestedEvent
    yield this, RDF.type, SEM.Event
    yield this, RDF.type, CRM.E5_Event
    actors = [p for p in event.participants if p.role in ROLES and kinds[p.entity] not in _NO_ACTORS]
    for actor in actors:
        yield this, SEM.hasActor, iris.entity(actor.entity)
    if any(actor.role in CARRIED_OUT for actor in actors):
        yield this, RDF.type, CRM.E7_Activity
    if event.place:
        yield this, SEM.hasPlace, iris.entity(event.place)
    if event.date is not None:
        yield this, SEM.hasTimeStamp, edtf(event.date.value)


def _unknown(event: Event, what: str, name: str) -> DataError:
    cure = f"Use a {what} that docs/model.md lists, or define it in ontology/ and in kg/converters/classes.py."
    return DataError(f"{name!r} is no {what} of an eventuality.", place=event.id, cure=cure)
