"""`kg diff`: what came, went and changed from one build to another."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from kg.aside import written_aside
from kg.cli import FINDINGS
from kg.cli.differences import BY_PLURAL, Telling
from kg.cli.tables import print_line, printable
from kg.comparison import Side, Totals, document_changes, patch_lines, sides, update_lines
from kg.errors import DataError, UsageError

_FOR_PROGRAMS = {"patch": patch_lines, "update": update_lines}
_CHANGING = (b"D ", b"A ", b"DELETE ", b"INSERT ")


@click.command("diff", epilog="Exit codes: 0 the same, 1 different, 2 wrong use, or a side that cannot be read.")
@click.argument("old", metavar="OLD", type=click.Path(path_type=Path))
@click.argument("new", metavar="NEW", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "tsv", *_FOR_PROGRAMS]),
    default="text",
    show_default=True,
    help="Words to read, JSON, a table, an RDF Patch, or a SPARQL Update that brings a store along.",
)
@click.option("--only", type=click.Choice(list(BY_PLURAL)), help="Tell of these alone; the exit code is still of all.")
@click.option("--all", "tells_all", is_flag=True, help="Every change as text, however many there are.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="A file to write to, instead of standard output."
)
def command(old: Path, new: Path, form: str, only: str | None, tells_all: bool, out: Path | None) -> int:
    """Compare two builds: which claims, links and statements came, went and changed.

    OLD and NEW are folders that `kg build` wrote, or a .nq or .trig file of each. A claim is known again by its
    address, else by what it says and the words it rests on; what changed of it is told from what to what.

    \b
    Example:
      kg diff build.old build
      kg diff build.old build --format patch --out changes.rdfp
    """
    if form in _FOR_PROGRAMS and (only or tells_all):
        raise UsageError(f"--format {form} is always of all statements.", cure="Leave out --only and --all.")
    telling = Telling((BY_PLURAL[only],) if only else (*BY_PLURAL.values(),), tells_all)
    try:
        with sides(old, new) as (before, after):
            if form in _FOR_PROGRAMS:
                return FINDINGS if write_for_programs(form, before, after, out) else 0
            totals = Totals()
            write(form, telling.teller(form)(document_changes(before, after), totals), out)
            return 0 if totals.is_same else FINDINGS
    except DataError as error:
        # Exit code 1 would say that the sides differ.
        raise UsageError(error.message, place=error.place, cure=error.cure) from error


def write(form: str, pieces: Iterable[str], out: Path | None) -> None:
    """Text line by line, other forms as they are; to a file, else to standard output."""
    if out is None and form == "text":
        for line in pieces:
            print_line(line)
    elif out is None:
        sys.stdout.writelines(pieces)
    else:
        with written_aside(out) as stream:
            stream.writelines((_plain(piece) if form == "text" else piece).encode() for piece in pieces)


def _plain(line: str) -> str:
    """A line of text for a file, as `print_line` gives it to a pipe."""
    indent = line[: len(line) - len(line.lstrip(" "))]
    return f"{indent}{printable(line)}\n"


def write_for_programs(form: str, old: Side, new: Side, out: Path | None) -> bool:
    """Write a patch or an update; whether it changes anything."""
    changing = 0

    def counted() -> Iterator[bytes]:
        nonlocal changing
        for line in _FOR_PROGRAMS[form](old, new):
            changing += line.startswith(_CHANGING)
            yield line

    if out is None:
        sys.stdout.writelines(line.decode() for line in counted())
    else:
        with written_aside(out) as stream:
            stream.writelines(counted())
    return changing > 0
