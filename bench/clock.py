"""Times one piece of work in this process and says so in a line of JSON. Standard library only: peers use it too."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import TypeVar

from bench.memory import peak_memory_mb

T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[T, float, float]:
    """What the work gives, with the clock's and the processor's seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    done = work()
    return done, time.perf_counter() - wall, time.process_time() - cpu


def say(work: Callable[[], T], amount: Callable[[T], int], package: str = "") -> None:
    """Do the work once; print what it took, and how much came out."""
    done, wall_s, cpu_s = timed(work)
    peak_mb = peak_memory_mb()
    name = f"{package} {version(package)}" if package else ""
    said = {"wall_s": wall_s, "cpu_s": cpu_s, "peak_mb": peak_mb, "amount": amount(done), "version": name}
    print(json.dumps(said))
