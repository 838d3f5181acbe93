"""What beside the name speaks for a known thing, or against it. Each piece says in words what was found."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from kg.links.context import Context
from kg.links.periods import Standing, is_before_its_time, is_past, standing
from kg.model.authority import Known, TermOfOffice
from kg.model.discourse import OfficeFact
from kg.model.entity import Entity, Kind


class Feature(StrEnum):
    """The features of a candidate, in the order in which they are shown."""

    TIME = "time"
    OFFICE = "office"
    STATE = "state"
    RECEIVING = "receiving state"
    PARENT = "parent"
    MENTION = "co-mention"
    CONTEXT = "context"


@frozen
class Evidence:
    """One feature: `weight` is added to the score; `bars` means that the candidate is out."""

    feature: Feature
    weight: float
    text: str
    bars: bool = False

    def __str__(self) -> str:
        """The piece as it is printed among the reasons."""
        sign = "against" if self.bars else f"{self.weight:+.2f}"
        return f"{self.feature}: {self.text} ({sign})"


# Added to the share of the name (candidates.NAME_SHARE). Set on tests/links/judged.tsv; docs/links.md has the table.
OFFICE_THEN = 0.40
# The source of the term does not reach the document's date, or the text gives the office without a state.
OFFICE_PERHAPS = 0.30
OFFICE_NOT_THEN = -0.30  # he held just this office, but not at that date
STATE_AGREES = 0.25
STATE_AT_HAND = 0.20  # his state is in the document, in a name of its own or as that of an organ or mission


def evidence_on_person(entity: Entity, known: Known, context: Context) -> tuple[Evidence, ...]:
    """Everything beside the name that speaks for or against a person, best first within each feature."""
    if is_before_its_time(known, context.date):
        return (Evidence(Feature.TIME, 0.0, f"born {known.start}, after the document", bars=True),)
    found = []
    if is_past(known, context.date):
        found.append(Evidence(Feature.TIME, 0.0, f"died {known.end}: can only be spoken of"))
    found += _office(entity, known, context)
    affiliation = context.key_of(entity.state)
    if affiliation and known.state:
        agrees = affiliation == known.state
        name = context.authority.entries[affiliation].name
        text = f"the text puts him with {name}"
        found.append(Evidence(Feature.STATE, STATE_AGREES if agrees else 0.0, text, bars=not agrees))
    elif known.state and known.state in context.states_at_hand():
        name = context.authority.entries[known.state].name
        found.append(Evidence(Feature.MENTION, STATE_AT_HAND, f"{name} is in the document"))
    return tuple(found)


def _office(entity: Entity, known: Known, context: Context) -> list[Evidence]:
    """The best of what the offices that the text gives him say; a title of another state bars him."""
    found: list[Evidence] = []
    for fact in context.offices:
        post = context.entities.get(fact.post)
        if fact.person != entity.id or post is None or not post.role:
            continue
        state = context.key_of(post.state)
        if state and known.state and state != known.state:
            name = context.authority.entries[state].name
            found.append(Evidence(Feature.OFFICE, 0.0, f"{post.role} of {name} in the text", bars=True))
            continue
        found += [
            _term(fact, post, state, term, context) for term in known.offices if _fits(term, post, state, context)
        ]
    barred = [piece for piece in found if piece.bars]
    return barred[:1] or sorted(found, key=lambda piece: -piece.weight)[:1]


def _fits(term: TermOfOffice, post: Entity, state: str, context: Context) -> bool:
    """Whether the term is of the office that the text names; what either of them leaves open does not part them."""
    receiving = context.key_of(post.receiving_state)
    return (
        term.role == post.role
        and state in ("", term.state)
        and (not receiving or term.receiving_state in ("", receiving))
    )


def _term(fact: OfficeFact, post: Entity, state: str, term: TermOfOffice, context: Context) -> Evidence:
    """What one known term says of the title in the text."""
    span = f"{term.start or '?'} to {term.end or '?'}"
    held = f"{post.role} in the text, {span} in the authority file"
    found = standing(term, context.date)
    if fact.predecessor_of:
        if found is Standing.LATER:
            return Evidence(Feature.OFFICE, OFFICE_NOT_THEN, f"held before, {held}")
        return Evidence(Feature.OFFICE, OFFICE_PERHAPS, f"held before, {held}")
    if found is Standing.THEN and state:
        return Evidence(Feature.OFFICE, OFFICE_THEN, held)
    if found in (Standing.THEN, Standing.PERHAPS):
        return Evidence(Feature.OFFICE, OFFICE_PERHAPS, held if state else f"{held}, without its state")
    return Evidence(Feature.OFFICE, OFFICE_NOT_THEN, f"{held}: not then")


SIDE_AGREES = 0.25
SIDE_IN_CONTEXT = 0.15  # what the document leaves unsaid is where its own mission writes from


def evidence_on_thing(entity: Entity, known: Known, context: Context) -> tuple[Evidence, ...]:
    """Everything beside the name that speaks for or against an organisation, mission, post or place."""
    if is_before_its_time(known, context.date):
        return (Evidence(Feature.TIME, 0.0, f"begins {known.start}, after the document", bars=True),)
    found = []
    if is_past(known, context.date):
        found.append(Evidence(Feature.TIME, 0.0, f"ended {known.end}: can only be spoken of"))
    own = entity.country if entity.kind is Kind.PLACE else entity.state
    found += _side(Feature.STATE, context.key_of(own), known.state, context)
    found += _side(Feature.RECEIVING, context.key_of(entity.receiving_state), known.receiving_state, context)
    if known.receiving_state and not entity.receiving_state and known.receiving_state == context.receiving:
        name = context.authority.entries[known.receiving_state].name
        found.append(Evidence(Feature.CONTEXT, SIDE_IN_CONTEXT, f"the document is written in {name}"))
    parent = context.key_of(entity.parent)
    if parent and known.parent:
        agrees = parent == known.parent
        name = context.authority.entries[parent].name
        found.append(Evidence(Feature.PARENT, SIDE_AGREES if agrees else 0.0, f"an organ of {name}", bars=not agrees))
    return tuple(found)


def _side(feature: Feature, said: str, known: str, context: Context) -> list[Evidence]:
    """Whether a state that the text gives agrees with the known one."""
    if not said or not known:
        return []
    agrees = said == known
    text = f"{context.authority.entries[said].name} in the text"
    return [Evidence(feature, SIDE_AGREES if agrees else 0.0, text, bars=not agrees)]
