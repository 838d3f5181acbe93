"""SHACL: the shapes held against a graph, by pySHACL. This file alone knows pyshacl.

W3C Recommendation "Shapes Constraint Language (SHACL)", 20 July 2017. Only core constraints and SPARQL constraints
(sections 4 and 5) are used, no extension.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeAlias

import pyshacl
from attrs import evolve, field, frozen
from pyoxigraph import NamedNode, Quad, Store
from pyshacl.errors import ReportableRuntimeError
from pyshacl.graph_abstraction import DataGraph, OxigraphDataGraph
from rdflib import Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.namespace import RDF, SH
from rdflib.term import IdentifiedNode, Node

from kg.base import OUR_BASE
from kg.checks.index import Index
from kg.checks.lacking import Demand
from kg.checks.paths import Path
from kg.checks.sieve import Sieve
from kg.checks.tokens import iri_token, value_of
from kg.errors import DataError
from kg.model.finding import Severity

ONTOLOGY_BASE = OUR_BASE  # terms and shapes stay here even where data has another base
NAMESPACES = {
    "dg": f"{ONTOLOGY_BASE}ontology#",
    "dgv": f"{ONTOLOGY_BASE}vocab#",
    "shapes": f"{ONTOLOGY_BASE}shapes#",
}
SEVERITIES = {
    SH.Violation: Severity.ERROR,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.NOTE,
}
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
# Both log what the findings say better: pySHACL to a handler of its own on stderr, rdflib an ill-typed literal with
# its traceback.
LOGGERS = ("pyshacl-validate", "rdflib.term")


@frozen(order=True)
class Result:
    """What one shape found: `rule` is the local name of the shape or constraint that says so ("S34-one-post").

    `node` is the IRI that it is about, `value` what stands there and should not, "" if nothing does.
    """

    code: str
    rule: str
    node: str
    value: str
    severity: Severity
    message: str


@frozen
class Answers:
    """What pySHACL said of a node with no value, with one, and so on, at the end of a path; without the node's name."""

    path: Path
    by_count: tuple[tuple[Result, ...], ...]


@frozen
class Shapes:
    """All shapes, ready to run. `codes` are their numbers ("S11"); `terms` all terms that the ontology defines.

    `asked_of_documents` are the shapes whose query runs once for a whole document and names what is wrong as value;
    `sieve` is the first pass, which finds the nodes that pySHACL has to look at; `answers` are those that it gave
    beforehand.
    """

    graph: Graph = field(repr=False)
    sieve: Sieve = field(repr=False)
    codes: tuple[str, ...]
    terms: frozenset[str] = field(repr=False)
    asked_of_documents: frozenset[str] = field(repr=False)
    answers: Mapping[str, Answers] = field(factory=dict, repr=False)


_Subjects: TypeAlias = IdentifiedNode | RdflibLiteral | Sequence[IdentifiedNode | RdflibLiteral] | None


class _DataGraph(OxigraphDataGraph):
    """A store as pySHACL wants it."""

    def __bool__(self) -> bool:
        """Always: pySHACL asks so for each result whether there is a graph, and a store would count all its triples.

        On 5,000 triples that took 6 ms each time.
        """
        return True

    def objects(  # type: ignore[override]  # pySHACL's own signature, which is not that of rdflib
        self, subject: _Subjects, predicate: IdentifiedNode | None, unique: bool = False
    ) -> Generator[IdentifiedNode | RdflibLiteral, None, None]:
        """What a node has as values of a property: nothing if it is a literal, which a store refuses to be asked."""
        if not isinstance(subject, RdflibLiteral):
            yield from super().objects(subject, predicate, unique)


def results_on(index: Index, shapes: Shapes) -> tuple[Result, ...]:
    """All results of all shapes on a graph, named graphs merged; empty if it conforms.

    pySHACL gives every result; the first pass only spares it the nodes that surely conform.
    """
    left = shapes.sieve.left_over(index)
    if left is None:
        return results_by_pyshacl(index.store, shapes)
    results: set[Result] = set()
    open_still: dict[str, set[str]] = {}
    for shape, nodes in left.items():
        answers = shapes.answers.get(shape)
        for node in nodes:
            count = len(answers.path.values(index, node)) if answers else 0
            if answers and count < len(answers.by_count):
                results.update(evolve(result, node=value_of(node)) for result in answers.by_count[count])
            else:
                open_still.setdefault(shape, set()).add(node)
    if open_still:
        properties = shapes.sieve.properties_for(open_still)
        store = index.store if properties is None else index.store_of(properties)
        results.update(_results(_DataGraph(store), _aimed_at(open_still, shapes.graph), shapes))
    return tuple(sorted(results))


