"""What is made once by all processes of a run of the tests, whichever comes to it first."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from attrs import frozen

T = TypeVar("T")


@frozen
class Shared:
    """Values in a folder that the processes of a run have in common, by name."""

    folder: Path

    @classmethod
    def of(cls, folders: pytest.TempPathFactory) -> Shared:
        """What the processes of this run share; of a run in one process, what it has alone."""
        base = folders.getbasetemp()
        # pytest-xdist puts the folders of its processes side by side.
        folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
        folder.mkdir(exist_ok=True)
        return cls(folder)

    def one(self, name: str, make: Callable[[], T]) -> T:
        """The value of a name: made here, or where another process was first, which is waited for.

        Raises what `make` raises; the next process then tries for itself.
        """
        made = self._made(name, make, fcntl.LOCK_EX)
        assert made is not None
        return made[0]

    def all_of(self, names: Iterable[str], make: Callable[[str], T]) -> dict[str, T]:
        """The values of several names, each made in one process: who finds one busy goes on to the next."""
        makers = {name: partial(make, name) for name in names}
        found = {name: self._made(name, maker, fcntl.LOCK_EX | fcntl.LOCK_NB) for name, maker in makers.items()}
        return {name: made[0] if made else self.one(name, makers[name]) for name, made in found.items()}

    def _made(self, name: str, make: Callable[[], T], how: int) -> tuple[T] | None:
        """The value of a name; None if another process is at it and is not to be waited for."""
        kept = self.folder / name.replace("/", "+")
        with kept.with_name(f"{kept.name}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, how)
            except BlockingIOError:
                return None
            if not kept.exists():
                aside = kept.with_name(f"{kept.name}.part")
                aside.write_bytes(pickle.dumps(make()))
                aside.rename(kept)
            value: T = pickle.loads(kept.read_bytes())
            return (value,)
