"""What `kg load` and `kg sync` share: options, the account of a run, what the store made of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import Progress

from kg.cli import FINDINGS
from kg.cli.library import build_option, built_place, current_settings
from kg.cli.tables import print_line, print_table
from kg.errors import UsageError
from kg.stores import PROFILES, Account, Contents, Graph, Login, Plan, Store, carry_out, contents_of, store_at
from kg.stores.comparing import Comparison, Fate, compared, sample_of

F = TypeVar("F", bound=Callable[..., Any])

NONE, SAMPLE, ALL = "none", "sample", "all"
SHOWN = 5  # graphs or triples of each kind that are named; the rest is counted

profile_option = click.option(
    "--profile", type=click.Choice(list(PROFILES)), help="The kind of the store; else it is found out by asking."
)
user_option = click.option(
    "--user", default="", envvar="KG_STORE_USER", metavar="NAME", help="Who we are to the store."
)
password_option = click.option(
    "--password-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file whose first line is the password; else the variable KG_STORE_PASSWORD.",
)
_OPTIONS = (
    build_option,
    profile_option,
    user_option,
    password_option,
    click.option(
        "--only-graphs",
        multiple=True,
        metavar="PATTERN",
        help="Only graphs of this name, such as 'frus1961-63v05-*' or dataset; may be repeated.",
    ),
    click.option(
        "--check-values",
        type=click.Choice([NONE, SAMPLE, ALL]),
        default=SAMPLE,
        show_default=True,
        help="Read graphs back and compare each value: none, a few of them, or all.",
    ),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but what went wrong."),
)


def store_options(command: F) -> F:
    """The options that both commands have."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def login_of(user: str, password_file: Path | None) -> Login:
    """Who we are. The password never stands on the command line, where other users of the machine would see it."""
    if password_file is None:
        return Login(user, os.environ.get("KG_STORE_PASSWORD", ""))
    try:
        return Login(user, (password_file.read_text("utf-8").splitlines() or [""])[0])
    except (OSError, UnicodeDecodeError) as error:
        place = str(password_file)
        raise UsageError("the password cannot be read.", place=place, cure="Name a file of UTF-8 text.") from error


def contents_at(build: Path) -> Contents:
    """What the build puts into a store."""
    settings = current_settings()
    return contents_of(built_place(build), settings.ontology, settings.shapes)


def run(
    contents: Contents, store: Store, plan: Plan, patterns: Sequence[str], check_values: str, *, quiet: bool
) -> int:
    """Do what the plan says, compare, and tell of both; the exit code."""
    bar = Progress(console=Console(stderr=True), transient=True, disable=quiet or not sys.stderr.isatty())
    with bar:
        total = sum(each.graph.size_bytes for each in plan.sending)
        task = bar.add_task("sending", total=total)

        def told(graph: Graph | None) -> None:
            bar.advance(task, graph.size_bytes if graph else 0)

        account = carry_out(plan, contents, store, told)
        tell_of(account, quiet=quiet)
        if account.stopped is not None:
            raise account.stopped
        chosen = chosen_of(account, contents.only(patterns).graphs, check_values)
        comparison = Comparison()
        for comparison in compared(chosen, store):
            bar.update(task, description=f"comparing {comparison.graphs} of {len(chosen)}")
    if chosen:
        tell_of_values(comparison, store, quiet=quiet)
    return 0 if account.is_whole and comparison.is_equal else FINDINGS


def chosen_of(account: Account, graphs: Sequence[Graph], check_values: str) -> Sequence[Graph]:
    """The graphs whose values are compared: all, or a few of those that were sent."""
    if check_values == NONE:
        return ()
    whole = [graph for graph in graphs if graph.iri not in account.failed]
    return whole if check_values == ALL else sample_of(account.sent or whole)


def tell_of(account: Account, *, quiet: bool) -> None:
    """The table of what was done, and each graph that failed."""
    if not quiet:
        triples = sum(graph.triples for graph in account.sent)
        rows = [
            ("sent", len(account.sent), f"{triples:,}"),
            ("unchanged", len(account.unchanged), f"{sum(graph.triples for graph in account.unchanged):,}"),
            ("removed", len(account.removed), ""),
            ("failed", len(account.failed), ""),
            ("not tried", account.not_tried, ""),
        ]
        print_table(["what", "graphs", "triples"], rows, numbers=["graphs", "triples"])
        for iri in account.removed[:SHOWN]:
            print_line(f"removed {iri}")
        if len(account.removed) > SHOWN:
            print_line(f"removed {len(account.removed) - SHOWN} graphs more")
    for iri, reason in list(account.failed.items())[:SHOWN]:
        print(f"kg: {iri}: {reason}", file=sys.stderr)
    if len(account.failed) > SHOWN:
        print(f"kg: … and {len(account.failed) - SHOWN} graphs more failed", file=sys.stderr)


def tell_of_plan(plan: Plan) -> None:
    """What would be done."""
    rows = [(each.graph.iri, f"{each.graph.triples:,}", "send", each.reason.value) for each in plan.sending]
    rows += [(iri, "", "remove", "the build has it no more") for iri in plan.withdrawn]
    if rows:
        print_table(["graph", "triples", "do", "why"], rows, numbers=["triples"])
    print_line(f"{len(plan.sending)} to send, {len(plan.unchanged)} unchanged, {len(plan.withdrawn)} to remove")


def tell_of_values(comparison: Comparison, store: Store, *, quiet: bool) -> None:
    """What the store made of the values: in a line what is only spelled otherwise, with examples what is a fault."""
    if not quiet:
        print_line(f"values compared: {comparison.triples:,} triples of {comparison.graphs} graphs")
    for (fate, kind), count in sorted(comparison.counts.items()):
        if fate is Fate.RESPELLED and quiet:
            continue
        print_line(f"{store.profile.title}: {count:,} {fate.value} ({kind})")
        for difference in comparison.examples[fate, kind][: 1 if fate is Fate.RESPELLED else SHOWN]:
            print_line(f"  sent  {difference.sent or '-'}")
            print_line(f"  found {difference.found or '-'}")
    for iri, reason in list(comparison.unread.items())[:SHOWN]:
        print(f"kg: {iri}: {reason}", file=sys.stderr)


def opened(endpoint: str, profile: str | None, user: str, password_file: Path | None) -> Store:
    """The store at an address. Raises UsageError or StoreError."""
    return store_at(endpoint, login_of(user, password_file), kind=profile or "")
