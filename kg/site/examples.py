"""The library's questions as examples to ask: each with its number, its words, and the query."""

from __future__ import annotations

import re
from pathlib import Path

from attrs import frozen

from kg.errors import DataError

_HEAD = re.compile(r"# Question (?P<number>[0-9]+)\. (?P<words>.+)")


@frozen
class Example:
    """A question. `note` says how the answer is read; `query` is the whole file, its comment included."""

    number: int
    words: str
    note: str
    query: str

    @property
    def name(self) -> str:
        """The name by which a page links to it.

        >>> Example(3, "Who?", "", "ASK {}").name
        'q03'
        """
        return f"q{self.number:02}"


def examples_in(folder: Path) -> tuple[Example, ...]:
    """The questions of a folder, by number. Raises DataError where a file does not begin with its question."""
    return tuple(sorted((_example(path) for path in folder.glob("*.rq")), key=lambda example: example.number))


def _example(path: Path) -> Example:
    query = path.read_text("utf-8")
    comment: list[str] = []
    for line in query.splitlines():
        if not line.startswith("#"):
            break
        comment.append(line.removeprefix("#").strip())
    paragraphs = [" ".join(each.split("\n")) for each in "\n".join(comment).split("\n\n")]
    found = _HEAD.fullmatch(f"# {paragraphs[0]}")
    if found is None:
        cure = "Begin it with a comment: # Question 31. Who met whom?"
        raise DataError("The query does not begin with its question.", place=str(path), cure=cure)
    return Example(int(found["number"]), found["words"], " ".join(paragraphs[1:]), query)
