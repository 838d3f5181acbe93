"""`kg sync`: a triple store made equal to what was built."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.stores import contents_at, opened, run, store_options, tell_of_plan
from kg.stores import plan_for


@click.command("sync", epilog="Which stores are known, and what is known to fail: docs/stores.md.")
@click.argument("endpoint")
@store_options
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
def command(
    endpoint: str,
    build: Path,
    profile: str | None,
    user: str,
    password_file: Path | None,
    only_graphs: tuple[str, ...],
    check_values: str,
    quiet: bool,
    dry_run: bool,
) -> int:
    """Make a triple store equal to what was built, and send only what changed.

    ENDPOINT is the base address of the store. What the store holds is known by the checksums that were written into it;
    a graph that we did not load is never touched. Run it again after an interruption: it goes on.

    \b
    Example:
      kg sync http://127.0.0.1:7878 --dry-run
      kg sync http://127.0.0.1:7878
    """
    contents = contents_at(build)
    store = opened(endpoint, profile, user, password_file)
    plan = plan_for(contents, store, only_graphs)
    if dry_run:
        tell_of_plan(plan)
        return 0
    return run(contents, store, plan, only_graphs, check_values, quiet=quiet)
