"""From a filter to SPARQL. What a visitor asks for comes in as terms, never as text."""

from __future__ import annotations

import re

from kg.publish.prefixes import prefixes
from kg.site.lists.filters import Filter
from kg.site.lists.listings import Column, Facet, Listing, Show, Sort

PAGE = 100  # rows: a page of events with all that take part stays under 100 kB

_AGGREGATES = {
    Show.TITLE: "MIN(STR({}))",
    Show.DATE: "MIN(STR({}))",
    Show.DEPTH: "MIN({})",
    Show.NUMBER: "COUNT(DISTINCT {})",
    Show.TEXT: 'GROUP_CONCAT(DISTINCT STR({}); SEPARATOR="\\n")',
}
_LISTED = 'GROUP_CONCAT(DISTINCT STR({}); SEPARATOR=" ")'
# Of an IRI made of a hash, the hash. Where two things end alike, their whole IRIs part them.
_TAIL = "(SUBSTR(STR(?thing), STRLEN(STR(?thing)) - 9) AS ?tail)"


_IT = re.compile(r"[?]it\b")
# What stands in an IRI or a text is nothing of the query's own.
_TERM_OR_THING = re.compile(r'<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|[?]thing\b')


def page_query(chosen: Filter, *, limit: int | None = PAGE, offset: int = 0) -> str:
    """The query whose rows are those of a page: the things of the page in their order, then what is shown of each."""
    sort = chosen.sort
    inner = [
        f"SELECT ?thing {_keys(sort)} {_TAIL} WHERE {{",
        *_indented(_chosen(chosen)),
        *(f"  OPTIONAL {{ {pattern} }}" for pattern in sort.patterns),
        "}",
        "GROUP BY ?thing",
        _order(sort, descends=chosen.descends),
    ]
    if limit is not None:
        inner.append(f"LIMIT {limit} OFFSET {offset}")
    keys = [*(f"?key{number}" for number in range(1, len(sort.keys) + 1)), "?tail"]
    return _with_prefixes(
        _columns(chosen.listing, inner, keys), _order(sort, descends=chosen.descends), each=chosen.listing.each
    )


def rows_query(listing: Listing, things: tuple[str, ...]) -> str:
    """The same columns of things that are known already, as terms, in no order."""
    return _with_prefixes(
        _columns(listing, [f"SELECT ?thing WHERE {{ VALUES ?thing {{ {' '.join(things)} }} }}"], []),
        "",
        each=listing.each,
    )


def members_query(chosen: Filter) -> str:
    """The things that a filter lets through, in no order."""
    return _with_prefixes(
        ["SELECT DISTINCT ?thing WHERE {", *_indented(_chosen(chosen)), "}"], "", each=chosen.listing.each
    )


def order_query(listing: Listing, sort: Sort) -> str:
    """All things of a list in one order, rising, and whether each has what it is sorted by."""
    lines = [
        f"SELECT ?thing {_keys(sort)} {_TAIL} WHERE {{",
        *_indented(listing.pattern.splitlines()),
        *(f"  OPTIONAL {{ {pattern} }}" for pattern in sort.patterns),
        "}",
        "GROUP BY ?thing",
    ]
    return _with_prefixes(lines, _order(sort, descends=False), each=listing.each)


def values_query(listing: Listing, facet: Facet) -> str:
    """The values of a facet, with the number of things that have each."""
    counted = facet.counted or facet.pattern.replace("%value", "?value")
    lines = [
        "SELECT ?value (COUNT(DISTINCT ?thing) AS ?things) WHERE {",
        *_indented([*listing.pattern.splitlines(), counted]),
        "}",
    ]
    return _with_prefixes([*lines, "GROUP BY ?value"], "", each=listing.each)


def _chosen(chosen: Filter) -> list[str]:
    lines = chosen.listing.pattern.splitlines()
    for facet in chosen.listing.facets:
        terms = chosen.terms(facet.name)
        if facet.both and len(terms) == 2:
            # One after the other: a term may hold "%second", since it is what a visitor wrote.
            before, _, after = facet.both.partition("%second")
            lines.append(before.replace("%first", terms[0]) + terms[1] + after)
        else:
            lines += [facet.pattern.replace("%value", term) for term in terms]
    return lines


def _keys(sort: Sort) -> str:
    return " ".join(f"({key} AS ?key{number})" for number, key in enumerate(sort.keys, start=1))


def _order(sort: Sort, *, descends: bool) -> str:
    names = [*(f"?key{number}" for number in range(1, len(sort.keys) + 1)), "?tail", "?thing"]
    return " ".join(["ORDER BY (!BOUND(?key1))", *(f"DESC({name})" if descends else name for name in names)])


def _columns(listing: Listing, inner: list[str], keys: list[str]) -> list[str]:
    """The columns around the things of `inner`: those apart each in a query of its own, the others together."""
    known = ["?thing", *keys]
    for column in (each for each in listing.columns if each.apart):
        inner = _level(inner, known, (column,))
        known.append(f"?{column.name}")
    return _level(inner, known, tuple(each for each in listing.columns if not each.apart), listing.columns)


def _level(inner: list[str], known: list[str], added: tuple[Column, ...], shown: tuple[Column, ...] = ()) -> list[str]:
    aggregates = {
        column.name: f"({_AGGREGATES.get(column.show, _LISTED).format(_it(column))} AS ?{column.name})"
        for column in added
    }
    if shown:
        selected = ["?thing", *(aggregates.get(column.name, f"?{column.name}") for column in shown)]
    else:
        selected = [*known, *aggregates.values()]
    return [
        f"SELECT {' '.join(selected)} WHERE {{",
        "  {",
        *(f"    {line}" for line in inner),
        "  }",
        *(f"  OPTIONAL {{ {_IT.sub(_it(column), column.pattern)} }}" for column in added),
        "}",
        f"GROUP BY {' '.join(known)}",
    ]


def _it(column: Column) -> str:
    return f"?a_{column.name}"


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _with_prefixes(lines: list[str], order: str, *, each: str) -> str:
    """The whole query: the thing is called by what it is, and the prefixes that are used stand on top."""
    body = "\n".join([*lines, *([order] if order else [])])
    patterns = _TERM_OR_THING.sub(" ", body)
    used = [f"PREFIX {name}: <{iri}>" for name, iri in prefixes().items() if re.search(rf"\b{name}:", patterns)]
    named = _TERM_OR_THING.sub(lambda found: f"?{each}" if found[0] == "?thing" else found[0], body)
    return "\n".join([*used, "", named]) + "\n"
