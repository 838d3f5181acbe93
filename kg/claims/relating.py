"""Events that point to each other: a return to a visit, a withdrawal to a proposal, a delivery to its message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from attrs import define, evolve, field

from kg.claims.clauses import Clause
from kg.claims.drafts import ClaimDraft, Context, EventDraft
from kg.claims.events import EventBuilder
from kg.claims.phrases import noun_arguments, noun_words, own_words, resolved_words
from kg.claims.scene import ACTORS, Scene
from kg.claims.stance import Stance
from kg.claims.voices import Voices
from kg.lexicon import Frame
from kg.model.claim import Basis, Certainty, Modality, Polarity
from kg.model.entity import Entity, Kind
from kg.model.event import Status
from kg.model.syntax import ParsedParagraph

ONCE = ("Proposal", "HealthState", "NonResponse", "Withdrawal")  # one such event goes on through a paragraph or two
VISITS = ("Visit", "CourtesyVisit", "FarewellVisit", "ReturnVisit", "Audience", "Meeting", "OfficialVisit")
"""What a return visit can return."""


LOCATED = ("PartySession", "Meeting", "MeetingSeries", "Visit", "CourtesyVisit", "Audience", "Negotiation", "Consultation", "MessageDelivery", "ResolutionAdoption", "Agreement")


class Telling(Protocol):
    """What is needed of the reader and of the situations."""

    done: set[int]
    event_at: dict[tuple[int, int], EventDraft]


class Stating(Protocol):
    """What is needed of the situations."""

    def plain(self, clause: Clause, context: Context) -> EventDraft | None:
        """A state of affairs."""

    def fill_relation(self, event: EventDraft, paragraph: ParsedParagraph, noun: int, context: Context) -> None:
        """Parties of a relation."""

    def add_claim(self, claim: ClaimDraft) -> ClaimDraft:
        """Keep a claim."""


@define
class Relating:
    """Links events of a scene with one another."""

    scene: Scene
    builder: EventBuilder
    voices: Voices
    pending: list[tuple[EventDraft, int, int, str]] = field(factory=list)  # event, the clause it follows, and how
    reasons: list[tuple[EventDraft, int, int]] = field(factory=list)  # withdrawal, and the clause of its reason

    def used(self, teller: Telling, token: int) -> None:
        """A noun has become an event: nobody reads it again."""
        teller.done.add(token)

    def event_of(self, teller: Telling, clause: Clause) -> EventDraft | None:
        """The event of a clause that was read."""
        return teller.event_at.get((clause.paragraph.number, clause.head))

    def same_as_before(self, event: EventDraft, clause: Clause | None) -> EventDraft:
        """The earlier event that this one takes up, with what is new in it; else the event itself."""
        if event.type not in ONCE:
            return event
        for known in reversed(self.scene.events):
            if known is event or known.type != event.type or event.paragraph - known.paragraph > 1:
                continue
            if self._agree(known, event) and (event.type != "HealthState" or self._same_ailment(known, event)):
                for role, entity in event.participants:
                    known.take(role, (entity,))
                known.duration = known.duration or event.duration
                return known
        return event

    def _agree(self, known: EventDraft, event: EventDraft) -> bool:
        """Whether no role is filled differently; groups of one state count as one."""
        for role in {role for role, _ in event.participants} & {role for role, _ in known.participants}:
            one, other = set(known.of(role)), set(event.of(role))
            if not one & other and not {self.scene.state_of(entity) for entity in one} & {self.scene.state_of(entity) for entity in other} - {""}:
                return False
            if event.type == "HealthState" and not one & other:
                return False
        return True

    def _same_ailment(self, known: EventDraft, event: EventDraft) -> bool:
        """Being ill and an illness are one; a recovery is another matter."""
        lemmas = []
        for one in (known, event):
            paragraph = self.scene.paragraphs[one.paragraph]
            token = paragraph.tokens[one.head]
            words = {token.lemma} | {child.lemma for child in paragraph.children(token.i, "acomp")}
            lemmas.append(bool(words & {"ill", "illness", "sick", "sickness", "disease", "unwell", "ailment", "suffer"}))
        return lemmas[0] == lemmas[1] and lemmas[0]

    def topic(self, event: EventDraft, paragraph: ParsedParagraph, head: int) -> None:
        """What a session, a resolution or a talk is about: "dealing with …", "on …", "about …"."""
        near = noun_arguments(paragraph, head)
        nouns = [*near.get("on", ()), *near.get("about", ()), *near.get("concerning", ())]
        for child in paragraph.children(head, "acl"):
            if child.lemma in ("deal", "concern", "devote"):
                inner = noun_arguments(paragraph, child.i)
                nouns += [*inner.get("with", ()), *inner.get("to", ()), *(obj.i for obj in paragraph.children(child.i, "dobj"))]
        for noun in nouns:
            if paragraph.tokens[noun].ent == "DATE" or paragraph.tokens[noun].pos not in ("NOUN", "PROPN"):
                continue
            first, last = self._until_participle(paragraph, noun)
            event.attributes.append(("topic", paragraph.words(first, last), paragraph.passage(first, last)))

    def _until_participle(self, paragraph: ParsedParagraph, noun: int) -> tuple[int, int]:
        first, last = noun_words(paragraph, noun)
        for i in range(noun + 1, last + 1):
            if paragraph.tokens[i].dep == "acl":
                return first, i - 1
        return first, last

    def relate(self, teller: Telling, stating: Stating, event: EventDraft, frame: Frame, clause: Clause, context: Context) -> set[int]:
        """Fill what the frame of an event points to; the dependent clauses that were used up."""
        self._message(event, clause, context)
        self._follows(teller, event, clause)
        self._series(event, clause)
        self.topic_of_object(event, clause)
        first, last = own_words(clause, self.scene.clauses[clause.paragraph.number])
        self.place(event, clause.paragraph, range(first, last + 1))
        if frame.relation == "returns":
            self._returns(event)
        elif frame.relation == "withdraws":
            proposal = self.scene.latest("Proposal", before=(event.paragraph, event.head))
            teller.done.update(clause.objects)
            if proposal:
                event.relate("withdraws", proposal)
            return self._reason(teller, event, clause, context)
        elif frame.type == "Apology":
            silence = self.scene.latest("NonResponse", "Refusal", before=(event.paragraph, event.head))
            if silence:
                event.relate("regarding", silence)
        elif frame.relation in ("demands", "invitesTo", "proposes", "regarding"):
            return self._target(teller, stating, event, frame, clause, context)
        elif event.type == "NonResponse":
            proposal = self.scene.latest("Proposal", before=(event.paragraph, event.head))
            if proposal:
                event.relate("replyTo", proposal)
                others = [entity for entity in event.of("agent") if entity not in proposal.of("proposer")]
                if not proposal.of("addressee"):
                    proposal.take("addressee", tuple(others))
        return set()

    def place(self, event: EventDraft, paragraph: ParsedParagraph, tokens: Iterable[int]) -> None:
        """Where it was: a named place behind "in" or "at" among its words."""
        if event.place or event.type not in LOCATED:
            return
        inside = set(tokens)
        for i in sorted(inside):
            if paragraph.tokens[i].text.lower() not in ("in", "at") or paragraph.tokens[i].dep != "prep":
                continue
            for noun in paragraph.subtree(i):
                for entity in self.scene.discourse.referents[paragraph.number].get(noun, ()):
                    if noun in inside and entity in self.scene.entities and self.scene.entities[entity].kind is Kind.PLACE:
                        event.place = entity
                        return

    def reply(self, teller: Telling, clause: Clause, opened: Context) -> EventDraft | None:
        """ "When M. delivered the message, he … stated that": the statement is the answer to what was delivered."""
        if not any(self._when(clause)) or clause.paragraph.is_abstract:
            return None
        event = EventDraft("Statement", clause.paragraph.passage(clause.head, clause.head), clause.paragraph.number, clause.head, "statement.reply", flat="")
        event.take("speaker", opened.voice.speakers)
        self._follows(teller, event, clause, "replyTo")
        return event

    def target_of_noun(self, teller: Telling, event: EventDraft, relation: str, paragraph: ParsedParagraph, head: int, context: Context, status: Status) -> None:
        """What a proposal, an invitation or an instruction that a noun names is about: "the proposal for a visit by …"."""
        near = noun_arguments(paragraph, head)
        for noun in (i for name in ("for", "to", "of") for i in near.get(name, ())):
            target = self.of_noun_phrase(paragraph, noun, context, status, event)
            if target:
                teller.done.add(noun)
                event.relate(relation, target)
                return

    def topic_of_object(self, event: EventDraft, clause: Clause) -> None:
        """ "In which the two discussed the state of …": the object of a talk is its topic."""
        if event.type == "Consultation" and clause.token.lemma == "discuss":
            for i in clause.objects:
                first, last = noun_words(clause.paragraph, i)
                event.attributes.append(("topic", clause.paragraph.words(first, last), clause.paragraph.passage(first, last)))
        if event.type in ("PartySession", "ResolutionAdoption"):
            for i in clause.objects:
                self.topic(event, clause.paragraph, i)

    def _returns(self, event: EventDraft) -> None:
        candidates = [known for known in self.scene.events if known is not event and known.type in VISITS and (known.paragraph, known.head) < (event.paragraph, event.head)]
        for known in reversed(candidates):
            if set(event.of("visitor")) & set(known.of("host")):
                event.relate("returns", known)
                event.take("host", known.of("visitor"))
                return

    def _series(self, event: EventDraft, clause: Clause) -> None:
        """ "Has met him two times": a series with its count."""
        if event.type not in VISITS:
            return
        numbers = {"twice": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "thrice": 3}
        for child in clause.paragraph.children(clause.head, "npadvmod", "advmod", "dobj"):
            count = numbers.get(child.text.lower())
            if child.lemma == "time":
                count = next((numbers[inner.text.lower()] for inner in clause.paragraph.children(child.i, "nummod") if inner.text.lower() in numbers), None)
                count = count or next((int(inner.text) for inner in clause.paragraph.children(child.i, "nummod") if inner.text.isdigit()), None)
            if count and (child.lemma == "time" or child.text.lower() in ("twice", "thrice")):
                event.type, event.count, event.flat = "MeetingSeries", count, "audience" if event.type == "Audience" else "meeting"

    def _follows(self, teller: Telling, event: EventDraft, clause: Clause, relation: str = "follows") -> None:
        """ "When M. delivered the message, he cheered up": the one follows the other."""
        for inner in self._when(clause):
            self.pending.append((event, clause.paragraph.number, inner.head, relation))

    def _when(self, clause: Clause) -> Iterator[Clause]:
        """The clauses "when …" of a clause, or of the one it is joined to, that tell of a delivery."""
        clauses = self.scene.clauses[clause.paragraph.number]
        for inner in clauses.values():
            if inner.mark in ("when", "after") and inner.head < clause.head and inner.kind == "adverbial":
                top = clauses.get(inner.parent) if inner.parent is not None else None
                if top and (top.head == clause.head or clause.token.head == top.head):
                    found = self.builder.of_clause(inner, self.voices.root(clause.paragraph))
                    if found and found[0].type == "MessageDelivery":
                        yield inner

    def settle(self, teller: Telling) -> None:
        """Give each event that follows a "when" clause its relation, once that clause was read."""
        for event, paragraph, head, relation in self.pending:
            other = teller.event_at.get((paragraph, head))
            if other and other.type == "MessageDelivery":
                event.relate(relation, other)
        self.pending.clear()

    # --- messages -------------------------------------------------------------------------------------------------------

    def _message(self, event: EventDraft, clause: Clause, context: Context) -> None:
        """The message that is sent, delivered or received: one thing through the report."""
        if event.type not in ("MessageSending", "MessageDelivery", "Reaction"):
            return
        paragraph = clause.paragraph
        nouns = [i for i in clause.objects if paragraph.tokens[i].lemma in self.scene.frames.objects["message"] | self.scene.frames.objects["greeting"]]
        if not nouns:
            return
        noun = nouns[0]
        arguments = noun_arguments(paragraph, noun)
        senders = [entity for name in ("poss", "of", "from") for entity in self.scene.all_meant(paragraph.number, arguments.get(name, ()), context.voice)
                   if self.scene.entities[entity].kind in ACTORS]  # fmt: skip
        senders += [entity for entity in event.of("sender") if entity not in senders]
        known = self._known_message(senders, paragraph, noun) if event.type != "MessageSending" else None
        if known is None:
            start = paragraph.passage(noun, noun).start_char
            known = self.scene.add(Entity(f"message/{start}", Kind.MESSAGE, paragraph.words(*noun_words(paragraph, noun)), ()))
        event.take("message", (known,))
        if event.type == "MessageDelivery":
            event.take("sender", tuple(senders))

    def _known_message(self, senders: list[str], paragraph: ParsedParagraph, noun: int) -> str | None:
        for event in reversed(self.scene.events):
            if event.type in ("MessageSending", "MessageDelivery") and (not senders or set(senders) & set(event.of("sender"))):
                for entity in event.of("message"):
                    return entity
        return None

    # --- what is demanded, proposed, refused ----------------------------------------------------------------------------

    def _target(self, teller: Telling, stating: Stating, event: EventDraft, frame: Frame, clause: Clause, context: Context) -> set[int]:
        """The event that a proposal, an invitation, an instruction is about: described, not claimed."""
        clauses = self.scene.clauses[clause.paragraph.number]
        status = Status.DESIRED if frame.relation == "demands" else Status.PROSPECTIVE
        for i in clause.complements:
            inner = clauses.get(i)
            if inner is None or (inner.kind == "complement" and frame.type == "Agreement"):
                continue
            deepest, chain = self._behind_conation(inner)
            for target in self._described(teller, stating, deepest, context, status):
                event.relate(frame.relation, target)
                if frame.relation == "invitesTo" or target.type == "OfficialVisit":
                    self._invited(event, target)
            return {i, *chain}
        self._noun_target(teller, event, frame, clause, context, status)
        return set()

    def _behind_conation(self, clause: Clause) -> tuple[Clause, set[int]]:
        """ "To do his best to improve": the verb that counts is the last."""
        clauses = self.scene.clauses[clause.paragraph.number]
        chain: set[int] = set()
        while clause.token.lemma in self.scene.frames.support["conation"]:
            inner = next((other for other in clauses.values() if other.parent == clause.head and other.token.tag == "VB"), None)
            if inner is None:
                break
            clause = inner
            chain.add(inner.head)
        return clause, chain

    def _described(self, teller: Telling, stating: Stating, clause: Clause, context: Context, status: Status) -> list[EventDraft]:
        paragraph = clause.paragraph
        names = self.scene.names_at(paragraph.number, context.voice)
        found = self.builder.of_clause(clause, context.voice)
        first, last = own_words(clause, self.scene.clauses[paragraph.number])
        relation = next((i for i in clause.objects if self._is_relation(paragraph, i)), None)
        if found is None and relation is not None:
            return self._relations_between(stating, clause, relation, context, status)
        event = found[0] if found else EventDraft("OpinionState", paragraph.passage(clause.head, clause.head), paragraph.number, clause.head, "situation.plain")
        if found is None:
            event.take("subject", self.scene.all_meant(paragraph.number, clause.subjects, context.voice))
        event.status, event.label = status, resolved_words(paragraph, first, last, names)
        if event.flat is None and found is not None:
            event.flat = ""
        self.scene.events.append(event)
        teller.event_at.setdefault((paragraph.number, clause.head), event)
        teller.done.update({clause.head, *clause.objects})
        return [event]

    def _is_relation(self, paragraph: ParsedParagraph, i: int) -> bool:
        return any(frame.type == "RelationState" for frame in self.scene.frames.by_noun.get(paragraph.tokens[i].lemma, ()))

    def _relations_between(self, stating: Stating, clause: Clause, noun: int, context: Context, status: Status) -> list[EventDraft]:
        """ "Improve relations between A and B, and between C and D": one relation for each pair."""
        paragraph = clause.paragraph
        sentence = next(sentence for sentence in paragraph.sentences if clause.head in sentence)
        starts = [i for i in sentence if i > noun and paragraph.tokens[i].text.lower() == "between"]
        names = self.scene.names_at(paragraph.number, context.voice)
        events = []
        bounds = [*starts, sentence.stop - 1]
        for position, start in enumerate(starts or [noun]):
            event = EventDraft("RelationState", paragraph.passage(start, start), paragraph.number, start, "situation.relation", status=status)
            if not starts:
                stating.fill_relation(event, paragraph, noun, context)
                first, last = own_words(clause, self.scene.clauses[paragraph.number])
                event.label = resolved_words(paragraph, first, last, names)
            else:
                end = bounds[position + 1] - 1
                while end > start and (paragraph.tokens[end].pos in ("PUNCT", "CCONJ")):
                    end -= 1
                inside = [i for i in range(start, end + 1)]
                event.take("party", tuple(entity for entity in self.scene.all_meant(paragraph.number, inside, context.voice)))
                event.label = f"{clause.token.lemma} {paragraph.tokens[noun].text} {resolved_words(paragraph, start, end, names)}"
            for trend, stems in self.scene.frames.trend.items():
                if clause.token.lemma.startswith(stems):
                    event.attributes.append(("trend", trend, paragraph.passage(clause.head, clause.head)))
            self.scene.events.append(event)
            events.append(event)
        return events

    def _noun_target(self, teller: Telling, event: EventDraft, frame: Frame, clause: Clause, context: Context, status: Status) -> None:
        paragraph = clause.paragraph
        near = [*clause.objects, *(i for name in ("for", "to", "of", "with", "about") for i in clause.prepositions.get(name, ()))]
        for i in near:
            for noun in (i, *noun_arguments(paragraph, i).get("for", ()), *noun_arguments(paragraph, i).get("of", ())):
                target = self.of_noun_phrase(paragraph, noun, context, status, event)
                if target:
                    teller.done.add(noun)
                    event.relate(frame.relation, target)
                    return

    def of_noun_phrase(self, paragraph: ParsedParagraph, noun: int, context: Context, status: Status, source: EventDraft) -> EventDraft | None:
        """The event of a noun phrase as something that is only spoken of, by `source`."""
        found = self.builder.of_noun(paragraph, noun, context.voice)
        if found is None or found[1].carrier or found[0].type == source.type:
            return None
        event = found[0]
        event.status, event.flat = status, ""
        for delegation in event.of("visitor"):
            self._head(delegation, paragraph, noun, event, context)
        first, last = noun_words(paragraph, noun)
        event.label = resolved_words(paragraph, first, last, self.scene.names_at(paragraph.number, context.voice))
        self.scene.events.append(event)
        return event

    def _head(self, delegation: str, paragraph: ParsedParagraph, noun: int, event: EventDraft, context: Context) -> None:
        """ "A delegation headed by X": X is its head, and travels with it."""
        known = self.scene.entities[delegation]
        if known.kind is not Kind.DELEGATION or known.head:
            return
        for i in paragraph.subtree(noun):
            token = paragraph.tokens[i]
            if token.dep == "acl" and token.lemma in ("head", "lead"):
                heads = self.scene.all_meant(paragraph.number, noun_arguments(paragraph, i).get("by", ()), context.voice)
                if heads:
                    self.scene.entities[delegation] = evolve(known, head=heads[0])
                    event.take("head", heads)

    def _invited(self, event: EventDraft, target: EventDraft) -> None:
        for invitee in event.of("invitee"):
            target.take("visitor", (invitee,))

    def invitation(self, teller: Telling, clause: Clause, visit: EventDraft, context: Context) -> None:
        """ "He assured M. that he would receive the visit of X": the assurance is an invitation of X."""
        clauses = self.scene.clauses[clause.paragraph.number]
        cue = clauses.get(clause.parent) if clause.parent is not None else None
        if cue is None or context.voice.outer is None:
            return
        paragraph, outer = clause.paragraph, context.voice.outer
        event = EventDraft("Invitation", paragraph.passage(cue.head, cue.head), paragraph.number, cue.head, "invite.offer")
        event.take("agent", context.voice.speakers)
        event.take("addressee", self.scene.all_meant(paragraph.number, (*cue.datives, *cue.objects, *cue.prepositions.get("to", ())), outer))
        event.take("invitee", visit.of("visitor"))
        event.relate("invitesTo", visit)
        first, last = own_words(cue, clauses)
        begin, end = own_words(clause, clauses)
        names = self.scene.names_at(paragraph.number, context.voice)
        event.label = f"{resolved_words(paragraph, first, last, names)}: {resolved_words(paragraph, begin, end, names)}"
        self.scene.events.append(event)
        teller.event_at[(paragraph.number, cue.head)] = event
        self.scene.claims.append(
            ClaimDraft(outer, event, Polarity.AFFIRMATIVE, Certainty.CERTAIN, Modality.REPORT, Basis.IMPLICIT,
                       [paragraph.passage(first, last)], event.label, event.rule)  # fmt: skip
        )

    def _reason(self, teller: Telling, event: EventDraft, clause: Clause, context: Context) -> set[int]:
        """ "Withdrew it with the explanation that …": settled when that clause is read."""
        clauses = self.scene.clauses[clause.paragraph.number]
        for nouns in clause.prepositions.values():
            for noun in nouns:
                if clause.paragraph.tokens[noun].lemma in self.scene.cues.nouns:
                    inner = next((clauses[child.i] for child in clause.paragraph.children(noun, "acl", "relcl", "ccomp") if child.i in clauses), None)
                    if inner:
                        self.reasons.append((event, clause.paragraph.number, inner.head))
        return set()

    def settle_reasons(self, teller: Telling) -> None:
        """Give each withdrawal the reason that was stated, once that clause was read."""
        for event, paragraph, head in self.reasons:
            clauses = self.scene.clauses[paragraph]
            heads = [head, *(i for i, other in clauses.items() if other.parent == head and other.kind == "open")]
            for i in heads:
                reason = teller.event_at.get((paragraph, i))
                if reason:
                    event.relate("statedReason", reason)
                    break
        self.reasons.clear()


__all__ = ["Relating", "Stance"]
