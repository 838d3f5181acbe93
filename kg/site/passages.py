"""Quoted passages laid out as the text has them: cut into stretches, each of which knows the quotes that cover it.

Passages overlap and nest. A row is a run of passages that overlap each other, with what stands before it in the same
paragraph and bears no claim; its pieces are stretches of quoted words, and what stands between them.

Between two quotes only the number of characters is told, unless these are known (from the context of a quote) to be no
words: full stops, brackets and empty lines are shown, for they say nothing. The words of a context are not: on a page
where passages stand side by side they would fill the gaps, and rebuild the text that may not be given. Where the whole
text may be shown, it stands between the quotes as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from attrs import define, field, frozen

from kg.site.shown import Quote

_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n\s*")
# What stands behind a quote and still belongs to it: the full stop, and the blank after it.
_CLOSING = re.compile(r"[^\w\s]*\s*")


@frozen
class Piece:
    """A piece of a row: quoted words, words between quotes, or a number of characters that are not shown.

    `covering`, `opening` and `closing` are the numbers, in the row, of the quotes that cover it, begin and end with it.
    """

    text: str = ""
    hidden_chars: int = 0
    covering: tuple[int, ...] = ()
    opening: tuple[int, ...] = ()
    closing: tuple[int, ...] = ()


@frozen
class Row:
    """A run of text with its quotes. `begins`: a paragraph begins with it."""

    pieces: tuple[Piece, ...]
    quotes: tuple[Quote, ...] = ()
    begins: bool = False

    def words_of(self, number: int) -> str:
        """The words of a quote of this row, joined from its stretches."""
        return "".join(piece.text for piece in self.pieces if number in piece.covering)


@frozen
class Layout:
    """A text as its quotes show it: rows in the order of the text, and the quotes that do not fit into it."""

    rows: tuple[Row, ...]
    misfits: tuple[Quote, ...] = ()


def layout_of(
    quotes: Iterable[Quote], text: str | None = None, length_chars: int = 0, *, bearing: Container[str] | None = None
) -> Layout:
    """Lay quotes out in the order of the text, with the words between them where `text` gives the whole.

    `bearing` are the quotes, by IRI, that end a row because something is told beside them; all of them if left out.

    Two quotes of the same characters must agree, and each must be as long as its place. One that contradicts the text,
    or a quote that begins before it (the longer one, if both begin together), is a misfit and stands in no row. The
    checks of a build refuse such quotes; a build from elsewhere may have them.

    >>> def said(start, words): return Quote("", words, "", "", start, start + len(words), "")
    >>> row, = layout_of([said(3, "he said no"), said(6, "said")]).rows
    >>> [(piece.text or piece.hidden_chars, piece.covering) for piece in row.pieces]
    [(3, ()), ('he ', (0,)), ('said', (0, 1)), (' no', (0,))]
    """
    sheet = _Sheet(text)
    fitting, misfits = list[Quote](), list[Quote]()
    for quote in sorted(quotes, key=lambda each: (each.start, -each.end, each.iri)):
        (fitting if sheet.takes(quote) else misfits).append(quote)
    rows = _Rows()
    at = 0
    for run in _runs(fitting):
        rows.between(sheet.between(at, run[0].start))
        is_bearing = bearing is None or any(quote.iri in bearing for quote in run)
        rows.run(_stretches(run, sheet, len(rows.quotes)), run, is_bearing=is_bearing)
        at = max(quote.end for quote in run)
    rows.between(sheet.between(at, len(text) if text is not None else length_chars))
    rows.close()
    return Layout(tuple(rows.rows), tuple(misfits))


def _runs(quotes: Sequence[Quote]) -> Iterator[tuple[Quote, ...]]:
    """Quotes that overlap, together; in the order of the text."""
    run, end = list[Quote](), 0
    for quote in quotes:
        if run and quote.start >= end:
            yield tuple(run)
            run = []
        run.append(quote)
        end = max(end, quote.end) if len(run) > 1 else quote.end
    if run:
        yield tuple(run)


def _stretches(run: Sequence[Quote], sheet: _Sheet, first: int) -> list[Piece]:
    """The stretches of a run, whose quotes are numbered from `first`."""
    numbered = list(enumerate(run, first))
    places = sorted({place for quote in run for place in (quote.start, quote.end)})
    return [
        Piece(
            sheet.words(start, end),
            covering=tuple(number for number, quote in numbered if quote.start <= start and end <= quote.end),
            opening=tuple(number for number, quote in numbered if quote.start == start),
            closing=tuple(number for number, quote in numbered if quote.end == end),
        )
        for start, end in pairwise(places)
    ]


@define
class _Sheet:
    """What is known of each character of the text."""

    text: str | None
    quoted: dict[int, str] = field(factory=dict)
    around: dict[int, str] = field(factory=dict)  # from contexts; "" where two of them differ

    def takes(self, quote: Quote) -> bool:
        """Write a quote down; whether it fits."""
        if quote.start < 0 or not quote.exact or len(quote.exact) != quote.end - quote.start:
            return False
        places = range(quote.start, quote.end)
        if self.text is not None and self.text[quote.start : quote.end] != quote.exact:
            return False
        if any(self.quoted.get(at, char) != char for at, char in zip(places, quote.exact, strict=True)):
            return False
        self.quoted.update(zip(places, quote.exact, strict=True))
        for start, words in ((quote.start - len(quote.prefix), quote.prefix), (quote.end, quote.suffix)):
            for at, char in enumerate(words, start):
                self.around[at] = char if self.around.get(at, char) == char else ""
        return True

    def words(self, start: int, end: int) -> str:
        return "".join(self.quoted[at] for at in range(start, end))

    def between(self, start: int, end: int) -> Iterator[str | int]:
        """What stands between two quotes: signs that may be shown, and how many characters may not.

        Signs are shown where they touch a quote, and where an empty line among them parts two paragraphs.
        """
        if self.text is not None:
            yield self.text[start:end]
            return
        hidden_chars = 0
        for is_no_word, run in groupby(range(start, end), self._is_no_word):
            places = list(run)
            signs = "".join(self.around[at] for at in places) if is_no_word else ""
            touches = places[0] == start or places[-1] == end - 1
            if signs and (touches or _EMPTY_LINE.search(signs)):
                if hidden_chars:
                    yield hidden_chars
                hidden_chars = 0
                yield signs
            else:
                hidden_chars += len(places)
        if hidden_chars:
            yield hidden_chars

    def _is_no_word(self, at: int) -> bool:
        char = self.around.get(at, "")
        return bool(char) and unicodedata.category(char)[0] not in "LMN"


@define
class _Rows:
    """Rows in the making."""

    rows: list[Row] = field(factory=list)
    pieces: list[Piece] = field(factory=list)
    quotes: tuple[Quote, ...] = ()
    begins: bool = True
    is_bearing: bool = False

    def run(self, stretches: Sequence[Piece], quotes: tuple[Quote, ...], *, is_bearing: bool) -> None:
        self.pieces += stretches
        self.quotes += quotes
        self.is_bearing = is_bearing

    def between(self, shown: Iterable[str | int]) -> None:
        """What stands between two quotes: it ends the row of the first, and leads to the next."""
        for piece in shown:
            if isinstance(piece, int):
                self._end()
                self.pieces.append(Piece(hidden_chars=piece))
            elif self.is_bearing:
                closing = _CLOSING.match(piece)
                end = closing.end() if closing else 0
                self._words(piece[:end])
                self._end()
                self._words(piece[end:])
            else:
                self._words(piece)
        self._end()

    def _end(self) -> None:
        if self.is_bearing:
            self.close()

    def _words(self, words: str) -> None:
        first, *others = _EMPTY_LINE.split(words)
        if first:
            self.pieces.append(Piece(first))
        for paragraph in others:
            self.close()
            self.begins = True
            if paragraph:
                self.pieces.append(Piece(paragraph))

    def close(self) -> None:
        """End the row, unless there is nothing in it but blanks."""
        if any(piece.hidden_chars or piece.text.strip() for piece in self.pieces):
            self.rows.append(Row(tuple(self.pieces), self.quotes, self.begins))
            self.begins = False
        self.pieces, self.quotes, self.is_bearing = [], (), False
