"""An eventuality: something that happened, holds, was planned, proposed, withdrawn, denied or only thought of."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from kg.model.dates import Duration, EdtfDate
from kg.model.passage import Passage


class Status(StrEnum):
    """Whether it happened, in the reading of the whole document at its date."""

    OCCURRED = "Occurred"
    HOLDS = "Holds"
    HABITUAL = "Habitual"
    PRESUMED = "Presumed"
    CONTESTED = "Contested"
    PROSPECTIVE = "Prospective"
    WITHDRAWN = "Withdrawn"
    DESIRED = "Desired"
    HYPOTHETICAL = "Hypothetical"
    NOT_OCCURRED = "NotOccurred"


REALIS = {
    Status.OCCURRED: "Realis",
    Status.HOLDS: "Realis",
    Status.HABITUAL: "Realis",
    Status.PRESUMED: "Uncertain",
    Status.CONTESTED: "Uncertain",
    Status.PROSPECTIVE: "Irrealis",
    Status.WITHDRAWN: "Irrealis",
    Status.DESIRED: "Irrealis",
    Status.HYPOTHETICAL: "Irrealis",
    Status.NOT_OCCURRED: "Irrealis",
}


@frozen(order=True)
class Participant:
    """An entity in a role: visitor, host, speaker, sender … (the roles of the ontology)."""

    role: str
    entity: str


@frozen(order=True)
class Relation:
    """A link to another eventuality of the report: proposes, withdraws, returns, cause, effect … `target` is its id."""

    kind: str
    target: str


@frozen(order=True)
class Attribute:
    """Something said of an eventuality in words: topic, item, quality, manner. `passage` is where it stands."""

    name: str
    text: str
    passage: Passage


@frozen
class Event:
    """One eventuality; `type` is a class of the ontology. It says nothing about the world: claims do."""

    id: str  # "{type}@{start}-{end}" of the trigger: anchored in the text, not in the reading of it
    type: str
    trigger: Passage
    label: str
    status: Status
    rule: str
    participants: tuple[Participant, ...] = ()
    relations: tuple[Relation, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    date: EdtfDate | None = None
    date_rule: str = ""  # which rule gave the date: "date.words" the words of the clause, all others carry one over
    duration: Duration | None = None
    place: str = ""  # an entity
    count: int | None = None  # of a series
    flat_type: str = ""  # the type in the flat list, "" if it has no place there
    confidence: float | None = None  # measured precision of `rule`; None where it was not measured

    def agents(self, role: str) -> tuple[str, ...]:
        """The entities in `role`."""
        return tuple(p.entity for p in self.participants if p.role == role)

    def targets(self, kind: str) -> tuple[str, ...]:
        """The eventualities that a relation of this kind leads to."""
        return tuple(r.target for r in self.relations if r.kind == kind)
