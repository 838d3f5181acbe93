"""The walk through the clauses: whose voice, which event, what claim."""

from __future__ import annotations

from attrs import define, evolve, field

from kg.claims.clauses import Clause
from kg.claims.drafts import ClaimDraft, Context, EventDraft, VoiceDraft
from kg.claims.events import EventBuilder
from kg.claims.phrases import noun_words, own_words, resolved_words, without_negation
from kg.claims.scene import Scene
from kg.claims.situations import Situations
from kg.claims.stance import HAPPENED, Stance, clause_words, hedge_in, is_evaluative, stance_of
from kg.claims.voices import CARRY_ON, Voices
from kg.lexicon import Frame
from kg.model.claim import Basis, Certainty, Modality, Polarity
from kg.model.discourse import SPEAKER, SPEAKERS
from kg.model.event import Status
from kg.model.syntax import ParsedParagraph

CONTACT = frozenset(["Visit", "CourtesyVisit", "ReturnVisit", "FarewellVisit", "Audience", "Meeting", "Negotiation", "Consultation"])
SPEECH_ACTS = frozenset(["Request", "Agreement", "Refusal", "Invitation", "Proposal", "Apology", "Protest", "Instruction", "MessageSending"])
NO_EVENT = frozenset(["concern", "include", "regard", "follow", "head", "lead"])  # as participles: mere prepositions
CHANCES = frozenset(["opportunity", "chance", "occasion", "possibility"])


