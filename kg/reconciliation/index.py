"""Entities by name: the exact name, names that may be the same, names that begin so.

Persons are looked up by keys that most romanisations share (kg.names.keys) and compared part by part
(kg.names.likeness). Things are looked up by their words, and compared by the share of words that both names have, rare
words counting more.
"""

from __future__ import annotations

import math
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator

from attrs import frozen

from kg.model.catalogue import CataloguedEntity
from kg.model.entity import Kind
from kg.names.keys import index_keys, lookup_keys
from kg.names.likeness import SURNAME, likeness, parts_of

LONGEST_COMPARED = 300  # characters: of a longer text only the exact name is looked up
LEAST_SHARE = (
    0.2  # of the weight of all words: "Soviet embassy" has 0.25 of "Embassy of the Soviet Union in North Korea"
)
# A word of so many things ("of", "the", "department") finds none of them; the other words of the name do.
MOST_WITH_WORD = 500


@frozen
class _Asked:
    """A name that is asked for, taken apart once; of a very long one there are no parts and no words."""

    name: str
    folded: str
    parts: tuple[str, ...]
    words: frozenset[str]

    @classmethod
    def of(cls, name: str) -> _Asked:
        parts = parts_of(name) if len(name) <= LONGEST_COMPARED else ()
        return cls(name, folded(name), parts, _words(parts))


class NameIndex:
    """The names of some entities. A place in the index is the place of the entity in `entities`."""

    def __init__(self, entities: Iterable[CataloguedEntity]) -> None:
        """Index every name of every entity."""
        self._entities = tuple(entities)
        self._names = [tuple(dict.fromkeys((entity.name, *entity.names))) for entity in self._entities]
        self._full_names = [tuple(name for name in names if _is_full(name)) for names in self._names]
        self._folded = [frozenset(map(folded, names)) for names in self._names]
        self._words: list[tuple[frozenset[str], ...]] = []
        self._exact: dict[str, list[int]] = {}
        self._persons: dict[str, list[int]] = {}
        self._surnames: dict[str, list[int]] = {}
        self._things: dict[str, list[int]] = {}
        starts: set[tuple[str, int]] = set()
        words: Counter[str] = Counter()
        for place, entity in enumerate(self._entities):
            is_person = entity.kind is Kind.PERSON
            parts = [parts_of(name) for name in self._names[place] if len(name) <= LONGEST_COMPARED]
            self._words.append(() if is_person else tuple(map(_words, parts)))
            keys = [index_keys(name) for name in self._names[place] if is_person and len(name) <= LONGEST_COMPARED]
            for name in self._names[place]:
                exact = folded(name)
                _add(self._exact, exact, place)
                # Somebody who types "Korea" means North Korea too.
                begins = [0, *(index + 1 for index, char in enumerate(exact) if char == " ")]
                starts.update((exact[begin:], place) for begin in begins[:12])
            for key in dict.fromkeys(key for each in keys for key in each):
                _add(self._persons, key, place)
            for part in dict.fromkeys(each[0] for each in parts if is_person and len(each) == 1):
                for key in index_keys(part):
                    _add(self._surnames, key, place)
            for word in dict.fromkeys(word for each in parts for word in each):
                words[word] += 1
                if not is_person:
                    _add(self._things, word, place)
        self._weights = {word: math.log(1 + len(self._entities) / count) for word, count in words.items()}
        self._unseen = math.log(1 + len(self._entities))
        self._starts = sorted(starts)

    def candidates(self, name: str) -> dict[int, float]:
        """The places of the entities that may bear a name, each with the likeness of its name, above 0 to 1."""
        asked = _Asked.of(name)
        near = set(self._exact.get(asked.folded, ()))
        if asked.parts:
            near.update(place for key in lookup_keys(name) for place in self._persons.get(key, ()))
            # "Alexander Puzanov" may be the one of whom the documents write no more than "Puzanov".
            ends = [key for part in (asked.parts[0], asked.parts[-1]) for key in lookup_keys(part)]
            near.update(place for key in ends for place in self._surnames.get(key, ()))
        telling = [word for word in asked.words if len(self._things.get(word, ())) <= MOST_WITH_WORD]
        near.update(place for word in telling for place in self._things.get(word, ()))
        found = {place: self._similarity(asked, place) for place in near}
        return {place: similarity for place, similarity in found.items() if similarity > 0.0}

    def similarity(self, name: str, place: int) -> float:
        """How well a name agrees with the best of an entity's names, 0 to 1. A surname alone is never more than 0.6."""
        return self._similarity(_Asked.of(name), place)

    def _similarity(self, asked: _Asked, place: int) -> float:
        is_exact = asked.folded in self._folded[place]
        if self._entities[place].kind is not Kind.PERSON:
            if is_exact:
                return 1.0
            return max((self._share(asked.words, known) for known in self._words[place]), default=0.0)
        if not asked.parts:
            return 1.0 if is_exact else 0.0
        if len(asked.parts) == 1:
            return min(SURNAME, 1.0 if is_exact else max(likeness(asked.name, each) for each in self._names[place]))
        # Ilse Varga is called "Varga" too, but that makes her no candidate for Joseph Varga.
        known_names = self._full_names[place] or self._names[place]
        return 1.0 if is_exact else max(likeness(asked.name, each) for each in known_names)

    def _share(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The share of words that two names of things have in common, by weight; 1 where all are the same."""
        if one == other and one:
            return 1.0
        both = sum(self._weights.get(word, self._unseen) for word in one & other)
        if not both:
            return 0.0
        share = both / sum(self._weights.get(word, self._unseen) for word in one | other)
        return share if share >= LEAST_SHARE else 0.0

    def starting(self, prefix: str) -> Iterator[int]:
        """The places of the entities of which a name, or a word in one, begins so; each once, by the alphabet."""
        start = folded(prefix)
        seen: set[int] = set()
        for index in range(bisect_left(self._starts, (start, -1)), len(self._starts)):
            text, place = self._starts[index]
            if not text.startswith(start):
                return
            if place not in seen:
                seen.add(place)
                yield place


def folded(name: str) -> str:
    """A name without case, accents and doubled blanks: what is one name to whoever types it. Symbols stay.

    >>> folded("  József   KOVÁCS "), folded("☭")
    ('jozsef kovacs', '☭')
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def _words(parts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(parts) - {"the"}


def _is_full(name: str) -> bool:
    """Whether a name of a person is more than a surname."""
    return len(name) <= LONGEST_COMPARED and len(parts_of(name)) > 1


def _add(index: dict[str, list[int]], key: str, place: int) -> None:
    row = index.setdefault(key, [])
    if not row or row[-1] != place:
        row.append(place)
