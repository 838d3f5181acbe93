"""SHACL: the shapes of `shapes/`, read, and refused where they cannot be used. `kg.checks.judge` runs them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from attrs import evolve
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse
from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Node

from kg.checks.index import Index
from kg.checks.judge import NAMESPACES, SEVERITIES, TARGETS, Shapes, answers_to, code_of, local_name, refuse_unusable
from kg.checks.lacking import demands_in
from kg.checks.sieve import FOCUS_NODES, Sieve
from kg.checks.tokens import iri_token, value_of
from kg.errors import DataError

# Each document is the object of many of these: a query with such a target runs once for the document.
DOCUMENT_TARGETS = (f"{NAMESPACES['dg']}partOfDocument", "http://www.w3.org/ns/oa#hasSource")

_SHAPE_NAME = re.compile(r"S\d\d-[a-z0-9-]+")
_OUR_TERM = re.compile(r"(?<![\w?$/#])(dgv?):([A-Za-z]\w*)")


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
    index = Index(everything)
    shapes = Shapes(
        graph=graph,
        sieve=Sieve.of(index),
        codes=tuple(sorted({code_of(str(shape)) for shape in _named(graph, SH.NodeShape)})),
        terms=terms,
        asked_of_documents=frozenset(
            local_name(str(shape))
            for aim in DOCUMENT_TARGETS
            for shape in graph.subjects(SH.targetObjectsOf, URIRef(aim))
            if (shape, SH.sparql, None) in graph
        ),
    )
    refuse_unusable(graph, shapes, str(folder))
    rules = {rule.shape for rule in shapes.sieve.rules if rule.asked is not None}
    return evolve(shapes, answers=answers_to(demands_in(index, sorted(rules)), shapes))


def focus_counts(index: Index, shapes: Shapes) -> Mapping[str, int]:
    """How many nodes each shape has to check in this graph, by its number; 0 says that nothing was checked.

    A shape that targets a value (a status, a modality) counts the nodes that have it.
    """
    focus: dict[str, set[str]] = {code: set() for code in shapes.codes}
    for shape in shapes.sieve.shapes:
        found = focus[code_of(value_of(shape.shape))]
        for target, aim in shape.targets:
            if target == iri_token(str(SH.targetNode)):
                for predicate in index.predicates:
                    found.update(index.subjects(predicate, aim))
            else:
                found.update(FOCUS_NODES[target](index, aim))
    return MappingProxyType({code: len(nodes) for code, nodes in sorted(focus.items())})


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
    name = local_name(iri)
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
            if _SHAPE_NAME.fullmatch(local_name(str(shape))) is None:
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
    name = local_name(str(shape)) if isinstance(shape, URIRef) else "a shape without a name"
    return DataError(f"{name} {what}.", place=places.get(str(shape), "shapes"), cure=cure)


def _named(graph: Graph, kind: URIRef) -> list[URIRef]:
    return sorted(shape for shape in graph.subjects(RDF.type, kind) if isinstance(shape, URIRef))


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
