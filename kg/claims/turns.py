"""Turns of speech: who took the word, to whom, in which words the report tells it."""

from __future__ import annotations

from kg.claims.clauses import Clause
from kg.claims.drafts import Context, TurnDraft, VoiceDraft
from kg.claims.scene import PERSONS, Scene
from kg.model.entity import Kind
from kg.model.passage import Passage

LONGEST = 200  # characters of the quote of a turn: more is no longer seen at one glance
HEARERS = (*PERSONS, Kind.COLLECTIVE, Kind.ORGANISATION, Kind.MISSION, Kind.DELEGATION)


def note_turn(scene: Scene, clause: Clause, context: Context, content: VoiceDraft, speakers: tuple[str, ...]) -> None:
    """Keep the turn of speech that a clause tells of; what the same speaker says next is the same turn."""
    number = clause.paragraph.number
    if not speakers or clause.kind == "adverbial" or clause.is_negated or not clause.is_finite:
        return
    if clause.paragraph.is_abstract:
        return  # it tells again what the report tells
    voice = context.voice
    while voice.outer is not None and voice.speakers == speakers:
        voice = voice.outer  # who goes on speaking is not told of by himself
    sentence = next(i for i, tokens in enumerate(clause.paragraph.sentences) if clause.head in tokens)
    last = scene.turns[-1] if scene.turns else None
    is_same = last and last.speakers == speakers and last.voice is voice and last.place_in_text[0] == number
    goes_on = last is not None and is_same and sentence - last.sentence <= 1
    scene.turns.append(
        TurnDraft(
            voice=voice,
            content=content,
            speakers=speakers,
            hearers=_hearers(scene, clause, context, speakers),
            passage=_words(clause),
            said_from=clause.paragraph.passage(clause.head, clause.head).end_char,
            place_in_text=(number, clause.head),
            sentence=sentence,
            first=(last.first or last) if last and goes_on else None,
        )
    )


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
    while last > clause.head and len(paragraph.passage(first, last).exact) > LONGEST:
        last -= 1
    return paragraph.passage(first, last)


def _start(clause: Clause, inside: list[int]) -> int:
    """The first word of the clause itself: not the "and" before it."""
    first = min(inside)
    while first < clause.head and clause.paragraph.tokens[first].pos in ("CCONJ", "PUNCT"):
        first += 1
    return first
