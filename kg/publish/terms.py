"""Which quads may be published, and in which order. One order keeps a small edit a small difference."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import DataError

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
XSD = "http://www.w3.org/2001/XMLSchema#"

# Local names that need no escape in any format and any reader (a part of PN_LOCAL of Turtle).
LOCAL_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")

# What reads first stands first: what a thing is, then how it is called, then all else by IRI.
_RANK = {RDF_TYPE: "0", RDFS_LABEL: "1"}

# Characters that end a line for some programs, are invisible, or turn the direction of what follows them: a quote from
# a source may hold them, and a file that shows them raw cannot be compared line by line. All lie below U+10000.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff]"
)


def escaped(text: str) -> str:
    r"""`text` with every unseen character but the line feed as \uXXXX, which all our formats read alike.

    >>> escaped("a\u2028b")
    'a\\u2028b'
    """
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04X}", text)


class Statement(NamedTuple):
    """A quad that may be published: three IRIs and an object."""

    graph: str
    subject: str
    predicate: str
    object: NamedNode | Literal


def statements_of(quads: Iterable[Quad]) -> list[Statement]:
    """The quads, each once, by graph, subject, predicate and object.

    Raises DataError at what has no stable name or no place: a blank node, a statement outside a named graph, and a
    term that RDF 1.1 does not have (a triple term, a text with a base direction).

    >>> a = NamedNode("https://example.org/a")
    >>> len(statements_of([Quad(a, a, a, a), Quad(a, a, a, a)]))
    1
    """
    return in_order(_checked(quad) for quad in quads)


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """The statements, each once, by graph, subject, predicate and object."""
    rows = {(statement.graph, *_order(statement)): statement for statement in statements}
    return [rows[key] for key in sorted(rows)]


def union_of(statements: Iterable[Statement]) -> list[Statement]:
    """One statement for each triple, whichever graphs it stands in, by subject, predicate and object."""
    rows = {_order(statement): statement for statement in statements}
    return [rows[key] for key in sorted(rows)]


def _checked(quad: Quad) -> Statement:
    graph, subject, value = quad.graph_name, quad.subject, quad.object
    if not isinstance(graph, NamedNode):
        cure = "Put every statement into the graph of its document and version."
        raise DataError("A statement stands in no named graph.", place=str(quad), cure=cure)
    has_direction = isinstance(value, Literal) and value.direction is not None
    if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal) and not has_direction:
        return Statement(graph.value, subject.value, quad.predicate.value, value)
    raise DataError(
        "A statement has a blank node or a term that RDF 1.1 does not have.",
        place=str(quad),
        cure="Give the thing an IRI of its own: nothing is published under a blank node.",
    )


def _order(statement: Statement) -> tuple[str, str, str, int, str, str, str]:
    """The place of a statement in its graph: IRIs stand before literals."""
    _, subject, predicate, value = statement
    head = (subject, _RANK.get(predicate, "2"), predicate)
    if isinstance(value, NamedNode):
        return (*head, 0, value.value, "", "")
    return (*head, 1, value.value, value.datatype.value, value.language or "")
