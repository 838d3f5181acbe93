"""SHACL: the shapes of `shapes/`, read and run with pySHACL. The one file that knows pyshacl and rdflib.

W3C Recommendation "Shapes Constraint Language (SHACL)", 20 July 2017. Only core constraints and SPARQL constraints
(sections 4 and 5) are used, no extension.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import pyshacl
from attrs import field, frozen
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse
from pyshacl.errors import ReportableRuntimeError
from pyshacl.graph_abstraction import DataGraph, OxigraphDataGraph
from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import IdentifiedNode, Node

from kg.base import OUR_BASE
from kg.checks.index import Index, iri_token, value_of
from kg.checks.sieve import FOCUS_NODES, Sieve
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
# Each document is the object of many of these: a query with such a target runs once for the document.
DOCUMENT_TARGETS = (f"{NAMESPACES['dg']}partOfDocument", "http://www.w3.org/ns/oa#hasSource")
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)

_SHAPE_NAME = re.compile(r"S\d\d-[a-z0-9-]+")
_OUR_TERM = re.compile(r"(?<![\w?$/#])(dgv?):([A-Za-z]\w*)")
# Both log what the findings say better: pySHACL to a handler of its own on stderr, rdflib an ill-typed literal with
# its traceback.
LOGGERS = ("pyshacl-validate", "rdflib.term")


@frozen
class Shapes:
    """All shapes, ready to run. `codes` are their numbers ("S11"); `terms` all terms that the ontology defines.

    `asked_of_documents` are the shapes whose query runs once for a whole document and names what is wrong as value;
    `sieve` is the first pass, which finds the nodes that pySHACL has to look at.
    """

    graph: Graph = field(repr=False)
    sieve: Sieve = field(repr=False)
    codes: tuple[str, ...]
    terms: frozenset[str] = field(repr=False)
    asked_of_documents: frozenset[str] = field(repr=False)


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


def shapes_in(folder: Path) -> Shapes:
    """The shapes of all .ttl files in `folder`, checked against the ontology in the folder beside it.

    Refuses (DataError, with file and line) what is not Turtle, a term of ours that the ontology does not define, a
    query that cannot be parsed, a shape without number, message or target.
    """
    terms = _terms_defined_in(folder.parent / "ontology")
    graph = Graph()
    places: dict[str, str] = {}
    everything: list[Quad] = []
    for path in _turtle_files(folder):
        text = _text_of(path)
        quads = _parsed(text, path)
        _refuse_unknown_terms(text, quads, terms, path)
        for subject in {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}:
            places[subject] = _place_of(subject, text, path)
        everything += quads
        for quad in quads:
            graph.add((_rdflib_term(quad.subject), _rdflib_term(quad.predicate), _rdflib_term(quad.object)))
    _refuse_incomplete(graph, places)
    _refuse_unreadable_queries(graph, places)
    shapes = Shapes(
        graph=graph,
        sieve=Sieve.of(Index(everything)),
        codes=tuple(sorted({_code_of(str(shape)) for shape in _named(graph, SH.NodeShape)})),
        terms=terms,
        asked_of_documents=frozenset(
            _local_name(str(shape))
            for aim in DOCUMENT_TARGETS
            for shape in graph.subjects(SH.targetObjectsOf, URIRef(aim))
            if (shape, SH.sparql, None) in graph
        ),
    )
    # On no data: pySHACL refuses here what it cannot use.
    _results(DataGraph.from_oxigraph_store(Store()), graph, shapes, place=str(folder))
    return shapes


def results_on(index: Index, shapes: Shapes) -> tuple[Result, ...]:
    """All results of all shapes on a graph, named graphs merged; empty if it conforms.

    pySHACL gives every result; the first pass only spares it the nodes that surely conform.
    """
    left = shapes.sieve.left_over(index)
    if left is None:
        return results_by_pyshacl(index.store, shapes)
    if not left:
        return ()
    properties = shapes.sieve.properties_for(left)
    store = index.store if properties is None else index.store_of(properties)
    return _results(_DataGraph(store), _aimed_at(left, shapes.graph), shapes)


def results_by_pyshacl(data: Store | Graph, shapes: Shapes) -> tuple[Result, ...]:
    """The same by pySHACL alone, over a store or (slower) an rdflib graph: the verdicts that the tests compare."""
    graph = _DataGraph(data) if isinstance(data, Store) else DataGraph.from_rdflib(data)
    return _results(graph, shapes.graph, shapes)


def focus_counts(index: Index, shapes: Shapes) -> Mapping[str, int]:
    """How many nodes each shape has to check in this graph, by its number; 0 says that nothing was checked.

    A shape that targets a value (a status, a modality) counts the nodes that have it.
    """
    focus: dict[str, set[str]] = {code: set() for code in shapes.codes}
    for shape in shapes.sieve.shapes:
        found = focus[_code_of(value_of(shape.shape))]
        for target, aim in shape.targets:
            if target == iri_token(str(SH.targetNode)):
                for predicate in index.predicates:
                    found.update(index.subjects(predicate, aim))
            else:
                found.update(FOCUS_NODES[target](index, aim))
    return MappingProxyType({code: len(nodes) for code, nodes in sorted(focus.items())})


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
    rule = _local_name(str(constraint if isinstance(constraint, URIRef) else shape))
    if rule in shapes.asked_of_documents:
        focus, value = value, None
    severity = report.value(node, SH.resultSeverity)
    return Result(
        code=_code_of(rule),
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


def _turtle_files(folder: Path) -> list[Path]:
    paths = sorted(folder.glob("*.ttl"))
    if not paths:
        raise DataError(
            "no .ttl file is here.", place=str(folder), cure="Install the package again, or name the right folder."
        )
    return paths


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}.", place=str(path), cure="Check the file.") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise DataError("not UTF-8.", place=f"{path}:{line}", cure="Save the file as UTF-8.") from error


def _parsed(text: str, path: Path) -> list[Quad]:
    try:
        return list(parse(text, format=RdfFormat.TURTLE))
    except SyntaxError as error:
        raise DataError(f"not Turtle: {error.msg}.", place=f"{path}:{error.lineno}", cure="Mend that line.") from error


def _terms_defined_in(folder: Path) -> frozenset[str]:
    return frozenset(
        quad.subject.value
        for path in _turtle_files(folder)
        for quad in _parsed(_text_of(path), path)
        if quad.predicate.value == str(RDF.type) and isinstance(quad.subject, NamedNode)
    )


def _place_of(iri: str, text: str, path: Path) -> str:
    """File and line where the shape with this IRI begins."""
    name = _local_name(iri)
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith((f"shapes:{name} ", f"<{iri}>")):
            return f"{path}:{number}"
    return str(path)


def _refuse_unknown_terms(text: str, quads: Iterable[Quad], terms: frozenset[str], path: Path) -> None:
    """Also those in queries and messages, which are no IRIs to a Turtle reader."""
    used = {
        node.value: str(path)
        for quad in quads
        for node in (quad.predicate, quad.object)
        if isinstance(node, NamedNode) and node.value.startswith((NAMESPACES["dg"], NAMESPACES["dgv"]))
    }
    for number, line in enumerate(text.splitlines(), 1):
        if not line.lstrip().startswith("#"):
            used.update({f"{NAMESPACES[prefix]}{name}": f"{path}:{number}" for prefix, name in _OUR_TERM.findall(line)})
    for term, place in sorted(used.items()):
        if term not in terms:
            raise DataError(
                f"the ontology does not define {term}, so the shape would guard nothing.",
                place=place,
                cure="Correct the name, or define the term in ontology/.",
            )


def _refuse_incomplete(graph: Graph, places: Mapping[str, str]) -> None:
    for kind in (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint):
        for shape in _named(graph, kind):
            if _SHAPE_NAME.fullmatch(_local_name(str(shape))) is None:
                raise _faulty(shape, places, "has no number", "Name it S, two digits, and words: S42-new-rule.")
    for shape in _named(graph, SH.PropertyShape):
        if not {graph.value(shape, SH.severity)} <= set(SEVERITIES):
            raise _faulty(shape, places, "has no severity", "Say sh:Violation or sh:Warning.")
        if (None, SH.property, shape) not in graph:
            raise _faulty(shape, places, "is used by no shape", "Name it in sh:property of a shape with a target.")
    for shape in _named(graph, SH.NodeShape):
        if not any((shape, target, None) in graph for target in TARGETS):
            raise _faulty(shape, places, "targets nothing", "Give it sh:targetClass or another target.")
    for speaker in {*_named(graph, SH.PropertyShape), *graph.objects(None, SH.sparql)}:
        if (speaker, SH.message, None) not in graph:
            raise _faulty(speaker, places, "has no message", "Say in sh:message what is wrong and what to do.")


def _refuse_unreadable_queries(graph: Graph, places: Mapping[str, str]) -> None:
    prefixes = {
        str(graph.value(declared, SH.prefix)): str(graph.value(declared, SH.namespace))
        for declared in graph.objects(None, SH.declare)
    }
    for shape, constraint in graph.subject_objects(SH.sparql):
        for query in graph.objects(constraint, SH.select):
            try:
                Store().query(str(query), prefixes=prefixes)
            except SyntaxError as error:
                raise _faulty(shape, places, f"has a query that cannot be read ({error})", "Mend it.") from error


def _faulty(shape: Node, places: Mapping[str, str], what: str, cure: str) -> DataError:
    name = _local_name(str(shape)) if isinstance(shape, URIRef) else "a shape without a name"
    return DataError(f"{name} {what}.", place=places.get(str(shape), "shapes"), cure=cure)


def _named(graph: Graph, kind: URIRef) -> list[URIRef]:
    return sorted(shape for shape in graph.subjects(RDF.type, kind) if isinstance(shape, URIRef))


def _local_name(iri: str) -> str:
    return iri.removeprefix(NAMESPACES["shapes"])


def _code_of(iri: str) -> str:
    """The number of a shape: "S11" of ".../shapes#S11-attested-event"."""
    return _local_name(iri).partition("-")[0]


def _rdflib_term(term: NamedNode | BlankNode | Literal | Triple) -> Node:
    """The same term for rdflib."""
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if isinstance(term, Literal):
        if term.language:
            return RdflibLiteral(term.value, lang=term.language)
        datatype = None if term.datatype.value == str(XSD.string) else URIRef(term.datatype.value)
        return RdflibLiteral(term.value, datatype=datatype)
    raise DataError("a quoted triple has no place among the shapes.", place="shapes", cure="Say it without one.")