def answers_to(demands: Mapping[str, Demand], shapes: Shapes) -> dict[str, Answers]:
    """What pySHACL says of nodes that lack what these shapes demand, asked of nodes that stand for all others.

    A shape is left out if an answer says more than that: something about another node, or with the name of this one.
    """
    places = {
        f"{NAMESPACES['shapes']}node-{number}-{count}": (shape, count)
        for number, (shape, demand) in enumerate(demands.items())
        for count in range(demand.fewer_than)
    }
    store = Store()
    aims: dict[str, list[str]] = {}
    for node, (shape, count) in places.items():
        aims.setdefault(shape, []).append(iri_token(node))
        store.extend(
            Quad(NamedNode(node), NamedNode(value_of(demands[shape].predicate)), NamedNode(f"{node}-{number}"))
            for number in range(count)
        )
    said: dict[str, list[list[Result]]] = {shape: [[] for _ in nodes] for shape, nodes in aims.items()}
    for result in _results(_DataGraph(store), _aimed_at(aims, shapes.graph), shapes):
        shape, count = places[result.node]
        said[shape][count].append(evolve(result, node=""))
        if result.value or result.node in result.message:
            del aims[shape]
    return {shape: Answers(demands[shape].path, tuple(map(tuple, said[shape]))) for shape in aims}


def results_by_pyshacl(data: Store | Graph, shapes: Shapes) -> tuple[Result, ...]:
    """The same by pySHACL alone, over a store or (slower) an rdflib graph: the verdicts that the tests compare."""
    graph = _DataGraph(data) if isinstance(data, Store) else DataGraph.from_rdflib(data)
    return _results(graph, shapes.graph, shapes)


def _aimed_at(nodes: Mapping[str, Iterable[str]], shapes: Graph) -> Graph:
    """A graph of just these shapes, with all that they are made of, each aimed at its nodes and at nothing else."""
    graph = Graph()
    for token, focus_nodes in nodes.items():
        shape = URIRef(value_of(token))
        waiting: list[Node] = [shape]
        reached: set[Node] = {shape}
        while waiting:
            subject = waiting.pop()
            for predicate, value in shapes.predicate_objects(subject):
                if predicate not in TARGETS:
                    graph.add((subject, predicate, value))
                if value not in reached and not isinstance(value, RdflibLiteral):
                    reached.add(value)
                    waiting.append(value)
        for node in focus_nodes:
            graph.add((shape, SH.targetNode, URIRef(value_of(node))))
    return graph


def refuse_unusable(graph: Graph, shapes: Shapes, place: str) -> None:
    """Raise DataError where pySHACL cannot use the shapes: it is run on no data."""
    _results(DataGraph.from_oxigraph_store(Store()), graph, shapes, place=place)


def _results(data: DataGraph, graph: Graph, shapes: Shapes, *, place: str = "shapes") -> tuple[Result, ...]:
    try:
        with _quiet():
            _, report, _ = pyshacl.validate(data, shacl_graph=graph)
    except ReportableRuntimeError as error:
        raise _unusable(error, place) from error
    if not isinstance(report, Graph):  # pySHACL hands back, not raises, a failure that it meets half way
        raise _unusable(report, place)
    return tuple(sorted({_result(report, node, shapes) for node in report.subjects(RDF.type, SH.ValidationResult)}))


def _result(report: Graph, node: Node, shapes: Shapes) -> Result:
    shape, constraint = report.value(node, SH.sourceShape), report.value(node, SH.sourceConstraint)
    focus, value = report.value(node, SH.focusNode), report.value(node, SH.value)
    rule = local_name(str(constraint if isinstance(constraint, URIRef) else shape))
    if rule in shapes.asked_of_documents:
        focus, value = value, None
    severity = report.value(node, SH.resultSeverity)
    return Result(
        code=code_of(rule),
        rule=rule,
        node=str(focus),
        value="" if value is None or value == focus else str(value),
        severity=SEVERITIES[severity] if isinstance(severity, URIRef) else Severity.ERROR,
        message=min(str(message) for message in report.objects(node, SH.resultMessage)),
    )


def _unusable(error: object, place: str) -> DataError:
    return DataError(
        f"pySHACL cannot use the shapes: {' '.join(str(error).split())}",
        place=place,
        cure="Compare the shape with the recommendation, and keep to its core and SPARQL constraints.",
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what the two libraries say on stderr to themselves; the results tell it."""
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, disabled in zip(loggers, before, strict=True):
            logger.disabled = disabled


def local_name(iri: str) -> str:
    """The name of a shape: "S11-attested" of ".../shapes#S11-attested"; any other address as it is."""
    return iri.removeprefix(NAMESPACES["shapes"])


def code_of(iri: str) -> str:
    """The number of a shape: "S11" of ".../shapes#S11-attested-event"."""
    return local_name(iri).partition("-")[0]
