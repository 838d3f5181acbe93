"""Who and what a report speaks of: names, offices, groups, pronouns; times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kg.lexicon import read_cues, read_names
from kg.mentions.coreference import Resolver
from kg.mentions.frame import frame_of
from kg.mentions.gazetteer import gazetteer_of
from kg.mentions.marked import MarkedNames
from kg.mentions.offices import Offices
from kg.mentions.registry import Registry
from kg.mentions.walk import Walk
from kg.model.authority import Authority
from kg.model.discourse import Discourse
from kg.model.report import Report
from kg.model.syntax import ParsedParagraph


def discourse_of(
    report: Report,
    paragraphs: Sequence[ParsedParagraph],
    authority: Authority,
    day: date | None,
    participants: Sequence[ParsedParagraph] = (),
) -> Discourse:
    """Which words of a report mean whom. What no rule resolves is an open mention, never a guess.

    `day` is that of the report, or the first one that an undated report tells of: by it holders of offices are known.
    `participants` are the entries of the list of those who took part in a talk.
    """
    gazetteer = gazetteer_of(authority)
    words, cues = read_names(), read_cues()
    frame = frame_of(report, authority, gazetteer, words)
    registry = Registry(authority, frame, day)
    author = registry.person_named(report.author) if report.author else ""
    sender = registry.correspondent(report.sender, gazetteer) if report.sender else ""
    addressee = registry.correspondent(report.addressee, gazetteer) if report.addressee else ""
    if author and frame.home:
        registry.drafts[author].fields["state"] = registry.state(frame.home)
    author = author or sender
    resolver = Resolver(registry, words, cues, author)
    offices = Offices(registry, resolver, words, author)
    walk = Walk(authority, gazetteer, words, cues, registry, resolver, offices, author, MarkedNames.of(report), sender)
    walk.participants(participants)
    referents, spans = [], []
    for paragraph in paragraphs:
        found, bounds = walk.paragraph(paragraph)
        for position, aside in enumerate(paragraph.parentheses):
            found[-1 - position] = walk.asides.get((paragraph.number, aside.at), ())
        referents.append(found)
        spans.append(bounds)
    return Discourse(
        registry.entities(),
        tuple(referents),
        tuple(walk.mentions),
        tuple(walk.open_mentions),
        tuple(registry.offices),
        author,
        sender,
        addressee,
        {id_: draft.side for id_, draft in registry.drafts.items() if draft.side},
        participants=tuple(sorted(registry.participants)),
        spans=tuple(spans),
    )
