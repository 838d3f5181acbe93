"""Pages of the Wilson Center Digital Archive, saved as text.

The present site gives date, title, body, summary, "Document Information", source line and rights (layout A); B has the
labels "Author(s):", "Source", "Rights"; C has single line breaks and no "Skip to content"; D also has the summary above
the date. The former site gives a citation in quotes, from which title, date, signature and translator come (E to H).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model.passage import Passage
from kg.sources.body import body_of, is_signed, without_support
from kg.sources.dateline import DateWords, date_alone, first_date
from kg.sources.document import Dated, Document, dated_by
from kg.sources.lines import Line
from kg.sources.signature import SourceNote, read_source_note
from kg.sources.titles import title_parts

_RIGHTS = re.compile(
    r"welcomes reuse of Digital Archive|rights status|subject to copyright|rights holders|request permission|"
    r"[Ll]icen[cs]e|Creative Commons|©"
)
_PROGRAMME = "History and Public Policy Program Digital Archive"
_CITATION = re.compile(
    r"[“\"](?P<title>.+?),?\s*[”\"],?\s*(?P<date>[^“”\"]{0,40}?),?\s*" + _PROGRAMME + r"[.,]?\s*"
    r"(?P<note>.*?)\s*(?P<address>https?://\S+)?\s*$"
)
_FIRST_LABELS = frozenset({"Document Information", "Author(s):"})
_LABELS = frozenset(
    {
        *("Author(s):", "Author:", "Authors:", "Document Information", "Source", "Rights", "Original Uploaded Date"),
        *("Record ID", "Original Archive", "Original Language", "Language", "Translator", "Translators", "Donors"),
        *("Associated Places", "Associated Topics", "Associated People & Organizations", "Associated People"),
        *("Subjects Discussed", "Keywords", "Type", "Document Type", "Collections", "Related", "Related Documents"),
        *("View PDF", "PDFs", "Contributors", "Publishers", "Format", "Coverage", "Date", "Document Date"),
    }
)
# What a page shows beside the document: navigation, buttons, labels of the former site.
_RESIDUE = re.compile(
    r"Skip to content|<<|>>|Search in|ADD SEARCH FILTER.*|Digital Archive|International History Declassified|"
    r"Digital Archive (?:International History Declassified|digitalarchive\.wilsoncenter\.org.*)|"
    r"Digital Archive\b.{0,60}|"
    r"CITATION SHARE DOWNLOAD|[•·]?\s*(?:Citation|get citation|share document|SHARE|DOWNLOAD|CITATION)|"
    r"VIEW DOCUMENT IN|"
    r"(?:English|Russian|Original)?\s*(?:HTML|PDF|Text)|English Translation|https?://\S+|\[email.protected\]|Print|Close|"
    r"Wilson Center Digital Archive|(?:English|Original) (?:Translation|Scan)|Contents:|Citation:|Summary:|Credits:|"
    r"[A-Za-z]+-[A-Za-z]+ Translation"
)
_BARE_LABEL = re.compile(r"(?:Citation|Summary|Credits|Original Language|Contents):")
# A summary is a sentence or two; a longer last paragraph is the document's own.
LONGEST_SUMMARY_CHARS = 1_000


def is_webpage(lines: Sequence[Line]) -> bool:
    """Whether the lines are a page of the archive: its own words stand there, whatever the document says."""
    texts = {line.text for line in lines}
    if "Document Information" in texts or any(line.text.startswith("ADD SEARCH FILTER") for line in lines):
        return True
    if any("welcomes reuse of Digital Archive materials" in line.text or _cited(line) for line in lines):
        return True
    return "Skip to content" in texts and any(date_alone(line.text) for line in lines[:4])


def read_webpage(source: str, lines: Sequence[Line]) -> Document | None:
    """The document of a saved page; None if its parts cannot be told apart, and a plainer reading must do."""
    cited = next((n for n, line in enumerate(lines) if _cited(line)), None)
    has_tail = any(line.text in _FIRST_LABELS for line in lines)
    if cited is not None and not has_tail:
        return _former(source, lines, cited)
    return _present(source, lines)


def _present(source: str, lines: Sequence[Line]) -> Document | None:
    """Layouts A to D."""
    top = next((n for n, line in enumerate(lines[:20]) if date_alone(line.text)), None)
    if top is None or top + 1 >= len(lines):
        return None
    tail_at = _tail_start(lines, top + 2)
    title = lines[top + 1]
    middle = without_support([line for line in lines[top + 2 : tail_at] if not _RESIDUE.fullmatch(line.text)])
    above = [line for line in lines[:top] if not _RESIDUE.fullmatch(line.text)]
    summary = _summary(above, middle)
    body = body_of(source, middle[:-1] if summary in middle[-1:] else middle)
    note, note_at, rights, author = _tail(source, lines[tail_at:])
    labels = {line.text for line in lines[tail_at:]}
    if any(line.text == "Skip to content" for line in lines[:top]):
        layout = "wilson-b" if labels & {"Author(s):", "Source", "Rights"} else "wilson-a"
    else:
        layout = "wilson-d" if above else "wilson-c"
    when = date_alone(lines[top].text)
    return Document(
        layout=layout,
        body=body,
        title=title.passage(source),
        says=title_parts(title.text),
        dated=_dated(source, lines[top], when),
        author=body.author or author,
        signature=note.signature if note else None,
        signature_passage=_note_passage(source, note, note_at, of_translator=False),
        translator=_note_passage(source, note, note_at, of_translator=True),
        abstract=summary.passage(source) if summary else None,
        rights=rights,
    )


def _former(source: str, lines: Sequence[Line], cited: int) -> Document:
    """Layouts E to H: everything about the document stands in the citation."""
    line = lines[cited]
    match = _cited(line)
    if match is None:
        raise ValueError("the line is no citation")
    labels = {found.group() for found in (_BARE_LABEL.fullmatch(each.text) for each in lines) if found}
    if any(each.text.startswith("ADD SEARCH FILTER") for each in lines):
        layout = "wilson-e"
    else:
        layout = "wilson-h" if "Contents:" in labels else "wilson-g"
    if layout == "wilson-h":
        body_at = 1 + next(n for n, each in enumerate(lines) if each.text == "Contents:")
        summary = _labelled(lines, "Summary:")
    else:
        body_at = cited + 1
        before = [each for each in lines[:cited] if not _RESIDUE.fullmatch(each.text)]
        summary = before[-1] if before and before[-1].ends_sentence else None
    end = _tail_start(lines, body_at)
    body_lines = list(lines[body_at:end])
    while body_lines and _RESIDUE.fullmatch(body_lines[0].text):
        body_lines.pop(0)
    body = body_of(source, body_lines)
    title = Passage.of(source, line.start_char + match.start("title"), line.start_char + match.end("title"))
    cited_date = first_date(match.group("date")) or date_alone(match.group("date"))
    note = read_source_note(match.group("note")) if match.group("note") else None
    note_at = line.start_char + match.start("note")
    _, _, rights, _ = _tail(source, lines[end:])
    return Document(
        layout=layout,
        body=body,
        title=title,
        says=title_parts(title.exact),
        dated=_dated(source, line, cited_date, match.start("date"))
        or _page_date(source, lines[:cited])
        or dated_by(body, source),
        author=body.author,
        signature=note.signature if note else None,
        signature_passage=_note_passage(source, note, note_at, of_translator=False),
        translator=_note_passage(source, note, note_at, of_translator=True),
        abstract=summary.passage(source) if summary else None,
        rights=rights,
        address=(match.group("address") or "").rstrip("."),
    )


def _cited(line: Line) -> re.Match[str] | None:
    """The citation in a line, if it names the programme as every citation does."""
    return _CITATION.search(line.text) if _PROGRAMME in line.text else None


def _summary(above: Sequence[Line], middle: Sequence[Line]) -> Line | None:
    """The summary: what stands above the date, or the last paragraph before the page's own information."""
    prose = [line for line in above if line.ends_sentence]
    if prose:
        again = middle[-1] if middle and middle[-1].text == prose[-1].text else None
        return again or prose[-1]
    if len(middle) < 2:
        return None
    last = middle[-1]
    if last.ends_sentence and len(last.text) <= LONGEST_SUMMARY_CHARS and not is_signed(last):
        return last
    return None


