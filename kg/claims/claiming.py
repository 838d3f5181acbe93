"""Claims in the words of a clause or of a noun phrase: what is said to be, in whose voice, on which words."""

from __future__ import annotations

from attrs import define

from kg.claims.clauses import Clause
from kg.claims.drafts import ClaimDraft, Context, EventDraft
from kg.claims.phrases import noun_words, own_words, without_negation
from kg.claims.scene import Scene
from kg.claims.stance import AS_TOLD, Stance
from kg.model.syntax import ParsedParagraph


@define
class Claiming:
    """Makes claims in a scene. `cue_noun` = the noun that opens a voice in the clause ("with the explanation that")."""

    scene: Scene

    def of_clause(
        self, event: EventDraft, clause: Clause, context: Context, stance: Stance, *, cue_noun: int | None = None
    ) -> ClaimDraft:
        """Claim an event in the voice of the context, on the clause's own words."""
        first, last = self.words(clause, cue_noun)
        words = self.scene.resolved_words(clause.paragraph, first, last, context.voice)
        gloss = self._with_subject(clause, first, words, context)
        return self.scene.add_claim(
            ClaimDraft(
                voice=context.voice,
                content=event,
                polarity=stance.polarity,
                certainty=stance.certainty,
                modality=stance.modality,
                basis=context.basis,
                evidence=[clause.paragraph.passage(first, last)],
                gloss=capitalised(gloss),
                rule=event.rule,
            )
        )

    def of_noun(
        self,
        event: EventDraft,
        paragraph: ParsedParagraph,
        head: int,
        context: Context,
        stance: Stance = AS_TOLD,
    ) -> ClaimDraft:
        """Claim what a noun phrase names: "before his departure for Korea"."""
        event.status = stance.status
        words = self.scene.words_of_noun(paragraph, head, context.voice)
        event.label = event.label or words
        self.scene.keep(event)
        self.scene.event_at.setdefault((paragraph.number, head), event)
        return self.scene.add_claim(
            ClaimDraft(
                voice=context.voice,
                content=event,
                polarity=stance.polarity,
                certainty=stance.certainty,
                modality=stance.modality,
                basis=context.basis,
                evidence=[paragraph.passage(*noun_words(paragraph, head))],
                gloss=capitalised(words),
                rule=event.rule,
            )
        )

    def keep_described(self, event: EventDraft, clause: Clause, context: Context, cue_noun: int | None = None) -> None:
        """Keep an event under the clause's own words, put positively: negation belongs to the claim."""
        first, last = self.words(clause, cue_noun)
        if not event.label:
            words = self.without_negation(clause, first, last, context)
            event.label = self._with_subject(clause, first, words, context)
        self.scene.keep(event)
        self.scene.used.add(event.place_in_text)

    def words(self, clause: Clause, cue_noun: int | None = None) -> tuple[int, int]:
        """First and last token of a clause's own words, without what the cue noun introduces."""
        excluded = set()
        if cue_noun is not None:
            token = clause.paragraph.tokens[cue_noun]
            if token.dep == "pobj":
                excluded.add(token.head)
            excluded.update(child.i for child in clause.paragraph.children(cue_noun, "acl", "relcl", "ccomp"))
        return own_words(clause, self.scene.clauses[clause.paragraph.number], excluded)

    def without_negation(self, clause: Clause, first: int, last: int, context: Context) -> str:
        """The words put positively, with names for pronouns."""
        names = self.scene.names_at(clause.paragraph, first, last, context.voice)
        return without_negation(clause, first, last, names)

    def _with_subject(self, clause: Clause, first: int, words: str, context: Context) -> str:
        """The words, with the subject that the clause shares with another put before them."""
        if clause.is_implied_subject and not clause.is_passive and clause.subjects and clause.subjects[0] < first:
            subject = clause.subjects[0]
            paragraph = clause.paragraph
            name = self.scene.names_at(paragraph, subject, subject, context.voice).get(subject, "")
            return f"{name} {words}".strip()
        return words


def capitalised(words: str) -> str:
    """The words with a capital at their head.

    >>> capitalised("he left for Korea")
    'He left for Korea'
    """
    return words[:1].upper() + words[1:]
