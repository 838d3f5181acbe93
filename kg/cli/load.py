"""`kg load`: what was built, into a triple store."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.stores import contents_at, opened, run, store_options
from kg.stores import plan_for


@click.command("load", epilog="Which stores are known, and what is known to fail: docs/stores.md.")
@click.argument("endpoint")
@store_options
def command(
    endpoint: str,
    build: Path,
    profile: str | None,
    user: str,
    password_file: Path | None,
    only_graphs: tuple[str, ...],
    check_values: str,
    quiet: bool,
) -> int:
    """Load what was built into a triple store, each document into a graph of its own.

    ENDPOINT is the base address of the store. Every graph is sent, in place of what the store has of it; then counts
    and values are compared. What was sent, and with which checksum, is written into the store, for `kg sync`.

    \b
    Example:
      kg load http://127.0.0.1:7878
      KG_STORE_PASSWORD=… kg load http://127.0.0.1:8890 --user dba
    """
    contents = contents_at(build)
    store = opened(endpoint, profile, user, password_file)
    plan = plan_for(contents, store, only_graphs, everything=True)
    return run(contents, store, plan, only_graphs, check_values, quiet=quiet)
