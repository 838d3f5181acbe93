"""What became of one report: how it is counted, why it was refused, what was found."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from attrs import frozen

from kg.building.findings import finding_line, finding_sentence, kinds_in
from kg.errors import DataError, SourceError
from kg.model.finding import Finding, Severity
from kg.model.reading import Reading

# What Python raises where a rule is wrong. Such a fault concerns one report: the others go on, and it is told with all
# that is needed to mend it. What the machine refuses (memory, disk) and what the user stops concerns all of them.
FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, NameError, RuntimeError, TypeError, ValueError)

COUNTED = ("events", "claims", "voices", "links", "NIL", "findings")


@frozen
class Outcome:
    """What became of one report: the reasons why it was refused, or none; `trace` is that of a fault of ours.

    `counts` are of everything that COUNTED names, empty where nothing could be read; `lines` are its findings as they
    stand in findings.jsonl, `kinds` the same counted (`kinds_in`).
    """

    refusals: tuple[str, ...] = ()
    trace: str = ""
    counts: tuple[int, ...] = ()
    lines: bytes = b""
    kinds: bytes = b"[]"

    @classmethod
    def of(cls, reading: Reading, findings: Iterable[Finding]) -> Outcome:
        """That of a report that was read: an error among the findings refuses it."""
        findings = tuple(findings)
        linked = sum(1 for link in reading.links if link.authority)
        made = (reading.events, reading.claims, reading.voices)
        counts = (*map(len, made), linked, len(reading.links) - linked, len(findings))
        refusals = tuple(finding_sentence(each) for each in findings if each.severity is Severity.ERROR)
        lines = "".join(finding_line(reading.report.key, each) for each in findings).encode()
        return cls(refusals, "", counts, lines, kinds_in(findings))

    @property
    def is_built(self) -> bool:
        """Whether the report goes into the output."""
        return not self.refusals

    @property
    def word(self) -> str:
        """The last word on it."""
        return "built" if self.is_built else "refused"


T = TypeVar("T")


def or_refusal(work: Callable[[], T]) -> T | Outcome:
    """What the work gives, or why this report is refused."""
    try:
        return work()
    except (SourceError, DataError) as error:
        return Outcome((str(error),))
    except FAULTS as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        refusal = (
            f"kg itself failed on it ({type(error).__name__} in {Path(last.filename).name}, line {last.lineno}). "
            "That is a fault of the program, not of the report: please tell us, with what stands below."
        )
        return Outcome((refusal,), "".join(traceback.format_exception(error)))
