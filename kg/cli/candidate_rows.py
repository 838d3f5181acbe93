"""Candidates of a reconciliation service in a file: a table for a spreadsheet, or JSON lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson

from kg.cli.tables import printable
from kg.clients.fetching import written_lines
from kg.clients.reconciled import Candidate
from kg.spreadsheet import spreadsheet_cell

# Also the keys of the JSON lines.
COLUMNS = ("name", "id", "candidate", "score", "match", "types", "description", "features")


def write_candidates(out: Path, found: Iterator[tuple[str, tuple[Candidate, ...]]]) -> int:
    """Write the candidates as a table, or as JSON lines if the file is called so; how many there are."""
    rows = (row_of(name, candidate) for name, candidates in found for candidate in candidates)
    if out.suffix == ".jsonl":
        return written_lines(out, (orjson.dumps(row) for row in rows))
    return written_lines(out, (tsv_line(row.values()) for row in rows), head=tsv_line(COLUMNS) + b"\n")


def row_of(name: str, candidate: Candidate) -> dict[str, object]:
    """A candidate with the name that was asked for."""
    return {
        "name": name,
        "id": candidate.id,
        "candidate": candidate.name,
        "score": candidate.score,
        "match": candidate.match,
        "types": [id for id, _ in candidate.types],
        "description": candidate.description,
        "features": {feature.id: feature.value for feature in candidate.features},
    }


def tsv_line(cells: Iterable[object]) -> bytes:
    """The cells parted by tabs, each on one line and no formula to a spreadsheet.

    >>> tsv_line(["Kim", None, True, 0.5, ["Q5", "Q6"], {"name": 1.0}, "=1\\t2"])
    b"Kim\\t\\ttrue\\t0.5\\tQ5|Q6\\tname=1.0\\t'=1 2"
    """
    return "\t".join(spreadsheet_cell(printable(tsv_cell(cell))) for cell in cells).encode()


def tsv_cell(value: object) -> str:
    """A value in one cell; several are parted by `|`, as in the authority file."""
    if isinstance(value, dict):
        return "|".join(f"{key}={tsv_cell(weighed)}" for key, weighed in value.items())
    if isinstance(value, list):
        return "|".join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
