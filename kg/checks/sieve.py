"""A first pass over a graph: which nodes surely conform to which shape, so that pySHACL need not look at them.

Nothing is said here that the shapes do not say: each test is made from the shape itself. What this pass is not sure of,
for whatever reason (a constraint that it does not know, a literal that libraries read in two ways, a node that fails),
is left to pySHACL, which alone gives results. To be too strict here costs time and changes nothing; that no node is
kept back which pySHACL would refuse is what the tests compare.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet

from attrs import field, frozen

from kg.checks.constraints import PROPERTY, SPARQL, Test, node_test, parameters_of, path_in, property_test
from kg.checks.index import Index
from kg.checks.paths import Path
from kg.checks.tokens import RDF_TYPE, is_iri, is_read_alike
from kg.checks.wholequery import WholeQuery, whole_query

_SH = "<http://www.w3.org/ns/shacl#"
_CLASS = f"{_SH}class>"
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


def _of_class(index: Index, aim: str) -> Collection[str]:
    return index.subjects(RDF_TYPE, aim)


def _of_node(_index: Index, aim: str) -> Collection[str]:
    return (aim,)


def _of_subjects(index: Index, aim: str) -> Collection[str]:
    return index.by_subject(aim).known()


def _of_objects(index: Index, aim: str) -> Collection[str]:
    return index.values(aim)


FOCUS_NODES: Mapping[str, Callable[[Index, str], Collection[str]]] = {
    f"{_SH}targetClass>": _of_class,
    f"{_SH}targetNode>": _of_node,
    f"{_SH}targetSubjectsOf>": _of_subjects,
    f"{_SH}targetObjectsOf>": _of_objects,
}
"""The target declarations of SHACL (2.1.3), and the nodes of a graph that each leads to."""


@frozen
class Rule:
    """A part of a shape that pySHACL can be aimed at by itself: the shape without its property shapes, or one of these.

    Its focus nodes are where `way` leads from those of the shape, one path after the other. `asked` are all terms that
    it, the shapes inside it and its queries name: those of its properties are among them; None if that is not known.
    """

    shape: str
    way: tuple[Path, ...]
    test: Test = field(repr=False)
    queries: tuple[WholeQuery, ...] = ()
    asked: frozenset[str] | None = field(default=frozenset(), repr=False)

    def left_over(self, index: Index, nodes: AbstractSet[str]) -> AbstractSet[str]:
        """Of the focus nodes of its shape those, or what they lead to, that do not surely conform."""
        for path in self.way:
            nodes = path.reached(index, nodes)
        left = self.test(index, nodes)
        for query in self.queries:
            left = left | query.nodes_found(index, [*nodes])
        return left


@frozen
class AimedShape:
    """A shape with targets. `is_known` is false where only pySHACL knows what it asks: then one rule refuses all."""

    shape: str
    targets: tuple[tuple[str, str], ...]
    rules: tuple[Rule, ...]
    is_known: bool

    @classmethod
    def of(cls, shapes: Index, shape: str) -> AimedShape:
        """Make rules of a shape."""
        targets = tuple((target, aim) for target in FOCUS_NODES for aim in sorted(shapes.objects(target, shape)))
        given = [whole_query(shapes, constraint) for constraint in shapes.objects(SPARQL, shape)]
        queries = tuple(query for query in given if query is not None)
        apart = {value: _apart(shapes, value, ()) for value in sorted(shapes.objects(PROPERTY, shape))}
        parts = {value: rules for value, rules in apart.items() if rules is not None}
        test = node_test(shapes, shape, apart=parts)
        if test is None or len(queries) < len(given):
            return cls(shape, targets, (Rule(shape, (), lambda index, nodes: nodes, asked=None),), is_known=False)
        asked = _terms_inside(shapes, shape).union(*(query.names for query in queries))
        rules = [rule for value in parts.values() for rule in value]
        if queries or len(parts) < len(apart) or parameters_of(shapes, shape) - {PROPERTY, SPARQL}:
            rules.append(Rule(shape, (), test, queries, asked))
        return cls(shape, targets, tuple(rules), is_known=True)

    def focus_nodes(self, index: Index) -> set[str]:
        """The nodes that the shape has to check."""
        return set[str]().union(*(FOCUS_NODES[target](index, aim) for target, aim in self.targets))


def _apart(shapes: Index, shape: str, way: tuple[Path, ...]) -> tuple[Rule, ...] | None:
    """The rules of a property shape, if it can be looked at by itself; else None.

    One without a name can if it only leads to others that have names. What pySHACL says of these it says of the nodes
    to which the path leads, whether it came by the path or was aimed at them (sh:property, section 4.7.2).
    """
    if is_iri(shape):
        test = property_test(shapes, shape)
        return None if test is None else (Rule(shape, way, test, asked=_terms_inside(shapes, shape)),)
    path = path_in(shapes, shape)
    if path is None or parameters_of(shapes, shape) != {PROPERTY}:
        return None
    rules: list[Rule] = []
    for inner in sorted(shapes.objects(PROPERTY, shape)):
        found = _apart(shapes, inner, (*way, path)) if is_iri(inner) else None
        if found is None:
            return None
        rules += found
    return tuple(rules)


@frozen
class Sieve:
    """All shapes with targets. `terms` are all terms that they and their queries name.

    `is_whole` says whether they are all that the shapes ask of a graph.
    """

    shapes: tuple[AimedShape, ...]
    terms: frozenset[str] = field(repr=False)
    is_whole: bool = True

    @classmethod
    def of(cls, shapes: Index) -> Sieve:
        """Make a test of each shape in a graph of shapes."""
        named = sorted({shape for target in FOCUS_NODES for shape in shapes.by_subject(target).known()})
        aimed = tuple(AimedShape.of(shapes, shape) for shape in named)
        queried = {name for shape in aimed for rule in shape.rules for query in rule.queries for name in query.names}
        pairs = ((name, pair) for name in shapes.predicates for pair in shapes.pairs(name))
        terms = frozenset(term for name, pair in pairs for term in (name, *pair)) | queried
        is_whole = shapes.values(RDF_TYPE) <= {*_KINDS, _ONTOLOGY} and _SUBCLASS not in terms
        return cls(aimed, terms, is_whole)

    @property
    def rules(self) -> Iterator[Rule]:
        """The rules of all shapes."""
        return (rule for shape in self.shapes for rule in shape.rules)

    def left_over(self, index: Index) -> dict[str, set[str]] | None:
        """The IRIs that pySHACL has to look at, by the shape that it has to hold against them; None for all of both."""
        if not self.is_whole or not self._is_read_alike(index):
            return None
        left: dict[str, set[str]] = {}
        for shape in self.shapes:
            nodes = shape.focus_nodes(index)
            if not nodes:
                continue
            for rule in shape.rules:
                doubtful = rule.left_over(index, nodes)
                if not all(map(is_iri, doubtful)):
                    return None
                if doubtful:
                    left.setdefault(rule.shape, set()).update(doubtful)
        return left

    def properties_for(self, left: Collection[str]) -> frozenset[str] | None:
        """The only properties that pySHACL asks for when it holds these shapes against nodes; None if that may be any.

        What a shape asks for is known where each of its constraints is.
        """
        asked: set[str] = set()
        for rule in self.rules:
            if rule.shape in left:
                if rule.asked is None:
                    return None
                asked |= rule.asked
        return frozenset(asked | {RDF_TYPE}) if _CLASS in asked else frozenset(asked)

    def _is_read_alike(self, index: Index) -> bool:
        """Whether the terms that the shapes ask for are the same to every library, and no class is below another."""
        if not index.has_only_iris or _SUBCLASS in index.predicates:
            return False
        marked = {
            value
            for name in index.predicates
            if name in self.terms
            for _, value in index.pairs(name)
            if value[-1] != '"' and value[0] == '"' and value[-3:] != "@en"
        }
        return all(map(is_read_alike, marked))
