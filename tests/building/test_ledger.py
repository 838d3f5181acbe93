"""The ledger: what was put there comes back, a report at a time; what is counted lies apart from the piece."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from kg.building.ledger import BUILT, Entry, Ledger
from kg.building.outcome import Outcome
from kg.links import Contribution
from kg.publish import Counted
from kg.publish.formats import Writers
from kg.publish.piece import Piece
from kg.publish.prefixes import DEFAULT_BASE
from kg.publish.terms import statements_of
from tests.publish.graphs import reports, small_context

ENTRY = Entry(
    *("a.txt", "reports/a.txt", "s", "h", ("h", "r", "u", "y"), "f", "d"),
    Contribution("a", "Bonn > Vienna", 1961, frozenset({"lund", "sorel"})),
    *({"lund": 2, "sorel": 0}, "doc", "checked", "files", 7, BUILT),
)


def test_an_entry_comes_back_as_it_was_put_after_the_file_was_closed(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.put(Entry("a.txt", "elsewhere"))
    ledger.put(ENTRY)
    ledger.put(Entry("b.txt", "b.txt"))
    ledger.close()
    again = Ledger(tmp_path / "ledger.sqlite")
    assert again.entry("a.txt") == ENTRY
    assert again.entry("b.txt") == Entry("b.txt", "b.txt")
    assert again.entry("c.txt") is None
    again.remove(["a.txt"])
    assert again.entry("a.txt") is None
    again.close()


@given(st.frozensets(st.text(st.characters(exclude_characters="\n"))), st.text())
def test_words_and_outcomes_come_back_whatever_they_hold(words: frozenset[str], text: str) -> None:
    ledger = Ledger(Path(":memory:"))
    outcome = Outcome((text,), text, (1, 2), text.encode("utf-8", "replace"), b"[]")
    ledger.put_words("a", words)
    ledger.put_outcome("a", outcome)
    assert ledger.words("a") == (words or {""})
    assert ledger.outcome("a") == outcome
    assert ledger.words("nobody") == frozenset()
    ledger.close()


def test_a_piece_comes_back_without_what_is_counted_of_it_and_that_apart() -> None:
    ledger = Ledger(Path(":memory:"))
    for key, quads in reports().items():
        writers = Writers.of(DEFAULT_BASE, small_context())
        piece, _ = Piece.of(key, statements_of(quads), writers, DEFAULT_BASE)
        piece = piece.told([("urn:a", "<urn:a> a <urn:b> .\n")])
        ledger.put_piece(key, piece)
        bare = ledger.piece(key, with_lines=True)
        assert (bare.key, bare.graphs, bare.files, bare.about, bare.lines) == (
            *(piece.key, piece.graphs, piece.files, piece.about, piece.lines),
        )
        assert ledger.piece(key, with_lines=False) == evolve(bare, lines=(b"", b""))
        assert ledger.counted(key) == Counted.of(piece)
        assert not any(Counted.of(bare).sizes)
        assert sum(Counted.of(piece).sizes)
    ledger.close()
