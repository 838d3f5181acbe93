"""In what light a dependent clause is read: planned, wished for, possible, asked about, failed; nothing is a fact."""

from __future__ import annotations

from attrs import define, evolve

from kg.claims.acts import ON_THE_WAY, TALKS
from kg.claims.clauses import Clause
from kg.claims.drafts import Context, EventDraft
from kg.claims.events import EventBuilder
from kg.claims.scene import Scene
from kg.claims.stance import AWAITED, HAPPENED, PLANNED, Stance
from kg.claims.targets import SPOKEN_OF
from kg.claims.voices import Voices
from kg.model.claim import Certainty, Modality

ASKING = frozenset(["ask", "inquire", "enquire", "wonder"])
INSTEAD = frozenset(["instead", "of", "than", "against", "from", "for"])
"""Before a verb in -ing: what is named so may well not have been done ("instead of visiting", "refrained from")."""
MAY_BE = (TALKS | ON_THE_WAY) - {"Consultation"}
"""What is told as possible where an infinitive names it; of other acts the verb before it says enough."""


@define
class Prospects:
    """Finds the context of the dependent clauses of a scene that tell of nothing done."""

    scene: Scene
    voices: Voices
    builder: EventBuilder

    def behind(self, clause: Clause, inner: Clause, context: Context) -> Context | None:
        """The context of the verb behind "to": planned, wanted, failed; None if it is merely what the first was for."""
        support, lemma, paragraph = self.scene.frames.support, clause.token.lemma, clause.paragraph
        adjectives = paragraph.children(clause.head, "acomp")
        words = {f"{lemma} {adjective.text.lower()}" for adjective in adjectives} or {lemma}
        if clause.is_passive and clause.kind == "participle":
            return None
        if any(word.text.lower() == "too" for adjective in adjectives for word in paragraph.children(adjective.i)):
            return None  # "was too tired to visit him"
        if lemma == "have" and clause.tense == "past" and inner.token.lemma in self.scene.cues.forced:
            self.scene.told_infinitives.add((paragraph.number, inner.head))
            return context
        if lemma == "have" and clause.tense in ("future", "conditional"):
            return context  # "will have to be put off"
        if words & support["failed"]:
            self.scene.told_infinitives.add((paragraph.number, inner.head))
            return evolve(context, is_negated=not clause.is_negated)
        if lemma == "go" and clause.token.tag == "VBG":  # "was going to meet him"
            return _unsettled(context, Modality.INTENTION, is_negated=clause.is_negated)
        cue = self.scene.cues.verbs.get(lemma)
        if clause.is_passive and "have" in inner.auxiliaries and cue is not None:
            if cue.modality == "Report" and lemma not in ("allege", "claim"):
                return evolve(context, certainty=Certainty.UNSPECIFIED)  # "is said to have accepted"
            return _unsettled(context, Modality.PRESUMPTION)  # "is believed to have accepted"
        for name, modality in (("intention", Modality.INTENTION), ("desire", Modality.HOPE)):
            if words & support[name]:
                return _unsettled(context, modality, is_negated=clause.is_negated)
        if inner.complements and self.voices.opened_by_verb(inner, context):
            return context
        return self._possible(inner, context)

    def on_noun(self, inner: Clause, context: Context) -> Context | None:
        """The context of what hangs on a noun of planning, wishing or possibility; None if it hangs on no such noun.

        "No plans to visit X", "the hope of being invited", "in case he comes", "rumors that he had left".
        """
        paragraph, support, cues = inner.paragraph, self.scene.frames.support, self.scene.cues
        noun, dep = paragraph.tokens[inner.token.head], inner.token.dep
        if dep == "pcomp" and noun.text.lower() == "of":
            noun = paragraph.tokens[noun.head]
        if noun.pos != "NOUN":
            return None
        is_denied = any(child.text.lower() == "no" for child in paragraph.children(noun.i, "det"))
        if dep == "pcomp" or (dep == "acl" and inner.token.tag != "VBN"):
            if noun.lemma in support["plans"]:
                return _unsettled(context, Modality.INTENTION, is_negated=is_denied)
            if noun.lemma in support["wishes"]:
                return _unsettled(context, Modality.HOPE, is_negated=is_denied)
        cue = cues.nouns.get(noun.lemma)
        is_unsure = noun.lemma in cues.possibilities or (cue is not None and cue.modality == "Presumption")
        if inner.kind == "complement" and is_unsure:
            return _unsettled(context, Modality.CONDITIONAL)
        return None

    def asked(self, clause: Clause, context: Context) -> Context:
        """The context of a clause that is asked, unsure or demanded: "whether he came", "important that he come"."""
        if clause.kind != "complement":
            return context
        if _is_subjunctive(clause):
            return _unsettled(context, Modality.HOPE)
        if self._is_unsure(clause):
            return _unsettled(context, Modality.CONDITIONAL)
        paragraph = clause.paragraph
        asks = clause.parent is not None and paragraph.tokens[clause.parent].lemma in ASKING
        first = paragraph.tokens[min(paragraph.subtree(clause.head))]
        is_question = clause.mark in ("whether", "if") or (asks and first.tag in ("WRB", "WP", "WDT"))
        return _unsettled(context, Modality.CONDITIONAL) if is_question else context

    def beside(self, stance: Stance, clause: Clause, event: EventDraft) -> Stance:
        """The stance, turned to that of the verb over it where that one tells of nothing done yet.

        "Would go there, returning in May"; "when he returned he would bring it" (Quirk et al., A Comprehensive Grammar
        of the English Language, 4.48 and 14.31).
        """
        outer = self.scene.clauses[clause.paragraph.number].get(clause.parent) if clause.parent is not None else None
        if outer is None or stance.status not in HAPPENED or event.type not in TALKS | ON_THE_WAY:
            return stance
        is_awaited = clause.kind == "adverbial" and clause.mark in AWAITED and clause.tense == "past"
        is_joined = clause.kind in ("adverbial", "participle") and clause.token.tag == "VBG" and not clause.is_finite
        if not (is_joined or (is_awaited and "had" not in clause.auxiliaries)):
            return stance
        if outer.tense not in ("future", "conditional") or "have" in outer.auxiliaries:
            return stance
        return evolve(PLANNED, polarity=stance.polarity)

    def is_only_proposed(self, inner: Clause) -> bool:
        """Whether a clause is what a noun proposes or demands, and nothing told: "the suggestion that he go"."""
        noun = inner.paragraph.tokens[inner.token.head]
        if inner.kind != "complement" or noun.pos != "NOUN" or noun.lemma in self.scene.cues.nouns:
            return False
        return any(frame.relation in SPOKEN_OF for frame in self.scene.frames.by_noun.get(noun.lemma, ()))

    def _is_unsure(self, clause: Clause) -> bool:
        """Whether somebody is not sure of what a clause says: "was not sure that he had left"."""
        support, paragraph = self.scene.frames.support, clause.paragraph
        adjective = paragraph.tokens[clause.token.head]
        outer = self.scene.clauses[paragraph.number].get(clause.parent) if clause.parent is not None else None
        if adjective.lemma in support["unsure"]:
            return True
        return outer is not None and outer.is_negated and adjective.lemma in support["sure"]

    def is_avoided(self, inner: Clause) -> bool:
        """Whether a verb in -ing is what is not done: "instead of visiting him", "against him visiting us"."""
        tokens = inner.paragraph.tokens
        before = tokens[inner.token.head]
        if before.pos in ("ADP", "SCONJ") and before.text.lower() in INSTEAD:
            return True
        beside = tokens[inner.head - 1]
        governor = tokens[beside.head].text.lower()
        return inner.token.tag == "VBG" and beside.dep == "pobj" and governor in ("against", "instead")

    def _possible(self, inner: Clause, context: Context) -> Context | None:
        """The context of an infinitive of a contact, a journey or a message that nothing tells as done: it may be."""
        if inner.auxiliaries != ("to",) or context.modality is not None:
            return None
        found = self.builder.of_clause(inner, context.voice)
        if found is None or found[0].type not in MAY_BE or not found[0].of():
            return None
        return _unsettled(context, Modality.HOPE)


def _is_subjunctive(clause: Clause) -> bool:
    """Whether a clause has the base form of its verb for one man: "insisted that Popov meet him"."""
    paragraph = clause.paragraph
    subjects = [child for child in paragraph.children(clause.head, "nsubj", "nsubjpass") if child.i < clause.head]
    is_one = len(subjects) == 1 and subjects[0].tag in ("NN", "NNP") and not paragraph.children(subjects[0].i, "conj")
    is_one = is_one or (len(subjects) == 1 and subjects[0].text.lower() in ("he", "she", "it"))
    is_base = clause.token.text.lower() == clause.token.lemma and set(clause.auxiliaries) <= {"be", "not"}
    return is_one and is_base and clause.mark == "that" and clause.token.tag in ("VB", "VBP", "VBN")


def _unsettled(context: Context, modality: Modality, *, is_negated: bool = False) -> Context:
    return evolve(context, modality=modality, certainty=Certainty.UNSPECIFIED, is_negated=is_negated)
