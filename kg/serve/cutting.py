"""Results that end after so many rows or bytes, cut between two rows, so that what is left is still well formed.

pyoxigraph writes results fast, and knows no limit but the query's own. So the bytes that it writes are looked at on
their way: first only for what must stand between two rows, which is quick and may count too many (a text may hold it
too), and then exactly, if that count goes over the limit.
"""

from __future__ import annotations

import re


class EnoughError(Exception):
    """The limit is reached: the engine need not go on."""


# What stands between two rows, or behind one; a text inside a row may hold it as well.
_BETWEEN = {"json": b"},{", "xml": b"</result>", "csv": b"\r\n", "tsv": b"\n"}
# One row with its end. In CSV only a quoted field holds a line end (RFC 4180, section 2); TSV escapes it (SPARQL 1.1
# Query Results CSV and TSV Formats, section 4), and XML writes < as &lt;.
# Groups repeat inside (?>...), not by *+: before Python 3.11.5 that one takes in the beginning of what does not match
# (github.com/python/cpython/issues/100061 and 106052).
_ROWS = {
    "csv": re.compile(rb'(?>(?:[^"\r]++|"[^"]*+"|\r(?!\n))*)\r\n'),
    "tsv": re.compile(rb"[^\n]*+\n"),
    "xml": re.compile(rb"(?>(?:[^<]++|<(?!/result>))*)</result>"),
}
_BRACES = re.compile(rb'(?>(?:[^"{}]++|"(?>(?:[^"\\]++|\\.)*)")*)([{}])', re.DOTALL)
_DEPTH_OF_A_ROW = 3  # {"head": ..., "results": {"bindings": [{ROW}]}}
_CLOSING = {"json": b"]}}", "xml": b"</results></sparql>", "csv": b"", "tsv": b""}
_HEADS = {"csv": 1, "tsv": 1}  # lines that are no row


class Cutter:
    """A stream for one result in one format, which stops the engine (EnoughError) once the limit is passed."""

    def __init__(self, form: str, most_rows: int, most_bytes: int) -> None:
        """Hold what is written; `form` is json, xml, csv or tsv."""
        self._form = form
        self._most_rows = most_rows
        self._most_bytes = most_bytes
        self._between = _BETWEEN[form]
        self._held = bytearray()
        self._likely = 0  # boundaries that were seen or only seemed to be seen
        # How far the rows were really counted: where, how deep in braces, how many, where the last that counts ended.
        self._at = 0
        self._depth = 0
        self._lines_to_skip = _HEADS.get(form, 0)
        self._rows = 0
        self._end = 0
        self._is_over = False

    def write(self, piece: bytes) -> int:
        """Take a piece. Raises EnoughError where a limit is passed."""
        overlap = max(0, len(self._held) - len(self._between) + 1)
        self._held += piece
        self._likely += self._held.count(self._between, overlap)
        # JSON has one boundary less than rows, CSV and TSV one line more.
        if self._likely > self._most_rows + _HEADS.get(self._form, 0) or len(self._held) > self._most_bytes:
            self._count()
            if self._is_over or len(self._held) > self._most_bytes:
                raise EnoughError
            self._likely = self._rows
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def whole(self) -> tuple[bytes, int | None]:
        """The result, and how many rows it was cut to: None if it is whole.

        Raises EnoughError where not even one row is within the limits.
        """
        is_large = len(self._held) > self._most_bytes
        if self._likely + 1 > self._most_rows or is_large:
            self._count()
        if not self._is_over and not is_large:
            return bytes(self._held), None
        if not self._rows:
            raise EnoughError
        return bytes(self._held[: self._end]) + _CLOSING[self._form], self._rows

    def _count(self) -> None:
        """Count the rows that are written to their end, from where it was left, as far as the limits go."""
        pattern = _ROWS.get(self._form, _BRACES)
        while not self._is_over:
            found = pattern.match(self._held, self._at)
            if found is None:
                return
            self._at = found.end()
            if self._ends_a_row(found):
                self._is_over = self._rows == self._most_rows or self._at > self._most_bytes
                if not self._is_over:
                    self._rows, self._end = self._rows + 1, self._at

    def _ends_a_row(self, found: re.Match[bytes]) -> bool:
        if self._form == "json":
            is_opening = found[1] == b"{"
            self._depth += 1 if is_opening else -1
            return not is_opening and self._depth == _DEPTH_OF_A_ROW - 1
        self._lines_to_skip -= 1
        return self._lines_to_skip < 0
