"""SPARQL constraints (SHACL, section 5) asked once of the whole graph instead of once for each node."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import field, frozen
from pyoxigraph import NamedNode, QuerySolutions

from kg.checks.index import Index
from kg.checks.matching import Matching, NotKnownError, Pattern, Triple, query_path
from kg.checks.tokens import is_literal, value_of

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
_ABSENT = re.compile(rf"FILTER NOT EXISTS \{{ (?P<pattern>{_PATTERN}) \}}")
_CONDITIONS = re.compile(r"FILTER \((?P<condition>[^{}]*)\)(?= FILTER | \}$)")
_THIS = re.compile(r"(?:^|[ .,])\$this(?= |$)")
_PREBOUND = re.compile(r"\$(?!this\b)\w+")  # $PATH, $shapesGraph and $currentShape are given by the engine
_QUOTED = re.compile(r"\"[^\"\\]*\"")


@frozen
class WholeQuery:
    """A query that finds every node of a graph which violates one constraint. `names` are all properties it names.

    `matching` is its pattern, to be looked up in the tables of a graph; None where only an engine can read a filter.
    """

    text: str
    prefixes: Mapping[str, str] = field(repr=False)
    names: frozenset[str] = field(repr=False)
    matching: Matching | None = field(default=None, repr=False)

    def nodes_found(self, index: Index, nodes: Sequence[str]) -> set[str]:
        """Those of the nodes that violate the constraint, and perhaps some more; named graphs are merged."""
        if self.matching is not None:
            return self.matching.nodes_found(index, nodes)
        return set(self._nodes_found_by_an_engine(index)).intersection(nodes)

    def _nodes_found_by_an_engine(self, index: Index) -> Iterator[str]:
        store = index.store_of(self.names)
        found = store.query(self.text, prefixes=dict(self.prefixes), use_default_graph_as_union=True)
        if isinstance(found, QuerySolutions):
            for row in found:
                node = row["this"]
                if isinstance(node, NamedNode):
                    yield str(node)


def whole_query(shapes: Index, constraint: str) -> WholeQuery | None:
    """The query of a SPARQL constraint, if it can be asked of a whole graph at once; else None."""
    said = {predicate for predicate in shapes.predicates if shapes.objects(predicate, constraint)}
    texts = [text for text in shapes.objects(_SELECT, constraint) if is_literal(text)]
    if not said <= _SILENT or len(texts) != 1 or _IMPORTS in shapes.predicates:
        return None
    text = value_of(texts[0])
    parted = " ".join(_parted(text).split())
    shape = _SIMPLE.fullmatch(parted)
    if shape is None or not _THIS.search(shape["pattern"]) or _PREBOUND.search(text):
        return None
    prefixes = _prefixes_of(shapes, constraint)
    names = {name.partition(":")[::2] for name in re.findall(_NAME, _QUOTED.sub("", text))}
    if not all(prefix in prefixes for prefix, _ in names):
        return None
    iris = frozenset(f"<{prefixes[prefix]}{local}>" for prefix, local in names)
    return WholeQuery(text, prefixes, iris, _matching(parted, shape["pattern"], prefixes))


def _matching(query: str, pattern: str, prefixes: Mapping[str, str]) -> Matching | None:
    """The pattern of a simple query with its filters; None if one of them is for an engine."""

    def iri_of(name: str) -> str:
        prefix, _, local = name.partition(":")
        return f"<{prefixes[prefix]}{local}>"

    absent = [found["pattern"] for found in _ABSENT.finditer(query)]
    conditions = [found["condition"] for found in _CONDITIONS.finditer(query)]
    if query.count("FILTER") != len(absent) + len(conditions):
        return None
    try:
        return Matching.of(
            Pattern(
                tuple(_triples(pattern, iri_of)),
                tuple(conditions),
                tuple(tuple(_triples(text, iri_of)) for text in absent),
            )
        )
    except NotKnownError:
        return None


def _triples(pattern: str, iri_of: Callable[[str], str]) -> Iterator[Triple]:
    def end(text: str) -> str:
        return text if text[0] in "?$" else iri_of(text)

    for block in pattern.removesuffix(" .").split(" . "):
        subject, _, rest = block.partition(" ")
        for values in rest.split(" ; "):
            path, _, objects = values.partition(" ")
            for value in objects.split(" , "):
                yield Triple(end(subject), query_path(path, iri_of), end(value))


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
