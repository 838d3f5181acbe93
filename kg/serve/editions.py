"""The edition of the moment, and the change to the next one: no restart, no request that fails.

A build is looked at every few seconds. When its manifest is another, the next edition is made ready beside the one
that is served; then every new request gets the new one, and requests under way end on the old one. Where the making
fails, the old one goes on being served, and `State` says why.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Generic, TypeVar

from attrs import define, frozen

from kg.errors import KgError, UsageError
from kg.serve.log import Log
from kg.serve.sites import Site

SECONDS_BETWEEN_LOOKS = 3.0
# A build that could not be made ready is tried again, for disks get emptied; ever more seldom, for each try may take
# minutes of work.
_FIRST_WAIT, _LONGEST_WAIT = 10.0, 600.0

S = TypeVar("S", bound=Site)
R = TypeVar("R")


@frozen
class State:
    """How it stands: which edition is served, since when, and what is wrong with the next one ("" if nothing is)."""

    version: str
    since: datetime
    is_preparing: bool
    problem: str


@define(eq=False)
class _Held(Generic[S]):
    site: S
    build_id: str
    since: datetime
    users: int = 0


class Editions(Generic[S]):
    """Holds the site of the moment. One thread uses it: that of the event loop."""

    def __init__(
        self,
        build: Path,
        prepare: Callable[[Path], S],
        remove: Callable[[S], None],
        log: Log,
        *,
        opened: Callable[[S], Awaitable[None]] | None = None,
        closed: Callable[[S], Awaitable[None]] | None = None,
        seconds_between_looks: float = SECONDS_BETWEEN_LOOKS,
    ) -> None:
        """Make the first edition ready. Raises UsageError where there is no build, and whatever `prepare` raises.

        `prepare` turns a build folder into a site and may take minutes; `remove` removes the files of a site that is
        used no more. Both are called in threads, one at a time. What belongs to an edition and to the event loop is
        made by `opened` before the edition is served, and ended by `closed` before it is removed.
        """
        self._opened, self._closed = opened or _nothing, closed or _nothing
        self._build, self._prepare, self._remove, self._log = build, prepare, remove, log
        self._pause = seconds_between_looks
        try:
            identifier = build_id(build)
        except OSError as error:
            cure = "Run kg build first, or name its folder."
            raise UsageError("There is no build.", place=str(build), cure=cure) from error
        self._current = _Held(prepare(build), identifier, datetime.now(UTC))
        self._retired: list[_Held[S]] = []
        self._problem, self._is_preparing = "", False
        self._failed_id, self._wait, self._not_before = "", _FIRST_WAIT, 0.0

    @contextmanager
    def borrowed(self) -> Iterator[S]:
        """The site of the moment, whole for as long as the block runs."""
        held = self._current
        held.users += 1
        try:
            yield held.site
        finally:
            held.users -= 1

    @property
    def state(self) -> State:
        """How it stands."""
        return State(self._current.site.version, self._current.since, self._is_preparing, self._problem)

    async def begin(self) -> None:
        """Open what belongs to the first edition; what that raises, this raises."""
        await self._opened(self._current.site)

    async def end(self) -> None:
        """Close what belongs to the editions."""
        for held in (self._current, *self._retired):
            await self._closed(held.site)

    async def watch(self) -> None:
        """Look at the build again and again, until cancelled."""
        while True:
            await asyncio.sleep(self._pause)
            await self.look()

    async def look(self) -> None:
        """Look at the build once: change to its edition if it is another, remove old ones that nobody uses."""
        await self._sweep()
        try:
            found = await in_thread(lambda: build_id(self._build))
        except OSError as error:
            self._say(f"The build cannot be read: {error.strerror}.")
            return
        if found == self._current.build_id:
            self._say("")
            self._failed_id, self._wait = "", _FIRST_WAIT
        elif found != self._failed_id or monotonic() >= self._not_before:
            await self._change(found)

    async def _change(self, identifier: str) -> None:
        self._is_preparing = True
        try:
            outcome = await asyncio.gather(self._prepared(), return_exceptions=True)
        finally:
            self._is_preparing = False
        site = outcome[0]
        if isinstance(site, BaseException):
            self._log.write(level="warning", message=f"{type(site).__name__}: {site}")
            self._failed(identifier, _sentence(site))
            return
        made = _Held(site, identifier, datetime.now(UTC))
        # What was read may be half the one and half the other build, where that has changed meanwhile.
        if await self._id_now() != identifier:
            self._retired.append(made)
            self._failed(identifier, "The build changed while it was read.")
            return
        self._retired.append(self._current)
        self._current = made
        self._failed_id, self._wait = "", _FIRST_WAIT
        self._say("")
        self._log.write(level="info", message="changed to another edition", edition=site.version)

    async def _prepared(self) -> S:
        site = await in_thread(lambda: self._prepare(self._build))
        await self._opened(site)
        return site

    async def _id_now(self) -> str:
        try:
            return await in_thread(lambda: build_id(self._build))
        except OSError:
            return ""

    async def _sweep(self) -> None:
        """Remove the old editions that nobody uses; never while one is made, which may be one of them come back."""
        done = [held for held in self._retired if not held.users]
        self._retired = [held for held in self._retired if held.users]
        in_use = {held.site.version for held in (self._current, *self._retired)}
        for held in done:
            if held.site.version in in_use:
                continue
            site = held.site
            await self._closed(site)
            try:
                await in_thread(lambda site=site: self._remove(site))  # type: ignore[misc]
            except (OSError, KgError) as error:
                message = f"The old edition {site.version} cannot be removed: {_sentence(error)}"
                self._log.write(level="warning", message=message)

    def _failed(self, identifier: str, reason: str) -> None:
        self._say(f"The next edition cannot be made: {reason}")
        self._wait = min(self._wait * 2, _LONGEST_WAIT) if identifier == self._failed_id else _FIRST_WAIT
        self._failed_id, self._not_before = identifier, monotonic() + self._wait

    def _say(self, problem: str) -> None:
        if problem and problem != self._problem:
            self._log.write(level="warning", message=f"{problem} The edition before it goes on being served.")
        self._problem = problem


def _sentence(error: BaseException) -> str:
    """What is wrong, without the place: /healthz says it to everybody, and where things lie is for the log."""
    match error:
        case KgError():
            return f"{error.message} {error.cure}".strip()
        case OSError():
            said = error.strerror or type(error).__name__
        case _:
            said = f"{type(error).__name__}; the log says more"
    return f"{said.rstrip('.')}."


async def _nothing(_site: object) -> None:
    pass


def build_id(build: Path) -> str:
    """What tells builds apart: the SHA-256 of the manifest, which names those of all files. Raises OSError."""
    return sha256((build / "manifest.json").read_bytes()).hexdigest()


async def in_thread(work: Callable[[], R]) -> R:
    """What `work` returns or raises, done in a thread that nobody waits for when the server is stopped."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[R] = loop.create_future()

    def hand_over(result: R | None, error: BaseException | None) -> None:
        if done.cancelled():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]  # None only where R allows it

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except BaseException as caught:  # noqa: BLE001 (handed over, and raised where it is awaited)
            error = caught
        try:
            loop.call_soon_threadsafe(hand_over, result, error)
        except RuntimeError:
            return  # the loop has ended, and with it whoever waited

    threading.Thread(target=run, name="edition", daemon=True).start()
    return await done
