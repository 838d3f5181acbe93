"""The known things that an entity of a document may be, each with its features, its probability and its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from kg.links.context import Context
from kg.links.evidence import Evidence, evidence_on_person, evidence_on_thing, standing_of
from kg.links.pool import Called, bears, persons_called, things_called
from kg.links.weights import OF_NAME, STANDING, Feature, Weights, fitted_weights, probabilities, sort_of
from kg.model.authority import Known
from kg.model.decision import Ruling
from kg.model.entity import Entity, Kind
from kg.model.mention import Candidate

OF_OFFICE = (Feature.OFFICE, Feature.OFFICE_PERHAPS)


@frozen
class Weighed:
    """A candidate with the evidence on it; `is_barred` where something in the text or the dates contradicts it."""

    known: Known
    evidence: tuple[Evidence, ...]
    utility: float
    is_barred: bool
    probability: float = 0.0

    @property
    def is_out_of_time(self) -> bool:
        """Whether it was not there yet, or no more, at the date of the document."""
        return any(piece.bars and piece.feature is Feature.TIME for piece in self.evidence)

    def speaks_beyond_name(self, weights: Weights) -> bool:
        """Whether at least one feature of this document, beside the name, speaks for it."""
        return any(
            piece.feature not in OF_NAME | STANDING and weights.of.get(piece.feature, 0.0) > 0
            for piece in self.evidence
        )

    @property
    def values(self) -> tuple[tuple[Feature, float], ...]:
        """The features that count, with their values."""
        return tuple((piece.feature, piece.value) for piece in self.evidence if not piece.bars)

    def shown(self, weights: Weights) -> Candidate:
        """The candidate as it is kept with a link."""
        reasons = tuple(reason_of(piece, weights) for piece in self.evidence)
        features = tuple((str(feature), value) for feature, value in self.values)
        return Candidate(
            self.known.key,
            self.known.name,
            self.known.qid,
            shown_probability(self.probability),
            reasons,
            features,
            self.known.source,
            self.is_barred,
            self.known.description,
            self.known.start,
            self.known.end,
        )


def shown_probability(probability: float) -> float:
    """A probability as it is published: three places, and never 0 or 1, which no count of ours could justify.

    >>> shown_probability(0.99999), shown_probability(0.5), shown_probability(0.0)
    (0.999, 0.5, 0.001)
    """
    return min(0.999, max(0.001, round(probability, 3)))


def reason_of(piece: Evidence, weights: Weights) -> str:
    """A piece of evidence as it is printed among the reasons: with what it adds to the log-odds."""
    weight = weights.of.get(piece.feature, 0.0) * piece.value
    return f"{piece.feature}: {piece.text} ({'against' if piece.bars else f'{weight:+.1f}'})"


def candidates_for(entity: Entity, context: Context, ruling: Ruling | None = None) -> tuple[Weighed, ...]:
    """The candidates of an entity, best first; equal ones in the order of their keys. What a curator refused is out."""
    weights = fitted_weights()[sort_of(entity.kind)]
    found = [
        (known, evidence, weights.utility(_counted(evidence)), any(piece.bars for piece in evidence))
        for known, evidence in _unless_refused(_evidence(entity, context), ruling or Ruling())
    ]
    shares = iter(probabilities([utility for *_, utility, is_barred in found if not is_barred]))
    rows = [Weighed(*row, 0.0 if row[-1] else next(shares)) for row in found]
    return tuple(sorted(rows, key=lambda row: (row.is_barred, -row.probability, row.known.key)))


def names_of(entity: Entity) -> tuple[str, ...]:
    """The names of an entity, the fullest first."""
    return tuple(dict.fromkeys((entity.name, *entity.names)))


def _unless_refused(
    rows: Iterable[tuple[Known, tuple[Evidence, ...]]], ruling: Ruling
) -> Iterable[tuple[Known, tuple[Evidence, ...]]]:
    for known, evidence in rows:
        refusal = ruling.refusal_of(known.key, known.qid)
        if refusal:
            text = f"by {refusal.who}, {refusal.date}: {refusal.why}"
            yield known, (*evidence, Evidence(Feature.REFUSED, text, bars=True))
        else:
            yield known, evidence


def _counted(evidence: Sequence[Evidence]) -> Iterable[tuple[Feature, float]]:
    return [(piece.feature, piece.value) for piece in evidence]


def _evidence(entity: Entity, context: Context) -> Iterable[tuple[Known, tuple[Evidence, ...]]]:
    """Each candidate with all that speaks for and against it."""
    if entity.kind is Kind.STATE:
        return _states(entity, context)
    if entity.kind is Kind.PERSON:
        return _persons(entity, context)
    if entity.kind in (Kind.MISSION, Kind.POST):
        return _by_sides(entity, context)
    return _by_name(entity, context)


def _persons(entity: Entity, context: Context) -> Iterable[tuple[Known, tuple[Evidence, ...]]]:
    for called in persons_called(entity.name, context.authority, context.year):
        name = [Evidence(Feature.NAME, f"{called.likeness:.2f} with {called.form!r}", called.likeness)]
        if called.is_surname_only:
            name.append(Evidence(Feature.SURNAME, "one part of a fuller name"))
        beside = evidence_on_person(entity, called.known, context, is_curated=called.is_curated)
        # "Mrs. Stewart Udall" is his wife: even a full name with "Mrs." before it may be a husband's.
        if entity.is_female and not any(piece.feature in OF_OFFICE for piece in beside):
            name.append(Evidence(Feature.WIFE, "with “Mrs.” before it, it may be a wife's name", bars=True))
        yield called.known, (*name, *beside)


def _by_name(entity: Entity, context: Context) -> Iterable[tuple[Known, tuple[Evidence, ...]]]:
    for called in things_called(names_of(entity), entity.kind, context.authority, context.year):
        yield called.known, (_same_name(called), *_on_thing(entity, called, context))


def _by_sides(entity: Entity, context: Context) -> Iterable[tuple[Known, tuple[Evidence, ...]]]:
    """Missions and posts are what their states and their role make them; a name of their own is a bonus."""
    named = things_called(names_of(entity), entity.kind, context.authority, context.year)
    for called in named:
        yield called.known, (_same_name(called), *_on_thing(entity, called, context))
    keys = {called.known.key for called in named}
    for known in context.authority.of_kind(entity.kind):
        if known.key in keys or known.role != entity.role:
            continue
        evidence = evidence_on_thing(entity, known, context, is_curated=True)
        if any(piece.feature is Feature.STATE and not piece.bars for piece in evidence):
            sort = Evidence(Feature.SORT, entity.role or "mission", 1.0 if known.receiving_state else 2.0)
            yield known, (sort, *evidence)


def _same_name(called: Called) -> Evidence:
    return Evidence(Feature.NAME, f"the same as {called.form!r}")


def _on_thing(entity: Entity, called: Called, context: Context) -> tuple[Evidence, ...]:
    return evidence_on_thing(entity, called.known, context, is_curated=called.is_curated)


def _states(entity: Entity, context: Context) -> Iterable[tuple[Known, tuple[Evidence, ...]]]:
    """A state by its names; one that several states of the time bear is decided by where the document stands."""
    rivals = things_called(names_of(entity), Kind.STATE, context.authority, context.year)
    living = [called.known for called in rivals if context.exists(called.known)]
    for called in rivals:
        known = called.known
        if known not in living:
            text = f"{called.form!r}, existed {known.start or '?'} to {known.end or 'now'}"
            yield known, (Evidence(Feature.TIME, text, bars=True),)
            continue
        standing = standing_of(known, is_curated=called.is_curated)
        own = next((form for form in names_of(entity) if _is_own(form, known, living)), "")
        if own:
            evidence = [Evidence(Feature.OWN_NAME, f"{own!r}, which no other state of the time bears")]
        else:
            text = f"{called.form!r}, which {len(living)} states of the time bear"
            evidence = [Evidence(Feature.SHARED_NAME, text), *_place_in_document(entity, known, context)]
        yield known, (*evidence, *standing)


def _is_own(form: str, known: Known, living: Sequence[Known]) -> bool:
    """Whether only this one of the living rivals is called so."""
    return [other for other in living if bears(other, form)] == [known]


def _place_in_document(entity: Entity, known: Known, context: Context) -> list[Evidence]:
    if known.key == context.receiving:
        return [Evidence(Feature.CONTEXT, "the mission that writes is accredited to it")]
    if known.key == context.sending:
        return [Evidence(Feature.OWN_MISSION, "its own mission writes")]
    if known.key in context.states_at_hand(besides=entity.id):
        return [Evidence(Feature.COMPANY, "the document names it, or something of its own, elsewhere")]
    return []
