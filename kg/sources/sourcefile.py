"""The file of a report, decoded and examined: what cannot be quoted safely is refused here, before anything is read."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from kg.errors import SourceError
from kg.model.report import SourceText

# The longest of 3,311 printed diplomatic documents has 77,088 characters; a hundred times that is not one report.
LARGEST_FILE_BYTES = 10_000_000

# A line is at most one paragraph. 100,000 characters are about 40 printed pages without a break, and a tenth of
# what the parser takes at once.
LONGEST_LINE_CHARS = 100_000

PUT_IT_THERE = "Put the text of the report there and give yourself the right to read it."

# C0 and C1 controls other than tab, line feed, form feed (of a text made from a PDF) and carriage return.
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
# Marks, embeddings, overrides and isolates of the Unicode bidirectional algorithm (UAX 9): with them, what is
# displayed is not what is stored, and a quote could read otherwise than it was checked.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_HTML = re.compile(r"\s*(?:<!doctype\s+html|<html\b|<\?xml\b|<head\b|<body\b)", re.IGNORECASE)


def read_source(path: Path) -> SourceText:
    """The text of the file with the SHA-256 of its bytes; line ends stay as they are.

    Refuses (SourceError) a file that is missing, empty, too large, not UTF-8, or that holds a line too long, control
    characters, bidirectional marks or HTML; each refusal names the byte, or line and character.
    """
    content = read_content(path, "the text", PUT_IT_THERE)
    if len(content) > LARGEST_FILE_BYTES:
        raise SourceError(
            f"the file has {len(content):,} bytes; the limit for one report is {LARGEST_FILE_BYTES:,}.",
            place=str(path),
            cure="Cut it into its documents, one file each.",
        )
    text = decoded(content, path)
    if _HTML.match(text.lstrip("\ufeff")):
        raise SourceError(
            "this is markup, and neither a page in HTML nor a volume in TEI.",
            place=f"{path}, line 1",
            cure="Save the page anew, as HTML or as text.",
        )
    examine(text, path)
    return SourceText(text, hashlib.sha256(content).hexdigest())


def read_content(path: Path, what: str, cure: str, most: int = -1) -> bytes:
    """The bytes of a file, at most the first `most` of them. Refuses (SourceError) a file that cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise SourceError(f"{what} cannot be read: {error.strerror}.", place=str(path), cure=cure) from error


def decoded(content: bytes, path: Path) -> str:
    """The text of a file's bytes. Refuses (SourceError) what is not UTF-8, with the byte, its offset and its line."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"not UTF-8: byte 0x{content[error.start]:02X} at offset {error.start} (line {line}).",
            place=str(path),
            cure="Save the file as UTF-8.",
        ) from error


def position(text: str, offset: int) -> str:
    r"""Line and column of an offset, both counted from 1, with the offset: "line 2, character 3 (offset 6)".

    >>> position("abc\ndef", 6)
    'line 2, character 3 (offset 6)'
    """
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return f"line {before.count(chr(10)) + 1}, character {len(before) - before.rfind(chr(10))} (offset {offset})"


def examine(text: str, path: Path) -> None:
    """Refuse (SourceError) a text that is empty or holds what must not stand in a source."""
    if not text.strip("\ufeff \t\r\n\f\u00a0"):
        raise SourceError("the file is empty.", place=str(path), cure="Put the text of the report into it.")
    for pattern, what in ((_CONTROL, "a control character"), (_BIDI, "a mark that turns the direction of writing")):
        found = pattern.search(text)
        if found:
            name = unicodedata.name(found.group(), "no name")
            raise SourceError(
                f"{what}, U+{ord(found.group()):04X} ({name}).",
                place=f"{path}, {position(text, found.start())}",
                cure="Take it out, and put the new sha256 into report.toml if there is one.",
            )
    for line in re.finditer(r"[^\r\n]+", text):
        if len(line.group()) > LONGEST_LINE_CHARS:
            raise SourceError(
                f"a line of {len(line.group()):,} characters; the limit is {LONGEST_LINE_CHARS:,}.",
                place=f"{path}, {position(text, line.start())}",
                cure="Break the text into its paragraphs.",
            )
