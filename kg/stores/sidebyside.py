"""Batches sent side by side over several connections, no more at once than there are connections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def side_by_side(batches: Iterable[T], workers: Sequence[Callable[[T], R]]) -> Iterator[R]:
    """What the workers make of the batches, as it comes; each does one after the other.

    When one raises an error no further batch is begun; what the others are at is waited for and given out, then the
    error is raised.

    >>> sorted(side_by_side([1, 2, 3], [str, str]))
    ['1', '2', '3']
    """
    waiting = iter(batches)
    under_way: dict[Future[R], Callable[[T], R]] = {}
    failed: Future[R] | None = None
    with ThreadPoolExecutor(max(1, len(workers))) as pool:

        def begin(worker: Callable[[T], R]) -> None:
            for batch in waiting:
                under_way[pool.submit(worker, batch)] = worker
                return

        for worker in workers:
            begin(worker)
        while under_way:
            ended, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in ended:
                worker = under_way.pop(future)
                if future.exception() is not None:
                    failed = failed or future
                    continue
                if failed is None:
                    begin(worker)
                yield future.result()
    if failed is not None:
        failed.result()
