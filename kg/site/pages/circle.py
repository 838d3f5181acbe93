"""A small picture of whom somebody met: the one in the middle, the others to both sides, the lines as wide as often.

All numbers are whole, and nothing depends on chance, so that the same meetings are the same bytes. It is drawn by
templates/circle.html as SVG within the page: it needs no script, and each name and line is a link.
"""

from __future__ import annotations

from attrs import frozen

from kg.site.shown import Thing

AT_MOST = 16  # names that can be read on a small screen
_ROW, _MARGIN, _WIDTH, _ARM = 30, 24, 880, 110
_LONGEST = 30  # letters of a name, so that it stays within the picture


@frozen
class Tie:
    """One other, how often the two met, and where the meetings stand."""

    other: Thing
    count: int
    href: str


@frozen
class Node:
    """A tie at its place: its line goes from the middle to (x, y), its name begins or ends at `text_x`."""

    tie: Tie
    name: str
    x: int
    y: int
    text_x: int
    anchor: str
    width: int
    radius: int


@frozen
class Picture:
    """The whole picture. `left_out` says how many others the table has and the picture has not."""

    middle: Thing
    nodes: tuple[Node, ...]
    width: int
    height: int
    x: int
    y: int
    left_out: int


def picture(middle: Thing, ties: tuple[Tie, ...], count: int) -> Picture:
    """The picture of these ties, out of `count` in all.

    >>> anna, ben = (Thing(name, name, "person", "") for name in ("Anna", "Ben"))
    >>> [(node.x, node.y, node.width) for node in picture(anna, (Tie(ben, 3, "#b"),), 1).nodes]
    [(550, 54, 4)]
    """
    sides = (ties[0::2], ties[1::2])  # those met most stand on top, right and left by turns
    height = 2 * _MARGIN + _ROW * max(2, *map(len, sides))
    middle_x, middle_y = _WIDTH // 2, height // 2
    nodes = []
    for side, sign in zip(sides, (1, -1), strict=True):
        top = middle_y - _ROW * (len(side) - 1) // 2
        for row, tie in enumerate(side):
            x = middle_x + sign * _ARM
            nodes.append(
                Node(
                    tie,
                    _cut(tie.other.label),
                    x,
                    top + _ROW * row,
                    x + sign * 14,
                    "start" if sign > 0 else "end",
                    min(1 + tie.count, 8),
                    min(4 + tie.count, 9),
                )
            )
    return Picture(middle, tuple(nodes), _WIDTH, height, middle_x, middle_y, count - len(ties))


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"
