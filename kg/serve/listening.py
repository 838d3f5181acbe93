"""The server on a socket: uvicorn with the limits that it does not have of its own."""

from __future__ import annotations

import errno
import logging
import socket

import uvicorn
from starlette.types import ASGIApp

from kg.errors import UsageError
from kg.serve.log import FromServer, Log
from kg.serve.patience import Patience, protocol_with

HOST = "127.0.0.1"  # which only this machine reaches
SECONDS_TO_END = 5  # that requests under way have when the server is stopped
# Connections at once; one more is answered 503. Most systems allow a process 1024 open files, the store takes some.
MOST_CONNECTIONS = 800
# What the system keeps for a client that does not read, in bytes (Linux doubles it). Without a limit it is megabytes,
# and as the system says nothing before a third of it is free, a slow reader would look like one that does not read.
_KEPT_FOR_CLIENT = 128 << 10
_WAITING = 1024  # connections that the system may hold ready while we are busy


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes any free one. Raises UsageError where it cannot."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise UsageError(
            "there is no such host.", place=f"{host}:{port}", cure="Choose another with --host."
        ) from error
    # The protocol is named, or asyncio leaves the waiting for further bytes (TCP_NODELAY) on: 40 ms for each answer.
    door = socket.socket(family, kind, proto)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _KEPT_FOR_CLIENT)
    try:
        door.bind(address)
        door.listen(_WAITING)
    except OSError as error:
        door.close()
        is_taken = error.errno == errno.EADDRINUSE
        said = "another program listens there" if is_taken else f"it cannot be listened on: {error.strerror}"
        raise UsageError(f"{said}.", place=f"{host}:{port}", cure="Choose another with --port.") from error
    return door


def address_of(door: socket.socket) -> str:
    """The address that leads to a socket."""
    host, port = door.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def server_of(
    application: ASGIApp, log: Log, *, patience: Patience | None = None, connections: int = MOST_CONNECTIONS
) -> uvicorn.Server:
    """A server, to be run on a socket that listens: `server.run(sockets=[door])` serves until it is told to stop."""
    said = logging.getLogger("uvicorn")
    said.handlers = [FromServer(log)]
    said.propagate = False
    return uvicorn.Server(
        uvicorn.Config(
            application,
            http=protocol_with(patience or Patience()),
            ws="none",
            log_config=None,
            log_level="warning",
            access_log=False,
            # Who asks is not of interest here, and what a proxy says of it is not believed.
            proxy_headers=False,
            server_header=False,
            limit_concurrency=connections,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=SECONDS_TO_END,
        )
    )
