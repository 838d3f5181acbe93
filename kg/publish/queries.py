"""Queries over what was built: SPARQL 1.1, read only, off line, over the union of all graphs."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import TypeAlias

from attrs import frozen
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from kg.errors import DataError, QueryError, UsageError
from kg.publish.prefixes import DEFAULT_BASE, prefixes
from kg.publish.terms import XSD

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple

_READ = {
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
}
_WHOLE = "all.nq"

# What a query holds beside its keywords: IRIs, texts, comments, variables and prefixed names. They go first, so that
# a keyword is only ever found where SPARQL reads one (grammar rules 139 to 160).
_NO_KEYWORD = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>
    | \"\"\"(?:[^\\]|\\.)*?\"\"\" | \'\'\'(?:[^\\]|\\.)*?\'\'\' | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | \#[^\n\r]* | [?$]\w+ | [\w.-]*:(?:[\w.%:-]|\\.)*""",
    re.VERBOSE | re.DOTALL,
)
# Escapes that SPARQL resolves before it reads anything else (section 19.2).
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
# The parser of pyoxigraph 0.5.13 ends the whole process at some thousand open brackets; people need a dozen.
MAX_NESTING = 200
_SIGNS = re.compile(rf"(?:[!+-]\s*){{{MAX_NESTING}}}")
_STEPS = {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1}
_AT = re.compile(r"error at (?P<line>[0-9]+):(?P<column>[0-9]+): (?P<reason>.*)", re.DOTALL)


