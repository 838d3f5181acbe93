"""A real HTTP server on 127.0.0.1 that answers as a service does, or, where a test scripts it, as badly as one can."""

from __future__ import annotations

import gzip
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson
from attrs import define, evolve, field, frozen

from kg.clients.waiting import Clock

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@define
class FakeTime:
    """A clock that only moves when somebody sleeps, and remembers the pauses."""

    seconds: float = 0.0
    pauses: list[float] = field(factory=list)
    chance: float = 1.0

    def sleep(self, seconds: float) -> None:
        self.pauses.append(round(seconds, 3))
        self.seconds += seconds

    @property
    def clock(self) -> Clock:
        return Clock(
            now=lambda: NOON + timedelta(seconds=self.seconds),
            monotonic=lambda: self.seconds,
            sleep=self.sleep,
            chance=lambda: self.chance,
        )


@frozen
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode("utf-8")))


@frozen
class Reply:
    """What a service answers."""

    body: bytes
    status: int = 200
    content_type: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = field(factory=dict)


def json_reply(value: object, **named: Any) -> Reply:
    return Reply(orjson.dumps(value), **named)


World = Callable[[Seen], Reply]
Fault = Callable[["Handler", Reply], None]


@define
class Service:
    """A service under test: what it was asked, and what it will do wrong next."""

    address: str
    closing: threading.Event
    seen: list[Seen] = field(factory=list)
    faults: deque[Fault | None] = field(factory=deque)  # one a request, in turn; None and no more: a good answer
    always: Fault | None = None


class Handler(BaseHTTPRequestHandler):
    """Speaks HTTP/1.1 with kept connections and gzip, as the services do."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    service: Service
    world: World

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def answer(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        seen = Seen(self.command, parts.path, dict(parse_qsl(parts.query)), dict(self.headers.items()), body)
        self.service.seen.append(seen)
        fault = self.service.faults.popleft() if self.service.faults else self.service.always
        with suppress(OSError):
            (fault or send)(self, type(self).world(seen))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def send(handler: Handler, reply: Reply) -> None:
    """The good answer, compressed."""
    body = gzip.compress(reply.body) if "gzip" in handler.headers.get("Accept-Encoding", "") else reply.body
    raw(handler, reply, body, {"Content-Encoding": "gzip"} if body is not reply.body else {})


def raw(handler: Handler, reply: Reply, body: bytes, headers: Mapping[str, str]) -> None:
    handler.send_response(reply.status)
    for name, value in {
        "Content-Type": reply.content_type,
        "Content-Length": str(len(body)),
        **reply.headers,
        **headers,
    }.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def instead(reply: Reply) -> Fault:
    """Another answer than the good one."""
    return lambda handler, _: send(handler, reply)


def status(code: int, text: str = "", **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return instead(Reply(text.encode(), code, "text/plain", named))


def page(code: int = 200) -> Fault:
    html = b"<!DOCTYPE html>\n<html><title>Wikimedia Error</title>\x1b[2J</html>"
    return instead(Reply(html, code, "text/html; charset=utf-8"))


def body_is(body: bytes) -> Fault:
    """The same status and headers, with another body."""
    return lambda handler, reply: send(handler, evolve(reply, body=body))


def maxlag(kind: str = "db", retry_after: str = "5") -> Fault:
    """The body as Manual:Maxlag parameter has it, with HTTP 200; `queryserviceLag` as bots have recorded it."""
    error: dict[str, object] = {
        "code": "maxlag",
        "info": "Waiting for wdqs1006: 6.4666666666667 seconds lagged.",
        "host": "wdqs1006",
        "lag": 6.466666666666667,
        "type": kind,
    }
    if kind == "wikibase-queryservice":
        error["queryserviceLag"] = 388
    headers = {"Retry-After": retry_after, "X-Database-Lag": "6"} if retry_after else {}
    return instead(json_reply({"error": error, "servedby": "mw1"}, headers=headers))


def api_error(code: str, info: str = "") -> Fault:
    return instead(json_reply({"error": {"code": code, "info": info, "*": "See …"}, "servedby": "mw1"}))


def hang_up(handler: Handler, reply: Reply) -> None:
    """Close without a word."""
    handler.close_connection = True


def cut(handler: Handler, reply: Reply) -> None:
    """Promise the whole answer, send half of it, hang up."""
    handler.close_connection = True
    headers = {"Content-Length": str(len(reply.body))}
    raw(handler, reply, reply.body[: len(reply.body) // 2], headers)


def cut_in_a_chunk(handler: Handler, reply: Reply) -> None:
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    handler.wfile.write(b"%x\r\n" % len(reply.body) + reply.body[: len(reply.body) // 2])


def silent(handler: Handler, reply: Reply) -> None:
    """Take the question and say nothing."""
    handler.close_connection = True
    handler.service.closing.wait(5)


def dripping_body(handler: Handler, reply: Reply) -> None:
    """Headers at once, then a byte now and then; no length is promised, so that a cut one looks whole."""
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n")
    drip(handler, reply.body[:-1])


def dripping_headers(handler: Handler, reply: Reply) -> None:
    handler.close_connection = True
    drip(handler, b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1000)


def drip(handler: Handler, content: bytes) -> None:
    for byte in content:
        handler.wfile.write(bytes([byte]))
        if handler.service.closing.wait(0.02):
            return


def broken_gzip(handler: Handler, reply: Reply) -> None:
    raw(handler, reply, b"\x1f\x8b\x08\x00 this is no deflate stream", {"Content-Encoding": "gzip"})


def huge(size: int) -> Fault:
    """Little on the wire, much when decompressed."""
    return body_is(b" " * size)


def moved(code: int, location: str) -> Fault:
    headers = {"Location": location} if location else {}
    return instead(Reply(b"moved", code, "text/plain", headers))


@contextmanager
def served(world: World) -> Iterator[Service]:
    """The service in a thread of its own, on a free port."""
    closing = threading.Event()
    bound = type("Bound", (Handler,), {"world": staticmethod(world)})
    with ThreadingHTTPServer(("127.0.0.1", 0), bound) as server:
        service = Service(f"http://127.0.0.1:{server.server_address[1]}", closing)
        bound.service = service  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield service
        finally:
            closing.set()
            server.shutdown()
            thread.join()
