"""The proxy of these tests misbehaves as told, once for each order, and passes everything else on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from .proxy import PAGE, Fault, Proxy, busy, page, proxy_of, refusal
from .servers import OxigraphServer

QUAD = b'<https://example.org/a> <https://example.org/b> "c" <https://example.org/g> .\n'
NQUADS = {"Content-Type": "application/n-quads"}


@pytest.fixture
def proxy(oxigraph: OxigraphServer) -> Iterator[Proxy]:
    """A proxy in front of an empty store."""
    with proxy_of(oxigraph.address) as found:
        yield found


def test_what_is_not_spoilt_is_passed_on(proxy: Proxy, oxigraph: OxigraphServer) -> None:
    assert requests.post(f"{proxy.address}/store", QUAD, headers=NQUADS, timeout=9).status_code == 204
    assert requests.post(f"{proxy.address}/store", iter([QUAD, QUAD]), headers=NQUADS, timeout=9).status_code == 204
    assert requests.get(f"{proxy.address}/store", headers={"Accept": "application/n-quads"}, timeout=9).content == QUAD
    assert len(oxigraph.quads()) == 1
    assert proxy.seen == [("POST /store", 204), ("POST /store", 204), ("GET /store", 200)]
    assert proxy.writes() == ["POST /store", "POST /store"]


def test_faults_happen_once_in_their_order_and_on_the_requests_they_are_for(proxy: Proxy) -> None:
    proxy.misbehave(busy(7, on="^POST"), page(on="^GET", spared=1), refusal(403, on="^GET"), refusal(on="^POST"))
    post = [requests.post(f"{proxy.address}/store", QUAD, headers=NQUADS, timeout=9) for _ in range(3)]
    got = [requests.get(f"{proxy.address}/query?query=ASK%7B%7D", timeout=9) for _ in range(4)]
    assert [answer.status_code for answer in post] == [503, 401, 204]
    assert post[0].headers["Retry-After"] == "7"
    assert [answer.status_code for answer in got] == [200, 200, 403, 200]
    assert [answer.content == PAGE for answer in got] == [False, True, False, False]
    assert proxy.unspent == 0


def test_a_request_that_is_cut_does_not_reach_the_store_whole(proxy: Proxy, oxigraph: OxigraphServer) -> None:
    said = []
    proxy.misbehave(Fault("POST", request_bytes=20, meanwhile=lambda: said.append("meanwhile")))
    with pytest.raises(requests.ConnectionError):
        requests.post(f"{proxy.address}/store", QUAD, headers=NQUADS, timeout=9)
    assert oxigraph.quads() == set()
    assert said == ["meanwhile"]


def test_an_answer_that_is_cut_ends_early_though_the_store_did_its_work(proxy: Proxy, oxigraph: OxigraphServer) -> None:
    proxy.misbehave(Fault("POST", answer_bytes=0), Fault("GET", answer_bytes=10))
    with pytest.raises(requests.ConnectionError):
        requests.post(f"{proxy.address}/store", QUAD, headers=NQUADS, timeout=9)
    assert len(oxigraph.quads()) == 1
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        requests.get(f"{proxy.address}/store", headers={"Accept": "application/n-quads"}, timeout=9)
    assert proxy.seen[1] == ("GET /store", 0)
