"""Rows of a table of the authority folder: UTF-8, cells parted by one tab, first line the names of the columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen

from kg.errors import DataError

SEVERAL = "|"  # parts the names in one cell: no name of a person or state contains it


@frozen
class Row:
    """One row of one table, with the place to name when it is wrong."""

    cells: Mapping[str, str]
    place: str

    def several(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that may hold several values."""
        return tuple(part.strip() for part in self.cells.get(column, "").split(SEVERAL) if part.strip())

    def wrong(self, message: str, cure: str) -> DataError:
        """The error that says what is wrong with this row."""
        return DataError(message, place=self.place, cure=cure)


def rows_of(table: bytes, path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows of one table; empty lines and lines that begin with # are left out.

    Refused (DataError): bytes that are not UTF-8, a header that does not name `columns`, a row of another length. A
    byte order mark and Windows line ends are no data.
    """
    header_seen = False
    for number, line in enumerate(_text_of(table, path).split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        place = f"{path}:{number}"
        cells = [cell.strip() for cell in line.split("\t")]
        if not header_seen:
            if tuple(cells) != columns:
                raise DataError(
                    f"the first line has the columns {', '.join(cells)}.",
                    place=place,
                    cure=f"Write {', '.join(columns)}, parted by tabs.",
                )
            header_seen = True
            continue
        if len(cells) != len(columns):
            raise DataError(
                f"{len(cells)} cells stand in this row, {len(columns)} belong there.",
                place=place,
                cure="Part the cells by one tab each, and leave a cell that is not known empty.",
            )
        yield Row(dict(zip(columns, cells, strict=True)), place)
    if not header_seen:
        raise DataError(
            "it has no line of column names.", place=str(path), cure=f"Write {', '.join(columns)}, parted by tabs."
        )


def _text_of(table: bytes, path: Path) -> str:
    """The table as text, with Unix line ends; a byte order mark is left out."""
    try:
        return table.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = table.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"byte {error.start} is not UTF-8.", place=f"{path}:{line}", cure="Save the file again as UTF-8."
        ) from None
