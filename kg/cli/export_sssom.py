"""`kg export sssom`: every decision about a link, as one table that other tools read."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.aside import write_file
from kg.cli.library import base_of, base_option, build_option, built_place, current_settings
from kg.cli.tables import print_line
from kg.publish.queries import each_quad_in
from kg.publish.sssom import MappingSet


@click.command("sssom")
@build_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The file to write, else standard output.")
@base_option
def command(build: Path, out: Path | None, base: str) -> None:
    """Write every link, and every search that found nothing, as one table in SSSOM/TSV.

    SSSOM is the Simple Standard for Sharing Ontological Mappings. Each row is one decision on one name of one report,
    with its confidence, its justification and its reason; the same build gives the same bytes.

    \b
    Example:
      kg export sssom --out links.sssom.tsv
    """
    mappings = MappingSet.of(each_quad_in(built_place(build)), base_of(base, current_settings()).iri)
    table = mappings.as_tsv()
    if out is None:
        sys.stdout.write(table)
        return
    write_file(out, table.encode())
    print_line(f"{len(mappings.rows)} mappings written to {out}")
