"""What nouns alone tell of, beside what the clauses said: "his departure for Cairo", "in a letter to X he wrote"."""

from __future__ import annotations

from attrs import define, field

from kg.claims.acts import JOURNEYS, SAID, TALKS
from kg.claims.aspects import preposition_of
from kg.claims.claiming import Claiming
from kg.claims.clauses import Clause
from kg.claims.days import SCENES
from kg.claims.drafts import Context, EventDraft
from kg.claims.events import EventBuilder
from kg.claims.identity import same_as_before
from kg.claims.phrases import noun_arguments
from kg.claims.relating import Relating
from kg.claims.scene import Scene
from kg.claims.stance import AS_TOLD, HAPPENED, PLANNED, Stance
from kg.claims.states import is_definite
from kg.claims.turns import note_named
from kg.model.claim import Modality
from kg.model.event import Status
from kg.model.syntax import ParsedParagraph, Token
from kg.model.timephrase import PhraseKind

TAKES_UP = frozenset(["the", "this", "that", "these", "those"])
UTTERED = SAID | {"MessageSending"}
UNSETTLED = (Modality.INTENTION, Modality.HOPE, Modality.PREDICTION)
"""In these modalities a noun alone is no claim that what it names took place."""


@define
class Nominals:
    """Claims the events of noun phrases in a scene."""

    scene: Scene
    builder: EventBuilder
    claiming: Claiming
    relating: Relating
    story: dict[tuple[int, int], Context] = field(factory=dict)  # nouns told of in an opened voice: "the story of …"

    def of_sentence(self, paragraph: ParsedParagraph, sentence: range, base: Context) -> None:
        """Claim what the nouns of a sentence tell of that no clause has told."""
        for i in sentence:
            token = paragraph.tokens[i]
            if (paragraph.number, i) in self.scene.used or token.pos != "NOUN":
                continue
            clause = self.scene.clause_of(paragraph, i)
            if token.lemma in self.scene.cues.uttered:
                here = self.scene.context_at.get((paragraph.number, clause.head), base) if clause else base
                note_named(self.scene, clause, paragraph, i, here)
            if token.lemma not in self.scene.frames.by_noun:
                continue
            is_planned = clause is not None and self._is_planned(clause, token)
            if not (is_planned or is_definite(paragraph, i) or (clause and self._is_scene(clause, token))):
                continue
            context = self.scene.context_at.get((paragraph.number, clause.head), base) if clause else base
            context = self.story.get((paragraph.number, i), context)
            if self._is_term_of_office(paragraph, i, context):
                continue
            found = self.builder.of_noun(paragraph, i, context.voice)
            if found is None or found[1].carrier:
                continue
            if is_planned and clause is not None and not found[0].of() and "subject" in found[1].roles:
                planners = self.scene.all_meant(paragraph.number, clause.subjects, context.voice)
                found[0].take(found[1].roles["subject"], planners)
            is_dated = found[0].type in TALKS and self._is_dated(paragraph, i)
            if not (found[0].of() or found[0].place or is_dated or found[1].relation == "proposes"):
                continue
            stance = self._stance(found[0], clause, token, paragraph, context)
            if stance is None:
                continue
            self.scene.used.add((paragraph.number, i))
            event = same_as_before(self.scene, found[0])
            self.claiming.of_noun(event, paragraph, i, context, stance)
            self.relating.relate_noun(event, found[1], paragraph, i, context)

    def beside_speech(self, clause: Clause, context: Context) -> None:
        """Claim the talk or the letter in which something was said: "during a talk on 3 May he told me"."""
        paragraph = clause.paragraph
        for preposition, nouns in clause.prepositions.items():
            for i in nouns:
                if i < clause.head and paragraph.tokens[clause.head].head == i:
                    continue  # "a letter in which he writes": the clause stands in it
                own = self.builder.of_noun(paragraph, i, context.voice)
                is_told = any(event.place_in_text == (paragraph.number, i) for event in self.scene.events)
                if is_told or (paragraph.number, i) in self.scene.used or (own and own[0].of()):
                    continue
                found = self.builder.of_aside(clause, i, preposition, context.voice)
                if found is None or len(found[0].of()) < 2 or self._takes_up(paragraph, i, found[0]):
                    continue
                self.scene.used.add((paragraph.number, i))
                self.claiming.of_noun(found[0], paragraph, i, context, AS_TOLD)
                self.relating.relate_noun(found[0], found[1], paragraph, i, context)

    def _stance(
        self, event: EventDraft, clause: Clause | None, noun: Token, paragraph: ParsedParagraph, context: Context
    ) -> Stance | None:
        """How the words around a noun put its event; None if they leave open whether it took or will take place."""
        support = self.scene.frames.support
        adjectives = {child.lemma for child in paragraph.children(noun.i, "amod", "compound")}
        before = paragraph.tokens[noun.head]
        as_to = paragraph.words(max(before.i - 1, 0), before.i).lower()
        if noun.dep == "pobj" and as_to in ("as to", "as for"):
            return None  # "as to the visit, …": what is spoken of, and not told
        if clause and self._is_planned(clause, noun) and event.type in (*JOURNEYS, "Visit", "Meeting", "Negotiation"):
            return PLANNED
        if (clause and self._is_undone(clause, noun)) or self._is_only_possible(paragraph, noun.i):
            return None
        if any(child.text.lower() in ("no", "any", "neither") for child in paragraph.children(noun.i, "det")):
            return None  # "no letter from him", "denied any visit"
        if adjectives & support["planned"] and event.type in (*JOURNEYS, "Visit", "Meeting"):
            return PLANNED
        if adjectives & support["unreal"]:
            return None
        if event.type in UTTERED and paragraph.children(noun.i, "poss") and event.of():
            return AS_TOLD  # who "hopes to accept his invitation" takes it for made
        if context.modality in UNSETTLED:
            return None
        if clause and clause.tense == "future" and event.type in JOURNEYS and paragraph.children(noun.i, "poss"):
            return PLANNED  # "will be with me on my trip to Rome"
        if clause and event.type in TALKS | set(JOURNEYS) and self._is_beside_what_is_open(clause, noun):
            return None
        return None if clause and clause.tense in ("future", "conditional") else AS_TOLD

    def _is_dated(self, paragraph: ParsedParagraph, i: int) -> bool:
        """Whether a day stands with a noun: "their previous meeting on August 23"."""
        tokens = paragraph.tokens
        inside = [tokens[k] for k in paragraph.subtree(i) if k > i]
        days = [phrase for phrase in self.scene.times[paragraph.number] if phrase.kind is PhraseKind.DATE]
        return any(phrase.start <= token.start < phrase.end for phrase in days for token in inside)

    def _is_planned(self, clause: Clause, noun: Token) -> bool:
        """Whether a noun is what a verb plans: "was planning a trip", "a meeting planned for July"."""
        planning = self.scene.frames.support["planning"]
        inside = [clause.paragraph.tokens[i] for i in clause.paragraph.subtree(noun.i)]
        if any(token.lemma in planning and token.tag == "VBN" and token.dep == "acl" for token in inside):
            return True
        if noun.head == clause.head and noun.dep == "nsubjpass" and clause.token.lemma in ("expect", "await"):
            return not clause.is_negated
        is_object = noun.head == clause.head and noun.dep in ("dobj", "nsubjpass")
        return is_object and clause.token.lemma in planning and not clause.is_negated

    def _is_beside_what_is_open(self, clause: Clause, noun: Token) -> bool:
        """Whether a noun is part of what is not told as done: "find a reason for his visit", "before his departure"."""
        is_object = noun.dep == "dobj" and noun.head == clause.head
        beside = {child.lemma for child in clause.paragraph.children(clause.head, "acomp")}
        if beside & self.scene.frames.support["eager"] or preposition_of(clause.paragraph, noun.i) == "against":
            return True
        if not is_object and preposition_of(clause.paragraph, noun.i) not in ("for", "before", "until", "pending"):
            return False
        act = self.scene.event_at.get((clause.paragraph.number, clause.head))
        if act is not None and act.status not in HAPPENED and act.status is not Status.NOT_OCCURRED:
            return True
        return clause.auxiliaries == ("to",) and not self._is_done(clause)

    def _is_done(self, clause: Clause) -> bool:
        return (clause.paragraph.number, clause.head) in self.scene.told_infinitives

    def _is_scene(self, clause: Clause, noun: Token) -> bool:
        """Whether a talk or a reception is where a clause tells of something done: "at reception he said"."""
        frames = self.scene.frames.by_noun[noun.lemma]
        is_past = clause.is_finite and clause.tense == "past" and not clause.is_negated
        if noun.dep == "pobj" and clause.token.lemma == "be" and preposition_of(clause.paragraph, noun.i) == "on":
            return clause.is_finite and not clause.is_negated  # "is on a visit to Moscow"
        in_scene = noun.dep == "pobj" and preposition_of(clause.paragraph, noun.i) in SCENES - {"on", "upon"}
        return in_scene and is_past and any(frame.type in TALKS for frame in frames)

    def _takes_up(self, paragraph: ParsedParagraph, noun: int, event: EventDraft) -> bool:
        """Whether "the meeting", "this letter" is one that the text has told of."""
        determiners = {child.text.lower() for child in paragraph.children(noun, "det")}
        known = any(other.type == event.type for other in self.scene.events)
        return bool(determiners & TAKES_UP) and known

    def _is_only_possible(self, paragraph: ParsedParagraph, i: int) -> bool:
        """Whether a noun hangs on one of possibility, at any depth: "the possibility of a visit for talks"."""
        for token in paragraph.ancestors(i):
            if token.pos in ("VERB", "AUX"):
                return False
            if token.pos == "NOUN" and token.lemma in self.scene.cues.possibilities:
                return True
        return False

    def _is_undone(self, clause: Clause, noun: Token) -> bool:
        """Whether the verb over a noun makes it something that did not, or not yet, take place."""
        support, verb = self.scene.frames.support, clause.token.lemma
        behind = {clause.paragraph.tokens[i].lemma for i in clause.complements}
        if noun.head == clause.head and noun.dep == "nsubj" and behind & support["undo"]:
            return True  # "his visit had to be postponed"
        if noun.head == clause.head and noun.dep == "nsubj" and f"{verb} {clause.particle}".strip() in support["fell"]:
            return True
        is_argument = noun.head == clause.head and noun.dep in ("dobj", "nsubjpass", "nsubj")
        if is_argument and any(c.text.lower() in ("a", "an") for c in clause.paragraph.children(noun.i, "det")):
            return clause.token.lemma in (*support["raise"], "be")  # "a visit to him was discussed"
        if noun.head == clause.head and noun.dep in ("dobj", "nsubjpass"):
            return clause.is_negated or verb in support["undo"] or f"{verb} {clause.particle}" in support["undo"]
        return noun.dep == "pobj" and verb in support["ahead"]

    def _is_term_of_office(self, paragraph: ParsedParagraph, head: int, context: Context) -> bool:
        """Whether a stay is the time of an office and no visit: "his five-year stay here" of an ambassador."""
        if paragraph.tokens[head].lemma not in self.scene.frames.support["stay"]:
            return False
        owners = noun_arguments(paragraph, head).get("poss", ())
        people = self.scene.all_meant(paragraph.number, owners, context.voice)
        return any(fact.person in people for fact in self.scene.discourse.offices)
