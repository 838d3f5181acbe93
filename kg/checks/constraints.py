"""Core constraints of SHACL (section 4), made into tests of one node; None where a shape says more than is known here.

A test may refuse a node that conforms, never the other way round; where a refusal would count in favour of a node, as
inside sh:not, a test is exact or there is none. `kg.checks.sieve` sees to it that only terms come here which every
library reads alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias

from kg.checks.index import (
    RDF_TYPE,
    Index,
    day_of,
    integer_of,
    is_iri,
    is_literal,
    suffix_of,
    value_of,
)
from kg.checks.paths import Path, path_of

Test: TypeAlias = Callable[[Index, str], bool]
"""Whether a node conforms to a shape."""
Check: TypeAlias = Callable[[Index, str, Collection[str]], bool]
"""Whether the value nodes of a focus node satisfy a constraint."""

_SH = "<http://www.w3.org/ns/shacl#"
_RDFS = "<http://www.w3.org/2000/01/rdf-schema#"
# What a shape may say without asking anything of a node.
_SILENT = {RDF_TYPE, f"{_RDFS}label>", f"{_RDFS}comment>"} | {
    f"{_SH}{name}>"
    for name in (
        *("path", "severity", "message", "name", "description", "order", "group"),
        *("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"),
    )
}
_PATH, _SPARQL, _QUALIFIED = f"{_SH}path>", f"{_SH}sparql>", f"{_SH}qualifiedValueShape>"
# These know days and whole numbers only, and refuse the rest.
_INEXACT = {f"{_SH}{name}>" for name in ("minInclusive", "maxInclusive", "lessThanOrEquals")}
_MOST = 10  # shapes inside shapes; more is taken for a circle


def node_test(shapes: Index, shape: str, depth: int = 0) -> Test | None:
    """The test of a shape without a path, whose only value node is the focus node itself."""
    if shapes.objects(_PATH, shape):
        return None
    check = _check_of(shapes, shape, depth)
    return None if check is None else (lambda index, node: check(index, node, (node,)))


def _property_test(shapes: Index, shape: str, depth: int) -> Test | None:
    paths = shapes.objects(_PATH, shape)
    path: Path | None = path_of(shapes, next(iter(paths))) if len(paths) == 1 else None
    check = _check_of(shapes, shape, depth)
    if path is None or check is None:
        return None
    follow = path
    return lambda index, node: check(index, node, follow(index, node))


def _any_test(shapes: Index, shape: str, depth: int) -> Test | None:
    return (_property_test if shapes.objects(_PATH, shape) else node_test)(shapes, shape, depth)


def _check_of(shapes: Index, shape: str, depth: int) -> Check | None:
    """All constraints of a shape at once; None if there is one of a kind not known here."""
    if depth > _MOST:
        return None
    made: list[Check | None] = []
    for parameter in sorted(p for p in shapes.predicates if shape in shapes.by_subject(p)):
        if parameter in _SILENT or (parameter == _SPARQL and depth == 0):  # for the latter see kg.checks.wholequery
            continue
        make = _CONSTRAINTS.get(parameter)
        values = shapes.objects(parameter, shape)
        made += [make(shapes, value, shape, depth) if make else None for value in values]
        if len(values) > 1 and parameter in _ONCE:
            return None
    checks = [check for check in made if check is not None]
    if len(checks) != len(made):
        return None
    if len(checks) == 1:
        return checks[0]

    def all_at_once(index: Index, node: str, values: Collection[str]) -> bool:
        for check in checks:  # noqa: SIM110  # a generator for each node takes longer than most checks
            if not check(index, node, values):
                return False
        return True

    return all_at_once


# Each maker below is given the shapes, the value of its parameter, the shape that has it, and how deep that stands.


def _min_count(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    least = integer_of(value)
    return None if least is None else (lambda index, node, values: len(values) >= least)


def _max_count(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    most = integer_of(value)
    return None if most is None else (lambda index, node, values: len(values) <= most)


def _class(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    return lambda index, node, values: all(value in index.objects(RDF_TYPE, each) for each in values)


def _datatype(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    if "www.w3.org" in value:  # those may be ill-typed, which is for pySHACL to say
        return None
    return lambda index, node, values: all(suffix_of(each) == f"^^{value}" for each in values)


def _node_kind(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    if value == f"{_SH}IRI>":
        return lambda index, node, values: all(map(is_iri, values))
    if value == f"{_SH}Literal>":
        return lambda index, node, values: all(map(is_literal, values))
    return None


def _in(shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    allowed = frozenset(shapes.items(value))
    # pySHACL takes "a" in a store for another literal than "a" in a list, so it shall say what it makes of these.
    if not allowed or not all(map(is_iri, allowed)):
        return None
    return lambda index, node, values: all(each in allowed for each in values)


def _has_value(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    return (lambda index, node, values: value in values) if is_iri(value) else None


def _pattern(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    """As pySHACL reads it: a regular expression of Python, found anywhere in the text or the address."""
    try:
        found = re.compile(value_of(value)).search
    except re.error:
        return None
    return lambda index, node, values: all(found(value_of(each)) for each in values)


def _min_length(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    least = integer_of(value)
    return None if least is None else (lambda index, node, values: all(len(value_of(each)) >= least for each in values))


def _min_inclusive(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    least = integer_of(value)
    if least is None:
        return None
    return lambda index, node, values: all(
        (number := integer_of(each)) is not None and least <= number for each in values
    )


def _max_inclusive(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    most = integer_of(value)
    if most is None:
        return None
    return lambda index, node, values: all(
        (number := integer_of(each)) is not None and number <= most for each in values
    )


def _equals(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    return lambda index, node, values: index.objects(value, node).keys() == set(values)


def _disjoint(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    return lambda index, node, values: index.objects(value, node).keys().isdisjoint(values)


def _less_than_or_equals(_shapes: Index, value: str, _shape: str, _depth: int) -> Check | None:
    return lambda index, node, values: _all_in_order(values, index.objects(value, node))


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
    return _each(_property_test(shapes, value, depth + 1))


def _node(shapes: Index, value: str, _shape: str, depth: int) -> Check | None:
    return _each(node_test(shapes, value, depth + 1))


def _each(test: Test | None) -> Check | None:
    if test is None:
        return None
    each_conforms = test

    def check(index: Index, _node: str, values: Collection[str]) -> bool:
        for value in values:  # noqa: SIM110  # as above
            if not each_conforms(index, value):
                return False
        return True

    return check


def _not(shapes: Index, value: str, _shape: str, depth: int) -> Check | None:
    test = _any_test(shapes, value, depth + 1)
    if test is None or not _is_exact(shapes, value):
        return None
    return lambda index, node, values: not any(test(index, each) for each in values)


def _or(shapes: Index, value: str, _shape: str, depth: int) -> Check | None:
    given = [_any_test(shapes, member, depth + 1) for member in shapes.items(value)]
    tests = [test for test in given if test is not None]
    if not tests or len(tests) != len(given):
        return None
    return lambda index, node, values: all(any(test(index, each) for test in tests) for each in values)


def _and(shapes: Index, value: str, _shape: str, depth: int) -> Check | None:
    given = [_any_test(shapes, member, depth + 1) for member in shapes.items(value)]
    tests = [test for test in given if test is not None]
    if not tests or len(tests) != len(given):
        return None
    return lambda index, node, values: all(test(index, each) for test in tests for each in values)


def _qualified(shapes: Index, value: str, shape: str, depth: int) -> Check | None:
    test = _any_test(shapes, value, depth + 1)
    least, most = (
        [integer_of(count) for count in shapes.objects(f"{_SH}{name}>", shape)]
        for name in ("qualifiedMinCount", "qualifiedMaxCount")
    )
    if test is None or None in [*least, *most] or not (least or most) or max(len(least), len(most)) > 1:
        return None
    lower, upper = (least or [None])[0], (most or [None])[0]
    if upper is not None and not _is_exact(shapes, value):
        return None

    def check(index: Index, _node: str, values: Collection[str]) -> bool:
        count = sum(test(index, each) for each in values)
        return (lower is None or lower <= count) and (upper is None or count <= upper)

    return check


def _qualified_count(shapes: Index, _value: str, shape: str, _depth: int) -> Check | None:
    """Read with the shape that is counted; without one, the number means nothing."""
    return (lambda index, node, values: True) if shapes.objects(_QUALIFIED, shape) else None


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
    f"{_SH}{name}>": make
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
    f"{_SH}{name}>"
    for name in ("minCount", "maxCount", "datatype", "nodeKind", "in", "minLength", "qualifiedValueShape")
}
