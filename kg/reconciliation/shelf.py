"""The entities as the service hands them out: under short identifiers, with a line that tells namesakes apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from attrs import field, frozen

from kg.model.catalogue import Catalogue, CataloguedDocument, CataloguedEntity
from kg.reconciliation.kinds import served

_YEAR = re.compile(r"[0-9]{4}")
_SHOWN = 2  # offices in a description: more do not fit under a name in a list
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@frozen(eq=False)
class Shelf:
    """All entities in one order, found by identifier: the IRI, or what follows the base of the build in it."""

    base: str
    entities: tuple[CataloguedEntity, ...]
    documents: Mapping[str, CataloguedDocument]
    _by_iri: Mapping[str, CataloguedEntity] = field(repr=False)
    _places: Mapping[str, int] = field(repr=False)
    _by_qid: Mapping[str, tuple[CataloguedEntity, ...]] = field(repr=False)

    @classmethod
    def of(cls, catalogue: Catalogue) -> Shelf:
        """The shelf of a catalogue."""
        by_qid: dict[str, tuple[CataloguedEntity, ...]] = {}
        for entity in catalogue.entities.values():
            for qid in entity.same_qids:
                by_qid[qid] = (*by_qid.get(qid, ()), entity)
        entities = tuple(catalogue.entities.values())
        places = {entity.iri: place for place, entity in enumerate(entities)}
        return cls(catalogue.base, entities, catalogue.documents, catalogue.entities, places, by_qid)

    def id_of(self, iri: str) -> str:
        """The identifier of an IRI: without the base, where it begins with it."""
        return iri.removeprefix(self.base) or iri

    def entity(self, identifier: str) -> CataloguedEntity | None:
        """The entity of this identifier or IRI; None if there is none."""
        return self._by_iri.get(identifier) or self._by_iri.get(self.base + identifier)

    def place_of(self, entity: CataloguedEntity) -> int:
        """The place of an entity in `entities`."""
        return self._places[entity.iri]

    def identified(self, identifier: str) -> tuple[CataloguedEntity, ...]:
        """The entities that an identifier, an IRI or a Wikidata number stands for."""
        word = identifier.strip()
        found = self.entity(word)
        if found is not None:
            return (found,)
        return self._by_qid.get(word.removeprefix("http://www.wikidata.org/entity/"), ())

    def known(self, iris: Iterable[str]) -> list[CataloguedEntity]:
        """Those of the IRIs that are entities here."""
        return [entity for entity in map(self._by_iri.get, iris) if entity is not None]

    def documents_of(self, entity: CataloguedEntity) -> list[CataloguedDocument]:
        """The documents that name an entity, the earliest first, those without a date last."""
        found = [self.documents.get(key) or CataloguedDocument(key) for key in entity.documents]
        return sorted(found, key=lambda document: (not document.date, document.date, document.key))

    def description_of(self, entity: CataloguedEntity) -> str:
        """One line that tells an entity from its namesakes: kind, offices, what it belongs to, where it is named."""
        offices = [written(office.name) for office in entity.offices[:_SHOWN]]
        belongs = [each.name for each in self.known((*entity.parent_iris, *entity.state_iris, *entity.country_iris))]
        at_home_with = [f"in {each.name}" for each in self.known(entity.receiving_state_iris)]
        documents = self.documents_of(entity)
        years = sorted({found[0] for document in documents if (found := _YEAR.match(document.date))})
        span = "–".join(dict.fromkeys((years[0], years[-1]))) if years else ""
        if len(documents) == 1:
            told = ", ".join(filter(None, (f"in {documents[0].title or documents[0].key}", documents[0].date)))
        else:
            told = ", ".join(filter(None, (f"in {len(documents)} documents", span)))
        numbers = [f"Wikidata {qid}" for qid in entity.same_qids[:1]]
        parts = (served(entity.kind).name, *offices, *dict.fromkeys((*belongs, *at_home_with)), told, *numbers)
        return "; ".join(parts)


def written(concept: str) -> str:
    """The name of a concept in words; other words as they are.

    >>> written("HeadOfGovernment"), written("Prime Minister of Norland")
    ('head of government', 'Prime Minister of Norland')
    """
    return concept if " " in concept else _CAMEL.sub(" ", concept).lower() if _CAMEL.search(concept) else concept
