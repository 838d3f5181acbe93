"""Loading and eight queries: Oxigraph, Virtuoso where it is installed, and rdflib. `python -m bench.stores`.

The data are copies of the first report. The stores are started on 127.0.0.1 as the tests start them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from bench.contest import ROOT, Entrant, FailedError, Run, contest, said_by
from bench.figures import LIMIT, OURS, PEER, Comparison, Goal, Machine, Part, load
from bench.serving import QUERIES, copies_of
from kg.publish.prefixes import prefixes
from kg.publish.queryguard import keywords_of
from tests.stores.servers import DBA, PASSWORD, OxigraphServer, Server, VirtuosoServer, got

COMMAND = "python -m bench.stores --copies {copies} --rounds {rounds}"
OF_THE_LOADER = 1.1
RDFLIB = ("bench.peers.querying",)
JSON_ROWS = "application/sparql-results+json"


def timed(work: Callable[[], int]) -> Run:
    """A run by the clock alone: what a server takes is not ours to count."""
    began = time.perf_counter()
    amount = work()
    return Run(time.perf_counter() - began, None, 0.0, amount)


def statements_in(server: Server) -> int:
    """How many statements a store has in the graphs of documents."""
    query = 'SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(CONTAINS(STR(?g), "/graph/1962-08-27-")) }'
    return int(answers(server, query)[0][0])


def answers(server: Server, query: str) -> list[list[str]]:
    """The rows of an answer."""
    words = {"query": query} | ({"union-default-graph": "true"} if isinstance(server, OxigraphServer) else {})
    body = got(f"{server.query_address}?{urlencode(words)}", accept=JSON_ROWS)
    found = parse_query_results(body, QueryResultsFormat.JSON)
    if not isinstance(found, QuerySolutions):
        return [["yes" if found else "no"]]
    if isinstance(server, VirtuosoServer) and "ASK" in keywords_of(query):
        # It answers ASK with a table, which has a row for yes and none for no.
        return [["yes" if list(found) else "no"]]
    return [[getattr(value, "value", "") for value in row] for row in found]


def loading(kind: type[Server], build: Path, scratch: Path, *, ours: bool) -> Callable[[], Run]:
    """Load a build into a new store: with `kg load`, or with the store's own loader. Starting it is not counted."""

    def run() -> Run:
        folder = Path(tempfile.mkdtemp(dir=scratch))
        server = kind(folder / "store")
        if kind is OxigraphServer and not ours:
            done = timed(lambda: server.load(build / "all.nq") or 0)
            with server:
                return Run(done.wall_s, None, 0.0, statements_in(server))
        with server:
            done = timed(lambda: _load(server, build) if ours else server.load(build / "all.nq") or 0)
            return Run(done.wall_s, None, 0.0, statements_in(server))

    return run


