"""What the lines above the prose say beyond the title: who writes, from which office, of which kind, when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import frozen

from kg.model.passage import Passage
from kg.sources.dateline import date_alone, dateline_in, first_date
from kg.sources.document import Dated
from kg.sources.titles import TitleParts, title_parts

_ORGAN = re.compile(
    r"(?:the\s+)?(?:[\w'’&.-]+\s+){0,5}?(?:Embassy|Legation|Consulate(?:\s+General)?|High\s+Commission|Ministry|Commission|"
    r"Department|Committee|Delegation|Mission|Secretariat|Directorate|Bureau|Council|Headquarters)\b(?P<rest>[^:;?!]*)",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"(?:to|copies?|cc|for|distribution|attention)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|on|about|concerning|regarding)\b", re.IGNORECASE)
_PLACE_BEHIND = re.compile(r",\s*[^\W\d_][\w'’ -]*\.?$")
_LONGEST_ORGAN_WORDS = 14
_LONGEST_HEADING_WORDS = 40


@frozen
class Heading:
    """The facts of a heading; what it does not give is None or empty."""

    kind: str = ""
    sender: Passage | None = None
    addressee: Passage | None = None
    author: Passage | None = None
    dated: Dated | None = None
    partners: tuple[Passage, ...] = ()


def heading_of(lines: Sequence[Passage]) -> Heading:
    """The facts that the lines of a heading give, the first line that gives one before the others.

    The title may be among them: the first line of many a paper is the name of the office that wrote it.

    >>> from kg.model.passage import Passage
    >>> said = heading_of([Passage(0, 19, "LEGATION OF HUNGARY"), Passage(20, 40, "Report of 9 May 1959")])
    >>> said.sender.exact, said.kind, said.dated.date.value
    ('LEGATION OF HUNGARY', 'report', '1959-05-09')
    """
    says = [(line, title_parts(line.exact)) for line in lines if len(line.exact.split()) <= _LONGEST_HEADING_WORDS]
    return Heading(
        kind=next((parts.kind for _, parts in says if parts.kind), ""),
        sender=next((_part(line, parts, "sender") for line, parts in says if parts.sender), None) or _organ(says),
        addressee=next((_part(line, parts, "addressee") for line, parts in says if parts.addressee), None),
        author=next((_part(line, parts, "author") for line, parts in says if parts.author), None),
        dated=next((dated for line, _ in says if (dated := _date_in(line))), None),
        partners=next((_partners(line, parts) for line, parts in says if parts.participants), ()),
    )


def organ_in(line: Passage) -> Passage | None:
    """The office that a line names and nothing more, without the place behind it; else None.

    >>> organ_in(Passage(0, 30, "LEGATION OF HUNGARY, ULAANBAATAR"[:30])).exact
    'LEGATION OF HUNGARY'
    >>> organ_in(Passage(0, 32, "To: Ministry of Foreign Affairs,")) is None
    True
    """
    text = line.exact
    if _ADDRESSED.match(text) or len(text.split()) > _LONGEST_ORGAN_WORDS or date_alone(text) or dateline_in(text):
        return None
    found = _ORGAN.fullmatch(text.rstrip(" ."))
    if found is None or _SENTENCE.search(text) or first_date(text):
        return None
    end = len(text.rstrip(" ."))
    if place := _PLACE_BEHIND.search(text[:end]):
        end = place.start()
    return Passage(line.start_char, line.start_char + end, text[:end])


def _organ(says: Sequence[tuple[Passage, TitleParts]]) -> Passage | None:
    """The office of the first line that names one and is no title of a paper."""
    return next((organ for line, parts in says if not parts.kind and (organ := organ_in(line))), None)


def _part(line: Passage, parts: TitleParts, name: str) -> Passage:
    """A part of a line as a passage."""
    part = getattr(parts, name)
    start = line.start_char + part.start
    return Passage(start, start + len(part.text), part.text)


def _partners(line: Passage, parts: TitleParts) -> tuple[Passage, ...]:
    return tuple(
        Passage(line.start_char + part.start, line.start_char + part.end, part.text) for part in parts.participants
    )


def _date_in(line: Passage) -> Dated | None:
    """The date that stands in a line, among other words."""
    when = first_date(line.exact)
    if when is None or when.date is None:
        return None
    start = line.start_char
    return Dated(when.date, Passage(start + when.start, start + when.end, line.exact[when.start : when.end]))
