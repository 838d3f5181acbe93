"""What was put into the ledger comes back, a report at a time; one that was damaged is not trusted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import kg.building.ledger
from kg.building.ledger import BUILT, Entry, Ledger
from kg.building.outcome import Outcome
from kg.links import Contribution
from kg.publish import Counted
from kg.publish.formats import Writers
from kg.publish.piece import Piece
from kg.publish.prefixes import DEFAULT_BASE
from kg.publish.terms import statements_of
from tests.building.library import built_again, built_anew, contents, explained
from tests.publish.graphs import reports, small_context

LEDGER = Path("build.cache/ledger.sqlite")
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


def changed(statement: str, *values: object) -> None:
    """Write into the ledger past the program."""
    with closing(sqlite3.connect(LEDGER)) as rows, rows:
        rows.execute(statement, values)


@pytest.mark.parametrize("layout", [0, kg.building.ledger._LAYOUT + 1, -1])
def test_a_ledger_of_another_layout_is_begun_anew(layout: int, built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(f"PRAGMA user_version = {layout}")
    capsys.readouterr()
    assert built_again("--explain", "--jobs", "1") == 0
    assert explained(capsys).splitlines() == ["3 done anew, 0 put back as they were", "3 because new: a, b, c"]
    assert contents(built / "build") == built_anew("--jobs", "1")
    assert built_again("--explain", "--jobs", "1") == 0
    assert "0 done anew, 3 put back" in explained(capsys)


def overwrite_pages() -> None:
    """The head of the file is whole, and a page behind it is not."""
    content = bytearray(LEDGER.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    LEDGER.write_bytes(bytes(content))


def drop_table() -> None:
    """The layout is told as ours, and a table is missing."""
    changed("DROP TABLE entry")


def damage_outcome() -> None:
    """What came of a report cannot be read."""
    changed("UPDATE outcome SET outcome = ? WHERE word = 'a.txt'", b"\x00\x01")


def damage_pieces() -> None:
    """What the files of the whole are made of cannot be read."""
    changed("UPDATE piece SET piece = ?, counted = ?, lines = ?", b"\x80", b"\x80", b"\x80")


def no_pieces() -> None:
    """It is gone."""
    changed("DELETE FROM piece")


@pytest.mark.parametrize("damage", [overwrite_pages, drop_table, damage_outcome, damage_pieces, no_pieces])
def test_a_damaged_ledger_is_refused_in_words_or_makes_no_difference(
    damage: object, built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(damage)
    before = contents(built / "build")
    damage()
    capsys.readouterr()
    code = built_again("--quiet", "--jobs", "1")
    err = capsys.readouterr().err
    assert contents(built / "build") == before
    if code != 0:
        assert code == 2
        assert err.startswith(f"kg: {built / LEDGER}: ")
        assert "emove this file: then all is built anew." in err
        LEDGER.unlink()
        assert built_again("--quiet", "--jobs", "1") == 0
        assert contents(built / "build") == before
