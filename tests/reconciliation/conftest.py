"""A real server on a real socket, for all tests of the service."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest

from kg.reconciliation import Service, application
from kg.serve.listening import HOST, address_of, listening, server_of
from kg.serve.log import Log
from tests.reconciliation.asking import Client
from tests.reconciliation.invented import catalogue


@pytest.fixture(scope="session")
def client() -> Iterator[Client]:
    """Somebody who asks the service of the invented catalogue."""
    door = listening(HOST, 0)
    address = address_of(door)
    server = server_of(application(Service.of(catalogue()), address), Log(sys.stderr))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    try:
        with Client(address) as asking:
            yield asking
    finally:
        server.should_exit = True
        thread.join()
        door.close()
