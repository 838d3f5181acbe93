"""What belongs to the description of a thing: decided here, told in docs/descriptions.md.

Its own statements; the words, selectors and voices that these rest on; what points at it; the labels of all that is
named. What is too much is counted, never dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import Factory, define, frozen
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.site.graph import Graph, full, short

# Of a state that thousands of reports name; with as many, a description has about 100 kB. Told in docs/descriptions.md.
MOST_POINTING = 500

# From any thing that is described: the words that it rests on, the voices it is heard through, what a claim speaks of.
_FOLLOWED = frozenset(
    full(name)
    for name in (
        *("dg:evidence", "dg:trigger", "dg:surface", "dg:cue", "dg:statedIn", "dg:hasEditorialInsertion"),
        *("oa:hasSelector", "dg:voice", "dg:embeddedIn", "dg:content", "dcat:distribution"),
    )
)
# What points at the thing by these is described with it: the claims on an event, the times that date it, the flat
# relations made of it; what a voice says, and who speaks through it; the reasons of links; the stretches of a text.
_BROUGHT = frozenset(
    full(name)
    for name in (
        *("dg:content", "dg:dates", "dg:fromEvent", "dg:voice", "dg:embeddedIn", "dg:utteredIn"),
        *("owl:annotatedSource", "dg:searchedEntity", "oa:hasSource", "dcat:distribution"),
    )
)
# pyoxigraph 0.5.13 stores every kind of whole number as xsd:integer; these are of another kind in what was built.
_WHOLE_NUMBERS = {
    NamedNode(full(name)): NamedNode(full("xsd:nonNegativeInteger")) for name in ("oa:start", "oa:end", "dcat:byteSize")
}
_LABELS = tuple(NamedNode(full(name)) for name in ("rdfs:label", "dg:gloss", "dcterms:title"))
_GRAPH = re.compile(r"graph/(?P<key>[^/]+)/.+")
_RECORD = re.compile(r"doc/(?P<key>[^/]+)/record")
_TEXT = re.compile(r"doc/[^/]+/source\.txt")


@frozen
class Belongings:
    """The statements of a description. `cut`: by property, how many of what points at it is given, of all.

    A property all of whose statements are given is not named in it.
    """

    quads: tuple[Quad, ...]
    cut: Mapping[str, tuple[int, int]]

    @classmethod
    def of(cls, graph: Graph, iri: str) -> Belongings:
        """What belongs to the description of a thing; no quads where nothing is said of it."""
        path = graph.addresses.path(iri)
        gathering = _Gathering(graph)
        named, record, text = _GRAPH.fullmatch(path), _RECORD.fullmatch(path), _TEXT.fullmatch(path)
        gathering.describe([iri])
        if named:
            gathering.take_whole_graphs([iri])
        elif record:
            graphs = graph.beside("dataset").iris(graph.addresses.iri(f"dataset/{record['key']}"), "dcterms:hasPart")
            gathering.take_whole_graphs(graphs or gathering.graphs)
            gathering.take_all_pointing(iri)
        elif text:
            gathering.take_all_pointing(iri)
        elif gathering.quads:
            gathering.take_some_pointing(iri)
        gathering.take_labels()
        return cls(tuple(gathering.quads), gathering.cut)


@define
class _Gathering:
    """A description in the making. Each quad once, in the order in which it was met."""

    _graph: Graph
    _quads: dict[Quad, None] = Factory(dict)
    _described: set[str] = Factory(set)
    cut: dict[str, tuple[int, int]] = Factory(dict)

    @property
    def quads(self) -> list[Quad]:
        """What was gathered so far."""
        return list(self._quads)

    @property
    def graphs(self) -> list[str]:
        """The named graphs that what was gathered so far stands in."""
        return sorted({quad.graph_name.value for quad in self._quads if isinstance(quad.graph_name, NamedNode)})

    def describe(self, iris: Iterable[str]) -> None:
        """Take what is said of some things, and of what that rests on."""
        waiting = list(iris)
        while waiting:
            subject = waiting.pop()
            if subject in self._described:
                continue
            self._described.add(subject)
            document = subject.partition("#")[0] + "#"
            for quad in self._graph.once(_said_of, subject):
                self._quads[quad] = None
                value = quad.object
                # What has a fragment is told of where the rest of its document is: nothing else answers for it.
                if isinstance(value, NamedNode) and (
                    quad.predicate.value in _FOLLOWED or value.value.startswith(document)
                ):
                    waiting.append(value.value)

    def take_whole_graphs(self, graphs: Iterable[str]) -> None:
        """Take all that some named graphs say."""
        for graph in graphs:
            found = self._graph.store.quads_for_pattern(None, None, None, NamedNode(graph))
            self._quads.update(dict.fromkeys(map(_as_built, found)))
        self._described.update(quad.subject.value for quad in self._quads if isinstance(quad.subject, NamedNode))

    def take_all_pointing(self, iri: str) -> None:
        """Take whatever points at a thing: for what belongs to one document, so that there cannot be much of it."""
        self._take_pointing(_named(self._graph, None, None, NamedNode(iri)))

    def take_some_pointing(self, iri: str) -> None:
        """Take what points at a thing, as far as there is room; note what is left out."""
        found: dict[NamedNode, dict[str, list[Quad]]] = {}
        for quad in _named(self._graph, None, None, NamedNode(iri)):
            # The same statement may stand in the graphs of several documents, and counts once.
            found.setdefault(quad.predicate, {}).setdefault(str(quad.subject), []).append(quad)
        shares = _shares({name.value: len(subjects) for name, subjects in found.items()}, MOST_POINTING)
        for name, subjects in sorted(found.items(), key=lambda item: item[0].value):
            room = shares[name.value]
            for subject in sorted(subjects)[:room]:
                self._take_pointing(subjects[subject])
            if room < len(subjects):
                self.cut[short(name.value)] = (room, len(subjects))

    def take_labels(self) -> None:
        """Take the labels of all that is named and ours, so that a reader sees words."""
        labelled = {quad.subject for quad in self._quads if quad.predicate in _LABELS}
        named = {node for quad in self._quads for node in (quad.subject, quad.object) if isinstance(node, NamedNode)}
        for node in sorted(named - labelled, key=lambda node: node.value):
            # A stretch of text has no label: its words are its name.
            if "#char=" in node.value or not self._graph.addresses.path(node.value):
                continue
            self._quads.update(dict.fromkeys(self._graph.once(_labels_of, node.value)))

    def _take_pointing(self, quads: Iterable[Quad]) -> None:
        for quad in list(quads):
            self._quads[quad] = None
            if quad.predicate.value in _BROUGHT and isinstance(quad.subject, NamedNode):
                self.describe([quad.subject.value])


def _named(
    graph: Graph, subject: NamedNode | None, predicate: NamedNode | None, value: NamedNode | None
) -> Iterator[Quad]:
    """The quads of a pattern in the named graphs; the union says the same once more."""
    for quad in graph.store.quads_for_pattern(subject, predicate, value, None):
        if not isinstance(quad.graph_name, DefaultGraph):
            yield _as_built(quad)


def _said_of(graph: Graph, iri: str) -> tuple[Quad, ...]:
    """What is said of a thing, with the graph where it is said."""
    return tuple(_named(graph, NamedNode(iri), None, None))


def _labels_of(graph: Graph, iri: str) -> tuple[Quad, ...]:
    """How a thing is called, by the first of the properties that say so."""
    node = NamedNode(iri)
    found = (
        tuple(quad for quad in _named(graph, node, name, None) if isinstance(quad.object, Literal)) for name in _LABELS
    )
    return next(filter(None, found), ())


def _as_built(quad: Quad) -> Quad:
    """The quad with the datatype that its number had in the build."""
    datatype = _WHOLE_NUMBERS.get(quad.predicate)
    if datatype is None or not isinstance(quad.object, Literal):
        return quad
    return Quad(quad.subject, quad.predicate, Literal(quad.object.value, datatype=datatype), quad.graph_name)


def _shares(times: Mapping[str, int], room: int) -> dict[str, int]:
    """How much room each property gets: the rare ones all that they need, the rest an equal share of what is left.

    >>> _shares({"a": 3, "b": 900, "c": 50}, 100)
    {'a': 3, 'b': 49, 'c': 48}
    """
    shares: dict[str, int] = {}
    for place, name in enumerate(sorted(times, key=lambda name: (times[name], name))):
        left = room - sum(shares.values())
        shares[name] = min(times[name], left // (len(times) - place))
    return {name: shares[name] for name in sorted(shares)}
