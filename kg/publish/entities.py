"""The catalogue of a build: persons, states, organisations, missions, posts, places and groups, read from its file.

One pass, and of the file nothing is held but what the catalogue needs. Which IRIs are entities, records, mappings and
tenures is the IRI policy (docs/iri-policy.md).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import field, frozen
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from kg.base import ONTOLOGY, VOCABULARY
from kg.errors import UsageError
from kg.model.catalogue import Catalogue, CataloguedDocument, CataloguedEntity, HeldOffice
from kg.model.entity import Kind
from kg.publish.prefixes import prefixes
from kg.publish.queries import each_quad_in

_KNOW_DOCUMENTS = (".nq", ".trig")

_GRAPH = re.compile(r"(?P<base>.*/)graph/(?P<key>[^/]+)/v[0-9]+")
_WANTED = re.compile(r"/(?:agent|office|place|mapping)/[^/]+\Z|/doc/[^/]+/record\Z|/ev/tenure-[^/]+\Z")
_ENTITY = re.compile(r"/(?:agent|office|place)/[^/]+\Z")

# Unnamed persons and messages are left out: nobody's table names them.
_KINDS = {
    "schema:Person": Kind.PERSON,
    "dg:State": Kind.STATE,
    "dg:DiplomaticMission": Kind.MISSION,
    "org:OrganizationalUnit": Kind.ORGANISATION,
    "org:FormalOrganization": Kind.ORGANISATION,
    "org:Post": Kind.POST,
    "dg:Place": Kind.PLACE,
    "dg:Delegation": Kind.DELEGATION,
    "dg:Collective": Kind.COLLECTIVE,
}
_PREDICATES = (
    *("rdf:type", "rdfs:label", "skos:altLabel", "skos:exactMatch", "skos:closeMatch", "org:unitOf", "org:postIn"),
    *("org:role", "org:organization", "org:member", "schema:containedInPlace", "sssom:object_label"),
    *("owl:annotatedSource", "owl:annotatedProperty", "dcterms:title", "dg:date", "dg:affiliatedState"),
    *("dg:sendingState", "dg:receivingState", "dg:post", "dg:realis"),
)


def catalogue_in(path: Path) -> Catalogue:
    """The catalogue of a build folder (of which the N-Quads are read), or of an N-Quads or TriG file.

    Raises UsageError where there is nothing to read or no entity in it, DataError where the file is not well formed.
    """
    if not path.is_dir() and path.suffix not in _KNOW_DOCUMENTS:
        cure = "Name the folder that kg build wrote, or an .nq or .trig file of it: those know their documents."
        raise UsageError("A catalogue cannot be read from this kind of file.", place=str(path), cure=cure)
    catalogue = catalogue_of(each_quad_in(path))
    if not catalogue.entities:
        raise UsageError("There is no entity in this build.", place=str(path), cure="Build at least one report.")
    return catalogue


def catalogue_in_store(store: Store) -> Catalogue:
    """The catalogue of a store of builds; of an empty one an empty one. Raises OSError where the store is gone."""
    # Nearly all types are those of claims, times and places in texts.
    kinds: list[NamedNode | None] = [NamedNode(_iri(name)) for name in _KINDS]
    wanted = ((NamedNode(_iri(name)), kinds if name == "rdf:type" else [None]) for name in _PREDICATES)
    return catalogue_of(
        quad
        for predicate, values in wanted
        for value in values
        for quad in store.quads_for_pattern(None, predicate, value)
    )


def catalogue_of(quads: Iterable[Quad]) -> Catalogue:
    """The catalogue of some quads of builds; those that no document's graph holds are passed over.

    >>> catalogue_of([]).entities
    {}
    """
    return _Gathering().gathered(quads)


@frozen
class _Gathering:
    """What was read so far: subject -> predicate -> value -> the keys of the documents that say so."""

    said: dict[str, dict[str, dict[str, set[str]]]] = field(factory=dict)

    def gathered(self, quads: Iterable[Quad]) -> Catalogue:
        base = self._read(quads)
        offices = self._offices()
        other_names = self._names_elsewhere()
        entities: dict[str, CataloguedEntity] = {}
        for iri in sorted(self.said):
            kind = self._kind(iri)
            if kind is not None and "rdfs:label" in self.said[iri]:
                entities[iri] = self._entity(iri, kind, offices.get(iri, ()), other_names.get(iri, ()))
        return Catalogue(base, entities, self._documents())

    def _read(self, quads: Iterable[Quad]) -> str:
        """Gather what is wanted; the base of the build."""
        names = {_iri(name): name for name in _PREDICATES}
        keys: dict[str, str] = {}
        base = ""
        for quad in quads:
            name = names.get(quad.predicate.value)
            if name is None or isinstance(quad.subject, BlankNode) or isinstance(quad.graph_name, DefaultGraph):
                continue
            assert isinstance(quad.subject, NamedNode)
            subject, graph = quad.subject.value, quad.graph_name.value
            if not _WANTED.search(subject):
                continue
            if graph not in keys:
                found = _GRAPH.fullmatch(graph)
                keys[graph] = found["key"] if found else ""
                base = base or (found["base"] if found else "")
            if not keys[graph] or not isinstance(quad.object, NamedNode | Literal):
                continue
            values = self.said.setdefault(subject, {}).setdefault(name, {})
            values.setdefault(quad.object.value, set()).add(keys[graph])
        return base

    def _all(self, iri: str, *predicates: str) -> tuple[str, ...]:
        """The values of some predicates, those that most documents have first."""
        counts: Counter[str] = Counter()
        for predicate in predicates:
            for value, documents in self.said.get(iri, {}).get(predicate, {}).items():
                counts[value] += len(documents)
        return tuple(sorted(counts, key=lambda value: (-counts[value], value)))

    def _one(self, iri: str, *predicates: str) -> str:
        return next(iter(self._all(iri, *predicates)), "")

    def _kind(self, iri: str) -> Kind | None:
        if not _ENTITY.search(iri):
            return None
        classes = set(self._all(iri, "rdf:type"))
        return next((kind for name, kind in _KINDS.items() if _iri(name) in classes), None)

    def _entity(
        self, iri: str, kind: Kind, offices: tuple[HeldOffice, ...], other_names: tuple[str, ...]
    ) -> CataloguedEntity:
        labels = self._all(iri, "rdfs:label")
        # A surname alone tells little on a screen, however many documents write no more.
        name = next((label for label in labels if kind is Kind.PERSON and len(label.split()) > 1), labels[0])
        names = dict.fromkeys((*labels, *self._all(iri, "skos:altLabel"), *other_names))
        told_in = {key for documents in self.said[iri]["rdfs:label"].values() for key in documents}
        return CataloguedEntity(
            iri,
            kind,
            name,
            tuple(other for other in names if other != name),
            state_iris=self._all(iri, "dg:affiliatedState", "dg:sendingState"),
            receiving_state_iris=self._all(iri, "dg:receivingState"),
            parent_iris=self._all(iri, "org:unitOf", "org:postIn"),
            country_iris=self._all(iri, "schema:containedInPlace"),
            role=self._one(iri, "org:role").removeprefix(VOCABULARY),
            offices=offices,
            same_qids=tuple(_numbers(self._all(iri, "skos:exactMatch"))),
            close_qids=tuple(_numbers(self._all(iri, "skos:closeMatch"))),
            documents=tuple(sorted(told_in)),
        )

    def _offices(self) -> dict[str, tuple[HeldOffice, ...]]:
        """The offices of each person. Those that a document speaks of as planned or thought of are none."""
        held: dict[str, dict[str, HeldOffice]] = {}
        for iri in sorted(self.said):
            if "/ev/tenure-" not in iri or self._one(iri, "dg:realis") != f"{VOCABULARY}Realis":
                continue
            role = self._one(iri, "org:role").removeprefix(VOCABULARY)
            post = self._one(iri, "dg:post")
            name = self._one(post, "rdfs:label") or role
            if name:
                for holder in self._all(iri, "org:member"):
                    # Each document that cannot tell which post it is has one of its own, of the same name.
                    held.setdefault(holder, {}).setdefault(name, HeldOffice(name, post, role))
        return {iri: tuple(offices.values()) for iri, offices in held.items()}

    def _names_elsewhere(self) -> dict[str, tuple[str, ...]]:
        """The names that Wikidata has for what is the same there; of what is only close they would mislead."""
        found: dict[str, dict[str, None]] = {}
        for iri in sorted(self.said):
            if "/mapping/" in iri and self._one(iri, "owl:annotatedProperty") == _iri("skos:exactMatch"):
                names = found.setdefault(self._one(iri, "owl:annotatedSource"), {})
                names.update(dict.fromkeys(self._all(iri, "sssom:object_label")))
        return {iri: tuple(names) for iri, names in found.items()}

    def _documents(self) -> dict[str, CataloguedDocument]:
        documents = {}
        for iri in sorted(self.said):
            if iri.endswith("/record"):
                key = iri.split("/")[-2]
                title = self._one(iri, "dcterms:title") or self._one(iri, "rdfs:label")
                documents[key] = CataloguedDocument(key, title, self._one(iri, "dg:date"))
        return documents


def _numbers(iris: Iterable[str]) -> Iterator[str]:
    """The Wikidata numbers among some IRIs."""
    namespace = prefixes()["wd"]
    return (iri.removeprefix(namespace) for iri in iris if iri.startswith(namespace))


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return (ONTOLOGY if prefix == "dg" else prefixes()[prefix]) + local
