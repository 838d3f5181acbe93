"""The decision on a link to another authority, or that there is none, with what it rests on."""

from __future__ import annotations

import re

from attrs import frozen

from kg.site.graph import Graph
from kg.site.readings import thing
from kg.site.shown import Term, Thing

# As kg/converters/links.py writes one: "name: the same as 'Stalin' (+6.2)".
_FEATURE = re.compile(r"(?P<name>[^:]+): (?P<words>.*) \((?P<weight>[+-][0-9]+(?:\.[0-9]+)?)\)", re.DOTALL)


@frozen
class Feature:
    """What spoke for or against a link. `weight` is what it added to the log-odds; "" where none is given."""

    name: str
    words: str
    weight: str

    @property
    def is_against(self) -> bool:
        """Whether it made the link less likely."""
        return self.weight.startswith("-") and float(self.weight) < 0


@frozen
class Decision:
    """What was decided on one entity. Without `target` nothing was found."""

    entity: Thing
    target: Thing | None
    target_label: str
    relation: Term | None
    reason: str
    confidence: str
    features: tuple[Feature, ...]


def decision(graph: Graph, iri: str) -> Decision:
    """The decision that a mapping, or a search without a find, records."""
    target = graph.iri(iri, "owl:annotatedTarget")
    relation = graph.iri(iri, "owl:annotatedProperty")
    features = [feature_of(text) for text in graph.texts(iri, "dg:feature")]
    return Decision(
        thing(graph, graph.iri(iri, "owl:annotatedSource", "dg:searchedEntity")),
        thing(graph, target) if target else None,
        graph.text(iri, "sssom:object_label"),
        graph.term("skos:" + graph.name(iri, "owl:annotatedProperty")) if relation else None,
        graph.text(iri, "dg:reason"),
        graph.text(iri, "sssom:confidence"),
        tuple(sorted(features, key=lambda each: (-abs(float(each.weight or 0)), each.name))),
    )


def feature_of(text: str) -> Feature:
    """A feature from the text that stands in the data; one of another form as words alone.

    >>> feature_of("name: 0.60 with 'Puzanov' (+3.5)")
    Feature(name='name', words="0.60 with 'Puzanov'", weight='+3.5')
    """
    found = _FEATURE.fullmatch(text)
    return Feature(found["name"], found["words"], found["weight"]) if found else Feature("", text, "")
