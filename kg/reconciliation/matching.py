"""Which entities may be meant by a query, how well each fits, and whether one of them can be taken.

The score adds up what speaks for a candidate and takes off what speaks against it, so it says no more than was
asked: the whole name alone gives 70 points, the values of properties up to 20 more or less, the type 10.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

from attrs import frozen

from kg.model.catalogue import CataloguedEntity
from kg.model.entity import Kind
from kg.names.likeness import SURNAME
from kg.reconciliation.index import NameIndex
from kg.reconciliation.kinds import is_a
from kg.reconciliation.properties import AGREES, CONTRADICTS, NOT_KNOWN, Property
from kg.reconciliation.queries import NameCondition, PropertyCondition, Quantifier, Query, Strictness
from kg.reconciliation.shelf import Shelf

NAME, PROPERTIES, KIND = 70.0, 20.0, 10.0
WHOLE_NAME = 0.85  # likeness; a surname alone has 0.6, "V.P. Moskovsky" of "Vasily Petrovich Moskovsky" 0.9
FAR_AHEAD = 15.0  # three quarters of what properties can add: an initial for a given name (5 points) decides nothing


@frozen
class Feature:
    """One thing that was compared; `value` is a number or a truth value."""

    id: str
    name: str
    value: float | bool


@frozen
class Candidate:
    """An entity that may be meant; `is_match` says that it can be taken without a look."""

    entity: CataloguedEntity
    score: float  # 0 to 100
    is_match: bool
    features: tuple[Feature, ...]


@frozen
class _Weighed:
    """A candidate before it is compared with the others."""

    entity: CataloguedEntity
    likeness: float | None  # None where no name was asked for
    agreements: tuple[tuple[Property, int], ...]  # whether each property agrees
    is_of_kind: bool | None  # None where no type was asked for
    is_identified: bool

    @property
    def score(self) -> float:
        """0 to 100."""
        if self.is_identified:
            return 100.0
        points = NAME * (self.likeness or 0.0)
        if self.agreements:
            points += PROPERTIES * fmean(agreement for _, agreement in self.agreements)
        points += KIND if self.is_of_kind else 0.0
        return round(min(100.0, max(0.0, points)), 1)

    @property
    def is_plausible(self) -> bool:
        """Whether the name is whole, nothing contradicts, and more than the name speaks for it.

        The type is no such thing of a person: it does not tell namesakes apart.
        """
        if any(agreement == CONTRADICTS for _, agreement in self.agreements) or self.is_of_kind is False:
            return False
        if self.is_identified:
            return True
        has_agreement = any(agreement == AGREES and row.tells_apart for row, agreement in self.agreements)
        has_more = has_agreement or (bool(self.is_of_kind) and self.entity.kind is not Kind.PERSON)
        return (self.likeness or 0.0) >= WHOLE_NAME and has_more

    @property
    def features(self) -> tuple[Feature, ...]:
        """What was compared, for whoever wants to know why."""
        found = []
        if self.is_identified:
            found.append(Feature("identifier", "identifier is the one asked for", value=True))
        if self.likeness is not None and not (self.is_identified and self.likeness == 0.0):
            found.append(Feature("name_similarity", "likeness of the name, 0 to 1", round(self.likeness, 3)))
        if self.is_of_kind is not None:
            found.append(Feature("kind", "kind is the type asked for", self.is_of_kind))
        # Of conditions on one property the worst: the id of a feature must be unique (both versions).
        worst: dict[str, int] = {}
        for row, agreement in self.agreements:
            worst[row.id] = min(agreement, worst.get(row.id, AGREES))
        for property_id, agreement in worst.items():
            found.append(
                Feature(f"property_{property_id}", f"{property_id}: 1 agrees, 0 not known, -1 other", agreement)
            )
        found.append(Feature("documents", "number of documents that name it", len(self.entity.documents)))
        return tuple(found)


def candidates_for(query: Query, shelf: Shelf, index: NameIndex) -> list[Candidate]:
    """The candidates of a query, the best first, at most as many as it wants.

    One is a match if it is plausible and FAR_AHEAD of all others, those beyond the limit too; or if it is the only one
    that an identifier stands for.
    """
    weighed = [one for one in _weighed(query, shelf, index) if _may_stay(one, query)]
    if any(one.is_of_kind for one in weighed):
        weighed = [one for one in weighed if one.is_of_kind or one.is_identified]
    weighed.sort(key=lambda one: (-one.score, -len(one.entity.documents), one.entity.iri))
    is_ahead = bool(weighed) and all(other.score <= weighed[0].score - FAR_AHEAD for other in weighed[1:2])
    return [
        Candidate(one.entity, one.score, place == 0 and is_ahead and one.is_plausible, one.features)
        for place, one in enumerate(weighed[: query.limit])
    ]


def _weighed(query: Query, shelf: Shelf, index: NameIndex) -> list[_Weighed]:
    """Whatever a name or an identifier leads to; where no name is asked for, every entity."""
    asked = [condition for condition in query.names if condition.quantifier is not Quantifier.NONE]
    shunned = [name for condition in query.names if condition not in asked for name in condition.names]
    texts = dict.fromkeys(name for condition in asked for name in condition.names)
    identified = {shelf.place_of(entity) for name in texts for entity in shelf.identified(name)}
    likenesses = {name: index.candidates(name) for name in texts}
    places = identified.union(*likenesses.values()) if asked else set(range(len(shelf.entities)))
    return [
        _Weighed(
            shelf.entities[place],
            _likeness_of_all(asked, place, likenesses) if asked else None,
            tuple((each.property, _agreement(each, shelf.entities[place], shelf)) for each in query.conditions),
            _is_of_kind(shelf.entities[place], query) if query.kinds else None,
            place in identified,
        )
        for place in sorted(places)
        if not any(index.similarity(name, place) >= SURNAME for name in shunned)
    ]


def _likeness_of_all(
    asked: Sequence[NameCondition], place: int, likenesses: Mapping[str, Mapping[int, float]]
) -> float:
    """The mean over the conditions on the name; nothing where one that is required is not met."""
    found = [_likeness(condition, place, likenesses) for condition in asked]
    is_met = all(likeness > 0.0 for condition, likeness in zip(asked, found, strict=True) if condition.is_required)
    return fmean(found) if is_met else 0.0


def _likeness(condition: NameCondition, place: int, likenesses: Mapping[str, Mapping[int, float]]) -> float:
    found = [likenesses[name].get(place, 0.0) for name in condition.names]
    return (min if condition.quantifier is Quantifier.ALL else max)(found, default=0.0)


def _agreement(condition: PropertyCondition, entity: CataloguedEntity, shelf: Shelf) -> int:
    """Whether the property agrees as the condition wants it: with any of its values, with all, with none."""
    found = condition.property.agreement(condition.values, entity, shelf)
    match condition.quantifier:
        case Quantifier.ANY:
            return max(found, default=NOT_KNOWN)
        case Quantifier.ALL:
            return min(found, default=NOT_KNOWN)
        case Quantifier.NONE:
            return -max(found, default=NOT_KNOWN)


def _is_of_kind(entity: CataloguedEntity, query: Query) -> bool:
    found = [is_a(entity.kind, kind) for kind in query.kinds]
    return all(found) if query.strictness is Strictness.ALL else any(found)


def _may_stay(one: _Weighed, query: Query) -> bool:
    """Whether a candidate is worth showing. What was asked for by its identifier always is."""
    if one.is_identified:
        return True
    if one.is_of_kind is False and query.strictness is not Strictness.SHOULD:
        return False
    for condition, (_, agreement) in zip(query.conditions, one.agreements, strict=True):
        least = NOT_KNOWN if condition.quantifier is Quantifier.NONE else AGREES
        if condition.is_required and agreement < least:
            return False
    if one.likeness is None:
        return any(agreement == AGREES for _, agreement in one.agreements)
    return one.likeness > 0.0
