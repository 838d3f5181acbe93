"""The stated answers, and the comparison of what a query returned with them.

`expected.toml` says at its head how a cell is written. Words are compared without case and accents; an IRI counts as
its last part (`dgv:Negative` as `Negative`).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from .engines import Answer

HERE = Path(__file__).resolve().parent
EXPECTED = HERE / "expected.toml"

Row = dict[str, str]


@frozen
class Expectation:
    """The stated answer to one question.

    `rows` are the stated rows; a column that a row does not name is not compared. `exact` columns are compared whole,
    the others by key words. `told_twice`: the report may tell the same thing in several places, so several found rows
    may stand for one stated row, but none may stand for nothing. `count` is the stated number of rows where not all of
    them are stated. `truth` is the answer of an ASK. `names` are other names to ask for.
    """

    number: int
    question: str
    stated: str
    rows: tuple[Row, ...] = ()
    exact: tuple[str, ...] = ()
    told_twice: bool = False
    count: int | None = None
    truth: bool | None = None
    names: Mapping[str, str] = field(factory=dict)

    def asked(self, query: str) -> str:
        """The query as this question asks it: `names` put in the place of the names that it carries.

        >>> Expectation(28, "", "", names={"Kim Il Sung": "Karst"}).asked('VALUES ?name { "Kim Il Sung" }')
        'VALUES ?name { "Karst" }'
        """
        for carried, wanted in self.names.items():
            if f'"{carried}"' not in query:
                raise ValueError(f"question {self.number}: the query does not carry the name {carried}")
            query = query.replace(f'"{carried}"', f'"{wanted}"')
        return query


@frozen
class Comparison:
    """How an answer differs from the stated one; it is right if it does not."""

    missing: tuple[Row, ...] = ()
    unexpected: tuple[Row, ...] = ()
    remarks: tuple[str, ...] = field(default=())

    @property
    def is_right(self) -> bool:
        """Whether nothing is missing, unexpected or otherwise wrong."""
        return not (self.missing or self.unexpected or self.remarks)


def expectations(path: Path = EXPECTED) -> dict[int, Expectation]:
    """The stated answers by question number."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))["question"]
    found = {table["number"]: _expectation(table) for table in tables}
    if len(found) != len(tables):
        raise ValueError(f"{path}: a question is stated twice")
    return found


def reasons_unanswered(path: Path = HERE / "unanswered.toml") -> dict[int, str]:
    """The questions known not to be answered yet, each with its reason."""
    tables = tomllib.loads(path.read_text(encoding="utf-8")).get("question", [])
    return {table["number"]: table["reason"] for table in tables}


def compare(expectation: Expectation, answer: Answer) -> Comparison:
    """What is missing from an answer, and what it holds beyond the stated one."""
    if isinstance(answer, bool) or expectation.truth is not None:
        right = answer is expectation.truth
        return Comparison(remarks=() if right else (f"stated {expectation.truth}, got {answer}",))
    remarks = _unknown_columns(expectation, answer)
    fits = [[_fits(expectation, row, got) for got in answer] for row in expectation.rows]
    if expectation.told_twice:
        missing = [row for row, fit in zip(expectation.rows, fits, strict=True) if not any(fit)]
        unexpected = [got for at, got in enumerate(answer) if not any(fit[at] for fit in fits)]
        return Comparison(tuple(missing), tuple(unexpected), remarks)
    partner = _matching(fits, len(answer))
    taken = set(partner.values())
    missing = [row for at, row in enumerate(expectation.rows) if at not in partner]
    if expectation.count is None:
        unexpected = [got for at, got in enumerate(answer) if at not in taken]
        return Comparison(tuple(missing), tuple(unexpected), remarks)
    if len(answer) != expectation.count:
        remarks += (f"stated {expectation.count} rows, got {len(answer)}",)
    return Comparison(tuple(missing), (), remarks)


def cell_fits(pattern: str, cell: str, *, exactly: bool) -> bool:
    """Whether a cell is what a pattern says.

    >>> cell_fits("satisf relation|ties", "They were satisfied with the relations", exactly=False)
    True
    >>> cell_fits("satisf !not|never", "They were not satisfied", exactly=False)
    False
    >>> cell_fits("Negative", "https://w3id.org/diplograph/vocab#Negative", exactly=True)
    True
    >>> cell_fits("", "something", exactly=False)
    False
    """
    text = _short(cell)
    if exactly or not pattern:
        return _plain(text).split() == _plain(_short(pattern)).split()
    return all(_holds(part, _words(text)) for part in pattern.split())


def _expectation(table: dict[str, Any]) -> Expectation:
    known = {"number", "question", "stated", "rows", "each", "exact", "told_twice", "count", "truth", "names"}
    if unknown := set(table) - known:
        raise ValueError(f"question {table.get('number')}: unknown key {', '.join(sorted(unknown))}")
    rows = tuple(row | more for row in table.get("rows", []) for more in table.get("each", [{}]))
    return Expectation(
        number=table["number"],
        question=table["question"],
        stated=table["stated"],
        rows=rows,
        exact=tuple(table.get("exact", ())),
        told_twice=table.get("told_twice", False),
        count=table.get("count"),
        truth=table.get("truth"),
        names=table.get("names", {}),
    )


def _unknown_columns(expectation: Expectation, answer: list[dict[str, str]]) -> tuple[str, ...]:
    """Columns that a stated row compares and the query does not give: nothing would be compared otherwise."""
    stated = {column for row in expectation.rows for column in row}
    given = {column for row in answer for column in row}
    if not answer or stated <= given:
        return ()
    return (f"the query gives no column {', '.join(sorted(stated - given))}",)


def _fits(expectation: Expectation, row: Row, got: dict[str, str]) -> bool:
    return all(
        cell_fits(pattern, got.get(column, ""), exactly=column in expectation.exact) for column, pattern in row.items()
    )


def _matching(fits: list[list[bool]], columns: int) -> dict[int, int]:
    """A largest set of pairs, stated row to found row, no row in two pairs (augmenting paths)."""
    owner: dict[int, int] = {}

    def place(row: int, tried: set[int]) -> bool:
        for column in range(columns):
            if fits[row][column] and column not in tried:
                tried.add(column)
                if column not in owner or place(owner[column], tried):
                    owner[column] = row
                    return True
        return False

    for row in range(len(fits)):
        place(row, set())
    return {row: column for column, row in owner.items()}


def _holds(part: str, words: list[str]) -> bool:
    if part.startswith("!"):
        return not _holds(part[1:], words)
    starts = [start for alternative in part.split("|") for start in _words(alternative)]
    return any(word.startswith(start) for word in words for start in starts)


def _short(cell: str) -> str:
    """The last part of an IRI; anything else as it is."""
    return re.split(r"[#/]", cell)[-1] if re.match(r"https?://", cell) else cell


def _words(text: str) -> list[str]:
    """The words and numbers of a text, in order."""
    return re.findall(r"[a-z0-9]+", _plain(text))


def _plain(text: str) -> str:
    """A text without case and accents."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)).casefold()
