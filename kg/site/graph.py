"""What an edition says, asked thing by thing: the statements of a subject, who points at it, how it is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from attrs import define, field
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kg.publish.prefixes import prefixes
from kg.site.addresses import Addresses
from kg.site.keeping import Cuts, Kept
from kg.site.lookups import Lookup, Notes, cuts_noted, file_of, remembered, rows_of
from kg.site.shown import Term
from kg.site.words import in_words

_KEPT = 1 << 14  # subjects whose statements are remembered: those of some hundred reports, about 60 MB

Object = NamedNode | Literal
Made = TypeVar("Made")
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


# What is told of in graphs beside the union: our terms, the dataset and how it was made.
_BESIDE = re.compile(r"(?:ontology|vocab|shapes|dataset)(?:$|/)|(?:run|software|graph)/")
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
    files: Path | None = None  # of the build, where the whole text of a document may stand
    name_iri: str = ""
    notes: Notes | None = None  # of a store that is watched
    kept: Kept | None = None  # what was written down of it when its edition was made
    _at: NamedNode | DefaultGraph = field(init=False, repr=False)
    about: Callable[[str], Statements] = field(init=False, repr=False)
    term: Callable[[str], Term] = field(init=False, repr=False)
    _made: dict[tuple[object, str], tuple[Any, tuple[Lookup, ...]]] = field(init=False, repr=False, factory=dict)
    _made_before: dict[tuple[object, str], tuple[Any, tuple[Lookup, ...]]] = field(init=False, repr=False, factory=dict)
    first: Callable[[str, str], str] = field(init=False, repr=False)
    cuts: Callable[[str], Cuts] = field(init=False, repr=False)
    _valued: Callable[[str, str], tuple[Object, ...]] = field(init=False, repr=False)
    recent: dict[str, object] = field(init=False, repr=False, factory=dict)  # what pages keep of things: ledger.py

    def __attrs_post_init__(self) -> None:
        """Remember what was asked of late."""
        self._at = NamedNode(self.name_iri) if self.name_iri else DefaultGraph()
        self.about = remembered(self._about, _KEPT, self.notes)
        self.term = remembered(self._term, 1 << 10, self.notes)
        self.first = remembered(self._first, _KEPT, self.notes)
        self.cuts = remembered(self._cuts, 1 << 10, self.notes)
        self._valued = remembered(self._values_there, _KEPT, self.notes)

    def beside(self, name: str) -> Graph:
        """A graph that stands beside the union: "ontology", "vocab", "shapes" or "dataset"."""
        return Graph(self.store, self.addresses, self.files, self.addresses.iri(name), notes=self.notes)

    def _about(self, iri: str) -> Statements:
        """All statements of a subject: predicate -> values."""
        found: dict[str, list[Object]] = {}
        for quad in self.store.quads_for_pattern(NamedNode(iri), None, None, self._at):
            value = quad.object  # each time it is asked for, the engine makes a new one
            if not isinstance(value, BlankNode | Triple):
                found.setdefault(_short(quad.predicate.value), []).append(value)
        return {
            predicate: tuple(sorted(values, key=_things_first) if len(values) > 1 else values)
            for predicate, values in sorted(found.items())
        }

    def _values(self, iri: str, predicate: str) -> tuple[Object, ...]:
        # Of what stands beside the union, pages show little: all that is said of the dataset changes with any document.
        return self._valued(iri, predicate) if self.name_iri else self.about(iri).get(predicate, ())

    def _values_there(self, iri: str, predicate: str) -> tuple[Object, ...]:
        quads = self.store.quads_for_pattern(NamedNode(iri), NamedNode(full(predicate)), None, self._at)
        values = (quad.object for quad in quads)
        return tuple(sorted((v for v in values if not isinstance(v, BlankNode | Triple)), key=_things_first))

    def _term(self, name: str) -> Term:
        """A term by its prefixed name, as the ontology and the vocabulary define it; else its name in words."""
        iri = full(name) if name.partition(":")[0] in _NAMESPACES else name
        said: dict[str, str] = {}
        for quad in self.store.quads_for_pattern(NamedNode(iri), None, None, None):
            if isinstance(quad.object, Literal):
                said[_short(quad.predicate.value)] = quad.object.value
        label = said.get("skos:prefLabel") or said.get("rdfs:label") or in_words(_last_part(name))
        return Term(name, label, said.get("skos:definition", iri), self.addresses.page(iri) or iri)

    def _cuts(self, record: str) -> Cuts:
        """Where the parts of a document begin, but for the first."""
        cuts = self.kept.cuts(record) if self.kept else ()
        if self.notes is not None:
            self.notes.take(cuts_noted(record, cuts))
        return cuts

    def once(self, make: Callable[[Graph, str], Made], iri: str) -> Made:
        """What `make` makes of a thing, once: pages name the same things, voices and claims again and again.

        What was not asked for since as many others were made is forgotten.
        """
        asked = (make, iri)
        found = self._made.get(asked)
        if found is None:
            found = self._made_before.get(asked) or self._make(make, iri)
            if len(self._made) >= _KEPT:
                self._made_before, self._made = self._made, {}
            self._made[asked] = found
        known: Made = found[0]
        if self.notes is not None:
            self.notes.take(*found[1])
        return known

    def _make(self, make: Callable[[Graph, str], Made], iri: str) -> tuple[Made, tuple[Lookup, ...]]:
        return (make(self, iri), ()) if self.notes is None else self.notes.during(lambda: make(self, iri))

    def knows(self, iri: str) -> bool:
        """Whether anything is said of a thing."""
        return bool(self.about(iri))

    def speaks_of(self, iri: str) -> bool:
        """Whether the edition says anything of a thing, here or in its description of the dataset and of our terms."""
        return self.knows(iri) or bool(_BESIDE.match(self.addresses.path(iri)))

    def texts(self, iri: str, *predicates: str) -> tuple[str, ...]:
        """The literals of some predicates."""
        return tuple(v.value for name in predicates for v in self._values(iri, name) if isinstance(v, Literal))

    def text(self, iri: str, *predicates: str) -> str:
        """The first literal of some predicates, "" if there is none."""
        for name in predicates:
            for value in self._values(iri, name):
                if isinstance(value, Literal):
                    return value.value
        return ""

    def iris(self, iri: str, *predicates: str) -> tuple[str, ...]:
        """The things that some predicates lead to."""
        return tuple(v.value for name in predicates for v in self._values(iri, name) if isinstance(v, NamedNode))

    def iri(self, iri: str, *predicates: str) -> str:
        """The first thing that some predicates lead to, "" if there is none."""
        for name in predicates:
            for value in self._values(iri, name):
                if isinstance(value, NamedNode):
                    return value.value
        return ""

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

    def _first(self, iri: str, predicate: str) -> str:
        """One value of one predicate, "" if there is none: cheaper than to read all that is said of a thing."""
        quads = self.store.quads_for_pattern(NamedNode(iri), _node(predicate), None, self._at)
        return min((q.object.value for q in quads if isinstance(q.object, NamedNode | Literal)), default="")

    def is_a(self, iri: str, kind: str) -> bool:
        """Whether a thing is of a class."""
        return Quad(NamedNode(iri), _node("rdf:type"), _node(kind), self._at) in self.store

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """The rows of a SELECT over the union, each once and sorted; "" where nothing is bound."""
        return rows_of(self.store, query)

    def file(self, name: str) -> bytes | None:
        """A file of the build; None if there is none."""
        return file_of(self.store, self.files, name) if self.files else None

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
        """How a thing is called; without a name by its words or speakers, else by the end of its IRI."""
        names = self.texts(iri, "rdfs:label")
        if len(names) > 1:  # documents differ: "Dean", "Dean Rusk"
            return max(names, key=lambda name: (len(name), name))
        return (
            self.text(iri, "rdfs:label", "dg:gloss", "dcterms:title")
            or " and ".join(self.label(each) for each in self.iris(iri, "dg:speaker"))
            or self.text(self.iri(self.iri(iri, "dg:surface") or iri, "oa:hasSelector") or iri, "oa:exact")
            or (self.term(_short(iri)).label if _short(iri).startswith(("dg:", "dgv:")) else _last_part(iri))
        )


def _things_first(value: Object) -> tuple[bool, str]:
    return isinstance(value, Literal), value.value


def _last_part(iri: str) -> str:
    return iri.rpartition("/")[2].rpartition("#")[2].rpartition(":")[2]
