"""The names of the curated tables, set out so that a look-up finds who may bear a name without asking everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from attrs import define, field

from kg.model.authority import Authority, Known
from kg.model.entity import Kind
from kg.names import folded_name, person_parts
from kg.names.likeness import likeness_of_words, may_be_one_word
from kg.names.romanisation import spoken


@define(eq=False)
class Roll:
    """Persons by the words of their names.

    Two names have a likeness only if they are the same, or sound the same, when written as one word, or if they share
    a word of two letters and more, however it is spelt (kg.names.likeness). Nobody else need be compared.
    """

    persons: Sequence[Known]
    _as_one_word: dict[str, set[int]] = field(factory=dict)
    _as_one_sound: dict[str, set[int]] = field(factory=dict)
    _by_sound: dict[str, set[int]] = field(factory=dict)
    _by_word: dict[str, set[int]] = field(factory=dict)
    _words_with: dict[tuple[str, str], set[str]] = field(factory=dict)  # two letters in a row -> words

    @classmethod
    def of(cls, persons: Sequence[Known]) -> Roll:
        """The roll of these persons."""
        roll = cls(persons)
        for place, known in enumerate(persons):
            for name in (known.name, *known.names):
                parts = person_parts(name)
                roll._as_one_word.setdefault("".join(parts), set()).add(place)
                roll._as_one_sound.setdefault("".join(map(spoken, parts)), set()).add(place)
                for part in parts:
                    if len(part) > 1:
                        roll._by_word.setdefault(part, set()).add(place)
                        for pair in pairwise(part):
                            roll._words_with.setdefault(pair, set()).add(part)
                        roll._by_sound.setdefault(spoken(part), set()).add(place)
        return roll

    def may_bear(self, name: str) -> list[Known]:
        """All whose names have a likeness to this one, and some others, in the order of the persons."""
        parts = person_parts(name)
        found = set(self._as_one_word.get("".join(parts), ()))
        found.update(self._as_one_sound.get("".join(map(spoken, parts)), ()))
        found.update(*(_with_word_like(part, self) for part in parts if len(part) > 1))
        return [self.persons[place] for place in sorted(found)]

    def with_word_like(self, part: str) -> frozenset[int]:
        """The places of the persons who have a word like this one in a name."""
        found = set(self._by_sound.get(spoken(part), ()))
        # Two spellings of one word differ in so few letters that two in a row are the same.
        for word in set().union(*(self._words_with.get(pair, ()) for pair in pairwise(part))):
            if may_be_one_word(part, word) and likeness_of_words(part, word):
                found |= self._by_word[word]
        return frozenset(found)


@lru_cache(maxsize=16384)  # the words of the names in a library are few; one that is new costs 0.1 ms
def _with_word_like(part: str, roll: Roll) -> frozenset[int]:
    return roll.with_word_like(part)


@lru_cache(maxsize=16)  # authorities: a run has one or two
def roll_of(authority: Authority) -> Roll:
    """The roll of the persons of the tables."""
    return Roll.of(authority.of_kind(Kind.PERSON))


@lru_cache(maxsize=64)  # an authority has six kinds of things
def bearers_of(authority: Authority, kind: Kind) -> Mapping[tuple[str, ...], Sequence[Known]]:
    """The things of a kind in the tables by their folded names, each in the order of the tables."""
    bearers: dict[tuple[str, ...], dict[str, Known]] = {}
    for known in authority.of_kind(kind):
        for name in (known.name, *known.names):
            bearers.setdefault(folded_name(name), {})[known.key] = known
    return {name: tuple(rows.values()) for name, rows in bearers.items() if name}
