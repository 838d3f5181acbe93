"""A mention is a passage that names something; a link is the judgement which known thing it is, with reasons."""

from __future__ import annotations

from attrs import frozen

from kg.model.passage import Passage


@frozen
class Mention:
    """A passage that refers to an entity; `rule` is the id of the rule that decided so."""

    passage: Passage
    entity: str
    rule: str


@frozen
class OpenMention:
    """A pronoun or a definite phrase that no rule could resolve: kept, counted and shown."""

    passage: Passage
    reason: str


@frozen
class Candidate:
    """A known thing that a name might mean; `reasons` are the features that speak for or against it."""

    authority: str
    name: str
    qid: str
    score: float  # 0 to 1: the probability that this is the one, among these candidates and none
    reasons: tuple[str, ...]
    features: tuple[tuple[str, float], ...] = ()  # what was weighed, by name
    source: str = ""  # where the facts about it come from
    is_barred: bool = False  # the text or the dates contradict it
    description: str = ""  # one line that tells it from its namesakes
    start: str = ""  # born, founded: EDTF
    end: str = ""  # died, dissolved


@frozen
class Link:
    """Which known thing an entity is: `authority` is "" for NIL, which is an answer and has its reason."""

    entity: str
    authority: str
    qid: str
    reason: str
    candidates: tuple[Candidate, ...] = ()
    also: tuple[str, ...] = ()  # looser fits (skos:closeMatch), Wikidata numbers
    confidence: float | None = None  # the probability that the answer is right; None where a person decided
    decided_by: str = ""  # the curator, where a person decided
    decided_on: str = ""  # ISO: the day of the curator's word, else of what is known beforehand
    version: str = ""  # of the authority file and the index that it was decided with
