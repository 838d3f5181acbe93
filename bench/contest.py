"""Runs those that are compared: in turns, each time in a process of its own, so that a busy hour meets all alike."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from attrs import evolve, field, frozen

from bench.figures import Row

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 900  # seconds that one run may take
_PR_SET_CHILD_SUBREAPER = 36  # prctl(2)


class FailedError(Exception):
    """A run ended with an error; the message is the last line that it said."""


@frozen
class Run:
    """One run: seconds, memory, how much came out; `version` is that of the program."""

    wall_s: float
    cpu_s: float | None
    peak_mb: float
    amount: int
    version: str = ""


@frozen
class Entrant:
    """One that takes part. `run` does the work once; `most` are its runs, where each takes minutes."""

    name: str
    role: str
    run: Callable[[], Run]
    note: str = ""
    most: int = field(default=0)


def contest(entrants: Sequence[Entrant], rounds: int) -> tuple[tuple[Row, ...], dict[str, str], list[str]]:
    """The rows of all, the versions of the peers, and who failed with why."""
    runs: dict[str, list[Run]] = {entrant.name: [] for entrant in entrants}
    failed: dict[str, str] = {}
    for number in range(rounds):
        for entrant in entrants:
            if entrant.name in failed or (entrant.most and number >= entrant.most):
                continue
            try:
                run = entrant.run()
            except FailedError as error:
                failed[entrant.name] = str(error)
                print(f"  {entrant.name}: {error}", flush=True)
                continue
            runs[entrant.name].append(run)
            cpu = "" if run.cpu_s is None else f" {run.cpu_s:.3f} s CPU,"
            print(f"  {number + 1} {entrant.name}:{cpu} {run.wall_s:.3f} s, {run.amount:,}", flush=True)
    rows = tuple(_row(entrant, runs[entrant.name]) for entrant in entrants if runs[entrant.name])
    versions = {}
    for entrant in entrants:
        for run in runs[entrant.name]:
            if run.version:
                name, _, number_of_it = run.version.partition(" ")
                versions[name] = number_of_it
    return rows, versions, [f"{name}: {why}" for name, why in failed.items()]


def _row(entrant: Entrant, runs: Sequence[Run]) -> Row:
    return Row(
        entrant.name,
        entrant.role,
        tuple(run.wall_s for run in runs),
        tuple(run.cpu_s for run in runs if run.cpu_s is not None),
        round(median(run.peak_mb for run in runs), 1),
        runs[-1].amount,
        entrant.note,
    )


def said_by(python: str, module: str, *words: str) -> Run:
    """A run of a module that measures itself, and says so in a last line of JSON. Raises FailedError."""
    try:
        done = subprocess.run(
            [python, "-m", module, *words], cwd=ROOT, capture_output=True, text=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise FailedError(f"took more than {LONGEST} s") from error
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"ended with {done.returncode}"]
        raise FailedError(lines[-1][:200])
    said: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return Run(**said)


def with_amount(run: Callable[[Path], Run], amount: Callable[[Path], int]) -> Run:
    """A run that writes into a folder of its own, and how much `amount` then finds there."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch)
        done = run(out)
        return evolve(done, amount=amount(out))


def named_peers(peers: Sequence[str], module: str) -> list[tuple[str, str]]:
    """The peers of a module, each with the first interpreter that has it."""
    found: dict[str, str] = {}
    for python in peers:
        # Asked for none, a module of peers names those that are installed.
        named = subprocess.run([python, "-m", module], cwd=ROOT, capture_output=True, text=True, check=True)
        for name in named.stdout.split():
            found.setdefault(name, python)
    return [(python, name) for name, python in found.items()]


def whole_process(words: Sequence[str], folder: Path, amount: int) -> Run:
    """A command with all processes that it begins, from start to end, seen from outside. Raises FailedError."""
    outer = [sys.executable, "-m", "bench.contest", str(folder), *words]
    done = subprocess.run(outer, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise FailedError((done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1][:200])
    return Run(**json.loads(done.stdout.splitlines()[-1]), amount=amount)


def main() -> int:
    """Run the command that the words after a folder are, in that folder, and say in JSON what it took."""
    folder, *words = sys.argv[1:]
    # Processes that outlive the command which began them (a pool's fork server) become ours, and are counted too.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    began = time.perf_counter()
    process = subprocess.Popen(words, cwd=folder, stdout=sys.stderr)
    _, status, used = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - began
    cpu_s, peak = used.ru_utime + used.ru_stime, used.ru_maxrss
    while True:
        try:
            _, _, used = os.wait4(-1, 0)
        except ChildProcessError:
            break
        cpu_s, peak = cpu_s + used.ru_utime + used.ru_stime, max(peak, used.ru_maxrss)
    peak_mb = peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
    print(json.dumps({"wall_s": wall_s, "cpu_s": cpu_s, "peak_mb": peak_mb}))
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
