"""What may be published, and in which order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.errors import DataError
from kg.publish.terms import escaped, statements_of, value_of

from .graphs import sample, triples_of, wild_quads

A = NamedNode("https://example.org/a")


@pytest.mark.parametrize(
    "quad",
    [
        Quad(BlankNode("b"), A, A, A),
        Quad(A, A, BlankNode("b"), A),
        Quad(A, A, Triple(A, A, A), A),
        Quad(A, A, Literal("a", language="en", direction=BaseDirection.LTR), A),
    ],
    ids=["blank subject", "blank object", "triple term", "base direction"],
)
def test_what_has_no_stable_name_is_refused_and_shown(quad: Quad) -> None:
    with pytest.raises(DataError, match="a blank node or a term that RDF") as refusal:
        statements_of([quad])
    assert str(quad.object) in refusal.value.place


@pytest.mark.parametrize("quad", [Quad(A, A, A), Quad(A, A, A, BlankNode("g"))], ids=["default graph", "blank graph"])
def test_a_statement_outside_a_named_graph_is_refused(quad: Quad) -> None:
    with pytest.raises(DataError, match="in no named graph"):
        statements_of([quad])


@settings(deadline=None)
@given(wild_quads, st.randoms(use_true_random=False))
def test_the_order_of_the_input_is_of_no_consequence(quads: list[Quad], chance: random.Random) -> None:
    shuffled = [*quads, *quads]
    chance.shuffle(shuffled)
    assert statements_of(shuffled) == statements_of(quads)


def test_a_triple_of_two_graphs_is_one_triple_of_the_union() -> None:
    statements = statements_of(sample())
    assert len(statements) == len(set(sample()))
    assert sum(len(node.rows) for node in statements.union) == len(triples_of(sample())) < len(statements)


@settings(deadline=None)
@given(wild_quads)
def test_every_term_is_found_again_in_the_rows(quads: list[Quad]) -> None:
    rows = [row for nodes in statements_of(quads).graphs.values() for node in nodes for row in node.rows]
    assert sorted(value_of(value) for _, value in rows) == sorted(quad.object.value for quad in set(quads))  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ['" <urn:g> .', " <urn:g", '\\" <urn:g> .\n', "a <b"])
def test_a_text_that_looks_like_the_end_of_a_line_is_no_graph(text: str) -> None:
    for literal in (Literal(text), Literal(text, language="en"), Literal(text, datatype=NamedNode("urn:d"))):
        with pytest.raises(DataError, match="in no named graph"):
            statements_of([Quad(A, A, literal)])
        (node,) = statements_of([Quad(A, A, literal, A)]).union
        assert value_of(node.rows[0][1]) == text


def test_graphs_that_stand_in_turns_are_told_apart() -> None:
    b = NamedNode("https://example.org/b")
    quads = [Quad(A, A, Literal(f"{number} <urn:g> ."), (A, b)[number % 2]) for number in range(6)]
    statements = statements_of(quads)
    assert {graph: len(node.rows) for graph, (node,) in statements.graphs.items()} == {A.value: 3, b.value: 3}


def test_values_stand_by_what_they_say_not_by_how_they_are_written() -> None:
    """The marks that end a term come after a hyphen and a space: written lines would put the longer value first."""
    literals = Literal("a", language="en"), Literal("a"), Literal("a b")
    values: list[NamedNode | Literal] = [NamedNode("urn:a"), NamedNode("urn:a-b"), *literals]
    (node,) = statements_of([Quad(A, A, value, A) for value in reversed(values)]).union
    assert [value for _, value in node.rows] == [str(value) for value in values]


def test_an_ascii_line_of_pyoxigraph_holds_nothing_unseen() -> None:
    """So a term in ASCII needs no look for characters to escape."""
    text = "".join(map(chr, range(0x80)))
    line = (serialize([Quad(A, A, Literal(text), A)], format=RdfFormat.N_QUADS) or b"").decode()
    assert escaped(line) == line


def test_types_come_first_then_labels_then_all_else_by_iri() -> None:
    subject = "https://w3id.org/diplograph/agent/keller-max"
    (node,) = (node for node in statements_of(sample()).union if node.subject == subject)
    names = [value_of(predicate).rpartition("#")[2] for predicate, _ in node.rows]
    assert names == ["type", "label", "closeMatch", "exactMatch"]


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\\\n")))
def test_an_escaped_text_is_one_line_for_everybody_and_reads_back(text: str) -> None:
    written = escaped(text)
    assert len(written.splitlines()) <= 1
    assert written.encode("utf-16-le", "surrogatepass") == written.encode("utf-16-le")
    assert written.encode("raw_unicode_escape").decode("raw_unicode_escape") == text
