"""A curator's word on what a name means: it stands above what the machine finds, and says who decided and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property

from attrs import field, frozen

from kg.errors import DataError
from kg.model.entity import Kind

EVERYWHERE = "*"  # in the place of a report's key: in all documents


class Verdict(StrEnum):
    """What is decided of a name: it is this thing, it is not this thing, or it is nothing that we know."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    NIL = "nil"


@frozen
class Decision:
    """One line of the decisions file."""

    document: str  # key of a report, or EVERYWHERE
    kind: Kind
    name: str  # as it stands in the document
    verdict: Verdict
    object: str  # key of an entry where the tables have it, else as the curator wrote it; "" for NIL
    who: str
    date: str  # ISO day
    why: str
    place: str = ""  # file and line

    def contradicts(self, other: Decision) -> bool:
        """Whether both cannot be right of one thing in one document.

        >>> yes, no = (Decision("*", Kind.PERSON, "Kim", verdict, "kim-il-sung", "A. B.", "2026-11-23", "a list")
        ...            for verdict in (Verdict.ACCEPT, Verdict.REFUSE))
        >>> yes.contradicts(no), no.contradicts(no)
        (True, False)
        """
        verdicts = {self.verdict, other.verdict}
        if verdicts == {Verdict.ACCEPT}:
            return self.object != other.object
        if verdicts == {Verdict.ACCEPT, Verdict.REFUSE}:
            return self.object == other.object
        return verdicts == {Verdict.ACCEPT, Verdict.NIL}


@frozen
class Ruling:
    """What the curators say of one entity of one document: at most one of `accepted` and `nil`, and any refusals."""

    accepted: Decision | None = None
    nil: Decision | None = None
    refused: tuple[Decision, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether nobody has said anything."""
        return self.accepted is None and self.nil is None and not self.refused

    def refusal_of(self, key: str, qid: str = "") -> Decision | None:
        """The decision that refuses the candidate of this key, or of this Wikidata number; None if there is none."""
        return next((decision for decision in self.refused if decision.object in {key, qid} - {""}), None)


@frozen(eq=False, slots=False)
class Decisions:
    """All decisions, in the order of the file. Two are the same if they are one object.

    `folded` makes names comparable; the reader of the file hands it over, since the model knows no names.
    """

    rows: tuple[Decision, ...] = ()
    folded: Callable[[str], str] = field(default=str.casefold)

    def __iter__(self) -> Iterator[Decision]:
        """The decisions, in the order of the file."""
        return iter(self.rows)

    def for_(self, document: str, kind: Kind, names: Iterable[str]) -> Ruling:
        """What applies to an entity of `kind` in `document` that bears `names`.

        The document's own word stands above that on all documents; refusals of both add up. Raises DataError where two
        names of the entity bring together decisions that contradict each other.
        """
        if not self.rows:
            return Ruling()
        found = dict.fromkeys(row for name in names for row in self._by_name.get((kind, self.folded(name)), ()))
        own = [row for row in found if row.document == document]
        common = [row for row in found if row.document == EVERYWHERE and not any(map(row.contradicts, own))]
        verdicts = _verdicts_in(own, document) or _verdicts_in(common, document)
        decided = verdicts[0] if verdicts else None
        refused = [row for row in (*own, *common) if row.verdict is Verdict.REFUSE]
        return Ruling(
            accepted=decided if decided and decided.verdict is Verdict.ACCEPT else None,
            nil=decided if decided and decided.verdict is Verdict.NIL else None,
            refused=tuple(row for row in refused if decided is None or not row.contradicts(decided)),
        )

    def without_object(self, is_known: Callable[[str], bool]) -> tuple[Decision, ...]:
        """The decisions whose object `is_known` nowhere: an entry that was taken out, or another index."""
        return tuple(row for row in self.rows if row.object and not is_known(row.object))

    @cached_property
    def _by_name(self) -> Mapping[tuple[Kind, str], tuple[Decision, ...]]:
        rows: dict[tuple[Kind, str], tuple[Decision, ...]] = {}
        for row in self.rows:
            key = (row.kind, self.folded(row.name))
            rows[key] = (*rows.get(key, ()), row)
        return rows


def _verdicts_in(rows: list[Decision], document: str) -> list[Decision]:
    """The rows that say what it is, or that it is nothing; refuses rows that cannot all be right."""
    for number, row in enumerate(rows):
        for other in rows[:number]:
            if row.contradicts(other):
                raise DataError(
                    f"in {document} this contradicts {other.place}: one thing there is called both {other.name!r} and "
                    f"{row.name!r}.",
                    place=row.place,
                    cure="Take one of the two out, or say for this document alone which of them holds.",
                )
    return [row for row in rows if row.verdict is not Verdict.REFUSE]
