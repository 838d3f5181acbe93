"""Whose sentence it is: the author's own word, or that of the speaker who goes on from the sentence before."""

from __future__ import annotations

from attrs import define, evolve

from kg.claims.clauses import Clause
from kg.claims.drafts import Context, VoiceDraft
from kg.claims.events import EventBuilder
from kg.claims.scene import PERSONS, Scene
from kg.claims.voices import CATAPHORIC, Voices
from kg.model.claim import Basis
from kg.model.discourse import SPEAKER, SPEAKERS
from kg.model.syntax import ParsedParagraph

CONTACT = frozenset(
    ["Visit", "CourtesyVisit", "ReturnVisit", "FarewellVisit", "Audience", "Meeting", "Negotiation", "Consultation"]
)
ANNOUNCING = ("following", "follows")
"""In a sentence that tells of speech: what is said stands below, over as many paragraphs as it takes."""
RECORDS = ("memorandum of conversation", "minutes")
ORDINALS = frozenset(["first", "second", "third", "fourth", "last", "next", "other", "same", "former", "latter"])
TAKEN_UP_WITHIN = 6
"""Words at the head of a paragraph in which it may take up a meeting that was told of."""
HAVE = frozenset(["have", "has", "had", "'ve", "'d"])
"""With one of these a past is told from the speaker's own time: "he had met him", "he has met him"."""
TRAVEL = frozenset(["Departure", "Arrival"])
SPEECH_ACTS = frozenset(
    [
        "Request",
        "Agreement",
        "Refusal",
        "Invitation",
        "Proposal",
        "Apology",
        "Protest",
        "Instruction",
        "MessageSending",
    ]
)


