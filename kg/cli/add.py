"""`kg add`: documents into the library, and a table of what was understood of each."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from kg.cli import FINDINGS
from kg.cli.tables import print_line, print_table, printable
from kg.errors import UsageError
from kg.settings import REPORTS
from kg.sources.library import Library, Outcome, Status, files_in

COLUMNS = ("from", "key", "kind", "date", "author", "sender", "addressee", "paragraphs", "")


@click.command("add", epilog="A FOLDER is taken with all that is in it; hidden files are left out.")
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER...", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "library",
    type=click.Path(path_type=Path, file_okay=False),
    default=REPORTS,
    show_default=True,
    help="The folder of reports to add to; it is made if it is not there.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress and no table; refusals still go to standard error.")
def command(paths: tuple[Path, ...], library: Path, quiet: bool) -> int:
    """Add documents to the library: saved pages, TEI volumes, plain texts.

    The layout is detected. Each document becomes a folder with its text, and what its page or volume says of it. What
    cannot be read is refused with the reason, and the others go on; a document that is there already stays as it is.

    \b
    Example:
      kg add page.html
      kg add volumes/ --to data/reports
    """
    for path in paths:
        if not path.exists():
            raise UsageError("there is no such file or folder.", place=str(path), cure="Check the path.")
    files = list(files_in(paths))
    if not files:
        raise UsageError("there is no file to add.", place=str(paths[0]), cure="Name a file, or a folder with files.")
    shelf = Library(library)
    progress = Console(stderr=True)
    shown = track(files, "adding", console=progress, transient=True, disable=quiet or not sys.stderr.isatty())
    rows: list[tuple[object, ...]] = []
    counts: Counter[Status] = Counter()
    for path in shown:
        for outcome in shelf.add(path):
            counts[outcome.status] += 1
            if outcome.status is Status.REFUSED:
                print(f"kg: {printable(outcome.because)}", file=sys.stderr)
            if not quiet:
                rows.append(row_of(outcome))
    if not quiet:
        print_table(COLUMNS, rows, numbers=("paragraphs",))
        parts = " + ".join(f"{counts[status]} {status}" for status in Status)
        print_line(f"{counts.total()} in = {parts}")
        print_line(f"the library is {library}")
    return FINDINGS if counts[Status.REFUSED] else 0


def row_of(outcome: Outcome) -> tuple[object, ...]:
    """The row of the table: what was understood, and the last word on it."""
    report = outcome.report
    is_refused = outcome.status is Status.REFUSED
    last = f"{outcome.status}: {outcome.because}" if is_refused else outcome.because or outcome.status
    if report is None:
        return (outcome.origin, "", "", "", "", "", "", "", last)
    return (
        outcome.origin,
        report.key,
        report.kind,
        report.date.value if report.date else "",
        report.author,
        report.sender,
        report.addressee,
        len(report.paragraphs),
        last,
    )
