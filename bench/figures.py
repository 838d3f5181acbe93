"""What a bench found out, kept in bench/latest/NAME.json: a file for each part, so that each can be repeated.

Any program may write such a file; `python -m bench.report` takes in all that are there.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from attrs import asdict, field, frozen

LATEST = Path(__file__).resolve().parent / "latest"
OURS, PEER, LIMIT = "ours", "peer", "limit"
LIBRARIES = ("spacy", "pyoxigraph", "rdflib", "pyshacl")


def _floats(values: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(value, 4) for value in values)


@frozen
class Row:
    """One of those compared: seconds of each run, peak memory, and how much came out.

    `role` is OURS (the first such row is what the others are held against), PEER, or LIMIT: what the machine could do
    at best. `documents` is how many it was given, where that is fewer than its comparison says.
    """

    name: str
    role: str
    wall_s: tuple[float, ...] = field(converter=_floats)
    cpu_s: tuple[float, ...] = field(converter=_floats)
    peak_mb: float
    amount: int
    note: str = ""
    documents: int = 0

    @property
    def wall(self) -> float:
        """The median of the clock on the wall."""
        return median(self.wall_s)

    @property
    def cpu(self) -> float:
        """The median of the processor's seconds; 0 where they are not known: those of a server."""
        return median(self.cpu_s) if self.cpu_s else 0.0


@frozen
class Comparison:
    """Rows that do the same work on the same data; `unit` is what their amounts count."""

    title: str
    about: str
    unit: str
    documents: int
    rows: tuple[Row, ...]

    @property
    def ours(self) -> Row:
        """The row that the others are held against."""
        return next(row for row in self.rows if row.role == OURS)

    def named(self, name: str) -> Row | None:
        """A row by its name; None if it was not measured."""
        return next((row for row in self.rows if row.name == name), None)


@frozen
class Goal:
    """What was wanted, and what it came to. `wanted` is a least value, or with `is_most` a most."""

    what: str
    wanted: float
    found: float
    is_most: bool = False
    unit: str = "times"

    @property
    def is_reached(self) -> bool:
        """Whether it is."""
        return self.found <= self.wanted if self.is_most else self.found >= self.wanted


@frozen
class Point:
    """What so many documents took; `is_reckoned` says that it was not measured, but drawn out from smaller ones."""

    documents: int
    wall_s: float
    cpu_s: float
    peak_mb: float
    is_reckoned: bool = False


@frozen
class Growth:
    """The same work on more and more documents."""

    title: str
    points: tuple[Point, ...]


@frozen
class Machine:
    """Where and when it was measured. `load` is how many processes wanted a core, before and after."""

    day: str
    cores: int
    python: str
    system: str
    load: tuple[float, float]
    versions: Mapping[str, str]

    @classmethod
    def now(cls, load_before: float, more_versions: Mapping[str, str] | None = None) -> Machine:
        """This machine at the end of a bench."""
        return cls(
            datetime.now(UTC).date().isoformat(),
            os.cpu_count() or 0,
            platform.python_version(),
            f"{platform.system()} {platform.machine()}",
            (round(load_before, 1), round(load(), 1)),
            {**{name: version(name) for name in LIBRARIES}, **(more_versions or {})},
        )


@frozen
class Part:
    """What one bench found out. `command` repeats it, `missing` says what was not measured and why."""

    name: str
    title: str
    place: int
    about: str
    command: str
    machine: Machine
    comparisons: tuple[Comparison, ...] = ()
    goals: tuple[Goal, ...] = ()
    growths: tuple[Growth, ...] = ()
    missing: tuple[str, ...] = ()

    def keep(self, folder: Path = LATEST) -> Path:
        """Write it down, in place of what was found out before."""
        folder.mkdir(parents=True, exist_ok=True)
        aside = folder / f"{self.name}.tmp"
        aside.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return aside.replace(folder / f"{self.name}.json")


def load() -> float:
    """How many processes wanted a core in the last minute; 0 where the system does not say."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def part_of(written: Mapping[str, Any]) -> Part:
    """A part as it was kept. Raises TypeError or KeyError at what is none."""
    machine = written["machine"]
    return Part(
        **{
            **written,
            "machine": Machine(**{**machine, "load": tuple(machine["load"])}),
            "comparisons": tuple(
                Comparison(**{**each, "rows": tuple(Row(**row) for row in each["rows"])})
                for each in written.get("comparisons", ())
            ),
            "goals": tuple(Goal(**each) for each in written.get("goals", ())),
            "growths": tuple(
                Growth(each["title"], tuple(Point(**point) for point in each["points"]))
                for each in written.get("growths", ())
            ),
            "missing": tuple(written.get("missing", ())),
        }
    )


def parts_in(folder: Path = LATEST) -> list[Part]:
    """All parts that were kept, in the order of the page."""
    parts = [part_of(json.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.json"))]
    return sorted(parts, key=lambda part: (part.place, part.name))
