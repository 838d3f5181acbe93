"""Nodes: everything has an IRI, and every term of ours is one that the ontology defines.

That no owl:sameAs occurs is the shape S40.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.base import ONTOLOGY, VOCABULARY
from kg.checks.index import Index
from kg.checks.tokens import is_iri, value_of
from kg.checks.words import words_for
from kg.model.finding import Finding, Severity

_NAMESPACES = (ONTOLOGY, VOCABULARY)
_OURS = tuple(f"<{namespace}" for namespace in _NAMESPACES)


def node_findings(index: Index, terms: frozenset[str]) -> tuple[Finding, ...]:
    """Blank nodes, of which the next run makes others, and terms of ours that are not among `terms`.

    A graph without any term of ours is refused too: no shape would find anything to check in it.
    """
    findings: set[Finding] = set() if index.has_only_iris else set(_blanks(index))
    ours = {value for name in index.predicates for _, value in index.pairs(name) if value.startswith(_OURS)}
    ours.update(name for name in index.predicates if name.startswith(_OURS))
    unknown = {term for term in ours if term[1:-1] not in terms and term[1:-1] not in _NAMESPACES}
    for term in unknown:
        users = {
            value_of(node) if is_iri(node) else ""
            for name in index.predicates
            for node, value in index.pairs(name)
            if term in (name, value)
        }
        findings.add(_unknown(term[1:-1], min(users), index))
    if not ours:
        findings.add(_nothing_to_check())
    return tuple(sorted(findings, key=lambda finding: (finding.code, finding.subject, finding.message)))


def _blanks(index: Index) -> Iterator[Finding]:
    for name in index.predicates:
        for subject, value in index.pairs(name):
            if subject.startswith("_:"):
                yield _blank(value_of(name), "")
            if value.startswith("_:") and is_iri(subject):
                yield _blank(value_of(name), value_of(subject))


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
