"""The server, measured beside rdflib-endpoint and beside ready bytes, in one run: `python3 -m bench.serving`.

The data are copies of the first report, each a document of its own; people, states and posts are shared, as in a
library. `--copies 100` makes half a million quads, `--copies 1000` five million. Each server is a process of its own on
loopback, and is asked over eight connections that stay open. Ours, the peer and the ready bytes run under uvicorn.

rdflib-endpoint is no part of the project: `--peer PYTHON` names an interpreter that has it (pip install rdflib-endpoint
uvicorn click); without one its columns stay empty.
"""

from __future__ import annotations

import argparse
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from attrs import frozen
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QueryResultsFormat, QuerySolutions, Store

from bench.load import Asked, Measured, measured
from bench.memory import memory_mb
from kg.publish import Description, Run, context_of, publication
from kg.publish.prefixes import prefixes
from kg.publish.queries import each_quad_in
from kg.settings import settings_of

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 5.0  # of asking for one figure
QUERIES = (
    *("q02-ambassadors-visits", "q03-diplomats-and-leaders", "q05-messages", "q08-withdrawn-visits"),
    *("q11-disputes", "q14-claims-by-depth", "q21-timeline", "q27-leak-test"),
)
READY = """
import sys, uvicorn
body = open(sys.argv[2], "rb").read()
async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [
            (b"content-type", b"text/turtle"), (b"content-length", str(len(body)).encode())]})
        await send({"type": "http.response.body", "body": body})
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False, lifespan="off")
"""
PEER = """
import sys, uvicorn, rdflib
from rdflib_endpoint import SparqlEndpoint
graph = rdflib.Graph()
graph.parse(sys.argv[2], format="turtle")
app = SparqlEndpoint(graph=graph, path="/sparql")
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False)
"""


@frozen
class Running:
    """A server that answers, and how it came to that."""

    port: int
    ready_s: float
    process: subprocess.Popen[bytes]

    @property
    def memory(self) -> float:
        """Megabytes that its process holds."""
        return memory_mb(self.process.pid)


def main() -> None:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--build", type=Path, default=ROOT / "build", help="the folder that kg build wrote")
    parser.add_argument("--copies", type=int, default=100, help="copies of its documents (100: half a million quads)")
    parser.add_argument("--peer", default="", help="a Python that has rdflib-endpoint")
    parser.add_argument("--keep", type=Path, help="a folder for the copies, kept for the next run")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (given.keep or Path(scratch)) / f"copies-{given.copies}"
        if not folder.exists():
            copies_of(given.build, given.copies, folder)
        report(folder, given.peer)


def copies_of(build: Path, copies: int, out: Path) -> None:
    """A build of so many copies of another."""
    settings = settings_of({}, ROOT)
    quads = list(each_quad_in(build))
    run = Run("0", "bench", "0", {})
    with publication(out, Description(run), context_of(settings.ontology / "context.jsonld")) as edition:
        for number in range(copies):
            edition.add(f"copy-{number:04}", [moved(quad, number) for quad in quads])
        edition.finish()


def moved(quad: Quad, number: int) -> Quad:
    """A statement of a document as one of its copy."""

    def term(node: NamedNode | Literal) -> NamedNode | Literal:
        if not isinstance(node, NamedNode) or not ("/doc/" in node.value or "/graph/" in node.value):
            return node
        head, _, tail = node.value.partition("/doc/" if "/doc/" in node.value else "/graph/")
        key, slash, rest = tail.partition("/")
        return NamedNode(f"{head}{node.value[len(head) : len(node.value) - len(tail)]}{key}-{number:04}{slash}{rest}")

    assert isinstance(quad.subject, NamedNode)
    assert isinstance(quad.object, NamedNode | Literal)
    assert isinstance(quad.graph_name, NamedNode)
    return Quad(term(quad.subject), quad.predicate, term(quad.object), term(quad.graph_name))  # type: ignore[arg-type]


def report(build: Path, peer: str) -> None:
    """Measure all servers on one build."""
    person = busiest(build)
    queries = {name: (ROOT / "data" / "queries" / f"{name}.rq").read_text("utf-8") for name in QUERIES}
    asked_queries = [
        Asked(f"/sparql?query={quote(text)}", "application/sparql-results+json") for text in queries.values()
    ]
    print(f"{build}, {sum(1 for _ in (build / 'all.nq').open('rb')):,} quads; {person}\n")
    path = person.removeprefix("https://w3id.org/diplograph/")
    with ours(build) as server:
        print(f"kg serve is ready after {server.ready_s:.1f} s, {server.memory:.0f} MB\n")
        first = {name: once(server.port, Asked(target, accept)) for name, target, accept in things(path)}
        rows = {name: measured(server.port, [Asked(target, accept)], SECONDS) for name, target, accept in things(path)}
        each = {
            name: measured(server.port, [asked], SECONDS / 2, connections=1)
            for name, asked in zip(queries, asked_queries, strict=True)
        }
        mixed = measured(server.port, asked_queries, SECONDS)
        print(f"memory after that {server.memory:.0f} MB\n")
    ready = {name: ready_bytes(row.body_bytes) for name, row in rows.items()}
    raw = raw_times(build, queries)
    theirs = peer_figures(build, peer, person, asked_queries) if peer else None
    show(first, rows, each, mixed, ready, raw, theirs)


