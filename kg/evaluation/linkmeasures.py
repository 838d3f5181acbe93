"""How good links are: precision at coverage, what was wrongly linked or lost, and whether probabilities are true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from attrs import define, field, frozen

from kg.evaluation.goldlinks import GoldLink

BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.85, 0.95, 1.0)
"""The edges of the reliability table: finer where the decisions are made."""


@frozen
class Choice:
    """A candidate as the linker saw it."""

    key: str
    probability: float
    features: tuple[tuple[str, float], ...]


@frozen
class JudgedLink:
    """An annotated entity and what the linker made of it.

    `wanted` is the key of the right thing, "" for NIL (also where the authority in use does not have it); `given` what
    was linked. `is_read` says whether the reading found such an entity at all.
    """

    gold: GoldLink
    wanted: str
    given: str = ""
    is_read: bool = True
    reason: str = ""
    sort: str = ""
    choices: tuple[Choice, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether the answer, a link or NIL, is the annotated one."""
        return self.given == self.wanted


@frozen
class Bin:
    """A row of the reliability table: candidates with a probability in [low, high)."""

    low: float
    high: float
    candidates: int
    mean: float
    right: float


@define
class LinkEvaluation:
    """The judged links of some documents."""

    judged: list[JudgedLink] = field(factory=list)

    def precision(self, kind: str = "") -> tuple[int, int]:
        """Of the entities that were linked: how many rightly, and how many in all."""
        linked = [one for one in self._of(kind) if one.given]
        return sum(one.is_right for one in linked), len(linked)

    def coverage(self, kind: str = "", *, of_read: bool = False) -> tuple[int, int]:
        """Of the entities that have a right answer other than NIL: how many got it, and how many there are."""
        linkable = [one for one in self._of(kind) if one.wanted and (one.is_read or not of_read)]
        return sum(one.is_right for one in linkable), len(linkable)

    def nil(self, kind: str = "") -> tuple[int, int]:
        """Of the entities that are NIL: how many were left so, and how many there are."""
        nil = [one for one in self._of(kind) if not one.wanted]
        return sum(not one.given for one in nil), len(nil)

    def kinds(self) -> list[str]:
        """The kinds that were annotated."""
        return sorted({one.gold.kind for one in self.judged})

    def reasons(self) -> Mapping[str, int]:
        """Why linkable entities that were read got no link, by how often."""
        lost = Counter(one.reason for one in self.judged if one.wanted and one.is_read and not one.given)
        return dict(sorted(lost.items(), key=lambda item: (-item[1], item[0])))

    def reliability(self) -> Iterator[Bin]:
        """For each span of probabilities: what the candidates in it promise on average, and how many are right."""
        seen = [(choice.probability, choice.key == one.wanted) for one in self.judged for choice in one.choices]
        for low, high in pairwise(BINS):
            inside = [(share, right) for share, right in seen if low <= share < high or share == high == 1.0]
            if inside:
                count = len(inside)
                mean = sum(share for share, _ in inside) / count
                yield Bin(low, high, count, mean, sum(right for _, right in inside) / count)

    def calibration_error(self) -> float:
        """The mean distance of promise and truth, weighed by the candidates in each span (ECE; Naeini 2015)."""
        rows = list(self.reliability())
        total = sum(row.candidates for row in rows)
        return sum(abs(row.mean - row.right) * row.candidates for row in rows) / total if total else 0.0

    def at_thresholds(self, thresholds: Sequence[float]) -> Iterator[tuple[float, int, int, int]]:
        """For each threshold on the best candidate: right, linked and linkable, were nothing else asked."""
        linkable = sum(bool(one.wanted) for one in self.judged)
        for threshold in thresholds:
            best = [
                (max(one.choices, key=lambda choice: choice.probability), one) for one in self.judged if one.choices
            ]
            taken = [(choice, one) for choice, one in best if choice.probability >= threshold]
            yield threshold, sum(choice.key == one.wanted for choice, one in taken), len(taken), linkable

    def _of(self, kind: str) -> list[JudgedLink]:
        return [one for one in self.judged if not kind or one.gold.kind == kind]
