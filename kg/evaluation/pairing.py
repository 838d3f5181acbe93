"""Which found event is which annotated one: equal types (or one family of types) on overlapping words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import evolve, field, frozen

FAMILIES = {
    **dict.fromkeys(["meeting", "visit", "return_visit", "audience", "negotiation", "party_meeting"], "contact"),
    **dict.fromkeys(["message_sent", "message_delivered"], "message"),
    **dict.fromkeys(
        ["visit_proposed", "visit_withdrawn", "visit_postponed", "visit_planned", "invitation"], "visit plan"
    ),
    **dict.fromkeys(["arrival", "departure"], "travel"),
    **dict.fromkeys(["military_aid", "economic_aid"], "aid"),
}
STATEMENT = "statement"
OVERLAP = 0.5  # of the shorter quote, from which two quotes are taken for the same place
# What a name is compared without: "Comrade Khrushchev" and "Chairman Khrushchev" are one.
_TITLES = re.compile(
    r"\b(comrade|com|cde|cdes|c|mr|mrs|dr|sir|ambassador|amb|minister|prime|foreign|president|premier|chairman|"
    r"secretary|general|marshal|the|of|deputy|vice|first)\b\.?"
)


@frozen
class Row:
    """One event, annotated or found. Participants are (name, role); `source` names who says so, outermost first."""

    type: str
    quote: str
    realis: str
    participants: tuple[tuple[str, str], ...] = ()
    date: str = ""
    place: str = ""
    source: tuple[str, ...] = ()
    rule: str = ""
    span: tuple[int, int] | None = field(default=None, repr=False)  # of the quote in the squashed text

    @property
    def is_statement(self) -> bool:
        """Whether it is a turn of speech, which is scored apart."""
        return self.type == STATEMENT


@frozen(eq=False)
class Pair:
    """An annotated event and the found one that stands for it."""

    gold: Row
    found: Row


def squash(text: str) -> str:
    """The text with each run of white space as one blank, so that quotes are found across line ends.

    >>> squash(" a visit\\nto  Oslo ")
    'a visit to Oslo'
    """
    return re.sub(r"\s+", " ", text).strip()


def plain(name: str) -> str:
    """A name without case, accents, punctuation and titles.

    >>> plain("Comrade Gáspár's"), plain("the Foreign Minister")
    ('gaspar s', '')
    """
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return squash(re.sub(r"[^a-z0-9 ]", " ", _TITLES.sub(" ", folded)))


def placed(rows: Iterable[Row], text: str) -> list[Row]:
    """The rows with the span of their quote in the squashed text, None where it is not in it."""
    return [evolve(row, span=_span_of(squash(row.quote), text)) for row in rows]


def _span_of(quote: str, text: str) -> tuple[int, int] | None:
    start = text.find(quote)
    return (start, start + len(quote)) if quote and start >= 0 else None


def overlap(one: Row, other: Row) -> float:
    """Which share of the shorter quote both quotes have in common, 0 to 1."""
    if one.span is None or other.span is None:
        return 0.0
    shared = min(one.span[1], other.span[1]) - max(one.span[0], other.span[0])
    shorter = min(one.span[1] - one.span[0], other.span[1] - other.span[0])
    return max(0, shared) / shorter


def is_of_one_type(gold: str, found: str) -> bool:
    """Whether two events are of one type: the strict level."""
    return gold == found


def is_of_one_family(gold: str, found: str) -> bool:
    """Whether two types are of one family: a visit and a meeting are both a contact.

    >>> is_of_one_family("visit", "meeting"), is_of_one_family("visit", "arrival")
    (True, False)
    """
    return FAMILIES.get(gold, gold) == FAMILIES.get(found, found)


@frozen
class Names:
    """The names of one annotated document: each surface form leads to the name of its entity."""

    forms: Mapping[str, str]

    @classmethod
    def of(cls, entities: Iterable[tuple[str, Sequence[str]]]) -> Names:
        """The forms of entities, given as (name, surface forms); the first entity that has a form keeps it."""
        forms: dict[str, str] = {}
        for name, mentions in entities:
            for form in (name, *mentions):
                forms.setdefault(plain(form), name)
        return cls(forms)

    def entity(self, name: str) -> str:
        """The name of the entity, else the plain name: also where the words of one form hold all those of the other."""
        key = plain(name)
        if key in self.forms:
            return self.forms[key]
        words = set(key.split())
        near = {entity for form, entity in self.forms.items() if words and form and _within(words, set(form.split()))}
        return near.pop() if len(near) == 1 else key

    def who(self, row: Row) -> set[str]:
        """The entities that take part."""
        return {self.entity(name) for name, _ in row.participants}

    def roles(self, row: Row) -> set[tuple[str, str]]:
        """The entities that take part, with their roles."""
        return {(self.entity(name), role) for name, role in row.participants}

    def chain(self, row: Row) -> list[str]:
        """Who says so, outermost first."""
        return [self.entity(name) for name in row.source]


def _within(one: set[str], other: set[str]) -> bool:
    return one <= other or other <= one


def pair_up(gold: Sequence[Row], found: Sequence[Row], names: Names, same: Callable[[str, str], bool]) -> list[Pair]:
    """One-to-one pairs of placed rows: equal types first, then common participants, then the larger overlap."""
    candidates = [
        (g.type == f.type, len(names.who(g) & names.who(f)), overlap(g, f), g, f)
        for g in gold
        for f in found
        if same(g.type, f.type) and overlap(g, f) >= OVERLAP
    ]
    pairs: list[Pair] = []
    used: set[int] = set()
    for *_, g, f in sorted(candidates, key=lambda candidate: candidate[:3], reverse=True):
        if not {id(g), id(f)} & used:
            used |= {id(g), id(f)}
            pairs.append(Pair(g, f))
    return pairs
