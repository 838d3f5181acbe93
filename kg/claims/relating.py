"""Events that point to each other: a return to a visit, a withdrawal to a proposal, an answer to a question."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define, field

from kg.claims.causes import Causes
from kg.claims.clauses import Clause
from kg.claims.drafts import Context, EventDraft
from kg.claims.messages import Messages
from kg.claims.phrases import noun_arguments, noun_words, own_words
from kg.claims.scene import Scene
from kg.claims.targets import SPOKEN_OF, Targets
from kg.lexicon import Frame
from kg.model.entity import Kind
from kg.model.syntax import ParsedParagraph, Token

VISITS = ("Visit", "CourtesyVisit", "FarewellVisit", "ReturnVisit", "Audience", "Meeting", "OfficialVisit")
"""What a return visit can return."""
LOCATED = (
    "PartySession",
    "Meeting",
    "MeetingSeries",
    "Visit",
    "CourtesyVisit",
    "Audience",
    "Negotiation",
    "Consultation",
    "MessageDelivery",
    "ResolutionAdoption",
    "Agreement",
)
"""What takes place where the clause that tells of it says "in" or "at"."""


@define
class Relating:
    """Links the events of a scene with one another."""

    scene: Scene
    messages: Messages
    targets: Targets
    causes: Causes
    reasons: list[tuple[EventDraft, int, int]] = field(factory=list)  # withdrawal, paragraph and clause of its reason

    def relate(self, event: EventDraft, frame: Frame, clause: Clause, context: Context, head: int) -> set[int]:
        """Fill what the frame of an event, named here at `head`, points to; the dependent clauses read for it."""
        paragraph = clause.paragraph
        self.messages.take_message(event, clause, context)
        self.messages.expect(event, clause)
        self._count(event, clause)
        self.take_topic_of_objects(event, clause)
        first, last = own_words(clause, self.scene.clauses[paragraph.number])
        around = ((i, self.scene.clause_of(paragraph, i)) for i in range(first, last + 1))
        own = (i for i, other in around if other is not None and other.head == clause.head)
        self._take_place(event, paragraph, own)
        if frame.relation == "returns":
            self._return(event)
            self.scene.used.update((paragraph.number, i) for i in clause.objects)
        elif frame.relation == "withdraws":
            self._withdraw(event, clause)
        elif frame.type == "Apology":
            silence = self.scene.latest("NonResponse", "Refusal", before=event)
            if silence:
                event.relate("regarding", silence)
            return self.causes.justifications(event, clause, context)
        elif frame.relation in SPOKEN_OF:
            return self.targets.of_clause(event, frame, clause, context, head)
        elif event.type == "NonResponse":
            self._leave_unanswered(event)
        return set()

    def relate_noun(
        self, event: EventDraft, frame: Frame, paragraph: ParsedParagraph, head: int, context: Context
    ) -> None:
        """Fill what an event that a noun names is about, and where it was."""
        self.take_topic(event, paragraph, head)
        self._take_place(event, paragraph, paragraph.subtree(head))
        if frame.relation:
            self.targets.of_noun(event, frame.relation, paragraph, head, context)

    def settle(self) -> None:
        """Fill the relations that had to wait until the rest of the paragraph was read."""
        self.messages.settle()
        for withdrawal, number, head in self.reasons:
            clauses = self.scene.clauses[number]
            heads = [head, *(i for i, other in clauses.items() if other.parent == head and other.kind == "open")]
            told = (self.scene.event_at.get((number, i)) for i in heads)
            reason = next(filter(None, told), None)
            if reason:
                withdrawal.relate("statedReason", reason)
        self.reasons.clear()

    # --- topic and place ----------------------------------------------------------------------------------------------

    def take_topic(self, event: EventDraft, paragraph: ParsedParagraph, head: int) -> None:
        """Add what a session, a resolution or a talk is about: "dealing with …", "on …", "about …"."""
        near = noun_arguments(paragraph, head)
        nouns = [i for name in ("on", "about", "concerning") for i in near.get(name, ())]
        for child in paragraph.children(head, "acl"):
            if child.lemma in ("deal", "concern", "devote"):
                inner = noun_arguments(paragraph, child.i)
                nouns += [*inner.get("with", ()), *inner.get("to", ())]
                nouns += [noun.i for noun in paragraph.children(child.i, "dobj")]
        for noun in nouns:
            if paragraph.tokens[noun].ent != "DATE" and paragraph.tokens[noun].pos in ("NOUN", "PROPN"):
                event.describe("topic", paragraph, *_until_participle(paragraph, noun))

    def take_topic_of_objects(self, event: EventDraft, clause: Clause) -> None:
        """Add the topic that the object of a verb gives: "in which the two discussed the state of …"."""
        for i in clause.objects:
            if event.type == "Consultation" and clause.token.lemma == "discuss":
                event.describe("topic", clause.paragraph, *noun_words(clause.paragraph, i))
            elif event.type in ("PartySession", "ResolutionAdoption"):
                self.take_topic(event, clause.paragraph, i)

    def _take_place(self, event: EventDraft, paragraph: ParsedParagraph, tokens: Iterable[int]) -> None:
        """Give an event the first named place behind "in" or "at" among its words."""
        if event.place or event.type not in LOCATED:
            return
        inside = set(tokens)
        for i in sorted(inside):
            if paragraph.tokens[i].text.lower() not in ("in", "at") or paragraph.tokens[i].dep != "prep":
                continue
            for noun in sorted(inside.intersection(paragraph.subtree(i))):
                for entity in self.scene.discourse.referents[paragraph.number].get(noun, ()):
                    known = self.scene.entities.get(entity)  # none for a first person
                    if known and known.kind is Kind.PLACE:
                        event.place = entity
                        return

    # --- relations ----------------------------------------------------------------------------------------------------

    def _return(self, event: EventDraft) -> None:
        """Relate a return visit to the last visit that its visitor had from someone."""
        for known in reversed(self.scene.events):
            if known.type not in VISITS or known.place_in_text >= event.place_in_text:
                continue
            if set(event.of("visitor")) & set(known.of("host")):
                event.relate("returns", known)
                event.take("host", known.of("visitor"))
                return

    def _count(self, event: EventDraft, clause: Clause) -> None:
        """Make a series of "has met him two times"."""
        if event.type not in VISITS:
            return
        for child in clause.paragraph.children(clause.head, "npadvmod", "advmod", "dobj"):
            count = self._times(clause.paragraph, child)
            if count:
                flat = "audience" if event.type == "Audience" else "meeting"
                event.type, event.count, event.flat = "MeetingSeries", count, flat

    def _times(self, paragraph: ParsedParagraph, token: Token) -> int | None:
        """How many times "twice", "two times", "12 times" say; None for other words."""
        if token.lemma != "time":
            return self.scene.frames.times.get(token.text.lower())
        for number in paragraph.children(token.i, "nummod"):
            word = number.text.lower()
            count = int(word) if word.isdigit() else self.scene.frames.numerals.get(word)
            if count:
                return count
        return None

    def _withdraw(self, event: EventDraft, clause: Clause) -> None:
        """Relate a withdrawal to the last proposal, and expect its reason: "with the explanation that …"."""
        paragraph = clause.paragraph
        self.scene.used.update((paragraph.number, i) for i in clause.objects)
        proposal = self.scene.latest("Proposal", before=event)
        if proposal:
            event.relate("withdraws", proposal)
        clauses = self.scene.clauses[paragraph.number]
        for noun in (noun for nouns in clause.prepositions.values() for noun in nouns):
            if paragraph.tokens[noun].lemma in self.scene.cues.nouns:
                heads = [child.i for child in paragraph.children(noun, "acl", "relcl", "ccomp") if child.i in clauses]
                if heads:
                    self.reasons.append((event, paragraph.number, heads[0]))

    def _leave_unanswered(self, event: EventDraft) -> None:
        """Relate a silence to the last proposal, which then was made to those who are silent."""
        proposal = self.scene.latest("Proposal", before=event)
        if proposal:
            event.relate("replyTo", proposal)
            if not proposal.of("addressee"):
                silent = (entity for entity in event.of("agent") if entity not in proposal.of("proposer"))
                proposal.take("addressee", tuple(silent))


def _until_participle(paragraph: ParsedParagraph, noun: int) -> tuple[int, int]:
    """First and last token of a noun phrase, cut before a participle: "the resolution [passed by …]"."""
    first, last = noun_words(paragraph, noun)
    for i in range(noun + 1, last + 1):
        if paragraph.tokens[i].dep == "acl":
            return first, i - 1
    return first, last