def _load(server: Server, build: Path) -> int:
    words = [
        sys.executable,
        "-m",
        "kg",
        "load",
        server.address,
        "--build",
        str(build),
        "--quiet",
        "--check-values",
        "none",
    ]
    if isinstance(server, VirtuosoServer):
        words += ["--user", DBA]
    done = subprocess.run(
        words, cwd=ROOT, env={**os.environ, "KG_STORE_PASSWORD": PASSWORD}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise FailedError((done.stderr.strip().splitlines() or ["kg load failed"])[-1])
    return 0


def asking(server: Server, queries: Sequence[Path]) -> Callable[[], Run]:
    """Ask a store all queries, one after the other."""
    texts = [path.read_text("utf-8") for path in queries]
    return lambda: timed(lambda: sum(len(answers(server, text)) for text in texts))


def main() -> None:
    """Measure, and keep."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--copies", type=int, default=10, help="of the first report")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each")
    parser.add_argument(
        "--peers", action="append", default=[], help="taken for the sake of the other benches; not used"
    )
    given = parser.parse_args()
    before = load()
    kinds: list[type[Server]] = [OxigraphServer]
    missing = []
    if shutil.which("virtuoso-t") and shutil.which("isql-vt"):
        kinds.append(VirtuosoServer)
    else:
        missing.append("Virtuoso; it is not installed.")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        words = [sys.executable, "-m", "kg", "build", "--quiet", "--jobs", "1", "--out", str(scratch / "first")]
        subprocess.run(words, cwd=ROOT, check=True)
        build = scratch / "copies"
        copies_of(scratch / "first", given.copies, build)
        loads, goals, failed = load_all(kinds, build, scratch, given.rounds, given.copies)
        asked, failed_too = ask_all(kinds, build, scratch, given.rounds, given.copies)
    Part(
        "stores",
        "Stores",
        50,
        f"{given.copies} copies of the first report with shared people. Servers are processes of their own on the same "
        "machine, so only the wall is given for them. Values are not compared after loading.",
        COMMAND.format(copies=given.copies, rounds=given.rounds),
        Machine.now(before),
        (*loads, asked),
        tuple(goals),
        missing=(*missing, *failed, *failed_too),
    ).keep()


def load_all(
    kinds: Sequence[type[Server]], build: Path, scratch: Path, rounds: int, copies: int
) -> tuple[list[Comparison], list[Goal], list[str]]:
    """Each store by `kg load` and by its own loader."""
    comparisons, goals, failures = [], [], []
    for kind in kinds:
        name = kind.__name__.removesuffix("Server")
        print(f"loading into {name}", flush=True)
        entrants = [
            Entrant("kg load", OURS, loading(kind, build, scratch, ours=True), "its start and counting included"),
            Entrant(f"{name}'s own loader", LIMIT, loading(kind, build, scratch, ours=False)),
        ]
        if kind is OxigraphServer:
            file = str(build / "all.nq")
            entrants += [
                Entrant("pyoxigraph in memory", LIMIT, partial(said_by, sys.executable, "bench.answers", "load", file)),
                Entrant("rdflib in memory", PEER, partial(said_by, sys.executable, *RDFLIB, "load", file)),
            ]
        rows, _, failed = contest(entrants, rounds)
        comparison = Comparison(f"Loading into {name}", "Into an empty store.", "statements", copies, rows)
        loader = comparison.named(f"{name}'s own loader")
        if loader:
            goal = Goal(
                f"kg load into {name}, wall, beside its own loader",
                OF_THE_LOADER,
                comparison.ours.wall / loader.wall,
                True,
            )
            goals.append(goal)
        comparisons.append(comparison)
        failures += failed
    return comparisons, goals, failures


def ask_all(
    kinds: Sequence[type[Server]], build: Path, scratch: Path, rounds: int, copies: int
) -> tuple[Comparison, list[str]]:
    """The eight queries on all."""
    print("eight queries", flush=True)
    heads = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes().items())
    queries = []
    for name in QUERIES:
        path = scratch / f"{name}.rq"
        path.write_text(heads + (ROOT / "data" / "queries" / f"{name}.rq").read_text("utf-8"), "utf-8")
        queries.append(path)
    words = ("ask", str(build / "all.nq"), *map(str, queries))
    entrants = [Entrant("pyoxigraph in memory", OURS, lambda: said_by(sys.executable, "bench.answers", *words))]
    servers = [kind(scratch / kind.__name__) for kind in kinds]
    try:
        for server in servers:
            server.start()
            _load(server, build)
            label = f"{type(server).__name__.removesuffix('Server')} over HTTP"
            role = OURS if isinstance(server, OxigraphServer) else PEER
            entrants.append(Entrant(label, role, asking(server, queries)))
        theirs = partial(said_by, sys.executable, *RDFLIB, *words)
        entrants.append(Entrant("rdflib in memory", PEER, theirs, "one run, for it takes minutes", most=1))
        rows, _, failed = contest(entrants, rounds)
    finally:
        for server in servers:
            server.kill()
    about = f"The sum of {', '.join(QUERIES)}, one connection, all rows read; the default graph is the union."
    return Comparison("Eight queries", about, "rows", copies, rows), failed


if __name__ == "__main__":
    main()
