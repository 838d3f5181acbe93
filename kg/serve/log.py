"""The log: one line of JSON for each request and each fault. Whatever a client sends stays inside its quotes."""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import UTC, datetime
from typing import TextIO

import orjson

_OPTIONS = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z


class Log:
    """Writes lines to a stream. A stream that takes no more (a full disk) stops nothing; the lost lines are counted.

    Inside an event loop, the lines of one turn of it are written together: by the next turn they are out.
    """

    def __init__(self, stream: TextIO) -> None:
        """A log that writes to `stream`."""
        self._stream = stream
        self._waiting: list[bytes] = []
        self.lost = 0

    def write(self, **fields: str | float) -> None:
        """One line: the time, then these fields."""
        moment = datetime.now(UTC)
        line = orjson.dumps({"time": moment, **fields}, option=_OPTIONS)
        if not line.isascii():
            # Nothing beyond ASCII is written as it is: a terminal would obey some of it.
            line = json.dumps(orjson.loads(line), separators=(",", ":")).encode() + b"\n"
        self._waiting.append(line)
        if len(self._waiting) > 1:
            return
        try:
            asyncio.get_running_loop().call_soon(self._put_out)
        except RuntimeError:  # no loop runs
            self._put_out()

    def _put_out(self) -> None:
        lines, self._waiting = self._waiting, []
        try:
            self._stream.write(b"".join(lines).decode("ascii"))
            self._stream.flush()
        except (OSError, ValueError):  # ValueError: the stream was closed
            self.lost += len(lines)


class FromServer(logging.Handler):
    """Takes what the server under the application says (a request that is no HTTP, a warning) into the same log."""

    def __init__(self, log: Log) -> None:
        """Write to `log`."""
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """One line: how bad, and what. The traceback of a fault is in the line that `fault` in application.py wrote."""
        self._log.write(level=record.levelname.lower(), message=record.getMessage().strip())
