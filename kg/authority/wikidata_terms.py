"""The numbers of Wikidata that we read, from wikidata.toml: kinds by class, roles by class, occupations, properties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve, frozen

from kg.authority.tables import ROLES
from kg.lexicon.tables import table
from kg.model.entity import Kind

TABLE = table("wikidata.toml", "kg.authority")


def _number(row: Mapping[str, Any]) -> int:
    return int(row["id"][1:])


PROPERTIES: Mapping[str, str] = {name: row["id"] for name, row in TABLE["properties"].items()}
"""Our name of a property -> its number."""

JULIAN: str = TABLE["calendars"]["julian"]["id"]


@frozen
class Wanted:
    """Which items are wanted, as what: class -> kind, occupation of humans, class of a position -> role."""

    kinds: tuple[tuple[Kind, frozenset[int]], ...]
    occupations: frozenset[int]
    roles: tuple[tuple[str, frozenset[int]], ...]

    @property
    def classes(self) -> frozenset[int]:
        """The classes of all kinds and roles."""
        return frozenset().union(*(classes for _, classes in (*self.kinds, *self.roles)))

    def kind_of(self, classes: Iterable[int]) -> Kind | None:
        """The kind of an item of these classes, None if it is not wanted."""
        given = frozenset(classes)
        return next((kind for kind, ids in self.kinds if not ids.isdisjoint(given)), None)

    def role_of(self, classes: Iterable[int]) -> str:
        """The role of a position of these classes; "" if they do not say."""
        given = frozenset(classes)
        return next((role for role, ids in self.roles if not ids.isdisjoint(given)), "")

    def with_subclasses(self, below: Mapping[int, frozenset[int]]) -> Wanted:
        """The same with the subclasses of each class (`below`)."""

        def closed(classes: frozenset[int]) -> frozenset[int]:
            return classes.union(*(below.get(number, frozenset()) for number in classes))

        # Subclasses of "human" are no humans with a life ("fictional human", "mathematician"): they have P31 human.
        kinds = tuple((kind, ids if kind is Kind.PERSON else closed(ids)) for kind, ids in self.kinds)
        roles = tuple((role, closed(ids)) for role, ids in self.roles)
        return evolve(self, kinds=kinds, roles=roles, occupations=closed(self.occupations))


WANTED = Wanted(
    kinds=tuple((Kind(row["kind"]), frozenset(map(_number, row["classes"]))) for row in TABLE["kind"]),
    occupations=frozenset(map(_number, TABLE["occupations"]["ids"])),
    roles=tuple((row["role"], frozenset(map(_number, row["classes"]))) for row in TABLE["role"]),
)
"""What wikidata.toml wants."""

assert {role for role, _ in WANTED.roles} <= ROLES, "wikidata.toml names a role that the vocabulary does not have"
