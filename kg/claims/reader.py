"""The walk through the clauses of a report: whose voice, which event, what claim."""

from __future__ import annotations

from attrs import define, evolve

from kg.claims.acts import JOURNEYS, SAID, TALKS
from kg.claims.causes import Causes
from kg.claims.claiming import Claiming
from kg.claims.clauses import CONDITIONS, Clause
from kg.claims.drafts import Context, EventDraft
from kg.claims.events import EventBuilder
from kg.claims.fitting import Fitting
from kg.claims.identity import same_as_before
from kg.claims.messages import Messages
from kg.claims.narration import SPEECH_ACTS, Narration
from kg.claims.nominals import Nominals
from kg.claims.prospects import Prospects
from kg.claims.relating import Relating
from kg.claims.scene import PERSONS, Scene
from kg.claims.specials import Specials
from kg.claims.stance import (
    DEMANDED,
    HAPPENED,
    PLANNED,
    clause_words,
    hedge_in,
    if_futurate,
    if_promised,
    is_imperative,
    stance_of,
)
from kg.claims.states import States
from kg.claims.targets import Targets
from kg.claims.telling import Told
from kg.claims.turns import note_turn, note_words
from kg.claims.voices import Voices
from kg.lexicon import Frame
from kg.model.claim import Basis, Certainty, Modality
from kg.model.event import Status
from kg.model.syntax import ParsedParagraph
from kg.model.timephrase import PhraseKind

UNKNOWN = "situation.plain"
"""The rule of what is understood as some state of affairs and no more."""
DOERS = ("agent", "visitor", "mover", "sender", "bearer", "supplier", "proposer", "participant")
DONE_BY_SAYING = ("Agreement", "Refusal", "Apology", "Protest")
"""What one does by saying in the present tense that one does it, which "he said that" puts into the past."""


