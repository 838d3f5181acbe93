"""The prefixes of everything we publish, written once."""

from __future__ import annotations

from kg.base import ONTOLOGY, OUR_BASE, VOCABULARY

DEFAULT_BASE = OUR_BASE

_VOCABULARIES = {
    "crm": "http://www.cidoc-crm.org/cidoc-crm/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rico": "https://www.ica.org/standards/RiC/ontology#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "sssom": "https://w3id.org/sssom/",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def prefixes() -> dict[str, str]:
    """Every prefix with its namespace, in the order of the prefixes. Our terms keep their address under any base.

    >>> prefixes()["dg"]
    'https://w3id.org/diplograph/ontology#'
    """
    return dict(sorted({**_VOCABULARIES, "dg": ONTOLOGY, "dgv": VOCABULARY}.items()))
