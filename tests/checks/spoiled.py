"""The sound graph, and the broken ones that tests/broken/ tells how to make of it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from attrs import frozen
from pyoxigraph import Quad, RdfFormat, parse

ROOT = Path(__file__).resolve().parents[2]
SHAPES = ROOT / "shapes"
SOUND = ROOT / "tests" / "sound"
BROKEN = ROOT / "tests" / "broken"

_TURTLE = (SOUND / "graph.ttl").read_text("utf-8")
_HEADER = "".join(line for line in _TURTLE.splitlines(keepends=True) if line.startswith("@"))


@frozen
class Example:
    """One way to spoil the sound graph: triples to take away and to add, in Turtle without its prefixes."""

    rule: str
    story: str
    remove: str = ""
    add: str = ""

    def quads(self) -> list[Quad]:
        """The broken graph. Refuses (ValueError) to take away what is not there or to add what is."""
        sound, removed, added = set(sound_quads()), set(_quads(self.remove)), set(_quads(self.add))
        if not removed <= sound or added & sound or not removed | added:
            raise ValueError(f"{self.rule}: the example does not fit the sound graph")
        return sorted(sound - removed | added, key=str)


def sound_quads() -> list[Quad]:
    """The sound graph."""
    return list(parse(_TURTLE, format=RdfFormat.TURTLE))


def examples() -> list[Example]:
    """All broken examples, by the number of their shape."""
    return [
        Example(**table)
        for path in sorted(BROKEN.glob("*.toml"))
        for table in tomllib.loads(path.read_text("utf-8"))["example"]
    ]


def copies(count: int) -> list[Quad]:
    """The sound graph so many times, each under the address of another document."""
    return [
        quad
        for number in range(count)
        for quad in parse(re.sub(r"1955-03-12(?=-legation)", f"copy-{number}", _TURTLE), format=RdfFormat.TURTLE)
    ]


def _quads(turtle: str) -> list[Quad]:
    return list(parse(_HEADER + turtle, format=RdfFormat.TURTLE))
