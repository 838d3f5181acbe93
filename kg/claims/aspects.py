"""How the words of a clause stand to the time of the story: at it, before it, after it, or as the author writes."""

from __future__ import annotations

from enum import Enum

from kg.claims.clauses import Clause
from kg.claims.scene import Scene
from kg.model.syntax import ParsedParagraph


class Aspect(Enum):
    """How the words of a clause stand to the time of the story."""

    PLAIN = "at that time"
    EARLIER = "before that time"
    LATER = "after that time"
    NOW = "as the author writes"
    NONE = "no time of its own"


def aspect_of(scene: Scene, clause: Clause) -> Aspect:
    """How a clause stands to the time of the story; one without a tense stands as the one that it hangs on."""
    words, adverbs = set(clause.auxiliaries), _adverbs(scene, clause)
    if words & {"had", "having", "has", "have"} or adverbs & scene.frames.support["earlier"]:
        return Aspect.EARLIER
    is_telegraphic = clause.kind == "main" and clause.token.tag == "VBN" and not words  # "Called on him yesterday."
    has_no_tense = clause.kind == "open" or not (clause.is_finite or is_telegraphic)  # "asked me convey his thanks"
    if has_no_tense:
        parent = scene.clauses[clause.paragraph.number].get(clause.parent) if clause.parent is not None else None
        return aspect_of(scene, parent) if parent is not None else Aspect.NONE
    if clause.tense == "past":
        return Aspect.LATER if adverbs & scene.frames.support["later"] else Aspect.PLAIN
    return Aspect.NOW if clause.tense == "present" else Aspect.NONE


def _adverbs(scene: Scene, clause: Clause) -> set[str]:
    """The adverbs of a clause that stand alone: not the "later" of "two days later"."""
    paragraph = clause.paragraph
    phrases = scene.times[paragraph.number]
    return {
        child.text.lower()
        for child in paragraph.children(clause.head, "advmod")
        if not any(phrase.start <= child.start < phrase.end for phrase in phrases)
    }


def preposition_of(paragraph: ParsedParagraph, i: int) -> str:
    """The preposition that a noun stands behind, "" if none."""
    token = paragraph.tokens[i]
    while token.dep == "conj":
        token = paragraph.tokens[token.head]
    governor = paragraph.tokens[token.head]
    is_behind = token.dep in ("pobj", "pcomp") or governor.pos in ("ADP", "SCONJ")
    return governor.text.lower() if is_behind and governor.i != token.i else ""


def sentence_of(paragraph: ParsedParagraph, i: int) -> int:
    """The number of the sentence in which a token stands."""
    return next(n for n, sentence in enumerate(paragraph.sentences) if i in sentence)
