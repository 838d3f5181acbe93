"""How to cite a thing: its title, the data set and its date if one is known, and its IRI, which stays."""

from __future__ import annotations

from attrs import frozen
from pyoxigraph import Literal, NamedNode

from kg.site.graph import Graph, full


@frozen
class Citation:
    """What a reader writes down. `date` is that of the edition, "" where the build does not say it."""

    title: str
    dataset: str
    date: str
    iri: str


def citation(graph: Graph, iri: str) -> Citation:
    """How to cite a thing."""
    dataset = _said_of_dataset(graph, "dcterms:title") or "Diplograph"
    return Citation(graph.label(iri), dataset, _said_of_dataset(graph, "dcterms:modified")[:10], iri)


def _said_of_dataset(graph: Graph, predicate: str) -> str:
    """What the description of the data set says, which stands in a graph of its own."""
    this = NamedNode(f"{graph.addresses.base}dataset")
    quads = graph.store.quads_for_pattern(this, NamedNode(full(predicate)), None, None)
    return min((quad.object.value for quad in quads if isinstance(quad.object, Literal)), default="")
