"""A ledger that was written otherwise, or was damaged, is not trusted: all is built from nothing, or told."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import kg.building.ledger
from tests.building.library import built_again, built_anew, contents, explained

LEDGER = Path("build.cache/ledger.sqlite")


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
    changed("UPDATE entry SET outcome = ? WHERE word = 'a.txt'", b"\x00\x01")


def damage_pieces() -> None:
    """What the files of the whole are made of cannot be read."""
    changed("UPDATE entry SET piece = ?, lines = ?", b"\x80", b"\x80")


def no_pieces() -> None:
    """It is gone."""
    changed("UPDATE entry SET piece = NULL, lines = NULL")


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
