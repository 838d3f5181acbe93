"""Property paths of SHACL (section 2.3.1) and of SPARQL, made into look-ups for one node or for many at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from collections.abc import Set as AbstractSet
from functools import reduce
from typing import Protocol

from attrs import frozen

from kg.checks.index import Index, Table
from kg.checks.tokens import RDF_FIRST, is_iri

_SH = "<http://www.w3.org/ns/shacl#"
_INVERSE, _ALTERNATIVE, _ZERO_OR_MORE = (
    f"{_SH}{name}>" for name in ("inversePath", "alternativePath", "zeroOrMorePath")
)


class Path(Protocol):
    """From a node to the nodes it leads to."""

    def values(self, index: Index, node: str) -> Collection[str]:
        """Where it leads from one node, each once."""

    def reached(self, index: Index, nodes: AbstractSet[str]) -> AbstractSet[str]:
        """Where it leads from any of these."""

    def leading_to(self, index: Index, values: AbstractSet[str]) -> AbstractSet[str]:
        """The nodes from which it leads to any of these."""

    def beginnings(self, index: Index) -> AbstractSet[str] | None:
        """The nodes from which it leads anywhere; None for all that there can be."""

    def single(self, index: Index, nodes: AbstractSet[str]) -> dict[str, str] | None:
        """Where it leads from each of these, where it leads anywhere; None if it can lead to several nodes from one."""


@frozen
class Itself:
    """The path of no steps, which leads to where one is."""

    def values(self, _index: Index, node: str) -> Collection[str]:
        """The node."""
        return (node,)

    def reached(self, _index: Index, nodes: AbstractSet[str]) -> AbstractSet[str]:
        """The nodes."""
        return nodes

    def leading_to(self, _index: Index, values: AbstractSet[str]) -> AbstractSet[str]:
        """The nodes."""
        return values

    def beginnings(self, _index: Index) -> AbstractSet[str] | None:
        """All."""
        return None

    def single(self, _index: Index, nodes: AbstractSet[str]) -> dict[str, str] | None:
        """Each leads to itself."""
        return {node: node for node in nodes}


@frozen
class Property:
    """A property, or its inverse."""

    predicate: str
    is_inverse: bool = False

    def values(self, index: Index, node: str) -> Collection[str]:
        """The values of the node."""
        return self._there(index).of(node)

    def reached(self, index: Index, nodes: AbstractSet[str]) -> AbstractSet[str]:
        """All their values."""
        return self._there(index).of_any(nodes)

    def leading_to(self, index: Index, values: AbstractSet[str]) -> AbstractSet[str]:
        """The nodes that have one of these values."""
        return self._back(index).of_any(values)

    def beginnings(self, index: Index) -> AbstractSet[str] | None:
        """The nodes that have a value."""
        return self._there(index).known()

    def single(self, index: Index, nodes: AbstractSet[str]) -> dict[str, str] | None:
        """The values of a property that nothing has twice."""
        one = self._there(index).one
        return None if one is None else {node: one[node] for node in nodes if node in one}

    def _there(self, index: Index) -> Table:
        return index.by_object(self.predicate) if self.is_inverse else index.by_subject(self.predicate)

    def _back(self, index: Index) -> Table:
        return index.by_subject(self.predicate) if self.is_inverse else index.by_object(self.predicate)


@frozen
class Steps:
    """Paths one after the other; there is at least one."""

    steps: tuple[Path, ...]

    def values(self, index: Index, node: str) -> Collection[str]:
        """Where the last leads."""
        nodes: Collection[str] = (node,)
        for step in self.steps:
            if len(nodes) == 1:
                nodes = step.values(index, next(iter(nodes)))
            else:
                nodes = {value: None for before in nodes for value in step.values(index, before)}
        return nodes

    def reached(self, index: Index, nodes: AbstractSet[str]) -> AbstractSet[str]:
        """Where the last leads."""
        return reduce(lambda before, step: step.reached(index, before), self.steps, nodes)

    def leading_to(self, index: Index, values: AbstractSet[str]) -> AbstractSet[str]:
        """The same backwards."""
        return reduce(lambda behind, step: step.leading_to(index, behind), reversed(self.steps), values)

    def beginnings(self, index: Index) -> AbstractSet[str] | None:
        """The nodes from which the first leads to where the second begins, and so on."""
        *before, last = self.steps
        found = last.beginnings(index)
        for step in reversed(before):
            found = step.beginnings(index) if found is None else step.leading_to(index, found)
        return found

    def single(self, index: Index, nodes: AbstractSet[str]) -> dict[str, str] | None:
        """Where each step leads to one node."""
        found = {node: node for node in nodes}
        for step in self.steps:
            onward = step.single(index, set(found.values()))
            if onward is None:
                return None
            found = {node: onward[value] for node, value in found.items() if value in onward}
        return found


@frozen
class Ways:
    """Several paths, any of which may be taken."""

    ways: tuple[Path, ...]

    def values(self, index: Index, node: str) -> Collection[str]:
        """Where any leads."""
        return {value: None for way in self.ways for value in way.values(index, node)}

    def reached(self, index: Index, nodes: AbstractSet[str]) -> AbstractSet[str]:
        """Where any leads."""
        return set[str]().union(*(way.reached(index, nodes) for way in self.ways))

    def leading_to(self, index: Index, values: AbstractSet[str]) -> AbstractSet[str]:
        """From where any leads there."""
        return set[str]().union(*(way.leading_to(index, values) for way in self.ways))

    def beginnings(self, index: Index) -> AbstractSet[str] | None:
        """From where any leads on."""
        found: set[str] = set()
        for way in self.ways:
            nodes = way.beginnings(index)
            if nodes is None:
                return None
            found |= nodes
        return found

    def single(self, _index: Index, _nodes: AbstractSet[str]) -> dict[str, str] | None:
        """Two ways can lead to two nodes."""
        return None


@frozen
class AnyNumber:
    """A path taken any number of times, or not at all."""

    step: Path

    def values(self, index: Index, node: str) -> Collection[str]:
        """Everything on the way, the node too."""
        return self.reached(index, {node})

    def reached(self, index: Index, nodes: AbstractSet[str]) -> AbstractSet[str]:
        """Everything on the way."""
        return _on_the_way(nodes, lambda new: self.step.reached(index, new))

    def leading_to(self, index: Index, values: AbstractSet[str]) -> AbstractSet[str]:
        """The same backwards."""
        return _on_the_way(values, lambda new: self.step.leading_to(index, new))

    def beginnings(self, _index: Index) -> AbstractSet[str] | None:
        """All: no step need be taken."""
        return None

    def single(self, _index: Index, _nodes: AbstractSet[str]) -> dict[str, str] | None:
        """It leads to where one is, and on."""
        return None


def _on_the_way(nodes: AbstractSet[str], onward: Callable[[AbstractSet[str]], AbstractSet[str]]) -> AbstractSet[str]:
    """These nodes, and all that one comes to from them by going on until nothing is new."""
    found, new = set(nodes), nodes
    while new:
        new = onward(new) - found
        found |= new
    return found


def path_of(shapes: Index, path: str) -> Path | None:
    """The look-up that a path stands for. None for kinds that are not known.

    Known are properties, their inverses, sequences, alternatives and zero-or-more.
    """
    if is_iri(path):
        return Property(path)
    if shapes.objects(RDF_FIRST, path):
        return _all_known([path_of(shapes, step) for step in shapes.items(path)], Steps)
    for kind in (_INVERSE, _ALTERNATIVE, _ZERO_OR_MORE):
        (inner, *more) = shapes.objects(kind, path) or ("",)
        if not inner:
            continue
        if more:
            return None
        if kind == _INVERSE:  # only of a property: the inverse of a longer path is not used
            return Property(inner, is_inverse=True) if is_iri(inner) else None
        if kind == _ALTERNATIVE:
            return _all_known([path_of(shapes, way) for way in shapes.items(inner)], Ways)
        step = path_of(shapes, inner)
        return None if step is None else AnyNumber(step)
    return None


def _all_known(given: Sequence[Path | None], kind: type[Steps] | type[Ways]) -> Path | None:
    known = tuple(path for path in given if path is not None)
    return kind(known) if len(known) == len(given) > 1 else None
