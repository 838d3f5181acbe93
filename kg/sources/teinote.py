"""The source note of a printed document: where it is kept, and how it was classified."""

from __future__ import annotations

import re

from kg.model.report import Signature
from kg.sources.signature import LONGEST_SOURCE_LINE_CHARS, signature_of
from kg.sources.teitext import NoteText

# A full stop after an abbreviation or an initial does not end the place of keeping.
_SOURCE = re.compile(
    r"\[?Source:\s*(?P<place>.*?)"
    r"(?:(?<!\bVol)(?<!\bVols)(?<!\bNo)(?<!\bNos)(?<!\bJan)(?<!\bFeb)(?<!\bMar)(?<!\bApr)(?<!\bAug)(?<!\bSept)(?<!\bOct)"
    r"(?<!\bNov)(?<!\bDec)(?<!\b[A-Z])\.\s|\.?\]?$)"
)
_CLASSIFICATION = re.compile(
    r"\b(?P<word>Top Secret|Secret|Confidential|Restricted|Limited Official Use|Official Use Only|Unclassified|"
    r"No classification marking)\b"
)


def signature_in(note: NoteText | None) -> Signature | None:
    """Where the document is kept: "Source: Department of State, Central Files, …"; None if no note says so."""
    found = _SOURCE.match(note.text) if note else None
    if found is None or not found.group("place").strip() or len(found.group("place")) > LONGEST_SOURCE_LINE_CHARS:
        return None
    return signature_of(found.group("place").strip(" ."))


def classification_in(note: NoteText | None) -> str:
    """The first words of classification as printed; "" if the note has none."""
    found = _CLASSIFICATION.search(note.text) if note else None
    return found.group("word") if found else ""
