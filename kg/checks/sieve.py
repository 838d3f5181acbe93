"""A first pass over a graph: which nodes surely conform to which shape, so that pySHACL need not look at them.

Nothing is said here that the shapes do not say: each test is made from the shape itself. What this pass is not sure of,
for whatever reason (a constraint that it does not know, a literal that libraries read in two ways, a node that fails),
is left to pySHACL, which alone gives results. To be too strict here costs time and changes nothing; that no node is
kept back which pySHACL would refuse is what the tests compare.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from attrs import field, frozen

from kg.checks.constraints import Test, node_test
from kg.checks.index import RDF_TYPE, Index, is_iri, is_read_alike
from kg.checks.wholequery import WholeQuery, whole_query

_SH = "<http://www.w3.org/ns/shacl#"
_SPARQL, _CLASS = f"{_SH}sparql>", f"{_SH}class>"
_SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
# A shape that is a class as well has targets that it does not declare, and a graph that declares kinds of constraints
# of its own can ask anything of any shape: both are for pySHACL alone.
_KINDS = {f"{_SH}{name}>" for name in ("NodeShape", "PropertyShape", "SPARQLConstraint")}
_ONTOLOGY = "<http://www.w3.org/2002/07/owl#Ontology>"


def _terms_inside(shapes: Index, shape: str) -> frozenset[str]:
    """All values that a shape is made of, with the shapes, paths and lists inside it; sh:class, if one has it."""
    reached, waiting = {shape}, [shape]
    while waiting:
        node = waiting.pop()
        for predicate in shapes.predicates:
            values = shapes.objects(predicate, node)
            waiting += [value for value in values if value not in reached]
            reached.update(values)
            if values and predicate == _CLASS:
                reached.add(_CLASS)
    return frozenset(reached)


def _of_class(index: Index, aim: str) -> Iterable[str]:
    return index.subjects(RDF_TYPE, aim)


def _of_node(_index: Index, aim: str) -> Iterable[str]:
    return (aim,)


def _of_subjects(index: Index, aim: str) -> Iterable[str]:
    return index.by_subject(aim)


def _of_objects(index: Index, aim: str) -> Iterable[str]:
    return index.by_object(aim)


FOCUS_NODES: Mapping[str, Callable[[Index, str], Iterable[str]]] = {
    f"{_SH}targetClass>": _of_class,
    f"{_SH}targetNode>": _of_node,
    f"{_SH}targetSubjectsOf>": _of_subjects,
    f"{_SH}targetObjectsOf>": _of_objects,
}
"""The target declarations of SHACL (2.1.3), and the nodes of a graph that each leads to."""


@frozen
class AimedShape:
    """A shape with targets. `test` is None where only pySHACL knows what the shape asks.

    `asked` are all terms that the shape, the shapes inside it and its queries name: those of its properties are among
    them.
    """

    shape: str
    targets: tuple[tuple[str, str], ...]
    test: Test | None = field(repr=False)
    queries: tuple[WholeQuery, ...] = ()
    asked: frozenset[str] = field(default=frozenset(), repr=False)

    def focus_nodes(self, index: Index) -> dict[str, None]:
        """The nodes that the shape has to check, each once."""
        return {node: None for target, aim in self.targets for node in FOCUS_NODES[target](index, aim)}


@frozen
class Sieve:
    """All shapes with targets. `terms` are all terms that they name, `queried` the properties in their queries.

    `is_whole` says whether they are all that the shapes ask of a graph.
    """

    shapes: tuple[AimedShape, ...]
    terms: frozenset[str] = field(repr=False)
    queried: frozenset[str] = field(repr=False)
    is_whole: bool = True

    @classmethod
    def of(cls, shapes: Index) -> Sieve:
        """Make a test of each shape in a graph of shapes."""
        aimed = []
        for shape in sorted({shape for target in FOCUS_NODES for shape in shapes.by_subject(target)}):
            targets = tuple((target, aim) for target in FOCUS_NODES for aim in sorted(shapes.objects(target, shape)))
            queries = [whole_query(shapes, constraint) for constraint in shapes.objects(_SPARQL, shape)]
            known = tuple(query for query in queries if query is not None)
            test = node_test(shapes, shape) if len(known) == len(queries) else None
            asked = _terms_inside(shapes, shape).union(*(query.names for query in known))
            aimed.append(AimedShape(shape, targets, test, known, asked))
        queried = frozenset(name for shape in aimed for query in shape.queries for name in query.names)
        terms = frozenset(term for row in shapes.rows for term in row) | queried
        is_whole = shapes.by_object(RDF_TYPE).keys() <= {*_KINDS, _ONTOLOGY} and _SUBCLASS not in terms
        return cls(tuple(aimed), terms, queried, is_whole)

    def left_over(self, index: Index) -> dict[str, tuple[str, ...]] | None:
        """The IRIs that pySHACL has to look at, by the shape that it has to hold against them; None for all of both."""
        if not self.is_whole or not self._is_read_alike(index):
            return None
        focus = [(shape, nodes) for shape in self.shapes if (nodes := shape.focus_nodes(index))]
        store = index.store_of({name for shape, _ in focus for query in shape.queries for name in query.names})
        left: dict[str, tuple[str, ...]] = {}
        for shape, nodes in focus:
            test = shape.test
            doubtful = nodes if test is None else {node: None for node in nodes if not test(index, node)}
            for query in shape.queries:
                doubtful |= {node: None for node in query.nodes_found(store) if node in nodes}
            if not all(map(is_iri, doubtful)):
                return None
            if doubtful:
                left[shape.shape] = tuple(doubtful)
        return left

    def properties_for(self, left: Collection[str]) -> frozenset[str] | None:
        """The only properties that pySHACL asks for when it holds these shapes against nodes; None if that may be any.

        What a shape asks for is known where each of its constraints is.
        """
        chosen = [shape for shape in self.shapes if shape.shape in left]
        if any(shape.test is None for shape in chosen):
            return None
        asked = frozenset[str]().union(*(shape.asked for shape in chosen))
        return asked | {RDF_TYPE} if _CLASS in asked else asked

    def _is_read_alike(self, index: Index) -> bool:
        """Whether the terms that the shapes ask for are the same to every library, and no class is below another."""
        if not index.has_only_iris or _SUBCLASS in index.predicates:
            return False
        asked = self.terms
        marked = {value for _, name, value in index.rows if value[0] == '"' and value[-1] != '"' and name in asked}
        return all(map(is_read_alike, marked))
