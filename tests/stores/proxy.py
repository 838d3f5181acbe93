"""A proxy on this machine that misbehaves on order: cuts connections, refuses, delays, answers with pages for people.

What it is not told to spoil it passes on, one request for each connection, and keeps a record of.
"""

from __future__ import annotations

import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from attrs import Factory, define, frozen

PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Welcome to the network</h1></body></html>"
_PATIENCE = 60
_HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}


@frozen
class Fault:
    """What goes wrong with one request: of those whose "METHOD /path" `on` is found in, the one after `spared` others.

    `status` with `headers` and `body` is answered in place of the store. `request_bytes` of the body reach the store
    before the connections are cut; `answer_bytes` of the body of its answer reach the client (of 0, not even the
    status). `meanwhile` is done after the part of the request has reached the store, before anything is cut or
    answered. `seconds` pass before all else, and `pause_seconds` before each byte of the store's answer.
    """

    on: str = ""
    spared: int = 0
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    request_bytes: int | None = None
    answer_bytes: int | None = None
    meanwhile: Callable[[], None] | None = None
    seconds: float = 0
    pause_seconds: float = 0


def busy(seconds: int = 0, on: str = "") -> Fault:
    """503, with the wish to be asked again after some seconds."""
    return Fault(on, status=503, headers=(("Retry-After", str(seconds)),), body=b"Later, please.")


def page(status: int = 200, on: str = "", spared: int = 0) -> Fault:
    """A page for people, as the gate of a network or a proxy gives it."""
    return Fault(on, spared, status, (("Content-Type", "text/html; charset=utf-8"),), PAGE)


def refusal(status: int = 401, on: str = "") -> Fault:
    """A refusal for want of rights."""
    wants = (("WWW-Authenticate", 'Basic realm="store"'),) if status == 401 else ()
    return Fault(on, status=status, headers=wants, body=b"You may not.")


@define(eq=False)
class Proxy:
    """A proxy in front of `upstream`, a base address. `seen` has "METHOD /path?query" and status of each request.

    The status is 0 where the connection was cut.
    """

    upstream: str
    address: str = ""
    seen: list[tuple[str, int]] = Factory(list)
    _faults: list[tuple[Fault, int]] = Factory(list)
    _lock: threading.Lock = Factory(threading.Lock)

    def misbehave(self, *faults: Fault) -> None:
        """Spoil coming requests: each of these happens once, in this order among those that fit one request."""
        with self._lock:
            self._faults += [(fault, fault.spared) for fault in faults]

    @property
    def unspent(self) -> int:
        """How many ordered faults did not happen."""
        return len(self._faults)

    def writes(self) -> list[str]:
        """The requests that may have changed the store."""
        return [request for request, _ in self.seen if not request.startswith(("GET ", "HEAD "))]

    def fault_for(self, request: str) -> Fault | None:
        """What is to go wrong with this request, which is crossed off by that."""
        with self._lock:
            for at, (fault, spared) in enumerate(self._faults):
                if not re.search(fault.on, request):
                    continue
                if spared:
                    self._faults[at] = (fault, spared - 1)
                    return None
                del self._faults[at]
                return fault
        return None


@contextmanager
def proxy_of(upstream: str) -> Iterator[Proxy]:
    """A proxy in front of a store, until the block ends."""
    proxy = Proxy(upstream)

    class Handler(_Handler):
        behind = proxy

    with closing(_Quiet(("127.0.0.1", 0), Handler)) as server:
        proxy.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            server.shutdown()
            thread.join()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def close(self) -> None:
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that goes away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    behind: Proxy

    def do_GET(self) -> None:
        """Pass it on, or spoil it."""
        request = f"{self.command} {self.path}"
        # Before anything is answered: who reads the record after the answer must find it there.
        self.behind.seen.append((request, 0))
        at = len(self.behind.seen) - 1
        self.close_connection = True
        fault = self.behind.fault_for(request) or Fault()
        time.sleep(fault.seconds)
        body = self._body()
        if fault.status is not None:
            if fault.meanwhile is not None:
                fault.meanwhile()
            self.behind.seen[at] = (request, fault.status)
            self._answer(fault.status, fault.headers, fault.body)
            return
        try:
            answered = self._passed_on(body, fault)
        except (OSError, HTTPException):
            self._cut()
            return
        if answered is None:
            self._cut()
            return
        status, headers, content = answered
        self.behind.seen[at] = (request, 0 if fault.answer_bytes is not None else status)
        self._answer(status, headers, content, fault.answer_bytes, fault.pause_seconds)

    do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = do_OPTIONS = do_GET  # noqa: N815  names of the base class

    def _body(self) -> bytes:
        if self.headers.get("Expect", "").lower() == "100-continue":
            self.send_response_only(100)
            self.end_headers()
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _passed_on(self, body: bytes, fault: Fault) -> tuple[int, tuple[tuple[str, str], ...], bytes] | None:
        """What the store answers; None if the connection to it is cut before it can."""
        upstream = urlsplit(self.behind.upstream)
        with closing(HTTPConnection(upstream.hostname or "", upstream.port, timeout=_PATIENCE)) as connection:
            connection.putrequest(self.command, upstream.path + self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in {*_HOP_BY_HOP, "content-length", "expect"}:
                    connection.putheader(name, value)
            if body or self.command in {"POST", "PUT"}:
                connection.putheader("Content-Length", str(len(body)))
            connection.putheader("Connection", "close")
            connection.endheaders(body if fault.request_bytes is None else body[: fault.request_bytes])
            if fault.meanwhile is not None:
                fault.meanwhile()
            if fault.request_bytes is not None:
                return None
            answer = connection.getresponse()
            kept = tuple((name, value) for name, value in answer.getheaders() if name.lower() not in _HOP_BY_HOP)
            return answer.status, kept, answer.read()

    def _answer(
        self,
        status: int,
        headers: tuple[tuple[str, str], ...],
        body: bytes,
        answer_bytes: int | None = None,
        pause_seconds: float = 0,
    ) -> None:
        if answer_bytes == 0:
            self._cut()
            return
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() != "content-length":
                self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            told = body if answer_bytes is None else body[:answer_bytes]
            for at in range(len(told)) if pause_seconds else ():
                time.sleep(pause_seconds)
                self.wfile.write(told[at : at + 1])
            self.wfile.write(b"" if pause_seconds else told)
            self.wfile.flush()
        if answer_bytes is not None:
            self._cut()

    def _cut(self) -> None:
        """End the connection as a network does that breaks: by a reset, without a word."""
        with suppress(OSError):
            # Sent first, then reset; a reset at once would take back what is on its way.
            time.sleep(0.01)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""
