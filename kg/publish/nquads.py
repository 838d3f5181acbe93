"""N-Quads, one statement a line."""

from __future__ import annotations

from collections.abc import Iterable

from kg.publish.terms import Node


def lines_of(graph: str, nodes: Iterable[Node]) -> str:
    """What one named graph says, as N-Quads 1.1.

    >>> a = "https://example.org/a"
    >>> lines_of(a, [Node(a, ((f"<{a}>", '"1 line"'),))])
    '<https://example.org/a> <https://example.org/a> "1 line" <https://example.org/a> .\\n'
    """
    return "".join([node_lines(graph, node) for node in nodes])


def node_lines(graph: str, node: Node) -> str:
    """What one named graph says of one subject."""
    lines = node.blocks.get(graph)
    if lines is None:
        said = [f"<{node.subject}> {predicate} {value} <{graph}> .\n" for predicate, value in node.rows]
        lines = node.blocks[graph] = "".join(said)
    return lines
