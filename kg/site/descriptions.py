"""The description of a thing as RDF: what is said of it, and what one needs to understand that."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen
from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from kg.publish.formats import FORMATS, Writers
from kg.publish.terms import statements_of
from kg.site.graph import Graph, full
from kg.site.inventory import graphs_of

OWN = {form.extension: form for form in FORMATS}
FOREIGN = {"nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML, "expanded.jsonld": RdfFormat.JSON_LD}
EXTENSIONS = (*OWN, *FOREIGN)
# What a description brings along: the words that something rests on, and the voices of a claim.
_FOLLOWED = tuple(
    full(name)
    for name in ("dg:evidence", "dg:trigger", "dg:surface", "dg:cue", "oa:hasSelector", "dg:voice", "dg:embeddedIn")
)
_DEEPEST = 12  # steps from the thing: voices nest four deep in the deepest report so far


@frozen
class Describer:
    """Describes the things of an edition in every format."""

    graph: Graph
    writers: Writers

    def described(self, iri: str, extension: str) -> bytes | None:
        """The description of a thing; None where nothing is said of it, or no such format is written."""
        return self._written(list(self.quads(iri)), extension)

    def whole_document(self, key: str, extension: str) -> bytes | None:
        """All that the graphs of a document say; None where there are none, or no such format is written."""
        names = graphs_of(self.graph, key)
        return self._written(
            [q for name in names for q in self.graph.store.quads_for_pattern(None, None, None, name)], extension
        )

    def _written(self, quads: list[Quad], extension: str) -> bytes | None:
        if not quads:
            return None
        if extension in OWN:
            return OWN[extension].write(statements_of(quads), self.writers).encode()
        if extension in FOREIGN:
            triples = sorted({quad.triple for quad in quads}, key=str)
            form = FOREIGN[extension]
            return serialize(triples, format=form) or b""
        return None

    def quads(self, iri: str) -> Iterator[Quad]:
        """What is said of a thing, with the quotes and voices that belong to it, in the named graphs."""
        store = self.graph.store
        seen: set[str] = set()
        waiting = [(iri, 0)]
        while waiting:
            subject, steps = waiting.pop()
            if subject in seen:
                continue
            seen.add(subject)
            for quad in store.quads_for_pattern(NamedNode(subject), None, None, None):
                if not isinstance(quad.graph_name, NamedNode):
                    continue  # the union, which says the same
                yield quad
                if quad.predicate.value in _FOLLOWED and isinstance(quad.object, NamedNode) and steps < _DEEPEST:
                    waiting.append((quad.object.value, steps + 1))
