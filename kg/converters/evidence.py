"""Evidence: stretches of the source text as Web Annotation resources, each with one selector of two types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.converters.iris import Iris
from kg.converters.terms import NamedNode, Triple, boolean, offset_char, words
from kg.converters.vocab import OA, RDF
from kg.model.mark import Mark, MarkKind
from kg.model.passage import Passage
from kg.model.reading import Reading

CONTEXT_CHARS = 32  # before and after a quote: enough to find it again in an edited text, too little to rebuild one
STATED_FIELDS = ("title", "date", "author", "sender", "addressee", "signature", "translator")


def span_triples(reading: Reading, iris: Iris) -> Iterator[Triple]:
    """Every passage that a statement of the reading points at, once each."""
    inserted = [(mark.passage.start_char, mark.passage.end_char) for mark in insertions(reading.marks)]
    text, source = reading.report.source.text, iris.source
    passages = {(passage.start_char, passage.end_char, passage.exact): passage for passage in _passages(reading)}
    for place in sorted(passages):
        start, end, _ = place
        has_insertion = any(first < end and start < last for first, last in inserted)
        yield from _span(passages[place], text, source, iris, has_insertion=has_insertion)


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
    for reference in reading.references:
        yield reference.passage
    for field in STATED_FIELDS:
        if field in reading.report.places:
            yield reading.report.places[field]


def _span(passage: Passage, text: str, source: NamedNode, iris: Iris, *, has_insertion: bool) -> Iterator[Triple]:
    span, selector, dg = iris.span(passage), iris.selector(passage), iris.dg
    start, end = passage.start_char, passage.end_char
    yield span, RDF.type, dg.TextSpan
    yield span, RDF.type, OA.SpecificResource
    yield span, OA.hasSource, source
    yield span, OA.hasSelector, selector
    if has_insertion:
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
