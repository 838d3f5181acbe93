"""One request over the network, with limits that hold: times, bytes, whole answers. It never follows, waits or repeats.

requests gives each read a time-out of its own, so a server that sends a byte now and then holds it for ever. Here the
answer is read as it arrives, and a watch cuts the connection when the whole time is over, headers included.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any
from weakref import WeakSet

import requests
from attrs import frozen
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from kg.clients.faults import AskAgain, TooLargeError
from kg.clients.messages import Request
from kg.clients.waiting import Courtesy

_PIECE_BYTES = 65536


@frozen
class Received:
    """What came over the wire: status, headers, decompressed body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _WatchedAdapter(HTTPAdapter):
    """An adapter that knows its connections, so that one can be cut from another thread."""

    def __init__(self) -> None:
        self.connections: WeakSet[Any] = WeakSet()
        super().__init__(pool_connections=1, pool_maxsize=1)

    def get_connection_with_tls_context(self, *given: Any, **named: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*given, **named)
        if "ConnectionCls" not in vars(pool):
            make = pool.ConnectionCls

            def make_watched(*words: Any, **options: Any) -> Any:
                connection = make(*words, **options)
                self.connections.add(connection)
                return connection

            pool.ConnectionCls = make_watched
        return pool

    def cut(self) -> None:
        """End every read that is under way."""
        for connection in list(self.connections):
            sock = connection.sock
            if sock is not None:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)


class _Session(requests.Session):
    """A session that leaves redirects alone: requests parses them even if it is not to follow, and some break it."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None


class Wire:
    """A connection to a service, kept open between requests."""

    def __init__(self, user_agent: str, courtesy: Courtesy) -> None:
        """Say who we are to every server; ask for gzip and nothing that we may not be able to read."""
        self._courtesy = courtesy
        self._adapter = _WatchedAdapter()
        self._session = _Session()
        self._session.headers.clear()
        self._session.headers.update({"User-Agent": user_agent, "Accept-Encoding": "gzip"})
        # Without this, requests looks into ~/.netrc and sends the password that it finds there.
        self._session.auth = _without_password
        self._session.mount("http://", self._adapter)
        self._session.mount("https://", self._adapter)

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def sent(self, request: Request, url: str) -> Received:
        """What the server answers. Raises AskAgain if no whole answer came; TooLargeError if it is too large."""
        with self._watched() as is_over:
            try:
                received = self._received(request, url)
            except (requests.RequestException, HTTPError, OSError, EOFError) as error:
                if is_over.is_set():
                    whole = f"{self._courtesy.whole_seconds:g}"
                    raise AskAgain(f"the answer was not complete after {whole} s") from error
                raise AskAgain(_reason(error)) from error
            # Where no length was promised, a cut connection looks like a whole answer.
            if is_over.is_set():
                raise AskAgain(f"the answer was not complete after {self._courtesy.whole_seconds:g} s")
            return received

    def _received(self, request: Request, url: str) -> Received:
        headers = {"Accept": request.accept}
        if request.body_type:
            headers["Content-Type"] = request.body_type
        with self._session.request(
            request.method,
            url,
            data=request.body,
            headers=headers,
            stream=True,
            allow_redirects=False,
            timeout=(self._courtesy.connect_seconds, self._courtesy.silence_seconds),
        ) as response:
            body = self._body(response, request.service)
            return Received(response.status_code, response.headers, body)

    def _body(self, response: requests.Response, place: str) -> bytes:
        ends = time.monotonic() + self._courtesy.whole_seconds
        limit = self._courtesy.answer_bytes
        body = bytearray()
        while piece := response.raw.read1(_PIECE_BYTES, decode_content=True):
            body += piece
            if len(body) > limit:
                cure = "Ask for less at a time, or check that the address is the one of such a service."
                raise TooLargeError(f"the answer has more than {limit:,} bytes.", place=place, cure=cure)
            if time.monotonic() > ends:
                raise TimeoutError(f"the answer was not complete after {self._courtesy.whole_seconds:g} s")
        promised = response.headers.get("Content-Length", "")
        # Read here and not left to urllib3: read1 ends quietly where the server hangs up.
        if promised.isdigit() and response.raw.tell() != int(promised):
            raise EOFError(f"the answer broke off after {response.raw.tell():,} of {int(promised):,} bytes")
        return bytes(body)

    @contextmanager
    def _watched(self) -> Iterator[threading.Event]:
        is_over = threading.Event()

        def end() -> None:
            is_over.set()
            self._adapter.cut()

        watch = threading.Timer(self._courtesy.whole_seconds, end)
        watch.daemon = True
        watch.start()
        try:
            yield is_over
        finally:
            watch.cancel()


def _without_password(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _reason(error: Exception) -> str:
    """Why no whole answer came, in one sentence, without the words of three libraries."""
    if isinstance(error, requests.ConnectTimeout):
        return "no connection within the time allowed"
    if isinstance(error, requests.Timeout) or "timed out" in str(error):
        return "the server was silent for too long"
    if isinstance(error, requests.exceptions.SSLError):
        return "the secure connection was refused (certificate)"
    if isinstance(error, EOFError | TimeoutError):
        return str(error)
    if "content-encoding" in str(error):
        return "the answer cannot be decompressed"
    if isinstance(error, requests.ConnectionError) and "NewConnectionError" in repr(error):
        return "nobody answers at this address"
    return "the connection broke off"
