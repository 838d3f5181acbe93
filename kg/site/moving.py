"""The same data under another base: every IRI of ours moves, our terms and whatever literals say stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import frozen
from pyoxigraph import Literal, NamedNode, Quad

from kg.base import OUR_BASE
from kg.publish.prefixes import prefixes
from kg.site.addresses import TERMS

# A line of N-Quads as a build writes it: no term but a literal holds a space.
LINE = re.compile(rb'(<[^>]*>) (<[^>]*>) (<[^>]*>|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?) (<[^>]*>) \.\n')
_OUR_TERM = re.compile(rf"{re.escape(OUR_BASE)}(?:{'|'.join(TERMS)})(?:[#/].*)?")
_URI_SPACE = f"{prefixes()['void']}uriSpace"


@frozen
class Move:
    """A move of all IRIs under `own` to `base`.

    >>> move = Move("https://w3id.org/diplograph/", "https://example.org/kg/")
    >>> move.iri("https://w3id.org/diplograph/agent/x"), move.iri("https://w3id.org/diplograph/vocab#Withdrawn")
    ('https://example.org/kg/agent/x', 'https://w3id.org/diplograph/vocab#Withdrawn')
    """

    own: str
    base: str

    def iri(self, iri: str) -> str:
        """An IRI under the new base; one of our terms, or of others, as it is."""
        if not iri.startswith(self.own) or _OUR_TERM.fullmatch(iri):
            return iri
        return self.base + iri[len(self.own) :]

    def lines(self, lines: Iterable[bytes]) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
        """The terms of each line of N-Quads. Raises ValueError at what is no such line."""
        own = b"<" + self.own.encode()
        for line in lines:
            found = LINE.fullmatch(line)
            if found is None:
                raise ValueError(f"no line of N-Quads: {line[:80]!r}")
            subject, predicate, value, graph = (
                b"<" + self.iri(term[1:-1].decode()).encode() + b">" if term.startswith(own) else term
                for term in found.groups()
            )
            yield subject, predicate, value, graph

    def description(self, quads: Iterable[Quad], graph: NamedNode) -> Iterator[Quad]:
        """The description of the dataset in a graph; its void:uriSpace, an address written as a text, moves as well."""
        for quad in quads:
            value = quad.object
            if quad.predicate.value == _URI_SPACE and value == Literal(self.own):
                value = Literal(self.base)
            if isinstance(value, NamedNode):
                value = NamedNode(self.iri(value.value))
            if not isinstance(quad.subject, NamedNode):
                raise ValueError(f"a subject without an IRI: {quad.subject}")
            yield Quad(NamedNode(self.iri(quad.subject.value)), quad.predicate, value, graph)
