"""A document as plain text or Markdown: title, dateline, body, signature. What is no known page is read so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from kg.model.dates import EdtfDate
from kg.model.passage import Passage
from kg.sources.body import body_of, is_labelled
from kg.sources.dateline import Dateline, date_alone, dateline_in, first_date
from kg.sources.document import Dated, Document, dated_by
from kg.sources.heading import heading_of, organ_in
from kg.sources.labels import labelled
from kg.sources.lines import Line
from kg.sources.signature import read_source_note
from kg.sources.titles import TitleParts, title_parts

_NUMBER = re.compile(r"(?:#{1,6}\s+)?\d+\.\s+(?=[A-Z])|#{1,6}\s+(?=\S)")
_HEADER_END = re.compile(r"-{3,}")
_HEADER_LINE = re.compile(r"(?:https?://\S+|#.*)")
# Editors' notes between documents are of no single day.
KINDS_WITHOUT_DATE = frozenset({"editorial note"})
_ISO_MONTH = re.compile(r"\d{4}(?:-\d\d)?")
# A title is a heading: the longest of 3,311 printed ones has 37 words.
_LONGEST_TITLE_WORDS = 50


@frozen
class Header:
    """The lines above a line of dashes: remarks and the address of the text, no part of the document."""

    length: int = 0  # of lines, the dashes included
    address: str = ""


def header_of(lines: Sequence[Line]) -> Header:
    """The header of a text, if it has one: addresses and lines that begin with "#", closed by a line "---".

    >>> from kg.sources.lines import lines_of
    >>> header_of(lines_of("https://example.org/d1\\n# a remark\\n---\\nTitle")).address
    'https://example.org/d1'
    """
    for number, line in enumerate(lines[:10]):
        if _HEADER_END.fullmatch(line.text):
            address = next((each.text for each in lines[:number] if each.text.startswith("http")), "")
            return Header(number + 1, address)
        if not _HEADER_LINE.fullmatch(line.text):
            break
    return Header()


def read_plain(source: str, lines: Sequence[Line], given: Mapping[str, Passage] | None = None) -> Document:
    """The document that the lines make; parts that are not there stay empty.

    `given` are facts of a front matter; they and the labelled lines of the text go before what is read elsewhere.
    """
    facts, labels = labelled(source, lines)
    facts = {**facts, **(given or {})}
    rest = [line for line in lines if line not in labels]
    dated = None
    if len(rest) > 1 and (when := date_alone(rest[0].text)):
        first = rest.pop(0)
        dated = Dated(when.date, Passage.of(source, first.start_char + when.start, first.start_char + when.end))
    title: Passage | None = facts.get("title")
    if rest and _is_title(rest[0]) and (title is None or rest[0].text.endswith(title.exact)):
        line = rest.pop(0)
        number = _NUMBER.match(line.text)
        title = title or Passage.of(source, line.start_char + (number.end() if number else 0), line.end_char)
    says = title_parts(title.exact) if title else TitleParts()
    body = body_of(source, rest)
    body = evolve(body, preamble=(*(line.passage(source) for line in lines if line in labels), *body.preamble))
    dated = _date_given(facts.get("date")) or dated or dated_by(body, source)
    prose = body.paragraphs[0].start_char if body.paragraphs else len(source)
    above = [line for line in body.preamble if line.start_char < prose]
    says_also = heading_of([*([title] if title else []), *above])
    dated = dated or _date_of_title(source, title) or _date_below(source, rest) or says_also.dated
    undated = body.dateline is not None and body.dateline.is_undated
    kind = facts["kind"].exact.lower() if "kind" in facts else ("" if says.kind else says_also.kind)
    if not says.participants and not body.participants:
        body = evolve(body, participants=says_also.partners)
    signed = organ_in(body.paragraphs[-1]) if len(body.paragraphs) > 1 else None
    if signed is not None:
        body = evolve(body, preamble=(*body.preamble, body.paragraphs[-1]), paragraphs=body.paragraphs[:-1])
    sender = facts.get("sender") or (None if says.sender else says_also.sender or signed)
    signature = facts.get("signature")
    note = read_source_note(signature.exact) if signature else None
    return Document(
        layout="plain",
        body=body,
        title=title,
        says=says,
        dated=dated,
        is_undated=undated or (kind or says.kind) in KINDS_WITHOUT_DATE,
        author=facts.get("author") or body.author or (None if says.author else says_also.author),
        signature=note.signature if note else None,
        signature_passage=signature,
        translator=facts.get("translator"),
        address=facts["address"].exact if "address" in facts else "",
        kind=kind,
        sender=sender,
        addressee=facts.get("addressee") or (None if says.addressee else says_also.addressee),
        place=facts.get("place"),
    )


def _date_given(words: Passage | None) -> Dated | None:
    """The date of a front matter or of a labelled line: as in a dateline, or a year or month in figures."""
    if words is None:
        return None
    found = first_date(words.exact)
    if found is not None:
        start = words.start_char
        shown = words.exact[found.start : found.end]
        return Dated(found.date, Passage(start + found.start, start + found.end, shown))
    is_date = _ISO_MONTH.fullmatch(words.exact) is not None and EdtfDate.is_written_as(words.exact)
    return Dated(EdtfDate(words.exact) if is_date else None, words)


def _is_title(line: Line) -> bool:
    """Whether the first line of a text is its title."""
    words = line.text.split()
    if len(words) > _LONGEST_TITLE_WORDS or dateline_in(line.text) or is_labelled(line.text):
        return False
    if _NUMBER.match(line.text):
        return not line.ends_sentence or len(words) <= 12
    return not line.ends_sentence


def _date_of_title(source: str, title: Passage | None) -> Dated | None:
    """The date that a title gives: "Journal … for 21 August 1957"."""
    if title is None or (when := first_date(title.exact)) is None:
        return None
    return Dated(when.date, Passage.of(source, title.start_char + when.start, title.start_char + when.end))


def _date_below(source: str, lines: Sequence[Line]) -> Dated | None:
    """The date of a dateline that stands among or under the paragraphs, as in letters."""
    for line in lines:
        here: Dateline | None = dateline_in(line.text)
        if here and here.when:
            start = line.start_char
            return Dated(here.when.date, Passage.of(source, start + here.when.start, start + here.when.end))
    return None
