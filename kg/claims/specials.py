"""The readings tried before the frames: clauses whose event is not that of their own verb."""

from __future__ import annotations

from attrs import define, evolve

from kg.claims.causes import Causes
from kg.claims.claiming import Claiming
from kg.claims.clauses import Clause
from kg.claims.drafts import Context, EventDraft
from kg.claims.events import EventBuilder
from kg.claims.identity import same_as_before
from kg.claims.phrases import noun_arguments, noun_words, own_words
from kg.claims.relating import Relating
from kg.claims.scene import Scene
from kg.claims.stance import AS_TOLD, Stance, stance_of
from kg.claims.states import States
from kg.claims.telling import Telling, Told
from kg.model.claim import Certainty, Modality, Polarity
from kg.model.event import Status

DEONTIC = frozenset(["should", "must", "shall"])
"""Auxiliaries with which somebody is told what to do."""
AHEAD = frozenset(["future", "conditional"])
"""Tenses in which somebody says what he would like: "I should be grateful"."""


@define
class Specials:
    """Reads the clauses of a scene that a frame would get wrong."""

    scene: Scene
    builder: EventBuilder
    states: States
    causes: Causes
    relating: Relating
    claiming: Claiming

    def told(self, telling: Telling, clause: Clause, context: Context) -> Told | None:
        """What the first special reading that applies finds; None if the clause is a plain one."""
        return (
            self._wish(clause, context)
            or self.causes.conditional(clause, context)
            or self._directive(clause, context)
            or self._identification(clause, context)
            or self._aspect(telling, clause, context)
            or self._support(clause, context)
            or self._topic(clause, context)
            or self._chance(clause, context)
            or self._mistake(clause, context)
            or self._approval(clause, context)
            or self._offer(clause, context)
            or self.causes.because(clause, context)
        )

    def _directive(self, clause: Clause, context: Context) -> Told | None:
        """Read "you should not postpone it", "please inform him": the writer instructs the reader."""
        paragraph, voice = clause.paragraph, context.voice
        hearers = self.scene.hearers_of(voice)
        if clause.kind != "main" or voice.outer is not None or not hearers or not voice.speakers:
            return None
        is_told = not clause.is_passive and self.scene.all_meant(paragraph.number, clause.subjects, voice) == hearers
        is_told = is_told or self._is_circular(clause)
        asked = {child.text.lower() for child in paragraph.children(clause.head, "intj", "advmod")}
        is_asked = clause.token.tag == "VB" and not clause.subjects and "please" in asked
        if not (is_told and DEONTIC & set(clause.auxiliaries)) and not is_asked:
            return None
        return self._instruction(clause, clause, context), set()

    def _is_circular(self, clause: Clause) -> bool:
        """Whether a telegram tells the missions what to do: "Posts should report", "the Department should be told"."""
        tokens = clause.paragraph.tokens
        told = clause.objects if clause.is_passive else clause.subjects
        missions = self.scene.frames.support["missions"]
        return self.scene.report.kind in ("telegram", "airgram", "instruction") and any(
            tokens[i].lemma in missions or any(tokens[k].lemma in missions for k in clause.paragraph.subtree(i)[:2])
            for i in told
        )

    def _wish(self, clause: Clause, context: Context) -> Told | None:
        """Read "I should be grateful if you would inform him": the writer asks the reader for what follows "if"."""
        paragraph, voice, grateful = clause.paragraph, context.voice, self.scene.frames.support["grateful"]
        hearers = self.scene.hearers_of(voice)
        if clause.kind != "main" or voice.outer is not None or not hearers or clause.tense not in AHEAD:
            return None
        words = {clause.token.lemma, *(child.lemma for child in paragraph.children(clause.head, "acomp"))}
        if not words & grateful or self.scene.all_meant(paragraph.number, clause.subjects, voice) != voice.speakers:
            return None
        for inner in self.scene.clauses[paragraph.number].values():
            if inner.parent != clause.head or inner.mark != "if":
                continue
            if self.scene.all_meant(paragraph.number, inner.subjects, voice) == hearers:
                return self._instruction(clause, inner, context), {inner.head}
        return None

    def _instruction(self, clause: Clause, what: Clause, context: Context) -> EventDraft:
        """The writer's instruction to the reader, which a clause tells, to do what the same or another one says."""
        paragraph, voice = clause.paragraph, context.voice
        trigger = paragraph.passage(clause.head, clause.head)
        event = EventDraft("Instruction", trigger, paragraph.number, clause.head, "directive")
        event.take("agent", voice.speakers)
        event.take("addressee", self.scene.hearers_of(voice))
        found = self.builder.of_clause(what, voice)
        role = found[1].roles.get("subject", "") if found and not what.subjects else ""  # "please hand it over"
        for target in self.relating.targets.described(what, context, Status.DESIRED):
            event.relate("demands", target)
            if role and role != "place":
                target.take(role, event.of("addressee"))
        event.label = self.scene.words_of_clause(clause, voice)
        self._tell(event, None, clause, context, AS_TOLD)
        return event

    def _identification(self, clause: Clause, context: Context) -> Told | None:
        """Read "such a case was the CC session held on …": the sentence tells of the session."""
        paragraph = clause.paragraph
        if clause.token.lemma != "be" or self.scene.all_meant(paragraph.number, clause.subjects, context.voice):
            return None
        for i in clause.objects:
            found = self.builder.of_noun(paragraph, i, context.voice)
            if found is None or found[1].carrier or not found[0].of() or paragraph.tokens[i].dep != "attr":
                continue
            event, frame = found
            stance = self._act(clause, context)
            event.status = stance.status
            event.label = self.scene.words_of_noun(paragraph, i, context.voice)
            self._tell(event, i, clause, context, stance)
            self.relating.relate_noun(event, frame, paragraph, i, context)
            return event, set()
        return None

    def _aspect(self, telling: Telling, clause: Clause, context: Context) -> Told | None:
        """Read "kept delaying the answer": the event is the verb behind, told as the first verb tells it."""
        is_going_to = clause.token.lemma == "go" and clause.token.tag == "VBG"
        if clause.token.lemma not in self.scene.frames.support["aspect"] or is_going_to:
            return None
        clauses = self.scene.clauses[clause.paragraph.number]
        for i in clause.complements:
            inner = clauses.get(i)
            if inner and inner.kind == "open" and self.builder.of_clause(inner, context.voice):
                telling.clause(inner, context, clause)
                return None, {i}
        return None

    def _support(self, clause: Clause, context: Context) -> Told | None:
        """Read "his visit will take place", "the visit lasted ten minutes": the event is the subject."""
        verb = clause.token.lemma
        objects = [clause.paragraph.tokens[i].lemma for i in clause.objects]
        phrase = " ".join([verb, *([clause.particle] if clause.particle else objects)])
        support = self.scene.frames.support
        there_is = verb == "be" and any(i.dep == "expl" for i in clause.paragraph.children(clause.head))
        if not there_is and verb not in support["last"] and not {verb, phrase} & support["happen"]:
            return None
        for i in clause.objects if there_is or clause.is_passive else clause.subjects:
            behind = clause.paragraph.children(i, "prep")
            if any(clause.paragraph.children(prep.i, "pcomp") for prep in behind):
                continue  # "there was talk of sending him"
            found = self.builder.of_noun(clause.paragraph, i, context.voice, bare=True)
            if found is None:
                continue
            for preposition in ("between", "with"):  # "talks were held between A and B"
                role = found[1].roles.get(preposition, "")
                others = self.scene.all_meant(
                    clause.paragraph.number, clause.prepositions.get(preposition, ()), context.voice
                )
                found[0].take(role, others if role else ())
            event = same_as_before(self.scene, found[0])
            stance = self._act(clause, context)
            event.status = stance.status
            event.label = event.label or self.scene.words_of_noun(clause.paragraph, i, context.voice)
            self._tell(event, i, clause, context, stance)
            return event, set()
        return None

    def _topic(self, clause: Clause, context: Context) -> Told | None:
        """Read "the subject of our two conversations was the development of …": the event is the conversations."""
        paragraph = clause.paragraph
        if clause.token.lemma != "be" or not clause.subjects:
            return None
        subject = clause.subjects[0]
        for frame in self.scene.frames.all:
            if paragraph.tokens[subject].lemma not in frame.as_topic_of:
                continue
            for noun in noun_arguments(paragraph, subject).get("of", ()):
                if paragraph.tokens[noun].lemma not in frame.nouns:
                    continue
                event = self.builder.of_frame(frame, paragraph, noun, noun_arguments(paragraph, noun), context.voice)
                stance = self._act(clause, context)
                event.status = stance.status
                for i in clause.objects:
                    event.describe("topic", paragraph, *noun_words(paragraph, i))
                event.label = self.scene.words_of_clause(clause, context.voice)
                self._tell(event, noun, clause, context, stance)
                return event, set()
        return None

    def _chance(self, clause: Clause, context: Context) -> Told | None:
        """Read "no opportunity to meet X had been given to him": the event is the meeting that did not come about."""
        paragraph = clause.paragraph
        clauses = self.scene.clauses[paragraph.number]
        if not (clause.is_negated or clause.datives or clause.token.lemma == "have"):
            return None
        for noun in clause.objects:
            if paragraph.tokens[noun].lemma not in self.scene.frames.support["chance"]:
                continue
            inner = next((clauses[child.i] for child in paragraph.children(noun, "acl") if child.i in clauses), None)
            if inner is None:
                continue
            who = clause.datives or clause.prepositions.get("to", ()) or clause.subjects
            found = self.builder.of_clause(evolve(inner, subjects=who), context.voice)
            if found is None:
                continue
            event = found[0]
            stance = self._act(clause, context)
            event.status = stance.status if stance.polarity is Polarity.NEGATIVE else Status.HYPOTHETICAL
            event.label = self.claiming.without_negation(clause, *own_words(clause, clauses), context)
            self._tell(event, None, clause, context, stance)
            return event, {inner.head}
        return None

    def _mistake(self, clause: Clause, context: Context) -> Told | None:
        """Read "had made a mistake when they applied …": a judgement on what the other clause tells."""
        paragraph = clause.paragraph
        nouns = self.scene.cues.evaluative_nouns
        noun = next((i for i in clause.objects if paragraph.tokens[i].lemma in nouns), None)
        if noun is None or clause.token.lemma not in ("make", "commit", "be"):
            return None
        clauses = self.scene.clauses[paragraph.number]
        below = [other for other in clauses.values() if other.parent == clause.head]
        marks = ("when", "in", "by", "if", "")
        inner = next((other for other in below if other.kind == "adverbial" and other.mark in marks), None)
        if inner is None:
            return None
        event = self.causes.argument(inner, context, Status.OCCURRED)
        event.describe("quality", paragraph, noun, noun)
        stance = self._act(clause, context)
        event.status = stance.status
        claim = self.claiming.of_clause(event, clause, context, evolve(stance, modality=Modality.EVALUATION))
        claim.evidence.append(self.scene.passage_of_clause(inner))
        claim.gloss += " " + self.scene.words_of_clause(inner, context.voice)
        nested = {other.head for other in below if other.kind == "complement" and not other.is_finite}
        return event, {inner.head, *nested}

    def _approval(self, clause: Clause, context: Context) -> Told | None:
        """Read "one can approve of the resolution passed by …": a judgement on an act that a noun names."""
        cues, paragraph = self.scene.cues, clause.paragraph
        if clause.token.lemma not in cues.approving | cues.disapproving:
            return None
        clauses = self.scene.clauses[paragraph.number]
        for i in (*clause.objects, *clause.prepositions.get("of", ())):
            for child in paragraph.children(i, "acl"):
                inner = clauses.get(child.i)
                is_done = inner is not None and child.tag in ("VBN", "VBG")  # not "the suggestion that he should go"
                found = self.builder.of_clause(inner, context.voice) if inner and is_done else None
                if found is None:
                    continue
                event = found[0]
                event.label = self.scene.words_of_noun(paragraph, i, context.voice)
                event.status = Status.OCCURRED
                event.describe("quality", paragraph, *own_words(clause, clauses))
                self.relating.take_topic(event, paragraph, child.i)
                stance = evolve(
                    stance_of(clause, context, cues, is_state=True),
                    modality=Modality.EVALUATION,
                    certainty=context.certainty or Certainty.CERTAIN,
                )
                self._tell(event, i, clause, context, stance)
                return event, {child.i}
        return None

    def _offer(self, clause: Clause, context: Context) -> Told | None:
        """Read "he would receive the visit of X", said by him: an offer, whose content is the visit."""
        paragraph = clause.paragraph
        frames = self.scene.frames.by_verb.get(clause.token.lemma, ())
        if not any(frame.modal and frame.relation == "invitesTo" for frame in frames):
            return None
        if clause.tense not in ("future", "conditional") or context.voice.outer is None:
            return None
        visits = self.scene.frames.objects["visit"]
        noun = next((i for i in clause.objects if paragraph.tokens[i].lemma in visits), None)
        hosts = self.states.actors(paragraph, clause.subjects, context)
        found = self.builder.of_noun(paragraph, noun, context.voice) if noun is not None and hosts else None
        if noun is None or found is None:
            return None
        visit = found[0]
        visit.take("host", hosts)
        visit.status = Status.PROSPECTIVE
        visit.label = self.scene.words_of_noun(paragraph, noun, context.voice)
        stance = evolve(self._act(clause, context), modality=Modality.OFFER, certainty=Certainty.UNSPECIFIED)
        self._tell(visit, noun, clause, context, stance)
        self.relating.targets.claim_invitation(clause, visit, context)
        return visit, set()

    def _act(self, clause: Clause, context: Context) -> Stance:
        return stance_of(clause, context, self.scene.cues, is_state=False)

    def _tell(self, event: EventDraft, noun: int | None, clause: Clause, context: Context, stance: Stance) -> None:
        """Keep and claim an event; the noun that named it is used up."""
        self.scene.keep(event)
        self.claiming.of_clause(event, clause, context, stance)
        if noun is not None:
            self.scene.used.add((clause.paragraph.number, noun))
