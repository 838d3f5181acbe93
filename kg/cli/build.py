"""`kg build`: reports in, graphs out, and a table of what became of each."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from attrs import frozen
from rich.console import Console
from rich.progress import track

import kg
from kg.checks import Shapes, shapes_in
from kg.cli import FINDINGS
from kg.cli.library import base_of, base_option, current_settings
from kg.cli.reports import report_named
from kg.cli.tables import print_line, print_table, printable
from kg.converters import AttestationRule, Base
from kg.errors import SourceError, UsageError
from kg.links import read_authority
from kg.model.authority import Authority
from kg.model.finding import Finding, Severity
from kg.model.report import Report
from kg.pipeline import Build, build, get_ready
from kg.publish import Description, Run, context_of, time_of_build, write_build
from kg.settings import Settings
from kg.sources import catalogue
from kg.text.parse import PIPELINE, pipeline_version

COLUMNS = ("report", "events", "claims", "voices", "links", "NIL", "findings", "")


@click.command("build", epilog="REPORT is a key of data/reports/ or the path of a file; all reports if none is named.")
@click.argument("reports", nargs=-1, metavar="[REPORT]...")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="The folder to write; what an earlier build wrote there is replaced as a whole.",
)
@base_option
@click.option("-q", "--quiet", is_flag=True, help="No progress and no table; refusals still go to standard error.")
def command(reports: tuple[str, ...], out: Path, base: str, quiet: bool) -> int:
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
    own_base = base_of(base, settings)
    authority = read_authority(settings.authority)
    workshop = Workshop(settings, authority, shapes_in(settings.shapes), own_base)
    get_ready()
    progress = Console(stderr=True)
    shown = track(
        dict.fromkeys(words), "reading", console=progress, transient=True, disable=quiet or not sys.stderr.isatty()
    )
    outcomes = list(workshop.outcomes_of(shown))
    built = [outcome.build for outcome in outcomes if outcome.build and outcome.is_built]
    if built:
        write_build(
            {one.reading.report.key: one.quads for one in built},
            description_of(built, authority, own_base),
            context_of(settings.ontology / "context.jsonld"),
            out,
            also={"findings.jsonl": findings_file(built)},
        )
    for outcome in outcomes:
        for line in outcome.refusals():
            print(f"kg: {outcome.name}: {printable(line)}", file=sys.stderr)
    if not quiet:
        print_table(COLUMNS, (outcome.row() for outcome in outcomes), numbers=COLUMNS[1:-1])
        print_line(f"{len(outcomes)} in = {len(built)} built + {len(outcomes) - len(built)} refused")
        print_line(f"written to {out}" if built else f"nothing written; {out} is as it was")
    return 0 if len(built) == len(outcomes) else FINDINGS


@frozen
class Outcome:
    """What became of one report: a build, or the reason why there is none."""

    name: str
    build: Build | None = None
    refusal: str = ""

    @property
    def is_built(self) -> bool:
        """Whether it goes into the output: an error among the findings refuses it."""
        return self.build is not None and self.build.is_sound

    def refusals(self) -> Iterator[str]:
        """Why it was refused, one sentence each."""
        if self.refusal:
            yield self.refusal
        for finding in self.build.findings if self.build else ():
            if finding.severity is Severity.ERROR:
                yield finding_sentence(finding)

    def row(self) -> tuple[object, ...]:
        """The row of the table."""
        if self.build is None:
            return (self.name, "", "", "", "", "", 1, "refused")
        reading = self.build.reading
        linked = sum(1 for link in reading.links if link.authority)
        return (
            self.name,
            len(reading.events),
            len(reading.claims),
            len(reading.voices),
            linked,
            len(reading.links) - linked,
            len(self.build.findings),
            "built" if self.is_built else "refused",
        )


@frozen
class Workshop:
    """What every report of a run is built with."""

    settings: Settings
    authority: Authority
    shapes: Shapes
    base: Base

    def outcomes_of(self, words: Iterable[str]) -> Iterator[Outcome]:
        """What becomes of each report. Refuses two reports of one key (UsageError): their files would be the same."""
        keys: dict[str, str] = {}
        for word in words:
            try:
                report = report_named(word, self.settings)
            except SourceError as error:
                yield Outcome(word, refusal=str(error))
                continue
            if report.key in keys:
                message = f"{keys[report.key]} and {word} are both called {report.key}."
                raise UsageError(message, cure="Rename one, or build them into folders of their own.")
            keys[report.key] = word
            yield Outcome(report.key, build(report, self.authority, self.shapes, self.base))


def finding_sentence(finding: Finding) -> str:
    """A finding on one line."""
    return f"{finding.severity.value} {finding.code}: {finding.message}"


def findings_file(builds: Iterable[Build]) -> bytes:
    """What was not understood or looks odd, published with the graph: one JSON object a line."""
    lines = []
    for one in builds:
        for finding in one.findings:
            passage = finding.passage
            row = {
                "report": one.reading.report.key,
                "severity": finding.severity.value,
                "code": finding.code,
                "message": finding.message,
                "subject": finding.subject,
                "quote": passage.exact if passage else "",
                "start": passage.start_char if passage else None,
                "end": passage.end_char if passage else None,
            }
            lines.append(json.dumps(row, ensure_ascii=False) + "\n")
    return "".join(lines).encode()


def description_of(builds: Iterable[Build], authority: Authority, base: Base) -> Description:
    """What the build says of itself: the tools, the settings that change its output, the rights of the sources."""
    reports: list[Report] = [one.reading.report for one in builds]
    run = Run(
        tool_version=kg.__version__,
        pipeline=PIPELINE,
        pipeline_version=pipeline_version().removeprefix(f"{PIPELINE} "),
        settings={"base": base.iri, "authority": authority.version, "attestation": AttestationRule().sentence()},
        ended=time_of_build(os.environ),
    )
    return Description(run, base.iri, rights={report.key: report.rights for report in reports})