@define
class Reader:
    """Reads the paragraphs of a scene in order and fills it with events, voices and claims."""

    scene: Scene
    voices: Voices
    builder: EventBuilder
    states: States
    claiming: Claiming
    causes: Causes
    relating: Relating
    specials: Specials
    narration: Narration
    prospects: Prospects
    nominals: Nominals

    def paragraph(self, paragraph: ParsedParagraph) -> None:
        """Read one paragraph."""
        self.narration.begin_paragraph(paragraph)
        for sentence in paragraph.sentences:
            self._sentence(paragraph, sentence)
        self.relating.settle()

    def clause(self, clause: Clause, context: Context, stance_from: Clause | None = None) -> Context | None:
        """Read a clause and all that hangs on it; the context that it opened for its complement, if any."""
        context = self.voices.of_adjunct(clause, context)
        context = self.prospects.asked(clause, context)
        self.scene.context_at[(clause.paragraph.number, clause.head)] = context
        by_noun = self.voices.opened_by_noun(clause, context)
        by_verb = self.voices.opened_by_verb(clause, context)
        opened = by_verb or (by_noun[1] if by_noun else None)
        told = self.voices.told_about(clause, context) if opened is None else None
        expressed = self.voices.expressed_by(clause, context) if opened is None and told is None else None
        if opened and self.voices.is_turn(clause, by_noun[0] if by_noun else None):
            note_turn(self.scene, clause, context, opened.voice, self.voices.speakers_of(clause, context.voice))
        elif expressed:
            note_turn(self.scene, clause, context, expressed, expressed.speakers)
        if told:
            self.nominals.story.update({(clause.paragraph.number, i): told[1] for i in told[0]})
            note_turn(self.scene, clause, context, told[1].voice, told[1].voice.speakers)
        unsaid = set(clause.complements) if opened and clause.is_negated and not clause.is_passive else set()
        event: EventDraft | None = None
        if by_noun and by_noun[0] in clause.objects and not clause.complements:
            inside = clause.paragraph.subtree(by_noun[0])
            self.nominals.story.update({(clause.paragraph.number, i): by_noun[1] for i in inside})
        if _is_wrapper(clause):
            opened = opened or self._through_wrapper(clause, context)
            skip = self.causes.cleft(self, clause, opened)
        else:
            event, skip = self._event_of(clause, context, opened, by_noun[0] if by_noun else None, stance_from)
        if event and event.type == "MessageSending":
            opened = opened and evolve(opened, utterance=event)
        if opened or clause.token.lemma in self.scene.cues.turns or (event and event.type in SPEECH_ACTS):
            self.nominals.beside_speech(clause, context)
        return self._dependents(clause, context, opened, event, skip | unsaid) or opened

    # --- sentences ----------------------------------------------------------------------------------------------------

    def _sentence(self, paragraph: ParsedParagraph, sentence: range) -> None:
        """Read one sentence: its main clauses from left to right, each with what hangs on it."""
        clauses = self.scene.clauses[paragraph.number]
        heads = sorted(i for i, clause in clauses.items() if i in sentence and clause.kind == "main")
        mains = [clauses[i] for i in heads]
        if any(self._is_reference(main) for main in mains):
            return
        context = self.narration.begins(paragraph, sentence, mains)
        opened: Context | None = None
        for clause in mains:
            goes_on = opened is not None and self.narration.goes_on(clause, opened)
            here = evolve(opened, basis=Basis.IMPLICIT) if opened and goes_on else context
            self.narration.remember_interlocutor(clause, here)
            opened = self.clause(clause, here) or (opened if goes_on else None)
        self._orphans(paragraph, sentence, context)
        self.nominals.of_sentence(paragraph, sentence, context)
        speaking = self.narration.speaking(paragraph, sentence, mains, context)
        if speaking is not None:
            note_words(self.scene, paragraph, sentence, speaking, self.narration.partners_of(speaking))
        elif self.narration.is_going_on(paragraph, sentence, context):
            note_words(self.scene, paragraph, sentence, context.voice, (), is_going_on=True)
        self.narration.end_sentence(paragraph, mains, context)

    def _is_reference(self, main: Clause) -> bool:
        """Whether a sentence points to other papers and tells nothing: "For the text, see …", "is printed as …"."""
        tokens = main.paragraph.tokens
        if main.token.lemma == "see" and not main.subjects and main.token.tag in ("VB", "VBP"):
            return True
        is_printed = main.is_passive and main.token.lemma in self.scene.frames.support["print"]
        words = (tokens[i].text.lower() for i in main.paragraph.subtree(main.head))
        return is_printed and any(word.startswith("document") for word in words)

    def _orphans(self, paragraph: ParsedParagraph, sentence: range, context: Context) -> None:
        """Read the clauses of a sentence without a verb: "a report on his meeting, in which the two discussed …"."""
        for i, clause in self.scene.clauses[paragraph.number].items():
            if i not in sentence or clause.parent is not None or clause.kind == "main":
                continue
            found = self.builder.of_clause(clause, context.voice)
            noun = clause.token.head
            meeting = self.builder.of_noun(paragraph, noun, context.voice) if clause.kind == "relative" else None
            is_same = found and meeting and not set(found[0].of()) - set(meeting[0].of())
            if found and meeting and found[0].type == "Consultation" and is_same:
                self.scene.used.add((paragraph.number, noun))
                self.relating.take_topic_of_objects(found[0], clause)
                meeting[0].attributes += found[0].attributes
                claim = self.claiming.of_noun(meeting[0], paragraph, noun, context)
                claim.evidence.append(self.scene.passage_of_clause(clause))
            else:
                self.clause(clause, context)

    # --- events -------------------------------------------------------------------------------------------------------

    def _event_of(
        self,
        clause: Clause,
        context: Context,
        opened: Context | None,
        cue_noun: int | None,
        stance_from: Clause | None,
    ) -> Told:
        """Claim the event of a clause; the event, and the dependents that were read with it."""
        special = self.specials.told(self, clause, context)
        if special is not None:
            return special
        found = self.builder.of_clause(clause, context.voice)
        is_meant = context.modality in (Modality.INTENTION, Modality.HOPE)
        is_done = stance_from is not None or (clause.paragraph.number, clause.head) in self.scene.told_infinitives
        if _is_infinitive(clause) and not is_meant and not is_done:
            return None, set()
        if found is None and opened is not None and (clause.complements or cue_noun is not None):
            self._claim_reply(clause, context, opened, cue_noun)
            return None, set()
        if found is None and (clause.kind in ("relative", "participle") or (clause.kind == "open" and not is_meant)):
            return None, set()  # but "hopes to be invited" says something of its own
        if found and clause.drops_subject:
            self._take_dropped_subject(*found, clause, context)
        event = found[0] if found else self.states.of_clause(clause, context)
        if event is None:
            return None, set()
        says_nothing = not (event.of() or event.place or clause.objects or clause.is_finite)
        if found and event.type in JOURNEYS and says_nothing:
            return None, set()  # "before leaving": nobody is said to
        if event.rule == UNKNOWN and opened is None:
            self._note_unknown(event, clause)
        stance = stance_of(
            stance_from or clause, context, self.scene.cues, is_state=found is None, is_denial=event.is_denial
        )
        if found and found[1].domain and clause.token.lemma in self.scene.frames.support["offers"]:
            stance = evolve(stance, certainty=Certainty.UNSPECIFIED, modality=Modality.OFFER, status=Status.PROSPECTIVE)
        if is_imperative(clause) and event.type not in SAID:
            stance = DEMANDED
        if found and found[1].ahead and stance.status in HAPPENED:
            stance = evolve(PLANNED, polarity=stance.polarity)
        stance = if_futurate(stance, clause, event.type, is_dated=self._is_dated(clause))
        if found and context.modality is None:
            is_own = self._is_own(found[0], context)
            stance = if_promised(stance, is_own=is_own, is_dated=self._is_dated(clause))
        stance = self.prospects.beside(stance, clause, event)
        event.status = stance.status
        event = same_as_before(self.scene, event)
        self.claiming.keep_described(event, stance_from or clause, context, cue_noun)
        self.scene.event_at[(clause.paragraph.number, clause.head)] = event
        if found and found[1].subject == "organ":  # what an office makes known is a message, and no turn of speech
            place = (clause.paragraph.number, clause.head)
            self.scene.turns = [turn for turn in self.scene.turns if turn.place_in_text != place]
        self.claiming.of_clause(event, stance_from or clause, context, stance, cue_noun=cue_noun)
        read = self.relating.relate(event, found[1], clause, context, found[0].head) if found else set()
        return event, read | ({*clause.complements} if found and found[1].through_complement else set())

    def _take_dropped_subject(self, event: EventDraft, frame: Frame, clause: Clause, context: Context) -> None:
        """Give the subject's role to whoever a telegram leaves out: its writer, or he who has the word."""
        role = frame.roles.get("subject")
        if role is None or role == "place" or (event.of(role) and role != "participant"):
            return
        speakers = self.voices.speakers_of(clause, context.voice) if event.type in SAID else ()
        event.take(role, speakers or context.voice.speakers)

    def _is_own(self, event: EventDraft, context: Context) -> bool:
        """Whether an event is an act of its teller, or of somebody of his side."""
        scene, speakers = self.scene, context.voice.speakers
        doers = event.of(*DOERS)
        sides = {scene.state_of(speaker) for speaker in speakers} - {""}
        return bool(set(doers) & set(speakers)) or any(scene.state_of(doer) in sides for doer in doers)

    def _note_unknown(self, event: EventDraft, clause: Clause) -> None:
        """Say that a verb between people is in no frame: somebody did something to or with another."""
        others = set(event.of("affected")) - set(event.of("subject"))
        known = {"be", "have", *self.scene.frames.by_verb, *self.scene.cues.verbs}
        if clause.token.lemma not in known and event.of("subject") and self.scene.kinds(others) & set(PERSONS):
            verb = f"{clause.token.lemma} {clause.particle}".strip()
            self.scene.note("verb-without-frame", f"No frame knows the verb {verb!r}", event.trigger)

    def _is_dated(self, clause: Clause) -> bool:
        """Whether the words behind the verb name a day, a month or a year."""
        tokens = clause.paragraph.tokens
        inside = clause.paragraph.subtree(clause.head)
        start, end = tokens[clause.head].start, tokens[inside[-1]].end
        phrases = self.scene.times[clause.paragraph.number]
        return any(phrase.kind is PhraseKind.DATE and start <= phrase.start < end for phrase in phrases)

    def _claim_reply(self, clause: Clause, context: Context, opened: Context, cue_noun: int | None) -> None:
        """Claim that a verb of speech told of an answer, if it comes after the delivery of a message."""
        reply = self.relating.messages.reply(clause, opened)
        if reply is not None:
            self.claiming.keep_described(reply, clause, context, cue_noun)
            self.scene.event_at[(clause.paragraph.number, clause.head)] = reply
            stance = stance_of(clause, context, self.scene.cues, is_state=False)
            self.claiming.of_clause(reply, clause, context, stance, cue_noun=cue_noun)
            opened.voice.uttered_in.append(reply)

    # --- dependents ---------------------------------------------------------------------------------------------------

    def _dependents(
        self, clause: Clause, context: Context, opened: Context | None, event: EventDraft | None, skip: set[int]
    ) -> Context | None:
        """Read what hangs on a clause; the innermost context that was opened there."""
        clauses = self.scene.clauses[clause.paragraph.number]
        innermost: Context | None = None
        for i in sorted(j for j, inner in clauses.items() if inner.parent == clause.head and inner.kind != "main"):
            inner = clauses[i]
            if i in skip or (clause.paragraph.number, i) in self.scene.read_early:
                continue
            if self.prospects.is_only_proposed(inner) or _is_proviso(inner):
                continue
            is_wanted = inner.kind == "complement" and inner.auxiliaries == ("to",) and not inner.is_passive
            if is_wanted and opened is None:  # "want him to visit Bonn"
                light = self.prospects.behind(clause, inner, context)
                deeper = self.clause(inner, light) if light else None
            elif opened is None and (meant := self.prospects.on_noun(inner, context)):
                deeper = self.clause(inner, meant)
            elif inner.kind == "complement" and opened is not None and self._is_done_in_saying(inner, context, opened):
                deeper = self.clause(inner, context)
            elif inner.kind == "complement" or (inner.kind == "open" and opened is not None):
                deeper = self.clause(inner, opened or context)
            elif event is not None and _is_purpose(inner) and self._is_done_there(event, inner, context):
                deeper = self.clause(inner, context)
            elif inner.kind == "open":
                light = self.prospects.behind(clause, inner, context)
                deeper = self.clause(inner, light) if light else None
            elif inner.kind in ("relative", "participle") and opened and self._hangs_on_cue_noun(inner):
                deeper = self.clause(inner, opened)
            elif inner.kind == "adverbial" and inner.mark in CONDITIONS:
                continue  # conditions are read with what depends on them
            else:
                deeper = self._aside(inner, context, event)
            innermost = deeper or innermost
        return innermost

    def _is_done_there(self, event: EventDraft, inner: Clause, context: Context) -> bool:
        """Whether what somebody came for is told as done: "called on him to say", "met him to hand over a note".

        Whom one travels to see is the host: "went to Bonn to brief Adenauer".
        """
        if event.status is not Status.OCCURRED or event.type not in TALKS | JOURNEYS:
            return False
        if event.type in JOURNEYS:
            hosts = self.scene.all_meant(inner.paragraph.number, inner.objects, context.voice)
            if inner.token.lemma in self.scene.frames.support["brief"] and self.scene.kinds(hosts) & set(PERSONS):
                event.type = "OfficialVisit" if event.type == "Arrival" else event.type
                event.take("host", hosts)
            return False
        found = self.builder.of_clause(inner, context.voice)
        is_done = self.voices.opened_by_verb(inner, context) is not None or (
            found is not None and found[0].type in SAID | {"MessageDelivery"}
        )
        if is_done:
            self.scene.told_infinitives.add((inner.paragraph.number, inner.head))
        return is_done

    def _is_done_in_saying(self, inner: Clause, context: Context, opened: Context) -> bool:
        """Whether somebody did by saying so what he said: "he told me that he agreed"; but not "that he had agreed"."""
        if opened.voice is context.voice or opened.modality or inner.auxiliaries or inner.is_negated:
            return False
        speakers = self.scene.all_meant(inner.paragraph.number, inner.subjects, opened.voice)
        found = self.builder.of_clause(inner, opened.voice) if speakers == opened.voice.speakers else None
        is_done = found is not None and found[0].type in DONE_BY_SAYING
        if is_done:
            self.scene.done_by_saying.add((inner.paragraph.number, inner.head))
        return is_done

    def _hangs_on_cue_noun(self, inner: Clause) -> bool:
        return inner.paragraph.tokens[inner.token.head].lemma in self.scene.cues.nouns

    def _aside(self, inner: Clause, context: Context, event: EventDraft | None) -> Context | None:
        """Read an adverbial, relative or participle clause: told in passing, in the same voice."""
        is_bare = inner.kind == "adverbial" and not inner.is_finite and not inner.complements
        if is_bare and self.builder.of_clause(inner, context.voice) is None:
            return None
        if inner.kind == "participle" and context.modality is not None and not inner.is_finite:
            return None
        if self.prospects.is_avoided(inner):
            return None
        before = inner.paragraph.tokens[inner.token.head]
        if before.pos in ("ADP", "SCONJ") and before.text.lower() == "without":
            context = evolve(context, is_negated=True)
        if context.modality is not Modality.PRESUMPTION:
            context = evolve(context, modality=None)
        if event is not None and event.type == "MessageSending":
            context = evolve(context, utterance=event)
        return self.clause(inner, context)

    def _through_wrapper(self, clause: Clause, context: Context) -> Context:
        """The context that a wrapper gives to what follows: "it is presumably not true that"."""
        hedge = hedge_in(clause_words(clause), self.scene.cues)
        is_denied = clause.is_negated and not self.scene.cues.causal.intersection(clause.prepositions)
        if clause.token.lemma in ("seem", "appear") and not hedge:
            return evolve(context, modality=Modality.PRESUMPTION, certainty=Certainty.PROBABLE, is_negated=is_denied)
        if hedge:
            modality = Modality(hedge[0]) if hedge[0] else Modality.PRESUMPTION
            return evolve(context, modality=modality, certainty=Certainty(hedge[1]), is_negated=is_denied)
        return evolve(context, is_negated=is_denied)


