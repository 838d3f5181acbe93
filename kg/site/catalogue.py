"""What only the site knows of the dataset: its page, its endpoint, where its files are fetched.

DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/): 6.4.17 landing page, 6.8.9 access URL, 6.9 data service. A file here is
its own download; its address is said as access URL too, which DCAT-AP 3 asks of every distribution. There is no
dcat:Catalog: one stands for the collection of a publisher (5.1), and a build does not know who publishes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg.site.graph import Graph

_PART = re.compile(r"dataset/(?P<key>[^/]+)")
_PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"

Said = tuple[str, str, NamedNode | Literal]
"""A subject, a property as a prefixed name, and its value."""


def said_by_the_site(graph: Graph, iri: str, *, has_endpoint: bool) -> Iterator[Said]:
    """What the site adds to the description of the dataset or of one document's part of it; nothing of other things."""
    addresses = graph.addresses
    path, whole = addresses.path(iri), addresses.iri("dataset")
    part = _PART.fullmatch(path)
    if path != "dataset" and not part:
        return
    described = graph.beside("dataset")
    page = NamedNode(addresses.base + addresses.page(iri))
    yield iri, "dcat:landingPage", page
    for file in described.iris(iri, "dcat:distribution"):
        for place in described.iris(file, "dcat:downloadURL"):
            yield file, "dcat:accessURL", NamedNode(place)
        if addresses.built_under:
            words = f"The IRIs in this file stand under {addresses.built_under}, where it was built."
            yield file, "dcterms:description", Literal(words, language="en")
    if part:
        record = addresses.iri(f"doc/{part['key']}/record")
        yield iri, "dcterms:isPartOf", NamedNode(whole)
        yield iri, "dcterms:description", Literal(f"What is told in: {graph.label(record)}", language="en")
        yield iri, "void:exampleResource", NamedNode(record)
        return
    yield iri, "foaf:homepage", page
    if has_endpoint:
        yield from _service(graph, described)


def _service(graph: Graph, described: Graph) -> Iterator[Said]:
    whole = graph.addresses.iri("dataset")
    endpoint, service = NamedNode(graph.addresses.iri("sparql")), f"{whole}#sparql"
    yield whole, "void:sparqlEndpoint", endpoint
    yield service, "rdf:type", NamedNode("http://www.w3.org/ns/dcat#DataService")
    yield service, "dcterms:title", Literal("SPARQL endpoint", language="en")
    yield service, "dcterms:conformsTo", NamedNode(_PROTOCOL)
    yield service, "dcat:endpointURL", endpoint
    # A GET without a query answers with the description of the service (SPARQL 1.1 Service Description, section 2).
    yield service, "dcat:endpointDescription", endpoint
    yield service, "dcat:servesDataset", NamedNode(whole)
    for licence in described.iris(whole, "dcterms:license"):
        yield service, "dcterms:license", NamedNode(licence)
