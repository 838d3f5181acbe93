"""Voices: who speaks where. Cues open them, sentences go on in them, and the author takes the word back."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, evolve

from kg.claims.clauses import Clause
from kg.claims.drafts import Context, EventDraft, VoiceDraft
from kg.claims.scene import PERSONS, Scene
from kg.lexicon import NounCue, VerbCue
from kg.model.claim import Basis, Certainty, Modality
from kg.model.entity import Entity, Kind
from kg.model.passage import Passage
from kg.model.syntax import ParsedParagraph

AUTHOR, CATALOGUER = "author", "cataloguer"
TELLS = ("tell", "inform")
CATAPHORIC = ("following", "this", "that", "it", "so", "information")
HEARING = ("dative", "object", "to")


@define
class Voices:
    """The voices of one report."""

    scene: Scene

    def root(self, paragraph: ParsedParagraph) -> VoiceDraft:
        """The author's voice, or in the abstract the cataloguer's."""
        if paragraph.is_abstract:
            speaker = self.scene.add(Entity("unnamed/cataloguer", Kind.UNNAMED_PERSON, "Cataloguer", ("Cataloguer",)))
            return self._voice(CATALOGUER, (speaker,), None)
        author = self.scene.discourse.author
        if not author:
            author = self.scene.add(Entity("unnamed/author", Kind.UNNAMED_PERSON, "Unnamed author", ()))
        return self._voice(AUTHOR, (author,), None)

    def inner(
        self,
        outer: VoiceDraft,
        speakers: Sequence[str],
        *,
        cue: Passage | None = None,
        hearers: Sequence[str] = (),
        utterance: EventDraft | None = None,
    ) -> VoiceDraft:
        """The voice of `speakers` inside `outer`; `outer` itself if it is theirs already."""
        if tuple(speakers) == outer.speakers or not speakers:
            return outer
        names = "+".join(speaker.split("/", 1)[-1] for speaker in speakers)
        id_ = f"{outer.id}/{names}" + (f"@{utterance.trigger.start_char}" if utterance else "")
        voice = self._voice(id_, tuple(speakers), outer)
        voice.cue = voice.cue or cue
        voice.hearers += [hearer for hearer in hearers if hearer not in voice.hearers and hearer not in speakers]
        if utterance and utterance not in voice.uttered_in:
            voice.uttered_in.append(utterance)
        return voice

    def _voice(self, id_: str, speakers: tuple[str, ...], outer: VoiceDraft | None) -> VoiceDraft:
        return self.scene.voices.setdefault(id_, VoiceDraft(id_, speakers, outer))

    def opened_by_verb(self, clause: Clause, context: Context) -> Context | None:
        """The context of what a verb of speech or thought introduces; None if the verb opens no voice.

        A verb without a known speaker opens none: what follows stays in the voice around it, and is noted.
        """
        verbs, lemma = self.scene.cues.verbs, clause.token.lemma
        cue = verbs.get(f"{lemma} {clause.particle}") or verbs.get(lemma)
        if cue is None or not any(_is_content(clause, i) for i in clause.complements):
            return None
        number = clause.paragraph.number
        if not any(_is_said(clause, i) for i in clause.complements):
            return _opened(context, cue, is_negated=cue.negates)  # "considered it secret": what it is made of
        speakers = self.speakers_of(clause, context.voice)
        cue_words = clause.paragraph.passage(clause.head, clause.head)
        opened = _opened(context, cue, is_negated=cue.negates)
        if not speakers:
            if clause.subjects and clause.paragraph.tokens[clause.subjects[0]].text.lower() not in ("it", "one"):
                self.scene.note("speech-without-speaker", "A verb of speech whose speaker is not known", cue_words)
            return opened
        arguments = {"dative": clause.datives, "object": clause.objects, "to": clause.prepositions.get("to", ())}
        hearers = [
            entity
            for name in HEARING
            for entity in self.scene.all_meant(number, arguments[name], context.voice)
            if self.scene.entities[entity].kind in (*PERSONS, Kind.COLLECTIVE)
        ]
        opened.voice = self.inner(context.voice, speakers, cue=cue_words, hearers=hearers, utterance=context.utterance)
        return opened

    def speakers_of(self, clause: Clause, voice: VoiceDraft) -> tuple[str, ...]:
        """Who says what a verb of speech tells: its subject, or in telegraphic style whoever has the word."""
        if not clause.subjects and clause.kind in ("participle", "adverbial", "open") and clause.parent is not None:
            outer = self.scene.clauses[clause.paragraph.number][clause.parent]  # "opened the talk by saying that …"
            return () if outer.is_passive else self.scene.all_meant(clause.paragraph.number, outer.subjects, voice)
        if clause.subjects or clause.kind != "main" or clause.is_passive or not clause.is_finite:
            return self.scene.all_meant(clause.paragraph.number, clause.subjects, voice) or self._informant(clause)
        return self._who_has_the_word(clause, voice)

    def _informant(self, clause: Clause) -> tuple[str, ...]:
        """The person without a name whom the subject of a verb of speech brings in: "a reliable source said"."""
        paragraph = clause.paragraph
        if len(clause.subjects) != 1:
            return ()
        noun = paragraph.tokens[clause.subjects[0]]
        determiners = {child.text.lower() for child in paragraph.children(noun.i, "det", "poss", "nummod")}
        if noun.tag != "NN" or noun.lemma not in self.scene.cues.informants or determiners - {"a", "an", "one"}:
            return ()
        inside = [i for i in paragraph.subtree(noun.i) if i <= noun.i and paragraph.tokens[i].dep in ("amod", "advmod")]
        name = paragraph.words(min((*inside, noun.i)), noun.i)
        id_ = f"unnamed/{name.casefold()} {paragraph.number} {noun.i}"  # "a source" here is not "a source" there
        return (self.scene.add(Entity(id_, Kind.UNNAMED_PERSON, name, (name,))),)

    def _who_has_the_word(self, clause: Clause, voice: VoiceDraft) -> tuple[str, ...]:
        """The speaker of a verb whose subject is dropped ("Stated he would …"); () where it may be another.

        Who is told ("Told him …") or who says "I" is the writer; else it is he who spoke last, unless that was the
        writer himself.
        """
        paragraph, scene = clause.paragraph, self.scene
        root = voice.root
        before = scene.all_meant(paragraph.number, (i for i in paragraph.subtree(clause.head) if i < clause.head), root)
        if scene.kinds(before) & set(PERSONS):
            return ()  # no telegram: he who is named before the verb may be its subject, whatever the parser says
        inner = [child for i in clause.complements for child in paragraph.children(i, "nsubj", "nsubjpass")]
        hearers = (*clause.datives, *clause.objects)
        if scene.is_speaker(paragraph.number, [child.i for child in inner]):
            return root.speakers
        if scene.all_meant(paragraph.number, hearers, root) and not scene.is_speaker(paragraph.number, hearers):
            return root.speakers
        last = scene.turns[-1] if scene.turns else None
        return last.speakers if last and last.voice is root and last.speakers != root.speakers else ()

    def opened_by_noun(self, clause: Clause, context: Context) -> tuple[int, Context] | None:
        """The noun and the context of "the explanation that …", "the impression of X that …", "the story of …"."""
        paragraph, scene = clause.paragraph, self.scene
        for i in (*clause.objects, *(noun for row in clause.prepositions.values() for noun in row)):
            token = paragraph.tokens[i]
            cue = scene.cues.nouns.get(token.lemma)
            if cue is None or token.pos != "NOUN":
                continue
            says = any(_has_that(paragraph, child.i) for child in paragraph.children(i, "acl", "relcl", "ccomp"))
            copular = clause.token.lemma == "be" and bool(clause.complements)
            told = (
                i in clause.objects
                and clause.token.lemma in ("tell", "give", "relate", "recount")
                and any(child.text == "of" for child in paragraph.children(i, "prep"))
            )
            if not (says or copular or told):
                continue
            holders = self._holders(paragraph, i, context)
            if not holders and not copular and clause.token.lemma not in scene.cues.takes_in:
                holders = self.speakers_of(clause, context.voice)
            opened = _opened(context, cue, is_negated=clause.token.lemma in scene.cues.refutes)
            if holders:
                hearers = scene.all_meant(paragraph.number, clause.datives, context.voice)
                opened.voice = self.inner(
                    context.voice, holders, cue=paragraph.passage(i, i), hearers=hearers, utterance=context.utterance
                )
            return i, opened
        return None

    def expressed_by(self, clause: Clause, context: Context) -> VoiceDraft | None:
        """The voice of him who speaks without a clause that says what: "expressed his satisfaction with …".

        None if the clause tells of no speech, or of thanks only.
        """
        cues, tokens, lemma = self.scene.cues, clause.paragraph.tokens, clause.token.lemma
        nouns = [tokens[i] for i in clause.objects]
        if lemma in cues.expresses:
            says = bool(nouns) and all(noun.pos == "NOUN" and noun.lemma not in cues.thanks for noun in nouns)
        elif lemma in cues.delivers:
            says = any(noun.lemma in cues.speeches for noun in nouns)
        else:
            is_about = lemma in cues.tell_about and bool({"of", "about", "on"} & set(clause.prepositions))
            says = (
                (lemma in TELLS or is_about) and not clause.complements and self._is_told_to_somebody(clause, context)
            )
        speakers = self.speakers_of(clause, context.voice) if says else ()
        cue = clause.paragraph.passage(clause.head, clause.head)
        return self.inner(context.voice, speakers, cue=cue) if speakers else None

    def _is_told_to_somebody(self, clause: Clause, context: Context) -> bool:
        """Whether a clause names a hearer, and does not only announce what stands below: "told me the following"."""
        arguments = (*clause.datives, *clause.objects)
        if any(clause.paragraph.tokens[i].text.lower() in CATAPHORIC for i in arguments):
            return False
        hearers = self.scene.all_meant(clause.paragraph.number, arguments, context.voice)
        return bool(self.scene.kinds(hearers) & {*PERSONS, Kind.COLLECTIVE})

    def is_turn(self, clause: Clause, noun: int | None) -> bool:
        """Whether a clause that opens a voice, by its verb or by the noun at a token, tells that somebody spoke."""
        cues = self.scene.cues
        by_noun = noun is not None and noun in clause.objects and clause.token.lemma in cues.delivers
        by_noun = by_noun or (noun is not None and clause.token.lemma in cues.phases)  # "began with the complaint that"
        return by_noun or clause.token.lemma in cues.turns

    def told_about(self, clause: Clause, context: Context) -> tuple[tuple[int, ...], Context] | None:
        """The words behind "told X about" and "informed X of", and the voice in which they are told."""
        paragraph = clause.paragraph
        if clause.token.lemma not in self.scene.cues.tell_about:
            return None
        nouns = [noun for name in ("about", "of") for noun in clause.prepositions.get(name, ())]
        speakers = self.speakers_of(clause, context.voice)
        if not nouns or not speakers:
            return None
        hearers = self.scene.all_meant(paragraph.number, (*clause.datives, *clause.objects), context.voice)
        cue = paragraph.passage(clause.head, clause.head)
        voice = self.inner(context.voice, speakers, cue=cue, hearers=hearers)
        inside = tuple(i for noun in nouns for i in paragraph.subtree(noun))
        return inside, Context(voice, Basis.EXPLICIT, utterance=context.utterance)

    def _holders(self, paragraph: ParsedParagraph, noun: int, context: Context) -> tuple[str, ...]:
        """Whose view or statement a noun names: "his opinion", "the opinion of X"."""
        tokens = [child.i for child in paragraph.children(noun, "poss")]
        for prep in paragraph.children(noun, "prep"):
            if prep.text in ("of", "by"):
                tokens += [child.i for child in paragraph.children(prep.i, "pobj")]
        return self.scene.all_meant(paragraph.number, tokens, context.voice)

    def of_adjunct(self, clause: Clause, context: Context) -> Context:
        """The context that "in X's view" and "according to X" give to their clause."""
        paragraph = clause.paragraph
        for preposition, nouns in clause.prepositions.items():
            for i in nouns:
                cue = self.scene.cues.nouns.get(paragraph.tokens[i].lemma)
                if preposition == "in" and cue:
                    holders = self._holders(paragraph, i, context)
                elif preposition in ("according", "according to"):
                    if cue is not None and cue.modality == "Presumption":  # "according to rumors"
                        return evolve(context, modality=Modality.PRESUMPTION, certainty=Certainty.UNSPECIFIED)
                    cue, holders = None, self.scene.meant(paragraph.number, i, context.voice)
                else:
                    continue
                if holders:
                    outer = context.voice
                    while outer.outer is not None and outer.outer.speakers == holders:
                        outer = outer.outer  # "in Rao's view" behind what Mehta told Rao: Rao's own voice
                    voice = self.inner(outer, holders, cue=paragraph.passage(i, i))
                    modality = _modality(cue) if cue else None
                    return evolve(context, voice=voice, basis=Basis.EXPLICIT, modality=modality or context.modality)
        return context


def _modality(cue: VerbCue | NounCue) -> Modality | None:
    """The modality that a cue gives; None if it merely reports, so that the clause itself decides."""
    return Modality(cue.modality) if cue.modality != "Report" else None


def _opened(context: Context, cue: VerbCue | NounCue, *, is_negated: bool = False) -> Context:
    """The context behind a cue, still in the voice around it."""
    certainty = Certainty(cue.certainty) if cue.certainty else None
    return Context(context.voice, Basis.EXPLICIT, _modality(cue), certainty, is_negated, context.utterance)


def _is_content(clause: Clause, i: int) -> bool:
    """Whether a complement is what a verb of speech says, and not what it is for, nor what it makes of something."""
    token = clause.paragraph.tokens[i]
    if token.dep == "xcomp" and clause.token.lemma != "communicate":  # "claimed to have spoken", "denied having met"
        auxiliaries = {child.text.lower() for child in clause.paragraph.children(i, "aux")}
        return bool({"have", "having"} & auxiliaries) and not clause.is_passive
    return token.dep in ("ccomp", "xcomp")


def _is_said(clause: Clause, i: int) -> bool:
    """Whether a complement is a clause with a verb, or stands behind a conjunction."""
    return clause.paragraph.tokens[i].pos in ("VERB", "AUX") or bool(clause.paragraph.children(i, "mark"))


def _has_that(paragraph: ParsedParagraph, i: int) -> bool:
    """Whether a clause begins with "that" or another conjunction."""
    if paragraph.children(i, "mark"):
        return True
    return any(paragraph.tokens[k].text.lower() == "that" for k in paragraph.subtree(i)[:3])
