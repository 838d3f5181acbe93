"""`kg build`: reports in, graphs out, and a table of what became of each."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from itertools import islice
from pathlib import Path

import click
from attrs import define, evolve, field
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

import kg
from kg.building import COUNTED, Building, Jobs, Materials, Opener, Result, Summary, Watch, only_build, tsv_line
from kg.cli import FINDINGS
from kg.cli.library import (
    authority_of,
    base_of,
    base_option,
    current_settings,
    index_option,
    tell_decisions_not_applied,
)
from kg.cli.reports import places_named
from kg.cli.tables import print_line, print_table, printable
from kg.converters import AttestationRule, Base
from kg.errors import UsageError
from kg.model.authority import Authority
from kg.publish import (
    LIMITS,
    Description,
    Publication,
    Run,
    context_of,
    publication,
    refuse_foreign_files,
    time_of_build,
)
from kg.publish.formats import FORMATS
from kg.sources import catalogue
from kg.text.parse import PIPELINE, pipeline_version

COLUMNS = ("report", *COUNTED, "")
# More rows than that nobody reads on a screen; reports.tsv has them all.
LONGEST_TABLE = 60
FINDINGS_SHOWN = 10
REPORTS_SHOWN = 5
# So few reports are done sooner in one process than others are begun.
FEW = 12


@click.command("build", epilog="REPORT is a key of data/reports/ or the path of a file; all reports if none is named.")
@click.argument("reports", nargs=-1, metavar="[REPORT]...")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="The folder to write; what an earlier build wrote there is replaced as a whole.",
)
@index_option
@base_option
@click.option(
    "--jobs", type=click.IntRange(min=1), help="How many processes work; else as many as there are processors."
)
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Who does the work: processes of this machine, or the workers of a scheduler of Dask.",
)
@click.option("--scheduler", metavar="ADDRESS", default="", help="With --engine dask: the address of the scheduler.")
@click.option(
    "--cache",
    type=click.Path(path_type=Path),
    help="Where what can be used again is kept, by default OUT.cache; it may be removed at any time.",
)
@click.option("--explain", is_flag=True, help="Say of each report that was done anew why it was.")
@click.option(
    "--whole/--no-whole",
    default=None,
    help="Write all.* or not; by default they are written while all.nq has less than 500 MB.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress and no table; refusals still go to standard error.")
def command(
    reports: tuple[str, ...],
    out: Path,
    index: Path | None,
    base: str,
    jobs: int | None,
    engine: str,
    scheduler: str,
    cache: Path | None,
    explain: bool,
    whole: bool | None,
    quiet: bool,
) -> int:
    """Build the graph of reports: Turtle, JSON-LD, TriG and N-Quads.

    A report that cannot be read, or whose graph has errors, is refused, and the others go on. The folder then holds
    the reports of this build and no others. What has not changed since the build before is not done again.

    \b
    Example:
      kg build
      kg build 1962-08-27-embassy-hungary-pyongyang --out one --quiet
      kg build --explain
      kg build --engine dask --scheduler tcp://127.0.0.1:8786
    """
    settings = current_settings()
    opener = opener_for(engine, scheduler, jobs)
    words = reports or catalogue(settings.reports)
    if not words:
        raise UsageError(f"{settings.reports} holds no report.", cure="Put one there, or name a file.")
    places = places_named(words, settings)
    own_base = base_of(base, settings)
    ended = time_of_build(os.environ)
    day = ended.date().isoformat() if ended else ""
    authority = evolve(authority_of(settings, index), day=day)
    tell_decisions_not_applied(authority)
    refuse_foreign_files(out)
    materials = Materials(
        settings.authority,
        settings.decisions,
        (index or settings.index) if authority.index else None,
        day,
        settings.shapes,
        settings.ontology / "context.jsonld",
        own_base.iri,
        description_of(authority, own_base),
        (cache or out.with_name(f"{out.name}.cache")).absolute(),
    )
    context = context_of(materials.context)
    with only_build(materials.cache), building_of(materials, places, quiet=quiet) as building:
        building.work(opener or jobs_for(jobs), FEW if opener is None and jobs is None else 0)
        with publication(out, materials.description, context) as edition:
            if not (building.nquads_bytes <= LIMITS.whole_bytes if whole is None else whole):
                edition.without_whole()
            account = write_reports(building, edition)
            if account.built:
                edition.finish()
        building.forget()
    if not quiet:
        account.show()
        print_line(f"written to {out}" if account.built else f"nothing written; {out} is as it was")
        tell_left_out(edition.left_out if account.built else (), out)
    if explain:
        account.explain()
    return 0 if account.built == account.outcomes else FINDINGS


def opener_for(engine: str, scheduler: str, jobs: int | None) -> Opener | None:
    """The workers of a scheduler, None for this machine. Refuses options that do not fit (UsageError)."""
    if engine != "dask":
        if scheduler:
            raise UsageError("--scheduler is for --engine dask.", cure="Add it, or leave --scheduler out.")
        return None
    if not scheduler:
        raise UsageError("--engine dask needs a scheduler.", cure="Name it: --scheduler tcp://HOST:8786.")
    if jobs is not None:
        cure = "Leave it out: as many work as there are workers (dask worker --nworkers N)."
        raise UsageError("--jobs is for processes of this machine.", cure=cure)
    try:
        # Loaded only here: it takes half a second, and few have it.
        cluster = import_module("kg.building.cluster")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("distributed", "dask"):
            raise
        raise UsageError("Dask is not installed.", cure="Install it: pip install 'kg[dask]'.") from error
    opener: Opener = cluster.Cluster(scheduler)
    return opener


def jobs_for(jobs: int | None) -> Jobs | None:
    """Who does the work: as many processes as wanted, else as there are processors; None for this one alone."""
    jobs = jobs or os.cpu_count() or 1
    return Jobs(jobs) if jobs > 1 else None


@contextmanager
def building_of(materials: Materials, places: Mapping[str, Path], *, quiet: bool) -> Iterator[Building]:
    """The build of these reports, with a line on the terminal that says how far it is."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        SpeedColumn(),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=Console(stderr=True), transient=True, disable=quiet or not sys.stderr.isatty())
    with bar:
        # Each report is read, and when all are read each is built.
        names = iter(("reading", "building"))
        tasks: list[TaskID] = []
        watch = Watch(
            planned=lambda count: tasks.append(bar.add_task(next(names), total=count)),
            done=lambda: bar.advance(tasks[-1]),
        )
        with Building.opened(materials, places, watch) as building:
            yield building


