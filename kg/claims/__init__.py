"""What a report tells: events, who says so through whom, how sure, and on which words."""

from __future__ import annotations

from collections.abc import Sequence

from kg.claims.addressees import Addressees
from kg.claims.assemble import assemble
from kg.claims.confidence import with_confidence
from kg.claims.dating import Dating
from kg.claims.heading import claim_heading
from kg.claims.offices import add_tenures
from kg.claims.reader import reader_of
from kg.claims.scene import Scene
from kg.lexicon import read_cues, read_frames, read_names, read_precision
from kg.model.authority import Authority
from kg.model.discourse import Discourse
from kg.model.reading import Reading
from kg.model.report import Report
from kg.model.syntax import ParsedParagraph
from kg.model.timephrase import Calendar, TimePhrase


def claims_in(
    report: Report,
    paragraphs: Sequence[ParsedParagraph],
    discourse: Discourse,
    times: Sequence[Sequence[TimePhrase]],
    authority: Authority,
    calendar: Calendar,
) -> Reading:
    """The reading of a report, without links. Every claim rests on a passage of the source.

    `calendar` counts "2 days later" from a date, and knows the days of a journal's entries.
    """
    scene = Scene(report, paragraphs, discourse, times, authority, read_frames(), read_cues(), read_names())
    reader = reader_of(scene)
    for paragraph in paragraphs:
        reader.paragraph(paragraph)
    Addressees(scene).complete()
    add_tenures(scene, reader.voices)
    dating = Dating(scene, calendar)
    dating.date_all()
    claim_heading(scene, reader.voices)
    return with_confidence(assemble(scene, dating), read_precision())
