"""To whom it was said, where the words leave that out: to the other one of the talk, or to the reader of a letter."""

from __future__ import annotations

from attrs import define, field

from kg.claims.acts import TALKS
from kg.claims.drafts import EventDraft, TurnDraft, VoiceDraft
from kg.claims.scene import PERSONS, Scene
from kg.model.event import Status

ADDRESSED = frozenset(
    ["Request", "Instruction", "Proposal", "Refusal", "Agreement", "Apology", "Protest", "Authorization"]
)
"""Acts of speech that somebody hears."""
HEARD_BY = ("addressee", "recipient", "affected")
AS_WRITTEN = frozenset(["present", "future", "conditional"])
"""In these tenses a writer speaks to his reader: "I accept your proposal"."""


@define
class Addressees:
    """Follows through a scene who talks with whom, in each voice."""

    scene: Scene
    talks: dict[str, tuple[str, ...]] = field(factory=dict)  # voice -> those who talk, as it tells

    def complete(self) -> None:
        """Give each act of speech and each turn without a hearer the other one of the talk in which it was uttered.

        Of more than two nobody is chosen.
        """
        voices = self._voices()
        items: list[EventDraft | TurnDraft] = [event for event in self.scene.events if id(event) in voices]
        for item in sorted([*items, *self.scene.turns], key=lambda item: item.place_in_text):
            if isinstance(item, TurnDraft):
                self._turn(item)
            else:
                self._event(item, voices[id(item)])

    def _voices(self) -> dict[int, VoiceDraft]:
        """Event -> the outermost voice that tells of it."""
        found: dict[int, VoiceDraft] = {}
        for claim in self.scene.claims:
            known = found.get(id(claim.content))
            if known is None or claim.voice.depth < known.depth:
                found[id(claim.content)] = claim.voice
        return found

    def _turn(self, turn: TurnDraft) -> None:
        if turn.hearers:
            self._talk(turn.voice, (*turn.speakers, *turn.hearers))
        else:
            turn.hearers = self._other(turn.voice, turn.speakers)

    def _event(self, event: EventDraft, voice: VoiceDraft) -> None:
        if event.type in TALKS and event.status is Status.OCCURRED:
            if event.type == "Meeting" and not event.of():  # "the second meeting took four hours"
                event.take("participant", self.talks.get(voice.id, ()))
            self._talk(voice, event.of())
        if event.type not in ADDRESSED or event.of(*HEARD_BY):
            return
        agents = event.of("agent", "proposer", "speaker")
        event.take("addressee", self._reader(event, voice, agents) or self._other(voice, agents))

    def _talk(self, voice: VoiceDraft, entities: tuple[str, ...]) -> None:
        people = tuple(entity for entity in entities if self.scene.entities[entity].kind in PERSONS)
        if len(people) > 1:
            self.talks[voice.id] = people

    def _other(self, voice: VoiceDraft, speakers: tuple[str, ...]) -> tuple[str, ...]:
        """The one other of those who talk; () if the speaker is not of them, or there are more."""
        talking = self.talks.get(voice.id, ())
        others = tuple(entity for entity in talking if entity not in speakers)
        return others if speakers and set(speakers) <= set(talking) and len(others) == 1 else ()

    def _reader(self, event: EventDraft, voice: VoiceDraft, agents: tuple[str, ...]) -> tuple[str, ...]:
        """The addressee of the document, if its writer speaks to him."""
        clause = self.scene.clauses[event.paragraph].get(event.head)
        is_written = clause is not None and clause.kind == "main" and clause.tense in AS_WRITTEN
        if voice.outer is not None or agents != voice.speakers or not is_written:
            return ()
        return self.scene.hearers_of(voice)
