"""The stores that we know: where each listens, how it wants to be asked, and what is known to fail.

All paths are relative to the store's base address. What each row rests on stands in docs/stores.md.
"""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

MEGABYTE = 1_000_000


class Authentication(StrEnum):
    """How a store that asks for a password wants it."""

    BASIC = "basic"
    DIGEST = "digest"
    BEARER = "bearer"  # the password is a token, and there is no user


@frozen
class Profile:
    """One kind of store."""

    name: str
    title: str
    example: str  # of a base address
    query: str
    update: str
    graph_store: str = ""  # SPARQL 1.1 Graph Store Protocol; "" where there is none, then SPARQL Update is used
    graph_parameter: str = "graph"
    quads: str = ""  # takes N-Quads for many graphs by POST, which may leave half of them behind when it is cut
    authentication: Authentication = Authentication.BASIC
    request_bytes: int = 64 * MEGABYTE  # a larger graph is sent in parts
    turtle: bool = False  # takes Turtle sooner than N-Triples
    adds_new: bool = False  # is sooner done with POST than with PUT, where it has nothing of a graph
    connections: int = 1  # that send side by side
    batch_bytes: int = 32 * MEGABYTE  # of graphs that are written into the books at once; of one request of N-Quads
    is_atomic: bool = True  # whether a request that fails leaves the graph as it was
    cuts_graphs: bool = False  # gives a part of a graph that is larger than it likes, and does not say so
    is_tested: bool = False
    server: str = ""  # a word in the header Server of its answers
    # A request that fails with one of these words in its answer was only unlucky.
    passing: tuple[str, ...] = ()
    cure_for_rights: str = "Name a user who may write, with --user and KG_STORE_PASSWORD."


PROFILES = {
    profile.name: profile
    for profile in (
        Profile(
            "oxigraph",
            "Oxigraph server",
            "http://127.0.0.1:7878",
            query="query",
            update="update",
            graph_store="store",
            quads="store?no_transaction",
            # While one batch is counted and written down the store takes in the next.
            connections=2,
            batch_bytes=16 * MEGABYTE,
            is_tested=True,
            server="oxigraph",
            cure_for_rights="The server was started read-only, or a proxy before it refuses: start `oxigraph serve`.",
        ),
        Profile(
            "virtuoso",
            "Virtuoso",
            "http://127.0.0.1:8890",
            query="sparql-auth",
            update="sparql-auth",
            graph_store="sparql-graph-crud-auth",
            authentication=Authentication.DIGEST,
            # A PUT of 27 MB was answered with 500 on one run and took 35 s on the next; 7 MB took half a second.
            request_bytes=7 * MEGABYTE,
            # Seconds of its processor for 286,000 statements, the least of two to seven runs, machine busy: N-Triples
            # by PUT 3.1, by POST 2.7; Turtle by PUT 2.8, by POST 2.3. Its own loader took 4.1 for twice as many.
            turtle=True,
            adds_new=True,
            connections=2,
            batch_bytes=8 * MEGABYTE,
            # A PUT with an error in its middle leaves the half before it in the graph.
            is_atomic=False,
            cuts_graphs=True,
            is_tested=True,
            server="virtuoso",
            # 40001 is the SQL state of a transaction that was the victim of a deadlock.
            passing=("Error 40001", "deadlock"),
            cure_for_rights='Give the user the right: GRANT SPARQL_UPDATE TO "user"; (in isql), or name another.',
        ),
        Profile(
            "fuseki",
            "Apache Jena Fuseki",
            "http://127.0.0.1:3030/dataset",
            query="query",
            update="update",
            graph_store="data",
            server="fuseki",
        ),
        Profile(
            "graphdb",
            "GraphDB",
            "http://127.0.0.1:7200/repositories/name",
            query="",
            update="statements",
            graph_store="rdf-graphs/service",
            server="graphdb",
        ),
        Profile(
            "rdf4j",
            "RDF4J server",
            "http://127.0.0.1:8080/rdf4j-server/repositories/name",
            query="",
            update="statements",
            graph_store="rdf-graphs/service",
        ),
        Profile(
            "blazegraph",
            "Blazegraph",
            "http://127.0.0.1:9999/blazegraph/namespace/kb",
            query="sparql",
            update="sparql",
            request_bytes=8 * MEGABYTE,
        ),
        Profile(
            "qlever",
            "QLever",
            "http://127.0.0.1:7001",
            query="",
            update="",
            graph_store="",
            authentication=Authentication.BEARER,
            request_bytes=8 * MEGABYTE,
            server="qlever",
        ),
    )
}