@define
class Reader:
    """Reads the paragraphs of a scene in order and fills it with events, voices and claims."""

    scene: Scene
    voices: Voices
    builder: EventBuilder
    situations: Situations
    told_by: VoiceDraft | None = None  # who goes on telling after a conversation with the author
    inner: Context | None = None  # the voice that the last sentence left open
    done: set[int] = field(factory=set)  # tokens of this paragraph that an event has used
    context_at: dict[tuple[int, int], Context] = field(factory=dict)
    event_at: dict[tuple[int, int], EventDraft] = field(factory=dict)
    consumed: set[tuple[int, int]] = field(factory=set)  # clauses that a special reading has used up
    story: dict[tuple[int, int], Context] = field(factory=dict)  # nouns told of in an opened voice: "the story of …"

    def paragraph(self, paragraph: ParsedParagraph) -> None:
        """Read one paragraph."""
        self.done = set()
        if not self._carries_on(paragraph):
            self.inner = None
        for sentence in paragraph.sentences:
            self.sentence(paragraph, sentence)

    def sentence(self, paragraph: ParsedParagraph, sentence: range) -> None:
        """Read one sentence: its main clauses from left to right, each with what hangs on it."""
        clauses = self.scene.clauses[paragraph.number]
        mains = sorted((clause for i, clause in clauses.items() if i in sentence and clause.kind == "main"), key=lambda clause: clause.head)
        context = self._base(paragraph, sentence, mains)
        opened: Context | None = None
        for position, clause in enumerate(mains):
            here = context
            if position and opened and self._goes_on(clause, opened):
                here = evolve(opened, basis=Basis.IMPLICIT)
            self._position(clause, here)
            opened = self.clause(clause, here) or (opened if here is not context else None)
        self._orphans(paragraph, sentence, context)
        self._nouns(paragraph, sentence, context)
        self.inner = self._left_open(paragraph, sentence, mains, context)

    def _orphans(self, paragraph: ParsedParagraph, sentence: range, context: Context) -> None:
        """Clauses of a sentence without a verb: "a report on his meeting, in which the two discussed …"."""
        for i, clause in self.scene.clauses[paragraph.number].items():
            if i not in sentence or clause.parent is not None or clause.kind == "main":
                continue
            found = self.builder.of_clause(clause, context.voice)
            noun = clause.token.head
            meeting = self.builder.of_noun(paragraph, noun, context.voice) if clause.kind == "relative" else None
            if found and meeting and found[0].type == "Consultation" and not set(found[0].of()) - set(meeting[0].of()):
                self.done.add(noun)
                self.situations.relating.topic_of_object(found[0], clause)
                meeting[0].attributes += found[0].attributes
                self.noun_claim(meeting[0], paragraph, noun, context)
                first, last = self._own(clause)
                self.scene.claims[-1].evidence.append(paragraph.passage(first, last))
            else:
                self.clause(clause, context)

    def clause(self, clause: Clause, context: Context, stance_from: Clause | None = None) -> Context | None:
        """Read a clause and all that hangs on it; the context that it opened for its complement, if any."""
        context = self.voices.of_adjunct(clause, context)
        self.context_at[(clause.paragraph.number, clause.head)] = context
        by_noun = self.voices.opened_by_noun(clause, context)
        by_verb = self.voices.opened_by_verb(clause, context)
        opened = by_verb or (by_noun[1] if by_noun else None)
        event: EventDraft | None = None
        skip: set[int] = set()
        if by_noun and by_noun[0] in clause.objects and not clause.complements:
            self.story.update({(clause.paragraph.number, i): by_noun[1] for i in clause.paragraph.subtree(by_noun[0])})
        if self._is_wrapper(clause):
            opened = opened or self._through_wrapper(clause, context)
            skip = self.situations.cleft(self, clause, opened)
        else:
            event, skip = self._event_of(clause, context, opened, by_noun[0] if by_noun else None, stance_from)
        if event and event.type == "MessageSending":
            opened = opened and evolve(opened, utterance=event)
        return self._dependents(clause, context, opened, event, skip) or opened

    # --- events ---------------------------------------------------------------------------------------------------------

    def _event_of(
        self, clause: Clause, context: Context, opened: Context | None, cue_noun: int | None, stance_from: Clause | None
    ) -> tuple[EventDraft | None, set[int]]:
        """The event of a clause with its claim, and the dependents that it has used up."""
        special = self.situations.special(self, clause, context, opened)
        if special is not None:
            return special
        found = self.builder.of_clause(clause, context.voice)
        if self._is_infinitive(clause) and context.modality not in (Modality.INTENTION, Modality.HOPE) and stance_from is None:
            return None, set()
        if found is None and (opened is not None and (clause.complements or cue_noun is not None)):
            reply = self.situations.relating.reply(self, clause, opened)
            if reply is not None:
                self._describe(reply, clause, context, cue_noun)
                self.event_at[(clause.paragraph.number, clause.head)] = reply
                self.claim(reply, clause, context, stance_of(clause, context, self.scene.cues, is_state=False), cue_noun=cue_noun)
                opened.voice.uttered_in.append(reply)
            return None, set()
        if found is None and clause.kind in ("relative", "participle", "open") and not self._has_purpose_of_its_own(clause, context):
            return None, set()
        if found is None:
            event = self.situations.plain(clause, context)
            if event is None:
                return None, set()
            frame = None
        else:
            event, frame = found
        stance = stance_of(stance_from or clause, context, self.scene.cues, is_state=frame is None)
        event.status = stance.status
        event = self.situations.same_as_before(event, clause)
        self._describe(event, stance_from or clause, context, cue_noun)
        self.event_at[(clause.paragraph.number, clause.head)] = event
        self.claim(event, stance_from or clause, context, stance, cue_noun=cue_noun)
        skip = self.situations.relate(self, event, frame, clause, context, opened) if frame else set()
        return event, skip

    def _is_infinitive(self, clause: Clause) -> bool:
        """Whether a clause only names a purpose or a possibility: "time to visit Korea"."""
        return clause.kind in ("participle", "relative", "open", "adverbial") and clause.auxiliaries == ("to",)

    def _has_purpose_of_its_own(self, clause: Clause, context: Context) -> bool:
        """Whether a clause without a tense still says something: "plans to attend", "hopes to be invited"."""
        return clause.kind == "open" and context.modality in (Modality.INTENTION, Modality.HOPE)

    def _describe(self, event: EventDraft, clause: Clause, context: Context, cue_noun: int | None = None) -> None:
        first, last = self._own(clause, cue_noun)
        names = self.scene.names_at(clause.paragraph.number, context.voice)
        event.label = event.label or self._with_subject(clause, first, without_negation(clause, first, last, names), names)
        if event not in self.scene.events:
            self.scene.events.append(event)
        self.done.add(event.head)

    def _own(self, clause: Clause, cue_noun: int | None = None) -> tuple[int, int]:
        excluded = set()
        if cue_noun is not None:
            token = clause.paragraph.tokens[cue_noun]
            if token.dep == "pobj":
                excluded.add(token.head)
            excluded.update(child.i for child in clause.paragraph.children(cue_noun, "acl", "relcl", "ccomp"))
        return own_words(clause, self.scene.clauses[clause.paragraph.number], excluded)

    def claim(
        self, event: EventDraft, clause: Clause, context: Context, stance: Stance, *, cue_noun: int | None = None, basis: Basis | None = None, gloss: str = ""
    ) -> ClaimDraft:
        """A claim of the context's voice about an event, resting on the clause's own words."""
        first, last = self._own(clause, cue_noun)
        names = self.scene.names_at(clause.paragraph.number, context.voice)
        words = gloss or self._with_subject(clause, first, resolved_words(clause.paragraph, first, last, names), names)
        claim = ClaimDraft(
            context.voice, event, stance.polarity, stance.certainty, stance.modality, basis or context.basis,
            [clause.paragraph.passage(first, last)], words[:1].upper() + words[1:], event.rule,
        )  # fmt: skip
        return self.situations.add_claim(claim)

    def _with_subject(self, clause: Clause, first: int, words: str, names: dict[int, str]) -> str:
        """The words, with the subject that the clause shares with another put before them."""
        if clause.is_implied_subject and not clause.is_passive and clause.subjects and clause.subjects[0] < first:
            name = names.get(clause.subjects[0], "")
            return f"{name} {words}".strip()
        return words

    def noun_claim(self, event: EventDraft, paragraph: ParsedParagraph, head: int, context: Context) -> None:
        """A claim that what a noun phrase names took place: "before his departure for Korea"."""
        first, last = noun_words(paragraph, head)
        names = self.scene.names_at(paragraph.number, context.voice)
        words = resolved_words(paragraph, first, last, names)
        event.label = event.label or words
        if event not in self.scene.events:
            self.scene.events.append(event)
        self.event_at.setdefault((paragraph.number, head), event)
        self.situations.add_claim(
            ClaimDraft(context.voice, event, Polarity.AFFIRMATIVE, Certainty.CERTAIN, Modality.REPORT, context.basis,
                       [paragraph.passage(first, last)], words[:1].upper() + words[1:], event.rule)  # fmt: skip
        )

    def _nouns(self, paragraph: ParsedParagraph, sentence: range, base: Context) -> None:
        """Events that nouns alone tell of, beside what the clauses said."""
        for i in sentence:
            token = paragraph.tokens[i]
            if i in self.done or token.pos != "NOUN" or token.lemma not in self.scene.frames.by_noun:
                continue
            clause = self._clause_around(paragraph, i)
            context = self.context_at.get((paragraph.number, clause.head), base) if clause else base
            context = self.story.get((paragraph.number, i), context)
            if self.situations.is_stay(paragraph, i, context):
                continue
            if clause and (clause.tense in ("future", "conditional") or context.modality in (Modality.INTENTION, Modality.HOPE, Modality.PREDICTION)):
                continue
            if clause is None and not self.situations.is_definite(paragraph, i):
                continue
            found = self.builder.of_noun(paragraph, i, context.voice)
            if found is None or found[1].carrier or not self.situations.is_definite(paragraph, i) or not (found[0].of() or found[1].relation == "proposes"):
                continue
            event, frame = found
            self.done.add(i)
            event = self.situations.same_as_before(event, None)
            self.noun_claim(event, paragraph, i, context)
            self.situations.relate_noun(self, event, frame, paragraph, i, context)

    def _clause_around(self, paragraph: ParsedParagraph, i: int) -> Clause | None:
        clauses = self.scene.clauses[paragraph.number]
        return next((clauses[token.i] for token in paragraph.ancestors(i) if token.i in clauses), None)

    # --- dependents -----------------------------------------------------------------------------------------------------

    def _dependents(self, clause: Clause, context: Context, opened: Context | None, event: EventDraft | None, skip: set[int]) -> Context | None:
        """Read what hangs on a clause; the innermost context that was opened there."""
        clauses = self.scene.clauses[clause.paragraph.number]
        innermost: Context | None = None
        for i in sorted(j for j, inner in clauses.items() if inner.parent == clause.head and inner.kind != "main"):
            if i in skip or (clause.paragraph.number, i) in self.consumed:
                continue
            inner = clauses[i]
            if inner.kind == "complement" or (inner.kind == "open" and opened is not None):
                deeper = self.clause(inner, opened or context)
                innermost = deeper or innermost
            elif inner.kind == "open":
                innermost = self._open_complement(clause, inner, context) or innermost
            elif inner.kind in ("relative", "participle") and opened is not None and self._hangs_on_cue_noun(clause, inner):
                innermost = self.clause(inner, opened) or innermost
            elif inner.kind == "adverbial" and inner.mark == "if":
                continue  # conditions are read with what depends on them
            else:
                innermost = self._aside(inner, context, event) or innermost
        return innermost

    def _hangs_on_cue_noun(self, clause: Clause, inner: Clause) -> bool:
        noun = clause.paragraph.tokens[inner.head].head
        return clause.paragraph.tokens[noun].lemma in self.scene.cues.nouns

    def _open_complement(self, clause: Clause, inner: Clause, context: Context) -> Context | None:
        """The verb behind "to": planned, wanted, tried, or merely what the first verb was for."""
        support, lemma = self.scene.frames.support, clause.token.lemma
        words = {lemma, f"{lemma} {' '.join(child.text.lower() for child in clause.paragraph.children(clause.head, 'acomp'))}".strip()}
        if clause.is_passive and clause.kind == "participle":
            return None
        if words & support["intention"]:
            return self.clause(inner, evolve(context, modality=Modality.INTENTION, certainty=Certainty.UNSPECIFIED, is_negated=clause.is_negated))
        if words & support["desire"]:
            return self.clause(inner, evolve(context, modality=Modality.HOPE, certainty=Certainty.UNSPECIFIED, is_negated=clause.is_negated))
        if inner.complements and self.voices.opened_by_verb(inner, context):
            return self.clause(inner, context)
        return None

    def _aside(self, inner: Clause, context: Context, event: EventDraft | None) -> Context | None:
        """Adverbial, relative and participle clauses: told in passing, in the same voice."""
        plain = evolve(context, modality=None if context.modality not in (Modality.PRESUMPTION,) else context.modality)
        if inner.kind == "adverbial" and not inner.is_finite and not inner.complements and self.builder.of_clause(inner, context.voice) is None:
            return None
        if inner.kind == "participle" and context.modality is not None and not inner.is_finite:
            return None
        if event is not None and event.type == "MessageSending":
            plain = evolve(plain, utterance=event)
        return self.clause(inner, plain)

    # --- wrappers -------------------------------------------------------------------------------------------------------

    def _is_wrapper(self, clause: Clause) -> bool:
        """ "It is known that", "it was characteristic of him that": words that only present what follows."""
        subjects = clause.subjects or clause.objects
        expletive = bool(subjects) and clause.paragraph.tokens[subjects[0]].text.lower() == "it" and bool(clause.complements)
        return expletive and (clause.token.lemma in ("be", "become", "seem", "appear") or clause.is_passive)

    def _through_wrapper(self, clause: Clause, context: Context) -> Context:
        words = clause_words(clause)
        hedge = hedge_in(words, self.scene.cues)
        negated = clause.is_negated and "because" not in clause.prepositions
        if hedge:
            return evolve(context, modality=Modality(hedge[0]) if hedge[0] else Modality.PRESUMPTION, certainty=Certainty(hedge[1]), is_negated=negated)
        return evolve(context, is_negated=negated)

    def root_context(self, paragraph: ParsedParagraph) -> Context:
        """The author's or the cataloguer's own word."""
        return Context(self.voices.root(paragraph), Basis.EXPLICIT)

    # --- whose sentence -------------------------------------------------------------------------------------------------

    def _base(self, paragraph: ParsedParagraph, sentence: range, mains: list[Clause]) -> Context:
        """In whose voice a sentence begins."""
        root = self.voices.root(paragraph)
        if paragraph.is_abstract:
            return Context(root, Basis.EXPLICIT)
        for position, aside in enumerate(paragraph.parentheses):
            if aside.at in sentence:
                speakers = self.scene.discourse.referents[paragraph.number].get(-1 - position, ())
                outer = self.told_by or root
                if speakers and SPEAKER not in speakers:
                    if self.inner and self.inner.voice.speakers == speakers:
                        return evolve(self.inner, basis=Basis.EXPLICIT)
                    voice = self.voices.inner(outer, speakers, cue=aside.passage)
                    self.inner = Context(voice, Basis.EXPLICIT)
                    return self.inner
        if self._is_authors(paragraph, sentence, root):
            return Context(root, Basis.EXPLICIT)
        outer = Context(self.told_by, Basis.IMPLICIT) if self.told_by else Context(root, Basis.EXPLICIT)
        if self.inner and mains and not self._names_speaker(paragraph, sentence, mains[0], self.inner.voice):
            return evolve(self.inner, basis=Basis.IMPLICIT, modality=None, certainty=None, is_negated=False)
        if not self.told_by and self.scene.interlocutor and mains and self._is_told_by_interlocutor(paragraph, sentence, mains):
            self.told_by = self.voices.inner(root, (self.scene.interlocutor,))
            outer = Context(self.told_by, Basis.IMPLICIT)
        return outer

    def _is_authors(self, paragraph: ParsedParagraph, sentence: range, root: VoiceDraft) -> bool:
        """Whether the author speaks of himself here: I, me, our two conversations."""
        if self.inner and self.inner.voice is not root and self.inner.voice.outer is not root:
            return False
        for i in sentence:
            marker = self.scene.discourse.referents[paragraph.number].get(i, ())
            if SPEAKER in marker:
                return True
            if SPEAKERS in marker and self.inner is None and paragraph.tokens[i].tag in ("PRP", "PRP$") and paragraph.tokens[i].text.lower() in ("our", "we", "us"):
                return True
        return False

    def _names_speaker(self, paragraph: ParsedParagraph, sentence: range, main: Clause, voice: VoiceDraft) -> bool:
        """A speaker does not name himself: with his name as the subject it is he who is told of."""
        for i in (*main.subjects, *main.objects) if main.is_passive else main.subjects:
            entities = self.scene.meant(paragraph.number, i, voice)
            if entities == voice.speakers and paragraph.tokens[i].tag != "PRP":
                return True
            if entities == voice.speakers and self._is_speech_act(main, voice):
                return True
        return False

    def _is_speech_act(self, main: Clause, voice: VoiceDraft) -> bool:
        found = self.builder.of_clause(main, voice)
        return found is not None and found[0].type in SPEECH_ACTS

    def _is_told_by_interlocutor(self, paragraph: ParsedParagraph, sentence: range, mains: list[Clause]) -> bool:
        """After a talk with the author, what its partner did elsewhere can only come from him."""
        root = self.voices.root(paragraph)
        main = mains[0]
        if self.scene.cues.verbs.get(main.token.lemma) and main.complements:
            speakers = self.scene.all_meant(paragraph.number, main.subjects, root)
            if self.scene.interlocutor in speakers:
                return False
        found = self.builder.of_clause(main, root)
        if found is None or self.scene.interlocutor not in found[0].of():
            return False
        others = [entity for entity in found[0].of() if entity != self.scene.interlocutor and entity != self.scene.discourse.author]
        return bool(others)

    def _carries_on(self, paragraph: ParsedParagraph) -> bool:
        """Whether a paragraph goes on in the voice that the one before left open."""
        if self.inner is None or paragraph.is_abstract:
            return False
        first = paragraph.tokens[0].text.lower() if paragraph.tokens else ""
        for position, _ in enumerate(paragraph.parentheses):
            speakers = self.scene.discourse.referents[paragraph.number].get(-1 - position, ())
            if speakers == self.inner.voice.speakers:
                return True
        return first in CARRY_ON

    def _goes_on(self, clause: Clause, opened: Context) -> bool:
        """Whether a main clause behind a complement is still said by the same speaker ("…, they were satisfied")."""
        if not clause.subjects:
            return False
        token = clause.paragraph.tokens[clause.subjects[0]]
        if token.text.lower() in ("they", "these", "we", "it", "this"):
            return True
        entities = self.scene.meant(clause.paragraph.number, clause.subjects[0], opened.voice)
        return token.tag == "PRP" and bool(entities) and entities != opened.voice.speakers and not set(entities) & set(opened.voice.speakers)

    def _position(self, clause: Clause, context: Context) -> None:
        """Remember with whom the author talked, once a clause in his own voice says so."""
        if context.voice.outer is not None or clause.paragraph.is_abstract:
            return
        found = self.builder.of_clause(clause, context.voice)
        number = clause.paragraph.number
        if found and found[0].type in CONTACT:
            others = [entity for entity in found[0].of() if entity not in context.voice.speakers and self.scene.entities[entity].kind.name in ("PERSON", "UNNAMED_PERSON")]
            if others and set(found[0].of()) & set(context.voice.speakers):
                self.scene.interlocutor = others[0]
        told = clause.datives or clause.objects
        if self.scene.is_speaker(number, told) and clause.token.lemma in ("tell", "inform", "give", "brief"):
            speakers = self.scene.all_meant(number, clause.subjects, context.voice)
            if len(speakers) == 1:
                self.scene.interlocutor = speakers[0]
                self.told_by = self.voices.inner(context.voice, speakers, hearers=context.voice.speakers)

    def _left_open(self, paragraph: ParsedParagraph, sentence: range, mains: list[Clause], context: Context) -> Context | None:
        """The voice in which the next sentence may go on: that of the last verb of speech of a main clause."""
        for clause in reversed(mains):
            where = self.context_at.get((paragraph.number, clause.head))
            if where is None:
                continue
            opened = self.voices.opened_by_verb(clause, where)
            if opened and opened.voice is not where.voice:
                return Context(opened.voice, Basis.IMPLICIT)
            adjunct = self.voices.of_adjunct(clause, context)
            if adjunct.voice is not context.voice and not self.told_by:
                return Context(adjunct.voice, Basis.IMPLICIT)
        if self.inner and context.voice is self.inner.voice:
            return self.inner
        return None

