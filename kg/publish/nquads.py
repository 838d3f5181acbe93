"""N-Quads, one statement a line."""

from __future__ import annotations

from kg.publish.terms import Statements


def nquads_of(statements: Statements) -> str:
    """Every statement with its graph, as N-Quads 1.1.

    >>> from kg.publish.terms import Node
    >>> a = "https://example.org/a"
    >>> nquads_of(Statements.of({a: [Node(a, ((f"<{a}>", '"1 line"'),))]}))
    '<https://example.org/a> <https://example.org/a> "1 line" <https://example.org/a> .\\n'
    """
    return "".join(
        [
            f"<{node.subject}> {predicate} {value} <{graph}> .\n"
            for graph, nodes in statements.graphs.items()
            for node in nodes
            for predicate, value in node.rows
        ]
    )
