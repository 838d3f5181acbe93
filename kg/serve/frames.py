"""What the server and a worker say to each other: a head in JSON and a body of bytes, behind their lengths."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any, TypeAlias

Head: TypeAlias = dict[str, Any]
LENGTHS = struct.Struct(">II")  # bytes of the head, bytes of the body


def framed(head: Head, body: bytes = b"") -> bytes:
    """A frame.

    >>> framed({"is": "ok"}, b"body")
    b'\\x00\\x00\\x00\\x0c\\x00\\x00\\x00\\x04{"is": "ok"}body'
    """
    written = json.dumps(head).encode()
    return LENGTHS.pack(len(written), len(body)) + written + body


def received(pipe: socket.socket) -> tuple[Head, bytes]:
    """The next frame out of a socket that blocks. Raises EOFError where the other side has gone."""
    head_length, body_length = LENGTHS.unpack(_exactly(pipe, LENGTHS.size))
    head = json.loads(_exactly(pipe, head_length))
    return head, bytes(_exactly(pipe, body_length))


def _exactly(pipe: socket.socket, length: int) -> bytearray:
    held = bytearray()
    while len(held) < length:
        piece = pipe.recv(min(length - len(held), 1 << 20))
        if not piece:
            raise EOFError
        held += piece
    return held
