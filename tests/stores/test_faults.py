"""Whatever goes wrong while a store is loaded: the next sync makes it hold exactly the build, and nothing half.

Each fault happens in the middle of a load through a proxy, in both servers. Then the store is whole again, and the
same command is given once more.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.clients.waiting import Clock
from kg.stores import Contents, Store, carry_out, contents_of, plan_for, store_at
from kg.stores.books import Books
from kg.stores.exchange import Login
from kg.stores.faults import StoreError

from .proxy import Fault, busy, page, proxy_of, refusal
from .servers import LOADER, READER, OxigraphServer, Server, VirtuosoServer

ROOT = Path(__file__).resolve().parents[2]
STRANGER = Quad(
    NamedNode("https://example.org/somebody"),
    NamedNode("https://example.org/says"),
    Literal("not yours"),
    NamedNode("https://example.org/a-graph-of-somebody-else"),
)
WRITES = "^(PUT|POST) /(store|sparql-graph-crud-auth)"


@pytest.fixture(scope="session")
def contents(first_build: Path) -> Contents:
    """What the first report puts into a store, and the description of the build."""
    return contents_of(first_build, ROOT / "ontology", ROOT / "shapes").only(["1962-*", "dataset"])


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """A file with what somebody else has in the store."""
    (path := tmp_path / "stranger.nq").write_text(f"{STRANGER} .\n")
    return path


@pytest.fixture
def with_stranger(server: Server, stranger: Path) -> Server:
    """A store that holds a graph of somebody else."""
    server.load(stranger)
    return server


@pytest.fixture
def own_with_stranger(own_server: Server, stranger: Path) -> Server:
    """The same, for one test alone."""
    own_server.load(stranger)
    return own_server


def login_for(server: Server) -> Login:
    """Who may write there."""
    return Login(*LOADER) if isinstance(server, VirtuosoServer) else Login()


def opened(server: Server, address: str, login: Login | None = None) -> Store:
    """The store, through a proxy or not; nothing is waited for."""
    kind = "virtuoso" if isinstance(server, VirtuosoServer) else "oxigraph"
    return store_at(address, login or login_for(server), kind=kind, clock=Clock(sleep=lambda _: None))


def synced(server: Server, contents: Contents, address: str = "", login: Login | None = None) -> StoreError | None:
    """Sync as `kg sync` does; why it stopped, if it did."""
    try:
        store = opened(server, address or server.address, login)
    except StoreError as error:
        return error
    try:
        account = carry_out(plan_for(contents, store), contents, store, lambda _: None)
        return account.stopped or (StoreError(str(account.failed)) if account.failed else None)
    except StoreError as error:
        return error
    finally:
        store.close()


def triples_in(graph: str, quads: set[Quad]) -> int:
    """How many of the quads stand in this graph."""
    return sum(quad.graph_name == NamedNode(graph) for quad in quads)


def refuse_half(server: Server, contents: Contents) -> None:
    """No graph counts as loaded of which the store has not every triple, and what is not ours stands as it stood."""
    store = opened(server, server.address)
    held = server.quads()
    for iri, digest in Books(store, contents.base).entries().items():
        if digest:
            assert triples_in(iri, held) == next(graph.triples for graph in contents.graphs if graph.iri == iri)
    store.close()
    assert STRANGER in held


def refuse_all_but_the_build(server: Server, contents: Contents, reference: set[Quad]) -> None:
    """The store holds what one holds that was loaded without a fault, and a further sync finds nothing to do."""
    assert server.quads() == reference
    store = opened(server, server.address)
    assert plan_for(contents, store).is_empty
    store.close()


@pytest.fixture(scope="session")
def reference(
    session_oxigraph: OxigraphServer, session_virtuoso: VirtuosoServer, contents: Contents
) -> dict[type[Server], set[Quad]]:
    """What a store of each kind holds after a load without any fault, with the graph of somebody else."""
    found: dict[type[Server], set[Quad]] = {}
    for server in (session_oxigraph, session_virtuoso):
        server.clear()
        assert synced(server, contents) is None
        found[type(server)] = server.quads() | {STRANGER}
        server.clear()
    return found


def test_a_store_without_faults_holds_every_triple_of_the_build(
    reference: dict[type[Server], set[Quad]], contents: Contents
) -> None:
    for held in reference.values():
        for graph in contents.graphs:
            assert triples_in(graph.iri, held) == graph.triples


def in_the_books(server: Server) -> tuple[str, int]:
    """The request that writes down what came, and how many like it come before: Virtuoso is asked at the same place."""
    return ("^POST /sparql-auth", 4) if isinstance(server, VirtuosoServer) else ("^POST /update", 1)


FAULTS: dict[str, Callable[[Server], list[Fault]]] = {
    "the request is cut": lambda _: [Fault(WRITES, request_bytes=20_000)] * 5,
    "the answer is cut": lambda _: [Fault(WRITES, answer_bytes=0)] * 5,
    "a page for people": lambda _: [page(on=WRITES)],
    "a page for people in the books": lambda server: [page(200, *in_the_books(server))],
    "refused half-way": lambda _: [refusal(403, on=WRITES)],
    "busy for too long": lambda _: [busy(100_000, on=WRITES)],
    "busy too often": lambda _: [busy(1, on=WRITES)] * 5,
}
KILLED: dict[str, Callable[[Server], Fault]] = {
    "in the middle of a graph": lambda server: Fault(WRITES, request_bytes=20_000, meanwhile=server.kill),
    "before the books": lambda server: Fault(*in_the_books(server), request_bytes=0, meanwhile=server.kill),
}


@pytest.mark.parametrize("name", FAULTS)
def test_after_a_fault_the_next_sync_makes_the_store_whole(
    name: str, with_stranger: Server, contents: Contents, reference: dict[type[Server], set[Quad]]
) -> None:
    with proxy_of(with_stranger.address) as proxy:
        proxy.misbehave(*FAULTS[name](with_stranger))
        assert synced(with_stranger, contents, proxy.address) is not None
        assert proxy.unspent == 0
    refuse_half(with_stranger, contents)
    assert synced(with_stranger, contents) is None
    refuse_all_but_the_build(with_stranger, contents, reference[type(with_stranger)])


@pytest.mark.parametrize("name", KILLED)
def test_after_a_store_was_killed_the_next_sync_makes_it_whole(
    name: str, own_with_stranger: Server, contents: Contents, reference: dict[type[Server], set[Quad]]
) -> None:
    with proxy_of(own_with_stranger.address) as proxy:
        proxy.misbehave(KILLED[name](own_with_stranger))
        assert synced(own_with_stranger, contents, proxy.address) is not None
        assert proxy.unspent == 0
    own_with_stranger.start()
    refuse_half(own_with_stranger, contents)
    assert synced(own_with_stranger, contents) is None
    refuse_all_but_the_build(own_with_stranger, contents, reference[type(own_with_stranger)])


def test_a_store_that_is_busy_now_and_then_is_loaded_in_one_go(
    with_stranger: Server, contents: Contents, reference: dict[type[Server], set[Quad]]
) -> None:
    with proxy_of(with_stranger.address) as proxy:
        proxy.misbehave(
            busy(1, on=WRITES), busy(0, on="^POST"), Fault(WRITES, request_bytes=9), Fault(WRITES, answer_bytes=0)
        )
        assert synced(with_stranger, contents, proxy.address) is None
        assert proxy.unspent == 0
    refuse_all_but_the_build(with_stranger, contents, reference[type(with_stranger)])


def test_a_full_disk_is_told_and_the_next_sync_makes_the_store_whole(
    own_with_stranger: Server, contents: Contents, reference: dict[type[Server], set[Quad]]
) -> None:
    own_with_stranger.limit_files(60_000)
    assert synced(own_with_stranger, contents) is not None
    own_with_stranger.kill()
    own_with_stranger.start()
    refuse_half(own_with_stranger, contents)
    assert synced(own_with_stranger, contents) is None
    refuse_all_but_the_build(own_with_stranger, contents, reference[type(own_with_stranger)])


def test_who_may_not_write_changes_nothing_and_is_told(virtuoso: VirtuosoServer, contents: Contents) -> None:
    before = virtuoso.quads()
    for login in (Login(LOADER[0], "wrong"), Login(*READER), Login()):
        with pytest.raises(StoreError) as refused:
            raise synced(virtuoso, contents, login=login) or AssertionError("it let us write")
        assert refused.value.cure
        assert "wrong" not in str(refused.value).replace("password is wrong", "")
    assert virtuoso.quads() == before


def test_a_store_that_only_reads_changes_nothing_and_is_told(
    contents: Contents, stranger: Path, tmp_path: Path
) -> None:
    server = OxigraphServer(tmp_path / "data", is_read_only=True)
    server.load(stranger)
    with server:
        stopped = synced(server, contents)
        assert stopped is not None
        assert "not write" in stopped.message
        assert server.quads() == {STRANGER}
