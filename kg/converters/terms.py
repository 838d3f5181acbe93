"""The RDF terms that the converters speak in. The one place here that knows pyoxigraph's constructors."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import DataError

__all__ = [
    "EDTF",
    "XSD",
    "Literal",
    "NamedNode",
    "Quad",
    "Triple",
    "boolean",
    "count_of",
    "day",
    "decimal",
    "edtf",
    "english",
    "iri",
    "length_of_time",
    "offset_char",
    "text_in",
    "words",
]

Triple: TypeAlias = tuple[NamedNode, NamedNode, NamedNode | Literal]

XSD = "http://www.w3.org/2001/XMLSchema#"
EDTF = NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")

_DATE = NamedNode(f"{XSD}date")
_INTEGER = NamedNode(f"{XSD}integer")
_NON_NEGATIVE = NamedNode(f"{XSD}nonNegativeInteger")
_DECIMAL = NamedNode(f"{XSD}decimal")
_DURATION = NamedNode(f"{XSD}duration")
_TRUE = Literal("true", datatype=NamedNode(f"{XSD}boolean"))
_FALSE = Literal("false", datatype=NamedNode(f"{XSD}boolean"))


@lru_cache(maxsize=1 << 14)  # a report has a few thousand IRIs, most of them used several times
def iri(value: str) -> NamedNode:
    """The IRI `value`. Raises DataError when it is none (RFC 3987), naming the characters at fault.

    >>> iri("https://example.org/a").value
    'https://example.org/a'
    """
    try:
        return NamedNode(value)
    except ValueError as error:
        raise DataError(f"{value!r} is no IRI: {error}.", cure="Mend the address or key it was made from.") from error


def english(text: str) -> Literal:
    """`text`, tagged as English: labels, glosses and words of an English source."""
    return Literal(text, language="en")


def text_in(language: str, text: str) -> Literal:
    """`text` in `language` (a BCP 47 tag). Raises DataError at what is no tag."""
    try:
        return Literal(text, language=language)
    except ValueError as error:
        cure = "Give the language of the report as a BCP 47 tag, such as en or de."
        raise DataError(f"{language!r} is no language tag.", cure=cure) from error


def words(text: str) -> Literal:
    """`text` without a language: codes, names of rules, quotes to be compared character by character."""
    return Literal(text)


@lru_cache(maxsize=1 << 10)
def edtf(value: str) -> Literal:
    """An EDTF value."""
    return Literal(value, datatype=EDTF)


def day(value: date) -> Literal:
    """One day, as xsd:date (four digits of year at least)."""
    return Literal(f"{value.year:04d}-{value.month:02d}-{value.day:02d}", datatype=_DATE)


def count_of(number: int) -> Literal:
    """An integer."""
    return Literal(str(number), datatype=_INTEGER)


def offset_char(number: int) -> Literal:
    """An offset in characters, never negative (Web Annotation, 4.2.4)."""
    return Literal(str(number), datatype=_NON_NEGATIVE)


def decimal(number: float) -> Literal:
    """A decimal, rounded to six places so that no machine's last bit shows.

    >>> decimal(0.1 + 0.2).value
    '0.3'
    """
    digits = f"{number:.6f}".rstrip("0")
    return Literal(f"{digits}0" if digits.endswith(".") else digits, datatype=_DECIMAL)


def length_of_time(value: str) -> Literal:
    """A length of time, as xsd:duration ("P5Y")."""
    return Literal(value, datatype=_DURATION)


def boolean(*, holds: bool) -> Literal:
    """True or false."""
    return _TRUE if holds else _FALSE
