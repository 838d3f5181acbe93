"""A Wikidata dump in JSON, line by line into the index: constant memory, one pass, and a stop loses little."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
from attrs import frozen

from kg.authority.compressed import CutOffError, Line, LineFile
from kg.authority.importing import Reading, marks_of
from kg.authority.positions import StateNames
from kg.authority.prefilter import sieve
from kg.authority.records import is_qid
from kg.authority.schema import SourceRow
from kg.authority.staging import Job
from kg.authority.statements import items
from kg.authority.territories import state_names
from kg.authority.wikidata import Reason, Years, read_item, redirect_in
from kg.authority.wikidata_terms import PROPERTIES, WANTED, Wanted
from kg.errors import SourceError
from kg.model.dates import is_day

NAME = "Wikidata"
RIGHTS = "CC0 1.0 (https://www.wikidata.org/wiki/Wikidata:Licensing)"
CHECKPOINT_SECONDS = 10.0  # what a stop may lose; a commit takes some milliseconds
_ALWAYS = Years()
_BRACKET_CHARS = 8  # of a line that may be a bracket, with blanks
_FEW_LINES = 4096  # between two looks at the clock
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_DAY = re.compile(r"(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")

Progress = Callable[[int, int], None]  # bytes of the file read, of how many


@frozen
class Dump:
    """How one dump is to be read."""

    path: Path
    date: str = ""  # ISO; "" takes it from the name of the file
    years: Years = _ALWAYS
    subclasses: bool = False  # also what is an instance of a subclass of a wanted class: a pass more
    takes_cut_off: bool = False  # a file that breaks off counts as whole
    name: str = NAME

    @property
    def job(self) -> Job:
        """The import of this dump: goes on where it was stopped if file and options are the same."""
        options = {"years": repr(self.years), "subclasses": str(self.subclasses), "date": self.day}
        return Job(self.name, {**marks_of(self.path), **options})

    @property
    def day(self) -> str:
        """The day of the dump: as given, else as its file is called ("wikidata-20261102-all.json.gz")."""
        found = _DAY.search(self.path.name)
        named = "-".join(found.groups()) if found else ""
        return self.date or (named if is_day(named) else "")


def read_dump(dump: Dump, reading: Reading, progress: Progress = lambda _done, _all: None) -> None:
    """Hand over every line of the dump that is not read yet, with checkpoints.

    A broken or endless line is counted and named. A dump that breaks off is refused (SourceError) when all before has
    been kept, so that the same command with `takes_cut_off` need not read it again.
    """
    wanted = WANTED
    if dump.subclasses:
        wanted = _with_subclasses(dump, reading, progress)
    source = reading.staging.source(_row_of(dump))
    _Pass(dump, reading, progress, source, wanted).run()


@frozen(slots=False)
class _Pass:
    """The reading of all lines after the last checkpoint."""

    dump: Dump
    reading: Reading
    progress: Progress
    source: int
    wanted: Wanted

    def run(self) -> None:
        file = LineFile(self.dump.path)
        is_wanted = sieve(self.wanted)
        states = StateNames(state_names())
        done = number = self.reading.line
        unwanted = 0
        size = file.size
        next_checkpoint = time.monotonic() + CHECKPOINT_SECONDS
        try:
            for line in _to_the_end(file.lines()):
                number = line.number
                if number > done:
                    content = line.content
                    if content is not None and content.startswith(b"{") and not is_wanted(content):
                        unwanted += 1  # counted here and not by a call: ninety-nine lines in a hundred
                    else:
                        self._read(line, states)
                if number % _FEW_LINES == 0:
                    self.progress(file.read_bytes, size)
                    if number > done and time.monotonic() >= next_checkpoint:
                        unwanted = self._checkpoint(number, unwanted)
                        next_checkpoint = time.monotonic() + CHECKPOINT_SECONDS
        except CutOffError as error:
            self._checkpoint(number, unwanted)
            if not self.dump.takes_cut_off:
                raise SourceError(
                    f"the dump breaks off after line {number:,}: {error}.",
                    place=str(self.dump.path),
                    cure="Get it again and import it anew; or import what is there: --accept-cut-off. "
                    "The index in use stays as it is.",
                ) from error
            self.reading.staging.find(self.source, "cut-off", f"line {number}", str(error))
            unwanted = 0
        self._checkpoint(number, unwanted)
        self.reading.staging.source(_row_of(self.dump, size, file.sha256))

    def _checkpoint(self, number: int, unwanted: int) -> int:
        if unwanted:
            self.reading.leave_out(Reason.CLASS, unwanted)
        self.reading.staging.checkpoint(number)
        return 0

    def _read(self, each: Line, states: StateNames) -> None:
        """One line that may be wanted."""
        content, number, at_byte = each.content, each.number, each.at_byte
        if content is None:
            words = f"{each.length:,} bytes in one line; no item has so many"
            self.reading.break_off(self.source, _place(number, at_byte), words)
            return
        text = content.removeprefix(_BYTE_ORDER_MARK).strip().removesuffix(b",")
        if text in (b"", b"[", b"]"):
            return
        try:
            line = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            self.reading.break_off(self.source, _place(number, at_byte), f"no JSON: {error}; begins {content[:60]!r}")
            return
        if not isinstance(line, dict):
            self.reading.break_off(self.source, _place(number, at_byte), f"no item: begins {content[:60]!r}")
            return
        redirect = redirect_in(line)
        if redirect and "claims" not in line:
            self.reading.redirect(self.source, *redirect)
            return
        if redirect:
            self.reading.staging.redirect(self.source, *redirect)
        self._take(line, number, states)

    def _take(self, item: Mapping[str, Any], number: int, states: StateNames) -> None:
        read = read_item(item, self.wanted, states, self.dump.years)
        if read.position is not None:
            self.reading.staging.describe(self.source, read.position)
        if read.unusable:
            self.reading.staging.account["finding: unusable-name"] += read.unusable
        if read.entry is not None:
            self.reading.take(self.source, number, read.entry)
        elif read.reason is not None:
            self.reading.leave_out(read.reason)


def begins_as_dump(path: Path) -> bool:
    """Whether a file begins with the bracket of a dump, and is no list of some items as `kg authority fetch` makes it.

    Refuses (SourceError) a file that cannot be read.
    """
    try:
        first = next((line.content or b"" for line in LineFile(path).lines()), b"")
    except CutOffError:
        return True  # the import says what is wrong with it
    return first.removeprefix(_BYTE_ORDER_MARK).lstrip().startswith(b"[")


def _to_the_end(lines: Iterator[Line]) -> Iterator[Line]:
    """The lines of a dump. Raises CutOffError after them if it begins with a bracket that nothing closes."""
    first = last = b""
    for line in lines:
        text = line.content.strip() if line.content is not None and line.length <= _BRACKET_CHARS else b" "
        first = first or text.removeprefix(_BYTE_ORDER_MARK)
        last = text or last
        yield line
    if first == b"[" and last != b"]":
        raise CutOffError("its last line is not the closing bracket")


def _with_subclasses(dump: Dump, reading: Reading, progress: Progress) -> Wanted:
    """What is wanted, with the subclasses of each class: collected in a first pass, and kept for a second start."""
    staging = reading.staging
    if not staging.has_edges:
        file = LineFile(dump.path)
        size = file.size
        subclass_of = b'"%s"' % PROPERTIES["subclass_of"].encode()
        try:
            for line in file.lines():
                if line.content is not None and subclass_of in line.content:
                    staging.edges(_edges_of(line.content))
                if line.number % _FEW_LINES == 0:
                    progress(file.read_bytes, size)
        except CutOffError:
            pass  # the second pass comes to the same place, and says so
        staging.keep_edges()
    below = {number: frozenset(staging.below([number])) for number in WANTED.classes | WANTED.occupations}
    return WANTED.with_subclasses(below)


def _edges_of(content: bytes) -> list[tuple[int, int]]:
    """The classes above an item, each with the item; of a broken line none, for it is named in the second pass."""
    try:
        item = orjson.loads(content.removeprefix(_BYTE_ORDER_MARK).strip().removesuffix(b","))
    except orjson.JSONDecodeError:
        return []
    below = item.get("id") if isinstance(item, dict) else None
    if not isinstance(below, str) or not is_qid(below):
        return []
    return [(int(above[1:]), int(below[1:])) for above in items(item.get("claims"), PROPERTIES["subclass_of"])]


def _row_of(dump: Dump, size: int = 0, sha256: str = "") -> SourceRow:
    return SourceRow(dump.name, "wikidata-dump", dump.day, RIGHTS, dump.path.name, size, sha256)


def _place(number: int, at_byte: int) -> str:
    return f"line {number}, byte {at_byte}"
