"""The pool of worker processes that answer queries, with the limits that a query has.

A query cannot be interrupted inside the engine. So each one runs in a process of its own for as long as it runs, and a
limit is kept by ending that process and starting another: the server and all other queries go on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from attrs import field, frozen

from kg.errors import KgError, OutputError
from kg.serve.frames import Head
from kg.serve.process import GoneError, WorkerProcess

# A client that has gone gets no answer, and its query is in the way of others; but a process costs about this much to
# replace, so a query that ends by itself within it is let end.
GRACE_SECONDS = 0.1
# A process whose memory has grown by more than this share of its limit is replaced after its answer: the next query is
# to have its whole share.
_MOST_USED = 0.5


@frozen
class Limits:
    """What one query may take, and how many may be under way."""

    seconds: float = 30.0
    memory_bytes: int = 2 << 30
    rows: int = 100_000  # rows of a table, triples of a graph
    answer_bytes: int = 64 << 20  # the server holds an answer until its reader has taken it
    workers: int = 4
    waiting: int = 100


@frozen
class Question:
    """A query with what is wanted of the answer: None as a format refuses results of that kind.

    `default` and `named` are the IRIs of the graphs that the request chooses; None leaves that to the query. `probe` is
    what `kg.publish.queryguard.probe_of` makes of the query.
    """

    query: str
    probe: str | None = None
    results: str | None = "json"
    graph: str | None = "ttl"
    default: Sequence[str] | None = None
    named: Sequence[str] | None = None


@frozen
class Found:
    """An answer: the bytes, whether they are a graph, and to how many rows or triples they were cut (None if whole)."""

    body: bytes = field(repr=False)
    is_graph: bool
    cut: int | None = None


class UnansweredError(KgError):
    """A query that was not answered; `reason` tells the cases apart."""

    def __init__(self, reason: str, message: str, *, cure: str = "", of_probe: bool = False) -> None:
        """Say why. `of_probe`: the message is the parser's, about the probe of the query."""
        super().__init__(message, cure=cure)
        self.reason = reason
        self.of_probe = of_probe


