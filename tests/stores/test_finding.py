"""The kind of a store is what it says of itself, or what somebody says; it is never guessed."""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.stores import Login, store_at
from kg.stores.faults import StoreError

from .builds import HASTY
from .proxy import Fault, proxy_of
from .servers import OxigraphServer, Server, VirtuosoServer, free_port


def test_each_server_is_known_by_itself(server: Server) -> None:
    store = store_at(server.address + "/", Login(), courtesy=HASTY)
    assert store.profile.name == ("virtuoso" if isinstance(server, VirtuosoServer) else "oxigraph")
    assert store.address == server.address
    store.close()


def test_the_address_of_queries_will_do(server: Server) -> None:
    store = store_at(server.query_address, Login(), courtesy=HASTY)
    assert store.address == server.address
    store.close()


def test_a_kind_that_nobody_knows_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UsageError, match="oxigraph, virtuoso"):
        store_at("http://127.0.0.1:1", Login(), kind="stardog", courtesy=HASTY)


def test_a_store_that_hides_its_kind_is_not_guessed_where_two_would_fit(oxigraph: OxigraphServer) -> None:
    """Fuseki and Oxigraph answer queries at the same path."""
    with proxy_of(oxigraph.address) as proxy:
        proxy.misbehave(Fault(on="^GET /$", status=404))
        with pytest.raises(UsageError, match="--profile"):
            store_at(proxy.address, Login(), courtesy=HASTY)
        store = store_at(proxy.address, Login(), kind="oxigraph", courtesy=HASTY)
        assert store.rows("SELECT ?s WHERE { GRAPH ?g { ?s ?p ?o } }") == []
        store.close()


def test_a_page_for_people_is_no_store(oxigraph: OxigraphServer) -> None:
    with pytest.raises(StoreError, match="no such address"):
        store_at(f"{oxigraph.address}/nowhere", Login(), kind="oxigraph", courtesy=HASTY)


def test_nobody_at_the_address_is_said() -> None:
    with pytest.raises(StoreError, match="nobody answers at this address"):
        store_at(f"http://127.0.0.1:{free_port()}", Login(), kind="oxigraph", courtesy=HASTY)
