"""A report read as far as the mentions, asked by its words: who is "he" here, which words stay open."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from attrs import evolve, frozen

from kg.authority import read_authority
from kg.mentions import discourse_of
from kg.model.authority import Authority
from kg.model.discourse import Discourse
from kg.model.entity import Entity, Kind
from kg.model.report import Report
from kg.model.syntax import ParsedParagraph
from kg.text.parse import parse_of
from tests.reports import report_of

AUTHORITY = Path(__file__).resolve().parents[2] / "data" / "authority"


@lru_cache(maxsize=1)
def authority() -> Authority:
    """The authority file that users get, without its persons: whoever a text names is known from the text alone."""
    whole = read_authority(AUTHORITY)
    return evolve(whole, entries={key: known for key, known in whole.entries.items() if known.kind is not Kind.PERSON})


@frozen
class Heard:
    """The mentions of a report. Words are found with their case, `nth` counts from 1 through all paragraphs."""

    report: Report
    paragraphs: tuple[ParsedParagraph, ...]
    discourse: Discourse

    def who(self, words: str, nth: int = 1) -> tuple[str, ...]:
        """The ids of those whom the words mean; () if nobody is given."""
        paragraph, tokens = self._tokens(words, nth)
        referents = self.discourse.referents[paragraph.number]
        found = [referents[i] for i in tokens if i in referents]
        assert len(found) <= 1, f"{words!r} holds several mentions: {found}"
        return found[0] if found else ()

    def one(self, words: str, nth: int = 1) -> str:
        """The id of the one whom the words mean."""
        meant = self.who(words, nth)
        assert len(meant) == 1, f"{words!r} means {meant or 'nobody'}"
        return meant[0]

    def is_open(self, words: str, nth: int = 1) -> bool:
        """Whether the words mean nobody and are listed as open, on their own passage."""
        paragraph, tokens = self._tokens(words, nth)
        passage = paragraph.passage(tokens.start, tokens.stop - 1)
        listed = [mention for mention in self.discourse.open_mentions if mention.passage.overlaps(passage)]
        return not self.who(words, nth) and bool(listed) and all(mention.reason for mention in listed)

    def entity(self, words: str, nth: int = 1) -> Entity:
        """The one entity that the words mean."""
        return self.discourse.entities[self.one(words, nth)]

    def state(self, words: str, nth: int = 1) -> str:
        """The key of the state of the one entity that the words mean, or of the state that they are."""
        entity = self.entity(words, nth)
        return (entity.id if entity.kind is Kind.STATE else entity.state).removeprefix("state/")

    def offices(self, words: str, nth: int = 1) -> set[tuple[str, str, str]]:
        """Role, state and receiving state of each post that the text gives to the person of the words."""
        person = self.one(words, nth)
        posts = [self.discourse.entities[fact.post] for fact in self.discourse.offices if fact.person == person]
        return {
            (post.role, post.state.removeprefix("state/"), post.receiving_state.removeprefix("state/"))
            for post in posts
        }

    def speaker(self, paragraph: int = 0, nth: int = 1) -> tuple[str, ...]:
        """The speaker of the nth aside that was lifted out of a paragraph."""
        return self.discourse.referents[paragraph].get(-nth, ())

    @property
    def people(self) -> set[str]:
        """The ids of all persons, named or not, the author apart."""
        kinds = (Kind.PERSON, Kind.UNNAMED_PERSON)
        entities = self.discourse.entities.values()
        return {entity.id for entity in entities if entity.kind in kinds and entity.id != self.discourse.author}

    def _tokens(self, words: str, nth: int) -> tuple[ParsedParagraph, range]:
        left = nth
        for paragraph in self.paragraphs:
            for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", paragraph.text):
                left -= 1
                if left == 0:
                    inside = [t.i for t in paragraph.tokens if t.start < match.end() and match.start() < t.end]
                    return paragraph, range(inside[0], inside[-1] + 1)
        raise AssertionError(f"{words!r} does not stand {nth} times in the text")


def heard(
    *paragraphs: str,
    date: str = "1961-03-10",
    author: str = "Pavel Novotný",
    sender: str = "Embassy of Czechoslovakia in Cuba",
    abstract: str | None = None,
    known: Authority | None = None,
) -> Heard:
    """The mentions of a Czechoslovak report from Havana, if nothing else is said."""
    report = report_of(paragraphs, date=date, author=author, sender=sender, abstract=abstract)
    parsed = parse_of(report)
    return Heard(
        report,
        parsed,
        discourse_of(report, parsed, known or authority(), report.date.earliest if report.date else None),
    )