@define
class Narration:
    """Follows who has the word from sentence to sentence of a scene."""

    scene: Scene
    voices: Voices
    builder: EventBuilder
    told_by: VoiceDraft | None = None  # who goes on telling after a conversation with the author
    left_open: Context | None = None  # the voice in which the last sentence ended
    dialogue: Context | None = None  # the voice of a paragraph that a speaker's name stands before
    announced: Context | None = None  # the voice of "made the following statement", until somebody else takes the word
    is_story: bool = False  # whether the paragraph goes on with a meeting of which its teller told
    is_own_note: bool = False  # whether the sentence is a remark of the author's inside what another says

    def begin_paragraph(self, paragraph: ParsedParagraph) -> None:
        """Close the voice that the last paragraph left open, unless this one goes on in it."""
        self.dialogue = self._of_label(paragraph)
        self.is_story = self.left_open is not None and self._takes_up(paragraph, self.left_open.voice)
        if self.left_open is not None and not self._carries_on(paragraph, self.left_open.voice):
            self.left_open = self.announced or self._of_interlocutor(self.left_open.voice)

    def begins(self, paragraph: ParsedParagraph, sentence: range, mains: list[Clause]) -> Context:
        """In whose voice a sentence begins; `mains` are its main clauses in order."""
        root = self.voices.root(paragraph)
        if paragraph.is_abstract:
            return Context(root, Basis.EXPLICIT)
        if self.dialogue is not None:
            self.left_open = None
            return self.dialogue
        lifted = self._said_aside(paragraph, sentence, root)
        if lifted is not None:
            return lifted
        self.is_own_note = self._is_own_note(paragraph, sentence)
        drops_subject = bool(mains) and (mains[0].drops_subject or _is_bare(mains[0]))
        if self.is_own_note or drops_subject or self._is_authors(paragraph, sentence, root):
            return Context(root, Basis.EXPLICIT)
        if mains and self._is_of_own_side(mains[0], root):
            return Context(root, Basis.EXPLICIT)
        if self.left_open and mains and self._answers(paragraph, mains[0], self.left_open.voice):
            self.left_open = None
        is_edited = self.scene.report.kind == "editorial note" and bool(mains) and _is_plain(mains[0])
        if is_edited and self.left_open and not self._names_speaker(paragraph, mains, self.left_open.voice):
            return Context(root, Basis.EXPLICIT)  # the editor tells on; what another said would stand in the pluperfect
        if self.left_open and not (mains and self._names_speaker(paragraph, mains, self.left_open.voice)):
            return evolve(self.left_open, basis=Basis.IMPLICIT, modality=None, certainty=None, is_negated=False)
        if self.told_by:
            return Context(self.told_by, Basis.IMPLICIT)
        if self.scene.interlocutor and mains and self._is_told_by_interlocutor(paragraph, mains[0]):
            self.told_by = self.voices.inner(root, (self.scene.interlocutor,))
            return Context(self.told_by, Basis.IMPLICIT)
        return Context(root, Basis.EXPLICIT)

    def speaking(
        self, paragraph: ParsedParagraph, sentence: range, mains: list[Clause], context: Context
    ) -> VoiceDraft | None:
        """The voice whose own words a sentence is: of a dialogue, of ", said X,", or "in his words"."""
        asides = self._asides(paragraph)
        if self.dialogue or any(paragraph.parentheses[place].at in sentence and who for place, who in asides):
            return context.voice
        for clause in mains[:1]:
            adjunct = self.voices.of_adjunct(clause, context)
            if adjunct is not context and adjunct.modality is context.modality:
                return adjunct.voice  # a view is no speech
        return None

    def is_going_on(self, paragraph: ParsedParagraph, sentence: range, context: Context) -> bool:
        """Whether a sentence without a cue is still said in the last turn of speech."""
        last = self.scene.turns[-1] if self.scene.turns else None
        if last is None or last.content is not context.voice or context.basis is not Basis.IMPLICIT:
            return False
        place, head = last.place_in_text
        return place == paragraph.number and head not in sentence

    def partners_of(self, voice: VoiceDraft) -> tuple[str, ...]:
        """To whom a speaker of a dialogue speaks: the only other one in it."""
        labels = {
            who: None
            for paragraph in (self.scene.paragraphs if self.dialogue else ())
            for _, who in self._asides(paragraph)
            if who and who != voice.speakers
        }
        return next(iter(labels)) if len(labels) == 1 else ()

    def goes_on(self, clause: Clause, opened: Context) -> bool:
        """Whether a main clause behind a complement is said by the same speaker: "…, they were satisfied"."""
        if not clause.subjects:
            return False
        token = clause.paragraph.tokens[clause.subjects[0]]
        if token.text.lower() in ("they", "these", "we", "it", "this"):
            return True
        entities = self.scene.meant(clause.paragraph.number, clause.subjects[0], opened.voice)
        return token.tag == "PRP" and bool(entities) and not set(entities) & set(opened.voice.speakers)

    def remember_interlocutor(self, clause: Clause, context: Context) -> None:
        """Remember with whom the author talked, once a clause in his own voice says so."""
        if context.voice.outer is not None or clause.paragraph.is_abstract:
            return
        number, speakers = clause.paragraph.number, context.voice.speakers
        found = self.builder.of_clause(clause, context.voice)
        if found and found[0].type in CONTACT and set(found[0].of()) & set(speakers):
            others = (entity for entity in found[0].of() if entity not in speakers)
            persons = [entity for entity in others if self.scene.entities[entity].kind in PERSONS]
            self.scene.interlocutor = persons[0] if persons else self.scene.interlocutor
            if self.told_by and self.told_by.speakers != (self.scene.interlocutor,):
                self.told_by = self.left_open = None  # the author is with another now
        told = clause.datives or clause.objects
        if clause.token.lemma in ("tell", "inform", "give", "brief") and self.scene.is_speaker(number, told):
            tellers = self.scene.all_meant(number, clause.subjects, context.voice)
            if len(tellers) == 1:
                self.scene.interlocutor = tellers[0]
            if len(tellers) == 1 and self._tells_a_story(clause):
                self.told_by = self.voices.inner(context.voice, tellers, hearers=speakers)

    def _tells_a_story(self, clause: Clause) -> bool:
        """Whether what is told is more than its sentence: "gave me the following information", "told me the story"."""
        tokens = clause.paragraph.tokens
        nouns = [tokens[i] for i in (*clause.objects, *clause.datives, *clause.prepositions.get("on", ()))]
        return not clause.complements and any(
            noun.lemma in self.scene.cues.nouns or noun.text.lower() in CATAPHORIC for noun in nouns
        )

    def end_sentence(self, paragraph: ParsedParagraph, mains: list[Clause], context: Context) -> None:
        """Leave open the voice in which the next sentence may go on: that of the last main verb of speech."""
        self.left_open = self._ends(paragraph, mains, context)
        if self.left_open is None:
            self.announced = None
        elif any(
            paragraph.tokens[i].text.lower() in ANNOUNCING for clause in mains for i in paragraph.subtree(clause.head)
        ):
            self.announced = self.left_open

    def _ends(self, paragraph: ParsedParagraph, mains: list[Clause], context: Context) -> Context | None:
        for clause in reversed(mains):
            where = self.scene.context_at.get((paragraph.number, clause.head))
            if where is None:
                continue
            opened = self._opened_by(clause, where)
            if opened is not None and opened is not where.voice:
                return Context(opened, Basis.IMPLICIT)
            adjunct = self.voices.of_adjunct(clause, context)
            if adjunct.voice is not context.voice and not self.told_by:
                return Context(adjunct.voice, Basis.IMPLICIT)
        if self.left_open and (context.voice is self.left_open.voice or self.is_own_note):
            return self.left_open
        return None

    def _opened_by(self, clause: Clause, where: Context) -> VoiceDraft | None:
        """The voice that a main clause opens with a verb or a noun of speech."""
        opened = self.voices.opened_by_verb(clause, where)
        if opened:
            return opened.voice
        by_noun = self.voices.opened_by_noun(clause, where)
        below = (c for c in self.scene.clauses[clause.paragraph.number].values() if c.parent == clause.head)
        for inner in below:
            if inner.token.dep == "pcomp" and inner.token.lemma in self.scene.cues.turns:
                begun = self.voices.opened_by_verb(inner, where)  # "he began by saying that …"
                if begun:
                    return begun.voice
        told = by_noun if by_noun and by_noun[0] in clause.objects else self.voices.told_about(clause, where)
        return told[1].voice if told else self.voices.expressed_by(clause, where)

    def _of_interlocutor(self, voice: VoiceDraft) -> Context | None:
        """The voice of the author's partner around another or itself: a new paragraph is still his telling."""
        told = voice.told_to_author
        return Context(told, Basis.IMPLICIT) if told.speakers == (self.scene.interlocutor,) else None

    def _carries_on(self, paragraph: ParsedParagraph, voice: VoiceDraft) -> bool:
        """Whether a paragraph goes on in a voice: by its first word, or because it says so."""
        if paragraph.is_abstract:
            return False
        is_named = any(speakers == voice.speakers for _, speakers in self._asides(paragraph))
        if is_named or self.is_story or (voice.depth == 1 and self._is_no_narration(paragraph)):
            return True
        return bool(paragraph.tokens) and paragraph.tokens[0].text.lower() in self.scene.cues.connectives

    def _is_no_narration(self, paragraph: ParsedParagraph) -> bool:
        """Whether a paragraph in the record of a talk begins in a tense in which its writer tells nothing of it."""
        if self.scene.report.kind not in RECORDS or not paragraph.tokens:
            return False
        heads = (self.scene.clauses[paragraph.number].get(i) for i in paragraph.sentences[0])
        main = next((clause for clause in heads if clause is not None and clause.kind == "main"), None)
        return main is not None and (
            main.tense in ("present", "future", "conditional") or bool(HAVE & {*main.auxiliaries})
        )

    def _takes_up(self, paragraph: ParsedParagraph, voice: VoiceDraft) -> bool:
        """Whether a paragraph begins with one of the meetings that the voice told of: "At the first audience, …"."""
        types = {claim.content.type for claim in self.scene.claims if claim.voice is voice}
        for token in paragraph.tokens[:TAKEN_UP_WITHIN]:
            if token.pos in ("VERB", "AUX"):
                return False
            attributes = {child.text.lower() for child in paragraph.children(token.i, "amod", "det")}
            if token.pos == "NOUN" and "the" in attributes and ORDINALS & attributes:
                frames = self.scene.frames.by_noun.get(token.lemma, ())
                return bool(types & (CONTACT | {"MeetingSeries"})) and any(frame.type in CONTACT for frame in frames)
        return False

    def _asides(self, paragraph: ParsedParagraph) -> list[tuple[int, tuple[str, ...]]]:
        """The speakers of each lifted ", said X,"; an aside's place among the referents is -1 - its number."""
        referents = self.scene.discourse.referents[paragraph.number]
        return [(position, referents.get(-1 - position, ())) for position in range(len(paragraph.parentheses))]

    def _of_label(self, paragraph: ParsedParagraph) -> Context | None:
        """The voice of the speaker whose name stands before a turn of a dialogue."""
        for position, speakers in self._asides(paragraph):
            aside = paragraph.parentheses[position]
            if aside.at == 0 and aside.passage.end_char <= paragraph.passage(0, 0).start_char and speakers:
                root = self.voices.root(paragraph)
                return Context(self.voices.inner(root, speakers, cue=aside.passage), Basis.EXPLICIT)
        return None

    def _said_aside(self, paragraph: ParsedParagraph, sentence: range, root: VoiceDraft) -> Context | None:
        """The voice that a lifted ", said X," gives to its sentence."""
        for position, speakers in self._asides(paragraph):
            aside = paragraph.parentheses[position]
            if aside.at not in sentence or not speakers or SPEAKER in speakers:
                continue
            if self.left_open and self.left_open.voice.speakers == speakers:
                return evolve(self.left_open, basis=Basis.EXPLICIT)
            voice = self.voices.inner(self.told_by or root, speakers, cue=aside.passage)
            self.left_open = Context(voice, Basis.EXPLICIT)
            return self.left_open
        return None

    def _is_authors(self, paragraph: ParsedParagraph, sentence: range, root: VoiceDraft) -> bool:
        """Whether the author speaks of himself here: I, me, our two conversations."""
        voice = self.left_open.voice if self.left_open else None
        if voice and voice is not root and voice.outer is not root:
            return False
        for i in sentence:
            meant = self.scene.discourse.referents[paragraph.number].get(i, ())
            if SPEAKER in meant:
                return True
            token = paragraph.tokens[i]
            if token.text.lower() in ("you", "your", "yours") and token.tag in ("PRP", "PRP$"):
                return True  # whom he writes to; what is quoted stays in its voice by its own verb
            is_ours = token.tag in ("PRP", "PRP$") and token.text.lower() in ("our", "we", "us")
            if SPEAKERS in meant and voice is None and is_ours:
                return True
        return False

    def _is_of_own_side(self, main: Clause, root: VoiceDraft) -> bool:
        """Whether a body that writes tells what it did or heard: "we met the Minister", "he asked us".

        Within what another says "we" are those of his side, but he would not tell it in the plain past.
        """
        voice = self.left_open.voice if self.left_open else self.told_by
        is_body = not self.scene.kinds(root.speakers) & set(PERSONS)
        if voice is None or voice.outer is not root or not is_body or not _is_plain(main):
            return False
        tokens = main.paragraph.tokens
        return any(tokens[i].text.lower() in ("we", "us") for i in (*main.subjects, *main.objects, *main.datives))

    def _is_own_note(self, paragraph: ParsedParagraph, sentence: range) -> bool:
        """Whether words of a sentence mark it as the author's own remark: "(our note)"."""
        words = paragraph.words(sentence.start, sentence.stop - 1).lower()
        return any(note in words for note in self.scene.cues.own_notes)

    def _names_speaker(self, paragraph: ParsedParagraph, mains: list[Clause], voice: VoiceDraft) -> bool:
        """Whether a sentence names the speaker: he does not name himself, so it is he who is told of."""
        main = mains[0]
        for i in (*main.subjects, *main.objects) if main.is_passive else main.subjects:
            if self.scene.meant(paragraph.number, i, voice) != voice.speakers:
                continue
            if self.is_story and not any(paragraph.tokens[j].dep == "ccomp" for j in main.complements):
                return False  # he tells what he did himself: "Mehta promised to …"
            same = (clause for clause in mains if clause.subjects == main.subjects)
            if paragraph.tokens[i].tag != "PRP" or any(self._is_seen(clause, voice) for clause in same):
                return True
        return False

    def _is_seen(self, main: Clause, voice: VoiceDraft) -> bool:
        """Whether the author saw a speaker do it, so that not he tells it: what he did then, how he seemed."""
        if self._is_speech_act(main, voice) or main.token.lemma in self.scene.cues.observed:
            return True
        others = (*main.objects, *main.datives, *(i for nouns in main.prepositions.values() for i in nouns))
        if self.scene.is_speaker(main.paragraph.number, others):
            return True  # "he called on us": his own side would be "them" to the author
        found = self.builder.of_clause(main, voice)
        return found is not None and found[0].type in CONTACT | TRAVEL and _is_plain(main)

    def _answers(self, paragraph: ParsedParagraph, main: Clause, voice: VoiceDraft) -> bool:
        """Whether another speaker takes the word beside the one before: somebody whom that one did not speak of."""
        speakers = self.scene.all_meant(paragraph.number, main.subjects, voice)
        if not speakers or speakers == voice.speakers:
            return False
        if self.voices.opened_by_verb(main, Context(voice, Basis.IMPLICIT)) is None:
            is_act = _is_plain(main) and self._is_speech_act(main, voice)
            return is_act and any(turn.speakers == speakers and turn.voice is voice.outer for turn in self.scene.turns)
        if set(speakers) & set(voice.hearers):
            return True
        if any(turn.speakers == speakers and turn.voice is voice.outer for turn in self.scene.turns):
            return True
        told = (claim for claim in self.scene.claims if claim.voice is voice or claim.voice.outer is voice)
        told_of = {entity for claim in told for entity in claim.content.of()}
        return not set(speakers) & told_of

    def _is_speech_act(self, main: Clause, voice: VoiceDraft) -> bool:
        found = self.builder.of_clause(main, voice)
        return found is not None and found[0].type in SPEECH_ACTS

    def _is_told_by_interlocutor(self, paragraph: ParsedParagraph, main: Clause) -> bool:
        """Whether a clause tells what the author's partner did elsewhere, which only he can have told."""
        root = self.voices.root(paragraph)
        interlocutor = self.scene.interlocutor
        is_speech = main.token.lemma in self.scene.cues.verbs and bool(main.complements)
        if is_speech and interlocutor in self.scene.all_meant(paragraph.number, main.subjects, root):
            return False
        found = self.builder.of_clause(main, root)
        if found is None or interlocutor not in found[0].of():
            return False
        return bool(set(found[0].of()) - {interlocutor, self.scene.discourse.author})


def _is_plain(main: Clause) -> bool:
    """Whether a clause is told in a plain past or present, as its teller tells what he saw or knows himself."""
    return main.tense in ("past", "present") and not HAVE & {*main.auxiliaries}


def _is_bare(main: Clause) -> bool:
    """Whether a clause is a verb alone, as a writer thinks aloud or commands: "Believe we should"."""
    return main.token.tag == "VB" and not main.subjects and not main.auxiliaries
