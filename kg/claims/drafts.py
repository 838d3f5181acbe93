"""Events, voices and claims while a report is still being read; `assemble` freezes them."""

from __future__ import annotations

from attrs import define, field

from kg.model.claim import Basis, Certainty, Modality, Polarity
from kg.model.dates import Duration, EdtfDate
from kg.model.event import Status
from kg.model.passage import Passage
from kg.model.syntax import ParsedParagraph


@define(eq=False)
class EventDraft:
    """An eventuality in the making. `head` is its word in its paragraph."""

    type: str
    trigger: Passage
    paragraph: int
    head: int
    rule: str
    label: str = ""
    status: Status = Status.OCCURRED
    participants: list[tuple[str, str]] = field(factory=list)  # role, entity
    relations: list[tuple[str, EventDraft]] = field(factory=list)
    attributes: list[tuple[str, str, Passage]] = field(factory=list)
    date: EdtfDate | None = None
    date_rule: str = ""  # which rule gave the date
    duration: Duration | None = None
    place: str = ""
    count: int | None = None
    flat: str | None = None
    is_denial: bool = False  # it is what a denial does: who "cannot agree" refuses, and that is no denial any more

    @property
    def id(self) -> str:
        """Anchored in the text: class and trigger."""
        return f"{self.type}@{self.trigger.start_char}-{self.trigger.end_char}"

    @property
    def place_in_text(self) -> tuple[int, int]:
        """Paragraph and token: sorts events as the text tells of them."""
        return self.paragraph, self.head

    def give_date(self, date: EdtfDate | None, rule: str) -> None:
        """Date the event and keep which rule did so; the date that it has already stands."""
        if self.date is None and date is not None:
            self.date, self.date_rule = date, rule

    def take(self, role: str, entities: tuple[str, ...]) -> None:
        """Add participants in a role, each once."""
        for entity in entities:
            if (role, entity) not in self.participants:
                self.participants.append((role, entity))

    def of(self, *roles: str) -> tuple[str, ...]:
        """The entities in any of these roles, or in any at all."""
        return tuple(dict.fromkeys(entity for role, entity in self.participants if not roles or role in roles))

    def describe(self, name: str, paragraph: ParsedParagraph, first: int, last: int) -> None:
        """Add an attribute (topic, quality, item) in the words of the report, from token `first` to token `last`."""
        self.attributes.append((name, paragraph.words(first, last), paragraph.passage(first, last)))

    def relate(self, kind: str, target: EventDraft) -> None:
        """Add a relation to another event, once and never to itself."""
        if target is not self and (kind, target) not in self.relations:
            self.relations.append((kind, target))

    def targets(self, kind: str) -> list[EventDraft]:
        """The events that a relation of this kind leads to."""
        return [target for name, target in self.relations if name == kind]


@define(eq=False)
class VoiceDraft:
    """A voice in the making."""

    id: str
    speakers: tuple[str, ...]
    outer: VoiceDraft | None = None
    hearers: list[str] = field(factory=list)
    uttered_in: list[EventDraft] = field(factory=list)
    cue: Passage | None = None

    @property
    def depth(self) -> int:
        """How many voices stand around it."""
        return self.outer.depth + 1 if self.outer else 0

    @property
    def root(self) -> VoiceDraft:
        """The voice of the author, around all others."""
        return self.outer.root if self.outer else self

    @property
    def told_to_author(self) -> VoiceDraft:
        """The voice around this one, or itself, that the author heard; at the root his own."""
        return self.outer.told_to_author if self.outer and self.outer.outer else self


@define(eq=False)
class ClaimDraft:
    """A claim in the making."""

    voice: VoiceDraft
    content: EventDraft
    polarity: Polarity
    certainty: Certainty
    modality: Modality
    basis: Basis
    evidence: list[Passage]
    gloss: str
    rule: str
    date: EdtfDate | None = None


@define(eq=False)
class TurnDraft:
    """Words that tell of speech; `place_in_text` is paragraph and token of their verb, `content` the voice they open.

    What the same speaker says next has its own words of the same turn: `first` is the draft in which it began.
    """

    voice: VoiceDraft
    content: VoiceDraft
    speakers: tuple[str, ...]
    hearers: tuple[str, ...]
    passage: Passage
    said_from: int  # where in the source that which is said begins
    place_in_text: tuple[int, int]
    sentence: int
    date: EdtfDate | None = None
    first: TurnDraft | None = None
    is_implicit: bool = False  # no words of speech: what he said goes on


@define
class Context:
    """In whose voice a clause stands, and what the words around it do to it."""

    voice: VoiceDraft
    basis: Basis
    modality: Modality | None = None  # given by the cue; None: the clause decides
    certainty: Certainty | None = None
    is_negated: bool = False  # "denied that"
    utterance: EventDraft | None = None  # a message in which all this is said
