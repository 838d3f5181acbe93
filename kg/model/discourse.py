"""Who is spoken of where: what the mention stage hands to the claim stage."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from kg.model.entity import Entity
from kg.model.mention import Mention, OpenMention

SPEAKER = "@speaker"  # "I", "me", "my": whoever speaks where the word stands
SPEAKERS = "@speakers"  # "we", "us", "our": the speaker and his side
HEARER = "@hearer"  # "you", "your": to whom it is said where the word stands
ROLES_OF_SPEECH = frozenset({SPEAKER, SPEAKERS, HEARER})


@frozen
class OfficeFact:
    """Words that give a person an office: "the new Soviet Ambassador", "his predecessor"."""

    person: str
    post: str
    paragraph: int
    first: int  # tokens; -1 where no words of the paragraph can be shown for it
    last: int
    predecessor_of: str = ""  # a person


@frozen
class Discourse:
    """The entities of a report, and for each paragraph which tokens (heads of noun phrases) mean which of them.

    A token may mean several entities ("they" of two people). SPEAKER, SPEAKERS and HEARER
    stand for whoever speaks and hears there.
    """

    entities: Mapping[str, Entity]
    referents: tuple[Mapping[int, tuple[str, ...]], ...]
    mentions: tuple[Mention, ...] = ()
    open_mentions: tuple[OpenMention, ...] = ()
    offices: tuple[OfficeFact, ...] = ()
    author: str = ""
    sender: str = ""
    addressee: str = ""
    sides: Mapping[str, str] = field(factory=dict)  # person -> his state by the authority file; not published
    participants: tuple[str, ...] = ()  # of the list of those who took part in a talk
    spans: tuple[Mapping[int, tuple[int, int]], ...] = field(factory=tuple)  # head -> first and last token of its name
