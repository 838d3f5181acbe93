"""Tenures: what the Organization Ontology adds to the holding of a post."""

from __future__ import annotations

from collections.abc import Iterator

from kg.converters.iris import Iris
from kg.converters.terms import Triple
from kg.converters.vocab import ORG, RDF
from kg.model.reading import Reading


def tenure_triples(reading: Reading, iris: Iris) -> Iterator[Triple]:
    """Each tenure as an org:Membership: the holder, the role of the post, the body that the post belongs to."""
    entities = {entity.id: entity for entity in reading.entities}
    for event in reading.events:
        if event.type != "Tenure":
            continue
        this = iris.event(event.id)
        yield this, RDF.type, ORG.Membership
        for holder in event.agents("holder"):
            yield this, ORG.member, iris.entity(holder)
        for post in event.agents("post"):
            iris.entity(post)  # refuses a post that is not there, by name
            if entities[post].role:
                yield this, ORG.role, iris.dgv[entities[post].role]
            if body := entities[post].parent or entities[post].state:
                yield this, ORG.organization, iris.entity(body)
