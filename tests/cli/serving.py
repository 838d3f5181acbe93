"""`kg serve` as a user starts it: a process of its own, over a small library, asked over HTTP."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from attrs import define, field

ROOT = Path(__file__).resolve().parents[2]
# `python -m kg`, which Ctrl-C ends: a run of the tests in the background ignores it, and its children inherit that.
KG = (
    sys.executable,
    "-c",
    "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "runpy.run_module('kg', run_name='__main__', alter_sys=True)",
)
PATIENCE = 30  # seconds until something must have happened; all of it takes a fraction of one


@define(eq=False)
class Served:
    """A server that runs."""

    process: subprocess.Popen[str]
    address: str
    log: Path
    session: requests.Session = field(factory=requests.Session)

    def get(self, path: str, **given: Any) -> requests.Response:
        """Ask once."""
        return self.session.get(f"{self.address}{path}", timeout=PATIENCE, allow_redirects=False, **given)

    def asked(self, query: str) -> requests.Response:
        """Ask the endpoint."""
        return self.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})

    @property
    def health(self) -> dict[str, Any]:
        """What the server says of itself."""
        found: dict[str, Any] = self.get("/healthz").json()
        return found

    @property
    def said(self) -> str:
        """All that it wrote on standard error."""
        return self.log.read_text(encoding="utf-8")

    @property
    def workers(self) -> list[int]:
        """The processes that it started, as the system knows them."""
        return [number for number in _numbers() if _parent_of(number) == self.process.pid]

    def end(self, how: signal.Signals) -> int:
        """End it by a signal; its exit code."""
        self.session.close()
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)


def within_patience(is_so: Callable[[], bool]) -> None:
    """Wait until something is so. Raises AssertionError where it never is."""
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)


def is_alive(number: int) -> bool:
    """Whether a process runs; one that has ended and that nobody asked after does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@contextmanager
def served(build: Path, *options: str) -> Iterator[Served]:
    """`kg serve` over a build, until the block ends."""
    words = [*KG, "serve", str(build), "--port", "0", "--workers", "1", *options]
    log = build.with_name("log")
    with (
        log.open("w") as errors,
        subprocess.Popen(
            words, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8"
        ) as process,
    ):
        try:
            assert process.stdout
            found = re.search(r"open (http://\S+)/ in a browser", process.stdout.readline() + process.stdout.readline())
            assert found, log.read_text()
            server = Served(process, found[1], log)
            within_patience(lambda: _answers(server))
            yield server
        finally:
            process.kill()


def _answers(server: Served) -> bool:
    try:
        return server.get("/healthz").status_code == 200
    except requests.ConnectionError:
        return False


def _numbers() -> list[int]:
    return [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]


def _parent_of(number: int) -> int:
    try:
        return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0
