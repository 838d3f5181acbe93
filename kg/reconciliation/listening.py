"""The service on this machine, and on this machine only: it listens on the loopback address."""

from __future__ import annotations

import errno
import socket

import uvicorn
from starlette.applications import Starlette

from kg.errors import UsageError

HOST = "127.0.0.1"
_SECONDS_TO_END = 3  # that a request under way has when the service is stopped


def listening(port: int) -> socket.socket:
    """A socket that listens on the loopback address; port 0 takes any free one. Raises UsageError where it cannot."""
    # The protocol must be named: asyncio switches off the waiting for further bytes (TCP_NODELAY) only where it is, and
    # each answer took 40 ms without.
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    # A port that was in use a moment ago can be taken again at once; one that is in use cannot.
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((HOST, port))
        door.listen()
    except OSError as error:
        door.close()
        is_taken = error.errno == errno.EADDRINUSE
        said = "another program listens there" if is_taken else f"it cannot be listened on: {error.strerror}"
        raise UsageError(f"{said}.", place=f"{HOST}:{port}", cure="Choose another with --port.") from error
    return door


def address_of(door: socket.socket) -> str:
    """The address that leads to a socket."""
    return f"http://{HOST}:{door.getsockname()[1]}"


def server_of(application: Starlette) -> uvicorn.Server:
    """A server, to be run on a socket that listens: `server.run(sockets=[door])` serves until it is told to stop."""
    return uvicorn.Server(
        uvicorn.Config(
            application,
            log_level="warning",
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=_SECONDS_TO_END,
        )
    )
