"""Other documents that the prose names by kind and number: "Embtel 735", "despatch No. 12", "see Document 83"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.model.passage import Passage
from kg.model.reference import Reference

_NUMBER = r"(?P<number>(?:[A-Z][A-Za-z]{0,5}\s?[-–]?\s?)?\d[\d/]*(?:[-–]\d+)?)"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NO_DATE = rf"(?!\s(?:{_MONTHS}|pages?|words?)\b)(?!\w)"
_KINDS = (
    ("telegram", r"(?:Emb|Dep|Dept|Con|Leg|Ur|Our|Del|Mis)tels?\s+"),
    ("telegram", r"(?:[Tt]elegrams?|[Cc]iphergrams?|[Cc]ables?)\s+(?:[Nn](?:o|r|os)\.\s*)?"),
    ("airgram", r"[Aa]irgrams?\s+(?:[Nn]o\.\s*)?"),
    ("despatch", r"[Dd](?:e|i)spatch(?:es)?\s+(?:[Nn]o\.\s*)?"),
    ("document", r"Documents?\s+"),
    ("letter", r"[Ll]etter\s+[Nn](?:o|r)\.\s*"),
    ("note", r"[Nn]ote\s+[Nn](?:o|r)\.\s*"),
    ("report", r"[Rr]eport\s+[Nn](?:o|r)\.\s*"),
    ("memorandum", r"[Mm]emorandum\s+[Nn](?:o|r)\.\s*"),
)
_PATTERNS = tuple((kind, re.compile(rf"\b{words}{_NUMBER}{_NO_DATE}")) for kind, words in _KINDS)
_OTHER_VOLUME = re.compile(r"\s*(?:,|in)?\s*(?:ibid\.,\s*)?(?:vol\.|volume|Foreign Relations)")
_IN_VOLUME = re.compile(r"(?P<volume>frus\d[\w-]*)-d\d+")


def references_in(paragraphs: Iterable[Passage], key: str) -> tuple[Reference, ...]:
    """The references in the paragraphs of a report, in the order of the text; `key` is the report's own.

    A document of a printed volume that points to another by its number there points into the same volume, unless it
    names another. What a text only calls "reftel" or "your letter" has no number, and is no reference here.

    >>> text = "In despatch 12 of May 3 and Embtel 735 he said so (see Document 83)."
    >>> [(r.kind, r.number, r.key) for r in references_in([Passage(0, len(text), text)], "frus1961-63v05-d7")]
    [('despatch', '12', ''), ('telegram', '735', ''), ('document', '83', 'frus1961-63v05-d83')]
    """
    found: list[Reference] = []
    volume = _IN_VOLUME.fullmatch(key)
    for paragraph in paragraphs:
        for kind, pattern in _PATTERNS:
            for match in pattern.finditer(paragraph.exact):
                start = paragraph.start_char
                passage = Passage(start + match.start(), start + match.end(), match.group())
                number = match["number"]
                is_here = kind == "document" and volume is not None and number.isdecimal()
                is_here = is_here and _OTHER_VOLUME.match(paragraph.exact, match.end()) is None
                target = f"{volume['volume']}-d{number}" if is_here and volume is not None else ""
                found.append(Reference(passage, kind, number, target if target != key else ""))
    return tuple(sorted(found))
