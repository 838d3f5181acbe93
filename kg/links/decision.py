"""Which candidate an entity is, if any: a link with its reasons, or NIL with its own."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from kg.links.candidates import Weighed, candidates_for
from kg.links.context import Context, context_of
from kg.model.authority import Authority
from kg.model.discourse import OfficeFact
from kg.model.entity import Entity, Kind
from kg.model.mention import Link, Mention
from kg.model.report import Report

# Measured on the 96 judged mentions of tests/links/judged.tsv, of which 55 have a link and 41 are traps.
ACCEPT = 0.75  # at 0.60 two links are false, from 0.62 none; at 0.78 eight right ones are lost
MARGIN = 0.10  # least lead over the second: at 0.15 the first right link is lost; the traps are ties, so less would do

SHOWN = 5  # candidates kept with a link: enough to show the rivals of a common surname


class Nil(StrEnum):
    """Why nothing was linked. It is an answer, and it is kept."""

    NO_CANDIDATE = "no candidate"
    NONE_THEN = "none alive then"
    NONE_EXISTED = "none existed then"
    CONTRADICTED = "the text contradicts every candidate"
    NAME_ONLY = "name only"
    TOO_CLOSE = "two candidates too close"
    TOO_LITTLE = "too little evidence"
    NO_NUMBER = "known here, no Wikidata number found"


LINKED_IN_ORDER = (Kind.STATE, Kind.ORGANISATION, Kind.PLACE, Kind.MISSION, Kind.POST, Kind.PERSON)
"""The kinds that are linked; each can lean on what was linked before it."""


def links_for(
    entities: Sequence[Entity],
    mentions: Sequence[Mention],
    report: Report,
    authority: Authority,
    offices: Sequence[OfficeFact] = (),
) -> tuple[Link, ...]:
    """One link for each person, state, organisation, mission, post and place, in the order of `entities`.

    An `Entity.authority` that the reading of names proposed is a candidate like others, never the decision. `offices`
    are the titles that the text gives to people ("the new Soviet Ambassador"). An entity that no mention names is
    linked all the same: the heading of a page may be all there is of it.
    """
    context = context_of(entities, report, authority, offices)
    mentioned = {mention.entity for mention in mentions}
    links: dict[str, Link] = {}
    for kind in LINKED_IN_ORDER:
        # Names that only one state bears come first: they tell which Korea a bare "Korea" is.
        waiting = sorted(
            (entity for entity in entities if entity.kind is kind),
            key=lambda entity: (-_certainty(entity, context), entity.id not in mentioned),
        )
        for entity in waiting:
            links[entity.id] = link = decide(entity, context)
            if link.authority:
                context.keys[entity.id] = link.authority
    return tuple(links[entity.id] for entity in entities if entity.id in links)


def decide(entity: Entity, context: Context) -> Link:
    """The link of one entity, given what was linked before it."""
    weighed = candidates_for(entity, context)
    shown = tuple(one.candidate for one in weighed[:SHOWN])
    open_ones = [one for one in weighed if not one.is_barred]
    if not open_ones:
        return Link(entity.id, "", "", _reason_for_none(entity, weighed), shown)
    best = open_ones[0]
    if entity.kind is Kind.PERSON and not best.speaks_beyond_name:
        return Link(entity.id, "", "", Nil.NAME_ONLY, shown)
    rival = open_ones[1].candidate.score if len(open_ones) > 1 else 0.0
    if best.candidate.score - rival < MARGIN and rival > 0:
        return Link(entity.id, "", "", Nil.TOO_CLOSE, shown)
    if best.candidate.score < ACCEPT:
        return Link(entity.id, "", "", Nil.TOO_LITTLE, shown)
    known = context.authority.entries[best.candidate.authority]
    features = sorted({str(piece.feature) for piece in best.evidence if piece.weight > 0})
    reason = "accepted: " + ", ".join(("name", *features)) if known.qid else str(Nil.NO_NUMBER)
    return Link(entity.id, known.key, known.qid, reason, shown, known.also)


def _reason_for_none(entity: Entity, weighed: Sequence[Weighed]) -> Nil:
    if not weighed:
        return Nil.NO_CANDIDATE
    if not all(one.is_out_of_time for one in weighed):
        return Nil.CONTRADICTED
    return Nil.NONE_THEN if entity.kind is Kind.PERSON else Nil.NONE_EXISTED


def _certainty(entity: Entity, context: Context) -> float:
    """How sure an entity is before anything else is linked; only states differ by it."""
    if entity.kind is not Kind.STATE:
        return 0.0
    return max((one.candidate.score for one in candidates_for(entity, context)), default=0.0)
