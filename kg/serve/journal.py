"""Names each request, writes it down, and refuses what no part of the application should have to look at."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from itertools import count
from secrets import token_hex
from time import perf_counter
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from kg.serve.headers import EVERYWHERE
from kg.serve.log import Log
from kg.serve.refusal import UNREADABLE, Refusal, send_refusal

# A proxy in front may name requests; what cannot be a name (and could forge a line or a header) is not taken over.
_NAME = re.compile(rb"[A-Za-z0-9._-]{1,64}")
# Names and addresses with a port, and nothing that could lead anywhere else (RFC 9110, section 7.2). We never build an
# address out of it; a wrong one is a fault on the way, of which RFC 9112, section 3.2, says to answer 400.
_HOST = re.compile(rb"(?:[A-Za-z0-9._~!$&'()*+,;=%-]*|\[[0-9A-Fa-f:.]+\])(?::[0-9]{0,5})?")
_LONGEST_LOGGED = 500


class Journal:
    """Middleware: a request id for each request (in the answer, in the log, in `scope["state"]`), and one line each."""

    def __init__(self, app: ASGIApp, log: Log) -> None:
        """Wrap `app`, write to `log`."""
        self._app = app
        self._log = log
        # Numbers of one run of the server; the beginning keeps those of two runs apart.
        self._numbers, self._run = count(1), token_hex(5).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request and write it down."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = perf_counter()
        status, sent = 500, 0  # where nothing else is said, the application has failed
        hosts, proposed = _host_and_name(scope)
        request_id = proposed if _NAME.fullmatch(proposed) else b"%s-%d" % (self._run, next(self._numbers))
        scope.setdefault("state", {})["request_id"] = request_id.decode()

        async def noted(message: MutableMapping[str, Any]) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                said = message["headers"]
                own = [header for header in EVERYWHERE if header not in said]
                message = {**message, "headers": [*said, *own, (b"x-request-id", request_id)]}
            else:
                sent += len(message.get("body", b""))
            await send(message)

        try:
            if len(hosts) > 1 or not all(map(_HOST.fullmatch, hosts)) or (not hosts and scope["http_version"] == "1.1"):
                message = "The header Host has to name one host."
                await send_refusal(Refusal(UNREADABLE, message, headers={"connection": "close"}), scope, noted)
            else:
                await self._app(scope, receive, noted)
        finally:
            self._log.write(
                id=request_id.decode(),
                method=scope["method"],
                path=scope["raw_path"][:_LONGEST_LOGGED].decode("latin-1"),
                status=status,
                bytes=sent,
                ms=round((perf_counter() - started) * 1000, 2),
            )


def _host_and_name(scope: Scope) -> tuple[list[bytes], bytes]:
    """What the request says in Host, and as its own name."""
    hosts, proposed = [], b""
    for name, value in scope["headers"]:
        if name == b"host":
            hosts.append(value)
        elif name == b"x-request-id":
            proposed = value
    return hosts, proposed
