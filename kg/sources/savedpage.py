"""A page saved as HTML: its own markup where it is a document page of the Wilson Center Digital Archive, else its text.

The archive marks title (`h1`), date (`.date`), text (`.tab-pane` of `#documentTabs`), summary (`.text-block`), and its
information on the document (`.information-block` and `.pill-block`, each with a heading). The text that is made of the
page has these parts in the order of layout B, parted by empty lines; all else on the page is left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import define, frozen

from kg.errors import SourceError
from kg.model.passage import Passage
from kg.model.report import SourceText
from kg.sources.body import body_of
from kg.sources.dateline import date_alone
from kg.sources.document import Dated, Document
from kg.sources.htmltree import Node, lines_in, tree_of
from kg.sources.lines import lines_of
from kg.sources.signature import read_source_note
from kg.sources.sourcefile import decoded, read_content
from kg.sources.titles import title_parts

LAYOUT = "wilson-html"
LARGEST_PAGE_BYTES = 10_000_000

# What a server says in place of a document, as the whole of a title or of one of its parts.
_ERROR = re.compile(
    r"(?:error\s+)?(?:40\d|50\d)(?:\s*[:.]?\s*(?:error|not found|forbidden|bad gateway|service unavailable|"
    r"internal server error|gateway time-?out))?|(?:page|file|document)?\s*(?:was\s+)?not found|access (?:is )?denied|"
    r"forbidden|just a moment(?:\.\.\.|…)?|service unavailable|internal server error|bad gateway|gateway time-?out|"
    r"attention required!?|site (?:is )?under maintenance|temporarily unavailable",
    re.IGNORECASE,
)
_TITLE_PARTS = re.compile(r"\s+[|–—-]\s+")
_LONGEST_ERROR_WORDS = 150  # a page of an error says little; a document about one says more


@frozen
class SavedPage:
    """A page that was read: the text made of it, the hash of its file, and what its own markup says (or None)."""

    source: SourceText
    file_sha256: str
    document: Document | None
    address: str
    title: str


def is_page(head: bytes) -> bool:
    """Whether a file begins as HTML does.

    >>> is_page(b"<!DOCTYPE html><html>"), is_page(b"A letter about <html>")
    (True, False)
    """
    begin = re.match(
        rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", head, re.I | re.S
    )
    return begin is not None


def read_page(path: Path) -> SavedPage:
    """The page in a file. Refuses (SourceError) what is not UTF-8, too large or too deep, and an error page."""
    content = read_content(path, "the page", "Give yourself the right to read it.")
    if len(content) > LARGEST_PAGE_BYTES:
        raise SourceError(f"the page has {len(content):,} bytes.", place=str(path), cure="Save the one document.")
    root = tree_of(decoded(content, path).removeprefix("\ufeff"), str(path))
    heading = root.first(name="h1")
    title_node = root.first(name="title")
    title = " ".join(lines_in(title_node, is_whole=True)) if title_node else ""
    refuse_error_page(title, lines_in(root), str(path))
    made = _archive_page(root, heading) if heading else None
    text = made[0] if made else "\n\n".join(lines_in(_content(root))) + "\n"
    canonical = next(
        (
            n.attributes.get("href", "")
            for n in root.nodes()
            if n.name == "link" and n.attributes.get("rel") == "canonical"
        ),
        "",
    )
    return SavedPage(
        SourceText(text, hashlib.sha256(text.encode("utf-8")).hexdigest()),
        hashlib.sha256(content).hexdigest(),
        made[1] if made else None,
        canonical if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", canonical) else "",
        title,
    )


def refuse_error_page(title: str, lines: Sequence[str], place: str) -> None:
    """Refuse (SourceError) a page that a server shows instead of a document: it says so in its title, and is short."""
    heads = [part for head in (title, *lines[:2]) for part in _TITLE_PARTS.split(head)]
    said = next((head for head in heads if _ERROR.fullmatch(head.strip())), "")
    if said and sum(len(line.split()) for line in lines) <= _LONGEST_ERROR_WORDS:
        raise SourceError(f"this is an error page (“{said}”).", place=place, cure="Save the page again.")


def _content(root: Node) -> Node:
    """Where the page's own text is: its main part, else its article, else all of it."""
    return root.first(name="main") or root.first(name="article") or root.first(name="body") or root


def _archive_page(root: Node, heading: Node) -> tuple[str, Document] | None:
    """Text and document of a page of the archive; None if its markup is not there, and the text alone must do."""
    tabs = root.first(id_="documentTabs") or root
    panes = [node for node in tabs.nodes() if node.has_class("tab-pane")]
    pane = next((node for node in panes if node.has_class("active")), panes[0] if panes else None)
    shown_date = root.first(of_class="date")
    blocks = dict(_information(root))
    if pane is None or shown_date is None or not blocks:
        return None
    page = _Text()
    date = page.add(lines_in(shown_date, is_whole=True))
    title = page.add(lines_in(heading, is_whole=True))
    begin = page.length
    page.add(lines_in(pane))
    end = page.length
    summary_node = root.first(of_class="text-block")
    summary = page.add(lines_in(summary_node, is_whole=True)) if summary_node else None
    page.add(["Document Information"])
    author = page.labelled("Author(s):", blocks.get("author", []))
    source_line = page.labelled("Source", blocks.get("source", []))
    rights = [page.add([line]) for line in blocks.get("rights", [])]
    text = page.text
    when = date_alone(date.exact) if date else None
    note = read_source_note(source_line.exact) if source_line else None
    body = body_of(text, lines_of(text, begin, end))
    at = source_line.start_char if source_line else 0
    signature = note.signature if note else None
    return text, Document(
        layout=LAYOUT,
        body=body,
        title=title,
        says=title_parts(title.exact) if title else title_parts(""),
        dated=Dated(when.date, Passage.of(text, when.start, when.end)) if when else None,
        author=body.author or author,
        signature=signature,
        signature_passage=_stretch(text, at + note.signature_start, signature.verbatim) if note and signature else None,
        translator=_stretch(text, at + note.translator_start, note.translator) if note and note.translator else None,
        abstract=summary,
        rights=tuple(each for each in rights if each),
    )


def _stretch(text: str, start: int, words: str) -> Passage:
    """The passage of these words, which begin at `start`."""
    return Passage.of(text, start, start + len(words))


def _information(root: Node) -> Iterator[tuple[str, list[str]]]:
    """What the page tells of the document: "author", "source", "rights" …, each with its lines."""
    for block in root.nodes():
        if not (block.has_class("information-block") or block.has_class("pill-block")):
            continue
        head = next((n for n in block.nodes() if n.has_class("sub-title") or n.has_class("title")), None)
        label = " ".join(lines_in(head, is_whole=True)) if head else ""
        lines = [line for line in lines_in(block) if line != label]
        if label:
            yield (
                label.lower().strip(" :").removesuffix("(s)").removesuffix("s" if label.startswith("Author") else ""),
                lines,
            )


@define
class _Text:
    """A text in the making: parts are parted by empty lines."""

    text: str = ""

    @property
    def length(self) -> int:
        """Where the next part begins."""
        return len(self.text)

    def add(self, lines: Sequence[str]) -> Passage | None:
        """Add the lines; the passage from the first to the last, None if there are none."""
        start = self.length
        for line in lines:
            self.text += f"{line}\n\n"
        return Passage.of(self.text, start, self.length - 2) if lines else None

    def labelled(self, label: str, lines: Sequence[str]) -> Passage | None:
        """Add a label with its lines; the passage of the first."""
        if not lines:
            return None
        self.add([label])
        first = self.add(lines[:1])
        self.add(lines[1:])
        return first
