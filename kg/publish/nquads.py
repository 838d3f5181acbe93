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


def triple_lines(nodes: Iterable[Node]) -> str:
    """What these nodes say, as N-Triples 1.1: N-Quads without graphs. A subject "_:b" is a blank node.

    >>> a = "https://example.org/a"
    >>> triple_lines([Node(a, ((f"<{a}>", '"1 line"'),))])
    '<https://example.org/a> <https://example.org/a> "1 line" .\\n'
    """
    lines: list[str] = []
    for node in nodes:
        subject = node.subject if node.subject.startswith("_:") else f"<{node.subject}>"
        lines += [f"{subject} {predicate} {value} .\n" for predicate, value in node.rows]
    return "".join(lines)
