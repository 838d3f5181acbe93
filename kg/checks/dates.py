"""Dates in a graph: each can be read as EDTF, and the days beside it are the days it means."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from kg.base import ONTOLOGY
from kg.checks.index import Index
from kg.checks.tokens import iri_token, is_iri, is_literal, value_of
from kg.checks.words import words_for
from kg.model.dates import EdtfDate
from kg.model.finding import Finding, Severity

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"  # the Library of Congress's datatype for all levels
_DG = ONTOLOGY
_DATE = iri_token(f"{_DG}date")
_IS_EDTF = f'"^^<{EDTF}>'


def date_findings(index: Index) -> tuple[Finding, ...]:
    """What is wrong with the EDTF literals of a graph, and with dg:earliest and dg:latest beside a dg:date.

    A date that is open at one end has no bound there; a bound that is missing otherwise is a warning, because the
    store then cannot sort by it.
    """
    findings = set()
    for predicate in index.predicates:
        dated = [pair for pair in index.pairs(predicate) if pair[1].endswith(_IS_EDTF)]
        for node, value in dict.fromkeys(dated):
            if is_iri(node):
                findings.update(_on_date(value_of(node), value_of(value), index, has_bounds=predicate == _DATE))
    return tuple(sorted(findings, key=lambda finding: (finding.code, finding.subject, finding.message)))


def _on_date(subject: str, text: str, index: Index, *, has_bounds: bool) -> set[Finding]:
    try:
        read = _read(text)
    except ValueError as error:
        return {_finding(Severity.ERROR, "date-unreadable", f"{error}", subject, index)}
    if not has_bounds:
        return set()
    return _on_bound(subject, "earliest", read.earliest, read, index) | _on_bound(
        subject, "latest", read.latest, read, index
    )


@lru_cache(maxsize=2**12)  # the same days come back in each document
def _read(text: str) -> EdtfDate:
    return EdtfDate(text)


def _on_bound(subject: str, bound: str, meant: date | None, read: EdtfDate, index: Index) -> set[Finding]:
    wanted = "" if meant is None else meant.isoformat()
    values = index.objects(iri_token(f"{_DG}{bound}"), iri_token(subject))
    days = {value_of(value) for value in values if is_literal(value)}
    said = f"{read.value} means {wanted or 'no day'} as its {bound} day"
    if days <= {wanted} and (days or not wanted):
        return set()
    if not days:
        message = f"The date {said}, but dg:{bound} is missing. Compute it again."
        return {_finding(Severity.WARNING, "date-bound-missing", message, subject, index)}
    message = f"The date {said}, but dg:{bound} says {', '.join(sorted(days))}. Compute it again."
    return {_finding(Severity.ERROR, "date-bounds", message, subject, index)}


def _finding(severity: Severity, code: str, message: str, subject: str, index: Index) -> Finding:
    words = words_for(subject, index)
    return Finding(severity, code, f"{message} {words.sentence()}", subject, words.passage)
