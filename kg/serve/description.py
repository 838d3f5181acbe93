"""What the endpoint says of itself, when it is asked nothing: a SPARQL 1.1 Service Description.

Terms: https://www.w3.org/TR/sparql11-service-description/ (features: section 3.4.2). The named graphs are not listed:
there are two for each document, and `SELECT DISTINCT ?g { GRAPH ?g {} }` asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, RdfFormat, Triple, serialize

from kg.publish.prefixes import prefixes
from kg.publish.terms import XSD

_SD = "http://www.w3.org/ns/sparql-service-description#"
_TYPE = NamedNode(f"{prefixes()['rdf']}type")
_FORMS = (
    QueryResultsFormat.JSON,
    QueryResultsFormat.XML,
    QueryResultsFormat.CSV,
    QueryResultsFormat.TSV,
    RdfFormat.TURTLE,
    RdfFormat.N_TRIPLES,
    RdfFormat.JSON_LD,
    RdfFormat.RDF_XML,
    RdfFormat.N_QUADS,
    RdfFormat.TRIG,
)
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_WRITTEN = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
}


def described(endpoint: str, triples: int, *, is_federating: bool) -> Iterator[Triple]:
    """The description of the service at an address, whose default graph has so many triples.

    Raises ValueError where the address is no IRI.
    """
    service, dataset, graph = (NamedNode(f"{endpoint}#{part}") for part in ("service", "dataset", "default-graph"))
    yield Triple(service, _TYPE, _sd("Service"))
    yield Triple(service, _sd("endpoint"), NamedNode(endpoint))
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    for form in _FORMS:
        yield Triple(service, _sd("resultFormat"), NamedNode(form.iri))
    # The default graph is the union of all graphs, each triple once.
    yield Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    if is_federating:
        yield Triple(service, _sd("feature"), _sd("BasicFederatedQuery"))
    yield Triple(service, _sd("defaultDataset"), dataset)
    yield Triple(dataset, _TYPE, _sd("Dataset"))
    yield Triple(dataset, _sd("defaultGraph"), graph)
    yield Triple(graph, _TYPE, _sd("Graph"))
    count = Literal(str(triples), datatype=NamedNode(f"{XSD}integer"))
    yield Triple(graph, NamedNode(f"{prefixes()['void']}triples"), count)


def written(triples: Iterator[Triple], form: str) -> bytes:
    """The description in one of the forms for graphs, by its ending."""
    return serialize(triples, format=_WRITTEN[form], prefixes={"sd": _SD, **prefixes()}) or b""


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
