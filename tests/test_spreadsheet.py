"""Cells that a spreadsheet may open."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.spreadsheet import FORMULA_STARTS, spreadsheet_cell


@given(st.text())
def test_no_cell_of_a_spreadsheet_is_a_formula_and_none_loses_a_character(text: str) -> None:
    shown = spreadsheet_cell(text)
    assert not shown.startswith(FORMULA_STARTS)
    assert shown.removeprefix("'") == text.removeprefix("'") or shown == text
