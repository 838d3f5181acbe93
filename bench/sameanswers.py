"""The library's questions, asked of several stores: whether all give the same answers. Ends with 1 where they do not.

    python -m bench.sameanswers http://127.0.0.1:7878 http://127.0.0.1:8890 --build build

Answers are compared as rows in no order, values by their term. What is known of a kind of store (docs/stores.md,
docs/querying-stores.md) is taken into account, and named. With --build the embedded store is asked too, which holds the
whole build in memory. A question that is not answered in time is told, and counts as not the same.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from attrs import define, field, frozen
from pyoxigraph import Literal

from bench.contest import ROOT
from kg.errors import KgError
from kg.publish.queries import Answer, Term, answer, load
from kg.publish.terms import XSD
from kg.stores.asking import Question, ask, endpoint_at
from kg.stores.comparing import value_of
from kg.stores.exchange import Login

SECONDS = 300.0
LOADING_SECONDS = 3600.0
SHOWN = 3  # rows of each difference
DURATIONS = {f"{XSD}{name}" for name in ("duration", "dayTimeDuration", "yearMonthDuration")}

Row = tuple[Term | None, ...]


@frozen
class Told:
    """What one store said to one question: its answer, or why there is none, and the seconds that it took."""

    answer: Answer | None
    why: str
    seconds: float


@frozen
class Asked:
    """A store that can be asked, by the name that stands over its column."""

    name: str
    kind: str
    ask: Callable[[Question], Told]


@define
class Embedded:
    """The embedded store with a build, in a process of its own, for a query in it cannot be stopped otherwise."""

    build: Path
    seconds: float
    _line: Connection | None = field(init=False, default=None)
    _process: SpawnProcess = field(init=False)

    def __call__(self, question: Question) -> Told:
        """The answer; after one that took too long the build is loaded anew."""
        if self._line is None:
            fresh = get_context("spawn")
            self._line, theirs = fresh.Pipe()
            self._process = fresh.Process(target=_answering, args=(theirs, self.build), daemon=True)
            self._process.start()
            if not self._line.poll(LOADING_SECONDS):
                return Told(None, "the build is not loaded within an hour", LOADING_SECONDS)
            self._line.recv()
        self._line.send(question.text)
        began = time.perf_counter()
        if not self._line.poll(self.seconds):
            self.end()
            return Told(None, f"no answer within {self.seconds:g} s", self.seconds)
        found: Answer | str = self._line.recv()
        took = time.perf_counter() - began
        return Told(None, found, took) if isinstance(found, str) else Told(found, "", took)

    def end(self) -> None:
        """End its process."""
        if self._line is not None:
            self._process.kill()
            self._process.join()
            self._line = None


def _answering(line: Connection, build: Path) -> None:
    """Load a build, say so, then answer what comes."""
    store = load(build)
    line.send("ready")
    with suppress(EOFError):
        while True:
            try:
                line.send(answer(store, line.recv()))
            except KgError as error:
                line.send(str(error))


def at(address: str, seconds: float) -> Asked:
    """The store at an address; who asks stands in KG_STORE_USER and KG_STORE_PASSWORD."""
    login = Login(os.environ.get("KG_STORE_USER", ""), os.environ.get("KG_STORE_PASSWORD", ""))
    store = endpoint_at(address, login, seconds=seconds)

    def told(question: Question) -> Told:
        began = time.perf_counter()
        try:
            found = ask(store, question)
        except KgError as error:
            return Told(None, str(error), time.perf_counter() - began)
        return Told(found, "", time.perf_counter() - began)

    return Asked(f"{store.profile.title} {address}", store.profile.name, told)


def difference(one: Answer, other: Answer) -> tuple[list[str], list[str]]:
    """How two answers differ: known faults by their names, and rows that only one of them has.

    >>> both = Answer("select", ("n",), ((Literal("1"),),))
    >>> difference(both, both)
    ([], [])
    """
    if one.columns != other.columns:
        return [], [f"columns {one.columns} and {other.columns}"]
    ours, theirs = Counter(one.rows) - Counter(other.rows), Counter(other.rows) - Counter(one.rows)
    faults: Counter[str] = Counter()
    only = []
    waiting = Counter(ours.elements())
    for row in theirs.elements():
        for candidate in waiting:
            names = _faults_between(candidate, row)
            if names is not None:
                faults.update(names)
                waiting -= Counter([candidate])
                break
        else:
            only.append(f"the second alone has {_shown(row)}")
    only += [f"the first alone has {_shown(row)}" for row in waiting.elements()]
    return [f"{count} {name}" for name, count in sorted(faults.items())], only


def _faults_between(one: Row, other: Row) -> set[str] | None:
    """The known faults that make two rows differ; None where something else does."""
    names = set()
    for left, right in zip(one, other, strict=True):
        if left == right:
            continue
        if not (isinstance(left, Literal) and isinstance(right, Literal)):
            return None
        kinds = {left.datatype.value, right.datatype.value}
        if kinds <= DURATIONS:
            names.add("durations of another length (Virtuoso keeps them as numbers of months or seconds)")
        elif value_of(left) == value_of(right):
            names.add("numbers or truths spelled in another way")
        elif kinds == {f"{XSD}boolean", f"{XSD}integer"} and _truth(left) == _truth(right):
            names.add("truths that are integers (Virtuoso)")
        else:
            return None
    return names


def _truth(literal: Literal) -> str:
    return {"true": "1", "false": "0"}.get(literal.value, literal.value)


def _shown(row: Row) -> str:
    return " | ".join("-" if term is None else str(term) for term in row)[:400]


def mended(told: Answer, kind: str) -> list[str]:
    """What was brought to one form before it was compared, by its name."""
    durations = sum(isinstance(term, Literal) and term.datatype.value in DURATIONS for row in told.rows for term in row)
    return [f"{durations} durations read from Virtuoso's numbers"] if durations and kind == "virtuoso" else []


def verdict(stores: Sequence[Asked], told: Sequence[Told]) -> tuple[bool, str, list[str]]:
    """Whether all answered the same, in words, and examples of what differs."""
    silent = [f"{store.name}: {each.why}" for store, each in zip(stores, told, strict=True) if each.answer is None]
    if silent:
        return False, "NOT ANSWERED", silent
    answers = [(store, each.answer) for store, each in zip(stores, told, strict=True) if each.answer is not None]
    first, names, examples = answers[0][1], mended(answers[0][1], stores[0].kind), list[str]()
    for store, found in answers[1:]:
        names += mended(found, store.kind)
        faults, only = difference(first, found)
        names += [f"{store.name}: {fault}" for fault in faults]
        if only:
            examples.append(f"{stores[0].name} and {store.name}, {len(only)} rows:")
            examples += only[:SHOWN] + ([only[-1]] if len(only) > SHOWN else [])
    if examples:
        return False, "DIFFERENT", examples
    return True, "; ".join(["equal", *names]), []


def main() -> int:
    """Ask all, print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("endpoints", nargs="*", metavar="ENDPOINT")
    parser.add_argument("--build", type=Path, help="a folder that kg build wrote, for the embedded store")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help="that one answer may take (default: %(default)s)"
    )
    parser.add_argument("--only", action="append", default=[], metavar="q01", help="these questions alone")
    given = parser.parse_args()
    queries = [
        path
        for path in sorted((ROOT / "data" / "queries").glob("q*.rq"))
        if not given.only or path.stem.partition("-")[0] in given.only
    ]
    embedded = Embedded(given.build, given.seconds) if given.build else None
    stores = [Asked(f"embedded {given.build}", "embedded", embedded)] if embedded else []
    stores += [at(address, given.seconds) for address in given.endpoints]
    if len(stores) < 2:
        parser.error("two stores are needed, of which one may be a build")
    for number, store in enumerate(stores, 1):
        print(f"{number}: {store.name}")
    print(f"\n| query | rows | | {' | '.join(f'{number}, s' for number in range(1, len(stores) + 1))} |")
    print(f"|---|---|---|{'---|' * len(stores)}", flush=True)
    differing = {}
    for path in queries:
        question = Question.of(path.read_text("utf-8"))
        told = [store.ask(question) for store in stores]
        is_same, words, examples = verdict(stores, told)
        rows = " / ".join(dict.fromkeys("-" if each.answer is None else f"{len(each.answer.rows):,}" for each in told))
        took = " | ".join(f"{each.seconds:.2f}" for each in told)
        print(f"| {path.stem} | {rows} | {words} | {took} |", flush=True)
        if not is_same:
            differing[path.stem] = examples
    if embedded:
        embedded.end()
    for name, examples in differing.items():
        print(f"\n{name}:")
        print("".join(f"  {line}\n" for line in examples), end="")
    print(f"\n{len(queries) - len(differing)} of {len(queries)} answers are the same everywhere")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
