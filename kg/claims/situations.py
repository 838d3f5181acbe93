"""States, opinions, relations, causes and conditions: what clauses tell beside acts."""

from __future__ import annotations


from attrs import define, evolve

from kg.claims.clauses import Clause
from kg.claims.drafts import ClaimDraft, Context, EventDraft
from kg.claims.events import EventBuilder
from kg.claims.phrases import modifiers, noun_arguments, noun_words, own_words, resolved_words, without_negation
from kg.claims.relating import Relating
from kg.claims.scene import Scene
from kg.claims.stance import Stance, clause_words, hedge_in, stance_of
from kg.lexicon import Frame
from kg.model.claim import Basis, Certainty, Modality, Polarity
from kg.model.entity import Kind
from kg.model.event import Status
from kg.model.syntax import ParsedParagraph

Used = tuple[EventDraft | None, set[int]]
CHANCES = frozenset(["opportunity", "chance", "occasion", "possibility"])
EMPTY_SUBJECTS = frozenset(["it", "one", "there"])
CAUSAL = frozenset(["because"])
STAYS = frozenset(["stay", "tenure", "term", "service"])


class Teller:
    """What the situations need of the reader: to read a clause, and to make a claim of it."""

    done: set[int]
    event_at: dict[tuple[int, int], EventDraft]
    consumed: set[tuple[int, int]]

    def clause(self, clause: Clause, context: Context, stance_from: Clause | None = None) -> Context | None:
        """Read a clause."""
        raise NotImplementedError

    def claim(
        self, event: EventDraft, clause: Clause, context: Context, stance: Stance, *, cue_noun: int | None = None, basis: Basis | None = None, gloss: str = ""
    ) -> ClaimDraft:
        """Make a claim."""
        raise NotImplementedError


