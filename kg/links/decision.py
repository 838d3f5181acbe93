"""Which candidate an entity is, if any: a link with its reasons, or NIL with its own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum

from attrs import evolve

from kg.links.candidates import Weighed, candidates_for, names_of, shown_probability
from kg.links.context import Context, context_of
from kg.links.pool import ONE_NAME
from kg.links.weights import STANDING, Feature, fitted_weights, sort_of
from kg.model.authority import Authority, Known
from kg.model.decision import Decision
from kg.model.discourse import OfficeFact
from kg.model.entity import Entity, Kind
from kg.model.mention import Candidate, Link, Mention
from kg.model.report import Report
from kg.names import likeness

# Measured on annotated mentions: docs/quality.md has the table of thresholds, `kg evaluate --links` makes it again.
ACCEPT = 0.70  # least probability of the best candidate
MARGIN = math.log(3)  # least lead over the second in log-odds: below three to one nobody should choose

SHOWN = 12  # candidates kept with a link: more than anybody compares


class Nil(StrEnum):
    """Why nothing was linked. It is an answer, and it is kept."""

    NO_CANDIDATE = "no candidate"
    NONE_THEN = "none alive then"
    NONE_EXISTED = "none existed then"
    CONTRADICTED = "the text contradicts every candidate"
    NAME_ONLY = "name only"
    TOO_CLOSE = "two candidates too close"
    TOO_LITTLE = "too little evidence"
    TAKEN = "another of this name in the document is it"
    NO_NUMBER = "known here, no Wikidata number found"


LINKED_IN_ORDER = (Kind.STATE, Kind.ORGANISATION, Kind.PLACE, Kind.MISSION, Kind.POST, Kind.PERSON)
"""The kinds that are linked; each can lean on what was linked before it."""


def links_for(
    entities: Sequence[Entity],
    mentions: Sequence[Mention],
    report: Report,
    authority: Authority,
    offices: Sequence[OfficeFact] = (),
    linked_elsewhere: Mapping[str, int] | None = None,
) -> tuple[Link, ...]:
    """One link for each person, state, organisation, mission, post and place, in the order of `entities`.

    An `Entity.authority` that the reading of names proposed is a candidate like others, never the decision. `offices`
    are the titles that the text gives to people ("the new Soviet Ambassador"). `linked_elsewhere` are the persons that
    other documents of the same mission and time were found to name, with their number. An entity that no mention names
    is linked all the same: the heading of a page may be all there is of it.
    """
    context = context_of(entities, mentions, report, authority, offices)
    context.linked_elsewhere = linked_elsewhere or {}
    mentioned = {mention.entity for mention in mentions}
    links: dict[str, Link] = {}
    for kind in LINKED_IN_ORDER:
        # Names that only one state bears come first: they tell which Korea a bare "Korea" is.
        waiting = sorted(
            (entity for entity in entities if entity.kind is kind),
            key=lambda entity: (-_certainty(entity, context), entity.id not in mentioned),
        )
        for entity in waiting:
            links[entity.id] = decide(entity, context)
    _keep_apart(entities, links)
    return tuple(links[entity.id] for entity in entities if entity.id in links)


def _keep_apart(entities: Sequence[Entity], links: dict[str, Link]) -> None:
    """Two people of one document whose names contradict each other are not one: the surer of them keeps the link.

    Unless the known person bears both in full: "Chip Bohlen" is Charles E. Bohlen, if the entry says so.
    """
    takers: dict[str, list[Entity]] = {}
    for entity in entities:
        if entity.kind is Kind.PERSON and entity.id in links and links[entity.id].authority:
            takers.setdefault(links[entity.id].authority, []).append(entity)
    for several in takers.values():
        several.sort(key=lambda entity: (-(links[entity.id].confidence or 0.0), entity.id))
        first = several[0]
        for other in several[1:]:
            link = links[other.id]
            bears_it = link.candidates and dict(link.candidates[0].features).get(Feature.NAME, 0.0) >= ONE_NAME
            if likeness(first.name, other.name) == 0.0 and not bears_it:
                links[other.id] = evolve(link, authority="", qid="", reason=Nil.TAKEN, also=(), confidence=None)


def decide(entity: Entity, context: Context) -> Link:
    """The link of one entity, given what was linked before it; a link is remembered in the context."""
    ruling = context.authority.decisions.for_(context.report, entity.kind, names_of(entity))
    weighed = candidates_for(entity, context, ruling)
    weights = fitted_weights()[sort_of(entity.kind)]
    shown = tuple(one.shown(weights) for one in weighed[:SHOWN])
    open_ones = [one for one in weighed if not one.is_barred]
    nil = 1.0 - sum(one.probability for one in open_ones)
    decided_on, version = context.authority.date, context.authority.short_version

    def none(reason: Nil) -> Link:
        # How sure it is that none of them is meant; where there is nobody to choose from it would say nothing.
        sure = shown_probability(nil) if open_ones else None
        return Link(entity.id, "", "", reason, shown, confidence=sure, decided_on=decided_on, version=version)

    if ruling.accepted and (known := _decided_on(ruling.accepted, entity, context)):
        context.link(entity.id, known)
        return _by_hand(entity, ruling.accepted, shown, version, known)
    if ruling.nil:
        return _by_hand(entity, ruling.nil, shown, version)
    if not open_ones:
        return none(_reason_for_none(entity, weighed))
    best = open_ones[0]
    if entity.kind is Kind.PERSON and not best.speaks_beyond_name(weights):
        return none(Nil.NAME_ONLY)
    if len(open_ones) > 1 and best.utility - open_ones[1].utility < MARGIN:
        return none(Nil.TOO_CLOSE)
    if best.probability < ACCEPT:
        return none(Nil.TOO_LITTLE)
    known = best.known
    context.link(entity.id, known)
    spoke = {
        str(piece.feature)
        for piece in best.evidence
        if weights.of.get(piece.feature, 0.0) > 0 and piece.feature not in STANDING
    }
    reason = "accepted: " + ", ".join(sorted(spoke, key=_rank)) if known.qid else str(Nil.NO_NUMBER)
    confidence = shown_probability(best.probability)
    return Link(
        entity.id, known.key, known.qid, reason, shown, known.also, confidence, decided_on=decided_on, version=version
    )


def _decided_on(decision: Decision, entity: Entity, context: Context) -> Known | None:
    """What a curator says an entity is; None if that is no Wikidata number, and in neither the tables nor the index."""
    known = context.authority.entry(decision.object)
    if known is None and decision.object.startswith("Q"):
        return Known(decision.object, entity.kind, entity.name, f"decision of {decision.who}", qid=decision.object)
    return known


def _by_hand(
    entity: Entity, decision: Decision, shown: tuple[Candidate, ...], version: str, known: Known | None = None
) -> Link:
    """The link, or NIL, that a curator decided; what the machine had found is kept beside it."""
    mine = [one for one in shown if known and one.authority == known.key]
    return Link(
        entity.id,
        known.key if known else "",
        known.qid if known else "",
        f"{decision.verdict} by {decision.who}: {decision.why}",
        (*mine, *(one for one in shown if one not in mine)),
        known.also if known else (),
        decided_by=decision.who,
        decided_on=decision.date,
        version=version,
    )


def _rank(feature: str) -> tuple[bool, str]:
    return (feature != "name", feature)


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
    return max((one.probability for one in candidates_for(entity, context)), default=0.0)
