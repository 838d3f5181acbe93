"""The RDF of our own terms: the ontology, the vocabulary, the shapes, each a document at the address of its namespace.

The Turtle is the file as it was written, comments and all; the other formats say the same triples. Only the shapes have
blank nodes, which are named in the order of RDFC-1.0, so that they keep their names from run to run.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg.base import OUR_BASE
from kg.publish.expanded import expanded
from kg.publish.formats import JSON_LD, Writers
from kg.publish.nquads import triple_lines
from kg.publish.prefixes import prefixes
from kg.publish.rdfxml import RdfXmlWriter
from kg.publish.terms import RDF_TYPE, Node, Statements, plain


def terms_in(folder: Path, name: str, extension: str, writers: Writers) -> bytes | None:
    """One of our documents of terms in a format; None if there is no such format."""
    path = folder / f"{name}.ttl"
    if extension == "ttl":
        return path.read_bytes()
    nodes = _nodes_of(path)
    has_blank_nodes = any(node.subject.startswith("_:") for node in nodes)
    match extension:
        case "nt":
            return triple_lines(nodes).encode()
        case "rdf":
            return RdfXmlWriter().rdf_xml(nodes).encode()
        case "jsonld" if not has_blank_nodes:
            return JSON_LD.write(Statements({}, nodes), writers).encode()
        case "jsonld" | "expanded.jsonld":
            return expanded(nodes).encode()
        case "trig" | "nq":
            form, graph = RdfFormat.TRIG if extension == "trig" else RdfFormat.N_QUADS, NamedNode(OUR_BASE + name)
            quads = [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in _triples_of(path)]
            return serialize(quads, format=form, prefixes=prefixes())
    return None


@lru_cache(16)
def _triples_of(path: Path) -> tuple[Triple, ...]:
    with path.open("rb") as file:
        triples = Dataset(parse(file, format=RdfFormat.TURTLE))
    triples.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return tuple(sorted((quad.triple for quad in triples), key=str))


def _nodes_of(path: Path) -> tuple[Node, ...]:
    """The triples by subject, types first, blank nodes last."""
    rows = sorted((str(triple.subject), str(triple.predicate), str(triple.object)) for triple in _triples_of(path))
    nodes: list[Node] = []
    for subject, same in groupby(rows, itemgetter(0)):
        said = sorted(((row[1], row[2]) for row in same), key=lambda row: (row[0] != RDF_TYPE, row))
        nodes.append(Node(subject[1:-1] if subject.startswith("<") else subject, tuple(said)))
    return tuple(sorted(nodes, key=lambda node: (node.subject.startswith("_:"), plain(node.subject))))
