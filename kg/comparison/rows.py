"""Sorted rows of two sides, merged: which documents belong together, and which rows were removed and added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from attrs import frozen

from kg.comparison.sides import Document, Side


class Sign(Enum):
    """What became of a quad, as RDF Patch writes it."""

    REMOVED = "D"
    ADDED = "A"


@frozen
class Pair:
    """A document on both sides, or on one."""

    key: str
    old: Document | None
    new: Document | None

    @property
    def is_same_file(self) -> bool:
        """Whether both are known to be the same bytes, so that none need be read."""
        return self.old is not None and self.new is not None and self.old.digest == self.new.digest != ""

    def changed_rows(self) -> Iterator[tuple[Sign, bytes]]:
        """The rows that were removed and those that were added, sorted together."""
        if not self.is_same_file:
            yield from changed_rows(rows_of(self.old), rows_of(self.new))


def rows_of(document: Document | None) -> Iterable[bytes]:
    """The rows of a document; none where there is none."""
    return document.rows() if document else ()


def pairs(old: Side, new: Side) -> Iterator[Pair]:
    """The documents of both sides by key."""
    olds, news = old.documents(), new.documents()
    before, after = next(olds, None), next(news, None)
    while before or after:
        key = min(document.key for document in (before, after) if document)
        is_old, is_new = before is not None and before.key == key, after is not None and after.key == key
        yield Pair(key, before if is_old else None, after if is_new else None)
        before = next(olds, None) if is_old else before
        after = next(news, None) if is_new else after


def changed_rows(old: Iterable[bytes], new: Iterable[bytes]) -> Iterator[tuple[Sign, bytes]]:
    """What is on one side only, of two that are sorted and hold each row once.

    >>> [(sign.value, row) for sign, row in changed_rows([b"a", b"b"], [b"b", b"c"])]
    [('D', b'a'), ('A', b'c')]
    """
    olds, news = iter(old), iter(new)
    before, after = next(olds, None), next(news, None)
    while before is not None or after is not None:
        if before == after:
            before, after = next(olds, None), next(news, None)
        elif after is None or (before is not None and before < after):
            assert before is not None, "one of them is a row"
            yield Sign.REMOVED, before
            before = next(olds, None)
        else:
            yield Sign.ADDED, after
            after = next(news, None)
