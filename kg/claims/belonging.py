"""Which times belong to an act: not what is printed in a citation, nor the day that a request asks for."""

from __future__ import annotations

from collections.abc import Iterator

from kg.claims.clauses import Clause
from kg.claims.drafts import EventDraft
from kg.claims.scene import Scene
from kg.model.syntax import ParsedParagraph
from kg.model.timephrase import TimePhrase

ASKED = frozenset(["Request", "Instruction", "Proposal", "Invitation", "Agreement", "Refusal", "Authorization"])
"""Acts about what is still to be done, which has a time of its own."""


def up(paragraph: ParsedParagraph, i: int) -> Iterator[int]:
    """A token and its governors, nearest first."""
    yield i
    yield from (token.i for token in paragraph.ancestors(i))


def token_at(paragraph: ParsedParagraph, start: int) -> int | None:
    """The token that a character stands in."""
    return next((token.i for token in paragraph.tokens if token.start <= start < token.end), None)


def clause_around(scene: Scene, paragraph: ParsedParagraph, i: int) -> Clause | None:
    """The clause in which a token stands, by the grammar.

    "The following day he told …" may be parsed as a noun with a relative clause: then it is that clause.
    """
    found = scene.clause_of(paragraph, i)
    if found is None:
        clauses = scene.clauses[paragraph.number].values()
        found = next((c for c in clauses if c.kind == "relative" and c.token.head in up(paragraph, i)), None)
    return found


def is_in_brackets(paragraph: ParsedParagraph, start: int) -> bool:
    """Whether a time stands in brackets: told by the way."""
    before = paragraph.text[:start]
    return before.rfind("(") > before.rfind(")")


def is_in_citation(paragraph: ParsedParagraph, start: int) -> bool:
    """Whether a time stands in brackets behind a name: "(Despatch, 3 May)", not "(on 3 May)" nor a sentence."""
    if not is_in_brackets(paragraph, start):
        return False
    opening = paragraph.text.rfind("(", 0, start)
    closing = paragraph.text.find(")", start)
    inside = [t for t in paragraph.tokens if opening < t.start < (closing if closing > 0 else len(paragraph.text))]
    is_told = any(token.pos in ("VERB", "AUX") for token in inside)
    return not is_told and any(t.pos in ("NOUN", "PROPN") and t.start < start for t in inside)


def is_in_paper(scene: Scene, paragraph: ParsedParagraph, i: int) -> bool:
    """Whether something is said in a paper: "in a memorandum he stated"."""
    clause = clause_around(scene, paragraph, i)
    nouns = clause.prepositions.get("in", ()) if clause else ()
    return any(paragraph.tokens[noun].lemma in scene.frames.objects["message"] for noun in nouns)


def is_of_the_act(scene: Scene, phrase: TimePhrase, event: EventDraft) -> bool:
    """Whether a time says when an act was done, and not when that is to be done which it asks for or settles."""
    if event.type not in ASKED:
        return True
    if event.rule == "directive":  # "please visit him on 3 July": the verb tells what is asked
        return False
    paragraph = scene.paragraphs[event.paragraph]
    first = token_at(paragraph, phrase.start)
    clause = clause_around(scene, paragraph, event.head)
    if first is None or clause is None or (first < event.head and clause.tense != "conditional"):
        return True
    if phrase.direction == "before" or clause.tense == "conditional":  # "you should answer by Monday"
        return False
    path = list(up(paragraph, first))
    if clause.head not in path:
        return True
    between = path[: path.index(clause.head)]
    if any(i in scene.clauses[paragraph.number] for i in between):
        return False
    top = paragraph.tokens[between[-1]] if between else paragraph.tokens[first]
    follows = paragraph.tokens[first].i == clause.head + 1 or top.i == clause.head + 1
    if clause.token.lemma in scene.frames.support["settle"] and follows and not clause.complements:
        return not (top.dep == "prep" and top.text.lower() in ("on", "upon", "for")) and top.dep == "prep"
    return top.dep not in ("dobj", "oprd", "attr") and not (top.dep == "prep" and top.text.lower() == "for")
