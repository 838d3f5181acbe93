"""Queries over what was built: SPARQL 1.1, read only, off line, over the union of all graphs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
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
from kg.publish.files import parts_in
from kg.publish.prefixes import DEFAULT_BASE, prefixes
from kg.publish.queryguard import probe_of, refuse_what_does_not_only_read, syntax_error
from kg.publish.terms import XSD

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple

_READ = {
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
}
_VERSION = re.compile(r"(?:/flat)?/v[0-9]+$")  # at the end of the name of a graph (kg/converters/iris.py)


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
    """A store of these files or build folders (of which the N-Quads are read), made as `store_of` makes it.

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
    if path.is_dir():
        for part in parts_in(path, "nq"):
            yield from each_quad_in(part)
        return
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


def each_document_in(path: Path) -> Iterator[tuple[Quad, ...]]:
    """A file as one graph; of a build folder the graphs of each document together, one document held at a time.

    Raises as `load` does, and DataError where the statements of a document are not written together.
    """
    if not path.is_dir():
        yield tuple(quads_in(path))
        return
    seen: set[str] = set()
    for document, quads in groupby(each_quad_in(path), key=_document_of):
        if document in seen:
            raise DataError(f"The statements of <{document}> do not stand together.", place=str(path), cure=_REBUILD)
        seen.add(document)
        yield tuple(quads)
    if not seen:
        yield ()


def _document_of(quad: Quad) -> str:
    """The address of a document's graphs: it has one for each version, and one for the flat view of it."""
    return _VERSION.sub("", str(quad.graph_name)[1:-1])


def answer(store: Store, query: str, base: str = DEFAULT_BASE) -> Answer:
    """The answer to a SELECT, ASK, CONSTRUCT or DESCRIBE query over the default graph: in a store of ours, the union.

    Our prefixes need not be declared; a FROM clause chooses graphs as usual. Raises QueryError at a syntax error (with
    line and column), an update, or a SERVICE clause: nothing is written and nobody is asked.

    >>> a = NamedNode("https://example.org/a")
    >>> answer(store_of([Quad(a, a, a, a)]), "SELECT ?s WHERE { ?s ?p ?o }").as_csv()
    's\\r\\nhttps://example.org/a\\r\\n'
    """
    refuse_what_does_not_only_read(query)
    probe = probe_of(query)
    try:
        if probe is not None:
            Store().query(probe, prefixes=prefixes())
    except SyntaxError as error:
        raise syntax_error(str(error), query, ()) from error
    except (RuntimeError, OSError, ValueError):
        pass  # It was read, which is all that was asked; the query itself will say the same of itself.
    try:
        found = store.query(query, prefixes=prefixes())
        if isinstance(found, QueryBoolean):
            return Answer("ask", ("answer",), ((_truth(value=bool(found)),),))
        if isinstance(found, QueryTriples):
            triples = tuple((triple.subject, triple.predicate, triple.object) for triple in found)
            return Answer("construct", ("subject", "predicate", "object"), triples)
        return _solutions(found)
    except SyntaxError as error:
        raise syntax_error(str(error), query) from error
    except (RuntimeError, OSError, ValueError) as error:
        raise QueryError(f"The query cannot be run: {error}.", cure="Mend the query.") from error


def _solutions(found: QuerySolutions) -> Answer:
    columns = tuple(variable.value for variable in found.variables)
    return Answer("select", columns, tuple(tuple(solution[name] for name in columns) for solution in found))


_REBUILD = "Mend it, or run kg build again if a build wrote it."


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
