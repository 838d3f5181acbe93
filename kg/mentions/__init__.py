"""Who and what a report speaks of: names, offices, groups, pronouns; times."""

from __future__ import annotations

from collections.abc import Sequence

from kg.lexicon import read_cues, read_names
from kg.mentions.coreference import Resolver
from kg.mentions.frame import frame_of
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.registry import Registry
from kg.mentions.spans import NameSpan
from kg.mentions.walk import Walk
from kg.model.authority import Authority
from kg.model.discourse import Discourse
from kg.model.entity import Kind
from kg.model.report import Report
from kg.model.syntax import ParsedParagraph


def discourse_of(report: Report, paragraphs: Sequence[ParsedParagraph], authority: Authority) -> Discourse:
    """Which words of a report mean whom. What no rule resolves is an open mention, never a guess."""
    gazetteer = Gazetteer.of(authority)
    words, cues = read_names(), read_cues()
    frame = frame_of(report, authority, gazetteer)
    year = report.date.earliest.year if report.date and report.date.earliest else None
    registry = Registry(authority, frame, year)
    author = registry.person_named(report.author) if report.author else ""
    sender = _office(report.sender, registry, gazetteer)
    addressee = _office(report.addressee, registry, gazetteer)
    if author and frame.home:
        registry.drafts[author].fields["state"] = registry.state(frame.home)
    author = author or sender
    resolver = Resolver(registry, words, cues, author)
    walk = Walk(authority, gazetteer, words, cues, registry, resolver, author, sender)
    referents, bounds = [], []
    for paragraph in paragraphs:
        found, where = walk.paragraph(paragraph)
        for position, aside in enumerate(paragraph.parentheses):
            found[-1 - position] = walk.asides.get((paragraph.number, aside.at), ())
        referents.append(found)
        bounds.append(where)
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
        tuple(bounds),
    )


def _office(name: str, registry: Registry, gazetteer: Gazetteer) -> str:
    """The entity of a sender or addressee as the document's head names it."""
    if not name:
        return ""
    kind = Kind.MISSION if "Embassy" in name or "Legation" in name else Kind.ORGANISATION
    keys = gazetteer.names.get(name.replace("’", "'"), ())
    if keys and registry.authority.entries[keys[0]].kind in (Kind.MISSION, Kind.ORGANISATION):
        return registry.known(NameSpan(0, 0, 0, registry.authority.entries[keys[0]].kind, keys, name))
    home = registry.state(registry.frame.home) if registry.frame.home and kind is Kind.MISSION else ""
    post = registry.state(registry.frame.post) if registry.frame.post and kind is Kind.MISSION else ""
    prefix = "mission" if kind is Kind.MISSION else "org"
    return registry.add(f"{prefix}/{name.casefold()}", kind, name, state=home, receiving_state=post)
