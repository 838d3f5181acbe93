"""SPARQL constraints (SHACL, section 5) asked once of the whole graph instead of once for each node."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from attrs import field, frozen
from pyoxigraph import NamedNode, QuerySolutions, Store

from kg.checks.index import Index, is_literal, value_of

_SH = "<http://www.w3.org/ns/shacl#"
_SELECT, _PREFIXES, _DECLARE, _PREFIX, _NAMESPACE = (
    f"{_SH}{name}>" for name in ("select", "prefixes", "declare", "prefix", "namespace")
)
_IMPORTS = "<http://www.w3.org/2002/07/owl#imports>"
# What a constraint may say about itself without changing what it asks; sh:deactivated, for one, is not among them.
_SILENT = {_SELECT, _PREFIXES, f"{_SH}message>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"}

# The queries for which it is the same whether $this is bound beforehand or afterwards: one basic graph pattern that
# holds $this, with filters and FILTER NOT EXISTS. No variable stands for a property, so the names that occur are all
# the properties that the query can look at.
_VARIABLE = r"[?$]\w+"
_NAME = r"[A-Za-z]\w*:\w+"
_PATH = rf"\^?{_NAME}[+*]?(?:[|/]\^?{_NAME}[+*]?)*"
_NODE = rf"(?:{_VARIABLE}|{_NAME})"
_VALUES = rf"{_PATH} {_NODE}(?: , {_NODE})*"
_TRIPLES = rf"{_NODE} {_VALUES}(?: ; {_VALUES})*"
_PATTERN = rf"{_TRIPLES}(?: \. {_TRIPLES})*(?: \.)?"
_NOT_EXISTS = rf"FILTER NOT EXISTS \{{ {_PATTERN} \}}"
_CONDITION = r"FILTER \([^{}]*\)"
_SIMPLE = re.compile(
    rf"SELECT(?: {_VARIABLE})+ WHERE \{{ (?P<pattern>{_PATTERN})(?: (?:{_NOT_EXISTS}|{_CONDITION}))* \}}"
)
_THIS = re.compile(r"(?:^|[ .,])\$this(?= |$)")
_PREBOUND = re.compile(r"\$(?!this\b)\w+")  # $PATH, $shapesGraph and $currentShape are given by the engine
_QUOTED = re.compile(r"\"[^\"\\]*\"")


@frozen
class WholeQuery:
    """A query that finds every node of a graph which violates one constraint. `names` are all properties it names."""

    text: str
    prefixes: Mapping[str, str] = field(repr=False)
    names: frozenset[str] = field(repr=False)

    def nodes_found(self, store: Store) -> Iterator[str]:
        """The nodes that violate the constraint, if they are among those it is aimed at; named graphs are merged."""
        found = store.query(self.text, prefixes=dict(self.prefixes), use_default_graph_as_union=True)
        if isinstance(found, QuerySolutions):
            for row in found:
                node = row["this"]
                if isinstance(node, NamedNode):
                    yield str(node)


def whole_query(shapes: Index, constraint: str) -> WholeQuery | None:
    """The query of a SPARQL constraint, if it can be asked of a whole graph at once; else None."""
    said = {predicate for predicate in shapes.predicates if constraint in shapes.by_subject(predicate)}
    texts = [text for text in shapes.objects(_SELECT, constraint) if is_literal(text)]
    if not said <= _SILENT or len(texts) != 1 or _IMPORTS in shapes.predicates:
        return None
    text = value_of(texts[0])
    shape = _SIMPLE.fullmatch(" ".join(_parted(text).split()))
    if shape is None or not _THIS.search(shape["pattern"]) or _PREBOUND.search(text):
        return None
    prefixes = _prefixes_of(shapes, constraint)
    names = {name.partition(":")[::2] for name in re.findall(_NAME, _QUOTED.sub("", text))}
    if not all(prefix in prefixes for prefix, _ in names):
        return None
    return WholeQuery(text, prefixes, frozenset(f"<{prefixes[prefix]}{local}>" for prefix, local in names))


def _parted(text: str) -> str:
    """The query with a space on both sides of each brace, comma, semicolon and full stop outside quotation marks."""
    pieces = re.split(r"(\"[^\"\\]*\")", text)
    return "".join(piece if piece.startswith('"') else re.sub(r"([{},;.])", r" \1 ", piece) for piece in pieces)


def _prefixes_of(shapes: Index, constraint: str) -> dict[str, str]:
    declared = (
        declaration
        for ontology in shapes.objects(_PREFIXES, constraint)
        for declaration in shapes.objects(_DECLARE, ontology)
    )
    return {
        value_of(prefix): value_of(namespace)
        for declaration in declared
        for prefix in shapes.objects(_PREFIX, declaration)
        for namespace in shapes.objects(_NAMESPACE, declaration)
    }
