"""The statements of a thing in words: predicates and values of closed lists by their labels, all else with its link."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from pyoxigraph import Literal

from kg.site.graph import Graph, Object, short
from kg.site.readings import thing
from kg.site.shown import Date, Term, Thing
from kg.site.words import date_shown, duration_in_words

MOST = 25  # values of one predicate on a page: the rest is counted, and stands in the data

_EDTF = "http://id.loc.gov/datatypes/edtf/"
_XSD = "http://www.w3.org/2001/XMLSchema#"


@frozen
class Value:
    """A value: a thing, a term, a date, or words that lead nowhere; one of them."""

    thing: Thing | None = None
    term: Term | None = None
    date: Date | None = None
    words: str = ""
    language: str = ""


@frozen
class Row:
    """A predicate with its values; `more` is how many there are beside those shown."""

    term: Term
    values: tuple[Value, ...]
    more: int = 0


def row(graph: Graph, predicate: str, found: Sequence[Object], most: int = MOST) -> Row:
    """A predicate with its first values."""
    return Row(graph.term(predicate), tuple(value(graph, each) for each in found[:most]), max(0, len(found) - most))


def value(graph: Graph, found: Object) -> Value:
    """One value, as it is shown."""
    if isinstance(found, Literal):
        kind = found.datatype.value
        if kind.startswith(_EDTF) or kind in (f"{_XSD}date", f"{_XSD}gYear"):
            return Value(date=date_shown(found.value))
        words = duration_in_words(found.value) if kind == f"{_XSD}duration" else found.value
        return Value(words=words, language=found.language or "")
    name = short(found.value)
    if name != found.value and not name.startswith("wd:"):
        return Value(term=graph.term(name))
    return Value(thing=thing(graph, found.value))


def rows(graph: Graph, iri: str, *, without: frozenset[str] = frozenset()) -> tuple[Row, ...]:
    """Every statement of a thing."""
    return tuple(row(graph, name, found) for name, found in graph.about(iri).items() if name not in without)


def pointing(graph: Graph, iri: str) -> tuple[Row, ...]:
    """What points at a thing, by the predicate."""
    return tuple(
        Row(
            graph.term(name), tuple(Value(thing=thing(graph, each)) for each in found[:MOST]), max(0, len(found) - MOST)
        )
        for name, found in graph.pointing(iri).items()
    )
