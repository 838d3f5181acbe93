"""`kg load`: what was built, into a triple store."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.stores import contents_at, opened, run, store_options
from kg.cli.tables import print_line
from kg.errors import UsageError
from kg.stores import plan_for
from kg.stores.bulk import write_bulk


@click.command("load", epilog="Which stores are known, and what is known to fail: docs/stores.md.")
@click.argument("endpoint", required=False, default="")
@store_options
@click.option(
    "--bulk",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Ask no store: write a folder for the stores' own loaders.",
)
def command(
    endpoint: str,
    build: Path,
    profile: str | None,
    user: str,
    password_file: Path | None,
    only_graphs: tuple[str, ...],
    check_values: str,
    quiet: bool,
    bulk: Path | None,
) -> int:
    """Load what was built into a triple store, each document as a graph.

    ENDPOINT is the base address of the store. Every graph is sent, in place of what the store has of it; then counts
    and values are compared. What was sent, and with which checksum, is written into the store, for `kg sync`.

    \b
    Example:
      kg load http://127.0.0.1:7878
      KG_STORE_PASSWORD=… kg load http://127.0.0.1:8890 --user dba
      kg load --bulk for-loaders
    """
    contents = contents_at(build)
    if bulk is not None:
        if endpoint:
            cure = "Leave one of them out."
            raise UsageError("a store and a folder for loaders are two things.", place="--bulk", cure=cure)
        names = write_bulk(contents.only(only_graphs), bulk)
        if not quiet:
            print_line(f"{len(names)} files in {bulk}: what to do with them stands in README.md")
        return 0
    if not endpoint:
        raise UsageError("no store is named.", cure="Give its base address, or a folder with --bulk.")
    store = opened(endpoint, profile, user, password_file)
    plan = plan_for(contents, store, only_graphs, everything=True)
    return run(contents, store, plan, only_graphs, check_values, quiet=quiet)
