"""Times: a date with its bounds, and the words that gave it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.converters.iris import Iris
from kg.converters.terms import NamedNode, Triple, day, edtf, length_of_time
from kg.converters.vocab import RDF
from kg.model.dates import Duration, EdtfDate, Resolution
from kg.model.reading import Reading

# In these the length of time leads from the anchor to the date; in all others it is how long something lasted.
_COUNTED = frozenset(
    {
        Resolution.OFFSET_FROM_ANCHOR,
        Resolution.OFFSET_FROM_UNKNOWN_ANCHOR,
        Resolution.BEFORE_ANCHOR,
        Resolution.AFTER_ANCHOR,
        Resolution.DEICTIC_FROM_UTTERANCE,
    }
)


def date_triples(this: NamedNode, date: EdtfDate, iris: Iris) -> Iterator[Triple]:
    """The EDTF value, which no store can order, and its bounds, which every store can; an open bound is left out."""
    dg = iris.dg
    yield this, dg.date, edtf(date.value)
    if date.earliest is not None:
        yield this, dg.earliest, day(date.earliest)
    if date.latest is not None:
        yield this, dg.latest, day(date.latest)


def duration_triples(this: NamedNode, duration: Duration, iris: Iris) -> Iterator[Triple]:
    """How long it lasted, and how the text qualifies that."""
    yield this, iris.dg.duration, length_of_time(duration.value)
    if duration.qualifier:
        yield this, iris.dg.durationQualifier, iris.dgv[duration.qualifier]


def time_triples(reading: Reading, iris: Iris) -> Iterator[Triple]:
    """Each time expression: its words, how it was resolved, from which anchor, to what."""
    dg = iris.dg
    for time in reading.times:
        this = iris.time_expression(time)
        yield this, RDF.type, dg.TemporalExpression
        yield this, dg.surface, iris.span(time.surface)
        yield this, dg.resolution, iris.dgv[time.resolution]
        if time.resolves_to is not None:
            yield this, dg.resolvesTo, edtf(time.resolves_to.value)
        if time.anchor_event:
            yield this, dg.anchor, iris.event(time.anchor_event)
        if time.anchor_date is not None:
            yield this, dg.anchorDate, edtf(time.anchor_date.value)
        if time.event:
            yield this, dg.dates, iris.event(time.event)
        if time.duration is not None and time.resolution in _COUNTED:
            yield this, dg.offset, length_of_time(time.duration.value)
            if time.duration.qualifier:
                yield this, dg.durationQualifier, iris.dgv[time.duration.qualifier]
        elif time.duration is not None:
            yield from duration_triples(this, time.duration, iris)
