"""A stretch of a paragraph that names something, and the search in which such stretches are found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from attrs import define, field, frozen

from kg.lexicon import NameWords
from kg.mentions.gazetteer import Gazetteer
from kg.model.authority import Authority
from kg.model.entity import Kind
from kg.model.syntax import ParsedParagraph, Token

States = tuple[tuple[str, ...], ...]
"""For each state named, the keys of the authority file that the words allow."""


@frozen
class NameSpan:
    """Tokens `first` to `last` name something; `head` is the token the rest of the sentence hangs on."""

    first: int
    last: int
    head: int
    kind: Kind
    keys: tuple[str, ...] = ()  # authority keys that the name alone allows (states, organisations, places)
    name: str = ""  # without honorific and title
    title: str = ""  # role concept of a title before or beside the name
    title_words: str = ""
    states: States = ()
    is_female: bool = False
    rule: str = ""


@define
class Search:
    """The search for names in one paragraph. What was found first keeps its tokens."""

    paragraph: ParsedParagraph
    gazetteer: Gazetteer
    authority: Authority
    words: NameWords
    taken: dict[int, NameSpan] = field(factory=dict)

    @property
    def tokens(self) -> Sequence[Token]:
        """The tokens of the paragraph."""
        return self.paragraph.tokens

    def take(self, spans: Iterable[NameSpan]) -> None:
        """Keep the tokens of spans, one span at a time: a later one is searched for when the former is taken."""
        for span in spans:
            for i in range(span.first, span.last + 1):
                self.taken.setdefault(i, span)

    def is_free(self, first: int, last: int) -> bool:
        """Whether no name was found at any of the tokens `first` to `last`."""
        return self.taken.keys().isdisjoint(range(first, last + 1))

    def head_of(self, first: int, last: int) -> int:
        """The token of a stretch whose governor stands outside it; the last such token."""
        inside = range(first, last + 1)
        heads = [i for i in inside if self.tokens[i].head not in inside or self.tokens[i].head == i]
        return heads[-1] if heads else last

    def bare(self, i: int) -> str:
        """The text of a token without a final full stop; "" behind the last."""
        tokens = self.paragraph.tokens
        return tokens[i].text.rstrip(".") if i < len(tokens) else ""

    def title_at(self, i: int) -> tuple[str, int] | None:
        """The role concept and the number of tokens of a title that begins at token `i`."""
        return self._titles.get(i)

    @cached_property
    def _titles(self) -> dict[int, tuple[str, int]]:
        """The titles of the paragraph by their first tokens: each place is asked about several times."""
        lower = [token.text.lower() for token in self.paragraph.tokens]
        found: dict[int, tuple[str, int]] = {}
        for i, word in enumerate(lower):
            for title in self.words.titles.get(word, ()):
                width = len(title.words)
                if lower[i : i + width] == list(title.words):
                    found[i] = (title.role, width)
                    break
        return found

    def states_before(self, first: int) -> tuple[States, int]:
        """The states that an adjective just before token `first` names, and where that adjective begins."""
        for width in (2, 1):
            start = first - width
            if start >= 0:
                keys = self.gazetteer.adjectives.get(" ".join(token.text for token in self.tokens[start:first]))
                if keys is not None:
                    return (keys,), start
        return (), first

    def states_of_keys(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The states that names mean, or to which what they mean belongs."""
        known = [self.authority.entries[key] for key in keys]
        return tuple(state for entry in known if (state := entry.key if entry.kind is Kind.STATE else entry.state))
