"""Cells that a spreadsheet may open: none of them is taken for a formula."""

from __future__ import annotations

# A spreadsheet takes a cell that begins so for a formula (CWE-1236); an apostrophe in front makes it text again.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def spreadsheet_cell(value: object) -> str:
    """The value as a cell that no spreadsheet takes for a formula.

    >>> spreadsheet_cell("=1+1"), spreadsheet_cell("Kim Il Sung")
    ("'=1+1", 'Kim Il Sung')
    """
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
