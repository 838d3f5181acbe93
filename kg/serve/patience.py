"""How long a client may take, and how much it may say before it is heard: the guard between uvicorn and the network.

uvicorn 0.54 waits for ever for the head of a request and for a client that does not read, and its parser (httptools)
takes a head of any length; `h11_max_incomplete_event_size` is for its other parser, `timeout_keep_alive` ends at the
first byte. So whoever sends one byte a minute keeps a connection, and its place among those that `limit_concurrency`
allows.
"""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from attrs import frozen
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.serve.headers import EVERYWHERE

_TOO_LONG = (414, b"The address is too long. Send a query with POST.\n")
_HEAD_TOO_LARGE = (431, b"The head of the request is too large.\n")
# Without this a page of another origin is told nothing of what went wrong.
_ANYBODY = (b"access-control-allow-origin", b"*")


@frozen
class Patience:
    """The limits of one connection, in seconds and bytes.

    `head_bytes` is all before the body. A query of SPARQL may come in the address; the longest of ours has 3 kB.
    `step_bytes` is what a client has to take off our hands in each `step_seconds`, once it is behind: a modem can.
    """

    head_seconds: float = 10.0
    body_seconds: float = 30.0
    step_seconds: float = 10.0
    step_bytes: int = 10_000
    head_bytes: int = 64 << 10
    address_bytes: int = 60 << 10


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's protocol with the limits of `patience`."""

    patience: ClassVar[Patience] = Patience()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As uvicorn makes it."""
        super().__init__(*args, **kwargs)
        self._served = self.app
        self._head: asyncio.TimerHandle | None = None
        self._body: asyncio.TimerHandle | None = None
        self._writing: asyncio.TimerHandle | None = None
        self._unparsed = 0
        self._is_lost = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """The time for the first head begins."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        self._is_lost = True
        for timer in (self._head, self._body, self._writing):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes of a head or a body. A head that is not whole yet may not grow beyond its limit."""
        if self._head is None and self._body is None:
            self._await_head()
        self._unparsed += len(data)
        super().data_received(data)
        if self._head is not None and self._unparsed > self.patience.head_bytes:
            self._refuse(*_HEAD_TOO_LARGE)
        if self.transport.is_closing():
            self._watch_writing()

    def on_headers_complete(self) -> None:
        """The head is whole: it is answered by the application, or refused for its size."""
        self._cancel_head()
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if len(self.url) > self.patience.address_bytes:
            self.app = _refusing(*_TOO_LONG)
        elif size > self.patience.head_bytes:
            self.app = _refusing(*_HEAD_TOO_LARGE)
        else:
            self.app = self._served
        self._body = self.loop.call_later(self.patience.body_seconds, self._give_up)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole."""
        if self._body is not None:
            self._body.cancel()
            self._body = None
        self._unparsed = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """The answer is written; if the connection ends here, its last bytes have to be taken."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._watch_writing()

    def pause_writing(self) -> None:
        """The client is behind."""
        super().pause_writing()
        self._watch_writing()

    def resume_writing(self) -> None:
        """The client has caught up."""
        super().resume_writing()
        if self._writing is not None and not self.transport.is_closing():
            self._writing.cancel()
            self._writing = None

    def timeout_keep_alive_handler(self) -> None:
        """No further request came; what was not read yet gets its time, no more."""
        super().timeout_keep_alive_handler()
        self._watch_writing()

    def _await_head(self) -> None:
        self._head = self.loop.call_later(self.patience.head_seconds, self._head_missing)

    def _cancel_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _head_missing(self) -> None:
        self._head = None
        if self.cycle is not None and not self.cycle.response_complete:
            self._await_head()  # an answer under way is not broken into
        elif self._unparsed:
            self._refuse(408, b"The head of the request did not come in time.\n")
        else:
            self._give_up()  # who has said nothing is not spoken to

    def _refuse(self, status: int, message: bytes) -> None:
        self._cancel_head()
        if not self.transport.is_closing():
            self.logger.warning("Refused with %d before a request was whole.", status)
            self.transport.write(_bytes_of(status, message))
            self.transport.close()
        self._watch_writing()

    def _give_up(self) -> None:
        self.transport.abort()

    def _watch_writing(self) -> None:
        if self._writing is None and not self._is_lost:
            left = self.transport.get_write_buffer_size()
            self._writing = self.loop.call_later(self.patience.step_seconds, self._check_writing, left)

    def _check_writing(self, before: int) -> None:
        """Go on waiting for a client that reads, give up one that does not."""
        self._writing = None
        left = self.transport.get_write_buffer_size()
        if self._is_lost or not (left or self.transport.is_closing()):
            return
        if before - left < self.patience.step_bytes and left:
            self._give_up()
        elif self.transport.is_closing() or self.flow.write_paused:
            self._watch_writing()


def protocol_with(patience: Patience) -> type[PatientProtocol]:
    """The protocol with these limits."""
    return type("PatientProtocol", (PatientProtocol,), {"patience": patience})


def _bytes_of(status: int, message: bytes) -> bytes:
    head = f"HTTP/1.1 {status} \r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: {len(message)}\r\n"
    return head.encode() + b"connection: close\r\n\r\n" + message


def _refusing(status: int, message: bytes) -> Any:
    """An application that says only this."""

    async def refuse(_scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(message)).encode())]
        headers += [(b"connection", b"close"), _ANYBODY, *EVERYWHERE]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": message})

    return refuse
