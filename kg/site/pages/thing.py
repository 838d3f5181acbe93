"""The page of anything that has no page of its own kind: every statement, in words."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.site.graph import Graph, Object
from kg.site.readings import thing
from kg.site.rendering import Page
from kg.site.shown import Thing


def thing_page(graph: Graph, iri: str) -> Page:
    """All that is said of a thing, and what points at it."""
    return Page(graph.addresses.page(iri), "thing.html", graph.label(iri), statements(graph, iri), iri)


def described_page(graph: Graph, iri: str) -> Page:
    """All that the description of the dataset says of a thing: a run, a program, a named graph."""
    return thing_page(graph.beside("dataset"), iri)


def statements(graph: Graph, iri: str) -> dict[str, object]:
    """The statements of a thing, and what points at it, as a template lists them."""
    said = [(predicate, [_shown(graph, value) for value in values]) for predicate, values in graph.about(iri).items()]
    pointing = [(name, [thing(graph, each) for each in subjects]) for name, subjects in graph.pointing(iri).items()]
    return {"thing": thing(graph, iri), "said": said, "pointing": pointing}


def _shown(graph: Graph, value: Object) -> Thing:
    """A value: a thing with its link, or words that lead nowhere."""
    return thing(graph, value.value) if isinstance(value, NamedNode) else Thing("", value.value, "words", "")
