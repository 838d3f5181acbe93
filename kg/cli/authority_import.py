"""`kg authority import`: candidates from a file into the index, with an account of every row."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click
from click.core import ParameterSource
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from kg.authority.csvtable import FIELDS, KINDS, Table, read_table
from kg.authority.dump import NAME as WIKIDATA
from kg.authority.dump import Dump, begins_as_dump, read_dump
from kg.authority.frus import People, read_people
from kg.authority.frus import job as frus_job
from kg.authority.importing import Account, Reading, imported
from kg.authority.index import CandidateIndex
from kg.authority.positions import StateNames
from kg.authority.staging import Job
from kg.authority.territories import job as territories_job
from kg.authority.territories import read_territories, state_names
from kg.authority.wikidata import Years
from kg.cli import FINDINGS
from kg.cli.library import curated_of, current_settings
from kg.cli.tables import print_line
from kg.errors import UsageError
from kg.model.authority import Authority
from kg.model.dates import is_day
from kg.model.entity import Kind
from kg.sources.teivolume import survey

_OF_TABLES = frozenset({"columns", "kind", "rights", "separator", "several", "prefix"})
_OF_DUMPS = frozenset({"first_year", "last_year", "subclasses", "accept_cut_off"})
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("import", epilog=f"Fields of --map: {', '.join(FIELDS)}.")
@click.option("--csv", "table", type=_FILE, help="A table, its columns named by --map.")
@click.option("--wikidata-dump", "dump", type=_FILE, help="A JSON dump of Wikidata: .json, .json.gz or .json.bz2.")
@click.option(
    "--frus-people", "volumes", type=_FILE, multiple=True, help="A TEI volume with its list of persons; repeat it."
)
@click.option("--territories", is_flag=True, help="The states of the world, past ones too.")
@click.option("--index", "given", type=_FILE, help="The index to import into; it is made if it is not there.")
@click.option("--map", "columns", multiple=True, metavar="FIELD=COLUMN", help="What a column is; repeat it.")
@click.option("--kind", type=click.Choice([kind.value for kind in KINDS]), help="What the rows of the table are.")
@click.option(
    "--source",
    help="What the facts come from; a source of the same name is replaced. Of a dump Wikidata, if not given.",
)
@click.option("--rights", default="", help="What may be done with the source.")
@click.option("--date", default="", metavar="YYYY-MM-DD", help="The day of the source.")
@click.option("--separator", default="", help="What parts the cells; a tab in .tsv, else a comma.")
@click.option("--several", default="|", show_default=True, help="What parts several values in one cell.")
@click.option("--prefix", default="csv", show_default=True, help="What begins the keys of rows without key and number.")
@click.option("--first-year", type=int, help="Of a dump: leave out what ended before.")
@click.option("--last-year", type=int, help="Of a dump: leave out what began after.")
@click.option("--subclasses", is_flag=True, help="Of a dump: instances of subclasses too; reads the file twice.")
@click.option("--accept-cut-off", is_flag=True, help="Of a dump that breaks off: import what is there.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no account.")
def command(
    table: Path | None,
    dump: Path | None,
    volumes: tuple[Path, ...],
    territories: bool,
    given: Path | None,
    columns: tuple[str, ...],
    kind: str | None,
    source: str | None,
    rights: str,
    date: str,
    separator: str,
    several: str,
    prefix: str,
    first_year: int | None,
    last_year: int | None,
    subclasses: bool,
    accept_cut_off: bool,
    quiet: bool,
) -> int:
    """Import candidates into the index that links are decided from.

    One source a call. The index in use stays as it is until the new one is whole; importing a source again replaces
    what it said. A row that cannot be read is counted and named, and the others go on.

    \b
    Example:
      kg authority import --territories
      kg authority import --csv envoys.csv --map name=Name --map born=Born --kind Person --source "Envoys, 1962"
    """
    chosen = [bool(each) for each in (dump, table, volumes, territories)].count(True)
    if chosen != 1:
        raise UsageError(
            f"{chosen} sources were named.", cure="Name one: --wikidata-dump, --csv, --frus-people or --territories."
        )
    if date and not is_day(date):
        raise UsageError(f"{date!r} is no day.", cure="Write --date 2026-11-02.")
    _refuse_options_of_others(click.get_current_context(), bool(dump), table is not None)
    index = given or current_settings().index
    job: Job
    read: Callable[[Reading], None]
    if table is not None:
        if not source:
            raise UsageError("the table has no source.", cure='Say where its facts come from: --source "…".')
        wanted = Table(
            path=table,
            columns=_columns_of(columns),
            source=source,
            kind=Kind(kind) if kind else None,
            rights=rights,
            date=date,
            separator="\t" if separator == "\\t" else separator,
            several=several,
            prefix=prefix,
        )
        job, read = wanted.job, lambda reading: read_table(wanted, reading)
    elif dump is not None:
        if not source:
            _refuse_to_replace_a_dump(dump, index)
        asked = Dump(dump, date, Years(first_year, last_year), subclasses, accept_cut_off, source or WIKIDATA)
        job, read = asked.job, lambda reading: _read_with_progress(asked, reading, quiet=quiet)
    elif volumes:
        people = [_people_in(path) for path in volumes]
        authority = curated_of(current_settings())
        job, read = frus_job(people), lambda reading: _read_people(people, authority, index, reading)
    else:
        job, read = territories_job(), read_territories
    account = imported(job, index, read)
    if not quiet:
        print_account(account, index)
    return FINDINGS if account.broken else 0


def _refuse_options_of_others(context: click.Context, is_dump: bool, is_table: bool) -> None:
    """Refuse (UsageError) an option that says nothing of the source that was named: it would be passed over."""
    for options, source, is_meant in ((_OF_TABLES, "--csv", is_table), (_OF_DUMPS, "--wikidata-dump", is_dump)):
        for parameter in context.command.params:
            is_given = context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE
            if parameter.name in options and is_given and not is_meant:
                raise UsageError(f"{parameter.opts[0]} is for {source} alone.", cure="Take it out.")
    for name in ("date", "source"):
        if context.params[name] and not (is_dump or is_table):
            raise UsageError(f"--{name} is for --csv and --wikidata-dump alone.", cure="Take it out.")


def _refuse_to_replace_a_dump(path: Path, index: Path) -> None:
    """Refuse (UsageError) some fetched items that would take the place of all of Wikidata in the index."""
    if not index.exists() or begins_as_dump(path):
        return
    with CandidateIndex.opened(index) as before:
        if any(row.name == WIKIDATA for row in before.sources):
            raise UsageError(
                f"this file is no whole dump, and would replace all that the index has of {WIKIDATA}.",
                place=str(path),
                cure='Give it a name of its own, such as --source "Wikidata, fetched 2026-11-23".',
            )


def _read_with_progress(dump: Dump, reading: Reading, *, quiet: bool) -> None:
    """Read a dump behind a bar that shows how much of the file is read."""
    if reading.line and not quiet:
        print_line(f"goes on after line {reading.line:,}, where the import was stopped")
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    is_shown = not quiet and sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not is_shown) as bar:
        task = bar.add_task(dump.path.name, total=None)
        read_dump(dump, reading, lambda done, whole: bar.update(task, completed=done, total=whole))


def _people_in(path: Path) -> People:
    """The list of persons of a volume, read by the reader of volumes."""
    volume = survey(path)
    return People(path, volume.id, volume.sha256, tuple(volume.persons.values()))


def _read_people(people: Sequence[People], authority: Authority, index: Path, reading: Reading) -> None:
    """Read lists of persons beside what the index holds already, if there is one."""

    def states_of(each: People) -> StateNames:
        return state_names_of(authority, *each.years)

    if not index.exists():
        read_people(people, states_of, lambda _key: None, reading)
        return
    with CandidateIndex.opened(index) as before:
        read_people(people, states_of, before.entry, reading)


def state_names_of(authority: Authority, first_year: str, last_year: str) -> StateNames:
    """How the states of these years are called: as the curated tables say, else as the list of territories does."""
    names, adjectives = dict(state_names()), dict[str, str]()
    curated = [
        state
        for state in authority.of_kind(Kind.STATE)
        if (not state.start or not last_year or state.start[:4] <= last_year)
        and (not state.end or not first_year or state.end[:4] >= first_year)
    ]
    for called, into in (
        ([(name, state) for state in curated for name in (state.name, *state.names)], names),
        ([(adjective, state) for state in curated for adjective in state.adjectives], adjectives),
    ):
        bearers: dict[str, set[str]] = {}
        for word, state in called:
            bearers.setdefault(word, set()).add(state.qid or state.key)
        # "Korea" and "Korean" are two states: who is meant is not for a list of names to say.
        for word, keys in bearers.items():
            into.pop(word, None)
            if len(keys) == 1:
                into[word] = min(keys)
    return StateNames(names, adjectives)


def _columns_of(pairs: tuple[str, ...]) -> dict[str, list[str]]:
    """The columns of each field."""
    columns: dict[str, list[str]] = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals or not field or not column:
            raise UsageError(f"--map {pair!r} names no column.", cure="Write --map FIELD=COLUMN, such as name=Label.")
        columns.setdefault(field, []).append(column)
    return columns


def print_account(account: Account, index: Path) -> None:
    """Say what became of every row."""
    left_out = sum(account.left_out.values())
    print_line(
        f"{account.rows:,} in = {account.added:,} added + {account.merged:,} merged + {account.redirects:,} redirects"
        f" + {left_out:,} left out + {account.broken:,} broken"
    )
    for reason, rows in account.left_out.items():
        print_line(f"  left out: {rows:,} {reason}")
    for code, count in account.findings.items():
        print_line(f"  findings: {count:,} {code}")
    print_line(f"the index is {index}")
