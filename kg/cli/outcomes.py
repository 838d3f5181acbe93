"""What became of each report of a build, one after the other: nothing of a report is held once the next one comes."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen

from kg.checks import Shapes
from kg.cli.findings import finding_sentence
from kg.converters import Base
from kg.errors import DataError, SourceError, UsageError
from kg.model.authority import Authority
from kg.model.finding import Severity
from kg.pipeline import Build, build
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

    def outcomes_of(self, places: Mapping[str, Path]) -> Iterator[Outcome]:
        """What becomes of each report. Refuses two reports of one key (UsageError): their files would be the same."""
        keys: dict[str, str] = {}
        for word, place in places.items():
            outcome = self._outcome_of(word, place)
            if outcome.build is not None:
                key = outcome.name
                if key in keys:
                    message = f"{keys[key]} and {word} are both called {key}."
                    raise UsageError(message, cure="Rename one, or build them into folders of their own.")
                keys[key] = word
            yield outcome

    def _outcome_of(self, word: str, place: Path) -> Outcome:
        try:
            report = read_report(place)
            return Outcome(report.key, build(report, self.authority, self.shapes, self.base))
        except (SourceError, DataError) as error:
            return Outcome(word, refusal=str(error))
        except FAULTS as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            refusal = (
                f"kg itself failed on it ({type(error).__name__} in {Path(last.filename).name}, line {last.lineno}). "
                "That is a fault of the program, not of the report: please tell us, with what stands below."
            )
            return Outcome(word, refusal=refusal, trace="".join(traceback.format_exception(error)))
