"""`markup.json`: what the markup of a volume or a page says of its text, by offsets, so that the text stays plain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import asdict

from kg.errors import SourceError
from kg.model.dates import EdtfDate
from kg.model.edition import Edition, Hint, ListedPerson, ListedTerm, Note
from kg.model.passage import Passage
from kg.model.report import Report, Signature, SourceText
from kg.sources.offices import offices_in
from kg.sources.sourcefile import read_content

MARKUP = "markup.json"
FORM = 1  # of the file; another number is refused
LARGEST_MARKUP_BYTES = 50_000_000

_WORDS = ("layout", "title", "kind", "author", "sender", "addressee", "place", "translator", "address")
_LISTS = ("preamble", "participants", "paragraphs")


def markup_of(report: Report) -> bytes:
    """The file for a report: the same report gives the same bytes. What report.toml says is not in it."""
    table: dict[str, object] = {
        "form": FORM,
        "sha256": report.source.sha256,
        **{name: getattr(report, name) for name in _WORDS},
        "date": report.date.value if report.date else "",
        "signature": asdict(report.signature) if report.signature else None,
        "rights": list(report.rights),
        "abstract": _offsets(report.abstract),
        "subject": _offsets(report.subject),
        "places": {name: _offsets(passage) for name, passage in sorted(report.places.items())},
        **{name: [_offsets(passage) for passage in getattr(report, name)] for name in _LISTS},
        "edition": _edition_table(report.edition) if report.edition else None,
    }
    lines = (f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in table.items())
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8")


def read_markup(path: Path, key: str, source: SourceText) -> Report:
    """The report that `path` and its source text make. Refuses (SourceError) a file that does not fit the text."""
    cure = "Add the document anew with kg add."
    content = read_content(path, MARKUP, cure)
    if len(content) > LARGEST_MARKUP_BYTES:
        raise SourceError(f"the file has {len(content):,} bytes.", place=str(path), cure=cure)
    try:
        table = json.loads(content)
        if table["form"] != FORM or table["sha256"] != source.sha256:
            raise ValueError("it was made for another text or by another version")
        return _report(table, key, source)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SourceError(f"{MARKUP} does not fit the text: {error}.", place=str(path), cure=cure) from error


def _report(table: Mapping[str, Any], key: str, source: SourceText) -> Report:
    """The report of a table; whatever has the wrong form raises one of Python's own errors."""
    text = source.text
    words: dict[str, Any] = {name: _text(table[name]) for name in _WORDS}
    return Report(
        key=key,
        source=source,
        date=EdtfDate(_text(table["date"])) if table["date"] else None,
        signature=Signature(**{name: _text(part) for name, part in table["signature"].items()})
        if table["signature"]
        else None,
        rights=tuple(_text(each) for each in table["rights"]),
        abstract=_passage(text, table["abstract"]),
        subject=_passage(text, table["subject"]),
        places=dict(_named_passages(text, table["places"])),
        preamble=_passages(text, table["preamble"]),
        participants=_passages(text, table["participants"]),
        paragraphs=_passages(text, table["paragraphs"]),
        edition=_edition(table["edition"], text) if table["edition"] else None,
        **words,
    )


def _edition_table(edition: Edition) -> dict[str, object]:
    """An edition for the file; the offices of a person are read from his role again."""
    return {
        **{name: getattr(edition, name) for name in ("volume", "file", "sha256", "xml_id", "written_at")},
        "classification": edition.classification,
        "persons": [[person.id, person.name, person.role] for person in edition.persons],
        "terms": [[term.id, term.term, term.expansion] for term in edition.terms],
        "names": [[*_span(hint.passage), hint.id] for hint in edition.names],
        "abbreviations": [[*_span(hint.passage), hint.id] for hint in edition.abbreviations],
        "notes": [[note.at_char, note.is_source, note.text] for note in edition.notes],
    }


def _edition(table: Mapping[str, Any], text: str) -> Edition:
    """The edition of a table."""
    return Edition(
        **{name: _text(table[name]) for name in ("volume", "file", "sha256", "xml_id", "written_at", "classification")},
        persons=tuple(ListedPerson(_text(id_), name, role, offices_in(role)) for id_, name, role in table["persons"]),
        terms=tuple(ListedTerm(_text(id_), term, expansion) for id_, term, expansion in table["terms"]),
        names=tuple(Hint(_stretch(text, start, end), _text(id_)) for start, end, id_ in table["names"]),
        abbreviations=tuple(Hint(_stretch(text, start, end), _text(id_)) for start, end, id_ in table["abbreviations"]),
        notes=tuple(Note(_text(words), int(at), bool(is_source)) for at, is_source, words in table["notes"]),
    )


def _offsets(passage: Passage | None) -> list[int] | None:
    return list(_span(passage)) if passage else None


def _span(passage: Passage) -> tuple[int, int]:
    return passage.start_char, passage.end_char


def _stretch(text: str, start: object, end: object) -> Passage:
    """The passage between two offsets; ValueError if they do not lead into the text."""
    if not isinstance(start, int) or not isinstance(end, int) or end > len(text):
        raise ValueError(f"{start}-{end} is no place in the text")
    return Passage.of(text, start, end)


def _passage(text: str, offsets: list[int] | None) -> Passage | None:
    return _stretch(text, offsets[0], offsets[1]) if offsets else None


def _passages(text: str, listed: Iterable[list[int]]) -> tuple[Passage, ...]:
    return tuple(_stretch(text, start, end) for start, end in listed)


def _named_passages(text: str, listed: Mapping[str, list[int]]) -> Iterable[tuple[str, Passage]]:
    return ((name, _stretch(text, start, end)) for name, (start, end) in listed.items())


def _text(value: object) -> str:
    """The value as text; TypeError if it is none."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
