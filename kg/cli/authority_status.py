"""`kg authority status`: what the index of candidates holds, where it comes from, and what was wrong with it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from kg.authority.index import CandidateIndex
from kg.cli.library import current_settings
from kg.cli.tables import print_line, print_table


@click.command("status")
@click.option("--index", "given", type=click.Path(path_type=Path, dir_okay=False), help="The index to look at.")
@click.option("--check", is_flag=True, help="Read every page of the file: is it whole?")
@click.option("--findings", "all_findings", is_flag=True, help="List every finding that was kept.")
def command(given: Path | None, check: bool, all_findings: bool) -> int:
    """Say what the index of candidates holds, and where it comes from.

    \b
    Example:
      kg authority status
    """
    path = given or current_settings().index
    with CandidateIndex.opened(path) as index:
        if check:
            index.check()
        print_line(f"index      {path}, {path.stat().st_size / 1e6:,.1f} MB{', every page read' if check else ''}")
        print_line(f"version    {index.version}")
        print_line(f"date       {index.date or 'no source says'}")
        counts = dict(index.counts)
        names = counts.pop("names")
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(counts.items())) or "none"
        print_line(f"entries    {sum(counts.values()):,}: {kinds}")
        print_line(f"name keys  {names:,}")
        print_table(
            ("source", "form", "date", "rights", "file", "bytes", "sha256"),
            [(row.name, row.form, row.date, row.rights, row.file, row.size, row.sha256[:12]) for row in index.sources],
            numbers=("bytes",),
        )
        findings = list(index.findings())
        if all_findings:
            print_table(
                ("finding", "source", "place", ""), [(row.code, row.source, row.place, row.message) for row in findings]
            )
        else:
            for code, count in sorted(Counter(row.code for row in findings).items()):
                print_line(f"{count:,} findings: {code}")
    return 0