class SpeedColumn(ProgressColumn):
    """How many reports a second."""

    def render(self, task: Task) -> Text:
        """Nothing before the first is done."""
        return Text(f"{task.speed:.1f}/s" if task.speed else "")


def write_reports(building: Building, edition: Publication) -> Account:
    """Put each report's files there; what became of all of them."""
    account = Account()
    with edition.opened("findings.jsonl") as findings, edition.opened("reports.tsv") as rows:
        rows.write(tsv_line(("report", "outcome", *COUNTED, "reason")).encode())
        pieces = building.pieces(with_lines=edition.has_whole)
        for result in building.results():
            outcome = result.outcome
            account.add(result)
            counts = outcome.counts or ("",) * len(COUNTED)
            rows.write(tsv_line((result.name, outcome.word, *counts, " ".join(outcome.refusals))).encode())
            for line in outcome.refusals:
                print(f"kg: {result.name}: {printable(line)}", file=sys.stderr)
            if outcome.trace:
                print(outcome.trace, file=sys.stderr, end="")
            if outcome.is_built:
                edition.take(next(pieces), result.files)
                account.findings.take(result.name, outcome.kinds)
                findings.write(outcome.lines)
    for counted in building.counted():
        edition.count(counted)
    with edition.opened("findings.tsv") as summary:
        for line in account.findings.tsv():
            summary.write(line.encode())
    return account


