"""An exact quote and where it stands: the one form of evidence."""

from __future__ import annotations

from functools import total_ordering

from attrs import field, frozen


@total_ordering
@frozen
class Passage:
    """A stretch of a source text, found again to the character.

    Offsets count Unicode code points from 0, the end is exclusive (Web Annotation Data Model, 4.2.4 Text Position
    Selector; RFC 5147 `char=`). `exact` is printed as it stands, brackets and ellipses included.

    >>> passage = Passage.of("Kim Il Sung agreed.", 0, 11)
    >>> passage.exact
    'Kim Il Sung'
    >>> passage.is_found_in("Kim Il Sung agreed.")
    True
    """

    start_char: int
    end_char: int
    exact: str = field(repr=True)

    def __attrs_post_init__(self) -> None:
        """Refuse a passage whose offsets and words cannot belong together."""
        if not 0 <= self.start_char < self.end_char or self.end_char - self.start_char != len(self.exact):
            raise ValueError(f"offsets {self.start_char}-{self.end_char} do not fit {len(self.exact)} characters")

    def __lt__(self, other: Passage) -> bool:
        """Whether it stands before another; written out, for to make tuples of both took three times as long."""
        if not isinstance(other, Passage):
            return NotImplemented
        if self.start_char != other.start_char:
            return self.start_char < other.start_char
        if self.end_char != other.end_char:
            return self.end_char < other.end_char
        return self.exact < other.exact

    @classmethod
    def of(cls, text: str, start_char: int, end_char: int) -> Passage:
        """The passage of `text` from `start_char` to `end_char`."""
        return cls(start_char, end_char, text[start_char:end_char])

    def is_found_in(self, text: str) -> bool:
        """Whether the quote stands in `text` at just these offsets."""
        return text[self.start_char : self.end_char] == self.exact

    def covers(self, other: Passage) -> bool:
        """Whether `other` lies wholly inside this passage."""
        return self.start_char <= other.start_char and other.end_char <= self.end_char

    def overlaps(self, other: Passage) -> bool:
        """Whether the two passages share a character."""
        return self.start_char < other.end_char and other.start_char < self.end_char
