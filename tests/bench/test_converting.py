"""What a peer makes of our statements is held against them, and what came out otherwise is said in words."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad

from bench.converting import difference

A, GRAPH = NamedNode("urn:a"), NamedNode("urn:graph")
NUMBER = Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
OURS = frozenset({Quad(A, A, A, GRAPH), Quad(A, A, NUMBER, GRAPH), Quad(A, A, Literal("one", language="en"), GRAPH)})


def test_nothing_is_said_of_a_peer_that_makes_every_statement() -> None:
    assert difference(OURS, OURS) == ""


def test_a_lost_graph_and_a_lost_datatype_and_a_lost_triple_are_told_apart() -> None:
    assert difference(OURS, frozenset({Quad(A, A, A), Quad(A, A, Literal("1"))})) == (
        "0 of our 3 statements came out with their graph; with graphs left aside, of 3 triples 1 came out the same, "
        "1 as plain strings without their datatype or language, and 1 not at all"
    )
