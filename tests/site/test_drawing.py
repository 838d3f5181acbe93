"""Places in a network: on the sheet, apart, and the same everywhere."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.site.drawing import HEIGHT, WIDTH, placed


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, list[tuple[int, int, int]]]:
    """Some nodes, and links between different ones."""
    count = draw(st.integers(0, 12))
    numbers = st.integers(0, max(0, count - 1))
    links = draw(st.lists(st.tuples(numbers, numbers, st.integers(1, 9)), max_size=20))
    return count, [link for link in links if link[0] != link[1] and count > 1]


@settings(max_examples=30)
@given(networks())
def test_every_node_stands_on_the_sheet_and_no_two_in_one_place(
    network: tuple[int, list[tuple[int, int, int]]],
) -> None:
    count, links = network
    places = placed(count, links)
    assert len(places) == count
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in places)
    assert len(set(places)) == count
    assert placed(count, links) == places


def test_the_places_of_one_network_are_known() -> None:
    """Whole numbers from arithmetic that IEEE 754 rounds alike: another machine that draws others has a fault."""
    places = [(870, 30), (735, 390), (484, 244), (90, 142), (305, 610)]
    links = [(0, 1, 3), (1, 2, 1), (2, 3, 1), (0, 2, 2)]
    assert placed(5, links) == places