def _tail_start(lines: Sequence[Line], begin: int) -> int:
    """Where the page's own information begins."""
    for wanted in (_FIRST_LABELS, _LABELS):
        found = next((n for n in range(begin, len(lines)) if lines[n].text in wanted), None)
        if found is not None:
            return found
    return next((n for n in range(begin, len(lines)) if _RIGHTS.search(lines[n].text) and n > begin), len(lines))


def _tail(source: str, lines: Sequence[Line]) -> tuple[SourceNote | None, int, tuple[Passage, ...], Passage | None]:
    """Source note with its offset, rights, and the author if a label gives one."""
    label = ""
    note: SourceNote | None = None
    note_at = 0
    rights: list[Passage] = []
    author: Passage | None = None
    for line in lines:
        if line.text in _LABELS:
            label = line.text
        elif _RIGHTS.search(line.text) or label == "Rights":
            rights.append(line.passage(source))
        elif label.startswith("Author"):
            author = author or line.passage(source)
        elif label in ("Document Information", "Source") and note is None:
            note, note_at = read_source_note(line.text), line.start_char
    return note, note_at, tuple(rights), author


def _note_passage(source: str, note: SourceNote | None, at: int, *, of_translator: bool) -> Passage | None:
    """Where the signature or the translator stands."""
    if note is None:
        return None
    if of_translator:
        words, start = note.translator, note.translator_start
    else:
        words, start = (note.signature.verbatim if note.signature else ""), note.signature_start
    return Passage.of(source, at + start, at + start + len(words)) if words else None


def _labelled(lines: Sequence[Line], label: str) -> Line | None:
    """The line after a label, unless that is a label too."""
    at = next((n for n, line in enumerate(lines) if line.text == label), None)
    if at is None or at + 1 >= len(lines) or _BARE_LABEL.fullmatch(lines[at + 1].text):
        return None
    return lines[at + 1]


def _page_date(source: str, lines: Sequence[Line]) -> Dated | None:
    """The date that the page gives on a line of its own."""
    for line in lines:
        when = date_alone(line.text)
        if when:
            return _dated(source, line, when)
    return None


def _dated(source: str, line: Line, when: DateWords | None, shift: int = 0) -> Dated | None:
    """A date of a line with its passage."""
    if when is None:
        return None
    start = line.start_char + shift
    return Dated(when.date, Passage.of(source, start + when.start, start + when.end))
