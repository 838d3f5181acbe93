"""Tasks in several processes of this machine. One that is killed costs no more than the tasks that it was at."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import forkserver, resource_tracker
from threading import Thread

from attrs import define, field, frozen

from kg.building.materials import Materials, Workshop
from kg.building.outcome import Outcome
from kg.building.tasks import Done, Task, done
from kg.pipeline import get_ready

_WAITING = 3  # tasks for each process: enough that none waits for work, few enough that little is lost with a process
_LOST = (
    "its process was ended from outside, twice. Where memory is short, run again with fewer jobs (--jobs 1); if it "
    "happens again there, please tell us: then it is a fault of the program."
)


@frozen
class Jobs:
    """An engine of so many processes."""

    count: int

    @contextmanager
    def __call__(self, workshop: Workshop) -> Iterator[Pool]:
        """The pool, until the end of the block."""
        pool = Pool(workshop.materials, self.count)
        try:
            yield pool
        finally:
            pool.end()


@define(eq=False)
class Pool:
    """Processes that do tasks. Where one of them is killed, all are begun anew and what they were at is done again.

    Tasks that were under way when a process was lost are done again one at a time: the one that ends its process a
    second time is refused, and the others go on.
    """

    materials: Materials
    jobs: int
    _processes: ProcessPoolExecutor | None = field(default=None, init=False)

    def each(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Done]]:
        """What came of each task, as it comes."""
        rest = iter(tasks)
        while True:
            suspects = yield from self._until_one_is_lost(rest)
            for task in suspects:
                yield task, self._alone(task)
            if not suspects:
                return

    def end(self) -> None:
        """End the processes."""
        if self._processes is not None:
            self._processes.shutdown(wait=True, cancel_futures=True)
            self._processes = None

    def _until_one_is_lost(self, tasks: Iterator[Task]) -> Generator[tuple[Task, Done], None, tuple[Task, ...]]:
        """Do tasks; ends when all are done, or with those that were under way when a process was lost."""
        waiting: dict[Future[Done], Task] = {}
        try:
            while True:
                for task in islice(tasks, self.jobs * _WAITING - len(waiting)):
                    # Noted first: where the pool is broken already, the task is one of those that are done again.
                    waiting[_never()] = task
                    future = self._pool().submit(_done, task)
                    waiting.popitem()
                    waiting[future] = task
                if not waiting:
                    return ()
                ready, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in ready:
                    result = future.result()
                    yield waiting.pop(future), result
        except BrokenProcessPool:
            self.end()
            return tuple(waiting.values())

    def _alone(self, task: Task) -> Done:
        try:
            return self._pool().submit(_done, task).result()
        except BrokenProcessPool:
            self.end()
            return Outcome((_LOST,))

    def _pool(self) -> ProcessPoolExecutor:
        if self._processes is None:
            self._processes = ProcessPoolExecutor(self.jobs, _context(), _begin, (self.materials,))
        return self._processes


# The workshop of this process, set when the process begins.
_WORKSHOPS: list[Workshop] = []


def _begin(materials: Materials) -> None:
    # Ctrl-C reaches every process of a terminal: the one that waits for us ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_build, daemon=True).start()
    get_ready()
    _WORKSHOPS.append(Workshop.of(materials))


def _end_with_the_build() -> None:
    """End this process when the one that began it is gone, however it went: nobody else would."""
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


def _done(task: Task) -> Done:
    return done(_WORKSHOPS[-1], task)


def _never() -> Future[Done]:
    """A future that stands for a task that could not be handed over."""
    return Future()


def _context() -> multiprocessing.context.BaseContext:
    """Processes that are forked from one which has the parser loaded, where that can be: its memory is shared."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["kg.building.warm"])
    # Ctrl-C reaches that one, too: while it loads the parser it would answer with a traceback. What it begins with
    # stays, for the processes that are forked from it as well. The tracker first: to begin it lets the signal through.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    # Wait for it with a process that needs nothing of ours: one of the pool that is stopped for meanwhile begins when
    # the locks of the pool are gone, and says so.
    first = context.Process(target=_nothing)
    first.start()
    first.join()
    return context


def _nothing() -> None:
    """Done at once."""
