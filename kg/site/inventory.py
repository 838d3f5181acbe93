"""What an edition holds, document by document, so that a library of any size is gone through in bounded memory."""

from __future__ import annotations

import re

from attrs import frozen
from pyoxigraph import NamedNode

from kg.site.graph import Graph
from kg.site.lookups import rows_of

_GRAPH = re.compile(r"graph/(?P<key>[^/]+)/(?P<part>v1|flat/v1)")
_SUBJECTS = "SELECT DISTINCT ?s WHERE { ?s ?p ?o }"
PARTS = ("v1", "flat/v1")


@frozen
class Holding:
    """The pages of the things of one document, and of those that its graphs share with others; both sorted."""

    own: tuple[str, ...]
    shared: tuple[str, ...]


def keys_of(graph: Graph) -> tuple[str, ...]:
    """The keys of all documents, in the order in which their folders stand in a sorted list of files."""
    paths = (graph.addresses.path(name.value) for name in graph.store.named_graphs() if isinstance(name, NamedNode))
    found = {match["key"] for match in map(_GRAPH.fullmatch, paths) if match}
    return tuple(sorted(found, key=lambda key: f"{key}/"))


def graphs_of(graph: Graph, key: str) -> tuple[str, ...]:
    """The named graphs of a document."""
    return tuple(graph.addresses.iri(f"graph/{key}/{part}") for part in PARTS)


def holding_of(graph: Graph, key: str) -> Holding:
    """What the graphs of a document speak of."""
    # Asked of the engine, which is eight times as fast as a walk through all statements.
    subjects = rows_of(graph.store, _SUBJECTS, graphs_of(graph, key))
    pages = {graph.addresses.page(iri) for (iri,) in subjects}
    pages = {page for page in pages if page and "#" not in page}
    own = {page for page in pages if page.startswith(f"doc/{key}/")}
    return Holding(tuple(sorted(own)), tuple(sorted(pages - own)))
