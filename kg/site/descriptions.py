"""The description of a thing as RDF, in every format. What it holds is decided in belongings.py.

Beside that it says what it is itself: the document <X.ttl>, whose topic is <X>, a part of the dataset, under a licence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from attrs import define, field
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import DataError
from kg.publish.expanded import expanded
from kg.publish.formats import FORMATS, Writers
from kg.publish.nquads import triple_lines
from kg.publish.rdfxml import RdfXmlWriter
from kg.publish.terms import Node, Statements, statements_of
from kg.site.addresses import TERMS
from kg.site.belongings import Belongings
from kg.site.catalogue import Said, said_by_the_site
from kg.site.graph import Graph, full
from kg.site.lookups import remembered
from kg.site.termfiles import terms_in

# Formats of one graph that builds do not write, each with what writes the union.
FOREIGN: dict[str, Callable[[Statements], str]] = {
    "nt": lambda statements: triple_lines(statements.union),
    "rdf": lambda statements: RdfXmlWriter().rdf_xml(statements.union),
    "expanded.jsonld": lambda statements: expanded(statements.union),
}
OWN = {form.extension: form for form in FORMATS}
EXTENSIONS = (*OWN, *FOREIGN)
# The forms beside the Turtle that a server and a static site both have.
_FORMS = ("html", "jsonld", "nt")
_KEPT = 8  # things; a long report has 20 MB of statements
_NODES = 1 << 12  # what is said of one subject, as it was written: some 3 kB each
_OF_DOCUMENT = re.compile(r"(?:doc|graph)/(?P<key>[^/]+)/.+")


@define(eq=False)
class Describer:
    """Describes the things of an edition. `terms` is the folder of the files of our terms."""

    graph: Graph
    writers: Writers
    terms: Path
    has_endpoint: bool = False
    statements: Callable[[str], Statements] = field(init=False, repr=False)
    known: Callable[[Node], Node] = field(init=False, repr=False)
    dataset: Graph = field(init=False)
    versions: frozenset[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Look at the description of the dataset, and at which versions our terms are.

        What was gathered of late is remembered: whoever writes one format of a thing, often writes the next.
        """
        self.statements = remembered(self._statements, _KEPT, self.graph.notes)
        # Things that lie close to each other are told of with the same words and voices.
        self.known = lru_cache(_NODES)(lambda node: node)
        self.dataset = self.graph.beside("dataset")
        self.versions = frozenset(
            version
            for name in TERMS
            for version in self.graph.beside(name).iris(self.graph.addresses.iri(name), "owl:versionIRI")
        )

    def described(self, iri: str, extension: str) -> bytes | None:
        """The description of a thing; None where nothing is said of it, or not in a form that this format can write."""
        path = self.graph.addresses.path(iri)
        if path in TERMS:
            return terms_in(self.terms, path, extension, self.writers)
        if extension not in EXTENSIONS:
            return None
        statements = self.statements(iri)
        if not statements.union:
            return None
        if extension in OWN:
            return OWN[extension].write(statements, self.writers).encode()
        try:
            return FOREIGN[extension](statements).encode()
        except DataError:  # RDF/XML cannot write every text, and a reader has six other formats
            return None

    def whole_document(self, key: str, extension: str) -> bytes | None:
        """All that the graphs of a document say; None where there are none, or no such format is written."""
        return self.described(self.graph.addresses.iri(f"doc/{key}/record"), extension)

    def _statements(self, iri: str) -> Statements:
        """What the description of a thing says, the same in every format; nothing where nothing is said of it."""
        belongings = Belongings.of(self.graph, iri)
        if not belongings.quads:
            return Statements({}, ())
        addresses = self.graph.addresses
        document = addresses.iri(f"{addresses.document(addresses.path(iri))}.ttl")
        said = [
            *self._of_itself(document, iri),
            *self._of_what_is_left_out(document, iri, belongings),
            *said_by_the_site(self.graph, iri, has_endpoint=self.has_endpoint),
        ]
        name = NamedNode(document)
        own = [Quad(NamedNode(subject), NamedNode(full(predicate)), value, name) for subject, predicate, value in said]
        return statements_of([*belongings.quads, *own], self.known)

    def _of_itself(self, document: str, iri: str) -> Iterator[Said]:
        """What the document is, so that who finds it alone knows where it is from."""
        addresses, whole = self.graph.addresses, self.graph.addresses.iri("dataset")
        path = addresses.path(iri)
        part = _OF_DOCUMENT.fullmatch(path)
        yield document, "rdf:type", NamedNode(full("foaf:Document"))
        if path == "dataset" or path.startswith("dataset/"):
            yield document, "rdf:type", NamedNode(full("void:DatasetDescription"))
        yield document, "foaf:primaryTopic", NamedNode(iri)
        yield document, "void:inDataset", NamedNode(whole)
        yield document, "dcterms:isPartOf", NamedNode(addresses.iri(f"dataset/{part['key']}") if part else whole)
        for licence in self.dataset.iris(whole, "dcterms:license"):
            yield document, "dcterms:license", NamedNode(licence)
        stem = document.removesuffix(".ttl")
        for form in _FORMS:
            yield document, "dcterms:hasFormat", NamedNode(f"{stem}.{form}")

    def _of_what_is_left_out(self, document: str, iri: str, belongings: Belongings) -> Iterator[Said]:
        """How much is left out, and how all of it is had."""
        if not belongings.cut:
            return
        told = ", ".join(f"{given:,} of {times:,} by {name}" for name, (given, times) in sorted(belongings.cut.items()))
        query = f"CONSTRUCT WHERE {{ ?subject ?property <{iri}> }}"
        words = f"Not all statements that point at the thing stand here: {told}. This query gives all: {query}"
        yield document, "rdfs:comment", Literal(words, language="en")
        addresses = self.graph.addresses
        asked = f"{addresses.iri('sparql')}?query={quote(query, safe='')}"
        yield document, "rdfs:seeAlso", NamedNode(asked if self.has_endpoint else addresses.iri("dataset/all.nq"))
