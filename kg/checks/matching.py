"""Basic graph patterns of SPARQL with their filters, matched in the tables of a graph for many nodes at once.

For the queries that `kg.checks.wholequery` takes for simple. A filter that cannot be decided here lets everything
through: a node too many costs time, and one too few would be a mistake.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from attrs import field, frozen

from kg.checks.index import Index
from kg.checks.paths import AnyNumber, Path, Property, Steps, Ways
from kg.checks.tokens import day_of, integer_of, is_iri, is_literal, suffix_of, value_of

Row: TypeAlias = tuple[str, ...]
"""The values of the variables that are bound so far, in the order in which they were."""
_Value: TypeAlias = int | str | tuple[str] | None
"""A number, a text, a day (a tuple, since no day is a text), or None where we are not sure."""
_Expression: TypeAlias = Callable[[Row], _Value]

_STEP = re.compile(r"(\^?)([^+*]+)([+*]?)")
_TOKEN = re.compile(r'\s*([?$]\w+|\d+|"[^"\\]*"|[A-Z]+|!=|<=|>=|[<>=(),+-])')
_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_MOST = 2**62  # numbers that an engine may not hold are not reckoned with


class NotKnownError(Exception):
    """A pattern or a filter of a kind that is not matched here."""


@frozen
class Triple:
    """A triple pattern: each end is a variable ("?x") or a term ("<...>")."""

    subject: str
    path: Path
    value: str


@frozen
class Pattern:
    """Triple patterns, the conditions that a match meets, and the patterns of which none may match beside it."""

    triples: tuple[Triple, ...]
    conditions: tuple[str, ...] = ()
    absent: tuple[tuple[Triple, ...], ...] = ()


@frozen
class Matching:
    """A pattern made ready: `steps` bind or test one triple after the other, then the filters thin the rows."""

    steps: tuple[Callable[[Index, list[Row]], list[Row]], ...] = field(repr=False)

    @classmethod
    def of(cls, pattern: Pattern) -> Matching:
        """Begin at $this. Raises NotKnownError where the pattern does not hang together, or a filter is not known."""
        steps, places = _steps(pattern.triples, {"this": 0})
        steps += [_filter(condition, places) for condition in pattern.conditions]
        steps += [_without(triples, places) for triples in pattern.absent]
        return cls(tuple(steps))

    def nodes_found(self, index: Index, nodes: Sequence[str]) -> set[str]:
        """Those of the nodes that the pattern surely or perhaps matches as $this."""
        rows: list[Row] = [(node,) for node in nodes]
        for step in self.steps:
            if not rows:
                break
            rows = step(index, rows)
        return {row[0] for row in rows}


def query_path(text: str, iri_of: Callable[[str], str]) -> Path:
    """The path that stands in a query, its names made IRIs by `iri_of`; "|" parts more than "/" does."""
    ways = []
    for way in text.split("|"):
        steps: list[Path] = []
        for part in way.split("/"):
            found = _STEP.fullmatch(part)
            if found is None:
                raise NotKnownError(part)
            step = Property(iri_of(found[2]), is_inverse=bool(found[1]))
            if found[3] != "*":
                steps.append(step)
            if found[3]:
                steps.append(AnyNumber(step))
        ways.append(steps[0] if len(steps) == 1 else Steps(tuple(steps)))
    return ways[0] if len(ways) == 1 else Ways(tuple(ways))


def _steps(
    triples: Sequence[Triple], bound: Mapping[str, int]
) -> tuple[list[Callable[[Index, list[Row]], list[Row]]], dict[str, int]]:
    """Tests of what is bound come first, for they make no rows; then what one end of is bound."""
    steps: list[Callable[[Index, list[Row]], list[Row]]] = []
    places, waiting = dict(bound), list(triples)

    def known(end: str) -> bool:
        return end[0] == "<" or end[1:] in places

    while waiting:
        both = [triple for triple in waiting if known(triple.subject) and known(triple.value)]
        one = [triple for triple in waiting if known(triple.subject) or known(triple.value)]
        if not one:
            raise NotKnownError("a pattern that does not hang together")
        triple = (both or one)[0]
        waiting.remove(triple)
        if both:
            steps.append(_tested(triple, places))
        elif known(triple.subject):
            steps.append(_onward(triple, places))
            places[triple.value[1:]] = len(places)
        else:
            steps.append(_backward(triple, places))
            places[triple.subject[1:]] = len(places)
    return steps, places


def _end(end: str, places: Mapping[str, int]) -> Callable[[Row], str]:
    if end[0] == "<":
        return lambda row: end
    return operator.itemgetter(places[end[1:]])


def _tested(triple: Triple, places: Mapping[str, int]) -> Callable[[Index, list[Row]], list[Row]]:
    subject, value, path = _end(triple.subject, places), _end(triple.value, places), triple.path

    def step(index: Index, rows: list[Row]) -> list[Row]:
        if triple.value[0] == "<":
            begin = path.leading_to(index, {triple.value})
            return [row for row in rows if subject(row) in begin]
        return [row for row in rows if value(row) in path.values(index, subject(row))]

    return step


def _onward(triple: Triple, places: Mapping[str, int]) -> Callable[[Index, list[Row]], list[Row]]:
    subject, path = _end(triple.subject, places), triple.path

    def step(index: Index, rows: list[Row]) -> list[Row]:
        single = path.single(index, set(map(subject, rows)))
        if single is not None:
            return [(*row, single[node]) for row in rows if (node := subject(row)) in single]
        return [(*row, value) for row in rows for value in path.values(index, subject(row))]

    return step


def _backward(triple: Triple, places: Mapping[str, int]) -> Callable[[Index, list[Row]], list[Row]]:
    value, path = _end(triple.value, places), triple.path
    return lambda index, rows: [(*row, node) for row in rows for node in path.leading_to(index, {value(row)})]


def _without(triples: Sequence[Triple], places: Mapping[str, int]) -> Callable[[Index, list[Row]], list[Row]]:
    """FILTER NOT EXISTS: the rows that cannot be continued by these triples."""
    steps, _ = _steps(triples, places)

    def is_alone(index: Index, row: Row) -> bool:
        rows = [row]
        for step in steps:
            rows = step(index, rows)
        return not rows

    return lambda index, rows: [row for row in rows if is_alone(index, row)]


def _filter(condition: str, places: Mapping[str, int]) -> Callable[[Index, list[Row]], list[Row]]:
    """A comparison of two expressions; what it cannot decide it lets through."""
    tokens = list(_tokens(condition))
    signs = [number for number, token in enumerate(tokens) if token in _COMPARISONS]
    if len(signs) != 1:
        raise NotKnownError(condition)
    left = _expression(tokens[: signs[0]], places)
    right = _expression(tokens[signs[0] + 1 :], places)
    compare = _COMPARISONS[tokens[signs[0]]]

    def may_hold(row: Row) -> bool:
        one, other = left(row), right(row)
        return one is None or other is None or type(one) is not type(other) or compare(one, other)

    return lambda index, rows: [row for row in rows if may_hold(row)]


def _tokens(text: str) -> Iterator[str]:
    place = 0
    while text[place:].strip():
        found = _TOKEN.match(text, place)
        if found is None:
            raise NotKnownError(text)
        yield found[1]
        place = found.end()


def _expression(tokens: list[str], places: Mapping[str, int]) -> _Expression:
    """Terms with + and - between them."""
    rest = list(tokens)
    value = _operand(rest, places)
    while rest:
        sign = rest.pop(0)
        if sign not in ("+", "-"):
            raise NotKnownError(sign)
        value = _sum(value, _operand(rest, places), operator.add if sign == "+" else operator.sub)
    return value


def _sum(left: _Expression, right: _Expression, reckon: Callable[[int, int], int]) -> _Expression:
    def value(row: Row) -> _Value:
        one, other = left(row), right(row)
        if isinstance(one, int) and isinstance(other, int) and -_MOST < one < _MOST and -_MOST < other < _MOST:
            return reckon(one, other)
        return None

    return value


def _operand(rest: list[str], places: Mapping[str, int]) -> _Expression:
    """The first operand of what is left, which is taken off: a variable, a constant, or a call."""
    if not rest:
        raise NotKnownError("an end")
    first = rest.pop(0)
    if first[0] in "?$":
        return _variable(first, places, _value_of)
    if first.isdecimal():
        number = int(first)
        return lambda row: number
    if first[0] == '"':
        text = first[1:-1]
        return lambda row: text
    arguments = _arguments(rest)
    if first == "CONCAT":
        parts = [_expression(argument, places) for argument in arguments]
        return lambda row: _joined([part(row) for part in parts])
    (argument,) = arguments if len(arguments) == 1 else [[""]]
    if len(argument) == 1 and argument[0][:1] in ("?", "$") and first in ("STR", "STRLEN"):
        return _variable(argument[0], places, _text_of if first == "STR" else _length_of)
    raise NotKnownError(first)


def _arguments(rest: list[str]) -> list[list[str]]:
    """What stands in brackets, parted by commas, and taken off."""
    if not rest or rest.pop(0) != "(":
        raise NotKnownError("no call")
    arguments: list[list[str]] = [[]]
    depth = 0
    while rest:
        token = rest.pop(0)
        if token == ")" and not depth:
            return arguments
        depth += {"(": 1, ")": -1}.get(token, 0)
        if token == "," and not depth:
            arguments.append([])
        else:
            arguments[-1].append(token)
    raise NotKnownError("a bracket that stays open")


def _variable(name: str, places: Mapping[str, int], read: Callable[[str], _Value]) -> _Expression:
    place = places.get(name[1:])
    if place is None:
        raise NotKnownError(name)
    at = place
    return lambda row: read(row[at])


def _value_of(token: str) -> _Value:
    number = integer_of(token)
    if number is not None:
        return number
    day = day_of(token)
    if day is not None:
        return (day,)
    return value_of(token) if is_literal(token) and not suffix_of(token) else None


def _text_of(token: str) -> _Value:
    if is_literal(token):
        return value_of(token)
    return token[1:-1] if is_iri(token) else None


def _length_of(token: str) -> _Value:
    return len(value_of(token)) if is_literal(token) and not suffix_of(token).startswith("^") else None


def _joined(parts: Sequence[_Value]) -> _Value:
    texts = [part for part in parts if isinstance(part, str)]
    return "".join(texts) if len(texts) == len(parts) else None
