"""The formats that a graph is published in: one row each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from kg.publish.context import Context
from kg.publish.jsonld import BETWEEN_NODES, TAIL, JsonLdWriter
from kg.publish.nquads import lines_of
from kg.publish.terms import Node, Statements
from kg.publish.turtle import TurtleWriter


@frozen
class Writers:
    """The writers of one build, which remember how they named things."""

    turtle: TurtleWriter
    json_ld: JsonLdWriter

    @classmethod
    def of(cls, base: str, context: Context) -> Writers:
        """Writers under a base, with a context."""
        return cls(TurtleWriter(base), JsonLdWriter(context))


@frozen
class Format:
    """One format: a head, pieces with something between them, a tail.

    A piece is what one named graph says where the format `keeps_graphs`, else what the union of all says of one
    subject. So a file of many documents is made of the pieces of theirs. `iri` is the format's name in the W3C's list
    of file formats (https://www.w3.org/ns/formats/).
    """

    name: str
    media_type: str
    extension: str
    iri: str
    keeps_graphs: bool
    head: Callable[[Writers], str]
    piece: Callable[[Writers, str, tuple[Node, ...]], str]
    between: str = ""
    tail: str = ""

    def pieces(self, statements: Statements, writers: Writers) -> Iterator[tuple[str, str]]:
        """The graphs or the subjects, in order, each with its piece."""
        if self.keeps_graphs:
            for graph, nodes in statements.graphs.items():
                yield graph, self.piece(writers, graph, nodes)
        else:
            for node in statements.union:
                yield node.subject, self.piece(writers, node.subject, (node,))

    def write(self, statements: Statements, writers: Writers) -> str:
        """The whole file."""
        parts = [part for _, piece in self.pieces(statements, writers) for part in (self.between, piece)]
        # Joined once, for a file is so large that each copy of it costs time.
        return "".join([self.head(writers), *parts[1:], self.tail])


TURTLE = Format(
    name="Turtle",
    media_type="text/turtle",
    extension="ttl",
    iri="http://www.w3.org/ns/formats/Turtle",
    keeps_graphs=False,
    head=lambda writers: writers.turtle.head,
    piece=lambda writers, _subject, nodes: "".join(map(writers.turtle.block, nodes)),
)
JSON_LD = Format(
    name="JSON-LD",
    media_type="application/ld+json",
    extension="jsonld",
    iri="http://www.w3.org/ns/formats/JSON-LD",
    keeps_graphs=False,
    head=lambda writers: writers.json_ld.head,
    piece=lambda writers, _subject, nodes: BETWEEN_NODES.join(map(writers.json_ld.block, nodes)),
    between=BETWEEN_NODES,
    tail=TAIL,
)
TRIG = Format(
    name="TriG",
    media_type="application/trig",
    extension="trig",
    iri="http://www.w3.org/ns/formats/TriG",
    keeps_graphs=True,
    head=lambda writers: writers.turtle.head,
    piece=lambda writers, graph, nodes: writers.turtle.graph_block(graph, nodes),
)
N_QUADS = Format(
    name="N-Quads",
    media_type="application/n-quads",
    extension="nq",
    iri="http://www.w3.org/ns/formats/N-Quads",
    keeps_graphs=True,
    head=lambda _writers: "",
    piece=lambda _writers, graph, nodes: lines_of(graph, nodes),
)
FORMATS = (TURTLE, JSON_LD, TRIG, N_QUADS)
