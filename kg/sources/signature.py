"""An archive signature taken apart, and the translator beside it."""

from __future__ import annotations

import re

from attrs import frozen

from kg.model.report import Signature

_FONDS = re.compile(
    r"\b(?:(?:F|fond|fonds)\.?\s*)(?P<russian>[\w-]*\d[\w-]*)|\b(?P<roman>[IVXLC]+(?:-[A-Za-z0-9]+)+)\b"
)
_OPIS = re.compile(r"\b(?:Op|opis|inventory)\.?\s*(?P<value>[\w-]*\d[\w-]*)", re.IGNORECASE)
_BOX = re.compile(
    r"\b(?P<before>\d+)\.\s*(?:doboz|d\.)|\b(?:box|doboz|papka|P|Pap)\.?\s*(?P<after>\d[\w-]*)", re.IGNORECASE
)
_FILE = re.compile(r"\b(?:delo|file|D)\.?\s*(?P<value>\d[\w/-]*)", re.IGNORECASE)
_FILE_ITEM = re.compile(r"\d+/[a-z]{1,3}")
_REGISTRY = re.compile(r"[\w.-]*\d[\w.-]*(?:\s?/\s?[\w.-]+)*\s?/\s?(?:1[89]|20)\d\d")
_NO_DIGIT_WORDS = re.compile(r"[^\d,]*[^\W\d][^\d,]*")
# The words with which the archive's page goes on after the signature.
_AFTER = re.compile(
    r"[.;,]?\s*(?=\b(?:Translated|Obtained|Contributed|Provided|Included|Document obtained|Document provided|"
    r"Published|Republished|Originally published|https?://)\b)"
)
_TRANSLATOR = re.compile(
    r"\b[Tt]ranslat(?:ed|ion)(?:\s+(?:and\s+\w+|from\s+[A-Z]\w+))*(?:\s+for\s+(?:the\s+)?[A-Z][\w&-]*)?\s+by\s+"
    r"(?P<name>[^\W\d_][^,;\n(]*?)(?=\s*(?:\.?\s*https?://|\.\s*$|\.\s+[A-Z][a-z]+ed\b|[,;(\n]|$|\s+and\s+(?:edited|obtained|contributed|provided)))"
)


# The source lines of the archive's pages have one to three hundred characters; a paragraph is none.
LONGEST_SOURCE_LINE_CHARS = 1_000


@frozen
class SourceNote:
    """The line that says where a document is kept: offsets are those of the line."""

    signature: Signature | None
    signature_start: int = 0
    translator: str = ""
    translator_start: int = 0


def read_source_note(line: str) -> SourceNote:
    """Signature and translator of a line such as "MOL, XIX-J-1-j Korea. Translated by B. Szalontai.".

    What is not there is empty: "Translated for CWIHP." names no translator.

    >>> note = read_source_note("AVPRF F. 0102, Op. 13. Translated by Gary Goldberg.")
    >>> note.signature.archive, note.signature.fonds, note.signature.series, note.translator
    ('AVPRF', '0102', '13', 'Gary Goldberg')
    """
    if len(line) > LONGEST_SOURCE_LINE_CHARS:
        return SourceNote(None)
    after = _AFTER.search(line)
    verbatim = (line[: after.start()] if after else line).strip().rstrip(".;,").strip()
    translated = _TRANSLATOR.search(line)
    translator = translated.group("name").strip() if translated else ""
    return SourceNote(
        signature_of(verbatim) if verbatim else None,
        line.index(verbatim) if verbatim else 0,
        translator,
        translated.start("name") if translated else 0,
    )


def signature_of(verbatim: str) -> Signature:
    """The parts of an archive signature, as far as its form is known; the rest stays in `verbatim` alone.

    Known: Hungarian ("MOL, XIX-J-1-j Korea, 5. doboz, 5/bc, 0066/1962": archive, fonds and series, box, file item,
    registry number) and Russian (fond, opis, papka, delo).

    >>> signature_of("MOL, XIX-J-1-j Korea, 5. doboz, 5/bc, 0066/1962").box
    '5'
    >>> signature_of("Polish Foreign Ministry Archive").archive
    'Polish Foreign Ministry Archive'
    """
    parts = [part.strip() for part in verbatim.split(",")]
    fonds = _FONDS.search(verbatim)
    opis = _OPIS.search(verbatim)
    box = _BOX.search(verbatim)
    file = _FILE.search(verbatim)
    series = opis.group("value") if opis else ""
    if fonds and fonds.group("roman") and not opis:
        tail = verbatim[fonds.end() :].split(",")[0].strip(" .")
        series = tail if _NO_DIGIT_WORDS.fullmatch(tail) else ""
    item = next((part for part in parts if _FILE_ITEM.fullmatch(part)), file.group("value") if file else "")
    registry = next((part for part in parts if _REGISTRY.fullmatch(part)), "")
    return Signature(
        verbatim=verbatim,
        archive=_archive_of(verbatim, parts, fonds),
        fonds=(fonds.group("russian") or fonds.group("roman")) if fonds else "",
        series=series,
        box=(box.group("before") or box.group("after")) if box else "",
        file_item=item,
        registry_number=registry,
    )


def _archive_of(verbatim: str, parts: list[str], fonds: re.Match[str] | None) -> str:
    """The name of the archive: the first part, up to the fonds if that stands in it."""
    first = parts[0]
    if fonds and fonds.start() < len(first):
        first = verbatim[: fonds.start()].strip(" .,")
    return first if _NO_DIGIT_WORDS.fullmatch(first) else ""
