"""`kg build`: reports in, graphs out, and a table of what became of each."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

import click
from attrs import define, evolve, field
from rich.console import Console
from rich.progress import Progress

import kg
from kg.checks import shapes_in
from kg.cli import FINDINGS
from kg.cli.findings import Summary, finding_line, tsv_line
from kg.cli.library import (
    authority_of,
    base_of,
    base_option,
    current_settings,
    index_option,
    tell_decisions_not_applied,
)
from kg.cli.outcomes import COUNTED, Outcome, Workshop
from kg.cli.reports import places_named
from kg.cli.tables import print_line, print_table, printable
from kg.converters import AttestationRule, Base
from kg.errors import UsageError
from kg.model.authority import Authority
from kg.pipeline import get_ready
from kg.publish import Description, Publication, Run, context_of, publication, time_of_build
from kg.sources import catalogue
from kg.text.parse import PIPELINE, pipeline_version

COLUMNS = ("report", *COUNTED, "")
# More rows than that nobody reads on a screen; reports.tsv has them all.
LONGEST_TABLE = 60
FINDINGS_SHOWN = 10


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
@click.option("-q", "--quiet", is_flag=True, help="No progress and no table; refusals still go to standard error.")
def command(reports: tuple[str, ...], out: Path, index: Path | None, base: str, quiet: bool) -> int:
    """Build the graph of reports: Turtle, JSON-LD, TriG and N-Quads.

    A report that cannot be read, or whose graph has errors, is refused, and the others go on. The folder then holds
    the reports of this build and no others.

    \b
    Example:
      kg build
      kg build 1962-08-27-embassy-hungary-pyongyang --out one --quiet
    """
    settings = current_settings()
    words = reports or catalogue(settings.reports)
    if not words:
        raise UsageError(f"{settings.reports} holds no report.", cure="Put one there, or name a file.")
    places = places_named(words, settings)
    own_base = base_of(base, settings)
    ended = time_of_build(os.environ)
    authority = evolve(authority_of(settings, index), day=ended.date().isoformat() if ended else "")
    tell_decisions_not_applied(authority)
    workshop = Workshop(authority, shapes_in(settings.shapes), own_base)
    context = context_of(settings.ontology / "context.jsonld")
    get_ready()
    with publication(out, description_of(authority, own_base), context) as edition:
        account = write_reports(workshop, places, edition, quiet=quiet)
        if account.built:
            edition.finish()
    if not quiet:
        account.show()
        print_line(f"written to {out}" if account.built else f"nothing written; {out} is as it was")
        for name in edition.left_out if account.built else ():
            print_line(f"{name} is left out, it would be too large to read: see {out / 'all.nq'}, or each report's own")
    return 0 if account.built == account.outcomes else FINDINGS


def write_reports(workshop: Workshop, places: Mapping[str, Path], edition: Publication, *, quiet: bool) -> Account:
    """Build each report, write it at once, and let it go; what became of all of them."""
    account = Account()
    bar = Progress(console=Console(stderr=True), transient=True, disable=quiet or not sys.stderr.isatty())
    with edition.opened("findings.jsonl") as findings, edition.opened("reports.tsv") as rows, bar:
        rows.write(tsv_line(("report", "outcome", *COUNTED, "reason")).encode())
        # Each report is read, and when all are read each is built.
        task = bar.add_task("building", total=2 * len(places))
        for outcome in workshop.outcomes_of(places, lambda _: bar.advance(task)):
            account.add(outcome)
            counts = outcome.counts() or ("",) * len(COUNTED)
            rows.write(tsv_line((outcome.name, outcome.word, *counts, " ".join(outcome.refusals()))).encode())
            for line in outcome.refusals():
                print(f"kg: {outcome.name}: {printable(line)}", file=sys.stderr)
            if outcome.trace:
                print(outcome.trace, file=sys.stderr, end="")
            if outcome.build is not None and outcome.is_built:
                report = outcome.build.reading.report
                whole_text = None if report.quotes_only else report.source.text
                edition.add(report.key, outcome.build.quads, report.rights, whole_text)
                for finding in outcome.build.findings:
                    account.findings.add(report.key, finding)
                    findings.write(finding_line(report.key, finding).encode())
    with edition.opened("findings.tsv") as summary:
        for line in account.findings.tsv():
            summary.write(line.encode())
    return account


@define
class Account:
    """What became of all reports: counts, the rows that are worth a look, the findings by kind."""

    outcomes: int = 0
    built: int = 0
    rows: list[tuple[object, ...]] = field(factory=list)
    refused: list[tuple[object, ...]] = field(factory=list)
    totals: Counter[str] = field(factory=Counter)
    findings: Summary = field(factory=Summary)

    def add(self, outcome: Outcome) -> None:
        """Count one report."""
        self.outcomes += 1
        self.built += outcome.is_built
        counts = outcome.counts()
        row = (outcome.name, *(counts or ("",) * len(COUNTED)), outcome.word)
        if self.outcomes <= LONGEST_TABLE:
            self.rows.append(row)
        if not outcome.is_built and len(self.refused) < LONGEST_TABLE:
            self.refused.append(row)
        if counts and outcome.is_built:
            self.totals.update(dict(zip(COUNTED, counts, strict=True)))

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
