"""Whether an eventuality counts as a thing that happened, and why or why not, in a sentence.

The rule stands in kg/converters/attestation.py; the data say what it decided. Here it is only explained.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from kg.converters.attestation import ATTESTED_STATUSES, PLAIN_MODALITIES
from kg.site.graph import Graph
from kg.site.shown import Claim, Event, Term

_NOT_COUNTED = "; no page of this site counts it among the things that happened."
# Statuses whose word alone would not make a sentence.
_TOLD = {
    "NotOccurred": "A voice says that it did not happen or is not so",
    "Desired": "It is told of as wished for, asked for or ordered",
    "Presumed": "It is thought to be so, without being known",
    "Contested": "Voices of this document contradict each other about it",
    "Hypothetical": "It is only supposed, as a condition or its consequence",
}


@frozen
class Standing:
    """What an eventuality is counted as. `claims` are those on which that rests."""

    is_attested: bool
    status: Term
    sentence: str
    claims: tuple[Claim, ...]


def standing(graph: Graph, event: Event, claims: Sequence[Claim]) -> Standing:
    """What an eventuality is counted as, by the claims that speak of it."""
    plain = sorted((each for each in claims if _is_plain(each)), key=lambda each: (each.depth, each.thing.iri))
    nearest = tuple(each for each in plain if each.depth == plain[0].depth)
    status = graph.term(f"dgv:{event.status.name}")
    if event.is_attested:
        return Standing(True, status, "It is counted among the things that happened.", nearest)
    return Standing(False, status, _why_not(graph, event, nearest), nearest)


def _why_not(graph: Graph, event: Event, nearest: Sequence[Claim]) -> str:
    status = event.status
    if "dg:Situation" in graph.kinds(event.thing.iri) and status.name in (*ATTESTED_STATUSES, "Holds"):
        return "It is told of as a state of things, which lasts for a time; states are not counted among events."
    if status.name not in ATTESTED_STATUSES:
        told = _TOLD.get(status.name) or f"It is told of as {status.word}"
        return told + _NOT_COUNTED
    if not nearest:
        return f"It is {status.word}, but no voice affirms it plainly and as certain{_NOT_COUNTED}"
    return f"It is {status.word}, but only by a voice too far from the author of the report{_NOT_COUNTED}"


def _is_plain(claim: Claim) -> bool:
    """Whether a claim affirms, without reserve, that something is so."""
    return claim.polarity == "Affirmative" and claim.certainty == "Certain" and claim.modality in PLAIN_MODALITIES
