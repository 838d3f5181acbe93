"""Tasks on the workers of a Dask scheduler: other processes, on this machine or on others.

Dask gives the tasks of a worker that is gone to another. A task that lost its workers again and again
(`distributed.scheduler.allowed-failures`) may have been with the one that ended them: it is done once more, alone, and
refused if that ends workers, too. https://distributed.dask.org/en/stable/killed.html
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Generator, Iterable, Iterator
from concurrent import futures
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from time import monotonic

from attrs import define, evolve, field, frozen
from distributed import Client, Future, wait
from distributed.comm.core import CommClosedError
from distributed.scheduler import KilledWorker

from kg.aside import refused
from kg.building.materials import Workshop
from kg.building.outcome import Outcome
from kg.building.tasks import Done, DraftTask, Task
from kg.building.worker import SHARED, Likeness, Order, likeness, refuse_other_program, work
from kg.errors import KgError, OutputError, UsageError

_WAITING = 3  # tasks for each worker: enough that none waits for work, few enough that little is lost with one
_BETWEEN_COUNTS_S = 5.0  # workers come and go; to count them is a question to the scheduler
_CONNECT_S, _END_S = 10.0, 5.0
_PATIENCE_S = 60.0  # while there is no worker: one that ended is begun again within some seconds
_LOST = (
    "the workers that were at it ended, again and again, and then those that did it alone. Where memory is short, give "
    "workers more (--memory-limit); if it happens again there, please tell us: then it is a fault of the program."
)


@frozen
class Cluster:
    """An engine of the workers of one scheduler. It waits so many seconds while there is none."""

    address: str
    patience_s: float = _PATIENCE_S

    @contextmanager
    def __call__(self, workshop: Workshop) -> Iterator[Crew]:
        """The workers, until the end of the block. Refuses (UsageError) a scheduler that is silent or has none."""
        # Its notes and traces are for those who work on Dask; what a user can do is said by our errors.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        client = self._client()
        try:
            yield Crew(client, self.address, self.patience_s, Order.of(workshop))
        finally:
            with suppress(OSError, asyncio.CancelledError, futures.CancelledError):
                client.close(timeout=_END_S)

    def _client(self) -> Client:
        try:
            client = Client(self.address, timeout=_CONNECT_S, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(
                f"no scheduler of Dask answers there ({error}).",
                place=self.address,
                cure="Start one (dask scheduler), and give the address that it prints, as in tcp://127.0.0.1:8786.",
            ) from error
        try:
            client.wait_for_workers(1, timeout=self.patience_s)
        except OSError as error:
            client.close(timeout=_END_S)
            raise UsageError(
                f"the scheduler had no worker for {self.patience_s:g} seconds.",
                place=self.address,
                cure=f"Start some (dask worker {self.address}), then run the same command.",
            ) from error
        return client


@define(eq=False)
class Crew:
    """The workers of a scheduler, at work for one build."""

    client: Client
    address: str
    patience_s: float
    order: Order
    _workers: int = field(default=1, init=False)
    _counted_s: float = field(default=float("-inf"), init=False)

    def each(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Done]]:
        """What came of each task, as it comes. Refuses workers unlike this machine (UsageError).

        Raises OutputError where the scheduler or all workers are lost; what came until then is kept.
        """
        rest = iter(tasks)
        first = next(rest, None)
        if first is None:
            return
        with self._noticing_loss():
            self._refuse_unlike(first)
            suspects = yield from self._together(chain([first], rest))
            for task in suspects:
                yield task, self._alone(task)

    def _together(self, tasks: Iterator[Task]) -> Generator[tuple[Task, Done], None, list[Task]]:
        """Do tasks; ends with those that were with workers that ended, too often to tell which of them did it."""
        suspects: list[Task] = []
        waiting: dict[Future[Done], Task] = {}
        while True:
            for task in islice(tasks, max(0, self._width() - len(waiting))):
                waiting[self._sent(task)] = task
            if not waiting:
                return suspects
            for future, result in self._ended(waiting):
                task = waiting.pop(future)
                if result is None:
                    suspects.append(task)
                else:
                    yield task, _as_given(task, result)

    def _alone(self, task: Task) -> Done:
        ((_, result),) = self._ended([self._sent(task)])
        return Outcome((_LOST,)) if result is None else _as_given(task, result)

    def _ended(self, waiting: Iterable[Future[Done]]) -> list[tuple[Future[Done], Done | None]]:
        """Those of some tasks that are at their end, at least one; None where workers ended with it, again and again.

        Raises OutputError where nobody works any more.
        """
        under_way = list(waiting)
        last_seen_s = monotonic()
        while monotonic() - last_seen_s <= self.patience_s:
            # A result lies with its worker: where that ends before it is fetched, the task is under way once more.
            with suppress(TimeoutError), self.client.as_current():
                done = wait(under_way, _BETWEEN_COUNTS_S, "FIRST_COMPLETED").done
                return [(future, _fetched(future)) for future in done]
            if self.client.nthreads():
                last_seen_s = monotonic()
        raise OutputError(
            f"all workers ended, and for {self.patience_s:g} seconds there was none.",
            place=self.address,
            cure="Start some, then run the same command: it goes on where it was.",
        )

    def _sent(self, task: Task) -> Future[Done]:
        if isinstance(task, DraftTask):
            task = evolve(task, place=task.place.absolute())
        return self.client.submit(work, self.order, task, pure=False)

    def _width(self) -> int:
        """How many tasks may be under way."""
        if monotonic() - self._counted_s > _BETWEEN_COUNTS_S:
            self._workers = len(self.client.nthreads())
            self._counted_s = monotonic()
        return max(1, self._workers) * _WAITING

    def _refuse_unlike(self, task: Task) -> None:
        """Refuses workers that have another program, or do not see what is shared (UsageError).

        Those that come later are held against the order when they get their first task.
        """
        materials = self.order.materials
        given = (materials.authority, materials.decisions, materials.index, materials.shapes, materials.context)
        paths = [path for path in given if path]
        if isinstance(task, DraftTask):
            paths.append(task.place.absolute())
        with _written(materials.cache) as (sign, content):
            found = self.client.run(likeness, paths, sign, on_error="return")
        for address, answer in found.items():
            if not isinstance(answer, Likeness):
                raise UsageError(
                    f"this worker cannot load kg ({answer}).",
                    place=address,
                    cure="Install the same kg with the extra dask on all machines, and start the workers again.",
                )
            refuse_other_program(f"{answer.where} ({address})", answer.program, self.order.program)
            unseen = (*answer.unseen, *([] if answer.reads == content else [str(materials.cache)]))
            if unseen:
                named = ", ".join(dict.fromkeys(unseen))
                raise UsageError(
                    f"this worker does not see what lies here: {named}.",
                    place=f"{answer.where} ({address})",
                    cure=SHARED,
                )

    @contextmanager
    def _noticing_loss(self) -> Iterator[None]:
        try:
            yield
        except KgError:
            raise
        except (asyncio.CancelledError, futures.CancelledError, CommClosedError, TimeoutError) as error:
            raise OutputError(
                "the scheduler was lost in the middle of the work.",
                place=self.address,
                cure="Start it and its workers again, then run the same command: it goes on where it was.",
            ) from error


def _fetched(future: Future[Done]) -> Done | None:
    try:
        return future.result(timeout=_BETWEEN_COUNTS_S)
    except KilledWorker:
        return None


def _as_given(task: Task, result: Done) -> Done:
    """What came of a task, its refusals with the path as it stands on the command line: as without a cluster."""
    if isinstance(task, DraftTask) and isinstance(result, Outcome):
        place = str(task.place)
        return evolve(
            result, refusals=tuple(line.replace(str(task.place.absolute()), place) for line in result.refusals)
        )
    return result


@contextmanager
def _written(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """A file in this folder with bytes that nobody else can know."""
    content = secrets.token_bytes(16)
    path = folder / f"seen-by-all.{content.hex()[:8]}.tmp"
    try:
        path.write_bytes(content)
        yield path, content
    except OSError as error:
        raise refused(error, path) from error
    finally:
        with suppress(OSError):
            path.unlink()
