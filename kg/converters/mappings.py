"""Links to Wikidata, each with an SSSOM record of why; and searches that found nothing, which are answers too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kg.converters.iris import Iris
from kg.converters.terms import NamedNode, Triple, day, decimal, english, iri, words
from kg.converters.vocab import OWL, RDF, RDFS, SEMAPV, SKOS, SSSOM, WIKIDATA_ENTITY
from kg.errors import DataError
from kg.model.mention import Link
from kg.model.reading import Reading

_QID = re.compile(r"Q[1-9][0-9]*", re.ASCII)


def mapping_triples(reading: Reading, iris: Iris) -> Iterator[Triple]:
    """For each link: skos:exactMatch and skos:closeMatch with their records, or a NIL record with the reason."""
    names = {entity.id: entity.name for entity in reading.entities}
    for link in reading.links:
        entity = iris.entity(link.entity)
        if link.qid:
            yield from _match(link, entity, SKOS.exactMatch, link.qid, names[link.entity], iris)
        else:
            yield from _nothing_found(link, entity, names[link.entity], iris)
        for qid in link.also:
            yield from _match(link, entity, SKOS.closeMatch, qid, names[link.entity], iris)


def _match(link: Link, entity: NamedNode, predicate: NamedNode, qid: str, name: str, iris: Iris) -> Iterator[Triple]:
    if not _QID.fullmatch(qid):
        cure = "Write the number of a Wikidata item, such as Q423, or leave it empty."
        raise DataError(f"{qid!r} is no Wikidata number.", place=link.entity, cure=cure)
    target = iri(f"{WIKIDATA_ENTITY}{qid}")
    record = iris.mapping(link.entity, predicate.value, qid)
    yield entity, predicate, target
    yield record, RDF.type, OWL.Axiom
    yield record, OWL.annotatedSource, entity
    yield record, OWL.annotatedProperty, predicate
    yield record, OWL.annotatedTarget, target
    yield record, SSSOM.subject_label, words(name)
    yield record, RDFS.label, english(f"{name}: {qid}")
    if link.candidates and link.candidates[0].qid == qid == link.qid:
        yield record, SSSOM.object_label, words(link.candidates[0].name)
    yield from _decision(record, link, iris)


def _nothing_found(link: Link, entity: NamedNode, name: str, iris: Iris) -> Iterator[Triple]:
    record = iris.mapping(link.entity, "NIL")
    yield record, RDF.type, iris.dg.NilRecord
    yield record, RDFS.label, english(f"{name}: {'no Wikidata item' if link.authority else 'no match'}")
    yield record, iris.dg.searchedEntity, entity
    yield record, SSSOM.subject_label, words(name)
    yield from _decision(record, link, iris)


def _decision(record: NamedNode, link: Link, iris: Iris) -> Iterator[Triple]:
    """How it was decided: why, how sure, by whom or from what, and when."""
    is_by_hand = bool(link.decided_by)
    justification = SEMAPV.ManualMappingCuration if is_by_hand else SEMAPV.CompositeMatching
    yield record, SSSOM.mapping_justification, justification
    yield record, iris.dg.reason, english(link.reason)
    # How sure it is who is meant says nothing of the number that we do not have.
    if link.confidence is not None and (link.qid or not link.authority):
        yield record, SSSOM.confidence, decimal(link.confidence)
    if is_by_hand:
        yield record, SSSOM.author_label, words(link.decided_by)
    if link.decided_on:
        yield record, SSSOM.mapping_date, day(date.fromisoformat(link.decided_on))
    if link.version:
        yield record, SSSOM.object_source_version, words(link.version)
    if link.authority and link.candidates and link.candidates[0].authority == link.authority:
        for reason in link.candidates[0].reasons:
            yield record, iris.dg.feature, english(reason)