def tell_left_out(names: tuple[str, ...], out: Path) -> None:
    """Say which files of the whole are not there, and what to take instead."""
    if len(names) == len(FORMATS):
        print_line("all.* are left out: each report has its own files; kg build --whole writes them")
    else:
        for name in names:
            print_line(f"{name} is left out, it would be too large to read: see {out / 'all.nq'}, or each report's own")


@define
class Account:
    """What became of all reports: counts, the rows that are worth a look, the findings by kind."""

    outcomes: int = 0
    built: int = 0
    rows: list[tuple[object, ...]] = field(factory=list)
    refused: list[tuple[object, ...]] = field(factory=list)
    totals: Counter[str] = field(factory=Counter)
    findings: Summary = field(factory=Summary)
    anew: Counter[str] = field(factory=Counter)  # by the reason
    shown: dict[str, list[str]] = field(factory=dict)  # the first of each

    def add(self, result: Result) -> None:
        """Count one report."""
        outcome = result.outcome
        self.outcomes += 1
        self.built += outcome.is_built
        if result.why:
            self.anew[result.why] += 1
            if self.anew[result.why] <= REPORTS_SHOWN:
                self.shown.setdefault(result.why, []).append(result.name)
        row = (result.name, *(outcome.counts or ("",) * len(COUNTED)), outcome.word)
        if self.outcomes <= LONGEST_TABLE:
            self.rows.append(row)
        if not outcome.is_built and len(self.refused) < LONGEST_TABLE:
            self.refused.append(row)
        if outcome.counts and outcome.is_built:
            self.totals.update(dict(zip(COUNTED, outcome.counts, strict=True)))

    def explain(self) -> None:
        """Print which reports were done anew, by the reason."""
        print_line(f"{self.anew.total()} done anew, {self.outcomes - self.anew.total()} put back as they were")
        for why, count in sorted(self.anew.items(), key=lambda item: (-item[1], item[0])):
            more = f" and {count - REPORTS_SHOWN} more" if count > REPORTS_SHOWN else ""
            print_line(f"{count} because {why}: {', '.join(self.shown[why])}{more}")

    def show(self) -> None:
        """Print it: all reports if they are few, else those that were refused; the totals; what is found most often."""
        is_short = self.outcomes <= LONGEST_TABLE
        rows = list(self.rows if is_short else self.refused)
        if self.outcomes > 1:
            rows.append(("all that were built", *(self.totals[name] for name in COUNTED), ""))
        print_table(COLUMNS, rows, numbers=COLUMNS[1:-1])
        if len(self.findings):
            print_line("")
            shown = ("times", "reports", "code", "words", "finding")
            top = [[row[name] for name in shown] for row in islice(self.findings.rows(), FINDINGS_SHOWN)]
            print_table(shown, top, numbers=shown[:2])
            if len(self.findings) > FINDINGS_SHOWN:
                print_line(f"and {len(self.findings) - FINDINGS_SHOWN} more kinds of findings: see findings.tsv")
        print_line("")
        if not is_short:
            print_line("each report has a row in reports.tsv")
        print_line(f"{self.outcomes} in = {self.built} built + {self.outcomes - self.built} refused")


def description_of(authority: Authority, base: Base) -> Description:
    """What the build says of itself: the tools, and the settings that change its output."""
    run = Run(
        tool_version=kg.__version__,
        pipeline=PIPELINE,
        pipeline_version=pipeline_version().removeprefix(f"{PIPELINE} "),
        settings={
            "base": base.iri,
            "authority": authority.version,
            **({"index": authority.index.version} if authority.index else {}),
            "attestation": AttestationRule().sentence(),
        },
        ended=time_of_build(os.environ),
    )
    return Description(run, base.iri)
