"""The plain text that is made of a TEI document, and where in it each piece of the markup stands.

The rules (docs/tei.md): blocks are parted by an empty line; the lines of a list, a table or a closer by a line end;
inside a line every run of white space is one blank. Notes and page breaks leave no trace: a word that a page break cuts
is whole again, and a blank that stood between a word and its note does not stay before a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from attrs import define, field, frozen

from kg.model.passage import Passage

BREAK = "\n\n"

_SPACE = re.compile(r"[ \t\r\n]+")
_CLOSING = frozenset(".,;:!?)]”’")
_ELLIPSIS = re.compile(r"\. ?\.")
_SPANNED = frozenset({"persName", "gloss", "placeName", "date", "time", "signed", "ref"})
_BLOCKS = frozenset(
    {
        *("head", "dateline", "p", "list", "table", "closer", "opener", "salute", "postscript", "div", "lg", "quote"),
        *("attachment", "byline", "ab", "floatingText", "body", "trailer", "signed"),
    }
)
_CONTAINERS = frozenset({"div", "attachment", "postscript", "quote", "floatingText", "body", "opener"})
# Headings inside a document, as the encoders of the series mark them on a paragraph.
_HEADING_REND = frozenset({"sectiontitleital", "sectiontitlebold", "center", "strong", "flushright", "right"})


@frozen
class Span:
    """A piece of inline markup with its passage."""

    name: str
    attributes: Mapping[str, str]
    passage: Passage


@frozen
class Line:
    """One line of a block; `is_label` if it is the head of a list or a line in italics that names a side."""

    start_char: int
    end_char: int
    is_label: bool = False
    is_item: bool = False


@frozen
class Block:
    """One block: `name` is that of its element ("p", "list" …), `type` its type or, of a list, the word of its head."""

    name: str
    type: str
    lines: tuple[Line, ...]
    is_heading: bool = False
    is_inner: bool = False  # inside an attachment or another part of the document

    @property
    def start_char(self) -> int:
        """Where it begins."""
        return self.lines[0].start_char

    @property
    def end_char(self) -> int:
        """The offset after its last character."""
        return self.lines[-1].end_char


@frozen
class NoteText:
    """A note set aside, with the names that are marked in it; their offsets lead into `text`."""

    text: str
    at_char: int
    is_source: bool
    spans: tuple[Span, ...]


@frozen
class DocumentText:
    """The text of a document with its blocks, its inline markup and its notes."""

    text: str
    blocks: tuple[Block, ...]
    spans: tuple[Span, ...]
    notes: tuple[NoteText, ...]

    def within(self, start_char: int, end_char: int, name: str) -> tuple[Span, ...]:
        """The spans of this name between two offsets."""
        return tuple(
            span
            for span in self.spans
            if span.name == name and start_char <= span.passage.start_char and span.passage.end_char <= end_char
        )


def document_text(element: Element) -> DocumentText:
    """The text of a TEI document, or of any element that holds blocks. The same element gives the same text."""
    maker = _Maker()
    maker.blocks_of(element, is_inner=False)
    return maker.finished()


def plain_text(element: Element) -> str:
    """All words of an element on one line, notes left out."""
    maker = _Maker()
    maker.inline(element)
    return maker.line


def id_of(span: Span, attribute: str) -> str:
    """The one id to which an attribute points; "" if there is none, or several."""
    targets = span.attributes.get(attribute, "").split()
    return targets[0].rpartition("#")[2] if len(targets) == 1 else ""


@define
class _Maker:
    """A text in the making: what is finished stands in `pieces`, the line at hand in `line`."""

    pieces: list[str] = field(factory=list)
    length: int = 0
    line: str = ""
    has_space: bool = False  # white space was met and not yet written
    keeps_breaks: bool = False  # whether a line break of the print parts lines: under a letter it does, in prose not
    lines: list[Line] = field(factory=list)
    blocks: list[Block] = field(factory=list)
    spans: list[tuple[str, Mapping[str, str], int, int]] = field(factory=list)
    notes: list[NoteText] = field(factory=list)

    @property
    def here(self) -> int:
        """The offset at which the next character will stand, blanks aside."""
        return self.length + len(self.line)

    def finished(self) -> DocumentText:
        """The whole, its passages cut out of the text."""
        text = "".join(self.pieces).rstrip("\n") + "\n" if self.pieces else ""
        spans = []
        for name, attributes, start, end in self.spans:
            while start < end and text[start].isspace():
                start += 1
            if start < end:
                spans.append(Span(name, attributes, Passage.of(text, start, end)))
        return DocumentText(text, tuple(self.blocks), tuple(spans), tuple(self.notes))

    def blocks_of(self, element: Element, *, is_inner: bool) -> None:
        """Every block of a container, one after the other; words that stand in no block are one of their own."""
        self.words(element.text)
        for child in element:
            name = child.tag.rpartition(" ")[2]
            if name in _BLOCKS:
                self.close("p", "", is_inner=is_inner)
            if name in _CONTAINERS:
                self.blocks_of(child, is_inner=True)
            elif name == "list":
                self.list_of(child)
                self.close("list", _type_of_list(child), is_inner=is_inner)
            elif name == "table":
                for row in child.iter("row"):
                    self.cells(row)
                self.close("table", "", is_inner=is_inner)
            elif name in _BLOCKS:
                self.keeps_breaks = name in ("closer", "signed")
                self.inline(child)
                self.keeps_breaks = False
                rend = child.get("rend", "")
                is_heading = name == "p" and (rend in _HEADING_REND or _is_emphasised(child))
                self.close(name, rend, is_heading=is_heading, is_inner=is_inner)
            else:
                self.inline_child(child)
            self.words(child.tail)
        self.close("p", "", is_inner=is_inner)

    def list_of(self, element: Element) -> None:
        """The lines of a list: its head, its items, and those of lists inside them."""
        for child in element:
            if child.tag == "list":
                self.list_of(child)
            elif child.tag in ("head", "item", "label"):
                nested = [each for each in child if each.tag == "list"]
                is_label = child.tag != "item" or _is_emphasised(child)
                self.words(child.text)
                for each in child:
                    if each in nested:
                        self.end_line(is_label=is_label)
                        self.list_of(each)
                    else:
                        self.inline_child(each)
                    self.words(each.tail)
                self.end_line(is_label=is_label, is_item=not is_label)

    def cells(self, row: Element) -> None:
        """A row of a table as one line, its cells parted by a bar."""
        for number, cell in enumerate(row.iter("cell")):
            if number:
                self.words(" | ")
            self.inline(cell)
        self.end_line()

    def inline(self, element: Element) -> None:
        """The words of an element with all that stands inside it."""
        self.words(element.text)
        for child in element:
            self.inline_child(child)
            self.words(child.tail)

    def inline_child(self, child: Element) -> None:
        """One inline element; a note is set aside, a page break leaves nothing."""
        if child.tag == "note":
            self.note(child)
        elif child.tag == "lb" and self.keeps_breaks:
            self.end_line()
        elif child.tag == "lb":
            self.has_space = True
        elif child.tag not in ("pb", "figure", "graphic", "milestone", "anchor"):
            start = self.here
            if child.tag == "signed" and self.line:
                self.end_line()
                start = self.here
            self.inline(child)
            if child.tag in _SPANNED:
                self.spans.append((child.tag, child.attrib, start, self.here))
            if child.tag in ("item", "signed", "p"):
                self.end_line()

    def note(self, element: Element) -> None:
        """Set a note aside."""
        inner = _Maker()
        inner.inline(element)
        inner.end_line()
        inner.close("note", "")
        made = inner.finished()
        text = made.text.rstrip("\n")
        if text:
            is_source = element.get("type") == "source" or (not self.notes and text.startswith(("Source:", "[Source:")))
            self.notes.append(
                NoteText(" ".join(text.split()) if "\n" in text else text, self.here, is_source, made.spans)
            )
        self.notes.extend(NoteText(each.text, self.here, False, each.spans) for each in made.notes)

    def words(self, words: str | None) -> None:
        """Some words, their white space folded. Whatever begins or ends a piece stands at a tag."""
        if not words:
            return
        core = _SPACE.sub(" ", words)
        bare = core.strip(" ")
        self.has_space = self.has_space or core.startswith(" ")
        if not bare:
            return
        if self.has_space and self.line and (bare[0] not in _CLOSING or _ELLIPSIS.match(bare)):
            self.line += " "
        self.line += bare
        self.has_space = core.endswith(" ")

    def end_line(self, *, is_label: bool = False, is_item: bool = False) -> None:
        """Finish the line at hand; nothing happens if there is none."""
        if self.line:
            self.lines.append(Line(self.length, self.here, is_label, is_item))
            self.pieces.extend((self.line, "\n"))
            self.length += len(self.line) + 1
        self.line, self.has_space = "", False

    def close(self, name: str, type_: str, *, is_heading: bool = False, is_inner: bool = False) -> None:
        """Finish the block at hand; nothing happens if there is none."""
        self.end_line()
        if self.lines:
            self.blocks.append(Block(name, type_, tuple(self.lines), is_heading, is_inner))
            self.pieces.append("\n")
            self.length += 1
            self.lines = []


def _type_of_list(element: Element) -> str:
    """What a list holds: its type, else the word of its head."""
    head = element.find("head")
    words = plain_text(head).strip(" :.").lower() if head is not None else ""
    known = {"participants": "participants", "present": "participants", "subject": "subject", "subj": "subject"}
    known |= {
        "to": "to",
        "from": "from",
        "memorandum for": "to",
        "also present": "participants",
        "persons present": "participants",
    }
    return known.get(words) or element.get("type", "") or ("headed" if words else "")


def _is_emphasised(element: Element) -> bool:
    """Whether all words of an element stand in one piece of emphasis, as the names of the sides of a meeting do."""
    inner: Iterable[Element] = [child for child in element if child.tag not in ("pb", "note")]
    tails = [element.text or "", *(child.tail or "" for child in element)]
    children = list(inner)
    return len(children) == 1 and children[0].tag == "hi" and not "".join(tails).strip(" \r\n\t:.")
