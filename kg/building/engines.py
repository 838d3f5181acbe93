"""Who does the tasks: this process, or others. All give the same answers, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from attrs import frozen

from kg.building.materials import Workshop
from kg.building.tasks import Done, Task, done
from kg.pipeline import get_ready


class Engine(Protocol):
    """Does tasks. `each` yields every task once with what came of it, in no order."""

    def each(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Done]]:
        """What came of each task; a task that ended its process again and again is refused (an Outcome)."""


class Opener(Protocol):
    """Begins an engine, and ends it."""

    def __call__(self, workshop: Workshop) -> AbstractContextManager[Engine]:
        """The engine, until the end of the block; `workshop` is that of this process."""


@frozen
class InThisProcess:
    """Does one task after the other, here."""

    workshop: Workshop

    def each(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Done]]:
        """What came of each task, in their order."""
        get_ready()
        for task in tasks:
            yield task, done(self.workshop, task)
