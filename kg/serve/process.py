"""One worker process, seen from the server: start it, ask it, end it, and tell what it died of."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from kg.errors import OutputError
from kg.serve.frames import LENGTHS, Head, framed

_ROOT = str(Path(__file__).resolve().parents[2])
# Isolated, so that neither the folder it is started in nor a variable of the environment changes what is imported.
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from kg.serve.worker import main; main()"
_START_SECONDS = 30  # measured 0.08 s; a machine under full load may take a hundred times that
_PIPE_BYTES = 1 << 20  # read ahead of an answer; asyncio's 64 kB make ten megabytes three times as slow
_LAST_WORDS = 4000
# What is said on standard error by the allocator of Rust, and by that of C++ in RocksDB.
_OUT_OF_MEMORY = ("memory allocation of", "bad_alloc", "MemoryError")
_TOO_DEEP = ("has overflowed its stack",)


class GoneError(Exception):
    """The worker ended in the middle of a query. `cause` is "memory", "depth", "killed" or "unknown"."""

    def __init__(self, cause: str) -> None:
        """Say what it died of."""
        super().__init__(cause)
        self.cause = cause


class WorkerProcess:
    """A worker that has said that it is ready."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        streams: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        words: IO[bytes],
    ) -> None:
        """Hold a process with the streams to it, and the file of its standard error."""
        self._process = process
        self._reader, self._writer = streams
        self._words = words
        self.peak = 0  # the most memory that it had when it was new

    @classmethod
    async def started(cls, told: Mapping[str, Any]) -> WorkerProcess:
        """A new worker that was told where its store is, and its limits. Raises OutputError where it does not start."""
        ours, theirs = socket.socketpair()
        words = tempfile.TemporaryFile()  # noqa: SIM115 (it lives as long as the worker)
        command = [sys.executable, "-I", "-c", _PROGRAM, _ROOT, str(theirs.fileno())]
        try:
            # A group of its own: Ctrl-C on the terminal is for the server, which then ends its workers itself.
            process = await asyncio.to_thread(
                subprocess.Popen,
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=words,
                pass_fds=(theirs.fileno(),),
                process_group=0,
            )
        except OSError as error:
            ours.close()
            words.close()
            raise _not_started(str(error)) from error
        finally:
            theirs.close()
        ours.setblocking(False)
        streams = await asyncio.open_unix_connection(sock=ours, limit=_PIPE_BYTES)
        worker = cls(process, streams, words)
        is_ready = False
        try:
            async with asyncio.timeout(_START_SECONDS):
                head, _ = await worker.ask(dict(told))
            if head["is"] != "ready":
                raise _not_started(head["why"])
            worker.peak = head["peak"]
            is_ready = True
        except GoneError as error:
            raise _not_started(f"it ended at once: {worker._last_words()[-300:]}") from error
        except TimeoutError as error:
            raise _not_started(f"it was not ready after {_START_SECONDS} seconds") from error
        finally:
            if not is_ready:
                await worker.end()
        return worker

    @property
    def number(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None and not self._reader.at_eof()

    async def ask(self, asked: Head) -> tuple[Head, bytes]:
        """The frame with which the worker answers. Raises GoneError where it ends instead."""
        try:
            self._writer.write(framed(asked))
            await self._writer.drain()
            head_length, body_length = LENGTHS.unpack(await self._reader.readexactly(LENGTHS.size))
            head: Head = json.loads(await self._reader.readexactly(head_length))
            return head, await self._reader.readexactly(body_length)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            code = await asyncio.to_thread(self._process.wait)
            raise GoneError(self._cause(code)) from error

    async def end(self) -> None:
        """Kill the process and wait until it is gone; a second time does nothing."""
        if self._process.poll() is None:
            self._process.kill()
        self._writer.close()
        await asyncio.to_thread(self._process.wait)
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._words.close()

    def _cause(self, code: int) -> str:
        said = self._last_words()
        if any(words in said for words in _OUT_OF_MEMORY):
            return "memory"
        if any(words in said for words in _TOO_DEEP):
            return "depth"
        return "killed" if code == -signal.SIGKILL else "unknown"

    def _last_words(self) -> str:
        if self._words.closed:
            return ""
        self._words.seek(0)
        return self._words.read(_LAST_WORDS).decode(errors="replace").strip()


def _not_started(why: str) -> OutputError:
    return OutputError(f"No process for queries could be started: {why}.", cure="Look at the folder of the edition.")
