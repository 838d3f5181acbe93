"""`kg export quickstatements`: what a person accepted, as statements for Wikidata's own import tool."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from kg.aside import write_file
from kg.authority import read_authority
from kg.cli.library import build_option, built_place, curated_of, current_settings
from kg.cli.tables import print_line, print_table
from kg.publish.proposals import LeftOut, proposals_in
from kg.publish.queries import each_quad_in
from kg.publish.quickstatements import as_v1


@click.command("quickstatements")
@build_option
@click.option(
    "--authority",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of tables with decisions.tsv; that of the library if not given.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write the commands to. Without it nothing is written, only told.",
)
def command(build: Path, authority: Path | None, out: Path | None) -> None:
    """Write statements for Wikidata, of what a person accepted alone; dry unless told otherwise.

    Only links that a line of decisions.tsv accepts are given back, and only what is attested: never what the machine
    linked, nor what was planned, withdrawn, denied or only heard of. Each statement refers to its document. Nothing is
    sent: the file is pasted into QuickStatements by hand.

    \b
    Example:
      kg export quickstatements
      kg export quickstatements --out accepted.qs
    """
    given = read_authority(authority) if authority else curated_of(current_settings())
    proposals = proposals_in(each_quad_in(built_place(build)), given)
    accepted = [proposal for proposal in proposals if proposal.command is not None]
    commands = [proposal.command for proposal in proposals if proposal.command is not None]
    if accepted:
        print_table(
            ("document", "statement", "command"),
            [(row.document, row.about, row.command.line) for row in accepted if row.command is not None],
        )
        print_line("")
    counts = Counter(proposal.left_out for proposal in proposals)
    rows = [(counts[reason], reason) for reason in LeftOut if counts[reason]]
    if rows:
        print_table(("left out", "because"), rows, numbers=("left out",))
        print_line("")
    print_line(f"{len(proposals)} in = {len(commands)} accepted + {len(proposals) - len(commands)} left out")
    if out is None:
        print_line("nothing is written: name a file with --out")
    elif not commands:
        print_line(f"nothing to write; {out} is as it was")
    else:
        write_file(out, as_v1(commands).encode())
        print_line(f"{len(commands)} commands written to {out}")
