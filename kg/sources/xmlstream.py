"""XML as a stream of chosen elements, behind guards: no entity is declared, nothing is fetched, no tree runs deep.

The parser is expat from the standard library: it names line and column of a fault, and lets every guard act before
anything is expanded. A document type declaration is refused at its first word, so there are no entities at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element
from xml.parsers import expat

from attrs import define, field

from kg.errors import SourceError

# The ten volumes of the series that we know go 15 elements deep; no encoding of a document needs a hundred.
DEEPEST = 100
# The longest of 3,311 printed documents has 77,088 characters, with notes and markup a quarter of a million.
LARGEST_ELEMENT_CHARS = 10_000_000

_CHUNK_BYTES = 1 << 16
_TEI = "http://www.tei-c.org/ns/1.0 "
_XML = "http://www.w3.org/XML/1998/namespace "
_DECLARED = re.compile(rb"<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([A-Za-z][\w.-]*)[\"']")
_UTF8_NAMES = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")

Wanted = Callable[[str, Mapping[str, str]], bool]


def elements_in(path: Path, wanted: Wanted) -> Iterator[Element]:
    """Each outermost element for which `wanted(name, attributes)` holds, as soon as it is closed; no other is kept.

    TEI names come without their namespace, `xml:id` with its prefix. Refuses (SourceError, with line and column)
    malformed XML, another encoding than UTF-8, a document type declaration, and nesting or length beyond all measure.
    """
    stream = _Stream(str(path), wanted)
    try:
        with path.open("rb") as file:
            chunk = file.read(_CHUNK_BYTES)
            _refuse_other_encodings(chunk, str(path))
            while chunk:
                stream.feed(chunk)
                yield from stream.taken()
                chunk = file.read(_CHUNK_BYTES)
            stream.feed(b"", is_last=True)
            yield from stream.taken()
    except OSError as error:
        raise SourceError(
            f"the file cannot be read: {error.strerror}.", place=str(path), cure="Give yourself the right to read it."
        ) from error


@define
class _Stream:
    """One run of the parser: `open` is the path of elements being built, `done` those closed since the last look."""

    place: str
    wanted: Wanted
    depth: int = 0
    length: int = 0  # characters of the element being built
    open: list[Element] = field(factory=list)
    done: list[Element] = field(factory=list)
    parser: expat.XMLParserType = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Set the guards before the first byte."""
        # The encoding is fixed: a declaration that says otherwise has been refused.
        self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.doctype

    def feed(self, chunk: bytes, *, is_last: bool = False) -> None:
        """Parse some bytes; refuse the file with line and column if they are not well-formed."""
        try:
            self.parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            why = expat.ErrorString(error.code)
            raise SourceError(
                f"malformed XML: {why}.",
                place=f"{self.place}, line {error.lineno}, column {error.offset + 1}",
                cure="Get the file anew, or mend it there; a download that broke off ends so.",
            ) from error

    def taken(self) -> Iterator[Element]:
        """The elements that are complete."""
        done, self.done = self.done, []
        yield from done

    def doctype(self, name: str, _system: str | None, _public: str | None, _has_subset: int) -> None:
        """Refuse a document type declaration, the door of entity bombs and of external entities (CWE-776, CWE-611)."""
        raise SourceError(
            f"a document type declaration (<!DOCTYPE {name}>), the place of entities; none is expanded or fetched.",
            place=self.here(),
            cure="Take the declaration out: TEI needs none.",
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise SourceError(
                f"elements nested more than {DEEPEST} deep.",
                place=self.here(),
                cure="This is no document; leave it out.",
            )
        short = name.removeprefix(_TEI)
        known = {key.replace(_XML, "xml:"): value for key, value in attributes.items()}
        if not self.open and not self.wanted(short, known):
            return
        element = Element(short, known)
        if self.open:
            self.open[-1].append(element)
        else:
            self.length = 0
        self.open.append(element)

    def characters(self, words: str) -> None:
        """Text inside an element."""
        if not self.open:
            return
        self.length += len(words)
        if self.length > LARGEST_ELEMENT_CHARS:
            raise SourceError(
                f"one document of more than {LARGEST_ELEMENT_CHARS:,} characters.",
                place=self.here(),
                cure="Cut it into its documents.",
            )
        parent = self.open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + words
        else:
            parent.text = (parent.text or "") + words

    def end(self, _name: str) -> None:
        """An element ends."""
        self.depth -= 1
        if self.open:
            element = self.open.pop()
            if not self.open:
                self.done.append(element)

    def here(self) -> str:
        """File, line and column of the parser."""
        return f"{self.place}, line {self.parser.CurrentLineNumber}, column {self.parser.CurrentColumnNumber + 1}"


def _refuse_other_encodings(head: bytes, place: str) -> None:
    """Refuse a file that is or says it is in another encoding than UTF-8: one of the two would be wrong."""
    cure = 'Save it as UTF-8, with encoding="UTF-8" on its first line.'
    if head.startswith(_OTHER_MARKS):
        raise SourceError("the file is UTF-16, not UTF-8.", place=place, cure=cure)
    declared = _DECLARED.match(head.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared.group(1).decode("ascii").lower() not in _UTF8_NAMES:
        name = declared.group(1).decode("ascii")
        raise SourceError(f"the file says that it is {name}; only UTF-8 is read.", place=f"{place}, line 1", cure=cure)
