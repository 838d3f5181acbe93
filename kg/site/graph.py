"""What an edition says, asked thing by thing: the statements of a subject, who points at it, how it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from attrs import define, field
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from kg.publish.prefixes import prefixes
from kg.site.addresses import Addresses

_KEPT = 1 << 14  # subjects whose statements are remembered: those of some hundred reports, about 60 MB

Object = NamedNode | Literal
Statements = Mapping[str, tuple[Object, ...]]


def full(name: str) -> str:
    """The IRI of a prefixed name.

    >>> full("dg:voice")
    'https://w3id.org/diplograph/ontology#voice'
    """
    prefix, _, local = name.partition(":")
    return _NAMESPACES[prefix] + local


def short(iri: str) -> str:
    """The prefixed name of a term, the IRI itself where no prefix fits.

    >>> short("https://w3id.org/diplograph/vocab#Withdrawn")
    'dgv:Withdrawn'
    """
    for prefix, namespace in _NAMESPACES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


_NAMESPACES = prefixes()
_node = lru_cache(1 << 12)(lambda name: NamedNode(full(name)))
_short = lru_cache(1 << 12)(short)


@define(eq=False)
class Graph:
    """The union of an edition's graphs. Predicates and classes are prefixed names, subjects and objects whole IRIs.

    What it gives is sorted, so that a page is the same on every run. It may be read from several threads.
    """

    store: Store
    addresses: Addresses
    about: Callable[[str], Statements] = field(init=False, repr=False)
    first: Callable[[str, str], str] = field(init=False, repr=False)
    recent: dict[str, object] = field(init=False, repr=False, factory=dict)  # what pages keep of things: ledger.py

    def __attrs_post_init__(self) -> None:
        """Remember what was asked of late."""
        self.about = lru_cache(_KEPT)(self._about)
        self.first = lru_cache(_KEPT)(self._first)

    def _about(self, iri: str) -> Statements:
        """All statements of a subject: predicate -> values."""
        found: dict[str, list[Object]] = {}
        for quad in self.store.quads_for_pattern(NamedNode(iri), None, None, DefaultGraph()):
            if not isinstance(quad.object, BlankNode | Triple):
                found.setdefault(_short(quad.predicate.value), []).append(quad.object)
        return {
            predicate: tuple(sorted(values, key=lambda value: (isinstance(value, Literal), value.value)))
            for predicate, values in sorted(found.items())
        }

    def knows(self, iri: str) -> bool:
        """Whether anything is said of a thing."""
        return bool(self.about(iri))

    def texts(self, iri: str, *predicates: str) -> tuple[str, ...]:
        """The literals of some predicates."""
        said = self.about(iri)
        return tuple(v.value for name in predicates for v in said.get(name, ()) if isinstance(v, Literal))

    def text(self, iri: str, *predicates: str) -> str:
        """The first literal of some predicates, "" if there is none."""
        return next(iter(self.texts(iri, *predicates)), "")

    def iris(self, iri: str, *predicates: str) -> tuple[str, ...]:
        """The things that some predicates lead to."""
        said = self.about(iri)
        return tuple(v.value for name in predicates for v in said.get(name, ()) if isinstance(v, NamedNode))

    def iri(self, iri: str, *predicates: str) -> str:
        """The first thing that some predicates lead to, "" if there is none."""
        return next(iter(self.iris(iri, *predicates)), "")

    def name(self, iri: str, predicate: str) -> str:
        """The last part of the first thing that a predicate leads to: "Withdrawn" of dgv:Withdrawn."""
        return short(self.iri(iri, predicate)).partition(":")[2]

    def kinds(self, iri: str) -> tuple[str, ...]:
        """The classes of a thing, as prefixed names."""
        return tuple(_short(each) for each in self.iris(iri, "rdf:type"))

    def subjects(self, predicate: str, thing: str) -> tuple[str, ...]:
        """What points at a thing by a predicate."""
        quads = self.store.quads_for_pattern(None, _node(predicate), NamedNode(thing), DefaultGraph())
        return tuple(sorted(quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)))

    def _first(self, iri: str, predicate: str) -> str:
        """One value of one predicate, "" if there is none: cheaper than to read all that is said of a thing."""
        quads = self.store.quads_for_pattern(NamedNode(iri), _node(predicate), None, DefaultGraph())
        return min((q.object.value for q in quads if isinstance(q.object, NamedNode | Literal)), default="")

    def is_a(self, iri: str, kind: str) -> bool:
        """Whether a thing is of a class."""
        return Quad(NamedNode(iri), _node("rdf:type"), _node(kind), DefaultGraph()) in self.store

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """The rows of a SELECT over the union, each once and sorted; "" where nothing is bound."""
        found = self.store.query(query, prefixes=_NAMESPACES)
        assert isinstance(found, QuerySolutions), query
        return sorted({tuple("" if term is None else str(term.value) for term in row) for row in found})

    def said_in(self, iri: str, predicate: str) -> tuple[tuple[str, str], ...]:
        """The values of a predicate with the named graphs that hold them: in which document something stands."""
        quads = self.store.quads_for_pattern(NamedNode(iri), _node(predicate), None, None)
        return tuple(
            sorted(
                (quad.object.value, quad.graph_name.value)
                for quad in quads
                if isinstance(quad.graph_name, NamedNode) and isinstance(quad.object, NamedNode | Literal)
            )
        )

    def pointing(self, thing: str) -> Mapping[str, tuple[str, ...]]:
        """Everything that points at a thing: predicate -> subjects."""
        found: dict[str, list[str]] = {}
        for quad in self.store.quads_for_pattern(None, None, NamedNode(thing), DefaultGraph()):
            if isinstance(quad.subject, NamedNode):
                found.setdefault(_short(quad.predicate.value), []).append(quad.subject.value)
        return {predicate: tuple(sorted(found[predicate])) for predicate in sorted(found)}

    def all_subjects(self) -> set[str]:
        """Everything that something is said of."""
        quads = self.store.quads_for_pattern(None, None, None, DefaultGraph())
        return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}

    def members(self, kind: str) -> tuple[str, ...]:
        """All things of a class."""
        return self.subjects("rdf:type", full(kind))

    def label(self, iri: str) -> str:
        """How a thing is called; the last part of its IRI where nothing says so."""
        return self.text(iri, "rdfs:label", "dg:gloss", "dcterms:title") or iri.rpartition("/")[2].rpartition("#")[2]
