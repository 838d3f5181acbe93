"""What the document says around a name: its date, whose mission writes from where, and what was linked already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from attrs import define, field, frozen

from kg.links.periods import is_before_its_time, is_past
from kg.model.authority import Authority, Known
from kg.model.dates import EdtfDate
from kg.model.discourse import OfficeFact
from kg.model.edition import Edition, years_of_volume
from kg.model.entity import Entity, Kind
from kg.model.mention import Mention
from kg.model.report import Report
from kg.names import likeness

TIED = (Kind.STATE, Kind.ORGANISATION, Kind.MISSION, Kind.POST)
"""The kinds whose presence in a document ties it to a state."""


@lru_cache(maxsize=65536)
def states_of(known: Known, authority: Authority) -> frozenset[str]:
    """The keys of the states that a known thing may belong to."""
    return frozenset().union(*(authority.states_meant(state) for state in (known.state, *known.other_states)))


@define
class Context:
    """The document as the linker sees it; `keys` grows as entities are linked, states first and persons last."""

    authority: Authority
    date: EdtfDate | None
    entities: Mapping[str, Entity]
    report: str = ""  # its key
    offices_of: Mapping[str, Sequence[OfficeFact]] = field(factory=dict)  # by person
    sending: str = ""  # key of the state whose mission writes
    receiving: str = ""  # key of the state where it writes
    written_in: str = ""  # key of the state where the document was written, be it abroad or at home
    volume: str = ""  # of the edition that the document comes from
    marked: Mapping[str, frozenset[str]] = field(factory=dict)  # entity -> identifiers that the editors gave its names
    linked_elsewhere: Mapping[str, int] = field(factory=dict)  # key -> documents of this mission and time that name it
    keys: dict[str, str] = field(factory=dict)  # entity -> key of what it was linked to
    known: dict[str, Known] = field(factory=dict)  # key -> what was linked, as it was decided on
    tied: dict[str, frozenset[str]] = field(factory=dict)  # entity -> states to which what it was linked to belongs

    @property
    def year(self) -> int | None:
        """The year of the document."""
        return self.date.latest.year if self.date and self.date.latest else None

    def key_of(self, entity: str) -> str:
        """The key of an entity that was linked; "" if there is none."""
        return self.keys.get(entity, "")

    def name_of(self, key: str) -> str:
        """What the thing of a key is called."""
        known = self.known.get(key) or self.authority.entry(key)
        return known.name if known else key

    def states_of(self, known: Known) -> frozenset[str]:
        """The keys of the states that a known thing may belong to."""
        return states_of(known, self.authority)

    def link(self, entity: str, known: Known) -> None:
        """Remember what an entity was linked to: what comes after leans on it."""
        self.keys[entity] = known.key
        self.known[known.key] = known
        if known.kind in TIED:
            meant = self.authority.states_meant
            own = known.kind is Kind.STATE
            self.tied[entity] = frozenset({known.key}) if own else meant(known.state) | meant(known.receiving_state)

    def states_at_hand(self, besides: str = "") -> frozenset[str]:
        """The keys of the states to which anything linked so far belongs, persons and places left out."""
        return frozenset().union(*(states for entity, states in self.tied.items() if entity != besides))

    def exists(self, known: Known) -> bool:
        """Whether it existed at the document's date, as far as is known."""
        return not is_before_its_time(known, self.date) and not is_past(known, self.date)


def context_of(
    entities: Sequence[Entity],
    mentions: Sequence[Mention],
    report: Report,
    authority: Authority,
    offices: Sequence[OfficeFact] = (),
) -> Context:
    """The context of a report before anything is linked."""
    offices_of: dict[str, list[OfficeFact]] = {}
    for fact in offices:
        offices_of.setdefault(fact.person, []).append(fact)
    context = Context(authority, date_of(report), {entity.id: entity for entity in entities}, report.key, offices_of)
    context.sending, context.receiving, context.written_in = _sides(report, context)
    if report.edition:
        context.volume = report.edition.volume
        context.marked = marked_persons(entities, mentions, report.edition)
    return context


