"""Which candidate an entity is, if any: a link with its reasons, or NIL with its own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum

from attrs import evolve

from kg.links.candidates import Weighed, candidates_for, names_of, shown_probability
from kg.links.context import Context, context_of
from kg.links.pool import ONE_NAME
from kg.links.weights import OF_NAME, STANDING, Feature, fitted_weights, sort_of
from kg.model.authority import Authority, Known
from kg.model.decision import Decision
from kg.model.discourse import OfficeFact
from kg.model.entity import Entity, Kind
from kg.model.mention import Candidate, Link, Mention
from kg.model.report import Report
from kg.names import likeness

# Measured on annotated mentions: docs/links.md has the tables, `kg authority evaluate` makes them again.
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
    NAMESAKE = "others bear this name, and only a state speaks for one"
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
    context.linked_elsewhere = {} if linked_elsewhere is None else linked_elsewhere
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

    Unless the known person bears both in full: "Chip Bohlen" is Charles E. Bohlen, if the entry says so. What a curator
    accepted is kept, whatever the names.
    """
    takers: dict[str, list[Entity]] = {}
    for entity in entities:
        if entity.kind is Kind.PERSON and entity.id in links and links[entity.id].authority:
            takers.setdefault(links[entity.id].authority, []).append(entity)
    for several in takers.values():
        # Where a person decided there is no confidence: his word is the surest.
        several.sort(
            key=lambda entity: (not links[entity.id].decided_by, -(links[entity.id].confidence or 0.0), entity.id)
        )
        first = several[0]
        for other in several[1:]:
            link = links[other.id]
            bears_it = link.candidates and dict(link.candidates[0].features).get(Feature.NAME, 0.0) >= ONE_NAME
            if likeness(first.name, other.name) == 0.0 and not bears_it and not link.decided_by:
                links[other.id] = evolve(link, authority="", qid="", reason=Nil.TAKEN, also=(), confidence=None)


def decide(entity: Entity, context: Context) -> Link:
    """The link of one entity, given what was linked before it; a link is remembered in the context.

    A curator's word stands above what the machine finds, and is kept beside it.
    """
    ruling = context.authority.decisions.for_(context.report, entity.kind, names_of(entity))
    weighed = candidates_for(entity, context, ruling)
    found = _chosen(entity, weighed)
    if decision := ruling.accepted or ruling.nil:
        # Whom the machine would link to, and nobody has a number for: the number that the curator gives is his.
        numberless = found.known if isinstance(found, Weighed) and not found.known.qid else None
        known = _decided_on(decision, entity, context, numberless)
        if known or decision is ruling.nil:
            return _by_hand(entity, decision, weighed, known, context)
    if isinstance(found, Nil):
        open_ones = [one for one in weighed if not one.is_barred]
        # How sure it is that none of them is meant; where there is nobody to choose from it would say nothing.
        nil = 1.0 - sum(one.probability for one in open_ones)
        sure = shown_probability(nil) if open_ones else None
        return _link(entity, None, str(found), _shown(entity, weighed), context, confidence=sure)
    reason = _acceptance(entity, found) if found.known.qid else str(Nil.NO_NUMBER)
    sure = shown_probability(found.probability)
    return _link(entity, found.known, reason, _shown(entity, weighed), context, confidence=sure)


def _chosen(entity: Entity, weighed: Sequence[Weighed]) -> Weighed | Nil:
    """The candidate that the entity is, or the reason why it is none of them."""
    open_ones = [one for one in weighed if not one.is_barred]
    if not open_ones:
        return _reason_for_none(entity, weighed)
    best = open_ones[0]
    if entity.kind is Kind.PERSON and not best.speaks_beyond_name(fitted_weights()[sort_of(entity.kind)]):
        return Nil.NAME_ONLY
    if len(open_ones) > 1 and best.utility - open_ones[1].utility < MARGIN:
        return Nil.TOO_CLOSE
    if entity.kind is Kind.PERSON and _has_namesake(best, weighed):
        return Nil.NAMESAKE
    return best if best.probability >= ACCEPT else Nil.TOO_LITTLE


def _has_namesake(best: Weighed, weighed: Sequence[Weighed]) -> bool:
    """Whether somebody else bears the name as well, and nothing but a state tells that this one is meant.

    Where two are known by a name there may be a third: their states tell the two apart, but not him from them.
    """
    told_by = {piece.feature for piece in best.evidence} - OF_NAME - STANDING
    if Feature.CURATED in dict(best.values) or not told_by <= {Feature.STATE, Feature.COMPANY}:
        return False
    name = dict(best.values)[Feature.NAME]
    return any(other is not best and dict(other.values).get(Feature.NAME, 0.0) >= name for other in weighed)


def _acceptance(entity: Entity, best: Weighed) -> str:
    """The features that spoke for the best candidate, the name first."""
    weights = fitted_weights()[sort_of(entity.kind)]
    spoke = {
        str(piece.feature)
        for piece in best.evidence
        if weights.of.get(piece.feature, 0.0) > 0 and piece.feature not in STANDING
    }
    return "accepted: " + ", ".join(sorted(spoke, key=lambda feature: (feature != Feature.NAME, feature)))


def _link(
    entity: Entity,
    known: Known | None,
    reason: str,
    shown: tuple[Candidate, ...],
    context: Context,
    *,
    confidence: float | None = None,
    decision: Decision | None = None,
) -> Link:
    """The link to what is known, remembered in the context; NIL if it is None."""
    if known:
        context.link(entity.id, known)
    authority = context.authority
    return Link(
        entity.id,
        known.key if known else "",
        known.qid if known else "",
        reason,
        shown,
        known.also if known else (),
        confidence,
        decided_by=decision.who if decision else "",
        decided_on=decision.date if decision else authority.date,
        version=authority.short_version,
    )


def _shown(entity: Entity, weighed: Sequence[Weighed]) -> tuple[Candidate, ...]:
    weights = fitted_weights()[sort_of(entity.kind)]
    return tuple(one.shown(weights) for one in weighed[:SHOWN])


def _decided_on(decision: Decision, entity: Entity, context: Context, numberless: Known | None) -> Known | None:
    """What a curator says an entity is; None if that is no Wikidata number, and in neither the tables nor the index."""
    known = context.authority.entry(decision.object) if decision.object else None
    if known is not None or not decision.object.startswith("Q"):
        return known
    if numberless is not None:
        return evolve(numberless, qid=decision.object)
    return Known(decision.object, entity.kind, entity.name, f"decision of {decision.who}", qid=decision.object)


def _by_hand(
    entity: Entity, decision: Decision, weighed: Sequence[Weighed], known: Known | None, context: Context
) -> Link:
    """The link, or NIL, that a curator decided; what the machine had found is kept beside it."""
    shown = _shown(entity, weighed)
    mine = [evolve(one, qid=known.qid) for one in shown if known and one.authority == known.key]
    if known and not mine:
        about = (known.description, known.start, known.end)
        reasons = ("not found under this name",)
        mine = [Candidate(known.key, known.name, known.qid, 0.0, reasons, (), known.source, False, *about)]
    others = tuple(one for one in shown if known is None or one.authority != known.key)
    reason = f"{decision.verdict} by {decision.who}: {decision.why}"
    return _link(entity, known, reason, (*mine, *others), context, decision=decision)


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
