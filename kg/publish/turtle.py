"""Turtle and TriG, one statement a line, so that an edit touches the lines of what was edited and no others.

pyoxigraph and rdflib put several objects on a line and end the last statement of a subject with another mark than the
rest; here every statement ends in ";" and the subject in a "." of its own (Turtle 1.1, section 6.5, rule 7, allows it).
The head always holds the whole table of prefixes, used or not, for the same reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from pyoxigraph import Literal, NamedNode

from kg.publish.prefixes import DEFAULT_BASE, prefixes
from kg.publish.terms import LOCAL_NAME, RDF_TYPE, XSD, Statement, escaped, union_of

# Literals that Turtle writes without quotes, in the one spelling that every reader keeps as it is.
_UNQUOTED = {
    f"{XSD}integer": re.compile(r"0|-?[1-9][0-9]*"),
    f"{XSD}boolean": re.compile(r"true|false"),
}

# Relative IRIs that RFC 3986, section 5.2 resolves by plain joining: no scheme, no empty and no dot segment. No colon
# in the fragment either: rdflib 7.6 takes whatever stands before one for a scheme.
_RELATIVE = re.compile(r"(?:[A-Za-z0-9_~-][A-Za-z0-9_.~-]*/)*[A-Za-z0-9_~-][A-Za-z0-9_.~-]*(?:#[^:]*)?")


def turtle_of(statements: Iterable[Statement], base: str = DEFAULT_BASE) -> str:
    r"""The union of all graphs as Turtle 1.1.

    >>> graph, claim, voice, said_by = (
    ...     f"https://w3id.org/diplograph/{name}"
    ...     for name in ("graph/x/v1", "doc/x/claim/c", "doc/x/voice/v", "ontology#voice")
    ... )
    >>> print(turtle_of([Statement(graph, claim, said_by, NamedNode(voice))]).partition("\n\n")[2], end="")
    <doc/x/claim/c>
        dg:voice <doc/x/voice/v> ;
    .
    """
    names = _Names(base)
    return "".join([names.head(), *_subjects(union_of(statements), names, "")])


def trig_of(statements: Iterable[Statement], base: str = DEFAULT_BASE) -> str:
    """Every named graph with its statements, as TriG 1.1. Takes statements in the order of statements_of."""
    names = _Names(base)
    parts = [names.head()]
    for graph, members in groupby(statements, lambda statement: statement.graph):
        parts += ["\n", names.iri(graph), " {", *_subjects(members, names, "    "), "}\n"]
    return "".join(parts)


def _subjects(statements: Iterable[Statement], names: _Names, indent: str) -> Iterator[str]:
    """One block a subject, each beginning with an empty line."""
    for subject, members in groupby(statements, lambda statement: statement.subject):
        yield f"\n{indent}{names.iri(subject)}\n"
        for statement in members:
            yield f"{indent}    {names.predicate(statement.predicate)} {names.term(statement.object)} ;\n"
        yield f"{indent}.\n"


class _Names:
    """The short forms of IRIs under one base. Each IRI is shortened once and remembered."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._prefixes = prefixes()
        self._short: dict[str, str] = {}

    def head(self) -> str:
        """The directives that open a file."""
        lines = [f"@base <{self._base}> .\n"]
        lines += [f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in self._prefixes.items()]
        return "".join(lines)

    def iri(self, iri: str) -> str:
        """A prefixed name, an IRI relative to the base, or the whole IRI."""
        known = self._short.get(iri)
        if known is None:
            known = self._short[iri] = self._shortened(iri)
        return known

    def predicate(self, iri: str) -> str:
        """As any IRI, but rdf:type is "a"."""
        return "a" if iri == RDF_TYPE else self.iri(iri)

    def term(self, term: NamedNode | Literal) -> str:
        """An object: an IRI or a literal."""
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        datatype = term.datatype.value
        unquoted = _UNQUOTED.get(datatype)
        if unquoted and unquoted.fullmatch(term.value):
            return term.value
        quoted = escaped(str(Literal(term.value)))
        if term.language:
            return f"{quoted}@{term.language}"
        return quoted if datatype == f"{XSD}string" else f"{quoted}^^{self.iri(datatype)}"

    def _shortened(self, iri: str) -> str:
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace) and LOCAL_NAME.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        if self._base.endswith("/") and iri.startswith(self._base) and _RELATIVE.fullmatch(iri, len(self._base)):
            return f"<{escaped(iri[len(self._base) :])}>"
        return f"<{escaped(iri)}>"
