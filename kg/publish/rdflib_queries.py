"""The same queries, answered by rdflib: slower, and a witness that an answer does not hang on one engine.

It has a module of its own so that rdflib is loaded only by those who ask for it.
"""

from __future__ import annotations

from collections.abc import Iterable

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, serialize

from kg.errors import QueryError
from kg.publish.prefixes import DEFAULT_BASE, prefixes
from kg.publish.queries import Answer, Term
from kg.publish.queryguard import refuse_what_does_not_only_read
from kg.publish.terms import XSD


def answer_with_rdflib(quads: Iterable[Quad], query: str, base: str = DEFAULT_BASE) -> Answer:
    """The answer to a query over the union of all graphs, as `kg.publish.queries.answer` gives it; order may differ.

    rdflib writes some literals in another way ("01"^^xsd:integer as "1"): compare values, not spellings. A FROM clause
    is refused, for rdflib would fetch what it names.
    """
    if "FROM" in refuse_what_does_not_only_read(query):
        raise QueryError("FROM is not answered by rdflib here.", cure="Ask without FROM, or ask pyoxigraph.")
    graph = rdflib.Graph()
    triples = {quad.triple for quad in quads}
    graph.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    result = graph.query(query, initNs=dict(prefixes()))
    if result.type == "ASK":
        truth = Literal("true" if result.askAnswer else "false", datatype=NamedNode(f"{XSD}boolean"))
        return Answer("ask", ("answer",), ((truth,),))
    if result.type == "SELECT":
        variables = result.vars or []
        rows = tuple(tuple(_term(row.get(variable)) for variable in variables) for row in result.bindings)
        return Answer("select", tuple(str(variable) for variable in variables), rows)
    statements = tuple(tuple(_term(part) for part in triple) for triple in result.graph or ())
    return Answer("construct", ("subject", "predicate", "object"), statements)


def _term(node: rdflib.term.Node | None) -> Term | None:
    """An rdflib term as a pyoxigraph term; None stays None."""
    if node is None:
        return None
    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    if not isinstance(node, rdflib.Literal):
        raise QueryError(f"rdflib answered with {node!r}, which is no RDF term.")
    if node.language:
        return Literal(str(node), language=node.language)
    return Literal(str(node), datatype=NamedNode(str(node.datatype))) if node.datatype else Literal(str(node))
