"""`kg check`: what is wrong with a graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

import click

from kg.checks import LibraryCheck, digests_in, findings_in_graph, library_rules_in, shapes_in
from kg.cli import FINDINGS
from kg.cli.library import built_place, current_settings
from kg.cli.tables import print_line
from kg.model.finding import Finding, Severity
from kg.model.report import SourceText
from kg.publish.files import DESCRIPTION
from kg.publish.queries import each_document_in, each_quad_in
from kg.settings import Settings


@click.command("check")
@click.argument("place", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
def command(place: Path) -> int:
    """Check a graph, or a folder of graphs, and say what is wrong with it.

    FILE is Turtle, JSON-LD, TriG or N-Quads; of a FOLDER that `kg build` wrote, its N-Quads are checked. The SHACL
    shapes are run, and each quote is found again in its source where the library has that source unchanged. Of a FOLDER
    one document is checked after the other, then the rules for a whole library over all of them.

    \b
    Example:
      kg check build
    """
    settings = current_settings()
    shapes, library = shapes_in(settings.shapes), LibraryCheck(library_rules_in(settings.shapes / "library"))
    texts = sources_of(settings)
    counts: Counter[Severity] = Counter()
    statements, compared = 0, set[str]()
    for quads in each_document_in(built_place(place)):
        digests = digests_in(quads) & texts.keys()
        sources = [SourceText(texts[digest].read_bytes().decode("utf-8"), digest) for digest in sorted(digests)]
        counts += _told(findings_in_graph(quads, shapes, sources))
        statements += len(quads)
        compared |= digests
        if place.is_dir():
            library.add(quads)
    if place.is_dir():
        if (place / DESCRIPTION).exists():
            library.add(each_quad_in(place / DESCRIPTION))
        counts += _told(library.findings())
    print_line(
        f"{statements} statements, {len(compared)} sources compared: "
        + ", ".join(f"{counts[severity]} {severity.value}s" for severity in Severity)
    )
    return FINDINGS if counts[Severity.ERROR] else 0


def sources_of(settings: Settings) -> Mapping[str, Path]:
    """The source texts of the library, by their SHA-256."""
    if not settings.has_reports:
        return {}
    return {sha256(path.read_bytes()).hexdigest(): path for path in sorted(settings.reports.glob("*/source.txt"))}


def _told(findings: Iterable[Finding]) -> Counter[Severity]:
    """Print the findings; how many there are of each severity."""
    counts: Counter[Severity] = Counter()
    for finding in findings:
        print_line(f"{finding.severity.value} {finding.code}: {finding.message}")
        if finding.subject:
            print_line(f"  {finding.subject}")
        counts[finding.severity] += 1
    return counts
