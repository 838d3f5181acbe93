"""A reading: all that was understood of one report, and what was not."""

from __future__ import annotations

from attrs import frozen

from kg.model.claim import Claim, Turn, Voice
from kg.model.dates import TimeExpression
from kg.model.entity import Entity
from kg.model.event import Event
from kg.model.finding import Finding
from kg.model.mark import Mark
from kg.model.mention import Link, Mention, OpenMention
from kg.model.reference import Reference
from kg.model.report import Report


@frozen
class Reading:
    """One report and everything found in it. Ids in it refer to each other and to nothing outside."""

    report: Report
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    open_mentions: tuple[OpenMention, ...] = ()
    links: tuple[Link, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    events: tuple[Event, ...] = ()
    voices: tuple[Voice, ...] = ()
    claims: tuple[Claim, ...] = ()
    marks: tuple[Mark, ...] = ()
    findings: tuple[Finding, ...] = ()
    turns: tuple[Turn, ...] = ()
    references: tuple[Reference, ...] = ()
