"""The text that the parser gets: without the editor's brackets, with a way back to the source."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from attrs import field, frozen

from kg.model.mark import Mark, MarkKind
from kg.model.passage import Passage

# One character for one character, so that lengths agree: typographic apostrophes, and blanks that are not the blank.
# A line break inside a paragraph is a blank too.
SUBSTITUTES = {
    "’": "'",
    "ʼ": "'",
    "\u00a0": " ",
    "\u2007": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\t": " ",
    "\f": " ",
    "\v": " ",
    "\r": " ",
    "\n": " ",
}
# Characters without a width: the parser would take them for letters.
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")

_LEFT_OUT = frozenset({MarkKind.OMISSION, MarkKind.REMARK, MarkKind.GLOSS})
_BREAKS = frozenset("\r\n")
_BLANKS = frozenset(source for source, target in SUBSTITUTES.items() if target == " ") | {" "}
_BLANK_RUN = re.compile("[" + "".join(sorted(_BLANKS)) + "]{2,}")
# Where none of these stands, and no mark, the parser reads what is printed.
_TO_CHANGE = re.compile("[" + "".join(sorted(INVISIBLE.union(SUBSTITUTES))) + "]")
_NO_BLANK_BEFORE = frozenset(",.;:!?)…'\"”’")
_NO_BLANK_AFTER = frozenset("(“‘")


@frozen
class MaskedText:
    """A paragraph as the parser reads it; every character knows where in the source it comes from.

    `text` holds no brackets of marks; `supplied` are the offsets in `text` of characters that an editor put in.
    """

    text: str
    source: str = field(repr=False)
    paragraph: Passage = field(repr=False)
    marks: tuple[Mark, ...]
    offsets: tuple[int, ...] = field(repr=False)
    supplied: frozenset[int] = field(repr=False)

    def source_offset(self, i: int) -> int:
        """The offset in the source of the masked character `i`."""
        if not 0 <= i < len(self.offsets):
            raise IndexError(f"no masked character {i} among {len(self.offsets)}")
        return self.offsets[i]

    def masked_offset(self, source_char: int) -> int | None:
        """The offset in the masked text of a character of the source; None if it was left out or stands elsewhere."""
        i = bisect_left(self.offsets, source_char)
        return i if i < len(self.offsets) and self.offsets[i] == source_char else None

    def is_supplied(self, i: int) -> bool:
        """Whether the masked character `i` was put in by an editor."""
        return i in self.supplied

    def passage(self, start: int, end: int) -> Passage:
        """The smallest passage of the source that holds the masked characters from `start` to `end`.

        It is quoted as printed, brackets in between included, and never cuts a mark in half: a stretch that begins or
        ends inside brackets and also outside of them takes them in whole.
        """
        if not 0 <= start < end <= len(self.offsets):
            raise IndexError(f"no masked stretch {start}-{end} in {len(self.offsets)} characters")
        first = self.offsets[start]
        last = self.offsets[end - 1] + 1
        for mark in self.marks:
            inner_start, inner_end = mark.passage.start_char + 1, mark.passage.end_char - 1
            if inner_start <= first and last <= inner_end:
                continue
            if mark.passage.start_char <= first < mark.passage.end_char:
                first = mark.passage.start_char
            if mark.passage.start_char < last <= mark.passage.end_char:
                last = mark.passage.end_char
        return Passage.of(self.source, first, last)


def masked(source_text: str, paragraph: Passage, marks: Sequence[Mark]) -> MaskedText:
    """The paragraph without what an editor put in beside the text, and with what he put in to complete it.

    Omissions, remarks and glosses are left out, and so is a blank that would then stand double or before a comma;
    expansions, supplied words and uncertain readings lose their brackets only. `marks` are those of `marks_in`.

    >>> text = "He [Puzanov] went to the M[inistry], and they [the Koreans], too."
    >>> masked(text, Passage.of(text, 0, len(text)), ()).text == text
    True
    >>> gloss = Mark(Passage.of(text, 3, 12), MarkKind.GLOSS, "Puzanov")
    >>> masked(text, Passage.of(text, 0, len(text)), (gloss,)).text[:11]
    'He went to '
    """
    if not marks and not _TO_CHANGE.search(source_text, paragraph.start_char, paragraph.end_char):
        places = tuple(range(paragraph.start_char, paragraph.end_char))
        return MaskedText(paragraph.exact, source_text, paragraph, (), places, frozenset())
    kinds = _kinds_by_char(marks)
    folded = _blanks_of_breaks(source_text, paragraph)
    characters: list[str] = []
    offsets: list[int] = []
    supplied: list[int] = []
    after_gap = False
    for offset in range(paragraph.start_char, paragraph.end_char):
        source = source_text[offset]
        kind, is_bracket = kinds.get(offset, (None, False))
        if kind in _LEFT_OUT:
            after_gap = True
            continue
        if is_bracket or source in INVISIBLE or offset in folded:
            continue
        if source in _BLANKS:
            if after_gap and (not characters or characters[-1] == " " or characters[-1] in _NO_BLANK_AFTER):
                continue
        elif after_gap:
            if source in _NO_BLANK_BEFORE and characters and characters[-1] == " ":
                characters.pop()
                offsets.pop()
            after_gap = False
        if kind in (MarkKind.SUPPLIED, MarkKind.EXPANSION):
            supplied.append(offset)
        characters.append(SUBSTITUTES.get(source, source))
        offsets.append(offset)
    if after_gap and characters and characters[-1] == " ":
        characters.pop()
        offsets.pop()
    put_in = frozenset(supplied)
    return MaskedText(
        "".join(characters),
        source_text,
        paragraph,
        tuple(marks),
        tuple(offsets),
        frozenset(i for i, offset in enumerate(offsets) if offset in put_in),
    )


def _kinds_by_char(marks: Sequence[Mark]) -> dict[int, tuple[MarkKind, bool]]:
    """For each character of a mark its kind, and whether it is one of the mark's own brackets."""
    kinds: dict[int, tuple[MarkKind, bool]] = {}
    for mark in marks:
        width = 2 if mark.kind is MarkKind.UNCERTAIN else 1
        for offset in range(mark.passage.start_char, mark.passage.end_char):
            inside = mark.passage.start_char + width <= offset < mark.passage.end_char - width
            kinds[offset] = (mark.kind, not inside)
    return kinds


def _blanks_of_breaks(source: str, paragraph: Passage) -> frozenset[int]:
    """The offsets of white space around line breaks, but for the first blank of each stretch, which stands for all."""
    runs = _BLANK_RUN.finditer(source, paragraph.start_char, paragraph.end_char)
    return frozenset(
        offset for run in runs if _BREAKS.intersection(run.group()) for offset in range(run.start() + 1, run.end())
    )
