"""Rows as CSV that a spreadsheet may open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from kg.spreadsheet import spreadsheet_cell


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """CSV (RFC 4180) in UTF-8, no cell of which is a formula.

    >>> csv_of(("name", "times"), [("=1+1", 2)])
    b"name,times\\r\\n'=1+1,2\\r\\n"
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([spreadsheet_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode()
