"""Causes, justifications and conditions: what one clause makes of another, described without being claimed alone."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, evolve

from kg.claims.claiming import Claiming, capitalised
from kg.claims.clauses import CONDITIONS, Clause
from kg.claims.drafts import ClaimDraft, Context, EventDraft
from kg.claims.events import EventBuilder
from kg.claims.identity import same_as_before
from kg.claims.phrases import noun_arguments, own_words
from kg.claims.scene import Scene
from kg.claims.stance import Stance, clause_words, hedge_in, stance_of
from kg.claims.states import States
from kg.claims.telling import Telling, Told
from kg.claims.voices import Voices
from kg.model.claim import Basis, Certainty, Modality, Polarity
from kg.model.event import Status
from kg.model.syntax import ParsedParagraph


@define
class Causes:
    """Builds causal links and implications between the events of a scene."""

    scene: Scene
    voices: Voices
    builder: EventBuilder
    states: States
    claiming: Claiming

    # --- conditions ---------------------------------------------------------------------------------------------------

    def conditional(self, clause: Clause, context: Context) -> Told | None:
        """Read "if we do not strive …, these will become weaker" as one implication, with all its consequences."""
        if clause.kind == "adverbial" and clause.mark in CONDITIONS:
            return None, set()  # read with the clause that depends on it
        paragraph = clause.paragraph
        condition = self._below(clause, lambda inner: inner.kind == "adverbial" and inner.mark in CONDITIONS)
        if condition is None or clause.tense not in ("future", "conditional"):
            return self._further_consequence(clause, context)
        head = condition.head
        link = EventDraft("Implication", paragraph.passage(head, head), paragraph.number, head, "implication.if")
        link.status = Status.HYPOTHETICAL
        link.relate("condition", self.argument(condition, context, Status.HYPOTHETICAL))
        link.relate("consequence", self.argument(clause, context, Status.HYPOTHETICAL))
        first, last = self._words_of(condition, clause)
        link.label = self.scene.resolved_words(paragraph, first, last, context.voice)
        self.scene.keep(link)
        self.scene.add_claim(
            ClaimDraft(
                voice=context.voice,
                content=link,
                polarity=Polarity.AFFIRMATIVE,
                certainty=context.certainty or Certainty.UNSPECIFIED,
                modality=Modality.CONDITIONAL,
                basis=context.basis,
                evidence=[paragraph.passage(first, last)],
                gloss=link.label,
                rule=link.rule,
            )
        )
        return link, {head}

    def _further_consequence(self, clause: Clause, context: Context) -> Told | None:
        """Add a further "will" in the sentence of a condition as one more consequence."""
        if clause.kind != "main" or clause.tense not in ("future", "conditional"):
            return None
        number = clause.paragraph.number
        sentence = next(sentence for sentence in clause.paragraph.sentences if clause.head in sentence)
        links = (event for event in reversed(self.scene.events) if event.type == "Implication")
        link = next((event for event in links if event.paragraph == number and event.head in sentence), None)
        if link is None:
            return None
        if not _only_takes_up(clause):
            link.relate("consequence", self.argument(clause, context, Status.HYPOTHETICAL))
            claim = next(claim for claim in self.scene.claims if claim.content is link)
            claim.evidence.append(self.scene.passage_of_clause(clause))
        return link, set()

    # --- causes -------------------------------------------------------------------------------------------------------

    def because(self, clause: Clause, context: Context) -> Told | None:
        """Read "the reply was presumably delayed because they asked …": the hedge is about the cause."""
        clauses = self.scene.clauses[clause.paragraph.number]
        causes = [inner for inner in clauses.values() if inner.parent == clause.head and self._is_causal(inner)]
        says = clause.token.lemma in self.scene.cues.verbs and bool(clause.complements)
        if not causes or says or _is_expletive(clause):
            return None
        hedge = hedge_in(clause_words(clause), self.scene.cues)
        found = self.builder.of_clause(clause, context.voice)
        effect = found[0] if found else self.states.of_clause(clause, context)
        if effect is None:
            return None
        stance = stance_of(clause, context, self.scene.cues, is_state=found is None)
        first, last = own_words(clause, clauses)
        effect.label = effect.label or self.claiming.without_negation(clause, first, last, context)
        effect.status = Status.OCCURRED if hedge else stance.status
        effect = same_as_before(self.scene, effect)
        self.scene.keep(effect)
        if not hedge:
            self.claiming.of_clause(effect, clause, context, stance)
        for cause in causes:
            described = self.argument(cause, context, Status.HYPOTHETICAL)
            self._link(described, effect, context, stance, clause, self._words_of(clause, cause))
        return effect, {cause.head for cause in causes}

    def cleft(self, telling: Telling, clause: Clause, opened: Context | None) -> set[int]:
        """Read "it was not because of A that B, but because C" as two causes of B, one of them denied.

        The heads of the clauses that were read; none if the clause is no such cleft sentence.
        """
        paragraph = clause.paragraph
        clauses = self.scene.clauses[paragraph.number]
        rows = (clause.prepositions.get(word, ()) for word in self.scene.cues.causal_prepositions)
        nouns = next(filter(None, rows), ())
        inner = clauses.get(clause.complements[0]) if clause.complements else None
        if not nouns or opened is None or inner is None:
            return set()
        context = evolve(opened, is_negated=False)
        before = len(self.scene.events)
        telling.clause(inner, evolve(context, modality=None, certainty=None))
        told = self.scene.events[before:]
        effect = told[0] if told else self.scene.event_at.get((paragraph.number, inner.head))
        if effect is None:
            return {inner.head}
        stance = Stance(
            polarity=Polarity.NEGATIVE if clause.is_negated else Polarity.AFFIRMATIVE,
            certainty=context.certainty or Certainty.CERTAIN,
            modality=context.modality or Modality.REPORT,
            status=Status.PRESUMED,
        )
        for noun in nouns:
            cause = self._named_cause(paragraph, noun, context)
            self._link(cause, effect, context, stance, clause, self._words_of(clause))
        governors = (clause.head, clause.parent)
        others = [other for other in clauses.values() if self._is_causal(other) and other.head > clause.head]
        others = [other for other in others if other.parent is not None and other.parent in governors]
        self.scene.read_early.update((paragraph.number, other.head) for other in others)
        affirmed = evolve(stance, polarity=Polarity.AFFIRMATIVE)
        for other in others:
            described = self.argument(other, context, Status.HYPOTHETICAL)
            self._link(described, effect, context, affirmed, other, self._words_of(other))
        return {inner.head, *(other.head for other in others)}

    def justifications(self, apology: EventDraft, clause: Clause, context: Context) -> set[int]:
        """Read "apologized, saying that he had been ill": what he said are the causes of what he apologised for.

        The head of the clause that was read, if any.
        """
        clauses = self.scene.clauses[clause.paragraph.number]
        regarding = apology.targets("regarding")
        verbs = self.scene.cues.verbs
        saying = self._below(clause, lambda inner: inner.token.lemma in verbs and bool(inner.complements))
        if not regarding or saying is None:
            return set()
        cue = clause.paragraph.passage(saying.head, saying.head)
        hearers = apology.of("addressee")
        voice = self.voices.inner(context.voice, apology.of("agent"), cue=cue, hearers=hearers)
        said = Context(voice, Basis.EXPLICIT)
        reasons = [clauses[i] for i in saying.complements if i in clauses]
        heads = {reason.head for reason in reasons}
        joined = (other for other in clauses.values() if other.parent in heads and other.kind == "complement")
        reasons += [other for other in joined if other.token.dep == "conj"]
        stance = Stance(Polarity.AFFIRMATIVE, Certainty.CERTAIN, Modality.JUSTIFICATION, Status.HOLDS)
        for reason in reasons:
            cause = self.argument(reason, said, Status.HOLDS)
            self._link(cause, regarding[0], said, stance, reason, self._words_of(reason))
        return {saying.head}

    # --- arguments ----------------------------------------------------------------------------------------------------

    def argument(self, clause: Clause, context: Context, status: Status) -> EventDraft:
        """The event of a clause as an argument of another: described, claimed by nobody on its own."""
        found = self.builder.of_clause(clause, context.voice)
        event = found[0] if found else self.states.of_clause(clause, context)
        if event is None:
            event = self.states.bare(clause.paragraph, clause.head)
            event.take("subject", self.states.actors(clause.paragraph, clause.subjects, context))
        event.label = self.scene.words_of_clause(clause, context.voice)
        event.status = status
        event = same_as_before(self.scene, event)
        self.scene.keep(event)
        return event

    def _named_cause(self, paragraph: ParsedParagraph, noun: int, context: Context) -> EventDraft:
        """The cause that a noun phrase names: "because of his illness"."""
        found = self.builder.of_noun(paragraph, noun, context.voice)
        event = found[0] if found else self.states.bare(paragraph, noun)
        if found is None:
            owners = noun_arguments(paragraph, noun).get("poss", ())
            event.take("subject", self.states.actors(paragraph, owners, context))
        event.label = self.scene.words_of_noun(paragraph, noun, context.voice)
        event.status = Status.HOLDS
        event = same_as_before(self.scene, event)
        self.scene.keep(event)
        return event

    def _link(
        self,
        cause: EventDraft,
        effect: EventDraft,
        context: Context,
        stance: Stance,
        clause: Clause,
        words: tuple[int, int],
    ) -> None:
        """Claim that one event caused another; there is one link for both, whoever speaks of it."""
        paragraph = clause.paragraph
        links = (event for event in self.scene.events if event.type == "CausalLink")
        link = next((e for e in links if e.targets("cause") == [cause] and e.targets("effect") == [effect]), None)
        if link is None:
            trigger = paragraph.passage(clause.head, clause.head)
            link = EventDraft("CausalLink", trigger, paragraph.number, clause.head, "cause.because")
            if any(event.id == link.id for event in self.scene.events):  # the verb has another cause as well
                link.trigger = cause.trigger
            link.relate("cause", cause)
            link.relate("effect", effect)
            link.label = f"{effect.label} because of: {cause.label}"
            link.status = Status.PRESUMED if stance.modality is Modality.PRESUMPTION else Status.HOLDS
            self.scene.keep(link)
        self.scene.add_claim(
            ClaimDraft(
                voice=context.voice,
                content=link,
                polarity=stance.polarity,
                certainty=stance.certainty,
                modality=stance.modality,
                basis=context.basis,
                evidence=[paragraph.passage(*words)],
                gloss=capitalised(self.scene.resolved_words(paragraph, *words, context.voice)),
                rule=link.rule,
            )
        )

    def _words_of(self, *clauses: Clause) -> tuple[int, int]:
        """First and last token of the own words of clauses taken together."""
        spans = [own_words(clause, self.scene.clauses[clause.paragraph.number]) for clause in clauses]
        return min(first for first, _ in spans), max(last for _, last in spans)

    def _below(self, clause: Clause, fits: Callable[[Clause], bool]) -> Clause | None:
        """The first clause that hangs on another and is such as asked for."""
        clauses = self.scene.clauses[clause.paragraph.number].values()
        return next((inner for inner in clauses if inner.parent == clause.head and fits(inner)), None)

    def _is_causal(self, clause: Clause) -> bool:
        return clause.mark in self.scene.cues.causal


def _is_expletive(clause: Clause) -> bool:
    return bool(clause.subjects) and clause.paragraph.tokens[clause.subjects[0]].text.lower() == "it"


def _only_takes_up(clause: Clause) -> bool:
    """Whether a clause says nothing new: in "we will make that possible", "that" is a consequence already told."""
    tokens = [clause.paragraph.tokens[i] for i in clause.paragraph.subtree(clause.head) if i > clause.head]
    if any(clause.paragraph.tokens[i].tag == "DT" for i in clause.complements):
        return True
    return any(
        token.text.lower() in ("that", "this") and token.tag == "DT" and token.dep in ("nsubj", "dobj")
        for token in tokens
    )
