"""The weights of the features, fitted on judged links: a conditional logit, drawn towards the weights it began with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.evaluation.linkmeasures import JudgedLink

Numbers = NDArray[np.float64]

BASE = "base"
SPREAD = 1.0  # standard deviation of the prior around the first weights: rare features stay near them
STEPS = 100
HALVINGS = 30
CLOSE = 1e-6  # largest change of a weight at which the steps end


def fitted(judged: Sequence[JudgedLink], first: Mapping[str, float]) -> dict[str, float]:
    """The weights with the highest posterior, given the judged links and a normal prior around `first`.

    Newton's method, its steps halved until they gain, on the log-likelihood of the conditional logit, whose Hessian is
    the covariance of the features under the model (Train 2009, "Discrete choice methods with simulation", 3.7). It is
    concave, so that there is one answer. Weights that speak for a candidate stay at 0 or above, those against it at 0
    or below, as they began.
    """
    names = list(first)
    start = np.array([first[name] for name in names])
    tables = [_table(one, names) for one in judged if one.choices]
    weights = start.copy()
    posterior, gradient, hessian = _posterior(weights, start, tables)
    for _ in range(STEPS):
        # A weight that stands at 0 and would change sides stays there, and the others are solved without it.
        free = ~((weights == 0.0) & (np.sign(gradient) == -np.sign(start)))
        step = np.zeros_like(weights)
        step[free] = np.linalg.solve(hessian[np.ix_(free, free)], gradient[free])
        for length in 0.5 ** np.arange(HALVINGS):
            moved = weights + length * step
            moved = np.where(np.sign(moved) == -np.sign(start), 0.0, moved)
            better = _posterior(moved, start, tables)
            if better[0] >= posterior:
                break
        else:
            break
        change = np.abs(moved - weights).max()
        weights, (posterior, gradient, hessian) = moved, better
        if change < CLOSE:
            break
    return {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}


def _posterior(
    weights: Numbers, start: Numbers, tables: Sequence[tuple[Numbers, Numbers]]
) -> tuple[float, Numbers, Numbers]:
    """The log-posterior of some weights, but for a constant, with its gradient and its negative Hessian."""
    value = -float(((weights - start) ** 2).sum()) / (2 * SPREAD**2)
    gradient = (start - weights) / SPREAD**2
    hessian = np.eye(len(weights)) / SPREAD**2
    for features, right in tables:
        utilities = np.append(features @ weights, 0.0)  # "none of them" has utility 0
        shares = np.exp(utilities - utilities.max())
        shares /= shares.sum()
        chosen = np.append(right, 1.0 - right.sum())
        value += float(np.log(max(float(shares @ chosen), 1e-300)))
        shares = shares[:-1]
        gradient = gradient + features.T @ (right - shares)
        mean = features.T @ shares
        hessian = hessian + (features.T * shares) @ features - np.outer(mean, mean)
    return value, gradient, hessian


def _table(one: JudgedLink, names: Sequence[str]) -> tuple[Numbers, Numbers]:
    """The features of each candidate, a row each, and which of them is the right one."""
    rows = []
    for choice in one.choices:
        values = {BASE: 1.0, **dict(choice.features)}
        rows.append([values.get(name, 0.0) for name in names])
    right = [float(choice.key == one.wanted) for choice in one.choices]
    return np.array(rows), np.array(right)
