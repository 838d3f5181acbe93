"""Turns of speech: who took the word, to whom, in which words the report tells it."""

from __future__ import annotations

from attrs import evolve

from kg.claims.clauses import Clause
from kg.claims.drafts import Context, TurnDraft, VoiceDraft
from kg.claims.phrases import noun_arguments, noun_words
from kg.claims.scene import PERSONS, Scene
from kg.model.entity import Kind
from kg.model.passage import Passage
from kg.model.syntax import ParsedParagraph

LONGEST = 200  # characters of the quote of a turn: more is no longer seen at one glance
YET_TO_BE = frozenset(["will", "shall", "'ll", "should", "must", "may", "might", "could", "can"])
"""Auxiliaries with which speech is told as something to be done: "he will tell him"."""
HEARERS = (*PERSONS, Kind.COLLECTIVE, Kind.ORGANISATION, Kind.MISSION, Kind.DELEGATION)


def note_turn(scene: Scene, clause: Clause, context: Context, content: VoiceDraft, speakers: tuple[str, ...]) -> None:
    """Keep the turn of speech that a clause tells of; what the same speaker says next is the same turn."""
    if not speakers or clause.is_negated or not _is_told(scene, clause) or clause.tense in ("future", "conditional"):
        return
    if clause.paragraph.is_abstract:
        return  # it tells again what the report tells
    _keep(
        scene,
        clause.paragraph,
        _told_in(context.voice, speakers),
        content,
        speakers,
        _hearers(scene, clause, context, speakers),
        _words(clause),
        clause.paragraph.passage(clause.head, clause.head).end_char,
        clause.head,
    )


def _is_told(scene: Scene, clause: Clause) -> bool:
    """Whether a clause tells of speech as of something done: with a tense of its own, or as part of another's act.

    "He went on to say", "opened the talk by saying", "left, saying": behind what was done, but not before it.
    """
    if clause.is_finite:
        return clause.kind != "adverbial" and not YET_TO_BE & set(clause.auxiliaries)
    if clause.parent is None or clause.parent > clause.head:
        return False
    outer = scene.clauses[clause.paragraph.number][clause.parent]
    if outer.is_negated or not outer.is_finite:
        return False
    return clause.token.tag == "VBG" or (clause.auxiliaries == ("to",) and outer.token.lemma in scene.cues.phases)


def note_named(scene: Scene, clause: Clause | None, paragraph: ParsedParagraph, noun: int, context: Context) -> None:
    """Keep the speech that a noun names with its speaker: "my statement of last August", "the assurances by X".

    What the same clause tells as said or made by him is no second speech.
    """
    arguments = noun_arguments(paragraph, noun)
    owners = (*arguments.get("poss", ()), *arguments.get("by", ()))
    speakers = scene.all_meant(paragraph.number, owners, context.voice)
    if not speakers or not scene.kinds(speakers) <= set(HEARERS) | {Kind.STATE}:
        return
    if clause is not None:
        is_told = clause.token.lemma in scene.cues.verbs or clause.token.lemma in scene.cues.delivers
        is_own = set(speakers) & set(scene.all_meant(paragraph.number, clause.subjects, context.voice))
        is_open = clause.is_negated or clause.tense in ("future", "conditional") or clause.token.tag == "VB"
        if is_open or (is_told and is_own):
            return
    hearers = scene.all_meant(paragraph.number, arguments.get("to", ()), context.voice)
    hearers = tuple(who for who in hearers if scene.entities[who].kind in HEARERS and who not in speakers)
    passage = paragraph.passage(*noun_words(paragraph, noun))
    place = (paragraph.number, noun)
    sentence = next(i for i, tokens in enumerate(paragraph.sentences) if noun in tokens)
    voice = _told_in(context.voice, speakers)
    scene.turns.append(
        TurnDraft(voice, context.voice, speakers, hearers, passage, passage.start_char, place, sentence, first=None)
    )


