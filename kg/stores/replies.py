"""What a store replies to a query, read by pyoxigraph.

What a store writes otherwise, though it means the same, is brought to one form: that of the embedded store. Which
differences these are stands in docs/querying-stores.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
)
from pyoxigraph import Store as Memory

from kg.clients.messages import beginning_of
from kg.publish.queries import Answer, Term
from kg.publish.terms import XSD
from kg.stores.exchange import Answer as Reply
from kg.stores.faults import StoreError
from kg.stores.profiles import Profile
from kg.stores.store import Store

_DURATIONS = {f"{XSD}{name}" for name in ("duration", "dayTimeDuration", "yearMonthDuration")}
_NUMBER = re.compile(r"(?P<sign>-?)(?P<whole>\d+)(?P<rest>\.\d+)?(?P<power>e\+\d\d)?", re.ASCII)
_DAY_SECONDS = 86_400


def table_of(reply: Reply, store: Store, kind: str, columns: Sequence[str]) -> Answer:
    """The answer to a SELECT or an ASK, with these columns. Raises StoreError for what is no table."""
    try:
        found = parse_query_results(reply.body, QueryResultsFormat.JSON)
        if isinstance(found, QueryBoolean):
            rows: list[dict[str, Term | None]] = [{}] if found else []
        else:
            names = [variable.value for variable in found.variables]
            rows = [{name: row[name] for name in names} for row in found]
    except (SyntaxError, ValueError) as error:
        raise _no_answer(reply, store, "table") from error
    if kind == "ask":
        # Virtuoso answers ASK with a table, whose one row stands for yes.
        truth = Literal("true" if rows else "false", datatype=NamedNode(f"{XSD}boolean"))
        return Answer("ask", tuple(columns), ((truth,),))
    # In the order of the question, which is that of the embedded store: for SELECT * each store has its own.
    told = [tuple(row.get(name) for name in columns) for row in rows]
    return Answer("select", tuple(columns), tuple(_as_kept(told, store.profile)))


def triples_of(reply: Reply, store: Store) -> tuple[tuple[Term | None, ...], ...]:
    """The answer to a CONSTRUCT or a DESCRIBE, each triple once. Raises StoreError for what is no graph."""
    try:
        quads = list(parse(reply.body, RdfFormat.N_TRIPLES))
    except (SyntaxError, ValueError) as error:
        raise _no_answer(reply, store, "graph") from error
    triples = dict.fromkeys((quad.subject, quad.predicate, quad.object) for quad in quads)
    return tuple(_as_kept(triples, store.profile))


def _no_answer(reply: Reply, store: Store, kind: str) -> StoreError:
    began = store.exchange.login.hidden_in(beginning_of(reply.body))
    return StoreError(
        f"the answer is no {kind} ({reply.media_type or 'no media type'}); it begins: “{began}”.",
        place=store.query_address,
        cure="Check the address and the kind of the store; if it was cut on its way, ask again.",
    )


def _as_kept(rows: Iterable[Sequence[Term | None]], profile: Profile) -> list[tuple[Term | None, ...]]:
    """Rows with every literal in the form in which the embedded store keeps its value."""
    mended = [tuple(_mended(term, profile) for term in row) for row in rows]
    literals = {term for row in mended for term in row if isinstance(term, Literal)}
    kept = dict(zip(literals, _forms(literals), strict=True))
    return [tuple(kept[term] if isinstance(term, Literal) else term for term in row) for row in mended]


def _mended(term: Term | None, profile: Profile) -> Term | None:
    """A literal as it was before Virtuoso wrote a duration as its number of months, or with a point, of seconds."""
    if profile.name != "virtuoso" or not isinstance(term, Literal) or term.datatype.value not in _DURATIONS:
        return term
    found = _NUMBER.fullmatch(term.value)
    length = _length(found) if found else ""
    return Literal(f"{found['sign']}P{length}", datatype=term.datatype) if found and length else term


def _length(number: re.Match[str]) -> str:
    """What stands behind the P of a duration; "" for a number that may be rounded.

    From a million seconds on Virtuoso gives six digits and a power of ten: only whole days are taken for what they say.
    """
    if number["power"]:
        days, rest = divmod(int(Decimal(f"{number['whole']}{number['rest'] or ''}{number['power']}")), _DAY_SECONDS)
        return "" if rest else f"{days}D"
    return f"T{number['whole']}{number['rest']}S" if number["rest"] else f"{number['whole']}M"


def _forms(literals: Iterable[Literal]) -> list[Literal]:
    """The form of each literal in a store of pyoxigraph.

    >>> [str(form) for form in _forms([Literal("1", datatype=NamedNode(f"{XSD}boolean")), Literal("x", language="EN")])]
    ['"true"^^<http://www.w3.org/2001/XMLSchema#boolean>', '"x"@en']
    """
    memory, forms = Memory(), []
    here = BlankNode()
    predicate = NamedNode(f"{XSD}anySimpleType")
    for literal in literals:
        memory.add(quad := Quad(here, predicate, literal))
        forms += [each.object for each in memory if isinstance(each.object, Literal)]
        memory.remove(quad)
    return forms
