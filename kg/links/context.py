"""What the document says around a name: its date, whose mission writes from where, and what was linked already."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from attrs import define, field

from kg.links.periods import is_before_its_time, is_past
from kg.model.authority import Authority, Known
from kg.model.dates import EdtfDate
from kg.model.discourse import OfficeFact
from kg.model.entity import Entity, Kind
from kg.model.report import Report

TIED = (Kind.STATE, Kind.ORGANISATION, Kind.MISSION, Kind.POST)
"""The kinds whose presence in a document ties it to a state."""


@define
class Context:
    """The document as the linker sees it; `keys` grows as entities are linked, states first and persons last."""

    authority: Authority
    date: EdtfDate | None
    entities: Mapping[str, Entity]
    offices: Sequence[OfficeFact] = ()
    sending: str = ""  # key of the state whose mission writes
    receiving: str = ""  # key of the state where it writes
    keys: dict[str, str] = field(factory=dict)  # entity -> key of what it was linked to

    def key_of(self, entity: str) -> str:
        """The key of an entity that was linked; "" if there is none."""
        return self.keys.get(entity, "")

    def states_at_hand(self, besides: str = "") -> frozenset[str]:
        """The keys of the states to which anything linked so far belongs, persons and places left out."""
        tied = set()
        for id_, key in self.keys.items():
            known = self.authority.entries[key]
            if id_ != besides and known.kind in TIED:
                tied |= {known.key} if known.kind is Kind.STATE else {known.state, known.receiving_state}
        return frozenset(tied - {""})

    def exists(self, known: Known) -> bool:
        """Whether it existed at the document's date, as far as is known."""
        return not is_before_its_time(known, self.date) and not is_past(known, self.date)


def context_of(
    entities: Sequence[Entity], report: Report, authority: Authority, offices: Sequence[OfficeFact] = ()
) -> Context:
    """The context of a report before anything is linked."""
    context = Context(authority, report.date, {entity.id: entity for entity in entities}, tuple(offices))
    context.sending, context.receiving = _sides(report, context)
    return context


def _sides(report: Report, context: Context) -> tuple[str, str]:
    """The state whose mission writes, and the one it is accredited to, as the page's own heading names them."""
    by_name = _states_named(report.sender, context)
    by_place = _states_placed(" ".join((report.sender, report.place)), context)
    sending = by_name[0] if by_name else ""
    receiving = next((key for key in (*by_name[1:], *by_place) if key != sending), "")
    return sending, receiving


def _states_named(text: str, context: Context) -> list[str]:
    """The keys of the states that `text` names without doubt, by name or adjective, in order."""
    meant: dict[str, set[str]] = {}
    for known in context.authority.of_kind(Kind.STATE):
        if context.exists(known):
            for form in (known.name, *known.names, *known.adjectives):
                meant.setdefault(form, set()).add(known.key)
    return _found_in(text, meant)


def _states_placed(text: str, context: Context) -> list[str]:
    """The keys of the states whose places `text` names, in order: "Telegram from Pyongyang"."""
    meant: dict[str, set[str]] = {}
    for known in context.authority.of_kind(Kind.PLACE):
        if known.state:
            for form in (known.name, *known.names):
                meant.setdefault(form, set()).add(known.state)
    return _found_in(text, meant)


def _found_in(text: str, meant: Mapping[str, set[str]]) -> list[str]:
    """What the forms that stand in `text` mean, longest form first; a form of two meanings is passed over."""
    forms = "|".join(re.escape(form) for form in sorted(meant, key=lambda form: (-len(form), form)))
    if not forms or not text.strip():
        return []
    found = [meant[match.group()] for match in re.finditer(rf"(?<!\w)(?:{forms})(?!\w)", text)]
    return [next(iter(keys)) for keys in found if len(keys) == 1]
