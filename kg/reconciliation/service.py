"""The service without its HTTP: candidates, suggestions and values, in the form that a version of the API writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from attrs import frozen

from kg.model.catalogue import Catalogue, CataloguedEntity
from kg.reconciliation.index import NameIndex, folded
from kg.reconciliation.kinds import SERVED_KINDS, ServedKind, kind_called, served
from kg.reconciliation.matching import Candidate, candidates_for
from kg.reconciliation.properties import PROPERTIES, EntityValue, Held, Property, property_called
from kg.reconciliation.queries import LIMIT, batch_02, batch_10
from kg.reconciliation.refusal import UNKNOWN, RefusalError
from kg.reconciliation.shelf import Shelf

Json = dict[str, Any]
_Row = TypeVar("_Row", Property, ServedKind)


@frozen(eq=False)
class Service:
    """Our entities, ready to be asked. Every method raises RefusalError at what cannot be answered."""

    shelf: Shelf
    index: NameIndex

    @classmethod
    def of(cls, catalogue: Catalogue) -> Service:
        """The service of a catalogue."""
        shelf = Shelf.of(catalogue)
        return cls(shelf, NameIndex(shelf.entities))

    def entity(self, identifier: str) -> CataloguedEntity:
        """The entity of an identifier or IRI."""
        found = self.shelf.entity(identifier)
        if found is None:
            raise RefusalError(
                f"there is no entity {identifier[:200]!r}.",
                cure="It may be of another build: match it again.",
                status=UNKNOWN,
            )
        return found

    def matches_02(self, raw: object) -> Json:
        """The answer to a batch of version 0.2."""
        batch = batch_02(raw)
        return {
            key: {"result": [self._candidate(one) for one in candidates_for(query, self.shelf, self.index)]}
            for key, query in batch.items()
        }

    def matches_10(self, raw: object) -> Json:
        """The answer to a batch of version 1.0-draft."""
        answers = [candidates_for(query, self.shelf, self.index) for query in batch_10(raw)]
        return {"results": [{"candidates": [self._candidate(one) for one in answer]} for answer in answers]}

    def _candidate(self, candidate: Candidate) -> Json:
        entity = candidate.entity
        return {
            "id": self.shelf.id_of(entity.iri),
            "name": entity.name,
            "description": self.shelf.description_of(entity),
            "type": [_named(served(entity.kind))],
            "score": candidate.score,
            "match": candidate.is_match,
            "features": [{"id": each.id, "name": each.name, "value": each.value} for each in candidate.features],
        }

    def suggested_entities(self, prefix: str, offset: int = 0, limit: int = LIMIT) -> Json:
        """Entities whose identifier, Wikidata number or name begins so. No prefix: all."""
        places = dict.fromkeys(self.shelf.place_of(entity) for entity in self.shelf.identified(prefix))
        found = self._each_once((*places,), self.index.starting(prefix))
        return {
            "result": [
                {
                    "id": self.shelf.id_of(entity.iri),
                    "name": entity.name,
                    "description": self.shelf.description_of(entity),
                    "notable": [_named(served(entity.kind))],
                }
                for entity in (self.shelf.entities[place] for place in islice(found, offset, offset + limit))
            ]
        }

    def _each_once(self, first: Sequence[int], then: Iterable[int]) -> Iterator[int]:
        yield from first
        yield from (place for place in then if place not in first)

    def suggested_properties(self, prefix: str, offset: int = 0, limit: int = LIMIT) -> Json:
        """Properties whose identifier or name begins so."""
        return {"result": [_described(row) for row in _starting(PROPERTIES, prefix)[offset : offset + limit]]}

    def noted(self, what: str, identifier: str) -> tuple[str, str]:
        """The name and the description of an entity, a property or a type."""
        match what:
            case "entity":
                entity = self.entity(identifier)
                return entity.name, self.shelf.description_of(entity)
            case "property":
                row = property_called(identifier, "id", status=UNKNOWN)
                return row.name, row.description
            case "type":
                kind = served(kind_called(identifier, "id", status=UNKNOWN))
                return kind.name, kind.description
        raise RefusalError(f"nothing here is a {what[:80]!r}.", cure="See the manifest.", status=UNKNOWN)

    def suggested_kinds(self, prefix: str, offset: int = 0, limit: int = LIMIT) -> Json:
        """Types whose identifier or name begins so."""
        return {"result": [kind_in_full(row) for row in _starting(SERVED_KINDS, prefix)[offset : offset + limit]]}

    def proposed_properties(self, type_id: str, limit: int) -> Json:
        """The properties that entities of a type have; of all types where none is named."""
        if not type_id:
            rows: Sequence[Property] = PROPERTIES
        else:
            kind = kind_called(type_id, "type")
            rows = [row for row in PROPERTIES if kind in row.kinds]
        return {"properties": [_described(row) for row in rows[:limit]], "type": type_id, "limit": limit}

    def extension_02(self, raw: object) -> Json:
        """The values of properties of entities, as version 0.2 writes them; none of an entity that is not known."""
        identifiers, properties = _extension(raw)
        rows = {identifier: {row.id: self._values(identifier, row) for row in properties} for identifier in identifiers}
        return {"meta": [_meta(row) for row in properties], "rows": rows}

    def extension_10(self, raw: object) -> Json:
        """The same as version 1.0-draft writes it."""
        identifiers, properties = _extension(raw)
        rows = [
            {
                "id": identifier,
                "properties": [{"id": row.id, "values": self._values(identifier, row)} for row in properties],
            }
            for identifier in identifiers
        ]
        return {"meta": [_meta(row) for row in properties], "rows": rows}

    def _values(self, identifier: str, row: Property) -> list[Json]:
        entity = self.shelf.entity(identifier)
        return [] if entity is None else [self._value(held) for held in row.values(entity, self.shelf)]

    def _value(self, held: Held) -> Json:
        match held:
            case EntityValue():
                return {"id": self.shelf.id_of(held.entity.iri), "name": held.entity.name}
            case int():
                return {"int": held}
            case str():
                return {"str": held}


def kind_in_full(row: ServedKind) -> Json:
    """A type with its description, and the type above it."""
    above = {"broader": [_named(served(row.broader))]} if row.broader else {}
    return {"id": row.id, "name": row.name, "description": row.description, **above}


def _named(row: ServedKind) -> Json:
    return {"id": row.id, "name": row.name}


def _described(row: Property) -> Json:
    return {"id": row.id, "name": row.name, "description": row.description}


def _meta(row: Property) -> Json:
    of_kind = {"type": _named(served(row.value_kind))} if row.value_kind else {}
    return {"id": row.id, "name": row.name, **of_kind}


def _starting(rows: Sequence[_Row], prefix: str) -> list[_Row]:
    start = folded(prefix)
    return [row for row in rows if folded(row.id).startswith(start) or folded(row.name).startswith(start)]


def _extension(raw: object) -> tuple[list[str], list[Property]]:
    """The identifiers and properties of a data extension query. Raises RefusalError."""
    if not isinstance(raw, dict):
        raise RefusalError("this is no JSON object.", place="extend", cure='Send {"ids": [...], "properties": [...]}.')
    identifiers, given = raw.get("ids"), raw.get("properties")
    if not isinstance(identifiers, list) or not all(isinstance(identifier, str) for identifier in identifiers):
        raise RefusalError("this is no list of identifiers.", place="extend.ids", cure="Give strings.")
    if not isinstance(given, list):
        raise RefusalError("this is no list.", place="extend.properties", cure='Give [{"id": ...}, ...].')
    properties = []
    for index, row in enumerate(given):
        place = f"extend.properties[{index}]"
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            raise RefusalError("this is no property.", place=place, cure='Give {"id": ...}.')
        properties.append(property_called(row["id"], place))
    return list(dict.fromkeys(identifiers)), list(dict.fromkeys(properties))
