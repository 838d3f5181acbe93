"""From names to candidates of a service, with an account of every name: answered, nothing found, failed, not asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import chain
from pathlib import Path

import orjson
from attrs import define, field, frozen

from kg.aside import written_aside
from kg.clients.faults import StoppedError, UnansweredError
from kg.clients.nameforms import forms_of
from kg.clients.queryservice import QueryService
from kg.clients.reconciled import Candidate
from kg.clients.reconciliation import Query, Reconciliation
from kg.clients.wikidata import BATCH_IDS, Item, Wikidata


class Status(StrEnum):
    """What became of a name."""

    ANSWERED = "answered"
    NOTHING = "nothing found"
    FAILED = "failed"
    NOT_ASKED = "not asked"


@frozen
class Outcome:
    """The last word on one name; `reason` says why it has no answer."""

    name: str
    status: Status
    ids: tuple[str, ...] = ()
    reason: str = ""


@define
class Account:
    """What became of every name and number of a run."""

    names: tuple[str, ...]
    found: dict[str, tuple[str, ...]] = field(factory=dict)  # name -> ids
    failed: dict[str, str] = field(factory=dict)  # name -> reason
    fetched: set[str] = field(factory=set)  # ids that were asked for and came
    lost: dict[str, str] = field(factory=dict)  # id -> why it did not come
    redirects: dict[str, str] = field(factory=dict)
    stopped: StoppedError | None = None

    @property
    def outcomes(self) -> list[Outcome]:
        """One for each name, in the order of the names."""
        return [self._outcome(name) for name in self.names]

    def _outcome(self, name: str) -> Outcome:
        if name in self.failed:
            return Outcome(name, Status.FAILED, reason=self.failed[name])
        if name not in self.found:
            return Outcome(name, Status.NOT_ASKED, reason=str(self.stopped or ""))
        ids = self.found[name]
        came = tuple(id for id in ids if id in self.fetched)
        if came or not ids:
            return Outcome(name, Status.ANSWERED if came else Status.NOTHING, came)
        reasons = dict.fromkeys(self.lost.get(id, f"not fetched: {self.stopped}") for id in ids)
        return Outcome(name, Status.FAILED, reason="; ".join(reasons))


def names_in(words: Iterable[str]) -> tuple[str, ...]:
    """The names, each once, without blanks around them; empty ones and comments left out.

    >>> names_in([" Moskovsky ", "", "# ambassadors", "Moskovsky"])
    ('Moskovsky',)
    """
    names = (" ".join(word.split()) for word in words)
    return tuple(dict.fromkeys(name for name in names if name and not name.startswith("#")))


def items_called(
    account: Account, find: Callable[[str], Sequence[str]], wikidata: Wikidata, tick: Callable[[], None]
) -> Iterator[Item]:
    """The whole items that `find` names for each name, each once; `account` says what became of all.

    Numbers are fetched as soon as a batch is full, so that what a stopped run has found is not lost. `tick` is called
    for each name.
    """
    waiting: list[str] = []
    known: set[str] = set()
    given: set[str] = set()
    try:
        for name in account.names:
            tick()
            try:
                ids = tuple(find(name))
            except UnansweredError as error:
                account.failed[name] = str(error)
                continue
            account.found[name] = ids
            waiting += [id for id in ids if id not in known]
            known.update(ids)
            while len(waiting) >= BATCH_IDS:
                yield from _fetched(account, waiting[:BATCH_IDS], wikidata, given)
                del waiting[:BATCH_IDS]
        if waiting:
            yield from _fetched(account, waiting, wikidata, given)
    except StoppedError as error:
        account.stopped = error


def dump_lines(account: Account, items: Iterable[Item]) -> Iterator[bytes]:
    """The items as lines of a dump, then a line for each number that leads to another, in the form that dumps have."""
    for item in items:
        yield orjson.dumps(item.body)
    for asked, id in account.redirects.items():
        yield orjson.dumps({"entity": asked, "redirect": id})


def _fetched(account: Account, ids: Sequence[str], wikidata: Wikidata, given: set[str]) -> Iterator[Item]:
    try:
        items = wikidata.items(ids)
    except UnansweredError as error:
        account.lost.update(dict.fromkeys(ids, str(error)))
        return
    account.lost.update(dict.fromkeys(items.missing, "the item does not exist (any more)"))
    account.lost.update(dict.fromkeys(items.malformed, "the service does not take it for a number"))
    for item in items.found:
        account.fetched.add(item.asked)
        if item.id != item.asked:
            account.redirects[item.asked] = item.id
        # Two numbers may lead to one item, which is given once.
        if item.id not in given:
            given.add(item.id)
            yield item


def written_lines(path: Path, lines: Iterator[bytes], *, head: bytes = b"") -> int:
    """Put the lines into a file, as they come, and count them. If none comes, what was there stays as it is."""
    first = next(lines, None)
    if first is None:
        return 0
    count = 0
    with written_aside(path) as stream:
        stream.write(head)
        for line in chain([first], lines):
            stream.write(line + b"\n")
            count += 1
    return count


def by_search(wikidata: Wikidata, *, language: str, most: int, as_written: bool) -> Callable[[str], Sequence[str]]:
    """How to find ids by wbsearchentities: each form of the name in turn, until there are `most`."""

    def find(name: str) -> Sequence[str]:
        ids: dict[str, None] = {}
        for form in (name,) if as_written else forms_of(name):
            if len(ids) < most:
                ids.update(dict.fromkeys(hit.id for hit in wikidata.search(form, language=language, most=most)))
        return list(ids)[:most]

    return find


def by_query(
    service: QueryService, *, kind: str, year: int | None, language: str, most: int, as_written: bool
) -> Callable[[str], Sequence[str]]:
    """How to find ids by the query service: all forms of the name in one query, exact names only."""
    languages = tuple(dict.fromkeys((language, "mul")))

    def find(name: str) -> Sequence[str]:
        forms = (name,) if as_written else forms_of(name)
        return [row.id for row in service.named(forms, kind=kind, year=year, languages=languages, most=most)]

    return find


def candidates_called(
    account: Account, service: Reconciliation, *, type: str, properties: Sequence[tuple[str, str]], most: int
) -> Iterator[tuple[str, tuple[Candidate, ...]]]:
    """The candidates of a reconciliation service for each name; `account` says what became of all."""
    try:
        start = 0
        while start < len(account.names):
            batch = account.names[start : start + service.manifest.batch_size]
            start += len(batch)
            queries = [Query(name, type, tuple(properties), most) for name in batch]
            try:
                answers = service.candidates(queries)
            except UnansweredError as error:
                account.failed.update(dict.fromkeys(batch, str(error)))
                continue
            for name, candidates in zip(batch, answers, strict=True):
                account.found[name] = tuple(candidate.id for candidate in candidates)
                account.fetched.update(account.found[name])
                yield name, candidates
    except StoppedError as error:
        account.stopped = error
