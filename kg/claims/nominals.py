"""What nouns alone tell of, beside what the clauses said: "his departure for Cairo", "in a letter to X he wrote"."""

from __future__ import annotations

from attrs import define, field

from kg.claims.acts import JOURNEYS, SAID
from kg.claims.claiming import Claiming
from kg.claims.clauses import Clause
from kg.claims.drafts import Context, EventDraft
from kg.claims.events import EventBuilder
from kg.claims.identity import same_as_before
from kg.claims.phrases import noun_arguments
from kg.claims.relating import Relating
from kg.claims.scene import Scene
from kg.claims.stance import AS_TOLD, PLANNED, Stance
from kg.claims.states import is_definite
from kg.model.claim import Modality
from kg.model.syntax import ParsedParagraph, Token

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
            if token.lemma not in self.scene.frames.by_noun or not is_definite(paragraph, i):
                continue
            clause = self.scene.clause_of(paragraph, i)
            context = self.scene.context_at.get((paragraph.number, clause.head), base) if clause else base
            context = self.story.get((paragraph.number, i), context)
            if self._is_term_of_office(paragraph, i, context):
                continue
            found = self.builder.of_noun(paragraph, i, context.voice)
            if found is None or found[1].carrier:
                continue
            if not (found[0].of() or found[0].place or found[1].relation == "proposes"):
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
                own = self.builder.of_noun(paragraph, i, context.voice)
                if (paragraph.number, i) in self.scene.used or (own and own[0].of()):
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
        if (clause and self._is_undone(clause, noun)) or self._is_only_possible(paragraph, noun.i):
            return None
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
        return None if clause and clause.tense in ("future", "conditional") else AS_TOLD

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
