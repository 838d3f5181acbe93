"""What is sent to a store may be taken in slowly: silence is counted, and not how long a body is under way."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from threading import Thread

import pytest
from attrs import evolve

from kg.stores.exchange import Exchange, Login
from kg.stores.profiles import PROFILES
from tests.stores.builds import HASTY

BODY = b"x" * 32_000_000  # more than the sockets of two machines hold between them
PAUSE_S, CONNECT_S = 2.0, 0.5


def _take_in_slowly(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    with connection:
        time.sleep(PAUSE_S)
        left = len(BODY)
        head, _, body = connection.recv(65_536).partition(b"\r\n\r\n")
        assert b"content-length" in head.lower()
        left -= len(body)
        while left > 0:
            left -= len(connection.recv(1_000_000))
        connection.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")


@pytest.fixture
def slow_address() -> Iterator[str]:
    """A server that reads nothing for a while after it took the connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = Thread(target=_take_in_slowly, args=(listening,), daemon=True)
        serving.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/store"
        serving.join(30)


def test_a_store_that_takes_in_a_body_slowly_is_waited_for_longer_than_a_connection(slow_address: str) -> None:
    exchange = Exchange(PROFILES["oxigraph"], Login(), courtesy=evolve(HASTY, connect_seconds=CONNECT_S, attempts=1))
    assert exchange.send("PUT", slow_address, body=BODY, body_type="text/plain").status == 204
    exchange.close()
