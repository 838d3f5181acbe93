"""Where the nodes of a network stand: the same places on every machine.

Forces push all nodes apart and pull those together that are linked (Fruchterman and Reingold, 1991). Only + - * / and
square roots are used, which IEEE 754 rounds alike everywhere; there is no chance in it, and places are whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

WIDTH, HEIGHT = 960, 640
_MARGIN_X, _MARGIN_Y = 90, 30  # room for names at the edge
_EVEN = 0.65  # how far a place goes towards even steps: at 1 the picture no longer shows who is near whom
_STEPS = 240  # after these nothing moves by more than a pixel, with forty nodes


def placed(count: int, links: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """The places of `count` nodes on a sheet of WIDTH by HEIGHT; a link is two nodes and how often they are linked.

    >>> placed(2, [(0, 1, 3)]) == placed(2, [(0, 1, 3)])
    True
    """
    points = [_on_circle(number, count) for number in range(count)]
    apart = sqrt(1.0 / max(1, count))  # how far two linked nodes like to stand, on a sheet of one by one
    degrees = [1] * count
    for one, other, _ in links:
        degrees[one] += 1
        degrees[other] += 1
    for step in range(_STEPS):
        moves = [[0.0, 0.0] for _ in range(count)]
        for one in range(count):
            for other in range(one + 1, count):
                _push(points, moves, one, other, apart)
        for one, other, weight in links:
            # Who is linked to many is pulled by each of them less, or all of these would stand in one heap.
            _pull(points, moves, one, other, apart * sqrt(sqrt(degrees[one] * degrees[other])), weight)
        heat = 0.1 * (1.0 - step / _STEPS)
        for number, (dx, dy) in enumerate(moves):
            x, y = points[number]
            # A little pull to the middle, lest what is not linked flies away.
            dx, dy = dx - x * 2.0 * apart, dy - y * 2.0 * apart
            far = sqrt(dx * dx + dy * dy)
            reach = min(far, heat) / far if far > 0.0 else 0.0
            points[number] = (x + dx * reach, y + dy * reach)
    return _on_sheet(points)


def _on_circle(number: int, count: int) -> tuple[float, float]:
    """A point of the unit circle, by its rational form: sines differ from machine to machine."""
    turn = 4.0 * (number + 0.5) / max(1, count) - 2.0  # -2 .. 2: the right half, then the left
    side = 1.0 if turn < 0.0 else -1.0
    t = turn + 1.0 if turn < 0.0 else turn - 1.0
    return side * (1.0 - t * t) / (1.0 + t * t), 2.0 * t / (1.0 + t * t)


def _push(points: list[tuple[float, float]], moves: list[list[float]], one: int, other: int, apart: float) -> None:
    dx, dy = points[one][0] - points[other][0], points[one][1] - points[other][1]
    square = dx * dx + dy * dy
    if square < 1e-9:
        dx, dy, square = 1e-3 * (one + 1), 1e-3 * (other + 1), 1e-6
    force = apart * apart / square
    moves[one][0] += dx * force
    moves[one][1] += dy * force
    moves[other][0] -= dx * force
    moves[other][1] -= dy * force


def _pull(
    points: list[tuple[float, float]], moves: list[list[float]], one: int, other: int, apart: float, weight: int
) -> None:
    dx, dy = points[one][0] - points[other][0], points[one][1] - points[other][1]
    force = sqrt(dx * dx + dy * dy) / apart * (1.0 if weight < 3 else 1.5)
    moves[one][0] -= dx * force
    moves[one][1] -= dy * force
    moves[other][0] += dx * force
    moves[other][1] += dy * force


def _on_sheet(points: list[tuple[float, float]]) -> list[tuple[int, int]]:
    if not points:
        return []
    across, down = _spread([x for x, _ in points]), _spread([y for _, y in points])
    return [
        (round(_MARGIN_X + x * (WIDTH - 2 * _MARGIN_X)), round(_MARGIN_Y + y * (HEIGHT - 2 * _MARGIN_Y)))
        for x, y in zip(across, down, strict=True)
    ]


def _spread(values: list[float]) -> list[float]:
    """The values between 0 and 1, half way to even steps: what stands in a heap comes apart, and keeps its order."""
    least, span = min(values), max(values) - min(values) or 1.0
    order = sorted(range(len(values)), key=lambda number: (values[number], number))
    steps = {number: place / max(1, len(values) - 1) for place, number in enumerate(order)}
    return [(1.0 - _EVEN) * (value - least) / span + _EVEN * steps[number] for number, value in enumerate(values)]
