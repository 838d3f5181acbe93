"""The whole flow on one page: a report in, checked statements out. Reads no file and asks no clock."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from datetime import date

from attrs import evolve, field, frozen
from pyoxigraph import Quad

from kg.checks import Shapes, findings_on
from kg.claims import claims_in
from kg.converters import Base, quads_of
from kg.eventlist import flat_events
from kg.links import links_for
from kg.mentions import discourse_of
from kg.mentions.times import times_in
from kg.model.authority import Authority
from kg.model.dates import Resolution
from kg.model.finding import Finding, Severity
from kg.model.reading import Reading
from kg.model.report import Report
from kg.model.syntax import ParsedParagraph
from kg.model.timephrase import TimePhrase
from kg.text.marks import findings_on_brackets
from kg.text.parse import parse_of, pipeline

__all__ = ["Build", "build", "flat_events"]


@frozen
class Build:
    """What became of one report. It may be published if `is_sound`."""

    reading: Reading
    quads: tuple[Quad, ...] = field(repr=False)
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether no finding is an error; warnings and notes are published with the graph."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)


def get_ready() -> None:
    """Load the parser, and leave what is loaded by now out of the collection of garbage.

    The model is a large heap that lives to the end of the run; to walk over it again and again cost a build a tenth of
    its time (`make bench`).
    """
    pipeline()
    gc.collect()
    gc.freeze()


def build(report: Report, authority: Authority, shapes: Shapes | None, base: Base) -> Build:
    """Turn one report into checked statements; without `shapes` only the reading itself has findings."""
    reading = reading_of(report, authority)
    quads = quads_of(reading, base)
    findings = findings_on(reading, quads, shapes) if shapes else ()
    return Build(reading, quads, (*findings, *reading.findings))


def reading_of(report: Report, authority: Authority) -> Reading:
    """All that is understood of a report: its text parsed, its names resolved and linked, its claims."""
    paragraphs = parse_of(report)
    day = _day_of(report, paragraphs)
    discourse = discourse_of(report, paragraphs, authority, day)
    times = _times_in(report, paragraphs, day)
    reading = claims_in(report, paragraphs, discourse, times, authority)
    links = links_for(reading.entities, reading.mentions, report, authority, discourse.offices)
    keys = {link.entity: link.authority for link in links}
    entities = tuple(evolve(entity, authority=keys.get(entity.id, "")) for entity in reading.entities)
    not_understood = (*reading.findings, *_open_mentions(reading), *_odd_brackets(report))
    return evolve(reading, entities=entities, links=links, findings=not_understood)


def _day_of(report: Report, paragraphs: Sequence[ParsedParagraph]) -> date | None:
    """The day of a report; of one without a date the first whole date that it tells of."""
    if report.date and report.date.earliest:
        return report.date.earliest
    phrases = (phrase for paragraph in paragraphs for phrase in times_in(paragraph.text, date.min))
    whole = (phrase.value for phrase in phrases if phrase.resolution is Resolution.EXPLICIT and phrase.value)
    return next((value.earliest for value in whole if value.earliest), None)


def _times_in(report: Report, paragraphs: Sequence[ParsedParagraph], day: date | None) -> list[tuple[TimePhrase, ...]]:
    """The time phrases of each paragraph, counted from the day of the report.

    In one without a date of its own, what would count from the day of writing ("last year") says nothing.
    """
    if day is None:
        return [()] * len(paragraphs)
    rows = [times_in(paragraph.text, day) for paragraph in paragraphs]
    if report.date and report.date.earliest:
        return rows
    deictic = Resolution.DEICTIC_FROM_UTTERANCE
    return [tuple(phrase for phrase in row if phrase.resolution is not deictic) for row in rows]


def _open_mentions(reading: Reading) -> Iterator[Finding]:
    """A note for each pronoun and office that no rule could resolve."""
    for mention in reading.open_mentions:
        message = f"{mention.passage.exact!r} is left open: {mention.reason}"
        yield Finding(Severity.NOTE, "open-mention", message, reading.report.key, mention.passage)


def _odd_brackets(report: Report) -> Iterator[Finding]:
    """A warning for each bracket without its partner."""
    for passage in report.paragraphs:
        yield from findings_on_brackets(report.source.text, passage)
