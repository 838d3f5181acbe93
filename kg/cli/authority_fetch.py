"""`kg authority fetch`: candidates from Wikidata or a reconciliation service. The one command that goes online."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TypeVar

import click
from click.core import ParameterSource
from rich.console import Console
from rich.progress import Progress

from kg.cli import FINDINGS
from kg.cli.candidate_rows import write_candidates
from kg.cli.library import current_settings
from kg.cli.reports import reading_named
from kg.cli.tables import print_line, print_table, printable
from kg.clients import (
    Budget,
    Cache,
    Courtesy,
    PoliteClient,
    QueryService,
    Reconciliation,
    Wikidata,
    queryservice,
    wikidata,
)
from kg.clients.fetching import (
    Account,
    Status,
    by_query,
    by_search,
    candidates_called,
    dump_lines,
    items_called,
    names_in,
    written_lines,
)
from kg.clients.messages import checked_address
from kg.clients.nameforms import forms_of
from kg.errors import DataError, UsageError

DEFAULT_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "diplograph-kg"
MAX_AGE_DAYS = 30.0  # a name or a date in Wikidata seldom changes within a month


@click.command("fetch", epilog="Nothing else of kg goes online; a build never does.")
@click.argument("words", nargs=-1, metavar="[NAME]...")
@click.option(
    "--names",
    "files",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file of names, one a line; lines that begin with # are left out.",
)
@click.option(
    "--nil", "reports", multiple=True, metavar="REPORT", help="The names that kg links leaves NIL in a report."
)
@click.option("--wikidata", "way", flag_value="search", help="Ask Wikidata: each form of a name, then whole items.")
@click.option(
    "--query-service", "way", flag_value="query", help="Ask the query service for exact names within a class."
)
@click.option("--reconcile", metavar="URL", help="Ask a service of the Reconciliation API (0.2 or 1.0-draft).")
@click.option(
    "--out", required=True, metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Where to write."
)
@click.option("--contact", envvar="KG_CONTACT", default="", help="Your e-mail or web address; also KG_CONTACT.")
@click.option("--language", default="en", show_default=True, metavar="CODE", help="The language of the names.")
@click.option(
    "--type",
    "kind",
    default="",
    metavar="ID",
    help="The class wanted, where not --wikidata; Q5 (human) for the query service.",
)
@click.option("--year", type=int, metavar="YEAR", help="With the query service: nobody born, nothing founded later.")
@click.option(
    "--property", "properties", multiple=True, metavar="ID=VALUE", help="With --reconcile: what else is known."
)
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="Candidates for a name.")
@click.option("--as-written", is_flag=True, help="Ask for no other form of a name (order, initials, no patronymic).")
@click.option("--requests", type=click.IntRange(0), default=500, show_default=True, help="The most that are sent.")
@click.option("--seconds", type=click.FloatRange(0), default=3600, show_default=True, help="The longest that it runs.")
@click.option("--pause", type=click.FloatRange(0), default=1.0, show_default=True, help="Seconds between two requests.")
@click.option(
    "--cache",
    "folder",
    envvar="KG_CACHE",
    type=click.Path(path_type=Path, file_okay=False),
    default=DEFAULT_CACHE,
    help="Where answers are kept; also KG_CACHE. Default: ~/.cache/diplograph-kg.",
)
@click.option("--max-age", type=click.FloatRange(0), metavar="DAYS", help="Ask again what is older; 30, offline any.")
@click.option("--offline", is_flag=True, help="Answer from the cache only.")
@click.option("--api", default=wikidata.API, show_default=True, metavar="URL", help="api.php of the Wikibase.")
@click.option("--sparql", default=queryservice.ENDPOINT, show_default=True, metavar="URL", help="The query service.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no table; failures still go to standard error.")
def command(
    words: tuple[str, ...],
    files: tuple[Path, ...],
    reports: tuple[str, ...],
    way: str | None,
    reconcile: str | None,
    out: Path,
    contact: str,
    language: str,
    kind: str,
    year: int | None,
    properties: tuple[str, ...],
    limit: int,
    as_written: bool,
    requests: int,
    seconds: float,
    pause: float,
    folder: Path,
    max_age: float | None,
    offline: bool,
    api: str,
    sparql: str,
    quiet: bool,
) -> int:
    """Ask Wikidata or a reconciliation service for candidates; goes online.

    Wikidata's items are written whole, one JSON object a line as in a dump, for kg authority import. Candidates of a
    reconciliation service are a table, or JSON lines if FILE ends in .jsonl.

    \b
    Example:
      kg authority fetch "Vasily Moskovsky" --wikidata --contact ada@example.org --out fetched.json
      kg authority fetch --nil 1962-08-27-embassy-hungary-pyongyang --reconcile URL --out candidates.tsv
    """
    if (way is None) == (reconcile is None):
        raise UsageError("say whom to ask.", cure="Give one of --wikidata, --query-service and --reconcile URL.")
    for address in (reconcile or api, sparql):
        checked_address(address)
    pairs = [pair_of(word) for word in properties]
    refuse_what_says_nothing(click.get_current_context(), way)
    account = Account(names_in([*words, *names_of_files(files), *nil_names(reports)]))
    if not account.names:
        cure = "Give names, a file with --names, or a report with --nil."
        raise UsageError("there is no name to ask for.", cure=cure)
    age = MAX_AGE_DAYS if max_age is None and not offline else max_age
    client = PoliteClient(
        contact,
        Budget(requests, seconds),
        cache=Cache(folder, max_age_days=age),
        courtesy=Courtesy(pause_seconds=pause),
        offline=offline,
    )
    say = (lambda text: None) if quiet else print_line
    progress = Progress(console=Console(stderr=True), transient=True, disable=quiet or not sys.stderr.isatty())
    with closing(client), progress:
        task = progress.add_task("asking", total=len(account.names))
        tick = partial(progress.advance, task)
        if reconcile is not None:
            # One for the manifest, which says how many names go into one request: one, at worst.
            say(plan(reconcile, 1 + len(account.names), client))
            service = Reconciliation(client, reconcile)
            found = candidates_called(account, service, type=kind, properties=pairs, most=limit)
            count = write_candidates(out, ticking(found, tick))
        else:
            base = Wikidata(client, api)
            batches = math.ceil(len(account.names) * limit / wikidata.BATCH_IDS)
            if way == "search":
                pages = math.ceil(limit / wikidata.PAGE_HITS)
                forms = sum(1 if as_written else len(forms_of(name)) for name in account.names)
                say(plan(api, forms * pages + batches, client))
                find = by_search(base, language=language, most=limit, as_written=as_written)
            else:
                say(plan(f"{sparql} and {api}", len(account.names) + batches, client))
                queries = QueryService(client, sparql)
                human = kind or queryservice.HUMAN
                find = by_query(queries, kind=human, year=year, language=language, most=limit, as_written=as_written)
            items = items_called(account, find, base, tick)
            count = written_lines(out, dump_lines(account, items)) - len(account.redirects)
    return tell(account, client, count, out, quiet=quiet)


# The options that only some services are asked with, by the way that leads there: None is a reconciliation service.
ASKED_WITH: Mapping[str, tuple[str | None, ...]] = {
    "--type": ("query", None),
    "--year": ("query",),
    "--property": (None,),
    "--language": ("search", "query"),
    "--as-written": ("search", "query"),
}


def refuse_what_says_nothing(context: click.Context, way: str | None) -> None:
    """Refuse (UsageError) an option that this service is not asked with, and a number that is none."""
    for parameter in context.command.params:
        name, given = parameter.opts[0], context.params.get(parameter.name or "")
        is_given = context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE
        if is_given and way not in ASKED_WITH.get(name, (way,)):
            raise UsageError(f"{name} says nothing to the service that is asked.", cure="Take it out, or ask another.")
        if isinstance(given, float) and math.isnan(given):
            raise UsageError(f"{name} is no number.", cure=f"Write it in digits: {name} 30.")


T = TypeVar("T")


def ticking(values: Iterable[T], tick: Callable[[], None]) -> Iterator[T]:
    """The values, with a tick for each."""
    for value in values:
        tick()
        yield value


def plan(service: str, requests: int, client: PoliteClient) -> str:
    """What will be sent at most, said before it is."""
    if client.offline:
        return f"offline: {service} is not asked, the cache answers"
    most = client.budget.requests
    return (
        f"asking {service}: at most {min(requests, most)} requests if none has to be repeated, in no case more than "
        f"{most}, {client.courtesy.pause_seconds:g} s apart"
    )


def tell(account: Account, client: PoliteClient, count: int, out: Path, *, quiet: bool) -> int:
    """Say what became of every name; 1 if one of them failed or was not asked."""
    outcomes = account.outcomes
    failed = {outcome.name: outcome.reason for outcome in outcomes if outcome.status is Status.FAILED}
    for name, reason in failed.items():
        print(f"kg: {printable(name)}: {printable(reason)}", file=sys.stderr)
    if account.stopped is not None:
        print(f"kg: {printable(str(account.stopped))}", file=sys.stderr)
    damaged = client.cache.damaged if client.cache is not None else []
    if damaged:
        print(f"kg: {len(damaged)} damaged files in the cache, the first is {damaged[0]}", file=sys.stderr)
    if not quiet:
        print_table(("name", "", "candidates"), [(row.name, row.status, ", ".join(row.ids)) for row in outcomes])
        for asked, id in account.redirects.items():
            print_line(f"{asked} is now {id}")
        # The reasons of names that failed are said above.
        told = {id for name, ids in account.found.items() if name in failed for id in ids}
        for id, reason in account.lost.items():
            if id not in told:
                print_line(f"{id}: {reason}")
        parts = " + ".join(f"{sum(row.status is status for row in outcomes)} {status}" for status in Status)
        print_line(f"{len(outcomes)} in = {parts}")
        repeats = ", ".join(f"{reason} ({times})" for reason, times in sorted(client.repeats.items()))
        print_line(
            f"requests sent: {client.budget.spent_requests}; answers from the cache: {client.from_cache}"
            f"{f'; asked again after: {repeats}' if repeats else ''}"
        )
        print_line(f"candidates in {out}: {count}" if count else f"nothing came; {out} is as it was")
    is_whole = all(row.status in {Status.ANSWERED, Status.NOTHING} for row in outcomes)
    return 0 if is_whole and account.stopped is None else FINDINGS


def pair_of(word: str) -> tuple[str, str]:
    """ID=VALUE in two. Refuses any other word (UsageError)."""
    id, equals, value = word.partition("=")
    if not id or not equals or not value:
        raise UsageError(f"{word!r} is no property.", cure="Give it as ID=VALUE, such as P27=Q15180.")
    return id, value


def names_of_files(files: Iterable[Path]) -> Iterator[str]:
    """The lines of the files. Refuses one that cannot be read (UsageError) or is no text (DataError)."""
    for path in files:
        try:
            yield from path.read_text("utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise DataError("this is no UTF-8 text.", place=str(path), cure="Save it as UTF-8.") from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise UsageError(f"cannot be read: {reason}.", place=str(path), cure="Check the path.") from error


def nil_names(reports: Iterable[str]) -> Iterator[str]:
    """The names of what `kg links` leaves NIL in these reports."""
    for word in reports:
        reading = reading_named(word, current_settings())
        entities = {entity.id: entity for entity in reading.entities}
        yield from sorted({entities[link.entity].name for link in reading.links if not link.authority})
