"""The entities of a build as one catalogue, each once: what a service that finds them by name has to know."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from kg.model.entity import Kind


@frozen
class CataloguedDocument:
    """A document of the build."""

    key: str
    title: str = ""
    date: str = ""  # EDTF; "" where the document has none


@frozen
class HeldOffice:
    """An office that some document of the build gives to a person."""

    name: str
    post_iri: str = ""  # "" where the documents give the person a role, but no post
    role: str = ""  # a concept of the vocabulary: "Ambassador"


@frozen
class CataloguedEntity:
    """One entity with all that the documents of the build say of it; other entities are named by their IRIs."""

    iri: str
    kind: Kind
    name: str
    names: tuple[str, ...] = ()  # other names, as written, and the name of its Wikidata item
    state_iris: tuple[str, ...] = ()  # affiliated state; sending state of a mission or a post
    receiving_state_iris: tuple[str, ...] = ()
    parent_iris: tuple[str, ...] = ()  # of an organ, of a post
    country_iris: tuple[str, ...] = ()  # of a place
    role: str = ""  # of a post
    offices: tuple[HeldOffice, ...] = ()
    same_qids: tuple[str, ...] = ()  # skos:exactMatch
    close_qids: tuple[str, ...] = ()  # skos:closeMatch
    documents: tuple[str, ...] = ()  # keys


@frozen(eq=False)
class Catalogue:
    """All entities by IRI and all documents by key. `base` is what every IRI of the build begins with."""

    base: str
    entities: Mapping[str, CataloguedEntity] = field(factory=dict)
    documents: Mapping[str, CataloguedDocument] = field(factory=dict)