@define
class Situations:
    """Builds what is no act: states of relations and health, opinions, causes, conditions."""

    scene: Scene
    builder: EventBuilder
    relating: Relating

    # --- what a clause tells --------------------------------------------------------------------------------------------

    def special(self, teller: Teller, clause: Clause, context: Context, opened: Context | None) -> Used | None:
        """The readings that come before the frames; None if none of them applies."""
        for read in (self._conditional, self._identification, self._aspect, self._support, self._topic, self._chance, self._mistake, self._approval, self._offer, self._because):
            used = read(teller, clause, context, opened)
            if used is not None:
                return used
        return None

    def plain(self, clause: Clause, context: Context) -> EventDraft | None:
        """The state of affairs that a clause without a frame tells of; None if it has nothing to hold on to."""
        paragraph = clause.paragraph
        if not (clause.is_finite or context.modality in (Modality.INTENTION, Modality.HOPE)) or not (clause.subjects or clause.objects):
            return None
        if clause.token.lemma in ("mention", "note", "see") and clause.mark == "as":
            return None
        nouns = self._relation_nouns(clause)
        event = EventDraft("OpinionState", paragraph.passage(clause.head, clause.head), paragraph.number, clause.head, "situation.plain")
        if nouns:
            event.type, event.rule = "RelationState", "situation.relation"
            for noun in nouns:
                self.fill_relation(event, paragraph, noun, context)
            if clause.token.lemma in ("have", "establish", "maintain", "keep"):
                event.take("party", self._actors(paragraph, clause.subjects, context))
            for name in ("between", "with"):
                event.take("party", self._actors(paragraph, clause.prepositions.get(name, ()), context))
        elif self._is_between(clause, context):
            event.type, event.rule = "RelationState", "situation.between"
            event.take("party", self._actors(paragraph, self._between(clause), context))
        else:
            event.take("subject", self._actors(paragraph, clause.subjects, context))
            rest = [i for i in (*clause.objects, *clause.datives, *(n for row in clause.prepositions.values() for n in row))]
            event.take("affected", self._actors(paragraph, self._with_nested(paragraph, rest), context))
        self._trend(event, clause)
        self._demonstrative(event, clause)
        return event

    def fill_relation(self, event: EventDraft, paragraph: ParsedParagraph, noun: int, context: Context) -> None:
        """Parties and quality of a relation from its noun: "Soviet-Korean relations", "a very good relationship with X"."""
        arguments = noun_arguments(paragraph, noun)
        for name in ("poss", "between", "with"):
            event.take("party", self._actors(paragraph, arguments.get(name, ()), context))
        for i in paragraph.subtree(noun):  # "the relationship established earlier between them"
            if paragraph.tokens[i].text.lower() == "between":
                event.take("party", self._actors(paragraph, [k for k in paragraph.subtree(i) if k != i], context))
        self.builder._adjective(event, "party", paragraph, noun)
        words = [token for token in modifiers(paragraph, noun) if token.pos in ("ADJ", "ADV") and not any(self.builder.state_named(part) for part in token.text.split("-"))]
        if words:
            first, last = words[0].i, words[-1].i
            event.attributes.append(("quality", paragraph.words(first, last), paragraph.passage(first, last)))

    def _relation_nouns(self, clause: Clause) -> list[int]:
        """The nouns of relation that a clause is about: as its arguments, or one noun deeper."""
        paragraph = clause.paragraph
        frame = next(frame for frame in self.scene.frames.all if frame.type == "RelationState")
        tokens = [*clause.subjects, *clause.objects, *(i for name, row in clause.prepositions.items() if name not in ("before", "after", "on") for i in row)]
        for child in paragraph.children(clause.head, "acomp", "prep", "xcomp", "advcl"):
            if child.dep in ("xcomp", "advcl") and (child.tag != "VB" or child.dep == "advcl"):
                continue
            tokens += [i for i in paragraph.subtree(child.i) if paragraph.tokens[i].pos == "NOUN"][:4]
        found = []
        for i in tokens:
            for noun in (i, *(n for row in noun_arguments(paragraph, i).values() for n in row)):
                if paragraph.tokens[noun].lemma in frame.nouns and paragraph.tokens[noun].pos == "NOUN" and noun not in found:
                    found.append(noun)
                for deeper in noun_arguments(paragraph, noun).get("of", ()):
                    if paragraph.tokens[deeper].lemma in frame.nouns and deeper not in found:
                        found.append(deeper)
        return found

    def _is_between(self, clause: Clause, context: Context) -> bool:
        return len(self._actors(clause.paragraph, self._between(clause), context)) > 1

    def _between(self, clause: Clause) -> tuple[int, ...]:
        found = list(clause.prepositions.get("between", ()))
        for child in clause.paragraph.children(clause.head, "acomp", "attr"):
            found += noun_arguments(clause.paragraph, child.i).get("between", ())
        return tuple(found)

    def _actors(self, paragraph: ParsedParagraph, tokens: tuple[int, ...] | list[int], context: Context) -> tuple[str, ...]:
        entities = self.scene.all_meant(paragraph.number, tokens, context.voice)
        return tuple(entity for entity in entities if self.scene.entities[entity].kind not in (Kind.POST, Kind.PLACE, Kind.MESSAGE))

    def _with_nested(self, paragraph: ParsedParagraph, tokens: list[int]) -> list[int]:
        found = list(tokens)
        for i in tokens:
            found += [k for k in paragraph.subtree(i) if paragraph.tokens[k].pos in ("PROPN", "NOUN") and k != i and not self._below_clause(paragraph, k, i)]
        return found

    def _below_clause(self, paragraph: ParsedParagraph, i: int, top: int) -> bool:
        while i != top:
            if paragraph.tokens[i].dep in ("relcl", "ccomp", "acl", "advcl"):
                return True
            i = paragraph.tokens[i].head
        return False

    def _trend(self, event: EventDraft, clause: Clause) -> None:
        first, last = own_words(clause, self.scene.clauses[clause.paragraph.number])
        for token in clause.paragraph.tokens[first : last + 1]:
            for trend, stems in self.scene.frames.trend.items():
                if event.type == "RelationState" and token.text.lower().startswith(stems) and not any(name == "trend" for name, _, _ in event.attributes):
                    event.attributes.append(("trend", trend, clause.paragraph.passage(token.i, token.i)))

    def _demonstrative(self, event: EventDraft, clause: Clause) -> None:
        """ "This cannot be said of …": what "this" takes up is the last thing told."""
        for i in (*clause.subjects, *clause.objects):
            token = clause.paragraph.tokens[i]
            if token.text.lower() in ("this", "that") and token.tag == "DT" and self.scene.claims:
                event.relate("regarding", self.scene.claims[-1].content)

    # --- readings before the frames -------------------------------------------------------------------------------------

    def _conditional(self, teller: Teller, clause: Clause, context: Context, opened: Context | None) -> Used | None:
        """ "If we do not strive …, these will become weaker": one implication, with all its consequences."""
        if clause.kind == "adverbial" and clause.mark == "if":
            return None, set()
        clauses = self.scene.clauses[clause.paragraph.number]
        condition = next((inner for inner in clauses.values() if inner.parent == clause.head and inner.kind == "adverbial" and inner.mark == "if"), None)
        if condition is None or clause.tense not in ("future", "conditional"):
            return self._consequence_of_before(clause, context)
        paragraph = clause.paragraph
        link = EventDraft("Implication", paragraph.passage(condition.head, condition.head), paragraph.number, condition.head, "implication.if", status=Status.HYPOTHETICAL)
        link.relate("condition", self._argument(condition, context, Status.HYPOTHETICAL))
        link.relate("consequence", self._argument(clause, context, Status.HYPOTHETICAL))
        first, last = own_words(condition, clauses)
        begin, end = own_words(clause, clauses)
        names = self.scene.names_at(paragraph.number, context.voice)
        first, last = min(first, begin), max(last, end)
        link.label = resolved_words(paragraph, first, last, names)
        self.scene.events.append(link)
        certainty = context.certainty or Certainty.UNSPECIFIED
        claim = ClaimDraft(context.voice, link, Polarity.AFFIRMATIVE, certainty, Modality.CONDITIONAL, context.basis,
                           [paragraph.passage(first, last)], link.label, link.rule)  # fmt: skip
        self.add_claim(claim)
        return link, {condition.head}

    def _consequence_of_before(self, clause: Clause, context: Context) -> Used | None:
        """A further "will" in the sentence of a condition is one more consequence."""
        if clause.kind != "main" or clause.tense not in ("future", "conditional"):
            return None
        sentence = next(sentence for sentence in clause.paragraph.sentences if clause.head in sentence)
        link = next((event for event in reversed(self.scene.events) if event.type == "Implication" and event.paragraph == clause.paragraph.number and event.head in sentence), None)
        if link is None:
            return None
        if any(clause.paragraph.tokens[i].tag == "DT" for i in clause.complements for i in [i]) or self._only_takes_up(clause):
            return link, set()
        link.relate("consequence", self._argument(clause, context, Status.HYPOTHETICAL))
        claim = next(claim for claim in self.scene.claims if claim.content is link)
        first, last = own_words(clause, self.scene.clauses[clause.paragraph.number])
        claim.evidence.append(clause.paragraph.passage(first, last))
        return link, set()

    def _only_takes_up(self, clause: Clause) -> bool:
        """ "We will make that possible": what it says is a consequence already told."""
        return any(
            clause.paragraph.tokens[k].text.lower() in ("that", "this") and clause.paragraph.tokens[k].tag == "DT" and clause.paragraph.tokens[k].dep in ("nsubj", "dobj")
            for k in clause.paragraph.subtree(clause.head) if k > clause.head
        )  # fmt: skip

    def _argument(self, clause: Clause, context: Context, status: Status) -> EventDraft:
        """The event of a clause as an argument of another: described, claimed by nobody on its own."""
        found = self.builder.of_clause(clause, context.voice)
        event = found[0] if found else self.plain(clause, context)
        if event is None:
            paragraph = clause.paragraph
            event = EventDraft("OpinionState", paragraph.passage(clause.head, clause.head), paragraph.number, clause.head, "situation.plain")
            event.take("subject", self._actors(paragraph, clause.subjects, context))
        first, last = own_words(clause, self.scene.clauses[clause.paragraph.number])
        event.label = resolved_words(clause.paragraph, first, last, self.scene.names_at(clause.paragraph.number, context.voice))
        event.status = status
        event = self.same_as_before(event, clause)
        if event not in self.scene.events:
            self.scene.events.append(event)
        return event

    def _identification(self, teller: Teller, clause: Clause, context: Context, opened: Context | None) -> Used | None:
        """ "Such a case was the CC session held on …": the sentence tells of the session."""
        paragraph = clause.paragraph
        if clause.token.lemma != "be" or self.scene.all_meant(paragraph.number, clause.subjects, context.voice):
            return None
        for i in clause.objects:
            found = self.builder.of_noun(paragraph, i, context.voice)
            if found is None or found[1].carrier or not found[0].of() or paragraph.tokens[i].dep != "attr":
                continue
            event, frame = found
            stance = stance_of(clause, context, self.scene.cues, is_state=False)
            event.status = stance.status
            first, last = noun_words(paragraph, i)
            event.label = resolved_words(paragraph, first, last, self.scene.names_at(paragraph.number, context.voice))
            self.scene.events.append(event)
            teller.claim(event, clause, context, stance)
            self.relate_noun(teller, event, frame, paragraph, i, context)
            self.relating.used(teller, i)
            return event, set()
        return None

    def _aspect(self, teller: Teller, clause: Clause, context: Context, opened: Context | None) -> Used | None:
        """ "Kept delaying the answer": the event is the verb behind, told as the first verb tells it."""
        if clause.token.lemma not in self.scene.frames.support["aspect"]:
            return None
        clauses = self.scene.clauses[clause.paragraph.number]
        for i in clause.complements:
            inner = clauses.get(i)
            if inner and inner.kind == "open" and self.builder.of_clause(inner, context.voice):
                teller.clause(inner, context, clause)
                return None, {i}
        return None

    def _support(self, teller: Teller, clause: Clause, context: Context, opened: Context | None) -> Used | None:
        """ "His visit will take place", "the visit lasted ten minutes": the event is the subject."""
        verb = clause.token.lemma
        phrase = f"{verb} {' '.join(clause.paragraph.tokens[i].lemma for i in clause.objects)}".strip()
        support = self.scene.frames.support
        if verb not in support["last"] and verb not in support["happen"] and phrase not in support["happen"]:
            return None
        for i in clause.subjects:
            found = self.builder.of_noun(clause.paragraph, i, context.voice)
            if found is None:
                continue
            event = self.same_as_before(found[0], None)
            stance = stance_of(clause, context, self.scene.cues, is_state=False)
            event.status = stance.status
            if not event.label:
                first, last = noun_words(clause.paragraph, i)
                event.label = resolved_words(clause.paragraph, first, last, self.scene.names_at(clause.paragraph.number, context.voice))
            if event not in self.scene.events:
                self.scene.events.append(event)
            teller.claim(event, clause, context, stance)
            self.relating.used(teller, i)
            return event, set()
        return None

    def _topic(self, teller: Teller, clause: Clause, context: Context, opened: Context | None) -> Used | None:
        """ "The subject of our two conversations was the development of …"."""
        paragraph = clause.paragraph
        if clause.token.lemma != "be" or not clause.subjects:
            return None
        subject = clause.subjects[0]
        for frame in self.scene.frames.all:
            if paragraph.tokens[subject].lemma not in frame.as_topic_of:
                continue
            for noun in noun_arguments(paragraph, subject).get("of", ()):
                if paragraph.tokens[noun].lemma in frame.nouns:
                    event = self.builder._event(frame, paragraph, noun, noun_arguments(paragraph, noun), context.voice)
                    stance = stance_of(clause, context, self.scene.cues, is_state=False)
                    event.status = stance.status
                    for i in clause.objects:
                        first, last = noun_words(paragraph, i)
                        event.attributes.append(("topic", paragraph.words(first, last), paragraph.passage(first, last)))
                    first, last = own_words(clause, self.scene.clauses[paragraph.number])
                    event.label = resolved_words(paragraph, first, last, self.scene.names_at(paragraph.number, context.voice))
                    self.scene.events.append(event)
                    teller.claim(event, clause, context, stance)
                    self.relating.used(teller, noun)
                    return event, set()
        return None

    def _chance(self, teller: Teller, clause: Clause, context: Context, opened: Context | None) -> Used | None:
        """ "No opportunity to meet X had been given to him": the event is the meeting that there was no chance of."""
        paragraph = clause.paragraph
        clauses = self.scene.clauses[paragraph.number]
        for noun in clause.objects:
            if paragraph.tokens[noun].lemma not in CHANCES or not (clause.is_negated or clause.datives or clause.token.lemma == "have"):
                continue
            inner = next((clauses[child.i] for child in paragraph.children(noun, "acl") if child.i in clauses), None)
            if inner is None:
                continue
            who = clause.datives or clause.prepositions.get("to", ()) or clause.subjects
            found = self.builder.of_clause(evolve(inner, subjects=who), context.voice)
            if found is None:
                continue
            event = found[0]
            stance = stance_of(clause, context, self.scene.cues, is_state=False)
            event.status = stance.status if stance.polarity is Polarity.NEGATIVE else Status.HYPOTHETICAL
            first, last = own_words(clause, clauses)
            event.label = without_negation(clause, first, last, self.scene.names_at(paragraph.number, context.voice))
            self.scene.events.append(event)
            teller.claim(event, clause, context, stance)
            return event, {inner.head}
        return None

    def _mistake(self, teller: Teller, clause: Clause, context: Context, opened: Context | None) -> Used | None:
        """ "Had made a mistake when they applied …": a judgement on what the other clause tells."""
        paragraph = clause.paragraph
        noun = next((i for i in clause.objects if paragraph.tokens[i].lemma in self.scene.cues.evaluative_nouns), None)
        if noun is None or clause.token.lemma not in ("make", "commit", "be"):
            return None
        clauses = self.scene.clauses[paragraph.number]
        inner = next((clauses[i] for i in clauses if clauses[i].parent == clause.head and clauses[i].kind == "adverbial" and clauses[i].mark in ("when", "in", "by", "if", "")), None)
        if inner is None:
            return None
        event = self._argument(inner, context, Status.OCCURRED)
        event.attributes.append(("quality", paragraph.tokens[noun].text, paragraph.passage(noun, noun)))
        stance = stance_of(clause, context, self.scene.cues, is_state=False)
        event.status = stance.status
        teller.claim(event, clause, context, evolve(stance, modality=Modality.EVALUATION))
        first, last = own_words(inner, clauses)
        self.scene.claims[-1].evidence.append(paragraph.passage(first, last))
        names = self.scene.names_at(paragraph.number, context.voice)
        self.scene.claims[-1].gloss += " " + resolved_words(paragraph, first, last, names)
        nested = {i for i, other in clauses.items() if other.parent == clause.head and other.kind == "complement" and not other.is_finite}
        return event, {inner.head, *nested}

    def _approval(self, teller: Teller, clause: Clause, context: Context, opened: Context | None) -> Used | None:
        """ "One can approve of the resolution passed by …": a judgement on an act that a noun names."""
        cues, paragraph = self.scene.cues, clause.paragraph
        if clause.token.lemma not in cues.approving | cues.disapproving:
            return None
        clauses = self.scene.clauses[paragraph.number]
        for i in (*clause.objects, *clause.prepositions.get("of", ())):
            for child in paragraph.children(i, "acl"):
                inner = clauses.get(child.i)
                found = self.builder.of_clause(inner, context.voice) if inner else None
                if found is None or inner is None:
                    continue
                event = found[0]
                first, last = noun_words(paragraph, i)
                event.label = resolved_words(paragraph, first, last, self.scene.names_at(paragraph.number, context.voice))
                event.status = Status.OCCURRED
                begin, end = own_words(clause, clauses)
                event.attributes.append(("quality", paragraph.words(begin, end), paragraph.passage(begin, end)))
                self.relating.topic(event, paragraph, child.i)
                self.scene.events.append(event)
                stance = stance_of(clause, context, cues, is_state=True)
                teller.claim(event, clause, context, evolve(stance, modality=Modality.EVALUATION, certainty=context.certainty or Certainty.CERTAIN))
                self.relating.used(teller, i)
                return event, {child.i}
        return None

    def _offer(self, teller: Teller, clause: Clause, context: Context, opened: Context | None) -> Used | None:
        """ "He would receive the visit of X": an offer, whose content is the visit."""
        paragraph = clause.paragraph
        frame = next((frame for frame in self.scene.frames.by_verb.get(clause.token.lemma, ()) if frame.modal and frame.relation == "invitesTo"), None)
        if frame is None or clause.tense not in ("future", "conditional") or context.voice.outer is None:
            return None
        noun = next((i for i in clause.objects if paragraph.tokens[i].lemma in self.scene.frames.objects["visit"]), None)
        hosts = self._actors(paragraph, clause.subjects, context)
        if noun is None or not hosts:
            return None
        found = self.builder.of_noun(paragraph, noun, context.voice)
        if found is None:
            return None
        visit = found[0]
        visit.take("host", hosts)
        visit.status = Status.PROSPECTIVE
        first, last = noun_words(paragraph, noun)
        visit.label = resolved_words(paragraph, first, last, self.scene.names_at(paragraph.number, context.voice))
        self.scene.events.append(visit)
        stance = stance_of(clause, context, self.scene.cues, is_state=False)
        teller.claim(visit, clause, context, evolve(stance, modality=Modality.OFFER, certainty=Certainty.UNSPECIFIED))
        self.relating.used(teller, noun)
        self.relating.invitation(teller, clause, visit, context)
        return visit, set()

    # --- causes ---------------------------------------------------------------------------------------------------------

    def _because(self, teller: Teller, clause: Clause, context: Context, opened: Context | None) -> Used | None:
        """ "The reply was presumably delayed because they asked …": the hedge is about the cause."""
        clauses = self.scene.clauses[clause.paragraph.number]
        causes = [inner for inner in clauses.values() if inner.parent == clause.head and inner.mark in CAUSAL]
        if not causes or self._is_expletive(clause):
            return None
        hedge = hedge_in(clause_words(clause), self.scene.cues)
        found = self.builder.of_clause(clause, context.voice)
        effect = found[0] if found else self.plain(clause, context)
        if effect is None:
            return None
        stance = stance_of(clause, context, self.scene.cues, is_state=found is None)
        first, last = own_words(clause, clauses)
        names = self.scene.names_at(clause.paragraph.number, context.voice)
        effect.label = effect.label or without_negation(clause, first, last, names)
        if hedge:
            effect.status = Status.OCCURRED
        else:
            effect.status = stance.status
        effect = self.same_as_before(effect, clause)
        is_new = effect not in self.scene.events
        if is_new:
            self.scene.events.append(effect)
        if not hedge:
            teller.claim(effect, clause, context, stance)
        for cause in causes:
            self.cause(clause, self._argument(cause, context, Status.HYPOTHETICAL), effect, context, stance, (cause,))
        return effect, {cause.head for cause in causes}

    def _is_expletive(self, clause: Clause) -> bool:
        return bool(clause.subjects) and clause.paragraph.tokens[clause.subjects[0]].text.lower() == "it"

    def cleft(self, teller: Teller, clause: Clause, opened: Context | None) -> set[int]:
        """ "It was not because of A that B, but because C": two causes of B, one of them denied."""
        paragraph = clause.paragraph
        clauses = self.scene.clauses[paragraph.number]
        nouns = clause.prepositions.get("because", ()) or clause.prepositions.get("due", ())
        outer = clauses.get(clause.parent) if clause.parent is not None else None
        if not nouns or opened is None or not clause.complements:
            return set()
        inner = clauses.get(clause.complements[0])
        if inner is None:
            return set()
        context = evolve(opened, is_negated=False)
        before = len(self.scene.events)
        teller.clause(inner, evolve(context, modality=None, certainty=None))
        effect = next((event for event in self.scene.events[before:]), None) or self.relating.event_of(teller, inner)
        if effect is None:
            return {inner.head}
        negative = clause.is_negated
        stance = Stance(Polarity.NEGATIVE if negative else Polarity.AFFIRMATIVE, context.certainty or Certainty.CERTAIN, context.modality or Modality.REPORT, Status.PRESUMED)
        for noun in nouns:
            self.cause(clause, self._noun_cause(paragraph, noun, context), effect, context, stance, ())
        others = [other for other in clauses.values() if other.mark in CAUSAL and other.parent in (clause.head, outer.head if outer else -1) and other.head > clause.head]
        teller.consumed.update((paragraph.number, other.head) for other in others)
        for other in others:
            self.cause(other, self._argument(other, context, Status.HYPOTHETICAL), effect, context, evolve(stance, polarity=Polarity.AFFIRMATIVE), ())
        return {inner.head, *(other.head for other in others)}

    def _noun_cause(self, paragraph: ParsedParagraph, noun: int, context: Context) -> EventDraft:
        found = self.builder.of_noun(paragraph, noun, context.voice)
        event = found[0] if found else EventDraft("OpinionState", paragraph.passage(noun, noun), paragraph.number, noun, "situation.plain")
        if found is None:
            event.take("subject", self._actors(paragraph, noun_arguments(paragraph, noun).get("poss", ()), context))
        first, last = noun_words(paragraph, noun)
        event.label = resolved_words(paragraph, first, last, self.scene.names_at(paragraph.number, context.voice))
        event.status = Status.HOLDS
        event = self.same_as_before(event, None)
        if event not in self.scene.events:
            self.scene.events.append(event)
        return event

    def cause(
        self, clause: Clause, cause: EventDraft, effect: EventDraft, context: Context, stance: Stance, with_clauses: tuple[Clause, ...], modality: Modality | None = None
    ) -> EventDraft:
        """A causal link and its claim; one link for one cause and one effect, whoever speaks of it."""
        paragraph = clause.paragraph
        link = next((event for event in self.scene.events if event.type == "CausalLink" and event.targets("cause") == [cause] and event.targets("effect") == [effect]), None)
        first, last = own_words(clause, self.scene.clauses[paragraph.number])
        for other in with_clauses:
            begin, end = own_words(other, self.scene.clauses[paragraph.number])
            first, last = min(first, begin), max(last, end)
        if link is None:
            link = EventDraft("CausalLink", paragraph.passage(clause.head, clause.head), paragraph.number, clause.head, "cause.because")
            if any(event.id == link.id for event in self.scene.events):
                link.trigger = cause.trigger
            link.relate("cause", cause)
            link.relate("effect", effect)
            link.label = f"{effect.label} because of: {cause.label}"
            self.scene.events.append(link)
            link.status = Status.PRESUMED if stance.modality is Modality.PRESUMPTION else Status.HOLDS
        gloss = resolved_words(paragraph, first, last, self.scene.names_at(paragraph.number, context.voice))
        self.add_claim(
            ClaimDraft(context.voice, link, stance.polarity, stance.certainty, modality or stance.modality, context.basis,
                       [paragraph.passage(first, last)], gloss[:1].upper() + gloss[1:], link.rule)  # fmt: skip
        )
        return link

    # --- identity -------------------------------------------------------------------------------------------------------

    def same_as_before(self, event: EventDraft, clause: Clause | None) -> EventDraft:
        """The event that this one takes up ("this proposal", "their proposal", "his illness"), else itself."""
        return self.relating.same_as_before(event, clause)

    def add_claim(self, claim: ClaimDraft) -> ClaimDraft:
        """Keep a claim; if the same voice has said the same of the same before, it gets one more quote."""
        for known in self.scene.claims:
            if known.voice is claim.voice and known.content is claim.content and known.polarity is claim.polarity:
                known.evidence += [passage for passage in claim.evidence if passage not in known.evidence]
                return known
        self.scene.claims.append(claim)
        return claim

    def is_definite(self, paragraph: ParsedParagraph, head: int) -> bool:
        """Whether a noun phrase speaks of one event that took place: "his visit", "the talk with X", "a talk on 3 May"."""
        children = paragraph.children(head)
        if any(child.dep == "poss" for child in children):
            return True
        if any(child.dep == "det" and child.text.lower() in ("the", "this", "that", "these", "those") for child in children):
            return True
        return any(child.dep == "prep" and child.text.lower() in ("with", "between", "by") for child in children)

    def relate(self, teller: Teller, event: EventDraft, frame: Frame, clause: Clause, context: Context, opened: Context | None) -> set[int]:
        """Fill the relation of a frame; the dependents that it used up."""
        used = self.relating.relate(teller, self, event, frame, clause, context)
        if frame.relation == "demands" and event.targets("demands"):
            self._directive(event, clause, context)
        if frame.type == "Apology":
            used |= self._justifications(event, clause, context)
        return used

    def relate_noun(self, teller: Teller, event: EventDraft, frame: Frame, paragraph: ParsedParagraph, head: int, context: Context) -> None:
        """What an event that a noun names is about, and where it was."""
        self.relating.topic(event, paragraph, head)
        self.relating.place(event, paragraph, paragraph.subtree(head))
        if frame.relation:
            status = Status.DESIRED if frame.relation == "demands" else Status.PROSPECTIVE
            self.relating.target_of_noun(teller, event, frame.relation, paragraph, head, context, status)

    def is_stay(self, paragraph: ParsedParagraph, head: int, context: Context) -> bool:
        """ "His five-year stay here" of an office-holder is the time of his office, no visit."""
        if paragraph.tokens[head].lemma not in STAYS:
            return False
        owners = self.scene.all_meant(paragraph.number, noun_arguments(paragraph, head).get("poss", ()), context.voice)
        return any(fact.person in owners for fact in self.scene.discourse.offices)

    def _directive(self, event: EventDraft, clause: Clause, context: Context) -> None:
        """What is demanded is the word of the one who demands it: one claim, whose several demands are parts of it."""
        speakers = event.of("agent")
        targets = event.targets("demands")
        if not speakers or event.status is not Status.OCCURRED:
            return
        voice = self.relating.voices.inner(context.voice, speakers, cue=clause.paragraph.passage(clause.head, clause.head), hearers=event.of("addressee"))
        clauses = self.scene.clauses[clause.paragraph.number]
        inner = next((clauses[i] for i in clause.complements if i in clauses), None)
        if voice is context.voice or inner is None:
            return
        content = targets[0]
        first, last = own_words(inner, clauses)
        words = resolved_words(clause.paragraph, first, last, self.scene.names_at(clause.paragraph.number, voice))
        if len(targets) > 1:
            content = EventDraft(content.type, clause.paragraph.passage(inner.head, inner.head), content.paragraph, inner.head, content.rule, words, Status.DESIRED)
            for target in targets:
                target.relate("partOf", content)
            self.scene.events.append(content)
        self.add_claim(
            ClaimDraft(voice, content, Polarity.AFFIRMATIVE, Certainty.UNSPECIFIED, Modality.DIRECTIVE, Basis.EXPLICIT,
                       [clause.paragraph.passage(first, last)], words[:1].upper() + words[1:], "directive.demand")  # fmt: skip
        )
        if event not in voice.uttered_in:
            voice.uttered_in.append(event)

    def _justifications(self, apology: EventDraft, clause: Clause, context: Context) -> set[int]:
        """ "Apologized, saying that he had been ill": what he said are the causes of what he apologised for."""
        clauses = self.scene.clauses[clause.paragraph.number]
        regarding = apology.targets("regarding")
        saying = next((inner for inner in clauses.values() if inner.parent == clause.head and inner.token.lemma in self.scene.cues.verbs and inner.complements), None)
        if not regarding or saying is None:
            return set()
        speakers = apology.of("agent")
        voice = self.relating.voices.inner(context.voice, speakers, cue=clause.paragraph.passage(saying.head, saying.head), hearers=apology.of("addressee"))
        inner_context = Context(voice, Basis.EXPLICIT)
        reasons = [clauses[i] for i in saying.complements if i in clauses]
        reasons += [other for other in clauses.values() if other.parent in {reason.head for reason in reasons} and other.token.dep == "conj" and other.kind == "complement"]
        for reason in reasons:
            stance = Stance(Polarity.AFFIRMATIVE, Certainty.CERTAIN, Modality.JUSTIFICATION, Status.HOLDS)
            cause = self._argument(reason, inner_context, Status.HOLDS)
            self.cause(reason, cause, regarding[0], inner_context, stance, ())
        return {saying.head}
