"""A store that can be asked and written: graphs put, counted, read back and removed, in the way of its kind."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from kg.clients.messages import beginning_of
from kg.stores.contents import BLOCK_BYTES, Graph
from kg.stores.exchange import Answer, Exchange
from kg.stores.faults import StoreError
from kg.stores.profiles import Profile
from kg.stores.turtle import as_turtle

N_TRIPLES, N_QUADS, TURTLE = "application/n-triples", "application/n-quads", "text/turtle"
RESULTS = "application/sparql-results+json"
# More graphs than these are counted by one query over all that the store has. One over some of them, by VALUES, looks
# cheaper, but Virtuoso 7.2.5 did not end it for 200 graphs within a minute.
SINGLE_COUNTS = 50
# A store may cut a long answer and not say so; Virtuoso gives 10,000 rows unless it is told otherwise.
SURELY_GIVEN_ROWS = 1000

Row = dict[str, str]


class Store:
    """One store at one address."""

    def __init__(self, profile: Profile, address: str, exchange: Exchange) -> None:
        """The store of the kind `profile` at `address`, reached through `exchange`."""
        self.profile = profile
        self.address = address.rstrip("/")
        self.exchange = exchange

    @property
    def query_address(self) -> str:
        """Where it takes queries."""
        return self._at(self.profile.query)

    def another(self) -> Store:
        """The same store over another connection, so that two threads can use it side by side."""
        return Store(self.profile, self.address, self.exchange.another())

    def close(self) -> None:
        """Let go of the connection."""
        self.exchange.close()

    def greet(self) -> None:
        """Ask the store whether it is one, and whether it knows us. Raises StoreError.

        With HTTP digests the first request is answered with a challenge: it had better be a small one.
        """
        self.exchange.send("GET", self._at(self.profile.query), parameters={"query": "ASK {}"}, accept=RESULTS)

    def rows(self, query: str) -> list[Row]:
        """The rows of a SELECT, each the text of a value by its variable. Raises StoreError."""
        # As a form: a query in the body hangs Virtuoso 7.2.5 for ever.
        form = {"query": query}
        address = self._at(self.profile.query)
        answer = self.exchange.send("POST", address, body=_form(form), body_type=_FORM, accept=RESULTS)
        return [{name: str(term["value"]) for name, term in row.items()} for row in _bindings(answer, address)]

    def counts(self, graphs: Sequence[str]) -> dict[str, int]:
        """How many triples the store has of each of these graphs; 0 where there is none."""
        found: dict[str, int] = {}
        if len(graphs) > SINGLE_COUNTS:
            rows = self.rows("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
            # Some stores give one row without a graph where nothing is found.
            table = {row["g"]: int(row["n"]) for row in rows if "g" in row}
            is_whole = len(rows) < SURELY_GIVEN_ROWS
            found = {iri: table.get(iri, 0) for iri in graphs if is_whole or iri in table}
        return {iri: found[iri] if iri in found else self.count(iri) for iri in graphs}

    def count(self, iri: str) -> int:
        """How many triples the store has of one graph. Raises StoreError."""
        rows = self.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}")
        return int(rows[0]["n"]) if rows else 0

    def update(self, text: str) -> None:
        """Run a SPARQL Update. Raises StoreError."""
        address = self._at(self.profile.update)
        self.exchange.send("POST", address, body=text.encode(), body_type="application/sparql-update")

    def put(self, graph: Graph, *, is_fresh: bool = False) -> None:
        """Make the graph of this name exactly this one. Raises RefusedError or StoreError.

        A graph that is larger than a request may be, or any graph where the store is not atomic, may be there in part
        until this returns. One that `is_fresh`, of which the store has nothing, is not cleared where that takes time.
        """
        written = as_turtle if self.profile.turtle and self.profile.graph_store else bytes
        for number, piece in enumerate(graph.pieces(self.profile.request_bytes, written)):
            if self.profile.graph_store:
                method = "POST" if number or (is_fresh and self.profile.adds_new) else "PUT"
                self._graph_store(method, graph.iri, piece)
            else:
                first = "" if number else f"DROP SILENT GRAPH <{graph.iri}> ; "
                self.update(f"{first}INSERT DATA {{ GRAPH <{graph.iri}> {{\n{piece.decode()}}} }}")

    def add_all(self, graphs: Iterable[Graph]) -> None:
        """Add graphs that the store has nothing of, many in one request. Only for a profile with `quads`."""
        chosen = tuple(graphs)

        def lines() -> Iterator[bytes]:
            return (block for graph in chosen for block in graph.blocks(BLOCK_BYTES))

        self.exchange.send("POST", self._at(self.profile.quads), body=lines, body_type=N_QUADS)

    def remove(self, iri: str) -> None:
        """Make sure that the store has no graph of this name. Raises StoreError."""
        if self.profile.graph_store:
            self._graph_store("DELETE", iri)
        else:
            self.update(f"DROP SILENT GRAPH <{iri}>")

    def triples(self, iri: str) -> bytes:
        """What the store has in a graph, as N-Triples. Raises StoreError."""
        if self.profile.graph_store:
            answer = self._graph_store("GET", iri)
        else:
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
            address = self._at(self.profile.query)
            answer = self.exchange.send(
                "POST", address, body=_form({"query": query}), body_type=_FORM, accept=N_TRIPLES
            )
        return b"" if answer.status == 404 else answer.body

    def _graph_store(self, method: str, iri: str, body: bytes | None = None) -> Answer:
        written = TURTLE if self.profile.turtle else N_TRIPLES
        missing = frozenset({404}) if method in {"GET", "DELETE"} else frozenset[int]()
        return self.exchange.send(
            method,
            self._at(self.profile.graph_store),
            parameters={self.profile.graph_parameter: iri},
            body=body,
            body_type=written if body is not None else "",
            accept=N_TRIPLES if method == "GET" else "*/*",
            also_good=missing,
        )

    def _at(self, path: str) -> str:
        if not self.exchange.login.is_known:
            # Virtuoso has each address twice: this one asks nobody who he is.
            path = path.removesuffix("-auth")
        return f"{self.address}/{path}" if path else self.address


_FORM = "application/x-www-form-urlencoded"


def _form(words: dict[str, str]) -> bytes:
    return urlencode(words).encode()


def _bindings(answer: Answer, address: str) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = json.loads(answer.body)["results"]["bindings"]
    except (ValueError, KeyError, TypeError) as error:
        began = beginning_of(answer.body)
        message = f"the answer is no table of results in JSON; it begins: “{began}”."
        raise StoreError(message, place=address, cure="Check the address and the kind of the store.") from error
    return rows
