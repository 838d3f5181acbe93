"""Known names of states, organisations, missions and places, found in a text; persons need more than a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from attrs import field, frozen

from kg.model.authority import Authority, Known
from kg.model.entity import Kind

_DEPTH = 4  # letters
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
        pattern = re.compile(rf"(?<!\w)(?:{_any_of(names)})(?!\w)" if names else r"(?!)")
        return cls(_frozen(names), _frozen(adjectives), _frozen(people), pattern)

    def states_of(self, word: str) -> tuple[str, ...]:
        """The states that an adjective or a people noun can mean: "Korean", "Soviets"."""
        return self.adjectives.get(word) or self.people.get(word) or ()


@lru_cache(maxsize=4)
def gazetteer_of(authority: Authority) -> Gazetteer:
    """The gazetteer of an authority file, made once: all reports of a run share it."""
    return Gazetteer.of(authority)


def _any_of(names: Iterable[str], depth: int = _DEPTH) -> str:
    """The pattern of these names, the longest that fits first.

    >>> _any_of(["Rome", "Romania", "Oslo"])
    'R(?:o(?:m(?:e|ania)))|Oslo'
    """
    if not depth:
        return "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))
    by_letter: dict[str, list[str]] = {}
    for name in sorted(names):
        by_letter.setdefault(name[:1], []).append(name[1:])
    # One letter leads to all names that begin with it; to try 700 names at each word took 4 ms a report.
    parts = []
    for letter, rests in sorted(by_letter.items(), reverse=True):
        inside = _any_of(rests, depth - 1)
        parts.append(re.escape(letter) + (f"(?:{inside})" if len(rests) > 1 else inside) if letter else "")
    return "|".join(parts)


def _add(table: dict[str, list[str]], names: Iterable[str], known: Known) -> None:
    for name in names:
        row = table.setdefault(name.replace("’", "'"), [])
        if known.key not in row:
            row.append(known.key)


def _frozen(table: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(keys) for name, keys in table.items()}
