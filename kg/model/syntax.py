"""A parsed paragraph: tokens with their grammar, in our own form, so that one file alone knows the parser."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from attrs import field, frozen

from kg.model.mark import Mark
from kg.model.passage import Passage


@frozen
class Token:
    """One word. `head` is the index of its governor (itself for a root); offsets lead into the masked text."""

    i: int
    text: str
    lemma: str
    tag: str  # Penn Treebank
    pos: str  # Universal Dependencies
    dep: str  # ClearNLP labels, as spaCy's English pipelines give them
    head: int
    start: int
    end: int
    supplied: bool = False  # put in by an editor: [Soviet]
    ent: str = ""  # the parser's own guess of a name's kind: PERSON, GPE, ORG … the last resort


@frozen
class Parenthesis:
    """Words such as ", said the Ambassador," that were lifted out of a sentence before it was parsed."""

    at: int  # the token of the sentence that follows it (or its length)
    cue: str  # lemma of the verb of speech
    speaker: ParsedParagraph  # the words that name the speaker, parsed on their own
    passage: Passage


@frozen(slots=False, eq=False)
class ParsedParagraph:
    """The tokens of a paragraph, with the way back from the masked text to the source."""

    number: int
    text: str = field(repr=False)  # masked
    source: str = field(repr=False)  # the report's whole source text
    offsets: tuple[int, ...] = field(repr=False)  # of each masked character in the source
    tokens: tuple[Token, ...] = field(repr=False)
    sentence_starts: tuple[int, ...]  # token indices
    marks: tuple[Mark, ...] = ()
    is_abstract: bool = False
    parentheses: tuple[Parenthesis, ...] = ()

    @cached_property
    def children_of(self) -> tuple[tuple[int, ...], ...]:
        """For each token the indices of its dependents, from left to right."""
        children: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                children[token.head].append(token.i)
        return tuple(tuple(row) for row in children)

    def children(self, i: int, *deps: str) -> tuple[Token, ...]:
        """The dependents of token `i`, of these relations if any are named."""
        here = self.children_of[i]
        if not here:  # as of most words, and each is asked many times: hence no generator either
            return ()
        tokens = self.tokens
        if not deps:
            return tuple([tokens[child] for child in here])
        return tuple([token for child in here if (token := tokens[child]).dep in deps])

    def subtree(self, i: int) -> tuple[int, ...]:
        """The indices of token `i` and all that hangs on it, in order."""
        children_of = self.children_of
        found = [i]
        for token in found:  # grows as it is walked over
            found += children_of[token]
        found.sort()
        return tuple(found)

    def ancestors(self, i: int) -> Iterator[Token]:
        """The governors of token `i`, nearest first."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield self.tokens[i]

    @property
    def sentences(self) -> tuple[range, ...]:
        """The sentences, as ranges of token indices."""
        if not self.tokens:
            return ()
        ends = (*self.sentence_starts[1:], len(self.tokens))
        return tuple(range(start, end) for start, end in zip(self.sentence_starts, ends, strict=True))

    def passage(self, first: int, last: int) -> Passage:
        """The words of the source from token `first` to token `last`, as printed, brackets in between included."""
        return self.passage_of_chars(self.tokens[first].start, self.tokens[last].end)

    def passage_of_chars(self, start: int, end: int) -> Passage:
        """The words of the source behind masked characters `start` to `end`; a mark is never cut in half."""
        first, last = self.offsets[start], self.offsets[end - 1] + 1
        for mark in self.marks:
            opens, closes = mark.passage.start_char, mark.passage.end_char
            if opens + 1 <= first and last <= closes - 1:
                continue
            first = opens if opens <= first < closes else first
            last = closes if opens < last <= closes else last
        return Passage.of(self.source, first, last)

    def words(self, first: int, last: int) -> str:
        """The masked words from token `first` to token `last`."""
        return self.text[self.tokens[first].start : self.tokens[last].end]
