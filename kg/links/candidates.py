"""The known things that an entity of a document may be, each with its score and the reasons for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from attrs import frozen

from kg.links.context import Context
from kg.links.evidence import Evidence, Feature, evidence_on_person, evidence_on_thing
from kg.model.authority import Authority, Known
from kg.model.entity import Entity, Kind
from kg.model.mention import Candidate
from kg.names import is_same_name, likeness, parts_of
from kg.names.likeness import SURNAME

NAME_SHARE = 0.6  # of a person's score: a perfect name alone stays below ACCEPT, whatever the threshold's last digit
EVIDENCE_SHARE = 0.4  # the most that all evidence together can add
NAME_OF_THING = 0.8  # of an organisation or a place: their full names are not shared as surnames are
SHARED_NAME = 0.6  # of a state whose name another state of that time bears too: "Korea", "Germany"
RECEIVING_STATE = 0.35  # bare "Korea" written from a mission in Pyongyang, though Seoul be named too
SENDING_STATE = 0.20
NAMED_ELSEWHERE = 0.20  # the document names it elsewhere without doubt, or something of its own
FEWEST_LIKENESS = 0.55  # below the likeness of a surname alone with one other spelling (0.6 times 0.92)
SIDES_ONLY = 0.45  # of a mission or post: the right kind of thing; with one of its two states it stays below ACCEPT


@frozen
class Weighed:
    """A candidate with the evidence on it; `is_barred` where something in the text or the dates contradicts it."""

    candidate: Candidate
    evidence: tuple[Evidence, ...]

    @property
    def is_barred(self) -> bool:
        """Whether any piece of evidence rules it out."""
        return any(piece.bars for piece in self.evidence)

    @property
    def is_out_of_time(self) -> bool:
        """Whether it was not there yet, or no more, at the date of the document."""
        return any(piece.bars and piece.feature is Feature.TIME for piece in self.evidence)

    @property
    def speaks_beyond_name(self) -> bool:
        """Whether at least one feature beside the name speaks for it."""
        return any(piece.weight > 0 for piece in self.evidence)


def candidates_for(entity: Entity, context: Context) -> tuple[Weighed, ...]:
    """The candidates of an entity, best first; equal ones in the order of their keys."""
    if entity.kind is Kind.STATE:
        found = _states(entity, context)
    elif entity.kind is Kind.PERSON:
        found = _persons(entity, context)
    elif entity.kind in (Kind.MISSION, Kind.POST):
        found = _by_sides(entity, context)
    else:
        found = _by_name(entity, context)
    return tuple(sorted(found, key=lambda one: (one.is_barred, -one.candidate.score, one.candidate.authority)))


def names_of(entity: Entity) -> tuple[str, ...]:
    """The names of an entity, the fullest first."""
    return tuple(dict.fromkeys((entity.name, *entity.names)))


def _persons(entity: Entity, context: Context) -> Iterable[Weighed]:
    for known, found, form in _persons_called(entity.name, context.authority):
        what = "surname only" if found <= SURNAME else "name"
        reason = f"{what}: {found:.2f} with {form!r} (+{NAME_SHARE * found:.2f})"
        yield _weighed(known, NAME_SHARE * found, reason, evidence_on_person(entity, known, context))


@lru_cache(maxsize=4096)  # a run of many reports asks for the same people again and again
def _persons_called(name: str, authority: Authority) -> tuple[tuple[Known, float, str], ...]:
    """The known persons that a name may mean: each with the form that is most like it, and how alike they are."""
    alike = []
    for known in authority.of_kind(Kind.PERSON):
        compared = [(likeness(name, form), form) for form in _forms_for(name, known)]
        found, form = max(compared, key=lambda pair: pair[0])
        if found >= FEWEST_LIKENESS:
            alike.append((known, found, form))
    return tuple(alike)


def _forms_for(name: str, known: Known) -> tuple[str, ...]:
    """The forms to compare with: a full name meets full names, so that "Raúl Castro" is not the bare "Castro"."""
    forms = (known.name, *known.names)
    full = tuple(form for form in forms if len(parts_of(form)) > 1)
    return full if full and len(parts_of(name)) > 1 else forms


def _by_name(entity: Entity, context: Context) -> Iterable[Weighed]:
    for known in context.authority.of_kind(entity.kind):
        form = _shared_form(entity, known)
        if form:
            reason = f"name: the same as {form!r} (+{NAME_OF_THING:.2f})"
            yield _weighed(known, NAME_OF_THING, reason, evidence_on_thing(entity, known, context))


def _by_sides(entity: Entity, context: Context) -> Iterable[Weighed]:
    """Missions and posts are what their states and their role make them; a name of their own is a bonus."""
    for known in context.authority.of_kind(entity.kind):
        form = _shared_form(entity, known)
        if known.role != entity.role and not form:
            continue
        evidence = evidence_on_thing(entity, known, context)
        if form:
            yield _weighed(known, NAME_OF_THING, f"name: the same as {form!r} (+{NAME_OF_THING:.2f})", evidence)
        elif any(piece.feature is Feature.STATE and piece.weight > 0 for piece in evidence):
            start = SIDES_ONLY if known.receiving_state else NAME_OF_THING
            kind = entity.role or "mission"
            yield _weighed(known, start, f"kind: {kind} (+{start:.2f})", evidence)


def _states(entity: Entity, context: Context) -> Iterable[Weighed]:
    """A state by its names; one that several states of the time bear is decided by where the document stands."""
    rivals = [known for known in context.authority.of_kind(Kind.STATE) if _shared_form(entity, known)]
    living = [known for known in rivals if context.exists(known)]
    for known in rivals:
        form = _shared_form(entity, known)
        if known not in living:
            text = f"existed {known.start or '?'} to {known.end or 'now'}"
            yield _weighed(known, 0.0, f"name: {form!r}", (Evidence(Feature.TIME, 0.0, text, bars=True),))
            continue
        own = next((form for form in names_of(entity) if _is_own(form, known, living)), "")
        if own:
            yield _weighed(known, 1.0, f"name: {own!r}, which no other state of the time bears (+1.00)", ())
        else:
            reason = f"name: {form!r}, which {len(living)} states of the time bear (+{SHARED_NAME:.2f})"
            yield _weighed(known, SHARED_NAME, reason, _place_in_document(entity, known, context))


def _is_own(form: str, known: Known, living: Sequence[Known]) -> bool:
    """Whether only this one of the living rivals is called so."""
    return [other for other in living if _bears(other, form)] == [known]


def _place_in_document(entity: Entity, known: Known, context: Context) -> tuple[Evidence, ...]:
    if known.key == context.receiving:
        return (Evidence(Feature.CONTEXT, RECEIVING_STATE, "the mission that writes is accredited to it"),)
    if known.key == context.sending:
        return (Evidence(Feature.CONTEXT, SENDING_STATE, "its own mission writes"),)
    if known.key in context.states_at_hand(besides=entity.id):
        return (
            Evidence(Feature.MENTION, NAMED_ELSEWHERE, "the document names it, or something of its own, elsewhere"),
        )
    return ()


def _bears(known: Known, form: str) -> bool:
    return any(is_same_name(form, other) for other in (known.name, *known.names))


def _shared_form(entity: Entity, known: Known) -> str:
    """The first name of the entity that the known thing bears too."""
    return next((form for form in names_of(entity) if _bears(known, form)), "")


def _weighed(known: Known, start: float, reason: str, evidence: tuple[Evidence, ...]) -> Weighed:
    added = min(EVIDENCE_SHARE, sum(piece.weight for piece in evidence))
    barred = any(piece.bars for piece in evidence)
    score = 0.0 if barred else round(min(1.0, max(0.0, start + added)), 3)
    reasons = (reason, *(str(piece) for piece in evidence))
    return Weighed(Candidate(known.key, known.name, known.qid, score, reasons), evidence)
