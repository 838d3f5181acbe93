"""A real server on the loopback address, in a thread of its own, over a site that is made up."""

from __future__ import annotations

import io
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
import uvicorn
from attrs import define
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from kg.serve.application import application
from kg.serve.editions import Editions
from kg.serve.listening import address_of, listening, server_of
from kg.serve.log import Log
from kg.serve.patience import Patience
from tests.serve.invented import InventedSite, fault_of

SECONDS = 20  # after which a test gives up on an answer


@define(eq=False)
class Running:
    """A server that runs: its address, what it logs, what it serves."""

    address: str
    build: Path
    editions: Editions[InventedSite]
    written: io.StringIO
    server: uvicorn.Server

    @property
    def connections(self) -> int:
        """How many clients hold a connection."""
        return len(self.server.server_state.connections)

    @property
    def site(self) -> InventedSite:
        with self.editions.borrowed() as site:
            return site

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The log."""
        return [json.loads(line) for line in self.written.getvalue().splitlines()]

    def line(self, **fields: object) -> dict[str, Any]:
        """The first line of the log with these fields; it is written after the answer has gone out."""
        for _ in range(SECONDS * 50):
            for line in self.lines:
                if fields.items() <= line.items():
                    return line
            time.sleep(0.02)
        raise AssertionError(f"the log says nothing of {fields}")

    def get(self, path: str, method: str = "GET", **headers: str) -> requests.Response:
        """Ask once. Underscores in names of headers are hyphens; redirects are not followed."""
        prepared = requests.Request(method, self.address, headers={"Accept-Encoding": "identity"}).prepare()
        prepared.url = self.address + path
        for name, value in headers.items():
            prepared.headers[name.replace("_", "-")] = value
        with requests.Session() as session:
            return session.send(prepared, timeout=SECONDS, allow_redirects=False)

    def raw(self, data: bytes) -> bytes:
        """Send these bytes, and read until the server closes."""
        with self.connected() as connection:
            connection.sendall(data)
            return read_all(connection)

    def status(self, target: str | bytes) -> int:
        """The status of a GET whose address goes out as it is: requests would tidy it up."""
        target = target.encode() if isinstance(target, str) else target
        answer = self.raw(b"GET " + target + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 "), answer
        return int(answer[9:12])

    def connected(self) -> socket.socket:
        host, port = self.address.removeprefix("http://").split(":")
        return socket.create_connection((host, int(port)), timeout=SECONDS)


def read_all(connection: socket.socket) -> bytes:
    """Everything until the other side closes, or breaks off."""
    found = b""
    try:
        while chunk := connection.recv(65536):
            found += chunk
    except ConnectionResetError:
        pass
    return found


@contextmanager
def running(
    folder: Path,
    *,
    prepare: Callable[[Path], InventedSite] | None = None,
    remove: Callable[[InventedSite], None] | None = None,
    patience: Patience | None = None,
    connections: int = 800,
    endpoint: Sequence[BaseRoute] = (),
    reconciliation: ASGIApp | None = None,
    cache_bytes: int = 8 << 20,
    seconds_between_looks: float = 0.05,
) -> Iterator[Running]:
    """A server over the build in `folder`."""
    build = folder / "build"
    build.mkdir(exist_ok=True)
    (build / "manifest.json").write_text("one", encoding="utf-8")
    written = io.StringIO()
    log = Log(written)
    editions = Editions(
        build,
        prepare or (lambda _build: InventedSite("one", folder / "one")),
        remove or (lambda _site: None),
        log,
        seconds_between_looks=seconds_between_looks,
    )
    app = application(
        editions,
        log,
        fault_of=fault_of,
        endpoint=endpoint,
        reconciliation=reconciliation,
        cache_bytes=cache_bytes,
    )
    door = listening("127.0.0.1", 0)
    server = server_of(app, log, patience=patience, connections=connections)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    try:
        yield Running(address_of(door), build, editions, written, server)
    finally:
        server.should_exit = True
        thread.join()
        door.close()