def ready_bytes(size: int) -> Measured:
    """A server that has nothing to do but to send so many bytes."""
    with tempfile.NamedTemporaryFile() as body:
        body.write(b"x" * size)
        body.flush()
        with started([sys.executable, "-c", READY, "{port}", body.name]) as server:
            return measured(server.port, [Asked("/")], SECONDS)


def things(path: str) -> Iterator[tuple[str, str, str]]:
    """What is asked of an entity: a name, the target, the header Accept."""
    yield "entity page", f"/{path}.html", "text/html"
    yield "its Turtle, negotiated (303)", f"/{path}", "text/turtle"
    yield "its Turtle", f"/{path}.ttl", "text/turtle"
    yield "its N-Triples", f"/{path}.nt", "application/n-triples"


def once(port: int, asked: Asked) -> Measured:
    """One answer."""
    return measured(port, [asked], 60, connections=1, most=1)


def busiest(build: Path) -> str:
    """The person whom most statements name."""
    counts: dict[str, int] = {}
    with (build / "all.nq").open(encoding="utf-8") as lines:
        for line in lines:
            target = line.split(" ", 3)[2]
            if "/agent/" in target:
                counts[target] = counts.get(target, 0) + 1
    return max(sorted(counts), key=counts.__getitem__)[1:-1]


def raw_times(build: Path, queries: dict[str, str]) -> dict[str, list[float]]:
    """Seconds of each query on pyoxigraph in this process, answer written out, on the store that the server has."""
    stores = sorted(build.with_name(f"{build.name}.editions").glob("*/store"))
    store = Store.read_only(str(stores[-1]))
    heads = prefixes()
    found: dict[str, list[float]] = {}
    for name, text in queries.items():
        found[name] = []
        end = time.perf_counter() + SECONDS / 2
        while time.perf_counter() < end:
            start = time.perf_counter()
            answer = store.query(text, prefixes=heads)
            assert isinstance(answer, QuerySolutions | QueryBoolean)
            answer.serialize(format=QueryResultsFormat.JSON)
            found[name].append(time.perf_counter() - start)
        found[name].sort()
    return found


def peer_figures(build: Path, peer: str, person: str, queries: Sequence[Asked]) -> tuple[Measured, Measured]:
    """The entity and the queries from rdflib-endpoint, which holds the data in memory."""
    with started([peer, "-c", PEER, "{port}", str(build / "all.ttl")], wait_s=3600) as server:
        print(f"rdflib-endpoint is ready after {server.ready_s:.0f} s, {server.memory:.0f} MB\n")
        entity = measured(
            server.port, [Asked(f"/sparql?query={quote(f'DESCRIBE <{person}>')}", "text/turtle")], SECONDS
        )
        return entity, measured(server.port, queries, SECONDS * 6, connections=1, most=3 * len(queries))


def show(
    first: dict[str, Measured],
    rows: dict[str, Measured],
    each: dict[str, Measured],
    mixed: Measured,
    ready: dict[str, Measured],
    raw: dict[str, list[float]],
    theirs: tuple[Measured, Measured] | None,
) -> None:
    """Print what was measured."""
    print("| asked for | answers/s | of as many ready bytes | p95 ms | first ms | bytes | status |")
    print("|---|---|---|---|---|---|---|")
    for name, row in rows.items():
        share = row.answers_per_s / ready[name].answers_per_s
        print(
            f"| {name} | {row.answers_per_s:,.0f} | {share:.2f} | {row.percentile(0.95):.2f} | "
            f"{first[name].percentile(0.95):.0f} | {row.body_bytes:,} | {json.dumps(row.statuses)} |"
        )
    if theirs:
        print(
            f"| rdflib-endpoint: DESCRIBE | {theirs[0].answers_per_s:,.0f} | | {theirs[0].percentile(0.95):.1f} | | | |"
        )
    print("\n| query | raw p95 ms | served p95 ms | ratio |\n|---|---|---|---|")
    for name, times in raw.items():
        bare = times[min(len(times) - 1, int(len(times) * 0.95))] * 1000
        served = each[name].percentile(0.95)
        print(f"| {name} | {bare:.2f} | {served:.2f} | {served / bare:.2f} |")
    print(f"\nthe eight mixed, eight connections: {mixed.answers_per_s:,.1f}/s, p95 {mixed.percentile(0.95):.1f} ms")
    if theirs:
        speed, p95 = theirs[1].answers_per_s, theirs[1].percentile(0.95)
        print(f"rdflib-endpoint, one connection: {speed:,.2f}/s, p95 {p95:.0f} ms")


@contextmanager
def ours(build: Path) -> Iterator[Running]:
    """Our server on a build."""
    with started([sys.executable, "-m", "kg", "serve", str(build), "--port", "{port}"], wait_s=1800) as server:
        yield server


@contextmanager
def started(words: Sequence[str], wait_s: float = 60) -> Iterator[Running]:
    """A server of these words, `{port}` put in, from when it answers until the block ends."""
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [word.replace("{port}", str(port)) for word in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while True:
            assert process.poll() is None, f"{words[0]} ended with {process.returncode}"
            assert time.perf_counter() - began < wait_s, f"no answer after {wait_s:.0f} s"
            with suppress(OSError, EOFError, ValueError):
                once(port, Asked("/healthz"))
                break
            time.sleep(0.1)
        yield Running(port, time.perf_counter() - began, process)
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
        assert isinstance(port, int)
        return port


if __name__ == "__main__":
    main()
