"""Property paths of SHACL (section 2.3.1), made into look-ups."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeAlias

from kg.checks.index import RDF_FIRST, Index, is_iri

Path: TypeAlias = Callable[[Index, str], Collection[str]]

_SH = "<http://www.w3.org/ns/shacl#"
_INVERSE, _ALTERNATIVE, _ZERO_OR_MORE = (
    f"{_SH}{name}>" for name in ("inversePath", "alternativePath", "zeroOrMorePath")
)


def path_of(shapes: Index, path: str) -> Path | None:
    """The look-up that a path stands for: from a node to the nodes it leads to, each once. None for other kinds.

    Known are properties, their inverses, sequences, alternatives and zero-or-more.
    """
    if is_iri(path):
        return _property(path)
    if shapes.objects(RDF_FIRST, path):
        return _sequence([path_of(shapes, step) for step in shapes.items(path)])
    for kind, make in ((_INVERSE, _inverse), (_ALTERNATIVE, _alternative), (_ZERO_OR_MORE, _zero_or_more)):
        (inner, *more) = shapes.objects(kind, path) or ("",)
        if inner:
            return None if more else make(shapes, inner)
    return None


def _property(predicate: str) -> Path:
    return lambda index, node: index.objects(predicate, node)


def _inverse(shapes: Index, predicate: str) -> Path | None:
    """Only of a property: the inverse of a longer path is not used."""
    return (lambda index, node: index.subjects(predicate, node)) if is_iri(predicate) else None


def _sequence(given: list[Path | None]) -> Path | None:
    steps = [step for step in given if step is not None]
    if len(steps) != len(given) or len(steps) < 2:
        return None
    first, *rest = steps

    def follow(index: Index, node: str) -> Collection[str]:
        nodes = first(index, node)
        for step in rest:
            if not nodes:
                break
            if len(nodes) == 1:
                nodes = step(index, next(iter(nodes)))
                continue
            nodes = {value: None for before in nodes for value in step(index, before)}
        return nodes

    return follow


def _alternative(shapes: Index, members: str) -> Path | None:
    given = [path_of(shapes, way) for way in shapes.items(members)]
    ways = [way for way in given if way is not None]
    if len(ways) != len(given) or len(ways) < 2:
        return None
    return lambda index, node: {value: None for way in ways for value in way(index, node)}


def _zero_or_more(shapes: Index, inner: str) -> Path | None:
    step = path_of(shapes, inner)
    if step is None:
        return None

    def follow(index: Index, node: str) -> Collection[str]:
        reached = {node: None}
        waiting = [node]
        while waiting:
            for value in step(index, waiting.pop()):
                if value not in reached:
                    reached[value] = None
                    waiting.append(value)
        return reached

    return follow
