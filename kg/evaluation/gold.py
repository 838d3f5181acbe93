"""Annotated documents: what a careful reader found in a text, event by event.

NAME.json holds the annotation, NAME.txt beside it the text (its body starts after the line `---`). Where a text may not
be copied, the annotation stands alone: `document` then says in which document of which volume its quotes are found, and
each quote is kept as its length and the beginning of its SHA-256.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from kg.errors import DataError
from kg.evaluation.pairing import Names, Row, squash

FINGERPRINT = 16  # hexadecimal digits of a quote's hash: enough that no other words of a document have the same


@frozen
class GoldEvent:
    """An annotated event as it stands in the file: its quote in words, or as a fingerprint."""

    row: Row
    fingerprint: tuple[int, str] | None = None

    def placed_in(self, text: str) -> Row:
        """The event with its quote in words. Refuses (DataError) a quote that the squashed text does not hold."""
        if self.fingerprint is None:
            return self.row
        length, digest = self.fingerprint
        for start in range(len(text) - length + 1):
            words = text[start : start + length]
            if fingerprint_of(words)[1] == digest:
                return evolve(self.row, quote=words)
        raise DataError(
            f"no {length} characters of the text have the fingerprint {digest}.",
            cure="The text is not the one that was annotated: take that edition of the volume.",
        )


@frozen
class GoldDocument:
    """One annotated document. `text_path` is its text; None if the text is in a volume, as `document` says."""

    name: str
    names: Names
    events: tuple[GoldEvent, ...]
    text_path: Path | None
    document: str = ""  # "frus1961-63v05#d41"
    paragraphs: int | None = None  # how many of the document's were annotated, counted from its beginning; None: all


def fingerprint_of(quote: str) -> tuple[int, str]:
    """Length of a squashed quote, and the beginning of its SHA-256.

    >>> fingerprint_of("a visit")
    (7, '3154311f69609d9a')
    """
    words = squash(quote)
    return len(words), hashlib.sha256(words.encode()).hexdigest()[:FINGERPRINT]


def gold_in(folder: Path) -> Iterator[GoldDocument]:
    """The annotated documents of a folder, by name. Refuses (DataError) a folder without any, and a broken file."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise DataError(
            "there is no annotated document (NAME.json).", place=str(folder), cure="docs/quality.md tells their form."
        )
    for path in paths:
        yield _read(path)


def _read(path: Path) -> GoldDocument:
    try:
        data = json.loads(path.read_text("utf-8"))
        events = tuple(_event(event) for event in data["events"])
        names = Names.of((entity["name"], entity.get("mentions", ())) for entity in data["entities"])
        document = str(data.get("document", ""))
        paragraphs = data.get("paragraphs")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        why = f"no {error}" if isinstance(error, KeyError) else str(error)
        raise DataError(
            f"not an annotated document: {why}.", place=str(path), cure="docs/quality.md tells the form."
        ) from error
    text = path.with_suffix(".txt")
    if not document and not text.exists():
        raise DataError("its text is missing.", place=str(path), cure=f"Put {text.name} beside it.")
    return GoldDocument(path.stem, names, events, None if document else text, document, paragraphs)


def _event(event: dict[str, Any]) -> GoldEvent:
    quote = event["quote"]
    row = row_of(event if isinstance(quote, str) else {**event, "quote": ""})
    return GoldEvent(row, None if isinstance(quote, str) else (int(quote["length"]), str(quote["sha256"])))


def row_of(event: dict[str, Any]) -> Row:
    """An event of a JSON file, or of the flat list, as a row."""
    return Row(
        type=event["type"],
        quote=event["quote"],
        realis=event["realis"],
        participants=tuple((item["name"], item["role"]) for item in event["participants"]),
        date=event["date"],
        place=event["place"],
        source=tuple(event["attributed_to"]),
        rule=event.get("rule", ""),
    )
