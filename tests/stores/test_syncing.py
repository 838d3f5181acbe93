"""After a sync a store holds exactly the build, whatever it held before and whoever interrupted us."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from attrs import evolve
from pyoxigraph import Quad, RdfFormat, parse

from kg.stores import Account, Graph, Login, Plan, Profile, Store, carry_out, plan_for, store_at
from kg.stores.books import Books, books_iri
from kg.stores.comparing import Fate, compared, value_of
from kg.stores.faults import StoreError
from kg.stores.syncing import Reason

from .builds import BASE, BERN, HASTY, RIGA, contents, golden, rewritten, withdraw, without_a_line
from .proxy import Fault, busy, page, proxy_of
from .servers import LOADER, READER, OxigraphServer, Server, VirtuosoServer

FOREIGN = "<https://e.org/a> <https://e.org/b> <https://e.org/c>"
RIGA_IRI, BERN_IRI = f"{BASE}graph/{RIGA}/v1", f"{BASE}graph/{BERN}/v1"


@contextmanager
def at(address: str, user: tuple[str, str] = LOADER) -> Iterator[Store]:
    store = store_at(address, Login(*user), courtesy=HASTY)
    try:
        yield store
    finally:
        store.close()


def login(server: Server) -> tuple[str, str]:
    return LOADER if isinstance(server, VirtuosoServer) else ("", "")


def synced(build: Path, store: Store, *, everything: bool = False) -> tuple[Plan, Account]:
    held = contents(build)
    plan = plan_for(held, store, everything=everything)
    return plan, carry_out(plan, held, store, lambda graph: None)


def holds(server: Server, build: Path) -> bool:
    """Whether the graphs of the documents are those of the build, asked past all of ours."""
    sent = (quad for path in build.glob("19*.nq") for quad in parse(path.read_bytes(), RdfFormat.N_QUADS))
    return set(map(meant, sent)) == {meant(quad) for quad in server.quads() if "/graph/19" in str(quad.graph_name)}


def meant(quad: Quad) -> tuple[object, ...]:
    """What a statement says, however its value is spelled."""
    return quad.subject, quad.predicate, value_of(quad.object), quad.graph_name


def test_a_second_sync_has_nothing_to_do(server: Server, tmp_path: Path) -> None:
    build = golden(tmp_path / "build")
    with at(server.address, login(server)) as store:
        plan, account = synced(build, store)
        assert {each.reason for each in plan.sending} == {Reason.NEW}
        assert account.is_whole
        assert len(account.sent) == 7
        assert holds(server, build)
        assert plan_for(contents(build), store).is_empty


def test_only_what_changed_is_sent_and_only_what_we_loaded_is_removed(server: Server, tmp_path: Path) -> None:
    build = golden(tmp_path / "build")
    foreign = Graph(
        f"{BASE}graph/somebody-else/v1", "", 1, 0, lines=(b"<https://e.org/a> <https://e.org/b> <https://e.org/c> .\n",)
    )
    with at(server.address, login(server)) as store:
        store.put(foreign)
        synced(build, store)
        without_a_line(build, RIGA)
        withdraw(build, BERN)
        plan, account = synced(build, store)
        assert [(each.graph.iri, each.reason) for each in plan.sending] == [(RIGA_IRI, Reason.CHANGED)]
        assert account.removed == [BERN_IRI]
        assert store.counts([foreign.iri, BERN_IRI]) == {foreign.iri: 1, BERN_IRI: 0}
        assert BERN_IRI not in Books(store, BASE).entries()
        store.remove(foreign.iri)
        assert holds(server, build)


def test_a_graph_that_somebody_else_changed_is_sent_again(server: Server, tmp_path: Path) -> None:
    build = golden(tmp_path / "build")
    with at(server.address, login(server)) as store:
        synced(build, store)
        store.update(
            f"INSERT DATA {{ GRAPH <{RIGA_IRI}> {{ <https://e.org/a> <https://e.org/b> <https://e.org/c> }} }}"
        )
        plan, _ = synced(build, store)
        assert [(each.graph.iri, each.reason) for each in plan.sending] == [(RIGA_IRI, Reason.TAMPERED)]
        assert holds(server, build)


def test_a_graph_whose_loading_was_interrupted_is_known_and_done_again(server: Server, tmp_path: Path) -> None:
    build = golden(tmp_path / "build")
    with at(server.address, login(server)) as store:
        synced(build, store)
        # What a run leaves behind that was killed after it began.
        Books(store, BASE).begin([RIGA_IRI])
        store.remove(RIGA_IRI)
        plan, _ = synced(build, store)
        assert [(each.graph.iri, each.reason) for each in plan.sending] == [(RIGA_IRI, Reason.UNFINISHED)]
        assert holds(server, build)


def test_a_withdrawn_graph_whose_removal_was_interrupted_is_removed(server: Server, tmp_path: Path) -> None:
    build = golden(tmp_path / "build")
    with at(server.address, login(server)) as store:
        synced(build, store)
        Books(store, BASE).begin([BERN_IRI])
        withdraw(build, BERN)
        assert synced(build, store)[1].removed == [BERN_IRI]
        assert BERN_IRI not in Books(store, BASE).entries()


def test_a_load_sends_everything_and_removes_nothing(server: Server, tmp_path: Path) -> None:
    build = golden(tmp_path / "build")
    with at(server.address, login(server)) as store:
        synced(build, store)
        withdraw(build, BERN)
        _, account = synced(build, store, everything=True)
        assert (len(account.sent), account.removed) == (6, [])
        assert BERN_IRI in Books(store, BASE).entries()


def test_a_graph_larger_than_a_request_arrives_whole(server: Server, tmp_path: Path) -> None:
    graph = Graph(
        RIGA_IRI,
        "",
        300,
        0,
        lines=tuple(f'<https://e.org/{n}> <https://e.org/p> "ě{n}" .\n'.encode() for n in range(300)),
    )
    with at(server.address, login(server)) as store:
        store.profile = _with(store, request_bytes=2000)
        store.put(graph)
        assert store.counts([RIGA_IRI]) == {RIGA_IRI: 300}
        store.put(graph)
        assert store.counts([RIGA_IRI]) == {RIGA_IRI: 300}


def test_update_alone_does_what_the_graph_store_does(server: Server, tmp_path: Path) -> None:
    """Blazegraph has no Graph Store Protocol: everything goes through SPARQL Update."""
    build = golden(tmp_path / "build")
    with at(server.address, login(server)) as store:
        store.profile = _with(store, graph_store="", quads="", request_bytes=4000)
        held = contents(build).only(["19*"])
        plan = plan_for(held, store)
        assert carry_out(plan, held, store, lambda graph: None).is_whole
        assert holds(server, build)
        store.remove(RIGA_IRI)
        assert store.counts([RIGA_IRI]) == {RIGA_IRI: 0}


def test_every_value_is_read_back_and_compared(server: Server, tmp_path: Path) -> None:
    build = golden(tmp_path / "build")
    with at(server.address, login(server)) as store:
        synced(build, store)
        *_, comparison = compared(contents(build).graphs, store)
        assert comparison.is_equal, comparison.examples
        without = f"DELETE WHERE {{ GRAPH <{RIGA_IRI}> {{ ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o }} }}"
        store.update(without)
        *_, comparison = compared(contents(build).graphs, store)
        assert {fate for fate, _ in comparison.counts} - {Fate.RESPELLED} == {Fate.LOST}


def test_virtuoso_makes_other_values_of_durations_and_is_named(virtuoso: VirtuosoServer) -> None:
    line = b'<https://e.org/a> <https://e.org/b> "PT10M"^^<http://www.w3.org/2001/XMLSchema#duration> .\n'
    graph = Graph(RIGA_IRI, "", 1, len(line), lines=(line,))
    with at(virtuoso.address) as store:
        store.put(graph)
        *_, comparison = compared([graph], store)
        assert list(comparison.counts) == [(Fate.CHANGED, "xsd:duration")]
        assert not comparison.is_equal


def test_virtuoso_loses_a_truth_beside_a_number_and_the_graph_is_not_called_whole(
    virtuoso: VirtuosoServer, tmp_path: Path
) -> None:
    build = golden(tmp_path / "build", with_clash=True)
    with at(virtuoso.address) as store:
        _, account = synced(build, store)
        assert account.failed == {BERN_IRI: "of 14 triples that were sent the store has 13."}
        *_, comparison = compared(contents(build).graphs, store)
        assert (Fate.LOST, "xsd:boolean") in comparison.counts


def test_a_graph_that_the_store_refuses_is_named_and_the_others_go_on(oxigraph: OxigraphServer, tmp_path: Path) -> None:
    build = golden(tmp_path / "build")
    path = build / f"{RIGA}.nq"
    spoilt = path.read_bytes().replace(b"<https://w3id.org/diplograph/doc", b"<https://w3id.org/ diplograph/doc", 1)
    rewritten(build, path.name, spoilt)
    with at(oxigraph.address, ("", "")) as store:
        _, account = synced(build, store)
        assert list(account.failed) == [RIGA_IRI]
        assert len(account.sent) == 6
        assert Books(store, BASE).entries()[RIGA_IRI] == ""


def test_a_lying_server_is_found_out_by_the_counts(oxigraph: OxigraphServer, tmp_path: Path) -> None:
    build = golden(tmp_path / "build")
    with proxy_of(oxigraph.address) as proxy, at(proxy.address, ("", "")) as store:
        synced(build, store)
        without_a_line(build, RIGA)
        proxy.misbehave(Fault(on="^PUT ", status=204))
        _, account = synced(build, store)
        assert list(account.failed) == [RIGA_IRI]
        assert synced(build, store)[1].is_whole
        assert holds(oxigraph, build)


@pytest.mark.parametrize(
    "fault", [busy(0), Fault(request_bytes=200), Fault(answer_bytes=0)], ids=["busy", "cut", "mute"]
)
def test_what_may_pass_is_asked_again(server: Server, tmp_path: Path, fault: Fault) -> None:
    build = golden(tmp_path / "build")
    with proxy_of(server.address) as proxy, at(proxy.address, login(server)) as store:
        proxy.misbehave(fault)
        assert synced(build, store)[1].is_whole
        assert proxy.unspent == 0
        assert store.exchange.repeats
        assert holds(server, build)


def store_is_cleared_midway(server: Server) -> bool:
    """Whether others see a graph of this store while it is being replaced."""
    with at(server.address, login(server)) as store:
        return not store.profile.is_atomic


def test_two_syncs_at_once_leave_exactly_the_build_or_say_what_is_not_whole(server: Server, tmp_path: Path) -> None:
    build = golden(tmp_path / "build")
    held = contents(build)
    meeting = Barrier(2)

    def sync(_: int) -> Account:
        with at(server.address, login(server)) as store:
            plan = plan_for(held, store)
            meeting.wait(30)
            return carry_out(plan, held, store, lambda graph: None)

    with ThreadPoolExecutor(2) as pool:
        accounts = list(pool.map(sync, range(2)))
    for account in accounts:
        assert account.stopped is None
        # Blank nodes of two requests are two, and Oxigraph lets two requests clear and fill a graph at once. Virtuoso
        # may have cleared any graph for the one while the other counts it.
        more = {iri for iri, reason in account.failed.items() if "another kg sync" in reason}
        assert more <= {f"{BASE}graph/shapes", f"{BASE}graph/dataset"}
        assert more == set(account.failed) or store_is_cleared_midway(server)
    with at(server.address, login(server)) as store:
        plan, account = synced(build, store)
        assert {each.graph.iri for each in plan.sending} <= {iri for each in accounts for iri in each.failed}
        assert account.is_whole
        assert plan_for(held, store).is_empty
        assert holds(server, build)
        assert store.counts([books_iri(BASE)]) == {books_iri(BASE): 5 * 7}


def test_two_syncs_of_two_builds_are_told_and_the_next_one_makes_the_store_whole(
    server: Server, tmp_path: Path
) -> None:
    old, new = golden(tmp_path / "old"), golden(tmp_path / "new")
    without_a_line(old, RIGA)
    with at(server.address, login(server)) as store, at(server.address, login(server)) as other:
        mine, theirs = contents(new), contents(old)
        plan, late = plan_for(mine, store), plan_for(theirs, other)
        assert carry_out(plan, mine, store, lambda graph: None).is_whole
        # Planned before the other sync was done: it thinks that the store has nothing.
        carry_out(late, theirs, other, lambda graph: None)
        synced(new, store)
        assert plan_for(mine, store).is_empty
        assert holds(server, new)


def test_a_page_for_people_stops_the_run_and_the_next_one_goes_on(server: Server, tmp_path: Path) -> None:
    build = golden(tmp_path / "build")
    with proxy_of(server.address) as proxy, at(proxy.address, login(server)) as store:
        proxy.misbehave(page(on="^(PUT|POST) /(store|sparql-graph)"))
        stopped = synced(build, store)[1].stopped
        assert stopped is not None
        assert "page for people" in str(stopped)
        assert synced(build, store)[1].is_whole
        assert holds(server, build)


def test_a_wrong_password_is_said_and_not_shown(virtuoso: VirtuosoServer) -> None:
    with pytest.raises(StoreError, match="password is wrong") as error:
        store_at(virtuoso.address, Login(LOADER[0], "s3cret-word"), courtesy=HASTY)
    assert "s3cret-word" not in f"{error.value!r} {error.value}"
    assert "s3cret-word" not in repr(Login(LOADER[0], "s3cret-word"))


def test_who_may_only_read_is_told_which_right_is_missing(virtuoso: VirtuosoServer, tmp_path: Path) -> None:
    with at(virtuoso.address, READER) as store:
        stopped = synced(golden(tmp_path / "build"), store)[1].stopped
        assert stopped is not None
        assert "GRANT SPARQL_UPDATE" in str(stopped)


def test_the_books_are_a_graph_of_their_own_and_know_every_graph(server: Server, tmp_path: Path) -> None:
    build = golden(tmp_path / "build")
    with at(server.address, login(server)) as store:
        synced(build, store)
        assert Books(store, BASE).entries() == {graph.iri: graph.sha256 for graph in contents(build).graphs}
        assert store.counts([books_iri(BASE)]) == {books_iri(BASE): 5 * 7}


def test_many_graphs_are_known_page_by_page(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.stores.books.PAGE_ROWS", 7)
    names = {f"{BASE}graph/d{n}/v1": f"{n:064x}" for n in range(20)}
    with at(server.address, login(server)) as store:
        books = Books(store, BASE)
        books.begin(list(names))
        books.finish(names)
        assert books.entries() == names
        books.forget(list(names)[3:])
        assert list(books.entries()) == list(names)[:3]


def _with(store: Store, **changes: Any) -> Profile:
    return evolve(store.profile, **changes)