def date_of(report: Report) -> EdtfDate | None:
    """When a document was written: its own date, else the years of its volume; None if neither is known.

    Editorial notes have no date of their own, but do not speak of what came after.
    """
    if report.date or report.edition is None:
        return report.date
    first, last = years_of_volume(report.edition.volume)
    return EdtfDate(f"{first}/{last}") if first else None


def marked_persons(
    entities: Sequence[Entity], mentions: Sequence[Mention], edition: Edition | None
) -> dict[str, frozenset[str]]:
    """The identifiers ("frus1961-63v05#p_KNS1") that the editors gave to the names of each person.

    Their marks have errors: one that leads to a name which contradicts the person's own is left out.
    """
    if edition is None:
        return {}
    listed = {person.id: person.name for person in edition.persons}
    names = {entity.id: entity.name for entity in entities if entity.kind is Kind.PERSON}
    marked: dict[str, set[str]] = {}
    for hint in edition.names:
        for mention in mentions:
            if hint.id not in listed or not mention.passage.overlaps(hint.passage):
                continue
            if likeness(names.get(mention.entity, ""), listed[hint.id]):
                marked.setdefault(mention.entity, set()).add(f"{edition.volume}#{hint.id}")
    return {entity: frozenset(identifiers) for entity, identifiers in marked.items()}


def _sides(report: Report, context: Context) -> tuple[str, str, str]:
    """The state whose mission writes, the one it is accredited to, and the one where it writes, by the heading."""
    by_name = _states_named(report.sender, context)
    by_place = _states_placed(" ".join((report.sender, report.place)), context)
    sending = by_name[0] if by_name else ""
    receiving = next((key for key in (*by_name[1:], *by_place) if key != sending), "")
    placed = _states_placed(report.place, context)
    return sending, receiving, receiving or (placed[0] if placed else "")


def _states_named(text: str, context: Context) -> list[str]:
    """The keys of the states that `text` names without doubt, by name or adjective, in order."""
    living = tuple(known.key for known in context.authority.of_kind(Kind.STATE) if context.exists(known))
    return _forms_of_states(context.authority, living).found_in(text)


def _states_placed(text: str, context: Context) -> list[str]:
    """The keys of the states whose places `text` names, in order: "Telegram from Pyongyang"."""
    return _forms_of_places(context.authority).found_in(text)


@frozen
class Forms:
    """What each of some forms means, and the pattern that finds them, the longest first."""

    meant: Mapping[str, frozenset[str]]
    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Forms:
        """The forms of pairs of a form and a key that it may mean."""
        meant: dict[str, set[str]] = {}
        for form, key in pairs:
            meant.setdefault(form, set()).add(key)
        forms = "|".join(re.escape(form) for form in sorted(meant, key=lambda form: (-len(form), form)))
        pattern = re.compile(rf"(?<!\w)(?:{forms})(?!\w)") if forms else None
        return cls({form: frozenset(keys) for form, keys in meant.items()}, pattern)

    def found_in(self, text: str) -> list[str]:
        """What the forms that stand in `text` mean, in order; a form of two meanings is passed over."""
        if self.pattern is None:
            return []
        found = [self.meant[match.group()] for match in self.pattern.finditer(text)]
        return [next(iter(keys)) for keys in found if len(keys) == 1]


# A pattern takes 2 ms to make. The states that exist are the same for years.
@lru_cache(maxsize=256)
def _forms_of_states(authority: Authority, keys: tuple[str, ...]) -> Forms:
    states = (authority.entries[key] for key in keys)
    return Forms.of((form, known.key) for known in states for form in (known.name, *known.names, *known.adjectives))


@lru_cache(maxsize=16)
def _forms_of_places(authority: Authority) -> Forms:
    places = (known for known in authority.of_kind(Kind.PLACE) if known.state)
    return Forms.of((form, known.state) for known in places for form in (known.name, *known.names))
