"""The formats that a graph is published in: one row each."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from kg.publish.context import Context
from kg.publish.jsonld import JsonLdWriter
from kg.publish.nquads import nquads_of
from kg.publish.terms import Statements
from kg.publish.turtle import TurtleWriter


@frozen
class Writers:
    """The writers of one build, which remember what they wrote: a library is made of what its documents are."""

    turtle: TurtleWriter
    json_ld: JsonLdWriter

    @classmethod
    def of(cls, base: str, context: Context) -> Writers:
        """Writers under a base, with a context."""
        return cls(TurtleWriter(base), JsonLdWriter(context))


@frozen
class Format:
    """One format. `keeps_graphs` says whether named graphs are written, or the union of them.

    `iri` is the format's name in the W3C's list of file formats (https://www.w3.org/ns/formats/).
    """

    name: str
    media_type: str
    extension: str
    iri: str
    keeps_graphs: bool
    write: Callable[[Statements, Writers], str]


TURTLE = Format(
    name="Turtle",
    media_type="text/turtle",
    extension="ttl",
    iri="http://www.w3.org/ns/formats/Turtle",
    keeps_graphs=False,
    write=lambda statements, writers: writers.turtle.turtle(statements),
)
JSON_LD = Format(
    name="JSON-LD",
    media_type="application/ld+json",
    extension="jsonld",
    iri="http://www.w3.org/ns/formats/JSON-LD",
    keeps_graphs=False,
    write=lambda statements, writers: writers.json_ld.json_ld(statements),
)
TRIG = Format(
    name="TriG",
    media_type="application/trig",
    extension="trig",
    iri="http://www.w3.org/ns/formats/TriG",
    keeps_graphs=True,
    write=lambda statements, writers: writers.turtle.trig(statements),
)
N_QUADS = Format(
    name="N-Quads",
    media_type="application/n-quads",
    extension="nq",
    iri="http://www.w3.org/ns/formats/N-Quads",
    keeps_graphs=True,
    write=lambda statements, _writers: nquads_of(statements),
)
FORMATS = (TURTLE, JSON_LD, TRIG, N_QUADS)
