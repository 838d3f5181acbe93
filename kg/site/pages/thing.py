"""The page of anything that has no page of its own kind: every statement, in words.

A link to another authority shows its decision first, a time expression what it was resolved to.
"""

from __future__ import annotations

from kg.site.decisions import decision
from kg.site.eventualities import timing
from kg.site.graph import Graph
from kg.site.readings import document_of, thing
from kg.site.rendering import Page
from kg.site.statements import pointing, rows

_SHOWN_ABOVE = frozenset(
    [
        *(
            "rdfs:label",
            "dg:feature",
            "dg:reason",
            "owl:annotatedSource",
            "owl:annotatedTarget",
            "owl:annotatedProperty",
        ),
        *("dg:searchedEntity", "sssom:confidence", "sssom:object_label"),
    ]
)


def thing_page(graph: Graph, iri: str) -> Page:
    """All that is said of a thing, and what points at it."""
    kinds = graph.kinds(iri)
    values: dict[str, object] = {
        "thing": thing(graph, iri),
        "pointing": pointing(graph, iri),
        "document": document_of(graph, iri) if "/doc/" in iri else None,
    }
    template, without = "thing.html", frozenset[str]()
    if "owl:Axiom" in kinds or "dg:NilRecord" in kinds:
        template, without = "mapping.html", _SHOWN_ABOVE
        values["decision"] = decision(graph, iri)
    elif "dg:TemporalExpression" in kinds:
        template = "time.html"
        values["timing"] = timing(graph, iri)
        values["dated"] = [thing(graph, each) for each in graph.iris(iri, "dg:dates")]
    values["rows"] = rows(graph, iri, without=without)
    values["parts"] = [(part.partition("#")[2], graph.label(part), rows(graph, part)) for part in _parts(graph, iri)]
    return Page(graph.addresses.page(iri), template, graph.label(iri), values, iri)


def described_page(graph: Graph, iri: str) -> Page:
    """All that the description of the dataset says of a thing: a run, a program, a named graph."""
    return thing_page(graph.beside("dataset"), iri)


def _parts(graph: Graph, iri: str) -> list[str]:
    """What has no page of its own, for its IRI is that of the thing with a fragment: the settings of a run."""
    found: list[str] = []
    waiting = [iri]
    while waiting:
        said = graph.about(waiting.pop(0))
        linked = (value.value for values in said.values() for value in values)
        new = [each for each in linked if each.startswith(f"{iri}#") and each not in found]
        found += new
        waiting += new
    return found
