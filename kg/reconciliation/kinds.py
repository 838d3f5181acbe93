"""The types that a client can ask for: our kinds of entities, the narrower ones under the broader."""

from __future__ import annotations

from attrs import frozen

from kg.model.entity import Kind
from kg.reconciliation.refusal import WRONG, RefusalError


@frozen
class ServedKind:
    """A kind as it is offered; its id is the name of the kind."""

    kind: Kind
    name: str
    description: str
    broader: Kind | None = None

    @property
    def id(self) -> str:
        """The identifier of the type."""
        return self.kind.value


SERVED_KINDS = (
    ServedKind(Kind.PERSON, "person", "A person whom a document names."),
    ServedKind(Kind.STATE, "state", "A state; past states are others than present ones."),
    ServedKind(Kind.ORGANISATION, "organisation", "A ministry, a party, an organ of one, an enterprise."),
    ServedKind(Kind.MISSION, "diplomatic mission", "An embassy, a legation, a consulate.", Kind.ORGANISATION),
    ServedKind(Kind.POST, "post", "An office, apart from whoever holds it."),
    ServedKind(Kind.PLACE, "place", "A city, a region, a site."),
    ServedKind(Kind.COLLECTIVE, "group", "People who are named together: a nation, functionaries."),
    ServedKind(Kind.DELEGATION, "delegation", "Those whom a side sends to a meeting.", Kind.COLLECTIVE),
)
_BY_KIND = {served.kind: served for served in SERVED_KINDS}


def served(kind: Kind) -> ServedKind:
    """A kind as it is offered."""
    return _BY_KIND[kind]


def kind_called(identifier: str, place: str, *, status: int = WRONG) -> Kind:
    """The kind that a client asks for. Refuses what is none with this status (RefusalError).

    >>> kind_called("Person", "queries.q0")
    <Kind.PERSON: 'Person'>
    """
    for row in SERVED_KINDS:
        if row.id == identifier:
            return row.kind
    known = ", ".join(row.id for row in SERVED_KINDS)
    cure = f"Types are: {known}."
    raise RefusalError(f"there is no type {identifier[:80]!r}.", place=place, cure=cure, status=status)


def is_a(kind: Kind, wanted: Kind) -> bool:
    """Whether a kind is the wanted one or a narrower one.

    >>> is_a(Kind.MISSION, Kind.ORGANISATION), is_a(Kind.ORGANISATION, Kind.MISSION)
    (True, False)
    """
    return kind is wanted or _BY_KIND[kind].broader is wanted