@frozen
class Answer:
    """The answer to a query as a table: a row has None where a variable is not bound.

    `kind` is "select", "ask" (one row, one xsd:boolean) or "construct" (subject, predicate, object; DESCRIBE too).
    """

    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def as_csv(self) -> str:
        """SPARQL 1.1 Query Results CSV: plain values, no distinction of IRI and literal (section 3)."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([["" if term is None else _bare(term) for term in row] for row in self.rows])
        return stream.getvalue()

    def as_json(self) -> str:
        """SPARQL 1.1 Query Results JSON, one line of JSON with a line feed."""
        if self.kind == "ask":
            return json.dumps({"head": {}, "boolean": self.is_true}) + "\n"
        bindings = [
            {name: _json(term) for name, term in zip(self.columns, row, strict=True) if term is not None}
            for row in self.rows
        ]
        document = {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}
        return json.dumps(document, ensure_ascii=False) + "\n"

    def as_table(self, base: str = DEFAULT_BASE) -> list[list[str]]:
        """The rows as short words to show in a terminal: IRIs by prefix, literals bare."""
        return [["" if term is None else _short(term, base) for term in row] for row in self.rows]

    @property
    def is_true(self) -> bool:
        """Whether an ASK query was answered with yes, any other with at least one row."""
        if self.kind == "ask":
            return self.rows == ((_truth(value=True),),)
        return bool(self.rows)


def load(*paths: Path) -> Store:
    """A store of these files or build folders (of which all.nq is read), made as `store_of` makes it.

    Raises UsageError where there is nothing to read, DataError where a file is not well formed.
    """
    return store_of(quad for path in paths for quad in quads_in(path))


def store_of(quads: Iterable[Quad]) -> Store:
    """A store whose default graph is the union of all these graphs, each triple once; named graphs are kept beside it.

    An engine's own "union as default graph" counts a triple once for each graph that holds it (pyoxigraph 0.5.13 does),
    which SPARQL 1.1 (section 13.1) does not mean by a union.
    """
    store = Store()
    store.extend(copy for quad in quads for copy in (quad, Quad(quad.subject, quad.predicate, quad.object)))
    return store


def quads_in(path: Path) -> list[Quad]:
    """The quads of a file, or of a build folder, as they stand there. Raises as `load` does."""
    return list(each_quad_in(path))


def each_quad_in(path: Path) -> Iterator[Quad]:
    """The quads of a file, or of a build folder, one after the other and none of them held. Raises as `load` does."""
    path = path / _WHOLE if path.is_dir() else path
    form = _READ.get(path.suffix.lstrip("."))
    if form is None:
        known = ", ".join(f".{extension}" for extension in _READ)
        raise UsageError("The kind of this file is not known by its name.", place=str(path), cure=f"Known are {known}.")
    try:
        with path.open("rb") as file:
            yield from parse(file, format=form)
    except FileNotFoundError as error:
        raise UsageError("There is no such file.", place=str(path), cure="Run kg build first, or name one.") from error
    except (SyntaxError, ValueError) as error:
        raise DataError(f"The file cannot be read as {form.name}: {error}.", place=str(path), cure=_REBUILD) from error
    except OSError as error:
        raise UsageError(
            f"The file cannot be read: {error.strerror}.", place=str(path), cure="Name another."
        ) from error


def answer(store: Store, query: str, base: str = DEFAULT_BASE) -> Answer:
    """The answer to a SELECT, ASK, CONSTRUCT or DESCRIBE query over the default graph: in a store of ours, the union.

    Our prefixes need not be declared; a FROM clause chooses graphs as usual. Raises QueryError at a syntax error (with
    line and column), an update, or a SERVICE clause: nothing is written and nobody is asked.

    >>> a = NamedNode("https://example.org/a")
    >>> answer(store_of([Quad(a, a, a, a)]), "SELECT ?s WHERE { ?s ?p ?o }").as_csv()
    's\\r\\nhttps://example.org/a\\r\\n'
    """
    refuse_what_does_not_only_read(query)
    try:
        found = store.query(query, prefixes=prefixes())
        if isinstance(found, QueryBoolean):
            return Answer("ask", ("answer",), ((_truth(value=bool(found)),),))
        if isinstance(found, QueryTriples):
            triples = tuple((triple.subject, triple.predicate, triple.object) for triple in found)
            return Answer("construct", ("subject", "predicate", "object"), triples)
        return _solutions(found)
    except SyntaxError as error:
        raise _syntax_error(str(error), query) from error
    except (RuntimeError, OSError, ValueError) as error:
        raise QueryError(f"The query cannot be run: {error}.", cure="Mend the query.") from error


def refuse_what_does_not_only_read(query: str) -> set[str]:
    """The keywords of a query, in capitals. Raises QueryError if it would write, or ask another server."""
    unescaped = _ESCAPED.sub(lambda found: _character(int(found[1] or found[2], 16)), query)
    keywords = [word.upper() for word in re.findall(r"[A-Za-z]+", _NO_KEYWORD.sub(" ", unescaped))]
    first = next((word for word in keywords if word not in ("BASE", "PREFIX", "VERSION")), "")
    if first in _UPDATES or first == "WITH":
        cure = "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE; what was built is changed by building again."
        raise QueryError(f"{first} is an update, and queries only read.", cure=cure)
    depth = max(accumulate((_STEPS.get(sign, 0) for sign in unescaped), initial=0))
    if depth > MAX_NESTING or _SIGNS.search(unescaped):
        raise QueryError(f"The query nests more than {MAX_NESTING} deep.", cure="Write it flatter.")
    if "SERVICE" in keywords:
        cure = "Leave the SERVICE clause out, and join with the other server's answer yourself."
        raise QueryError("SERVICE would ask another server, and queries stay on this machine.", cure=cure)
    return set(keywords)


def _character(number: int) -> str:
    """The character of a code point; a space where there is none."""
    return chr(number) if number <= sys.maxunicode else " "


def _solutions(found: QuerySolutions) -> Answer:
    columns = tuple(variable.value for variable in found.variables)
    return Answer("select", columns, tuple(tuple(solution[name] for name in columns) for solution in found))


_REBUILD = "Mend it, or run kg build again if a build wrote it."


def _syntax_error(message: str, query: str) -> QueryError:
    """The parser's message with its place, the line of the query, and only as much of the grammar as helps."""
    found = _AT.match(message)
    if found is None:
        return QueryError(f"The query cannot be read: {message}.", cure="Mend the query.")
    line, column, reason = int(found["line"]), int(found["column"]), found["reason"]
    if "Prefix not found" in reason:
        said, cure = "a prefix is not declared", f"Declare it, or use one of: {', '.join(prefixes())}."
    else:
        said, cure = reason if len(reason) <= 120 else "this is not expected here", "Mend the query there."
    lines = query.splitlines() or [""]
    near = lines[min(line, len(lines)) - 1].strip()
    return QueryError(f"{said}, in {near!r}.", place=f"query, line {line}, column {column}", cure=cure)


def _truth(*, value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=NamedNode(f"{XSD}boolean"))


def _bare(term: Term) -> str:
    """The value of a term without its marks (CSV, section 3.2)."""
    return str(term) if isinstance(term, BlankNode | Triple) else term.value


def _short(term: Term, base: str) -> str:
    if not isinstance(term, NamedNode):
        return _bare(term)
    for prefix, namespace in prefixes().items():
        if term.value.startswith(namespace):
            return f"{prefix}:{term.value[len(namespace) :]}"
    return term.value.removeprefix(base)


def _json(term: Term) -> dict[str, str]:
    """One RDF term (SPARQL 1.1 Query Results JSON, section 3.2.2)."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, Literal):
        written = {"type": "literal", "value": term.value}
        if term.language:
            return {**written, "xml:lang": term.language}
        return written if term.datatype.value == f"{XSD}string" else {**written, "datatype": term.datatype.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    raise QueryError("An answer holds a triple term, which SPARQL 1.1 has not.", cure="Select its parts.")
