"""The formats that a graph is published in: one row each."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attrs import frozen
from pyoxigraph import Quad

from kg.publish.context import Context
from kg.publish.jsonld import jsonld_of
from kg.publish.nquads import nquads_of
from kg.publish.terms import Statement, statements_of
from kg.publish.turtle import trig_of, turtle_of


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
    write: Callable[[list[Statement], str, Context], str]


TURTLE = Format(
    name="Turtle",
    media_type="text/turtle",
    extension="ttl",
    iri="http://www.w3.org/ns/formats/Turtle",
    keeps_graphs=False,
    write=lambda statements, base, context: turtle_of(statements, base),
)
JSON_LD = Format(
    name="JSON-LD",
    media_type="application/ld+json",
    extension="jsonld",
    iri="http://www.w3.org/ns/formats/JSON-LD",
    keeps_graphs=False,
    write=lambda statements, base, context: jsonld_of(statements, context),
)
TRIG = Format(
    name="TriG",
    media_type="application/trig",
    extension="trig",
    iri="http://www.w3.org/ns/formats/TriG",
    keeps_graphs=True,
    write=lambda statements, base, context: trig_of(statements, base),
)
N_QUADS = Format(
    name="N-Quads",
    media_type="application/n-quads",
    extension="nq",
    iri="http://www.w3.org/ns/formats/N-Quads",
    keeps_graphs=True,
    write=lambda statements, base, context: nquads_of(statements),
)
FORMATS = (TURTLE, JSON_LD, TRIG, N_QUADS)


def written(quads: Iterable[Quad], base: str, context: Context) -> dict[str, bytes]:
    """The same quads in every format, as UTF-8, by extension. Refuses what `statements_of` refuses (DataError)."""
    statements = statements_of(quads)
    return {form.extension: form.write(statements, base, context).encode() for form in FORMATS}
