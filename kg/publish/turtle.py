"""Turtle and TriG, one statement a line, so that an edit touches the lines of what was edited and no others.

pyoxigraph and rdflib put several objects on a line and end the last statement of a subject with another mark than the
rest; here every statement ends in ";" and the subject in a "." of its own (Turtle 1.1, section 6.5, rule 7, allows it).
The head always holds the whole table of prefixes, used or not, for the same reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.publish.prefixes import DEFAULT_BASE, prefixes
from kg.publish.terms import (
    LOCAL_NAME,
    RDF_TYPE,
    XSD,
    KeptTerms,
    Node,
    Statements,
    escaped,
    parted,
    suffix_of,
    value_of,
)

# Literals that Turtle writes without quotes, in the one spelling that every reader keeps as it is.
_UNQUOTED = {
    f"^^<{XSD}integer>": re.compile(r"0|-?[1-9][0-9]*"),
    f"^^<{XSD}boolean>": re.compile(r"true|false"),
}

# Relative IRIs that RFC 3986, section 5.2 resolves by plain joining: no scheme, no empty and no dot segment. No colon
# in the fragment either: rdflib 7.6 takes whatever stands before one for a scheme.
_RELATIVE = re.compile(r"(?:[A-Za-z0-9_~-][A-Za-z0-9_.~-]*/)*[A-Za-z0-9_~-][A-Za-z0-9_.~-]*(?:#[^:]*)?")


class TurtleWriter:
    """Turtle and TriG under one base. What it wrote of a node once, it does not write anew for another file."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        """A writer of IRIs relative to `base`."""
        self._base = base
        self._prefixes = prefixes()
        self._by_namespace = {namespace: prefix for prefix, namespace in reversed(self._prefixes.items())}
        self._short = KeptTerms(self._written)
        self._verbs = KeptTerms(lambda predicate: "a" if predicate == RDF_TYPE else self._short[predicate])

    def turtle(self, statements: Statements) -> str:
        r"""The union of all graphs as Turtle 1.1.

        >>> graph, claim, voice, said_by = (
        ...     f"https://w3id.org/diplograph/{name}"
        ...     for name in ("graph/x/v1", "doc/x/claim/c", "doc/x/voice/v", "ontology#voice")
        ... )
        >>> statements = Statements.of({graph: (Node(claim, ((f"<{said_by}>", f"<{voice}>"),)),)})
        >>> print(TurtleWriter().turtle(statements).partition("\n\n")[2], end="")
        <doc/x/claim/c>
            dg:voice <doc/x/voice/v> ;
        .
        """
        return "".join([self.head, *(self.block(node) for node in statements.union)])

    def trig(self, statements: Statements) -> str:
        """Every named graph with its statements, as TriG 1.1."""
        return "".join([self.head, *(self.graph_block(graph, nodes) for graph, nodes in statements.graphs.items())])

    @property
    def head(self) -> str:
        """The directives that open a file."""
        lines = [f"@base <{self._base}> .\n"]
        lines += [f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in self._prefixes.items()]
        return "".join(lines)

    def graph_block(self, graph: str, nodes: Iterable[Node]) -> str:
        """What one named graph says, as TriG, beginning with an empty line."""
        blocks = [self.block(node)[:-1].replace("\n", "\n    ") + "\n" for node in nodes]
        return "".join(["\n", self._short[f"<{graph}>"], " {", *blocks, "}\n"])

    def block(self, node: Node) -> str:
        """What is said of one subject, beginning with an empty line."""
        block = node.blocks.get(self)
        if block is None:
            short, verbs = self._short, self._verbs
            # A literal without a datatype stands as it is.
            lines = [
                f"    {verbs[predicate]} {short[value] if value[-1] == '>' else value} ;\n"
                for predicate, value in node.rows
            ]
            block = node.blocks[self] = f"\n{short[f'<{node.subject}>']}\n{''.join(lines)}.\n"
        return block

    def _written(self, term: str) -> str:
        """An IRI or a literal as Turtle writes it."""
        return self._iri(term) if term[0] == "<" else self._literal(term)

    def _literal(self, term: str) -> str:
        suffix = suffix_of(term)
        if not suffix.startswith("^"):
            return term
        unquoted = _UNQUOTED.get(suffix)
        text = value_of(term)
        if unquoted and unquoted.fullmatch(text):
            return text
        return f"{term[: -len(suffix)]}^^{self._short[suffix[2:]]}"

    def _iri(self, term: str) -> str:
        """A prefixed name, an IRI relative to the base, or the whole IRI."""
        iri = value_of(term)
        namespace, name = parted(iri)
        prefix = self._by_namespace.get(namespace)
        if prefix and LOCAL_NAME.fullmatch(name):
            return f"{prefix}:{name}"
        if self._base.endswith("/") and iri.startswith(self._base) and _RELATIVE.fullmatch(iri, len(self._base)):
            relative = iri[len(self._base) :]
            return f"<{relative if relative.isascii() else escaped(relative)}>"
        return term
