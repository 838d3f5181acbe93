"""What a node of a graph is called in plain words: the claim it belongs to, and the quote that claim rests on."""

from __future__ import annotations

import re

from attrs import frozen

from kg.base import ONTOLOGY
from kg.checks.index import Index
from kg.checks.tokens import iri_token, is_iri, is_literal, value_of
from kg.model.passage import Passage

_DG = ONTOLOGY
_OA = "http://www.w3.org/ns/oa#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
LONGEST_QUOTE_CHARS = 160  # of a quote in a message: two lines on a terminal; the passage has it whole

# How a claim is reached from what it is about, rests on or is made by; then the words of things that no claim is about.
_TO_CLAIM = (f"{_DG}content", f"{_DG}evidence", f"{_DG}voice")
_TO_WORDS = (f"{_DG}evidence", f"{_DG}trigger", f"{_DG}surface", f"{_DG}cue")


@frozen
class Words:
    """What a finding can say of a node. `claim` is the gloss of the first claim that has to do with it."""

    label: str
    claim: str = ""
    passage: Passage | None = None

    def sentence(self) -> str:
        """What it concerns, in one or two sentences.

        >>> Words("a visit", "He called on me.", Passage(3, 9, "called")).sentence()
        'It concerns: a visit. Claim: “He called on me.” Words: “called” (characters 3 to 9).'
        """
        parts = [f"It concerns: {_on_one_line(self.label).removesuffix('.')}."]
        if self.claim:
            parts.append(f"Claim: “{_on_one_line(self.claim)}”")
        if self.passage is not None:
            quote = _on_one_line(self.passage.exact)
            short = quote if len(quote) <= LONGEST_QUOTE_CHARS else f"{quote[:LONGEST_QUOTE_CHARS]} …"
            parts.append(f"Words: “{short}” (characters {self.passage.start_char} to {self.passage.end_char}).")
        return " ".join(parts)


def words_for(node: str, index: Index) -> Words:
    """The words for the node with this IRI; its local name where the graph has none."""
    claim = _claim_of(node, index)
    gloss = _first(index, claim, f"{_DG}gloss") if claim else ""
    label = _first(index, node, _LABEL) or (gloss if claim == node else "") or _local_name(node)
    return Words(label, "" if gloss == label else gloss, _passage_of(node, index) or _passage_of(claim, index))


def value_in_words(value: str, index: Index) -> str:
    """A value that a shape refuses: the label or the local name of an IRI, anything else as it stands."""
    return words_for(value, index).label if value.startswith(("http://", "https://")) else value


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _local_name(iri: str) -> str:
    return re.split("[/#]", iri)[-1] or iri


def _claim_of(node: str, index: Index) -> str:
    """The node itself if it is a claim, else the first claim about it, on it or in it, else nothing."""
    if _first(index, node, f"{_DG}polarity") or _first(index, node, f"{_DG}gloss"):
        return node
    for predicate in _TO_CLAIM:
        subjects = index.subjects(iri_token(predicate), iri_token(node))
        claims = [value_of(subject) for subject in subjects if is_iri(subject)]
        if claims:
            return min(claims)
    return ""


def _passage_of(node: str, index: Index) -> Passage | None:
    """The words that a span, or the first span of a claim, an eventuality, a time or a voice, quotes."""
    spans = [node] if _first(index, node, f"{_OA}hasSelector") else []
    for predicate in _TO_WORDS:
        spans = spans or _values(index, node, predicate)
    passages = [passage for span in spans if (passage := passage_at(span, index)) is not None]
    return min(passages, default=None)


def passage_at(span: str, index: Index) -> Passage | None:
    """The quote of a span with its offsets; None where they are missing or do not fit each other."""
    selector = _first(index, span, f"{_OA}hasSelector")
    exact = _first(index, selector, f"{_OA}exact")
    start, end = _first(index, selector, f"{_OA}start"), _first(index, selector, f"{_OA}end")
    if not (exact and start.isdecimal() and end.isdecimal() and int(end) - int(start) == len(exact)):
        return None
    return Passage(int(start), int(end), exact)


def _first(index: Index, node: str, predicate: str) -> str:
    return next(iter(_values(index, node, predicate)), "")


def _values(index: Index, node: str, predicate: str) -> list[str]:
    if not node:
        return []
    found = index.objects(iri_token(predicate), iri_token(node))
    return sorted(value_of(value) for value in found if is_iri(value) or is_literal(value))
