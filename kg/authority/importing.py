"""One import from beginning to end: lock, read or go on reading, swap, and an account that adds up."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import orjson
from attrs import evolve, frozen

from kg.authority.building import swap_in
from kg.authority.lock import only_import
from kg.authority.records import Entry
from kg.authority.schema import opened_index
from kg.authority.staging import Job, Staging
from kg.errors import SourceError

_HEAD_BYTES = 1 << 16
LEFT_OUT, BROKEN, REDIRECT, TAKEN, DUPLICATE = "left out: ", "broken", "redirects", "taken", "duplicates"


@frozen
class Account:
    """What became of every row: rows = added + merged + redirects + left out + broken."""

    rows: int
    added: int  # entries that no other source of the index gives
    merged: int  # entries that another source has given before, and rows about an entry of an earlier row
    redirects: int
    left_out: Mapping[str, int]  # by reason
    broken: int
    findings: Mapping[str, int]  # by code
    resumed_at: int = 0  # the line after which a stopped import went on

    @property
    def adds_up(self) -> bool:
        """Whether every row is accounted for once."""
        return self.rows == self.added + self.merged + self.redirects + sum(self.left_out.values()) + self.broken


class Reading:
    """What a reader hands its rows to: each row is counted once, under what became of it."""

    def __init__(self, staging: Staging) -> None:
        """`staging` keeps what is read, and the account."""
        self.staging = staging
        self._account = staging.account

    @property
    def line(self) -> int:
        """The line after which to go on: 0 at the beginning."""
        return self.staging.line

    def take(self, source: int, line: int | str, entry: Entry) -> None:
        """A row that gives an entry; `line` may also be the id of an element."""
        is_first = self.staging.add(source, line, entry)
        self._account[TAKEN if is_first else DUPLICATE] += 1

    def redirect(self, source: int, old: str, new: str) -> None:
        """A row that only says what something is called now."""
        self.staging.redirect(source, old, new)
        self._account[REDIRECT] += 1

    def leave_out(self, reason: str, rows: int = 1) -> None:
        """Rows that are whole but not wanted."""
        self._account[LEFT_OUT + reason] += rows

    def break_off(self, source: int, place: str, message: str) -> None:
        """A row that cannot be read."""
        self.staging.find(source, BROKEN, place, message)
        self._account[BROKEN] += 1


def imported(job: Job, index: Path, read: Callable[[Reading], None]) -> Account:
    """Read a source and put it into the index; what stood there of the same source is replaced.

    `read` hands over every row after `Reading.line`, and may set checkpoints: a job that was stopped goes on from its
    last one. Refuses (UsageError) a second import at the same time, and (DataError) an index that cannot be joined,
    before anything is read; an error leaves the index in use as it was.
    """
    if index.exists():
        opened_index(index).close()
    with only_import(index), Staging.opened(job, index) as staging:
        resumed_at = staging.line if staging.is_resumed else 0
        if not staging.is_whole:
            read(Reading(staging))
            _refuse_nothing(staging, job)
            staging.checkpoint(staging.line, is_whole=True)
        _keep_accounts(staging)
        staging.shrink()
        account = _account_of(staging.account, swap_in(staging, index), resumed_at)
        staging.forget()
    return account


def _refuse_nothing(staging: Staging, job: Job) -> None:
    """Refuse (SourceError) a source in which nothing could be read: it must not replace what the index has of it."""
    if not staging.account[TAKEN] and (staging.account[BROKEN] or not staging.account.total()):
        first = staging.first_finding()
        staging.forget()
        raise SourceError(
            f"nothing in it can be imported. {first}".strip(),
            place=job.name,
            cure="Check that it is the file you mean. The index in use stays as it is.",
        )


def marks_of(path: Path) -> Mapping[str, str]:
    """What tells a file from a changed one without reading it: size, time of the last change, its beginning.

    Refuses (SourceError) a file that is not there or cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = hashlib.sha256(file.read(_HEAD_BYTES)).hexdigest()
        status = path.stat()
    except OSError as error:
        raise SourceError(
            f"the file cannot be read ({error.strerror}).", place=str(path), cure="Check the path and its permissions."
        ) from error
    return {"size": str(status.st_size), "changed": str(status.st_mtime_ns), "head": head}


def _account_of(account: Mapping[str, int], added: int, resumed_at: int) -> Account:
    left_out = {key.removeprefix(LEFT_OUT): rows for key, rows in sorted(account.items()) if key.startswith(LEFT_OUT)}
    findings = {key.removeprefix("finding: "): n for key, n in sorted(account.items()) if key.startswith("finding: ")}
    known = {name: account.get(name, 0) for name in (TAKEN, DUPLICATE, REDIRECT, BROKEN)}
    # One entry may be taken from several sources of one import, and be new all the same.
    merged = known[TAKEN] + known[DUPLICATE] - added
    rows = sum(known.values()) + sum(left_out.values())
    return Account(rows, added, merged, known[REDIRECT], left_out, known[BROKEN], findings, resumed_at)


def _keep_accounts(staging: Staging) -> None:
    """Write the account into the row of the source, where it is the only one: `kg authority status` shows it."""
    rows = staging.sources()
    if len(rows) == 1:
        account = dict(sorted(staging.account.items()))
        staging.source(evolve(rows[0], account=orjson.dumps(account).decode()))
        staging.checkpoint(staging.line, is_whole=True)
