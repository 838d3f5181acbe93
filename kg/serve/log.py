"""The log: one line of JSON for each request and each fault. Whatever a client sends stays inside its quotes."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TextIO

import orjson


class Log:
    """Writes lines to a stream. A stream that takes no more (a full disk) stops nothing; the lost lines are counted."""

    def __init__(self, stream: TextIO) -> None:
        """A log that writes to `stream`."""
        self._stream = stream
        self.lost = 0

    def write(self, **fields: str | float) -> None:
        """One line: the time, then these fields."""
        moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = orjson.dumps({"time": moment, **fields}, option=orjson.OPT_APPEND_NEWLINE)
        try:
            # Beyond ASCII nothing is written as it is: a terminal would obey some of it.
            self._stream.write(line.decode("utf-8").encode("ascii", "backslashreplace").decode("ascii"))
            self._stream.flush()
        except (OSError, ValueError):  # ValueError: the stream was closed
            self.lost += 1


class FromServer(logging.Handler):
    """Takes what the server under the application says (a request that is no HTTP, a warning) into the same log."""

    def __init__(self, log: Log) -> None:
        """Write to `log`."""
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """One line: how bad, and what. The traceback of a fault is in the line that `fault` in application.py wrote."""
        self._log.write(level=record.levelname.lower(), message=record.getMessage().strip())