def note_words(
    scene: Scene,
    paragraph: ParsedParagraph,
    sentence: range,
    content: VoiceDraft,
    hearers: tuple[str, ...],
    *,
    is_going_on: bool = False,
) -> None:
    """Keep as a turn of speech a sentence that is itself what its speaker says, unless it only asks.

    With `is_going_on` it has no cue of its own, and belongs to the turn before it.
    """
    inside = [i for i in sentence if paragraph.tokens[i].pos not in ("SPACE", "PUNCT")]
    if not inside or content.outer is None or paragraph.tokens[sentence.stop - 1].text == "?":
        return
    passage = _cut(paragraph, inside[0], inside[-1], inside[0])
    speakers = content.speakers
    if is_going_on:
        last = scene.turns[-1]
        scene.turns.append(
            evolve(
                last,
                passage=passage,
                said_from=passage.start_char,
                place_in_text=(paragraph.number, inside[0]),
                first=last.first or last,
                is_implicit=True,
            )
        )
        return
    voice = _told_in(content, speakers)
    _keep(scene, paragraph, voice, content, speakers, hearers, passage, passage.start_char, inside[0])


def _told_in(voice: VoiceDraft, speakers: tuple[str, ...]) -> VoiceDraft:
    """The voice that tells of a turn: who goes on speaking is not told of by himself."""
    while voice.outer is not None and voice.speakers == speakers:
        voice = voice.outer
    return voice


def _keep(
    scene: Scene,
    paragraph: ParsedParagraph,
    voice: VoiceDraft,
    content: VoiceDraft,
    speakers: tuple[str, ...],
    hearers: tuple[str, ...],
    passage: Passage,
    said_from: int,
    head: int,
) -> None:
    """Keep the words of a turn; they are of the last one if its speaker has not stopped."""
    sentence = next(i for i, tokens in enumerate(paragraph.sentences) if head in tokens)
    last = scene.turns[-1] if scene.turns else None
    is_same = last and last.speakers == speakers and last.voice is voice and last.place_in_text[0] == paragraph.number
    goes_on = last is not None and is_same and sentence - last.sentence <= 1
    first = (last.first or last) if last and goes_on else None
    place = (paragraph.number, head)
    scene.turns.append(TurnDraft(voice, content, speakers, hearers, passage, said_from, place, sentence, first=first))


def _hearers(scene: Scene, clause: Clause, context: Context, speakers: tuple[str, ...]) -> tuple[str, ...]:
    """To whom it was said: as the clause names him, else the other one of the talk that the author is in."""
    tokens = (*clause.datives, *clause.objects, *clause.prepositions.get("to", ()))
    named = scene.all_meant(clause.paragraph.number, tokens, context.voice)
    named = tuple(entity for entity in named if entity not in speakers and scene.entities[entity].kind in HEARERS)
    if named or context.voice.outer is not None or not scene.interlocutor:
        return named
    if speakers == (scene.interlocutor,):
        return context.voice.speakers
    return (scene.interlocutor,) if speakers == context.voice.speakers else ()


def _words(clause: Clause) -> Passage:
    """The clause with what is said in it, cut behind a word where it is too long."""
    paragraph = clause.paragraph
    inside = [i for i in paragraph.subtree(clause.head) if paragraph.tokens[i].pos != "SPACE"]
    first = min(i for i in inside if i >= _start(clause, inside))
    last = max(inside)
    while last > clause.head and paragraph.tokens[last].pos == "PUNCT":
        last -= 1
    return _cut(paragraph, first, last, clause.head)


def _cut(paragraph: ParsedParagraph, first: int, last: int, least: int) -> Passage:
    """The words from `first` to `last`, cut behind a word, but not before `least`, where they are too many."""
    while last > least and len(paragraph.passage(first, last).exact) > LONGEST:
        last -= 1
    return paragraph.passage(first, last)


def _start(clause: Clause, inside: list[int]) -> int:
    """The first word of the clause itself: not the "and" before it."""
    first = min(inside)
    while first < clause.head and clause.paragraph.tokens[first].pos in ("CCONJ", "PUNCT"):
        first += 1
    return first
