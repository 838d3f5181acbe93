"""What may be published, and in which order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import DataError
from kg.publish.terms import escaped, statements_of, union_of

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
    assert len(union_of(statements)) == len(triples_of(sample())) < len(statements)


def test_types_come_first_then_labels_then_all_else_by_iri() -> None:
    subject = "https://w3id.org/diplograph/agent/keller-max"
    names = [s.predicate.rpartition("#")[2] for s in union_of(statements_of(sample())) if s.subject == subject]
    assert names == ["type", "label", "closeMatch", "exactMatch"]


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\\\n")))
def test_an_escaped_text_is_one_line_for_everybody_and_reads_back(text: str) -> None:
    written = escaped(text)
    assert len(written.splitlines()) <= 1
    assert written.encode("utf-16-le", "surrogatepass") == written.encode("utf-16-le")
    assert written.encode("raw_unicode_escape").decode("raw_unicode_escape") == text
