"""What became of each report of a build, one after the other: one report is held at a time, the rest lie in files."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from attrs import define, field, frozen

from kg.aside import refused
from kg.checks import Shapes
from kg.cli.findings import finding_sentence
from kg.converters import Base
from kg.errors import DataError, SourceError, UsageError
from kg.links import Library
from kg.model.authority import Authority
from kg.model.finding import Severity
from kg.pipeline import Build, Draft, built, draft_of, linked
from kg.sources import read_report

# What Python raises where a rule is wrong. Such a fault concerns one report: the others go on, and it is told with all
# that is needed to mend it. What the machine refuses (memory, disk) and what the user stops concerns all of them.
FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, NameError, RuntimeError, TypeError, ValueError)

COUNTED = ("events", "claims", "voices", "links", "NIL", "findings")


@frozen
class Outcome:
    """What became of one report: a build, or the reason why there is none. `trace` is that of a fault of ours."""

    name: str
    build: Build | None = None
    refusal: str = ""
    trace: str = ""

    @property
    def is_built(self) -> bool:
        """Whether it goes into the output: an error among the findings refuses it."""
        return self.build is not None and self.build.is_sound

    def refusals(self) -> Iterator[str]:
        """Why it was refused, one sentence each."""
        if self.refusal:
            yield self.refusal
        for finding in self.build.findings if self.build else ():
            if finding.severity is Severity.ERROR:
                yield finding_sentence(finding)

    @property
    def word(self) -> str:
        """The last word on it."""
        return "built" if self.is_built else "refused"

    def counts(self) -> tuple[int, ...] | None:
        """How many of everything that COUNTED names; None where nothing could be read."""
        if self.build is None:
            return None
        reading = self.build.reading
        linked = sum(1 for link in reading.links if link.authority)
        nil = len(reading.links) - linked
        made = (reading.events, reading.claims, reading.voices)
        return (*map(len, made), linked, nil, len(self.build.findings))


@frozen
class Workshop:
    """What every report of a run is built with."""

    authority: Authority
    shapes: Shapes
    base: Base

    def outcomes_of(self, places: Mapping[str, Path], told: Callable[[str], None]) -> Iterator[Outcome]:
        """What becomes of each report, who is who being decided by all of them together.

        All are read first, each decided alone; then each is decided again with what the others say, and built. Between
        the two a report lies in a file. `told` hears of each step. Refuses two reports of one key (UsageError): their
        files would be the same.
        """
        library = Library()
        words: dict[str, str] = {}  # key of a report -> what it was called on the command line
        with Shelf() as shelf:
            for word, place in places.items():
                shelf.put(word, _with_key_of_its_own(word, self._drafted(word, place, library), words))
                told(word)
            for word in places:
                outcome = self._built(word, shelf.take(word), library)
                told(word)
                yield outcome

    def _drafted(self, word: str, place: Path, library: Library) -> Draft | Outcome:
        def work() -> Draft:
            draft = draft_of(read_report(place), self.authority)
            library.add(draft.reading, linked(draft, self.authority).links)
            return draft

        return _or_refusal(word, work)

    def _built(self, word: str, draft: Draft | Outcome, library: Library) -> Outcome:
        if isinstance(draft, Outcome):
            return draft

        def work() -> Outcome:
            reading = linked(draft, self.authority, library)
            return Outcome(reading.report.key, built(reading, self.shapes, self.base))

        return _or_refusal(word, work)


def _with_key_of_its_own(word: str, draft: Draft | Outcome, words: dict[str, str]) -> Draft | Outcome:
    """The draft, its key noted. Refuses (UsageError) a key that another report has."""
    if isinstance(draft, Draft):
        key = draft.reading.report.key
        if (other := words.setdefault(key, word)) != word:
            message = f"{other} and {word} are both called {key}."
            raise UsageError(message, cure="Rename one, or build them into folders of their own.")
    return draft


T = TypeVar("T")


def _or_refusal(word: str, work: Callable[[], T]) -> T | Outcome:
    """What the work gives, or why this report is refused."""
    try:
        return work()
    except (SourceError, DataError) as error:
        return Outcome(word, refusal=str(error))
    except FAULTS as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        refusal = (
            f"kg itself failed on it ({type(error).__name__} in {Path(last.filename).name}, line {last.lineno}). "
            "That is a fault of the program, not of the report: please tell us, with what stands below."
        )
        return Outcome(word, refusal=refusal, trace="".join(traceback.format_exception(error)))


@define
class Shelf:
    """Where drafts wait, each in a file of its own: all of a large library would not fit into memory."""

    folder: TemporaryDirectory[str] = field(factory=lambda: TemporaryDirectory(prefix="kg-"))
    places: dict[str, Path] = field(factory=dict)

    def __enter__(self) -> Shelf:
        """The shelf itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Clear it away, whatever happened."""
        self.folder.cleanup()

    def put(self, word: str, draft: Draft | Outcome) -> None:
        """Lay a draft, or the refusal in its place, down. Raises OutputError where the disk has no room for it."""
        place = self.places[word] = Path(self.folder.name) / str(len(self.places))
        try:
            place.write_bytes(pickle.dumps(draft, protocol=pickle.HIGHEST_PROTOCOL))
        except OSError as error:
            raise refused(error, place) from error

    def take(self, word: str) -> Draft | Outcome:
        """Take it up again; its file goes."""
        place = self.places.pop(word)
        draft = pickle.loads(place.read_bytes())
        place.unlink()
        assert isinstance(draft, Draft | Outcome), "what was put there"
        return draft
