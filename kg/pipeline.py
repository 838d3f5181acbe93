"""The whole flow on one page: a report in, checked statements out. Reads no file and asks no clock."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from attrs import evolve, field, frozen
from pyoxigraph import Quad

from kg.checks import Shapes, findings_on
from kg.claims import claims_in
from kg.converters import Base, quads_of
from kg.eventlist import flat_events
from kg.links import links_for, shared_keys
from kg.mentions import discourse_of
from kg.mentions.references import references_in
from kg.mentions.times import resolved, times_in
from kg.mentions.times_entries import day_of_subject, days_of_entries
from kg.mentions.times_undated import times_in_undated, whole_date_in
from kg.model.authority import Authority
from kg.model.dates import EdtfDate, Resolution
from kg.model.discourse import OfficeFact
from kg.model.finding import Finding, Severity
from kg.model.reading import Reading
from kg.model.report import Report
from kg.model.syntax import ParsedParagraph
from kg.model.timephrase import Calendar, TimePhrase
from kg.text.marks import findings_on_brackets
from kg.text.parse import Parses, parse_of, parse_of_participants, pipeline

__all__ = ["Build", "build", "flat_events"]

OBJECTS_BETWEEN_COLLECTIONS = 50_000


@frozen
class Draft:
    """What a report says, before it is decided who is who; `offices` are the titles that it gives to people."""

    reading: Reading
    offices: tuple[OfficeFact, ...]
    words: frozenset[str] = frozenset()  # the lemmas of its text, and its words in small letters


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
    its time (`make bench`). What a report leaves behind goes by itself, but for few cycles: to look for them after
    every 700 objects, as Python does, cost 3 % more.
    """
    pipeline()
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)


def build(report: Report, authority: Authority, shapes: Shapes | None, base: Base) -> Build:
    """Turn one report, decided alone, into checked statements; without `shapes` only the reading has findings."""
    return built(reading_of(report, authority), shapes, base)


def built(reading: Reading, shapes: Shapes | None, base: Base) -> Build:
    """Turn a reading into checked statements."""
    quads = quads_of(reading, base)
    findings = findings_on(reading, quads, shapes) if shapes else ()
    return Build(reading, quads, (*findings, *reading.findings))


def reading_of(report: Report, authority: Authority) -> Reading:
    """All that is understood of a report: its text parsed, its names resolved and linked, its claims."""
    return linked(draft_of(report, authority), authority)


def draft_of(report: Report, authority: Authority, parses: Parses | None = None) -> Draft:
    """What a report says, before it is decided who is who; `parses` keeps what the parser found."""
    paragraphs = parse_of(report, parses)
    participants = parse_of_participants(report, parses)
    day = _day_of(report, paragraphs)
    discourse = discourse_of(report, paragraphs, authority, day, participants)
    entries = days_of_entries(report, [paragraph.offsets[0] if paragraph.offsets else 0 for paragraph in paragraphs])
    times = _times_in(report, paragraphs, entries)
    calendar = Calendar(resolved, entries, day_of_subject(report))
    reading = claims_in(report, paragraphs, discourse, times, authority, calendar)
    not_understood = (*reading.findings, *_open_mentions(reading), *_open_times(reading), *_odd_brackets(report))
    references = references_in(report.paragraphs, report.key)
    words = frozenset(_words_of((*paragraphs, *participants)))
    return Draft(evolve(reading, findings=not_understood, references=references), discourse.offices, words)


def linked(draft: Draft, authority: Authority, elsewhere: Mapping[str, int] | None = None) -> Reading:
    """The reading with its links; with what the other documents say (`Library.elsewhere`), where it is given."""
    reading = draft.reading
    links = links_for(reading.entities, reading.mentions, reading.report, authority, draft.offices, elsewhere)
    keys = {link.entity: link.authority for link in links}
    shared = shared_keys(reading, links)
    entities = tuple(
        evolve(entity, authority=keys.get(entity.id, ""), shared=shared.get(entity.id, ""))
        for entity in reading.entities
    )
    return evolve(reading, entities=entities, links=links)


def _words_of(paragraphs: Iterable[ParsedParagraph]) -> Iterator[str]:
    for paragraph in paragraphs:
        for token in paragraph.tokens:
            yield token.lemma
            yield token.text.lower()
        yield from _words_of([aside.speaker for aside in paragraph.parentheses])


def _day_of(report: Report, paragraphs: Sequence[ParsedParagraph]) -> date | None:
    """The day of a report; of one without a date the first whole date that it tells of."""
    if report.date and report.date.earliest:
        return report.date.earliest
    return next((day for paragraph in paragraphs if (day := whole_date_in(_printed(paragraph)))), None)


def _times_in(
    report: Report, paragraphs: Sequence[ParsedParagraph], entries: Sequence[EdtfDate | None]
) -> list[tuple[TimePhrase, ...]]:
    """The time phrases of each paragraph, counted from the report's date, or from that of its entry in a journal.

    A note without a date of its own is read by the whole dates that it tells of.
    """
    if report.date and report.date.earliest:
        days = [entry.earliest if entry and entry.earliest else report.date.earliest for entry in entries]
        return [times_in(paragraph.text, day) for paragraph, day in zip(paragraphs, days, strict=True)]
    return times_in_undated([(paragraph.text, _printed(paragraph)) for paragraph in paragraphs])


def _printed(paragraph: ParsedParagraph) -> str:
    """A paragraph as it is printed, with what is left out of its parse."""
    return paragraph.source[paragraph.offsets[0] : paragraph.offsets[-1] + 1] if paragraph.offsets else ""


def _open_mentions(reading: Reading) -> Iterator[Finding]:
    """A note for each pronoun and office that no rule could resolve."""
    for mention in reading.open_mentions:
        message = f"{mention.passage.exact!r} is left open: {mention.reason}"
        yield Finding(Severity.NOTE, "open-mention", message, reading.report.key, mention.passage)


def _open_times(reading: Reading) -> Iterator[Finding]:
    """A note for each date that nothing in the text settles: "two days later", after nothing that has a date."""
    for time in reading.times:
        if time.resolution is Resolution.OFFSET_FROM_UNKNOWN_ANCHOR and time.resolves_to is None:
            message = f"{time.surface.exact!r} is left open: the text does not say from when it counts"
            yield Finding(Severity.NOTE, "open-date", message, reading.report.key, time.surface)


def _odd_brackets(report: Report) -> Iterator[Finding]:
    """A warning for each bracket without its partner."""
    for passage in report.paragraphs:
        yield from findings_on_brackets(report.source.text, passage)
