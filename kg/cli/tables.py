"""Rows on standard output: a table to read, CSV for a spreadsheet, JSON lines for a program."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.spreadsheet import spreadsheet_cell

# Wide enough that no line is broken when nobody's screen sets the width: a pipe, a file.
UNBROKEN = 100_000


def console_of_stdout() -> Console:
    """A console that colours and wraps on a terminal only; a pipe gets whole lines (rich also heeds NO_COLOR)."""
    return Console(
        file=sys.stdout, width=None if sys.stdout.isatty() else UNBROKEN, highlight=False, markup=False, emoji=False
    )


def printable(text: str) -> str:
    """The text on one line, with control characters made visible, so that no source can steer a terminal.

    >>> printable("two\\nlines \\x1b[31m")
    'two lines ␛[31m'
    """
    shown = []
    for character in " ".join(text.split()):
        code = ord(character)
        if character.isprintable():
            shown.append(character)
        else:
            shown.append(chr(0x2400 + code) if code < 0x20 else f"\\u{code:04x}")
    return "".join(shown)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: Sequence[str] = ()) -> None:
    """Print a table; columns named in `numbers` stand to the right."""
    console = console_of_stdout()
    table = Table(box=None, pad_edge=False, show_header=True, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(str(cell))) for cell in row))
    if sys.stdout.isatty():
        console.print(table)
        return
    with console.capture() as captured:
        console.print(table)
    # rich fills the last column with blanks, which are noise in a file.
    sys.stdout.writelines(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def print_line(text: str) -> None:
    """Print one line, indented as it is, folded on a terminal only."""
    indent = text[: len(text) - len(text.lstrip(" "))]
    console_of_stdout().print(Text(indent + printable(text)), soft_wrap=not sys.stdout.isatty())


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print CSV (RFC 4180, but with plain line ends), each cell safe for a spreadsheet."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([spreadsheet_cell(cell) for cell in row] for row in rows)


def print_jsonl(rows: Iterable[object]) -> None:
    """Print one JSON object a line, exact and unescaped."""
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def print_rows(columns: Sequence[str], rows: Iterable[Mapping[str, object]], form: str) -> None:
    """Print rows as "table", "csv" or "jsonl"; in the first two a list is one cell (see `cell`)."""
    if form == "jsonl":
        print_jsonl(rows)
        return
    cells = [[cell(row[column]) for column in columns] for row in rows]
    if form == "csv":
        print_csv(columns, cells)
    else:
        print_table(columns, cells)


def cell(value: object) -> str:
    """A value in one cell: a chain with arrows, participants as "name (role)".

    >>> cell(["Kim Il Sung", "Moskovsky"])
    'Kim Il Sung > Moskovsky'
    >>> cell([{"name": "Kim Il Sung", "role": "host"}, {"name": "Moskovsky", "role": "visitor"}])
    'Kim Il Sung (host); Moskovsky (visitor)'
    """
    if not isinstance(value, list):
        return str(value)
    if all(isinstance(item, dict) for item in value):
        return "; ".join(f"{item['name']} ({item['role']})" for item in value)
    return " > ".join(str(item) for item in value)
