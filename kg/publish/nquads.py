"""N-Quads, one statement a line."""

from __future__ import annotations

from collections.abc import Iterable

from kg.publish.terms import Statement, escaped


def nquads_of(statements: Iterable[Statement]) -> str:
    """Every statement with its graph, as N-Quads 1.1, in the order given.

    >>> from pyoxigraph import Literal
    >>> a = "https://example.org/a"
    >>> nquads_of([Statement(a, a, a, Literal("1 line"))])
    '<https://example.org/a> <https://example.org/a> "1 line" <https://example.org/a> .\\n'
    """
    return escaped("".join(f"<{s}> <{p}> {o} <{graph}> .\n" for graph, s, p, o in statements))
