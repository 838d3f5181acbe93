"""Parts of speech and forms by the pipeline's own rules, each asked once for words that are alike to it.

The `attribute_ruler` of the pipeline holds its 150 patterns against every word. Nearly all of them look at the tag of a
word, its relation, and whether it is one of a few: what they say is the same wherever these are. Where a pattern of two
words may fit, the rules themselves are asked about the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import define, field, frozen
from spacy.language import Language
from spacy.tokens import Doc

_LOOKED_AT = ("LOWER", "TAG", "DEP", "IS_SPACE")
_SET: list[int | str] = ["TAG", "POS", "DEP", "LEMMA"]
_ASKED = {"IN", "NOT_IN", "REGEX"}  # of a word
_LONGEST = 2  # words of a pattern
_ORDINARY = 0  # the number of no word

Key = tuple[int, int, int, int]
Row = tuple[int, int, int, int]


@Language.factory("kg_attributes")
def attributes_of(nlp: Language, name: str) -> Any:
    """The component for a pipeline whose own "attribute_ruler" is switched off; the ruler itself if it knows more."""
    ruler: Any = nlp.get_pipe("attribute_ruler")
    patterns = [pattern for entry in ruler.patterns for pattern in entry["patterns"]]
    return Attributes.of(ruler, patterns) if all(map(_is_understood, patterns)) else ruler


def _is_understood(pattern: Sequence[Mapping[str, Any]]) -> bool:
    """Whether all that a pattern looks at is what we look at, too."""
    looks = all(
        {*spec} <= {*_LOOKED_AT} and {*(spec.get("LOWER", ()) if isinstance(spec.get("LOWER"), dict) else ())} <= _ASKED
        for spec in pattern
    )
    return looks and len(pattern) <= _LONGEST and all("LOWER" in spec for spec in pattern[1:])


@frozen
class Words:
    """The words, and the relations, that some patterns name."""

    listed: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    relations: frozenset[str]  # of patterns that name no word

    @classmethod
    def of(cls, specs: Iterable[Mapping[str, Any]]) -> Words:
        """The words of these parts of patterns."""
        listed: set[str] = set()
        patterns: list[re.Pattern[str]] = []
        relations: set[str] = set()
        for spec in specs:
            words, dep = spec.get("LOWER"), spec.get("DEP")
            if isinstance(words, str):
                listed.add(words)
            elif words is not None:
                listed.update(words.get("IN", ()), words.get("NOT_IN", ()))
                patterns.extend(re.compile(words[name]) for name in ("REGEX",) if name in words)
            elif isinstance(dep, str):
                relations.add(dep)
        return cls(frozenset(listed), tuple(patterns), frozenset(relations))

    def __contains__(self, word: str) -> bool:
        """Whether a word is one of them."""
        return word in self.listed or any(pattern.search(word) for pattern in self.patterns)


@define(eq=False)
class Attributes:
    """Gives words their part of speech and form as the `attribute_ruler` of a pipeline does."""

    ruler: Any
    named: Words  # in any pattern
    firsts: Words  # in patterns of two words
    seconds: Words
    _first_relations: frozenset[int]
    _traits: dict[int, tuple[int, bool, bool]] = field(factory=dict)  # word -> itself if named, may be first, second
    _found: dict[Key, tuple[Row, Any]] = field(factory=dict)

    @classmethod
    def of(cls, ruler: Any, patterns: Sequence[Sequence[Mapping[str, Any]]]) -> Attributes:
        """For a ruler with these patterns, of one or two words each."""
        pairs = [pattern for pattern in patterns if len(pattern) == _LONGEST]
        firsts = Words.of(pattern[0] for pattern in pairs)
        named = Words.of(spec for pattern in patterns for spec in pattern)
        relations = frozenset(ruler.vocab.strings.add(relation) for relation in firsts.relations)
        return cls(ruler, named, firsts, Words.of(pattern[1] for pattern in pairs), relations)

    def __call__(self, doc: Doc) -> Doc:
        """The text with parts of speech and forms."""
        if not len(doc):
            return doc
        rows = doc.to_array([*_LOOKED_AT]).tolist()
        known, found = self._found, []
        traits = [self._traits.get(row[0]) or self._traits_of(row[0]) for row in rows]
        for i, ((_, tag, dep, is_space), (word, *_)) in enumerate(zip(rows, traits, strict=True)):
            key = (word, tag, dep, is_space)
            found.append(known.get(key) or self._ruled(doc, i, key))
        for i, (row, (_, is_first, _)) in enumerate(zip(rows[:-1], traits, strict=False)):
            if (is_first or row[2] in self._first_relations) and traits[i + 1][2]:
                found[i : i + 2] = self._asked(doc, max(i - 1, 0), i + 3)[i > 0 :][:2]
        array: Any = np.array([row for row, _ in found], dtype=np.uint64)
        doc.from_array(_SET, array)
        for token, (_, morph) in zip(doc, found, strict=True):
            token.morph = morph
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """The texts with parts of speech and forms, in order."""
        return map(self, docs)

    def _traits_of(self, number: int) -> tuple[int, bool, bool]:
        word = self.ruler.vocab.strings[number]
        found = (number if word in self.named else _ORDINARY, word in self.firsts, word in self.seconds)
        self._traits[number] = found
        return found

    def _ruled(self, doc: Doc, i: int, key: Key) -> tuple[Row, Any]:
        (found,) = self._asked(doc, i, i + 1)
        self._found[key] = found
        return found

    def _asked(self, doc: Doc, start: int, end: int) -> list[tuple[Row, Any]]:
        """What the rules say about some words, taken by themselves."""
        tokens = list(doc[start:end])
        words, tags, deps = ([getattr(token, name) for token in tokens] for name in ("text", "tag_", "dep_"))
        apart = self.ruler(Doc(doc.vocab, words=words, tags=tags, deps=deps, heads=[*range(len(words))]))
        rows = [tuple(row) for row in apart.to_array(_SET).tolist()]
        return [(row, token.morph) for row, token in zip(rows, apart, strict=True)]
