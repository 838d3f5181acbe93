"""How to cite a thing: its title, the data set and its date if one is known, and its IRI, which stays."""

from __future__ import annotations

from attrs import frozen
from pyoxigraph import Literal, NamedNode

from kg.site.graph import Graph, full

_TITLE, _MODIFIED = NamedNode(full("dcterms:title")), NamedNode(full("dcterms:modified"))


@frozen
class Citation:
    """What a reader writes down. `date` is that of the edition, "" where the build does not say it."""

    title: str
    dataset: str
    date: str
    iri: str


def citation(graph: Graph, iri: str) -> Citation:
    """How to cite a thing."""
    dataset, day = graph.once(_said, f"{graph.addresses.base}dataset")
    return Citation(graph.label(iri), dataset or "Diplograph", day, iri)


def _said(graph: Graph, dataset: str) -> tuple[str, str]:
    """The title of the data set and the day of its last change, "" where its description says none.

    It stands in a graph of its own. The day alone is asked for: a page that shows no hour does not hang on it.
    """
    this = NamedNode(dataset)
    titles = (quad.object for quad in graph.store.quads_for_pattern(this, _TITLE, None, None))
    days = graph.rows(f"SELECT (SUBSTR(STR(?time), 1, 10) AS ?day) {{ GRAPH ?graph {{ {this} {_MODIFIED} ?time }} }}")
    return min((title.value for title in titles if isinstance(title, Literal)), default=""), days[0][0] if days else ""