class Pool:
    """Worker processes over one edition. Belongs to one event loop; made by `Pool.opened`, ended by `close`."""

    def __init__(self, edition: str, limits: Limits, told: Mapping[str, object]) -> None:
        """Use `opened`."""
        self.edition = edition
        self.limits = limits
        self._told = told
        self._places: asyncio.Queue[_Place] = asyncio.LifoQueue()
        self._all = [_Place() for _ in range(limits.workers)]
        self._waiting = 0
        self._under_way = 0
        self._is_closed = False
        self._is_ended = False
        self._is_idle = asyncio.Event()
        self._is_idle.set()
        self._cleaning: set[asyncio.Task[None]] = set()

    @classmethod
    async def opened(
        cls, store: Path, *, edition: str, prefixes: Mapping[str, str], limits: Limits | None = None
    ) -> Pool:
        """A pool whose workers are ready. `edition` names what the store holds. Raises OutputError if one is not."""
        limits = limits or Limits()
        told = MappingProxyType(
            {
                "store": str(store),
                "prefixes": dict(prefixes),
                "memory": limits.memory_bytes,
                "rows": limits.rows,
                "bytes": limits.answer_bytes,
            }
        )
        pool = cls(edition, limits, told)
        starts = await asyncio.gather(*(place.fill(told) for place in pool._all), return_exceptions=True)
        failures = [start for start in starts if isinstance(start, BaseException)]
        if failures:
            await pool.close(patience=0)
            raise failures[0]
        for place in pool._all:
            pool._places.put_nowait(place)
        return pool

    @property
    def processes(self) -> tuple[int, ...]:
        """The numbers of the worker processes that there are now."""
        return tuple(place.worker.number for place in self._all if place.worker is not None)

    @property
    def under_way(self) -> int:
        """How many queries are being answered or wait for it."""
        return self._under_way

    def answer(self, question: Question) -> asyncio.Task[Found]:
        """The answer to a query, to be awaited; the pool does not end before it. Raises UnansweredError, then or now.

        Cancel it when nobody waits for the answer any more: the process that works on it is ended, unless it is done
        within GRACE_SECONDS.
        """
        if self._is_closed:
            raise UnansweredError("busy", "The server is closing.", cure="Ask again in a moment.")
        # Counted here and not when the task first runs: a pool that is closed in between would end without it.
        self._under_way += 1
        self._is_idle.clear()
        task = asyncio.create_task(self._answer_in_two_tries(question))
        task.add_done_callback(self._is_answered)
        return task

    def _is_answered(self, _task: asyncio.Task[Found]) -> None:
        self._under_way -= 1
        if not self._under_way:
            self._is_idle.set()

    async def _answer_in_two_tries(self, question: Question) -> Found:
        try:
            try:
                return await self._answer(question)
            except GoneError as error:
                if error.cause != "killed" or self._is_ended:
                    raise
            # Somebody else ended that process. The query only reads, so it is asked again: once, lest it is the cause.
            return await self._answer(question)
        except GoneError as error:
            raise _unanswered(error.cause) from error

    async def close(self, *, patience: float | None = None) -> None:
        """Take nothing new, answer what is under way, for `patience` seconds at most, and end the processes."""
        self._is_closed = True
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._is_idle.wait()
        self._is_ended = True
        await asyncio.gather(*(place.empty() for place in self._all))
        await self._is_idle.wait()
        while self._cleaning:
            await asyncio.gather(*self._cleaning)
        await asyncio.gather(*(place.empty() for place in self._all))

    async def _answer(self, question: Question) -> Found:
        place = await self._place()
        is_free = True
        try:
            if self._is_ended:
                raise _unanswered("killed")
            if place.worker is None or not place.worker.is_alive:
                await place.refill(self._told)
            asked = {
                "query": question.query,
                "probe": question.probe,
                "results": question.results,
                "graph": question.graph,
                "default": question.default,
                "named": question.named,
            }
            assert place.worker is not None
            first_peak = place.worker.peak
            exchange = asyncio.create_task(place.worker.ask(asked))
            is_free = False
            try:
                await asyncio.wait({exchange}, timeout=self.limits.seconds)
            except asyncio.CancelledError:
                self._clean(place, exchange, GRACE_SECONDS)
                raise
            if not exchange.done():
                self._clean(place, exchange, 0)
                raise UnansweredError(
                    "time",
                    f"The query took longer than {self.limits.seconds:g} seconds, and was ended.",
                    cure="Ask for less: name a class or a person, add LIMIT, or leave out parts that are not joined.",
                )
            if exchange.exception() is not None:
                self._clean(place, exchange, 0)
            head, body = exchange.result()
            if head["peak"] > first_peak + self.limits.memory_bytes * _MOST_USED:
                self._clean(place, exchange, 0)
            else:
                is_free = True
            return _found(head, body)
        finally:
            if is_free:
                self._places.put_nowait(place)

    async def _place(self) -> _Place:
        """A place that nobody uses. Raises UnansweredError where too many wait for one."""
        if self._places.empty() and self._waiting >= self.limits.waiting:
            raise UnansweredError("busy", "Too many queries are waiting.", cure="Ask again in a few seconds.")
        self._waiting += 1
        try:
            return await self._places.get()
        finally:
            self._waiting -= 1

    def _clean(self, place: _Place, exchange: asyncio.Task[tuple[Head, bytes]], grace: float) -> None:
        """Give back a place whose process may have to be ended first, without having anybody wait for that."""
        task = asyncio.create_task(self._cleaned(place, exchange, grace))
        self._cleaning.add(task)
        task.add_done_callback(self._cleaning.discard)

    async def _cleaned(self, place: _Place, exchange: asyncio.Task[tuple[Head, bytes]], grace: float) -> None:
        try:
            if grace:
                await asyncio.wait({exchange}, timeout=grace)
            is_sound = grace and exchange.done() and exchange.exception() is None
            if not is_sound:
                await place.empty()
                await asyncio.wait({exchange})
                exchange.exception()
                if not self._is_ended:
                    await place.fill(self._told)
        except OutputError:
            pass  # The place stays empty; who comes to it next tries again, and is told if that fails too.
        finally:
            self._places.put_nowait(place)


class _Place:
    """Room for one worker."""

    def __init__(self) -> None:
        self.worker: WorkerProcess | None = None

    async def fill(self, told: Mapping[str, object]) -> None:
        """Start a worker. Raises OutputError."""
        self.worker = await WorkerProcess.started(told)

    async def refill(self, told: Mapping[str, object]) -> None:
        """Start a worker in the place of one that is there no longer. Raises OutputError."""
        await self.empty()
        await self.fill(told)

    async def empty(self) -> None:
        """End the worker."""
        worker, self.worker = self.worker, None
        if worker is not None:
            await worker.end()


def _found(head: Head, body: bytes) -> Found:
    """The answer of a frame. Raises UnansweredError where it is none."""
    match head["is"]:
        case "results" | "graph":
            return Found(body, head["is"] == "graph", head.get("cut"))
        case "unacceptable":
            raise UnansweredError(head["kind"], "The answer is of a kind that was not asked for.")
        case "unreadable":
            raise UnansweredError("syntax", head["why"], of_probe=head["of_probe"])
        case "too large":
            raise _unanswered("memory")
        case reason:
            raise UnansweredError(reason, head["why"])


def _unanswered(cause: str) -> UnansweredError:
    ask_for_less = "Ask for less: add LIMIT, or leave out ORDER BY, DISTINCT or GROUP_CONCAT over much."
    match cause:
        case "memory":
            return UnansweredError("memory", "The query needs more memory than a query may have.", cure=ask_for_less)
        case "depth":
            return UnansweredError("depth", "The query is too long or too deep to be read.", cure="Write it flatter.")
        case "killed":
            return UnansweredError("busy", "The process that worked on the query was ended.", cure="Ask again.")
        case _:
            return UnansweredError("failed", "The engine failed on this query.", cure="Put it in another way.")
