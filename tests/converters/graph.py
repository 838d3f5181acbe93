"""The quads of a reading, as short names: what the tests of the converters compare."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from kg.converters import AttestationRule, iri_index, quads_of
from kg.model.reading import Reading

NAMES = {
    "https://w3id.org/diplograph/doc/1931-05-03-legation-norland/": "doc/",
    "https://w3id.org/diplograph/ontology#": "dg:",
    "https://w3id.org/diplograph/vocab#": "dgv:",
    "https://w3id.org/diplograph/": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": "a",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs:",
    "http://www.w3.org/2004/02/skos/core#": "skos:",
    "http://www.w3.org/2001/XMLSchema#": "xsd:",
    "http://www.w3.org/ns/org#": "org:",
    "http://www.w3.org/ns/oa#": "oa:",
    "http://www.w3.org/ns/prov#": "prov:",
    "http://www.w3.org/2002/07/owl#": "owl:",
    "http://www.cidoc-crm.org/cidoc-crm/": "crm:",
    "http://semanticweb.cs.vu.nl/2009/11/sem/": "sem:",
    "http://www.wikidata.org/entity/": "wd:",
    "http://purl.org/dc/terms/": "dcterms:",
    "https://schema.org/": "schema:",
    "https://www.ica.org/standards/RiC/ontology#": "rico:",
    "https://w3id.org/sssom/": "sssom:",
    "https://w3id.org/semapv/vocab/": "semapv:",
}


def short(term: object) -> str:
    """A term in few letters: doc/agent/rehm, dg:met, "Letter"@en."""
    if isinstance(term, Literal):
        tail = f"@{term.language}" if term.language else ""
        kind = short(term.datatype)
        return f'"{term.value}"{tail}' if kind in {"xsd:string"} or tail else f'"{term.value}"^^{kind}'
    assert isinstance(term, NamedNode)
    for start, name in NAMES.items():
        if term.value.startswith(start):
            return name + term.value.removeprefix(start)
    return term.value


def described(reading: Reading, identifier: str, rule: AttestationRule | None = None) -> dict[str, set[str]]:
    """What is said of the thing that a reading calls `identifier`, by property."""
    return of_iri(quads_of(reading, rule=rule) if rule else quads_of(reading), iri_index(reading)[identifier])


def of_iri(quads: Iterable[Quad], address: str) -> dict[str, set[str]]:
    """What is said of one IRI, by property."""
    found: dict[str, set[str]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and quad.subject.value == address:
            found.setdefault(short(quad.predicate), set()).add(short(quad.object))
    return found
