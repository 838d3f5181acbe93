"""N-Quads, one statement a line."""

from __future__ import annotations

from kg.publish.terms import Node, Statements


def nquads_of(statements: Statements) -> str:
    """Every statement with its graph, as N-Quads 1.1.

    >>> a = "https://example.org/a"
    >>> nquads_of(Statements.of({a: (Node(a, ((f"<{a}>", '"1 line"'),)),)}))
    '<https://example.org/a> <https://example.org/a> "1 line" <https://example.org/a> .\\n'
    """
    return "".join([_lines(node, graph) for graph, nodes in statements.graphs.items() for node in nodes])


def _lines(node: Node, graph: str) -> str:
    lines = node.blocks.get(graph)
    if lines is None:
        said = [f"<{node.subject}> {predicate} {value} <{graph}> .\n" for predicate, value in node.rows]
        lines = node.blocks[graph] = "".join(said)
    return lines
