"""RDF terms as strings, as N-Quads writes them: `<https://example.org/a>`, `"1"^^<http://...integer>`.

They are hashed and compared many times faster than pyoxigraph's own terms, which are made anew at each look-up.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
RDF_FIRST = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>"
RDF_REST = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>"
RDF_NIL = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>"

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_SHORT_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_XSD = "^^<http://www.w3.org/2001/XMLSchema#"
_INTEGERS = (f"{_XSD}integer>", f"{_XSD}nonNegativeInteger>")
_DATE = f"{_XSD}date>"
_CANONICAL_INTEGER = re.compile(r"0|-?[1-9][0-9]*", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_KNOWN = 2**14  # offsets, numbers and days come back in each document


def iri_token(iri: str) -> str:
    """An IRI as N-Quads writes it."""
    return f"<{iri}>"


def is_iri(token: str) -> bool:
    """Whether a term is an IRI; else it is a literal, a blank node or a triple term."""
    return token[:1] == "<" and token[:2] != "<<"


def is_literal(token: str) -> bool:
    """Whether a term is a literal."""
    return token[:1] == '"'


def value_of(token: str) -> str:
    r"""The text of a literal, the address of an IRI, the label of a blank node.

    >>> value_of(r'"a\tb"@en'), value_of("<urn:a>"), value_of("_:b")
    ('a\tb', 'urn:a', 'b')
    """
    if token[:1] == '"':
        text = token[1 : token.rindex('"')]
        return _ESCAPE.sub(_unescaped, text) if "\\" in text else text
    return token[1:-1] if is_iri(token) else token.removeprefix("_:")


def suffix_of(token: str) -> str:
    """What stands behind the text of a literal: "", "@en" or "^^<datatype>"; "" for anything else.

    >>> suffix_of('"5"^^<urn:d>'), suffix_of("<urn:a>")
    ('^^<urn:d>', '')
    """
    return token[token.rindex('"') + 1 :] if token.startswith('"') else ""


@lru_cache(maxsize=_KNOWN)
def integer_of(token: str) -> int | None:
    """The number that an integer in its canonical spelling stands for; None for any other term.

    >>> integer_of('"7"^^<http://www.w3.org/2001/XMLSchema#integer>'), integer_of('"7"')
    (7, None)
    """
    if suffix_of(token) not in _INTEGERS:
        return None
    text = value_of(token)
    return int(text) if _CANONICAL_INTEGER.fullmatch(text) else None


@lru_cache(maxsize=_KNOWN)
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


@lru_cache(maxsize=_KNOWN)
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
