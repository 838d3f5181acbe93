"""Nodes: everything has an IRI, and every term of ours is one that the ontology defines.

That no owl:sameAs occurs is the shape S40.
"""

from __future__ import annotations

from kg.base import ONTOLOGY, VOCABULARY
from kg.checks.index import Index, is_iri, value_of
from kg.checks.words import words_for
from kg.model.finding import Finding, Severity

_NAMESPACES = (ONTOLOGY, VOCABULARY)
_OURS = tuple(f"<{namespace}" for namespace in _NAMESPACES)


def node_findings(index: Index, terms: frozenset[str]) -> tuple[Finding, ...]:
    """Blank nodes, of which the next run makes others, and terms of ours that are not among `terms`.

    A graph without any term of ours is refused too: no shape would find anything to check in it.
    """
    findings: set[Finding] = set()
    unknown: dict[str, str] = {}
    ours = False
    for subject, predicate, value in index.rows:
        if subject.startswith("_:"):
            findings.add(_blank(value_of(predicate), ""))
        if value.startswith("_:") and is_iri(subject):
            findings.add(_blank(value_of(predicate), value_of(subject)))
        for term in (predicate, value):
            if term.startswith(_OURS):
                ours = True
                iri = term[1:-1]
                if iri not in terms and iri not in _NAMESPACES:
                    about = value_of(subject) if is_iri(subject) else ""
                    unknown[iri] = min(about, unknown.get(iri, about))
    findings.update(_unknown(term, subject, index) for term, subject in unknown.items())
    if not ours:
        findings.add(_nothing_to_check())
    return tuple(sorted(findings, key=lambda finding: (finding.code, finding.subject, finding.message)))


def _blank(predicate_iri: str, subject: str) -> Finding:
    where = f"a value of <{predicate_iri}>" if subject else f"a node with <{predicate_iri}>"
    message = f"There is a blank node: {where}. Give it an IRI, so that the next run writes the same file."
    return Finding(Severity.ERROR, "blank-node", message, subject)


def _unknown(term: str, subject: str, index: Index) -> Finding:
    about = words_for(subject, index).sentence() if subject else ""
    message = f"The ontology does not define <{term}>: no shape guards it. Correct the name, or define it in ontology/."
    return Finding(Severity.ERROR, "unknown-term", f"{message} {about}".strip(), subject)


def _nothing_to_check() -> Finding:
    message = (
        f"Not one term of <{_NAMESPACES[0]}> occurs, so no shape had anything to check. "
        "Check a file that `kg build` wrote, or one in the same terms."
    )
    return Finding(Severity.ERROR, "nothing-to-check", message)
