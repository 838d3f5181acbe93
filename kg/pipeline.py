"""The whole flow on one page: a report in, checked statements out. Reads no file and asks no clock."""

from __future__ import annotations

from attrs import field, frozen
from pyoxigraph import Quad

from kg.checks import Shapes, findings_on
from kg.claims import reading_of
from kg.converters import Base, quads_of
from kg.eventlist import flat_events
from kg.model.authority import Authority
from kg.model.finding import Finding, Severity
from kg.model.reading import Reading
from kg.model.report import Report

__all__ = ["Build", "build", "flat_events"]


@frozen
class Build:
    """What became of one report. It may be published if `is_sound`."""

    reading: Reading
    quads: tuple[Quad, ...] = field(repr=False)
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether no finding is an error; warnings and notes are published with the graph."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)


def build(report: Report, authority: Authority, shapes: Shapes | None, base: Base) -> Build:
    """Turn one report into checked statements; without `shapes` only the reading itself has findings."""
    reading = reading_of(report, authority)
    quads = quads_of(reading, base)
    findings = findings_on(reading, quads, shapes) if shapes else ()
    return Build(reading, quads, (*findings, *reading.findings))
