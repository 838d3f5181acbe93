"""The lines and blocks of a text with their offsets: the ground on which every reader stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from attrs import frozen

from kg.model.passage import Passage

# Blanks of every kind, the byte order mark and zero-width characters: a line of these alone is an empty line.
BLANK = " \t\f\v\u00a0\u1680\u202f\u205f\u3000\u200b\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))

# No column of typed or saved prose is wider than this; a longer line was not wrapped, so it is a paragraph by itself.
WIDEST_COLUMN = 120

_LINE = re.compile(r"[^\r\n]+")
# Some saved pages have no line break between paragraphs, but two or more no-break blanks; one alone is typography.
_PARTED = re.compile(r"(?<=[.?!:…\"”’)\]])[ ]*\u00a0[ \u00a0]*\u00a0[ ]*(?=[\"“‘(\[]?[A-ZÀ-ÖØ-ÞĀ-Ž0-9])")
_ENDS_SENTENCE = re.compile(r"[.?!:…][\"'”’)\]]*$")
_OPENS_SENTENCE = re.compile(r"[\"'“‘(\[]*[A-ZÀ-ÖØ-ÞĀ-Ž0-9…]")


@frozen
class Line:
    """One line that is not empty, without the blanks around it; `gap` counts the empty lines before it."""

    start_char: int
    end_char: int
    text: str
    gap: int = 0

    @property
    def ends_sentence(self) -> bool:
        """Whether it ends as a sentence ends, closing quotes and brackets aside."""
        return _ENDS_SENTENCE.search(self.text) is not None

    @property
    def opens_sentence(self) -> bool:
        """Whether it begins as a sentence can begin."""
        return _OPENS_SENTENCE.match(self.text) is not None

    def passage(self, source: str) -> Passage:
        """The line as a passage of `source`."""
        return Passage.of(source, self.start_char, self.end_char)


def lines_of(source: str, start_char: int = 0, end_char: int | None = None) -> tuple[Line, ...]:
    r"""The lines of `source` between two offsets that hold more than blanks. Offsets lead into the whole `source`.

    A run of no-break blanks between two sentences ends a line too, and counts as an empty one.

    >>> [(line.text, line.start_char, line.gap) for line in lines_of("One\r\n\r\n two \nthree")]
    [('One', 0, 0), ('two', 8, 1), ('three', 13, 0)]
    """
    stop = len(source) if end_char is None else end_char
    lines: list[Line] = []
    seen = start_char
    for begin, end in _line_ends(source, start_char, stop):
        text = source[begin:end].strip(BLANK)
        if not text:
            continue
        start = source.index(text, begin)
        between = source[seen:start].replace("\r\n", "\n").replace("\r", "\n")
        breaks = between.count("\n")
        gap = max(0, breaks - 1) if breaks else 1
        lines.append(Line(start, start + len(text), text, gap if lines else breaks))
        seen = start + len(text)
    return tuple(lines)


def _line_ends(source: str, start_char: int, stop: int) -> Iterator[tuple[int, int]]:
    """Begin and end of every line, those parted by no-break blanks included."""
    for match in _LINE.finditer(source, start_char, stop):
        begin = match.start()
        for parted in _PARTED.finditer(source, match.start(), match.end()):
            yield begin, parted.start()
            begin = parted.end()
        yield begin, match.end()


def blocks_of(lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """The lines in groups that empty lines part.

    >>> [len(block) for block in blocks_of(lines_of("a\\nb\\n\\nc"))]
    [2, 1]
    """
    blocks: list[list[Line]] = []
    for line in lines:
        if line.gap or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    return tuple(tuple(block) for block in blocks)


def paragraphs_of(source: str, lines: Sequence[Line]) -> tuple[Passage, ...]:
    """The paragraphs that `lines` make: empty lines part them, and single line breaks where the text shows it.

    A single break parts two paragraphs if the line before it ends a sentence, the line after it begins one, and
    the line was not simply full: in a wrapped column a line is full if the next word would not have fitted.
    """
    widest = max((len(line.text) for line in lines), default=0)
    paragraphs: list[Passage] = []
    for block in blocks_of(lines):
        start = block[0].start_char
        for line, following in pairwise(block):
            if _parts(line, following, widest):
                paragraphs.append(Passage.of(source, start, line.end_char))
                start = following.start_char
        paragraphs.append(Passage.of(source, start, block[-1].end_char))
    return tuple(paragraphs)


def _parts(line: Line, following: Line, widest: int) -> bool:
    """Whether the single line break between two lines parts paragraphs."""
    if not (line.ends_sentence and following.opens_sentence):
        return False
    if widest > WIDEST_COLUMN:
        return True
    return len(line.text) + 1 + len(following.text.split()[0]) <= widest
