"""The findings of a build: each on a line of its own, and counted, so that people know where to look."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import orjson
from attrs import define, frozen

from kg.model.finding import Finding
from kg.spreadsheet import spreadsheet_cell

COLUMNS = ("times", "reports", "severity", "code", "words", "finding", "example_report", "start", "end")
# Longer quotes are clauses, which no two reports share; what they have in common is the code.
LONGEST_WORDS = 60


def finding_line(key: str, finding: Finding) -> str:
    """One finding on a report, as a JSON object on a line."""
    passage = finding.passage
    row = {
        "report": key,
        "severity": finding.severity.value,
        "code": finding.code,
        "message": finding.message,
        "subject": finding.subject,
        "quote": passage.exact if passage else "",
        "start": passage.start_char if passage else None,
        "end": passage.end_char if passage else None,
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


def finding_sentence(finding: Finding) -> str:
    """A finding on one line."""
    return f"{finding.severity.value} {finding.code}: {finding.message}"


@frozen(order=True)
class Kind:
    """What findings have in common: how bad, which code, on which words; `said` parts two messages of one code."""

    severity: str
    code: str
    words: str
    said: str

    @classmethod
    def of(cls, finding: Finding) -> Kind:
        """The kind of a finding: its words in small letters, and the first sentence of its message without them."""
        quote = " ".join(finding.passage.exact.split()).casefold() if finding.passage else ""
        said = _first_sentence(finding).casefold()
        if quote:
            said = said.replace(quote, "…")
        words = quote if len(quote) <= LONGEST_WORDS else quote[:LONGEST_WORDS] + "…"
        return cls(finding.severity.value, finding.code, words, said)


def kinds_in(findings: Iterable[Finding]) -> bytes:
    """The findings on a report by kind, as JSON: how often each is met, and the first of it. For `Summary.take`."""
    found: dict[Kind, list[object]] = {}
    for finding in findings:
        kind = Kind.of(finding)
        if kind in found:
            found[kind][4] += 1  # type: ignore[operator]
        else:
            passage = finding.passage
            place = (passage.start_char, passage.end_char) if passage else ("", "")
            found[kind] = [kind.severity, kind.code, kind.words, kind.said, 1, _first_sentence(finding), *place]
    return orjson.dumps(list(found.values()))


@define
class _Seen:
    """How often a kind was met, in how many reports, and where first."""

    example: tuple[object, ...]  # the first sentence, the report, start, end
    latest: str
    times: int = 0
    reports: int = 0


class Summary:
    """The findings of a build by kind. One example of each kind is held, and no report."""

    def __init__(self) -> None:
        """No findings yet."""
        self._seen: dict[tuple[str, str, str, str], _Seen] = {}

    def __len__(self) -> int:
        """How many kinds there are."""
        return len(self._seen)

    def take(self, key: str, kinds: bytes) -> None:
        """Count the findings on a report, as `kinds_in` gives them; the reports come one after the other."""
        for severity, code, words, said, times, sentence, start, end in orjson.loads(kinds):
            kind = (severity, code, words, said)
            if (seen := self._seen.get(kind)) is None:
                seen = self._seen[kind] = _Seen((sentence, key, start, end), "")
            seen.times += times
            seen.reports += seen.latest != key
            seen.latest = key

    def rows(self) -> Iterator[dict[str, object]]:
        """A row for each kind, the most frequent first."""
        for kind, seen in sorted(self._seen.items(), key=lambda item: (-item[1].times, item[0])):
            cells = (seen.times, seen.reports, *kind[:3], *seen.example)
            yield dict(zip(COLUMNS, cells, strict=True))

    def tsv(self) -> Iterator[str]:
        """The same as lines of tab-separated values, the names of the columns first."""
        yield tsv_line(COLUMNS)
        for row in self.rows():
            yield tsv_line(tuple(row.values()))


def tsv_line(cells: tuple[object, ...]) -> str:
    """A line of tab-separated values, each cell safe for a spreadsheet.

    >>> tsv_line(("two\\nlines", 3, "=1+1"))
    "two lines\\t3\\t'=1+1\\n"
    """
    return "\t".join(spreadsheet_cell(" ".join(str(cell).split())) for cell in cells) + "\n"


def _first_sentence(finding: Finding) -> str:
    """What is found; what follows is about the one case, or says what to do."""
    return " ".join(finding.message.split()).partition(". ")[0].rstrip(".")
