"""Our judge at work in a process of its own, for bench/shapes.py: `python -m bench.judge NAME FOLDER`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from bench.clock import say
from bench.contest import ROOT
from kg.checks.index import Index
from kg.checks.judge import Result, results_by_pyshacl, results_on
from kg.checks.shapes import shapes_in
from kg.settings import settings_of


def main() -> None:
    """Read all documents; judge them, timed: from the quads as the converters give them to the results."""
    name, folder = sys.argv[1:]
    shapes = shapes_in(settings_of({}, ROOT).shapes)
    documents = [tuple(parse(path=str(path), format=RdfFormat.N_QUADS)) for path in sorted(Path(folder).glob("*.nq"))]
    judges: dict[str, Callable[[Sequence[Quad]], tuple[Result, ...]]] = {
        "kg": lambda quads: results_on(Index(quads), shapes),
        "store": lambda quads: results_by_pyshacl(Index(quads).store, shapes),
    }
    judge = judges[name]
    say(lambda: [judge(quads) for quads in documents], lambda found: sum(len(set(results)) for results in found))


if __name__ == "__main__":
    main()
