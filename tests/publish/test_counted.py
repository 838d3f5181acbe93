"""What is counted of a library comes out the same, however its documents are shared out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

from kg.publish.counted import Counted
from kg.publish.counts import Counts
from kg.publish.formats import Writers
from kg.publish.librarycount import LibraryCount
from kg.publish.piece import Piece
from kg.publish.prefixes import DEFAULT_BASE
from kg.publish.terms import statements_of

from .graphs import reports, small_context, wild_quads

WRITERS = Writers.of(DEFAULT_BASE, small_context())


def counted_of(number: int, quads: Sequence[Quad]) -> Counted:
    """What is counted of one document."""
    return Counted.of(Piece.of(f"k{number}", statements_of(quads), WRITERS, DEFAULT_BASE)[0])


def counts_of(parts: Sequence[Counted], most_at_once: int = 1000) -> Counts:
    """The counts of a library that has these parts."""
    count = LibraryCount(most_at_once)
    for part in parts:
        count.take(part)
    return count.counts()


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 2), wild_quads), max_size=6), st.integers(1, 4))
def test_a_library_has_the_counts_of_its_shares_whichever_they_are(
    documents: list[tuple[int, list[Quad]]], most_at_once: int
) -> None:
    one_by_one = [counted_of(number, quads) for number, (_, quads) in enumerate(documents)]
    shares = [
        Counted.together([part for part, (share, _) in zip(one_by_one, documents, strict=True) if share == wanted])
        for wanted in range(3)
    ]
    expected = counts_of(one_by_one)
    assert counts_of(shares) == expected
    assert counts_of([Counted.together(shares)]) == expected
    assert counts_of(one_by_one, most_at_once) == expected
    with TemporaryDirectory() as folder:
        read = []
        for number, share in enumerate(shares):
            path = Path(folder) / str(number)
            path.write_bytes(share.written())
            assert Counted.read(share.written()) == share
            read.append(Counted.in_file(path))
        assert counts_of([part for part in read if part], most_at_once) == expected
        assert None not in read


@pytest.mark.parametrize("spoil", [lambda content: content[:-3], lambda content: content[:-1] + b"?", lambda _: b""])
def test_a_share_that_is_not_as_it_was_written_is_none(spoil: object, tmp_path: Path, quads: list[Quad]) -> None:
    path = tmp_path / "share"
    content = counted_of(0, quads).written()
    path.write_bytes(content)
    assert Counted.in_file(path)
    assert callable(spoil)
    path.write_bytes(spoil(content))
    assert Counted.in_file(path) is None
    assert Counted.in_file(tmp_path / "gone") is None


@pytest.fixture
def quads() -> list[Quad]:
    """Statements of a report."""
    return next(iter(reports().values()))
