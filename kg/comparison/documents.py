"""What became of each document, from one side to the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from attrs import define, field, frozen

from kg.comparison.pairing import Change, What, changes
from kg.comparison.rows import Pair, Sign, changed_rows, pairs, rows_of
from kg.comparison.sides import Side
from kg.comparison.things import Kind, things_of
from kg.comparison.told import Told, full
from kg.publish.terms import value_of


class Fate(StrEnum):
    """What became of a document."""

    ADDED = "added"
    WITHDRAWN = "withdrawn"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@frozen
class DocumentChange:
    """What became of a document: its statements by number, and its claims, eventualities, links and entities.

    `is_other_text` says that the text which was read differs; then every address in it is another one.
    """

    key: str
    fate: Fate
    statements: tuple[int, int] = (0, 0)
    is_other_text: bool = False
    changes: tuple[Change, ...] = ()

    def of(self, kind: Kind, what: What) -> tuple[Change, ...]:
        """What was added, removed or changed of a kind."""
        return tuple(change for change in self.changes if change.kind is kind and change.what is what)


@define
class Totals:
    """The sums over all documents."""

    documents: Counter[Fate] = field(factory=Counter)
    changes: Counter[tuple[Kind, What]] = field(factory=Counter)
    removed: int = 0
    added: int = 0

    def count(self, document: DocumentChange) -> None:
        """Count a document in."""
        self.documents[document.fate] += 1
        self.changes.update((change.kind, change.what) for change in document.changes)
        self.removed += document.statements[0]
        self.added += document.statements[1]

    @property
    def is_same(self) -> bool:
        """Whether both sides say the same."""
        return set(+self.documents) <= {Fate.UNCHANGED}


def document_changes(old: Side, new: Side) -> Iterator[DocumentChange]:
    """Each document, in the order of the keys; one at a time is held. Raises DataError where one cannot be read."""
    return map(_change_of, pairs(old, new))


def _change_of(pair: Pair) -> DocumentChange:
    if pair.is_same_file:
        return DocumentChange(pair.key, Fate.UNCHANGED)
    was, now = list(rows_of(pair.old)), list(rows_of(pair.new))
    counted = Counter(sign for sign, _ in changed_rows(was, now))
    if not counted and pair.old and pair.new:
        return DocumentChange(pair.key, Fate.UNCHANGED)
    fate = Fate.ADDED if pair.old is None else Fate.WITHDRAWN if pair.new is None else Fate.CHANGED
    before, after = Told.of(was), Told.of(now)
    texts = [_texts(before), _texts(after)]
    is_same_text = texts[0] == texts[1]
    found = changes(things_of(before), things_of(after), is_same_text=is_same_text)
    statements = counted[Sign.REMOVED], counted[Sign.ADDED]
    return DocumentChange(pair.key, fate, statements, fate is Fate.CHANGED and not is_same_text, found)


def _texts(told: Told) -> set[str]:
    """The SHA-256 of each text that was read."""
    return {value_of(value) for of in told.said.values() for value in of.get(full("schema:sha256"), ())}
