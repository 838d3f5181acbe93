"""What an edition says, asked thing by thing: the statements of a subject, who points at it, how it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from attrs import define, field
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store, Triple

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

    What it gives is sorted, so that a page is the same on every run. It may be read from several threads. With
    `name_iri` it is one of the graphs beside the union: our terms, the description of the dataset.
    """

    store: Store
    addresses: Addresses
    name_iri: str = ""
    _at: NamedNode | DefaultGraph = field(init=False, repr=False)
    about: Callable[[str], Statements] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Remember what was asked of late."""
        self._at = NamedNode(self.name_iri) if self.name_iri else DefaultGraph()
        self.about = lru_cache(_KEPT)(self._about)

    def beside(self, name: str) -> Graph:
        """A graph that stands beside the union: "ontology", "vocab", "shapes" or "dataset"."""
        return Graph(self.store, self.addresses, self.addresses.iri(name))

    def _about(self, iri: str) -> Statements:
        """All statements of a subject: predicate -> values."""
        found: dict[str, list[Object]] = {}
        for quad in self.store.quads_for_pattern(NamedNode(iri), None, None, self._at):
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
        quads = self.store.quads_for_pattern(None, _node(predicate), NamedNode(thing), self._at)
        return tuple(sorted(quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)))

    def pairs(self, predicate: str) -> tuple[tuple[str, str], ...]:
        """All subjects and things that a predicate connects."""
        quads = self.store.quads_for_pattern(None, _node(predicate), None, self._at)
        found = ((quad.subject, quad.object) for quad in quads)
        return tuple(
            sorted((s.value, o.value) for s, o in found if isinstance(s, NamedNode) and isinstance(o, NamedNode))
        )

    def pointing(self, thing: str) -> Mapping[str, tuple[str, ...]]:
        """Everything that points at a thing: predicate -> subjects."""
        found: dict[str, list[str]] = {}
        for quad in self.store.quads_for_pattern(None, None, NamedNode(thing), self._at):
            if isinstance(quad.subject, NamedNode):
                found.setdefault(_short(quad.predicate.value), []).append(quad.subject.value)
        return {predicate: tuple(sorted(found[predicate])) for predicate in sorted(found)}

    def all_subjects(self) -> set[str]:
        """Everything that something is said of."""
        quads = self.store.quads_for_pattern(None, None, None, self._at)
        return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}

    def members(self, kind: str) -> tuple[str, ...]:
        """All things of a class."""
        return self.subjects("rdf:type", full(kind))

    def label(self, iri: str) -> str:
        """How a thing is called; the last part of its IRI where nothing says so."""
        return self.text(iri, "rdfs:label", "dg:gloss", "dcterms:title") or iri.rpartition("/")[2].rpartition("#")[2]
