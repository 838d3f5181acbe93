"""From a reading to RDF, one converter a noun. Pure: the same reading gives the same quads, in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TypeAlias

from pyoxigraph import RdfFormat, serialize

from kg.converters.agents import agent_triples
from kg.converters.attestation import AttestationRule, attested_events
from kg.converters.claims import claim_triples
from kg.converters.documents import document_triples
from kg.converters.events import event_triples
from kg.converters.evidence import span_triples
from kg.converters.flat import flat_triples
from kg.converters.iris import Base, Iris
from kg.converters.mappings import mapping_triples
from kg.converters.messages import message_triples
from kg.converters.tenures import tenure_triples
from kg.converters.terms import NamedNode, Quad, Triple
from kg.converters.times import time_triples
from kg.converters.voices import voice_triples
from kg.model.claim import Claim, Voice
from kg.model.dates import TimeExpression
from kg.model.entity import Entity
from kg.model.event import Event
from kg.model.reading import Reading

__all__ = ["AttestationRule", "Base", "Thing", "iri_index", "quads_of", "things_by_iri"]

Thing: TypeAlias = Entity | Event | Voice | Claim | TimeExpression


_BASE = Base()
_RULE = AttestationRule()


def quads_of(reading: Reading, base: Base = _BASE, rule: AttestationRule = _RULE) -> tuple[Quad, ...]:
    """All statements of a reading, each once, in the order of their N-Quads; the flat view in a graph of its own.

    Raises DataError at what the ontology does not define, and at a reference to what is not in the reading.
    """
    iris = Iris.of(reading, base)
    attested = attested_events(reading, rule)
    statements = chain(
        document_triples(reading, iris),
        agent_triples(reading, iris),
        mapping_triples(reading, iris),
        event_triples(reading, iris, attested),
        tenure_triples(reading, iris),
        message_triples(reading, iris),
        voice_triples(reading, iris),
        claim_triples(reading, iris),
        time_triples(reading, iris),
        span_triples(reading, iris),
    )
    return (*_sorted(statements, iris.graph), *_sorted(flat_triples(reading, iris, attested), iris.flat_graph))


def iri_index(reading: Reading, base: Base = _BASE) -> Mapping[str, str]:
    """The IRI of each entity, event and claim by its id in the reading, and of each voice by "voice:" and its id.

    A root voice is often called as its speaker is, hence the prefix. Time expressions have no ids: see things_by_iri.
    """
    iris = Iris.of(reading, base)
    voices = {f"voice:{identifier}": node for identifier, node in iris.voices.items()}
    named = {**iris.entities, **iris.events, **iris.claims, **voices}
    return {identifier: node.value for identifier, node in named.items()}


def things_by_iri(reading: Reading, base: Base = _BASE) -> Mapping[str, Thing]:
    """What each IRI of a reading stands for; of several entities that were linked to one known thing, the first."""
    iris = Iris.of(reading, base)
    named: list[tuple[NamedNode, Thing]] = [
        *((iris.entity(entity.id), entity) for entity in reversed(reading.entities)),
        *((iris.event(event.id), event) for event in reading.events),
        *((iris.voice(voice.id), voice) for voice in reading.voices),
        *((iris.claim(claim.id), claim) for claim in reading.claims),
        *((iris.time_expression(time), time) for time in reading.times),
    ]
    return {node.value: thing for node, thing in named}


def _sorted(triples: Iterable[Triple], graph: NamedNode) -> list[Quad]:
    quads = [Quad(subject, predicate, value, graph) for subject, predicate, value in triples]
    lines = (serialize(quads, format=RdfFormat.N_QUADS) or b"").split(b"\n")
    by_line = dict(zip(lines, quads, strict=False))  # behind the last line feed stands nothing
    return [by_line[line] for line in sorted(by_line)]
