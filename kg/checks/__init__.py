"""Checks: what stands in a graph is borne by the source text, and is of the shape that the model promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from pyoxigraph import Quad

from kg.checks.dates import date_findings
from kg.checks.index import Index
from kg.checks.judge import Result, Shapes, results_on
from kg.checks.library import LibraryCheck, LibraryRule, library_rules_in
from kg.checks.nodes import node_findings
from kg.checks.quotes import digests_in, quote_findings, quote_findings_in_graph
from kg.checks.shapes import focus_counts, shapes_in
from kg.checks.words import value_in_words, words_for
from kg.model.finding import Finding, Severity
from kg.model.reading import Reading
from kg.model.report import SourceText

__all__ = [
    "LibraryCheck",
    "LibraryRule",
    "Shapes",
    "digests_in",
    "findings_in_graph",
    "findings_on",
    "library_rules_in",
    "nodes_checked",
    "shapes_in",
]

_WORST_FIRST = tuple(Severity)


def findings_on(reading: Reading, quads: Sequence[Quad], shapes: Shapes) -> tuple[Finding, ...]:
    """Everything that is wrong with one report, the worst first: its passages, and the graph made of it.

    An empty answer, or one without an error, means that the graph may be published. Raises DataError if the shapes
    themselves cannot be used.
    """
    return _sorted({*quote_findings(reading), *findings_in_graph(quads, shapes, [reading.report.source])})


def findings_in_graph(quads: Sequence[Quad], shapes: Shapes, sources: Sequence[SourceText] = ()) -> tuple[Finding, ...]:
    """Everything that is wrong with a graph, the worst first; named graphs are taken together.

    Quotes are compared with those of `sources` whose SHA-256 the graph names; without its text a quote is only
    measured against its own offsets.
    """
    index = Index(quads)
    found = {
        *node_findings(index, shapes.terms),
        *date_findings(index),
        *quote_findings_in_graph(index, sources),
        *(_finding(result, index) for result in results_on(index, shapes)),
    }
    return _sorted(found)


def nodes_checked(quads: Sequence[Quad], shapes: Shapes) -> Mapping[str, int]:
    """How many nodes each shape has to check in a graph, by its number: 0 means that it guarded nothing there."""
    return MappingProxyType(dict(focus_counts(Index(quads), shapes)))


def _finding(result: Result, index: Index) -> Finding:
    words = words_for(result.node, index)
    value = f" Found: {value_in_words(result.value, index)}." if result.value else ""
    message = f"{result.message}{value} {words.sentence()} (Shape {result.rule}.)"
    return Finding(result.severity, result.code, message, result.node, words.passage)


def _sorted(findings: set[Finding]) -> tuple[Finding, ...]:
    def key(finding: Finding) -> tuple[int, str, str, str]:
        return _WORST_FIRST.index(finding.severity), finding.code, finding.subject, finding.message

    return tuple(sorted(findings, key=key))
