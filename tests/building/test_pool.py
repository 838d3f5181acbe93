"""Several processes: the same bytes as one; those that are killed, and those whose build is killed, cost little."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.errors import OutputError
from tests.building.library import NAMES, ROOT, built_anew, contents, library_in

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the tree of processes is read there")


def started(*options: str) -> subprocess.Popen[str]:
    """`kg build` as a process of its own, in a group of its own."""
    command = [sys.executable, "-m", "kg", "build", *NAMES, *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def group_of(leader: int) -> Iterator[int]:
    """The processes of a session that still run, the leader left out."""
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z" and int(place.parent.name) != leader:
            yield int(place.parent.name)


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something that happens soon."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to pass"
        time.sleep(0.05)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three reports, not built yet, as the working folder."""
    library_in(tmp_path / "library")
    monkeypatch.chdir(tmp_path / "library")
    return tmp_path / "library"


def test_a_killed_process_costs_nothing_and_two_make_the_bytes_of_one(library: Path) -> None:
    build = started("--jobs", "2", "--quiet")
    until(lambda: len(list(group_of(build.pid))) >= 3)
    os.kill(max(group_of(build.pid)), signal.SIGKILL)
    _, said = build.communicate(timeout=120)
    assert build.returncode == 0, said
    assert contents(library / "build") == built_anew("--jobs", "1")


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_a_build_that_ends_leaves_no_process_behind_and_no_lock(sent: signal.Signals, library: Path) -> None:
    build = started("--jobs", "2", "--quiet")
    until(lambda: len(list(group_of(build.pid))) >= 3)
    if sent is signal.SIGINT:
        os.killpg(build.pid, sent)
    else:
        os.kill(build.pid, sent)
    _, said = build.communicate(timeout=120)
    assert "Traceback" not in said
    until(lambda: not list(group_of(build.pid)))
    again = started("--jobs", "1", "--quiet")
    _, said = again.communicate(timeout=120)
    assert again.returncode == 0, said


def test_an_error_comes_out_of_a_process_whole() -> None:
    error = pickle.loads(pickle.dumps(OutputError("Cannot be written.", place="here", cure="Make room.")))
    assert str(error) == "here: Cannot be written. Make room."