def reader_of(scene: Scene) -> Reader:
    """The reader of a scene, with all its parts."""
    voices, builder, claiming = Voices(scene), EventBuilder(scene, Fitting(scene)), Claiming(scene)
    states = States(scene, builder)
    causes = Causes(scene, voices, builder, states, claiming)
    messages = Messages(scene, voices, builder)
    relating = Relating(scene, messages, Targets(scene, voices, builder, states), causes)
    specials = Specials(scene, builder, states, causes, relating, claiming)
    narration = Narration(scene, voices, builder)
    nominals = Nominals(scene, builder, claiming, relating)
    prospects = Prospects(scene, voices, builder)
    return Reader(scene, voices, builder, states, claiming, causes, relating, specials, narration, prospects, nominals)


def _is_wrapper(clause: Clause) -> bool:
    """Whether a clause only presents what follows: "it is known that", "it was characteristic of him that"."""
    arguments = clause.subjects or clause.objects
    if not arguments or clause.paragraph.tokens[arguments[0]].text.lower() != "it" or not clause.complements:
        return False
    return clause.token.lemma in ("be", "become", "seem", "appear") or clause.is_passive


def _is_purpose(clause: Clause) -> bool:
    """Whether a clause says what somebody did the first thing for: "to hand over a note"."""
    return clause.kind in ("open", "adverbial") and clause.auxiliaries == ("to",) and not clause.mark


def _is_proviso(clause: Clause) -> bool:
    """Whether what is behind a participle is a condition: "provided that it is repaid"."""
    return clause.token.text.lower() in CONDITIONS and bool(clause.complements)


def _is_infinitive(clause: Clause) -> bool:
    """Whether a clause only names a purpose or a possibility: "time to visit Korea"."""
    return clause.kind in ("participle", "relative", "open", "adverbial") and clause.auxiliaries == ("to",)
