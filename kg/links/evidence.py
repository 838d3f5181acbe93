"""What beside the name speaks for a known thing, or against it. Each piece says in words what was found."""

from __future__ import annotations

import math
from functools import lru_cache

from attrs import frozen

from kg.links.context import Context
from kg.links.periods import Standing, age_at, is_before_its_time, is_past, standing
from kg.links.weights import Feature
from kg.model.authority import Known, TermOfOffice
from kg.model.discourse import OfficeFact
from kg.model.entity import Entity, Kind


@frozen
class Evidence:
    """One feature and how much of it there is; `bars` means that the candidate is out, whatever else it has."""

    feature: Feature
    text: str
    value: float = 1.0
    bars: bool = False


OF_AGE = range(18, 100)  # years in which people hold offices and are received
IN_TABLES = Evidence(Feature.CURATED, "in the authority file of this library")
MOST_SITELINKS = 300  # so many has the best known head of state; the feature is 1 there


def evidence_on_person(entity: Entity, known: Known, context: Context, *, is_curated: bool) -> tuple[Evidence, ...]:
    """Everything beside the name that speaks for or against a person, in the order of the features."""
    if is_before_its_time(known, context.date):
        return (Evidence(Feature.TIME, f"born {known.start}, after the document", bars=True),)
    found = _office(entity, known, context)
    states = context.states_of(known)
    affiliation = context.key_of(entity.state)
    if affiliation and states:
        text = f"the text puts him with {context.name_of(affiliation)}"
        if affiliation in states:
            found.append(Evidence(Feature.STATE, text))
        else:
            # A curated row says whose man he is; what others' lists say of citizenship has gaps.
            found.append(Evidence(Feature.OTHER_STATE, text, bars=is_curated))
    elif at_hand := sorted(states & context.states_at_hand()):
        found.append(Evidence(Feature.COMPANY, f"{context.name_of(at_hand[0])} is in the document"))
    found += _editors(entity, known, context)
    if known.key in context.linked_elsewhere:
        times = context.linked_elsewhere[known.key]
        found.append(
            Evidence(Feature.LIBRARY, f"linked by itself in at least {times} other documents of this mission and time")
        )
    return (*found, *_lifetime(known, context), *standing_of(known, is_curated=is_curated))


def _lifetime(known: Known, context: Context) -> list[Evidence]:
    if is_past(known, context.date):
        return [Evidence(Feature.PAST, f"died {known.end}: can only be spoken of")]
    age = age_at(known, context.date)
    if age is not None and age in OF_AGE:
        return [Evidence(Feature.LIFETIME, f"born {known.start}, so {age} at most")]
    return [Evidence(Feature.TIME, f"born {known.start}, {age} years before", bars=True)] if age is not None else []


def standing_of(known: Known, *, is_curated: bool) -> list[Evidence]:
    """What a candidate brings along to any document."""
    found = [IN_TABLES] if is_curated else []
    return [*found, _prominence(known.prominence)] if known.prominence else found


@lru_cache(maxsize=1024)  # numbers of sitelinks: every candidate has one
def _prominence(sitelinks: int) -> Evidence:
    share = min(1.0, math.log1p(sitelinks) / math.log1p(MOST_SITELINKS))
    return Evidence(Feature.PROMINENCE, f"{sitelinks} sitelinks", round(share, 2))


def _editors(entity: Entity, known: Known, context: Context) -> list[Evidence]:
    """What the editors of a volume say: whom they marked in the text, and whom their list of persons has."""
    marked = context.marked.get(entity.id, frozenset()) & set(known.identifiers)
    if marked:
        return [Evidence(Feature.LISTED, f"the editors mark the name as {min(marked)}")]
    if context.volume and any(identifier.startswith(f"{context.volume}#") for identifier in known.identifiers):
        return [Evidence(Feature.VOLUME, f"in the list of persons of {context.volume}")]
    return []


