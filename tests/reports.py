"""Reports around texts of our own writing: what the reader of pages would hand on, without a page."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from kg.model.dates import EdtfDate
from kg.model.passage import Passage
from kg.model.report import Report, SourceText

BREAK = "\n\n"  # between paragraphs


def report_of(
    paragraphs: str | Sequence[str],
    *,
    date: str = "1962-08-27",
    author: str = "",
    sender: str = "",
    addressee: str = "",
    title: str = "A report of our own",
    place: str = "",
    abstract: str | None = None,
    key: str = "own-report",
) -> Report:
    """The report whose prose is `paragraphs` (one, or several), with `abstract` behind them; no date if `date` is "".

    Every passage leads into the source text, as in a report that was read from a file.
    """
    prose = [paragraphs] if isinstance(paragraphs, str) else list(paragraphs)
    pieces = [title, *prose, *([abstract] if abstract is not None else [])]
    text = BREAK.join(pieces)
    passages: list[Passage] = []
    start = 0
    for piece in pieces:
        passages.append(Passage.of(text, start, start + len(piece)))
        start += len(piece) + len(BREAK)
    return Report(
        key=key,
        source=SourceText(text, sha256(text.encode()).hexdigest()),
        layout="plain",
        title=title,
        kind="report",
        date=EdtfDate(date) if date else None,
        author=author,
        sender=sender,
        addressee=addressee,
        place=place,
        abstract=passages[-1] if abstract is not None else None,
        paragraphs=tuple(passages[1 : 1 + len(prose)]),
        places={"title": passages[0]},
    )
