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


class NameIndex:
    """The names of some entities. A place in the index is the place of the entity in `entities`."""

    def __init__(self, entities: Iterable[CataloguedEntity]) -> None:
        """Index every name of every entity."""
        self._entities = tuple(entities)
        self._names = [tuple(dict.fromkeys((entity.name, *entity.names))) for entity in self._entities]
        self._exact: dict[str, list[int]] = {}
        self._persons: dict[str, list[int]] = {}
        self._things: dict[str, list[int]] = {}
        starts: set[tuple[str, int]] = set()
        words: Counter[str] = Counter()
        for place, entity in enumerate(self._entities):
            is_person = entity.kind is Kind.PERSON
            parts = [parts_of(name) for name in self._names[place] if len(name) <= LONGEST_COMPARED]
            keys = [index_keys(name) for name in self._names[place] if is_person and len(name) <= LONGEST_COMPARED]
            for name in self._names[place]:
                exact = folded(name)
                _add(self._exact, exact, place)
                # Somebody who types "Korea" means North Korea too.
                begins = [0, *(index + 1 for index, char in enumerate(exact) if char == " ")]
                starts.update((exact[begin:], place) for begin in begins[:12])
            for key in dict.fromkeys(key for each in keys for key in each):
                _add(self._persons, key, place)
            for word in dict.fromkeys(word for each in parts for word in each):
                words[word] += 1
                if not is_person:
                    _add(self._things, word, place)
        self._weights = {word: math.log(1 + len(self._entities) / count) for word, count in words.items()}
        self._unseen = math.log(1 + len(self._entities))
        self._starts = sorted(starts)

    def candidates(self, name: str) -> dict[int, float]:
        """The places of the entities that may bear a name, each with the likeness of its name, above 0 to 1."""
        found = {place: self.similarity(name, place) for place in self._exact.get(folded(name), ())}
        if len(name) > LONGEST_COMPARED:
            return found
        near = {place for key in lookup_keys(name) for place in self._persons.get(key, ())}
        words = parts_of(name)
        telling = [word for word in words if len(self._things.get(word, ())) <= MOST_WITH_WORD]
        near.update(place for word in telling for place in self._things.get(word, ()))
        for place in near.difference(found):
            similarity = self.similarity(name, place)
            if similarity > 0:
                found[place] = similarity
        return found

    def similarity(self, name: str, place: int) -> float:
        """How well a name agrees with the best of an entity's names, 0 to 1. A surname alone is never more than 0.6."""
        is_exact = folded(name) in map(folded, self._names[place])
        if self._entities[place].kind is not Kind.PERSON:
            if is_exact:
                return 1.0
            return 0.0 if len(name) > LONGEST_COMPARED else max(self._share(name, n) for n in self._names[place])
        is_surname = len(name) <= LONGEST_COMPARED and len(parts_of(name)) < 2
        most = SURNAME if is_surname else 1.0
        if is_exact:
            return most
        if len(name) > LONGEST_COMPARED:
            return 0.0
        return min(most, max(likeness(name, known) for known in self._names[place]))

    def _share(self, name: str, known: str) -> float:
        """The share of words that two names of things have in common, by weight; 1 where all are the same."""
        if len(known) > LONGEST_COMPARED:
            return 0.0
        one, other = set(parts_of(name)) - {"the"}, set(parts_of(known)) - {"the"}
        if not one or not other:
            return 0.0
        if one == other:
            return 1.0
        both = sum(self._weights.get(word, self._unseen) for word in one & other)
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


def _add(index: dict[str, list[int]], key: str, place: int) -> None:
    row = index.setdefault(key, [])
    if not row or row[-1] != place:
        row.append(place)
