"""Dates that one act has from another: what a message says, what is told in one breath, who travels with whom."""

from __future__ import annotations

from kg.claims.acts import JOURNEYS, SAID, TALKS
from kg.claims.clauses import Clause, prepositions_of
from kg.claims.drafts import EventDraft, TurnDraft
from kg.claims.scene import Scene
from kg.model.event import Status

DONE = (Status.OCCURRED, Status.HABITUAL)
MESSAGES = ("MessageSending", "MessageDelivery")
TOGETHER = TALKS | SAID


def date_in_messages(scene: Scene) -> None:
    """Date what is asked or said in a message by its sending or delivery: "in this letter he proposed"."""
    items: list[EventDraft | TurnDraft] = [event for event in scene.events if event.type in SAID]
    for item in sorted([*items, *scene.turns], key=lambda item: item.place_in_text):
        number, head = item.place_in_text
        clause = scene.clauses[number].get(head)
        message = _message_around(scene, clause) if clause is not None and item.date is None else None
        if message is None or message.date is None:
            continue
        if isinstance(item, TurnDraft):
            item.date = message.date
        elif item.status in DONE:
            item.give_date(message.date, "date.message")


def date_joined(scene: Scene) -> None:
    """Date an act by the one that it is joined to in its sentence: "that year they met and agreed on it"."""
    for event in sorted(scene.events, key=lambda event: event.place_in_text):
        clause = scene.clauses[event.paragraph].get(event.head)
        if event.date is not None or clause is None or event.status is not Status.OCCURRED:
            continue
        if event.type in TOGETHER and clause.token.dep == "conj" and "had" not in clause.auxiliaries:
            for other in scene.events:
                is_joined = other.place_in_text == (event.paragraph, clause.token.head)
                is_told = other.date_rule in ("date.words", "date.counted") and other.status is Status.OCCURRED
                if is_joined and is_told and _voices(scene, event) == _voices(scene, other):
                    event.give_date(other.date, "date.joined")
        elif event.type in JOURNEYS and clause.tense == "past":
            _date_by_company(scene, event, clause)


def _date_by_company(scene: Scene, event: EventDraft, clause: Clause) -> None:
    """Date a journey by that of those with whom it is made: "he left together with the delegation"."""
    voice = next((claim.voice for claim in scene.claims if claim.content is event), None)
    if voice is None:
        return
    paragraph = clause.paragraph
    beside = [token.i for token in paragraph.children(clause.head, "advmod") if token.text.lower() == "together"]
    nouns = [i for head in (clause.head, *beside) for i in prepositions_of(paragraph, head).get("with", ())]
    company = set(scene.all_meant(event.paragraph, nouns, voice))
    for other in scene.events:
        is_same = other.type == event.type and other.status is Status.OCCURRED and other is not event
        if is_same and company & set(other.of("mover", "visitor")):
            event.give_date(other.date, "date.joined")


def _voices(scene: Scene, event: EventDraft) -> set[str]:
    return {claim.voice.id for claim in scene.claims if claim.content is event}


def _message_around(scene: Scene, clause: Clause) -> EventDraft | None:
    """The message in which something is said: named behind "in", by the clause or by the one that it is joined to."""
    number, paragraph = clause.paragraph.number, clause.paragraph
    words = scene.frames.objects["message"]
    while True:
        nouns = clause.prepositions.get("in", ())
        if any(paragraph.tokens[i].lemma in words for i in nouns):
            return _last_message(scene, (number, clause.head))
        if clause.kind == "relative" and paragraph.tokens[clause.token.head].lemma in words:
            governing = [event for event in scene.events if event.paragraph == number and event.type in MESSAGES]
            before = [event for event in governing if event.head in _above(clause)]
            return before[0] if before else None
        joined = scene.clauses[number].get(clause.token.head)
        if clause.token.dep != "conj" or joined is None or joined is clause:
            return None
        clause = joined


def _above(clause: Clause) -> list[int]:
    return [token.i for token in clause.paragraph.ancestors(clause.head)]


def _last_message(scene: Scene, place: tuple[int, int]) -> EventDraft | None:
    """The last message told of before a place, in this paragraph or the one before."""
    messages = (event for event in scene.events if event.type in MESSAGES and event.date is not None)
    before = [event for event in messages if event.place_in_text < place]
    last = max(before, key=lambda event: event.place_in_text, default=None)
    return last if last is not None and place[0] - last.paragraph <= 1 else None
