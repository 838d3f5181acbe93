"""Peers judge documents: `python -m bench.peers.shapes [NAME FOLDER SHAPES]`; without words, who is there.

FOLDER holds documents as N-Quads, SHAPES is one file of Turtle. Every document is given as a graph of its own, parsed
before the clock starts; the shapes are read once.
"""

from __future__ import annotations

import importlib
import logging
import sys
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.clock import say

Validate = Callable[[Any], Any]


def module(name: str) -> Any:
    """A library that may not be there."""
    return importlib.import_module(name)


def graph_in(path: Path) -> Any:
    """The union of a document's graphs, as an rdflib graph."""
    dataset = module("rdflib").Dataset(default_union=True)
    dataset.parse(str(path), format="nquads")
    graph = module("rdflib").Graph()
    for triple in dataset.triples((None, None, None)):
        graph.add(triple)
    return graph


def pyshacl(shapes: Any) -> Validate:
    """pySHACL over an rdflib graph, as its README has it."""
    return lambda graph: module("pyshacl").validate(graph, shacl_graph=shapes)[1]


def pyshacl_turbo(shapes: Any) -> Validate:
    """pyshacl-turbo, which is called as pySHACL is."""
    return lambda graph: module("pyshacl_turbo").validate(graph, shacl_graph=shapes)[1]


def shifty(shapes: Any) -> Validate:
    """pyshifty, without inferring, its results in no order."""
    return lambda graph: module("shifty").validate(graph, shapes, infer=False, sort_results=False)[1]


PEERS = {
    "pyshacl": ("pyshacl", "pyshacl", pyshacl),
    "pyshacl-turbo": ("pyshacl_turbo", "pyshacl-turbo", pyshacl_turbo),
    "pyshifty": ("shifty", "pyshifty", shifty),
}


def results_in(report: Any) -> int:
    """How many results a report has, the same one counted once."""
    rdflib = module("rdflib")
    shacl, rdf = rdflib.namespace.SH, rdflib.namespace.RDF
    return len(
        {
            tuple(str(report.value(node, part)) for part in (shacl.focusNode, shacl.value, shacl.resultMessage))
            for node in report.subjects(rdf.type, shacl.ValidationResult)
        }
    )


def main() -> None:
    """Be one of the peers, or name them."""
    if len(sys.argv) == 1:
        print(*(name for name, (imported, _, _) in PEERS.items() if find_spec(imported)))
        return
    name, folder, shapes = sys.argv[1:]
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    _, package, engine = PEERS[name]
    validate = engine(module("rdflib").Graph().parse(shapes, format="turtle"))
    graphs = [graph_in(path) for path in sorted(Path(folder).glob("*.nq"))]
    reports: list[Any] = []
    say(lambda: reports.extend(map(validate, graphs)), lambda _: sum(map(results_in, reports)), package)


if __name__ == "__main__":
    main()
