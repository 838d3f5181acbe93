"""Known names of states, organisations, missions and places, found in a text; persons need more than a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from attrs import field, frozen

from kg.model.authority import Authority, Known
from kg.model.entity import Kind

NAMED = (Kind.STATE, Kind.ORGANISATION, Kind.MISSION, Kind.PLACE)


@frozen
class Gazetteer:
    """Names, adjectives and people nouns of the authority file, each with the keys that it can mean."""

    names: Mapping[str, tuple[str, ...]]
    adjectives: Mapping[str, tuple[str, ...]]
    people: Mapping[str, tuple[str, ...]]
    pattern: re.Pattern[str] = field(repr=False)

    @classmethod
    def of(cls, authority: Authority) -> Gazetteer:
        """The gazetteer of an authority file."""
        names: dict[str, list[str]] = {}
        adjectives: dict[str, list[str]] = {}
        people: dict[str, list[str]] = {}
        for kind in NAMED:
            for known in authority.of_kind(kind):
                _add(names, (known.name, *known.names), known)
                _add(adjectives, known.adjectives, known)
                _add(people, known.people, known)
        forms = sorted(names, key=lambda name: (-len(name), name))
        pattern = (
            re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, forms)) + r")(?!\w)") if forms else re.compile(r"(?!)")
        )
        return cls(_frozen(names), _frozen(adjectives), _frozen(people), pattern)

    def states_of(self, word: str) -> tuple[str, ...]:
        """The states that an adjective or a people noun can mean: "Korean", "Soviets"."""
        return self.adjectives.get(word) or self.people.get(word) or ()


@lru_cache(maxsize=4)
def gazetteer_of(authority: Authority) -> Gazetteer:
    """The gazetteer of an authority file, made once: all reports of a run share it."""
    return Gazetteer.of(authority)


def _add(table: dict[str, list[str]], names: Iterable[str], known: Known) -> None:
    for name in names:
        row = table.setdefault(name.replace("’", "'"), [])
        if known.key not in row:
            row.append(known.key)


def _frozen(table: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(keys) for name, keys in table.items()}
