"""`kg check`: what is wrong with a graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import click

from kg.checks import digests_in, findings_in_graph, shapes_in
from kg.cli import FINDINGS
from kg.cli.library import built_place, current_settings
from kg.cli.tables import print_line
from kg.model.finding import Severity
from kg.model.report import SourceText
from kg.publish.queries import quads_in
from kg.settings import Settings


@click.command("check")
@click.argument("place", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
def command(place: Path) -> int:
    """Check a graph, or a folder of graphs, and say what is wrong with it.

    FILE is Turtle, JSON-LD, TriG or N-Quads; of a FOLDER that `kg build` wrote, all.nq is checked. The SHACL shapes are
    run, and each quote is found again in its source where the library has that source unchanged.

    \b
    Example:
      kg check build
    """
    settings = current_settings()
    quads = tuple(quads_in(built_place(place)))
    sources = tuple(sources_of(digests_in(quads), settings))
    findings = findings_in_graph(quads, shapes_in(settings.shapes), sources)
    for finding in findings:
        print_line(f"{finding.severity.value} {finding.code}: {finding.message}")
        if finding.subject:
            print_line(f"  {finding.subject}")
    counts = Counter(finding.severity for finding in findings)
    print_line(
        f"{len(quads)} statements, {len(sources)} sources compared: "
        + ", ".join(f"{counts[severity]} {severity.value}s" for severity in Severity)
    )
    return FINDINGS if counts[Severity.ERROR] else 0


def sources_of(digests: set[str], settings: Settings) -> Iterator[SourceText]:
    """The source texts of the library that have one of these SHA-256."""
    if not settings.has_reports:
        return
    for path in sorted(settings.reports.glob("*/source.txt")):
        content = path.read_bytes()
        if (digest := sha256(content).hexdigest()) in digests:
            yield SourceText(content.decode("utf-8"), digest)
