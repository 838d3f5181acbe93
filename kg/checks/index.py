"""A graph as look-up tables, for checks that ask the same few questions of thousands of nodes.

Terms are strings as N-Quads writes them: `<https://example.org/a>`, `"1"^^<http://www.w3.org/2001/XMLSchema#integer>`.
They are hashed and compared many times faster than pyoxigraph's own terms, which are made anew at each look-up.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import compress

from pyoxigraph import Quad, RdfFormat, Store, serialize

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

# A line of N-Quads (N-Quads 1.1, section 2) with its first three terms; no IRI holds a space or a quotation mark, so
# the last mark of a line closes its literal.
_LINE = re.compile(r'([^ ]+) ([^ ]+) (<[^ ]*|".*"[^ ]*|[^ ]+) .*\n')
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_SHORT_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_XSD = "^^<http://www.w3.org/2001/XMLSchema#"
_INTEGERS = (f"{_XSD}integer>", f"{_XSD}nonNegativeInteger>")
_DATE = f"{_XSD}date>"
_CANONICAL_INTEGER = re.compile(r"0|-?[1-9][0-9]*", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

_NOTHING: Mapping[str, None] = {}


class Index:
    """The triples of some quads, named graphs merged, each once.

    `rows` are those of the quads, one for each; `has_only_iris` says that no node is blank and no term is a triple.
    """

    def __init__(self, quads: Sequence[Quad]) -> None:
        """Read the quads once; the tables are filled here."""
        self.quads = quads
        lines = (serialize(quads, format=RdfFormat.N_QUADS) or b"").decode()
        self.rows: list[tuple[str, str, str]] = _LINE.findall(lines)
        beginnings = {row[0][0] for row in self.rows} | {row[2][:2] for row in self.rows}
        self.has_only_iris = beginnings.isdisjoint(("_", "_:", "<<"))  # blank nodes, triple terms
        self._objects: defaultdict[str, defaultdict[str, dict[str, None]]] = defaultdict(_table)
        self._subjects: dict[str, dict[str, dict[str, None]]] = {}
        tables = self._objects
        for subject, predicate, value in self.rows:
            tables[predicate][subject][value] = None

    @property
    def predicates(self) -> Collection[str]:
        """Every predicate that occurs."""
        return self._objects.keys()

    def objects(self, predicate: str, subject: str) -> Mapping[str, None]:
        """The values of a property of one node, each once, in the order of the quads."""
        return self._objects.get(predicate, _EMPTY).get(subject, _NOTHING)

    def subjects(self, predicate: str, value: str) -> Mapping[str, None]:
        """The nodes whose property has this value."""
        return self.by_object(predicate).get(value, _NOTHING)

    def by_subject(self, predicate: str) -> Mapping[str, Mapping[str, None]]:
        """The values of a property, by the node that has them."""
        return self._objects.get(predicate, _EMPTY)

    def by_object(self, predicate: str) -> Mapping[str, Mapping[str, None]]:
        """The nodes that have a property, by its value. Made at the first question."""
        table = self._subjects.get(predicate)
        if table is None:
            table = self._subjects[predicate] = {}
            for subject, values in self._objects.get(predicate, _EMPTY).items():
                for value in values:
                    table.setdefault(value, {})[subject] = None
        return table

    def items(self, head: str) -> Iterator[str]:
        """The members of an RDF list. Stops where the list is broken off."""
        while head != RDF_NIL and self.objects(RDF_FIRST, head):
            yield next(iter(self.objects(RDF_FIRST, head)))
            head = next(iter(self.objects(RDF_REST, head)), RDF_NIL)

    @cached_property
    def store(self) -> Store:
        """The quads in a store, for SPARQL and for pySHACL."""
        store = Store()
        store.extend(self.quads)
        return store

    def store_of(self, predicates: Collection[str]) -> Store:
        """A store of the quads with these predicates only: for those who ask for no others."""
        store = Store()
        store.extend(compress(self.quads, [row[1] in predicates for row in self.rows]))
        return store


RDF_FIRST = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>"
RDF_REST = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>"
RDF_NIL = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>"
_EMPTY: Mapping[str, dict[str, None]] = {}


def _table() -> defaultdict[str, dict[str, None]]:
    return defaultdict(dict)


def iri_token(iri: str) -> str:
    """An IRI as N-Quads writes it."""
    return f"<{iri}>"


def is_iri(token: str) -> bool:
    """Whether a term is an IRI; else it is a literal, a blank node or a triple term."""
    return token.startswith("<") and not token.startswith("<<")


def is_literal(token: str) -> bool:
    """Whether a term is a literal."""
    return token.startswith('"')


def value_of(token: str) -> str:
    r"""The text of a literal, the address of an IRI, the label of a blank node.

    >>> value_of(r'"a\tb"@en'), value_of("<urn:a>"), value_of("_:b")
    ('a\tb', 'urn:a', 'b')
    """
    if token.startswith('"'):
        text = token[1 : token.rindex('"')]
        return _ESCAPE.sub(_unescaped, text) if "\\" in text else text
    return token[1:-1] if is_iri(token) else token.removeprefix("_:")


def suffix_of(token: str) -> str:
    """What stands behind the text of a literal: "", "@en" or "^^<datatype>"; "" for anything else.

    >>> suffix_of('"5"^^<urn:d>'), suffix_of("<urn:a>")
    ('^^<urn:d>', '')
    """
    return token[token.rindex('"') + 1 :] if token.startswith('"') else ""


def integer_of(token: str) -> int | None:
    """The number that an integer in its canonical spelling stands for; None for any other term.

    >>> integer_of('"7"^^<http://www.w3.org/2001/XMLSchema#integer>'), integer_of('"7"')
    (7, None)
    """
    if suffix_of(token) not in _INTEGERS:
        return None
    text = value_of(token)
    return int(text) if _CANONICAL_INTEGER.fullmatch(text) else None


def day_of(token: str) -> str | None:
    """A day of four digits of year without a time zone, which sorts as it reads; None for any other term.

    >>> day_of('"1962-08-27"^^<http://www.w3.org/2001/XMLSchema#date>')
    '1962-08-27'
    """
    if suffix_of(token) != _DATE:
        return None
    text = value_of(token)
    if not _DAY.fullmatch(text):
        return None
    try:
        date.fromisoformat(text)
    except ValueError:
        return None
    return text


def is_read_alike(token: str) -> bool:
    """Whether every library takes the term for the same one: rdflib spells some literals anew ("01" as "1").

    >>> is_read_alike('"01"^^<http://www.w3.org/2001/XMLSchema#integer>'), is_read_alike('"1"@en')
    (False, True)
    """
    if token[-1] == ">":
        return _is_typed_alike(token)
    # A language in its usual spelling, or none.
    suffix = suffix_of(token)
    return suffix == suffix.lower()


@lru_cache(maxsize=2**14)  # offsets, numbers and days come back in each document
def _is_typed_alike(token: str) -> bool:
    suffix = suffix_of(token)
    if suffix in _INTEGERS:
        return integer_of(token) is not None
    if suffix == _DATE:
        return day_of(token) is not None
    if suffix.startswith(_XSD):
        return suffix == f"{_XSD}boolean>" and value_of(token) in ("true", "false")
    return "www.w3.org" not in suffix  # others are kept as they are


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _SHORT_ESCAPES.get(found[3], found[3])
