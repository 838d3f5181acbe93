"""The process that answers queries, one at a time: it is told where the store is, says that it is ready, and answers.

It imports the standard library and pyoxigraph, so that a new one is there in a tenth of a second. It never writes: the
store is opened read-only, and `Store.query` knows no updates. It ends when the server does, in mid-query too.
"""

from __future__ import annotations

import fcntl
import os
import re
import resource
import socket
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from kg.serve.cutting import Cutter, EnoughError
from kg.serve.frames import Head, framed, received

_RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_GRAPHS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
}
_XML = ("xml", "rdf")
# XML 1.0, production 2: these are no characters there, not even escaped. In UTF-8: most controls, U+FFFE, U+FFFF.
_NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
# What pyoxigraph 0.5.13 writes for a property whose IRI does not end in an XML name: no XML parser takes it.
_NAMELESS = b"<oxprefix: "
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss


class UnfitError(Exception):
    """The answer cannot be written in the format that was asked for."""


def main() -> None:
    """Answer on the socket whose number is the last argument, until the other side has gone."""
    _end_with_the_server()
    pipe = socket.socket(fileno=int(sys.argv[-1]))
    with suppress(EOFError, ConnectionError):
        told, _ = received(pipe)
        try:
            worker = Worker(told)
        except (OSError, ValueError) as error:
            pipe.sendall(framed({"is": "away", "why": str(error)}))
            return
        pipe.sendall(framed({"is": "ready", "peak": _peak()}))
        while True:
            asked, _ = received(pipe)
            pipe.sendall(worker.answer(asked))


class Worker:
    """An open store with the limits of an answer."""

    def __init__(self, told: Head) -> None:
        """Open the store. Raises OSError where there is none."""
        self._store = Store.read_only(told["store"])
        # The first query sets up what all others share; it belongs to the start.
        self._store.query("ASK { ?s ?p ?o }")
        self._prefixes: dict[str, str] = told["prefixes"]
        self._most_rows: int = told["rows"]
        self._most_bytes: int = told["bytes"]
        _limit_memory(told["memory"])

    def answer(self, asked: Head) -> bytes:
        """The answer to one query, as a frame; what is wrong with the query is an answer too."""
        try:
            if asked["probe"] is not None:
                self._read(asked["probe"])
            head, body = self._answer(asked)
        except SyntaxError as error:
            head, body = {"is": "unreadable", "why": str(error), "of_probe": isinstance(error, _ProbeError)}, b""
        except (MemoryError, EnoughError):
            head, body = {"is": "too large"}, b""
        except UnfitError as error:
            head, body = {"is": "unfit", "why": str(error)}, b""
        except (RuntimeError, ValueError) as error:
            head, body = {"is": "impossible", "why": str(error)}, b""
        except OSError as error:
            head, body = {"is": "away", "why": str(error)}, b""
        head["peak"] = _peak()
        return framed(head, body)

    def _read(self, probe: str) -> None:
        """Let the parser read a text, over no data. Raises SyntaxError."""
        try:
            Store().query(probe, prefixes=self._prefixes)
        except SyntaxError as error:
            raise _ProbeError(str(error)) from error
        except (RuntimeError, OSError, ValueError):
            return

    def _answer(self, asked: Head) -> tuple[Head, bytes]:
        default, named = asked["default"], asked["named"]
        # SPARQL 1.1 Protocol, 2.1.4: the dataset of the request takes the place of the query's; what it does not name
        # is not in it (SPARQL 1.1 Query, 13.2).
        chosen: list[NamedNode | BlankNode | DefaultGraph] | None
        chosen = None if default is None else [NamedNode(iri) for iri in default]
        found = self._store.query(
            asked["query"],
            prefixes=self._prefixes,
            default_graph=chosen,
            named_graphs=None if named is None else [NamedNode(iri) for iri in named],
        )
        if isinstance(found, QueryTriples):
            return self._graph(found, asked["graph"])
        form = asked["results"]
        if form is None:
            return {"is": "unacceptable", "kind": "results"}, b""
        if isinstance(found, QueryBoolean):
            return {"is": "results"}, found.serialize(format=_RESULTS[form]) or b""
        return self._rows(found, form)

    def _rows(self, found: QuerySolutions, form: str) -> tuple[Head, bytes]:
        cutter = Cutter(form, self._most_rows, self._most_bytes)
        with suppress(EnoughError):
            # Cutter is all of a stream that pyoxigraph uses.
            found.serialize(cutter, _RESULTS[form])  # type: ignore[arg-type]
        body, rows = cutter.whole()
        return {"is": "results", "cut": rows}, _sound(body, form)

    def _graph(self, found: Iterable[Triple], form: str | None) -> tuple[Head, bytes]:
        if form is None:
            return {"is": "unacceptable", "kind": "graph"}, b""
        limited = _Limited(found, self._most_rows, self._most_bytes)
        serialize(limited, limited.stream, format=_GRAPHS[form], prefixes=self._prefixes)
        body = limited.stream.getvalue()
        return {"is": "graph", "cut": limited.taken if limited.is_cut else None}, _sound(body, form)


class _ProbeError(SyntaxError):
    """The probe of a query cannot be read."""


class _Limited:
    """The triples of a graph, up to so many, or up to so many bytes of what was written of them."""

    def __init__(self, triples: Iterable[Triple], most: int, most_bytes: int) -> None:
        self._triples = triples
        self._most = most
        self._most_bytes = most_bytes
        self.stream = BytesIO()
        self.taken = 0
        self.is_cut = False

    def __iter__(self) -> Iterator[Triple]:
        for triple in self._triples:
            if self.taken == self._most or self.stream.tell() > self._most_bytes:
                self.is_cut = True
                return
            self.taken += 1
            yield triple


def _sound(body: bytes, form: str) -> bytes:
    """The bytes as any reader takes them. Raises UnfitError where XML cannot hold what they say."""
    if form not in _XML:
        return body
    if _NOT_IN_XML.search(body):
        raise UnfitError("a text of the answer has a character that XML does not know")
    if form == "rdf" and _NAMELESS in body:
        raise UnfitError("a property of the answer has an IRI that RDF/XML cannot write")
    # A bare carriage return is read as a line feed (XML 1.0, 2.11); markup of the writers has none.
    return body.replace(b"\r", b"&#xD;")


def _peak() -> int:
    """The most memory that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _PEAK_UNIT


def _limit_memory(more: int) -> None:
    """Let this process have `more` bytes of memory of its own than now; the engine that needs more ends it.

    RLIMIT_DATA counts what is written to (Linux 4.7 and later), RLIMIT_AS also what is only reserved: pyoxigraph
    reserves half a gigabyte at the start, and maps its files.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        # Where the machine itself runs short, this process is to go before any other.
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    held = 0
    with suppress(OSError):
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
        held = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData:"))
    resource.setrlimit(resource.RLIMIT_DATA, (held + more, held + more))


def _end_with_the_server() -> None:
    """Have the system end this process when the server's end of standard input closes, whatever it is doing.

    The engine may hold the interpreter for the whole of a query, so no thread could look after it. SIGIO ends a process
    that does not handle it (signal(7)).
    """
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)
