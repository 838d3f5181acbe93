"""The order of those who held an office: as they are said to have followed one another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.base import OUR_BASE
from kg.site.addresses import Addresses
from kg.site.graph import Graph, full
from kg.site.pages.tenures import in_order


def graph_with(*follows: tuple[str, str]) -> Graph:
    """A graph in which the first of each pair is said to follow the second."""
    store = Store()
    for later, earlier in follows:
        store.add(Quad(NamedNode(later), NamedNode(full("dg:predecessor")), NamedNode(earlier), DefaultGraph()))
    return Graph(store, Addresses(OUR_BASE))


def test_a_tenure_stands_behind_the_one_that_it_follows() -> None:
    assert in_order(graph_with(("t:a", "t:b"), ("t:b", "t:c")), ["t:a", "t:b", "t:c"]) == ("t:c", "t:b", "t:a")


def test_a_tenure_that_is_not_here_changes_nothing() -> None:
    assert in_order(graph_with(("t:a", "t:z")), ["t:a", "t:b"]) == ("t:a", "t:b")


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"))))
def test_none_is_lost_or_told_twice_even_if_reports_contradict_each_other(pairs: list[tuple[str, str]]) -> None:
    given_order = [f"t:{letter}" for letter in "fbdeac"]
    graph = graph_with(*((f"t:{one}", f"t:{other}") for one, other in pairs))
    assert sorted(in_order(graph, given_order)) == sorted(given_order)
