"""Dates in a graph: each can be read as EDTF, and the days beside it are the days it means."""

from __future__ import annotations

from datetime import date

from pyoxigraph import Literal, NamedNode, Store

from kg.base import ONTOLOGY
from kg.checks.words import words_for
from kg.model.dates import EdtfDate
from kg.model.finding import Finding, Severity

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"  # the Library of Congress's datatype for all levels
_DG = ONTOLOGY
_DATE = NamedNode(f"{_DG}date")


def date_findings(store: Store) -> tuple[Finding, ...]:
    """What is wrong with the EDTF literals of a graph, and with dg:earliest and dg:latest beside a dg:date.

    A date that is open at one end has no bound there; a bound that is missing otherwise is a warning, because the
    store then cannot sort by it.
    """
    findings = set()
    for quad in store:
        value = quad.object
        if not isinstance(value, Literal) or value.datatype.value != EDTF or not isinstance(quad.subject, NamedNode):
            continue
        subject = quad.subject.value
        try:
            read = EdtfDate(value.value)
        except ValueError as error:
            findings.add(_finding(Severity.ERROR, "date-unreadable", f"{error}", subject, store))
            continue
        if quad.predicate == _DATE:
            findings.update(_on_bound(subject, "earliest", read.earliest, read, store))
            findings.update(_on_bound(subject, "latest", read.latest, read, store))
    return tuple(sorted(findings, key=lambda finding: (finding.code, finding.subject, finding.message)))


def _on_bound(subject: str, bound: str, meant: date | None, read: EdtfDate, store: Store) -> set[Finding]:
    wanted = "" if meant is None else meant.isoformat()
    quads = store.quads_for_pattern(NamedNode(subject), NamedNode(f"{_DG}{bound}"), None)
    days = {quad.object.value for quad in quads if isinstance(quad.object, Literal)}
    said = f"{read.value} means {wanted or 'no day'} as its {bound} day"
    if days <= {wanted} and (days or not wanted):
        return set()
    if not days:
        message = f"The date {said}, but dg:{bound} is missing. Compute it again."
        return {_finding(Severity.WARNING, "date-bound-missing", message, subject, store)}
    message = f"The date {said}, but dg:{bound} says {', '.join(sorted(days))}. Compute it again."
    return {_finding(Severity.ERROR, "date-bounds", message, subject, store)}


def _finding(severity: Severity, code: str, message: str, subject: str, store: Store) -> Finding:
    words = words_for(subject, store)
    return Finding(severity, code, f"{message} {words.sentence()}", subject, words.passage)
