"""Evidence: stretches of the source text as Web Annotation resources, each with one selector of two types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.converters.iris import Iris
from kg.converters.terms import Triple, boolean, offset_char, words
from kg.converters.vocab import OA, RDF
from kg.model.mark import Mark, MarkKind
from kg.model.passage import Passage
from kg.model.reading import Reading

CONTEXT_CHARS = 32  # before and after a quote: enough to find it again in an edited text, too little to rebuild one
STATED_FIELDS = ("title", "date", "author", "sender", "addressee", "signature", "translator")


def span_triples(reading: Reading, iris: Iris) -> Iterator[Triple]:
    """Every passage that a statement of the reading points at, once each."""
    marks = insertions(reading.marks)
    text = reading.report.source.text
    for passage in sorted(set(_passages(reading))):
        yield from _span(passage, text, marks, iris)


def insertions(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks that put words in; an omission puts none in."""
    return tuple(mark for mark in marks if mark.kind is not MarkKind.OMISSION)


def _passages(reading: Reading) -> Iterator[Passage]:
    for claim in reading.claims:
        yield from claim.evidence
    for event in reading.events:
        yield event.trigger
    for voice in reading.voices:
        if voice.cue is not None:
            yield voice.cue
    for time in reading.times:
        yield time.surface
    for mark in reading.marks:
        yield mark.passage
    for field in STATED_FIELDS:
        if field in reading.report.places:
            yield reading.report.places[field]


def _span(passage: Passage, text: str, marks: tuple[Mark, ...], iris: Iris) -> Iterator[Triple]:
    span, selector, dg = iris.span(passage), iris.selector(passage), iris.dg
    start, end = passage.start_char, passage.end_char
    yield span, RDF.type, dg.TextSpan
    yield span, RDF.type, OA.SpecificResource
    yield span, OA.hasSource, iris.source
    yield span, OA.hasSelector, selector
    if any(mark.passage.overlaps(passage) for mark in marks):
        yield span, dg.containsEditorialInsertion, boolean(holds=True)
    yield selector, RDF.type, OA.TextQuoteSelector
    yield selector, RDF.type, OA.TextPositionSelector
    yield selector, OA.exact, words(passage.exact)
    if before := text[max(0, start - CONTEXT_CHARS) : start]:
        yield selector, OA.prefix, words(before)
    if after := text[end : end + CONTEXT_CHARS]:
        yield selector, OA.suffix, words(after)
    yield selector, OA.start, offset_char(start)
    yield selector, OA.end, offset_char(end)
