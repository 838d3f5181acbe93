"""What is demanded, proposed, offered, refused: events that are only spoken of, by the event that speaks of them."""

from __future__ import annotations

from attrs import define, evolve

from kg.claims.acts import JOURNEYS, SAID
from kg.claims.claiming import capitalised
from kg.claims.clauses import Clause
from kg.claims.drafts import ClaimDraft, Context, EventDraft
from kg.claims.events import EventBuilder
from kg.claims.flat import VISITS
from kg.claims.phrases import noun_arguments
from kg.claims.scene import Scene
from kg.claims.states import States
from kg.claims.voices import Voices
from kg.lexicon import Frame
from kg.model.claim import Basis, Certainty, Modality, Polarity
from kg.model.entity import Kind
from kg.model.event import Status
from kg.model.syntax import ParsedParagraph

AHEAD = frozenset([Status.PROSPECTIVE, Status.DESIRED, Status.HYPOTHETICAL])
"""What has not happened, if it ever will."""
SPOKEN_OF = frozenset(["demands", "invitesTo", "proposes", "regarding"])
"""The relations that lead from an event to one that is only spoken of."""


@define
class Targets:
    """Finds what the speech acts of a scene are about. Such an event is described, not claimed to have happened."""

    scene: Scene
    voices: Voices
    builder: EventBuilder
    states: States

    def of_clause(self, event: EventDraft, frame: Frame, clause: Clause, context: Context, head: int) -> set[int]:
        """Relate a speech act to what its complement or its nouns tell of; the clauses that were read for it.

        `head` is the word that names it in this clause: the event itself may have begun in an earlier paragraph.
        """
        used = self._of_complement(event, frame, clause, context)
        if used is None:
            used = set()
        if not used and not self._behind_noun(event, frame.relation, clause.paragraph, head, context):
            arguments = {**clause.prepositions, "object": clause.objects}
            near = [i for name in ("object", "for", "to", "of", "with", "about") for i in arguments.get(name, ())]
            taken_up = clause.token.head if clause.kind == "relative" else -1
            nouns = [i for i in _with_inner(clause.paragraph, near) if i != taken_up]  # "a talk which I had requested"
            self._relate_first(event, frame.relation, clause.paragraph, nouns, context)
            if event.type == "Proposal" and not event.relations:
                self._take_up_journey(event, clause)
            is_named = any(clause.paragraph.tokens[i].pos == "NOUN" for i in clause.objects)
            if event.type == "Postponement" and is_named and not event.relations:
                event.flat = ""  # "the decision was put off": no visit
        if frame.relation == "demands":
            self._claim_directive(event, clause, context)
        return used

    def _take_up_journey(self, event: EventDraft, clause: Clause) -> None:
        """Relate the proposal of a mere date to the journey or talk told of before: "suggested end of March"."""
        paragraph = clause.paragraph
        inside = range(clause.head + 1, max(paragraph.subtree(clause.head)) + 1)
        words = [paragraph.tokens[i] for i in inside]
        times = self.scene.times[paragraph.number]
        first = next((token for token in words if token.pos in ("NOUN", "PROPN", "NUM")), None)
        if first is None or clause.complements or not any(t.start <= first.start < t.end for t in times):
            return
        last = self.scene.latest(*VISITS, *JOURNEYS, before=event)
        last = last or self.scene.latest("Meeting", "Audience", "Negotiation", before=event)
        if last is not None and last.paragraph == event.paragraph and last.status in AHEAD:
            event.relate("proposes", last)

    def of_noun(
        self, event: EventDraft, relation: str, paragraph: ParsedParagraph, head: int, context: Context
    ) -> None:
        """Relate an event that a noun names to what it is about: "the proposal for a visit by …"."""
        if self._behind_noun(event, relation, paragraph, head, context):
            return
        arguments = noun_arguments(paragraph, head)
        nouns = [i for name in ("for", "to", "of") for i in arguments.get(name, ())]
        self._relate_first(event, relation, paragraph, nouns, context)

    def claim_invitation(self, clause: Clause, visit: EventDraft, context: Context) -> None:
        """Claim that "he assured M. that he would receive the visit of X" is an invitation of X."""
        clauses = self.scene.clauses[clause.paragraph.number]
        cue = clauses.get(clause.parent) if clause.parent is not None else None
        if cue is None or context.voice.outer is None:
            return
        paragraph, outer = clause.paragraph, context.voice.outer
        trigger = paragraph.passage(cue.head, cue.head)
        event = EventDraft("Invitation", trigger, paragraph.number, cue.head, "invite.offer")
        event.take("agent", context.voice.speakers)
        hearers = (*cue.datives, *cue.objects, *cue.prepositions.get("to", ()))
        event.take("addressee", self.scene.all_meant(paragraph.number, hearers, outer))
        event.take("invitee", visit.of("visitor"))
        event.relate("invitesTo", visit)
        words = [self.scene.words_of_clause(part, context.voice) for part in (cue, clause)]
        event.label = ": ".join(words)
        self.scene.keep(event)
        self.scene.event_at[(paragraph.number, cue.head)] = event
        self.scene.add_claim(
            ClaimDraft(
                voice=outer,
                content=event,
                polarity=Polarity.AFFIRMATIVE,
                certainty=Certainty.CERTAIN,
                modality=Modality.REPORT,
                basis=Basis.IMPLICIT,
                evidence=[self.scene.passage_of_clause(cue)],
                gloss=event.label,
                rule=event.rule,
            )
        )

    # --- clauses ------------------------------------------------------------------------------------------------------

    def _of_complement(self, event: EventDraft, frame: Frame, clause: Clause, context: Context) -> set[int] | None:
        """Relate a speech act to what its complement describes; the clauses read, None if it has no complement."""
        clauses = self.scene.clauses[clause.paragraph.number]
        for i in clause.complements:
            inner = clauses.get(i)
            if inner is None or (inner.kind == "complement" and frame.type == "Agreement"):
                continue
            deepest, chain = self._behind_conation(inner)
            also = [other for other in clauses.values() if other.token.dep == "conj" and other.token.head == inner.head]
            for one in (deepest, *also):
                for target in self.described(one, context, _status_of(frame.relation)):
                    event.relate(frame.relation, target)
                    if frame.relation == "invitesTo" or target.type == "OfficialVisit":
                        target.take("visitor", event.of("invitee"))
            return {i, *chain, *(other.head for other in also)}
        return None

    def _behind_noun(
        self, event: EventDraft, relation: str, paragraph: ParsedParagraph, head: int, context: Context
    ) -> bool:
        """Relate an event to the clause behind its noun: "the offer to …", "the suggestion that …"; False if none."""
        for child in paragraph.children(head, "acl", "ccomp"):
            inner = self.scene.clauses[paragraph.number].get(child.i)
            if inner is None or paragraph.tokens[head].pos != "NOUN" or child.tag in ("VBN", "VBG"):
                continue
            self.scene.read_early.add((paragraph.number, child.i))
            for target in self.described(self._behind_arranging(inner), context, _status_of(relation)):
                event.relate(relation, target)
            return True
        return False

    def _behind_arranging(self, clause: Clause) -> Clause:
        """The verb that counts in "to arrange for X to visit Y"."""
        if clause.token.lemma not in ("arrange", "provide"):
            return clause
        inner = (other for other in self.scene.clauses[clause.paragraph.number].values() if other.parent == clause.head)
        return next((other for other in inner if other.token.tag == "VB"), clause)

    def _behind_conation(self, clause: Clause) -> tuple[Clause, set[int]]:
        """The verb that counts in "to do his best to improve", which is the last, and the heads on the way to it."""
        clauses = self.scene.clauses[clause.paragraph.number]
        chain: set[int] = set()
        while clause.token.lemma in self.scene.frames.support["conation"]:
            head = clause.head
            inner = next((c for c in clauses.values() if c.parent == head and c.token.tag == "VB"), None)
            if inner is None:
                break
            clause = inner
            chain.add(inner.head)
        return clause, chain

    def described(self, clause: Clause, context: Context, status: Status) -> list[EventDraft]:
        """The events that a clause describes; more than one only where it speaks of several relations."""
        paragraph = clause.paragraph
        found = self.builder.of_clause(clause, context.voice)
        relation = next((i for i in clause.objects if self.states.is_relation(paragraph, i)), None)
        if found is None and relation is not None:
            return self._relations_between(clause, relation, context, status)
        if found is None:
            event = self.states.bare(paragraph, clause.head)
            event.take("subject", self.scene.all_meant(paragraph.number, clause.subjects, context.voice))
        else:
            event = found[0]
            event.flat = ""
        event.status, event.label = status, self.scene.words_of_clause(clause, context.voice)
        self.scene.keep(event)
        self.scene.event_at.setdefault((paragraph.number, clause.head), event)
        self.scene.used.update((paragraph.number, i) for i in (clause.head, *clause.objects))
        return [event]

    def _relations_between(self, clause: Clause, noun: int, context: Context, status: Status) -> list[EventDraft]:
        """One relation for each pair in "improve relations between A and B, and between C and D"."""
        paragraph = clause.paragraph
        sentence = next(sentence for sentence in paragraph.sentences if clause.head in sentence)
        starts = [i for i in sentence if i > noun and paragraph.tokens[i].text.lower() == "between"]
        events = []
        for start, following in zip(starts, [*starts, sentence.stop - 1][1:], strict=True):
            event = self._relation(paragraph, start, status)
            end = following - 1
            while end > start and paragraph.tokens[end].pos in ("PUNCT", "CCONJ"):
                end -= 1
            event.take("party", self.scene.all_meant(paragraph.number, range(start, end + 1), context.voice))
            parties = self.scene.resolved_words(paragraph, start, end, context.voice)
            event.label = f"{clause.token.lemma} {paragraph.tokens[noun].text} {parties}"
            events.append(event)
        if not starts:
            event = self._relation(paragraph, noun, status)
            self.states.fill_relation(event, paragraph, noun, context)
            event.label = self.scene.words_of_clause(clause, context.voice)
            events.append(event)
        for event in events:
            for trend, stems in self.scene.frames.trend.items():
                if clause.token.lemma.startswith(stems):
                    event.attributes.append(("trend", trend, paragraph.passage(clause.head, clause.head)))
            self.scene.keep(event)
        return events

    def _relation(self, paragraph: ParsedParagraph, i: int, status: Status) -> EventDraft:
        trigger = paragraph.passage(i, i)
        return EventDraft("RelationState", trigger, paragraph.number, i, "situation.relation", status=status)

    # --- nouns --------------------------------------------------------------------------------------------------------

    def _relate_first(
        self, event: EventDraft, relation: str, paragraph: ParsedParagraph, nouns: list[int], context: Context
    ) -> None:
        """Relate an event to what the first of the nouns that names an event tells of."""
        for noun in nouns:
            target = self._of_noun_phrase(paragraph, noun, context, _status_of(relation), event)
            if target:
                self.scene.used.add((paragraph.number, noun))
                event.relate(relation, target)
                return

    def _of_noun_phrase(
        self, paragraph: ParsedParagraph, noun: int, context: Context, status: Status, source: EventDraft
    ) -> EventDraft | None:
        """The event of a noun phrase as something that is only spoken of, by `source`."""
        found = self.builder.of_noun(paragraph, noun, context.voice)
        if found is None or found[1].carrier or found[0].type == source.type:
            return None
        event = found[0]
        if event.type not in SAID or not event.of():  # "accepted his invitation": that was made
            event.status, event.flat = status, ""
        for visitor in event.of("visitor"):
            self._take_head(visitor, paragraph, noun, event, context)
        event.label = self.scene.words_of_noun(paragraph, noun, context.voice)
        self.scene.keep(event)
        if found[1].relation in SPOKEN_OF:
            self._behind_noun(event, found[1].relation, paragraph, noun, context)  # "refused the offer to …"
        return event

    def _take_head(
        self, delegation: str, paragraph: ParsedParagraph, noun: int, event: EventDraft, context: Context
    ) -> None:
        """Make X, in "a delegation headed by X", the head of the delegation, who travels with it."""
        known = self.scene.entities[delegation]
        if known.kind is not Kind.DELEGATION or known.head:
            return
        for i in paragraph.subtree(noun):
            token = paragraph.tokens[i]
            if token.dep == "acl" and token.lemma in ("head", "lead"):
                leaders = noun_arguments(paragraph, i).get("by", ())
                heads = self.scene.all_meant(paragraph.number, leaders, context.voice)
                if heads:
                    self.scene.entities[delegation] = evolve(known, head=heads[0])
                    event.take("head", heads)

    # --- demands ------------------------------------------------------------------------------------------------------

    def _claim_directive(self, event: EventDraft, clause: Clause, context: Context) -> None:
        """Claim what is demanded as the word of who demands it: one claim, whose several demands are parts of it."""
        speakers = event.of("agent")
        targets = event.targets("demands")
        if not speakers or not targets or event.status is not Status.OCCURRED:
            return
        paragraph = clause.paragraph
        cue = paragraph.passage(clause.head, clause.head)
        voice = self.voices.inner(context.voice, speakers, cue=cue, hearers=event.of("addressee"))
        clauses = self.scene.clauses[paragraph.number]
        inner = next((clauses[i] for i in clause.complements if i in clauses), None)
        if voice is context.voice or inner is None:
            return
        content = targets[0]
        words = self.scene.words_of_clause(inner, voice)
        if len(targets) > 1:
            trigger = paragraph.passage(inner.head, inner.head)
            whole = EventDraft(content.type, trigger, content.paragraph, inner.head, content.rule, words)
            whole.status = Status.DESIRED
            for target in targets:
                target.relate("partOf", whole)
            self.scene.keep(whole)
            content = whole
        self.scene.add_claim(
            ClaimDraft(
                voice=voice,
                content=content,
                polarity=Polarity.AFFIRMATIVE,
                certainty=Certainty.UNSPECIFIED,
                modality=Modality.DIRECTIVE,
                basis=Basis.EXPLICIT,
                evidence=[self.scene.passage_of_clause(inner)],
                gloss=capitalised(words),
                rule="directive.demand",
            )
        )
        if event not in voice.uttered_in:
            voice.uttered_in.append(event)


def _status_of(relation: str) -> Status:
    """How real what is spoken of is: a demand wants it, the others leave it open."""
    return Status.DESIRED if relation == "demands" else Status.PROSPECTIVE


def _with_inner(paragraph: ParsedParagraph, nouns: list[int]) -> list[int]:
    """Nouns, each with those behind its own "for" and "of": "the idea of a visit"."""
    found = []
    for i in nouns:
        arguments = noun_arguments(paragraph, i)
        found += [i, *arguments.get("for", ()), *arguments.get("of", ())]
    return found
