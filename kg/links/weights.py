"""What each feature of a candidate is worth: the weights of a conditional logit, fitted on annotated mentions.

Of the candidates of a mention, and of "none of them", each has a utility; the probability of one is its share of the
sum of their exponentials (McFadden 1974, "Conditional logit analysis of qualitative choice behavior"). "None of them"
has utility 0, so that a candidate must earn its base back, and two that are equally good halve what they have.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files

from attrs import frozen

from kg.model.entity import Kind


class Feature(StrEnum):
    """The features of a candidate, in the order in which they are shown."""

    BASE = "base"
    NAME = "name"
    SURNAME = "surname only"
    OWN_NAME = "own name"
    SHARED_NAME = "shared name"
    SORT = "kind"
    OFFICE = "office"
    OFFICE_PERHAPS = "office, perhaps"
    OFFICE_NOT_THEN = "office, not then"
    STATE = "state"
    OTHER_STATE = "other state"
    RECEIVING = "receiving state"
    PARENT = "parent"
    COMPANY = "co-mention"
    CONTEXT = "context"
    OWN_MISSION = "own mission"
    LIFETIME = "alive then"
    PAST = "past"
    TIME = "time"
    WIFE = "name of a wife"
    REFUSED = "refused"
    LISTED = "marked by the editors"
    VOLUME = "list of the volume"
    LIBRARY = "library"
    CURATED = "curated"
    PROMINENCE = "prominence"


OF_NAME = frozenset({Feature.BASE, Feature.NAME, Feature.SURNAME, Feature.OWN_NAME, Feature.SHARED_NAME})
"""What belongs to the name; beside it a person needs a feature of another sort."""

STANDING = frozenset({Feature.CURATED, Feature.PROMINENCE, Feature.LIFETIME, Feature.PAST})
"""What a candidate brings along to any document: it tells rivals apart, but nothing of it speaks for this mention."""


@frozen
class Weights:
    """The weights of one sort of things: what a feature of value 1 adds to the log-odds."""

    of: Mapping[Feature, float]

    def utility(self, values: Iterable[tuple[Feature, float]]) -> float:
        """The utility of a candidate with these features; one without a weight counts nothing."""
        weight_of = self.of.get
        return self.of[Feature.BASE] + sum([weight_of(feature, 0.0) * value for feature, value in values])


def sort_of(kind: Kind) -> str:
    """The name of the weights for a kind: persons, states and other things are told by other features.

    >>> sort_of(Kind.PERSON), sort_of(Kind.STATE), sort_of(Kind.PLACE)
    ('person', 'state', 'thing')
    """
    return {Kind.PERSON: "person", Kind.STATE: "state"}.get(kind, "thing")


@cache
def fitted_weights() -> Mapping[str, Weights]:
    """The weights in use, by sort, as kg/links/weights.toml holds them."""
    return _weights_in("weights.toml")


@cache
def first_weights() -> Mapping[str, Weights]:
    """The weights set by hand, by sort: the fit begins with them, and is drawn towards them."""
    return _weights_in("first_weights.toml")


def _weights_in(name: str) -> Mapping[str, Weights]:
    data = tomllib.loads(files("kg.links").joinpath(name).read_text("utf-8"))
    return {sort: Weights({Feature(name): float(value) for name, value in row.items()}) for sort, row in data.items()}


def probabilities(utilities: Sequence[float]) -> tuple[float, ...]:
    """The probability of each candidate; what is left of 1 is that it is none of them.

    >>> [round(share, 2) for share in probabilities([3.0, 3.0])], probabilities([])
    ([0.49, 0.49], ())
    """
    most = max(0.0, *utilities) if utilities else 0.0
    shares = [math.exp(utility - most) for utility in utilities]
    total = sum(shares) + math.exp(-most)
    return tuple(share / total for share in shares)
