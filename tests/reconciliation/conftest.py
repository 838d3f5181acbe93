"""A real server on a real socket, for all tests of the service."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from kg.reconciliation import Service, address_of, application, listening, server_of
from tests.reconciliation.asking import Client
from tests.reconciliation.invented import catalogue


@pytest.fixture(scope="session")
def client() -> Iterator[Client]:
    """Somebody who asks the service of the invented catalogue."""
    door = listening(0)
    address = address_of(door)
    server = server_of(application(Service.of(catalogue()), address))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    try:
        with Client(address) as asking:
            yield asking
    finally:
        server.should_exit = True
        thread.join()
        door.close()
