"""What a store made of values is told by its kind: another spelling, another value, lost, not ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from kg.stores.comparing import XSD, Fate, differences, is_whole, sample_of, value_of
from kg.stores.contents import Graph

A, B = NamedNode("https://example.org/a"), NamedNode("https://example.org/b")


def typed(text: str, name: str) -> Literal:
    return Literal(text, datatype=NamedNode(f"{XSD}{name}"))


def fates(sent: Sequence[object], found: Sequence[object]) -> list[tuple[Fate, str]]:
    """How the values of one property differ."""
    before, after = (Counter(Triple(A, B, value) for value in values) for values in (sent, found))  # type: ignore[arg-type]
    return [(each.fate, each.kind) for each in differences("g", before, after)]


@pytest.mark.parametrize(
    ("sent", "found", "told"),
    [
        (typed("7", "nonNegativeInteger"), typed("7", "integer"), "xsd:nonNegativeInteger to xsd:integer"),
        (typed("1.10", "decimal"), typed("1.1", "decimal"), "xsd:decimal"),
        (typed("1", "boolean"), typed("true", "boolean"), "xsd:boolean"),
    ],
)
def test_one_value_in_two_spellings_is_only_spelled_otherwise(sent: Literal, found: Literal, told: str) -> None:
    assert fates([sent], [found]) == [(Fate.RESPELLED, told)]


def test_a_duration_that_became_a_number_is_another_value() -> None:
    assert fates([typed("PT10M", "duration")], [typed("600.0", "duration")]) == [(Fate.CHANGED, "xsd:duration")]


def test_a_text_is_never_the_number_that_it_looks_like() -> None:
    assert fates([Literal("7")], [typed("7", "integer")]) == [(Fate.CHANGED, "xsd:string to xsd:integer")]


def test_what_is_missing_is_lost_and_what_is_more_is_not_ours() -> None:
    assert fates([A], []) == [(Fate.LOST, "an IRI")]
    assert fates([], [Literal("x")]) == [(Fate.ADDED, "xsd:string")]
    assert fates([A], [B]) == [(Fate.LOST, "an IRI"), (Fate.ADDED, "an IRI")]


@given(st.sets(st.integers(-5, 5)), st.sets(st.integers(-5, 5)))
def test_each_statement_is_accounted_for_once(sent: set[int], found: set[int]) -> None:
    before = [typed(f"{number}", "int") for number in sent]
    after = [typed(f"{number}.0", "decimal") for number in found]
    told = [fate for fate, _ in fates(before, after)]
    assert sum(fate is not Fate.ADDED for fate in told) == len(sent)
    assert sum(fate is not Fate.LOST for fate in told) == len(found)
    assert told.count(Fate.RESPELLED) == len(sent & found)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_number_is_equal_to_itself_however_it_is_written(number: object) -> None:
    assert value_of(typed(f"{number:f}", "decimal")) == value_of(typed(f"{number:f}".lstrip("+"), "integer"))


def test_the_sample_begins_with_the_largest_graph() -> None:
    graphs = [Graph(f"g{n}", "", n, 0) for n in range(23)]
    chosen = sample_of(graphs)
    assert chosen[0].triples == 22
    assert len(chosen) == 5


def test_two_spellings_of_one_value_of_which_one_stays_are_no_loss() -> None:
    sent: list[object] = [typed("1", "boolean"), typed("true", "boolean")]
    assert fates(sent, [typed("true", "boolean")]) == [(Fate.RESPELLED, "xsd:boolean")]
    said = (f'{A} {B} "{word}"^^<{XSD}boolean> .\n'.encode() for word in ("1", "true", "false"))
    graph = Graph("g", "", 3, 0, lines=tuple(said))
    assert [count for count in range(5) if is_whole(graph, count)] == [2, 3]