def _office(entity: Entity, known: Known, context: Context) -> list[Evidence]:
    """The best of what the offices that the text gives him say; a title of another state bars him."""
    found: list[Evidence] = []
    for fact in context.offices_of.get(entity.id, ()):
        post = context.entities.get(fact.post)
        if post is None or not post.role:
            continue
        state = context.key_of(post.state)
        states = context.states_of(known)
        fitting = [term for term in known.offices if _fits(term, post, state, context)]
        if state and states and state not in states and not fitting:
            text = f"{post.role} of {context.name_of(state)} in the text"
            found.append(Evidence(Feature.OTHER_STATE, text, bars=True))
            continue
        found += [_term(fact, post, state, term, context) for term in fitting]
    barred = [piece for piece in found if piece.bars]
    order = (Feature.OFFICE, Feature.OFFICE_PERHAPS, Feature.OFFICE_NOT_THEN)
    return barred[:1] or sorted(found, key=lambda piece: order.index(piece.feature))[:1]


def _fits(term: TermOfOffice, post: Entity, state: str, context: Context) -> bool:
    """Whether the term is of the office that the text names; what either of them leaves open does not part them."""
    receiving = context.key_of(post.receiving_state)
    meant = context.authority.states_meant
    return (
        term.role == post.role
        and (not state or state in meant(term.state))
        and (not receiving or not term.receiving_state or receiving in meant(term.receiving_state))
    )


def _term(fact: OfficeFact, post: Entity, state: str, term: TermOfOffice, context: Context) -> Evidence:
    """What one known term says of the title in the text."""
    held = f"{post.role} in the text, {term.start or '?'} to {term.end or '?'} in {term.source or 'the authority file'}"
    found = standing(term, context.date)
    if fact.predecessor_of:
        feature = Feature.OFFICE_NOT_THEN if found is Standing.LATER else Feature.OFFICE_PERHAPS
        return Evidence(feature, f"held before, {held}")
    if found is Standing.THEN and state:
        return Evidence(Feature.OFFICE, held)
    if found in (Standing.THEN, Standing.PERHAPS):
        return Evidence(Feature.OFFICE_PERHAPS, held if state else f"{held}, without its state")
    return Evidence(Feature.OFFICE_NOT_THEN, f"{held}: not then")


def evidence_on_thing(entity: Entity, known: Known, context: Context, *, is_curated: bool) -> tuple[Evidence, ...]:
    """Everything beside the name that speaks for or against an organisation, mission, post or place."""
    if is_before_its_time(known, context.date):
        return (Evidence(Feature.TIME, f"begins {known.start}, after the document", bars=True),)
    own = entity.country if entity.kind is Kind.PLACE else entity.state
    found = _side(Feature.STATE, context.key_of(own), known.state, context)
    found += _side(Feature.RECEIVING, context.key_of(entity.receiving_state), known.receiving_state, context)
    receiving = context.authority.states_meant(known.receiving_state)
    if receiving and not entity.receiving_state and context.written_in in receiving:
        found.append(Evidence(Feature.CONTEXT, f"the document is written in {context.name_of(context.written_in)}"))
    parent = context.key_of(entity.parent)
    if parent and known.parent:
        agrees = parent == known.parent
        found.append(Evidence(Feature.PARENT, f"an organ of {context.name_of(parent)}", bars=not agrees))
    if is_past(known, context.date):
        found.append(Evidence(Feature.PAST, f"ended {known.end}: can only be spoken of"))
    return (*found, *standing_of(known, is_curated=is_curated))


def _side(feature: Feature, said: str, known: str, context: Context) -> list[Evidence]:
    """Whether a state that the text gives agrees with the known one; one that does not bars."""
    if not said or not known:
        return []
    agrees = said in context.authority.states_meant(known)
    return [Evidence(feature, f"{context.name_of(said)} in the text", bars=not agrees)]
