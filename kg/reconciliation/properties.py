"""The properties of our entities: what a client can ask for, compare with, and fetch."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import field, frozen

from kg.model.catalogue import CataloguedEntity
from kg.model.dates import EdtfDate
from kg.model.entity import Kind
from kg.names.likeness import is_same_name, parts_of
from kg.reconciliation.kinds import SERVED_KINDS, served
from kg.reconciliation.refusal import WRONG, RefusalError
from kg.reconciliation.shelf import Shelf, written

AGREES, NOT_KNOWN, CONTRADICTS = 1, 0, -1
_LONGEST_COMPARED = 300  # characters; no name of ours is longer, and folding a longer text costs time


@frozen
class Value:
    """A value that a client gives to compare with; `id` where it is an entity that the client knows by that."""

    text: str
    id: str = ""


@frozen
class EntityValue:
    """A value that is an entity of ours."""

    entity: CataloguedEntity


Held = EntityValue | str | int
_Comparison = Callable[[Value, Held, Shelf], bool]

_ALL = tuple(row.kind for row in SERVED_KINDS)
_BODIES = (Kind.ORGANISATION, Kind.MISSION, Kind.DELEGATION, Kind.COLLECTIVE)


def _is_it(value: Value, held: Held, shelf: Shelf) -> bool:
    """The same entity by identifier, Wikidata number or name; the same words."""
    if isinstance(held, EntityValue):
        if value.id:
            return held.entity in shelf.identified(value.id)
        names = (held.entity.name, *held.entity.names)
        return held.entity in shelf.identified(value.text) or any(_is_name(value.text, name) for name in names)
    return _is_name(value.text, str(held))


def _is_part(value: Value, held: Held, shelf: Shelf) -> bool:
    """As `_is_it`, or all its words are among the held ones: "ambassador" of "Ambassador of Norland to Suthia"."""
    if _is_it(value, held, shelf):
        return True
    if len(value.text) > _LONGEST_COMPARED:
        return False
    words = set(parts_of(value.text))
    name = held.entity.name if isinstance(held, EntityValue) else str(held)
    return bool(words) and words <= set(parts_of(name))


def _is_then(value: Value, held: Held, _shelf: Shelf) -> bool:
    """The two dates can mean the same day: a year agrees with any of its days."""
    # OpenRefine writes its dates with a time of day.
    text = value.text.strip().partition("T")[0]
    if not isinstance(held, str) or not (EdtfDate.is_written_as(text) and EdtfDate.is_written_as(held)):
        return False
    one, other = EdtfDate(text), EdtfDate(held)
    starts_in_time = one.earliest is None or other.latest is None or one.earliest <= other.latest
    ends_in_time = one.latest is None or other.earliest is None or other.earliest <= one.latest
    return starts_in_time and ends_in_time


def _is_name(text: str, name: str) -> bool:
    return len(text) <= _LONGEST_COMPARED and is_same_name(text, name)


@frozen
class Property:
    """A property: which kinds have it, its values, and how a given value is compared with them.

    `is_whole`: what we know of it is all there is, so another value contradicts. Offices and documents are never whole.
    `tells_apart`: that it agrees is more than the name says. A year agrees with everybody of that year.
    """

    id: str
    name: str
    description: str
    kinds: tuple[Kind, ...]
    values: Callable[[CataloguedEntity, Shelf], Sequence[Held]] = field(repr=False)
    value_kind: Kind | None = None  # of values that are entities
    is_whole: bool = False
    tells_apart: bool = True
    compares: _Comparison = field(default=_is_it, repr=False)

    def agreement(self, values: Sequence[Value], entity: CataloguedEntity, shelf: Shelf) -> list[int]:
        """For each given value whether the entity has it: AGREES, NOT_KNOWN or CONTRADICTS."""
        held = self.values(entity, shelf)
        otherwise = CONTRADICTS if held and self.is_whole else NOT_KNOWN
        return [AGREES if any(self.compares(value, one, shelf) for one in held) else otherwise for value in values]


def _entities(
    iris: Callable[[CataloguedEntity], tuple[str, ...]],
) -> Callable[[CataloguedEntity, Shelf], Sequence[Held]]:
    return lambda entity, shelf: [EntityValue(each) for each in shelf.known(iris(entity))]


def _offices(entity: CataloguedEntity, shelf: Shelf) -> Sequence[Held]:
    posts = {post.iri: post for post in shelf.known(office.post_iri for office in entity.offices)}
    return [EntityValue(posts[o.post_iri]) if o.post_iri in posts else written(o.name) for o in entity.offices]


def _roles(entity: CataloguedEntity, _shelf: Shelf) -> Sequence[Held]:
    roles = (entity.role, *(office.role for office in entity.offices))
    return [written(role).lower() for role in dict.fromkeys(roles) if role]


def _dates(entity: CataloguedEntity, shelf: Shelf) -> Sequence[Held]:
    return list(dict.fromkeys(document.date for document in shelf.documents_of(entity) if document.date))


PROPERTIES = (
    Property(
        *("name", "name", "The name that most documents use."),
        *(_ALL, lambda entity, _: [entity.name]),
        tells_apart=False,
    ),
    Property(
        *("other-name", "other name", "Other names, as the documents write them."),
        *(_ALL, lambda entity, _: list(entity.names)),
        tells_apart=False,
    ),
    Property(
        *("kind", "kind", "What sort of thing it is."),
        *(_ALL, lambda entity, _: [served(entity.kind).name]),
        is_whole=True,
        tells_apart=False,
    ),
    Property(
        *("state", "state", "The state that a person or body belongs to, or that sends a mission or fills a post."),
        *(_ALL, _entities(lambda entity: entity.state_iris), Kind.STATE),
        is_whole=True,
    ),
    Property(
        *("receiving-state", "receiving state", "The state in which a mission or a diplomatic post is."),
        *((Kind.MISSION, Kind.POST), _entities(lambda entity: entity.receiving_state_iris), Kind.STATE),
        is_whole=True,
    ),
    Property(
        *("office", "office", "An office that a document gives to a person."),
        *((Kind.PERSON,), _offices, Kind.POST),
        compares=_is_part,
    ),
    Property(
        *("role", "role", "What sort of office: ambassador, head of government, party leader."),
        *((Kind.PERSON, Kind.POST), _roles),
        compares=_is_part,
    ),
    Property(
        *("part-of", "part of", "The organisation that an organ or a post belongs to."),
        *((*_BODIES, Kind.POST), _entities(lambda entity: entity.parent_iris), Kind.ORGANISATION),
        is_whole=True,
    ),
    Property(
        *("country", "country", "The state in which a place lies."),
        *((Kind.PLACE,), _entities(lambda entity: entity.country_iris), Kind.STATE),
        is_whole=True,
    ),
    Property(
        *("wikidata", "Wikidata number", "The number of the same thing in Wikidata."),
        *(_ALL, lambda entity, _: list(entity.same_qids)),
        is_whole=True,
    ),
    Property(
        *("wikidata-close", "close Wikidata number", "The number of a thing in Wikidata that is nearly the same."),
        *(_ALL, lambda entity, _: list(entity.close_qids)),
    ),
    Property("document", "document", "The key of a document that names it.", _ALL, lambda e, _: list(e.documents)),
    Property(
        *("date", "date of a document", "The date of a document that names it."),
        *(_ALL, _dates),
        tells_apart=False,
        compares=_is_then,
    ),
    Property(
        *("documents", "number of documents", "How many documents name it."),
        *(_ALL, lambda entity, _: [len(entity.documents)]),
        tells_apart=False,
    ),
    Property("iri", "IRI", "Its address in our graph.", _ALL, lambda entity, _: [entity.iri], is_whole=True),
)


def property_called(identifier: str, place: str, *, status: int = WRONG) -> Property:
    """The property of this identifier. Refuses what is none with this status (RefusalError)."""
    for row in PROPERTIES:
        if row.id == identifier:
            return row
    known = ", ".join(row.id for row in PROPERTIES)
    cure = f"Properties are: {known}."
    raise RefusalError(f"there is no property {identifier[:80]!r}.", place=place, cure=cure, status=status)
