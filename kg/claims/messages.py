"""Messages: one thing from its sending to its delivery, and what follows on it or answers it."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field

from kg.claims.clauses import Clause
from kg.claims.drafts import Context, EventDraft
from kg.claims.events import EventBuilder
from kg.claims.phrases import noun_arguments, noun_words
from kg.claims.scene import ACTORS, Scene
from kg.claims.voices import Voices
from kg.model.entity import Entity, Kind


@define
class Messages:
    """Gives the events of a scene their messages."""

    scene: Scene
    voices: Voices
    builder: EventBuilder
    pending: list[tuple[EventDraft, tuple[int, int], str]] = field(factory=list)  # event, clause it follows, relation

    def take_message(self, event: EventDraft, clause: Clause, context: Context) -> None:
        """Add the message that is sent, delivered or reacted to: the one known already, unless it is sent here."""
        if event.type not in ("MessageSending", "MessageDelivery", "Reaction"):
            return
        paragraph = clause.paragraph
        lemmas = self.scene.frames.objects["message"] | self.scene.frames.objects["greeting"]
        noun = next((i for i in clause.objects if paragraph.tokens[i].lemma in lemmas), None)
        if noun is None:
            return
        arguments = noun_arguments(paragraph, noun)
        near = [i for name in ("poss", "of", "from") for i in arguments.get(name, ())]
        named = self.scene.all_meant(paragraph.number, near, context.voice)
        actors = [entity for entity in named if self.scene.entities[entity].kind in ACTORS]
        senders = tuple(dict.fromkeys([*actors, *event.of("sender")]))
        message = self._known_message(senders) if event.type != "MessageSending" else ""
        if not message:
            start = paragraph.passage(noun, noun).start_char
            words = paragraph.words(*noun_words(paragraph, noun))
            message = self.scene.add(Entity(f"message/{start}", Kind.MESSAGE, words, ()))
        event.take("message", (message,))
        if event.type == "MessageDelivery":
            event.take("sender", senders)

    def _known_message(self, senders: tuple[str, ...]) -> str:
        """The last message told of that came from one of the senders, or from anyone if none is known; "" if none."""
        for event in reversed(self.scene.events):
            is_theirs = not senders or bool(set(senders) & set(event.of("sender")))
            if event.type in ("MessageSending", "MessageDelivery") and is_theirs and event.of("message"):
                return event.of("message")[0]
        return ""

    # --- what follows a delivery --------------------------------------------------------------------------------------

    def reply(self, clause: Clause, opened: Context) -> EventDraft | None:
        """The answer to what was delivered: "When M. delivered the message, he … stated that"."""
        if clause.paragraph.is_abstract or not any(self._deliveries_before(clause)):
            return None
        trigger = clause.paragraph.passage(clause.head, clause.head)
        event = EventDraft("Statement", trigger, clause.paragraph.number, clause.head, "statement.reply", flat="")
        event.take("speaker", opened.voice.speakers)
        self.expect(event, clause, "replyTo")
        return event

    def expect(self, event: EventDraft, clause: Clause, relation: str = "follows") -> None:
        """Relate an event to the delivery "when …" before it, as soon as that has been read (`settle`)."""
        number = clause.paragraph.number
        self.pending += [(event, (number, inner.head), relation) for inner in self._deliveries_before(clause)]

    def settle(self) -> None:
        """Relate the events that wait for a delivery, which by now has been read."""
        for event, place, relation in self.pending:
            delivery = self.scene.event_at.get(place)
            if delivery and delivery.type == "MessageDelivery":
                event.relate(relation, delivery)
        self.pending.clear()

    def _deliveries_before(self, clause: Clause) -> Iterator[Clause]:
        """The clauses "when …" of a clause, or of the one it is joined to, that tell of a delivery."""
        clauses = self.scene.clauses[clause.paragraph.number]
        for inner in clauses.values():
            if inner.mark not in ("when", "after") or inner.head >= clause.head or inner.kind != "adverbial":
                continue
            if inner.parent in (clause.head, clause.token.head):
                found = self.builder.of_clause(inner, self.voices.root(clause.paragraph))
                if found and found[0].type == "MessageDelivery":
                    yield inner
