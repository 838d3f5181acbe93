"""Nodes that lack values: what a shape says of them does not depend on the rest of the graph, so it is asked once.

A constraint on the value nodes of a property shape has nothing to look at where there are none, and sh:minCount looks
at nothing but their number (SHACL, sections 4.1 to 4.8). Most findings on a document are of this kind: the record names
no author, the proposal no addressee.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from kg.checks.constraints import PATH, SH, parameters_of, path_in
from kg.checks.index import Index
from kg.checks.paths import Path, Property
from kg.checks.tokens import integer_of

_COUNTS = {f"{SH}{name}>" for name in ("minCount", "maxCount")}
# What a node without a value can violate.
_DEMANDS = {f"{SH}{name}>" for name in ("minCount", "qualifiedMinCount", "hasValue")}
# What looks at values alone. sh:equals is not among them: it looks at those of another property too.
_OF_VALUES = {
    *_COUNTS,
    *_DEMANDS,
    *(
        f"{SH}{name}>"
        for name in (
            *("class", "datatype", "nodeKind", "in", "pattern", "minLength", "minInclusive", "maxInclusive"),
            *("disjoint", "lessThanOrEquals", "property", "node", "not", "or", "and"),
            *("qualifiedValueShape", "qualifiedMaxCount"),
        )
    ),
}


@frozen
class Demand:
    """A property shape that wants values: pySHACL can be asked beforehand of nodes with fewer than `fewer_than`."""

    path: Path
    fewer_than: int

    @property
    def predicate(self) -> str:
        """The property, if the path is one."""
        return self.path.predicate if isinstance(self.path, Property) else ""


def demands_in(shapes: Index, named: Iterable[str]) -> dict[str, Demand]:
    """Those of some property shapes of a graph of shapes that want values, each with what can be asked of it."""
    demands = {}
    for shape in named:
        said = parameters_of(shapes, shape)
        path = path_in(shapes, shape) if shapes.objects(PATH, shape) else None
        if path is None or not said <= _OF_VALUES or said.isdisjoint(_DEMANDS):
            continue
        least = max((integer_of(count) or 0 for count in shapes.objects(f"{SH}minCount>", shape)), default=0)
        # Only of a property by itself is it plain how a node comes to have so many values.
        is_counted = said <= _COUNTS and isinstance(path, Property) and not path.is_inverse
        demands[shape] = Demand(path, max(least, 1) if is_counted else 1)
    return demands
