"""Core constraints of SHACL (section 4), made into tests of many nodes at once; None where a shape says more than is
known here.

A test may refuse a node that conforms, never the other way round; where a refusal would count in favour of a node, as
inside sh:not, a test is exact or there is none. `kg.checks.sieve` sees to it that only terms come here which every
library reads alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from kg.checks.index import Index
from kg.checks.paths import Itself, Path, Property, path_of
from kg.checks.tokens import RDF_TYPE, day_of, integer_of, is_iri, is_literal, suffix_of, value_of

Nodes: TypeAlias = AbstractSet[str]
Test: TypeAlias = Callable[[Index, Nodes], Nodes]
"""Those of some nodes that do not surely conform to a shape."""
Check: TypeAlias = Callable[[Index, Path, Nodes], Nodes]
"""Those of some focus nodes whose value nodes, at the end of a path, do not surely satisfy a constraint."""

SH = "<http://www.w3.org/ns/shacl#"
_RDFS = "<http://www.w3.org/2000/01/rdf-schema#"
# What a shape may say without asking anything of a node.
SILENT = {RDF_TYPE, f"{_RDFS}label>", f"{_RDFS}comment>"} | {
    f"{SH}{name}>"
    for name in (
        *("path", "severity", "message", "name", "description", "order", "group"),
        *("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"),
    )
}
PATH, SPARQL, PROPERTY = f"{SH}path>", f"{SH}sparql>", f"{SH}property>"
_QUALIFIED = f"{SH}qualifiedValueShape>"
# These know days and whole numbers only, and refuse the rest.
_INEXACT = {f"{SH}{name}>" for name in ("minInclusive", "maxInclusive", "lessThanOrEquals")}
_MOST = 10  # shapes inside shapes; more is taken for a circle
_NONE: frozenset[str] = frozenset()


def parameters_of(shapes: Index, shape: str) -> set[str]:
    """All that a shape says and that can ask something of a node."""
    return {name for name in shapes.predicates if shapes.objects(name, shape)} - SILENT


def node_test(shapes: Index, shape: str, depth: int = 0, apart: Collection[str] = ()) -> Test | None:
    """The test of a shape without a path, whose only value node is the focus node itself.

    At the top it leaves out queries, and the property shapes that are looked at `apart`.
    """
    if shapes.objects(PATH, shape):
        return None
    check = _check_of(shapes, shape, depth, apart)
    return None if check is None else (lambda index, nodes: check(index, Itself(), nodes))


def property_test(shapes: Index, shape: str, depth: int = 1) -> Test | None:
    """The test of a shape with a path."""
    path = path_in(shapes, shape)
    check = _check_of(shapes, shape, depth)
    if path is None or check is None:
        return None
    follow = path
    return lambda index, nodes: check(index, follow, nodes)


def path_in(shapes: Index, shape: str) -> Path | None:
    """The path of a property shape; None if it is not known."""
    paths = shapes.objects(PATH, shape)
    return path_of(shapes, next(iter(paths))) if len(paths) == 1 else None


def _any_test(shapes: Index, shape: str, depth: int) -> Test | None:
    return (property_test if shapes.objects(PATH, shape) else node_test)(shapes, shape, depth)


def _check_of(shapes: Index, shape: str, depth: int, apart: Collection[str] = ()) -> Check | None:
    """All constraints of a shape at once; None if there is one of a kind not known here."""
    if depth > _MOST:
        return None
    made: list[Check | None] = []
    for parameter in sorted(parameters_of(shapes, shape)):
        if parameter == SPARQL and depth == 0:  # see kg.checks.wholequery
            continue
        make = _CONSTRAINTS.get(parameter)
        values = shapes.objects(parameter, shape)
        if parameter == PROPERTY and apart:
            values = [value for value in values if value not in apart]
        made += [make(shapes, value, shape, depth) if make else None for value in values]
        if len(values) > 1 and parameter in _ONCE:
            return None
    checks = [check for check in made if check is not None]
    if len(checks) != len(made):
        return None
    if len(checks) == 1:
        return checks[0]
    return lambda index, path, nodes: _NONE.union(*(check(index, path, nodes) for check in checks))


# Each maker below is given the shapes, the value of its parameter, the shape that has it, and how deep that stands.


def _of_values(refused: Callable[[Index, Nodes], Nodes]) -> Check:
    """The check that no value is among those refused."""

    def check(index: Index, path: Path, nodes: Nodes) -> Nodes:
        bad = refused(index, path.reached(index, nodes))
        return nodes & path.leading_to(index, bad) if bad else _NONE

    return check


def _of_each(is_good: Callable[[str], bool]) -> Check:
    """The check that every value is good by itself."""
    return _of_values(lambda _index, values: {value for value in values if not is_good(value)})


def _of_node(is_good: Callable[[Index, str, Collection[str]], bool]) -> Check:
    """The check that compares the values of a node with others that it has; one without a value passes."""

    def check(index: Index, path: Path, nodes: Nodes) -> Nodes:
        beginnings = path.beginnings(index)
        some = nodes if beginnings is None else nodes & beginnings
        return {node for node in some if not is_good(index, node, path.values(index, node))}

    return check


def _min_count(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    least = integer_of(value)
    if least is None:
        return None

    def check(index: Index, path: Path, nodes: Nodes) -> Nodes:
        if least == 1:
            beginnings = path.beginnings(index)
            return _NONE if beginnings is None else nodes - beginnings
        return {node for node in nodes if len(path.values(index, node)) < least}

    return check


def _max_count(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    most = integer_of(value)
    if most is None:
        return None

    def check(index: Index, path: Path, nodes: Nodes) -> Nodes:
        if most >= 1 and path.single(index, _NONE) is not None:
            return _NONE
        return {node for node in nodes if len(path.values(index, node)) > most}

    return check


def _class(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    return _of_values(lambda index, values: values - set(index.subjects(RDF_TYPE, value)))


def _datatype(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    if "www.w3.org" in value:  # those may be ill-typed, which is for pySHACL to say
        return None
    return _of_each(lambda each: suffix_of(each) == f"^^{value}")


def _node_kind(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    if value == f"{SH}IRI>":
        return _of_each(is_iri)
    if value == f"{SH}Literal>":
        return _of_each(is_literal)
    return None


def _in(shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    allowed = frozenset(shapes.items(value))
    # pySHACL takes "a" in a store for another literal than "a" in a list, so it shall say what it makes of these.
    if not allowed or not all(map(is_iri, allowed)):
        return None
    return _of_values(lambda _index, values: values - allowed)


def _has_value(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    if not is_iri(value):
        return None
    return lambda index, path, nodes: nodes - path.leading_to(index, {value})


def _pattern(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    """As pySHACL reads it: a regular expression of Python, found anywhere in the text or the address."""
    try:
        found = re.compile(value_of(value)).search
    except re.error:
        return None
    return _of_each(lambda each: found(value_of(each)) is not None)


def _min_length(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    least = integer_of(value)
    return None if least is None else _of_each(lambda each: len(value_of(each)) >= least)


def _min_inclusive(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    least = integer_of(value)
    if least is None:
        return None
    return _of_each(lambda each: (number := integer_of(each)) is not None and least <= number)


def _max_inclusive(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    most = integer_of(value)
    if most is None:
        return None
    return _of_each(lambda each: (number := integer_of(each)) is not None and number <= most)


def _equals(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    other = Property(value)

    def check(index: Index, path: Path, nodes: Nodes) -> Nodes:
        mine, theirs = path.single(index, nodes), other.single(index, nodes)
        if mine is not None and mine == theirs:
            return _NONE
        return {node for node in nodes if set(path.values(index, node)) != set(other.values(index, node))}

    return check


def _disjoint(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    return _of_node(lambda index, node, values: set(index.objects(value, node)).isdisjoint(values))


def _less_than_or_equals(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    return _of_node(lambda index, node, values: _all_in_order(values, index.objects(value, node)))


def _all_in_order(values: Collection[str], limits: Collection[str]) -> bool:
    return all(_is_at_most(value, limit) for limit in limits for value in values)


def _is_at_most(one: str, other: str) -> bool:
    """For two days or two integers; of anything else we are not sure."""
    number, limit = integer_of(one), integer_of(other)
    if number is not None and limit is not None:
        return number <= limit
    day, last = day_of(one), day_of(other)
    return day is not None and last is not None and day <= last


def _property(shapes: Index, value: str, _shape: str, depth: int) -> Check | None:
    test = property_test(shapes, value, depth + 1)
    return None if test is None else _of_values(test)


def _node(shapes: Index, value: str, _shape: str, depth: int) -> Check | None:
    test = node_test(shapes, value, depth + 1)
    return None if test is None else _of_values(test)


def _not(shapes: Index, value: str, _shape: str, depth: int) -> Check | None:
    test = _any_test(shapes, value, depth + 1)
    if test is None or not _is_exact(shapes, value):
        return None
    return _of_values(lambda index, values: values - test(index, values))


def _or(shapes: Index, value: str, _shape: str, depth: int) -> Check | None:
    tests = _tests_in(shapes, value, depth)
    if tests is None:
        return None

    def refused(index: Index, values: Nodes) -> Nodes:
        for test in tests:
            values = test(index, values)
        return values

    return _of_values(refused)


def _and(shapes: Index, value: str, _shape: str, depth: int) -> Check | None:
    tests = _tests_in(shapes, value, depth)
    if tests is None:
        return None
    return _of_values(lambda index, values: _NONE.union(*(test(index, values) for test in tests)))


def _tests_in(shapes: Index, members: str, depth: int) -> list[Test] | None:
    """The tests of a list of shapes; None if one of them is not known, or if there is none."""
    given = [_any_test(shapes, member, depth + 1) for member in shapes.items(members)]
    tests = [test for test in given if test is not None]
    return tests if tests and len(tests) == len(given) else None


def _qualified(shapes: Index, value: str, shape: str, depth: int) -> Check | None:
    test = _any_test(shapes, value, depth + 1)
    least, most = (
        [integer_of(count) for count in shapes.objects(f"{SH}{name}>", shape)]
        for name in ("qualifiedMinCount", "qualifiedMaxCount")
    )
    if test is None or None in [*least, *most] or not (least or most) or max(len(least), len(most)) > 1:
        return None
    lower, upper = (least or [None])[0], (most or [None])[0]
    if upper is not None and not _is_exact(shapes, value):
        return None

    def check(index: Index, path: Path, nodes: Nodes) -> Nodes:
        values = path.reached(index, nodes)
        counted = values - test(index, values)
        if upper is None and lower == 1:
            return nodes - path.leading_to(index, counted)
        wrong = set()
        for node in nodes:
            count = len(counted & set(path.values(index, node)))
            if (lower is not None and count < lower) or (upper is not None and upper < count):
                wrong.add(node)
        return wrong

    return check


def _qualified_count(shapes: Index, _value: str, shape: str, _depth: int) -> Check | None:
    """Read with the shape that is counted; without one, the number means nothing."""
    return (lambda index, path, nodes: _NONE) if shapes.objects(_QUALIFIED, shape) else None


def _is_exact(shapes: Index, shape: str) -> bool:
    """Whether nothing in a shape, or in the shapes inside it, is tested more strictly than it says."""
    reached, waiting = {shape}, [shape]
    while waiting:
        node = waiting.pop()
        for predicate in shapes.predicates:
            values = shapes.objects(predicate, node)
            if values and predicate in _INEXACT:
                return False
            waiting += [value for value in values if value not in reached]
            reached.update(values)
    return True


_CONSTRAINTS: Mapping[str, Callable[[Index, str, str, int], Check | None]] = {
    f"{SH}{name}>": make
    for name, make in {
        "minCount": _min_count,
        "maxCount": _max_count,
        "class": _class,
        "datatype": _datatype,
        "nodeKind": _node_kind,
        "in": _in,
        "hasValue": _has_value,
        "pattern": _pattern,
        "minLength": _min_length,
        "minInclusive": _min_inclusive,
        "maxInclusive": _max_inclusive,
        "equals": _equals,
        "disjoint": _disjoint,
        "lessThanOrEquals": _less_than_or_equals,
        "property": _property,
        "node": _node,
        "not": _not,
        "or": _or,
        "and": _and,
        "qualifiedValueShape": _qualified,
        "qualifiedMinCount": _qualified_count,
        "qualifiedMaxCount": _qualified_count,
    }.items()
}
# One value a shape: where there are two, the shape is at fault, and pySHACL says so.
_ONCE = {
    f"{SH}{name}>"
    for name in ("minCount", "maxCount", "datatype", "nodeKind", "in", "minLength", "qualifiedValueShape")
}
