"""A document of a TEI volume as a Report: what the markup says, and the words of the head where that is silent."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from attrs import frozen

from kg.errors import SourceError
from kg.model.dates import EdtfDate
from kg.model.edition import Edition, Hint, Note
from kg.model.passage import Passage
from kg.model.report import Report, SourceText
from kg.sources.body import is_courtesy
from kg.sources.dateline import dateline_in, ends_with_date, first_date
from kg.sources.plain import KINDS_WITHOUT_DATE
from kg.sources.prose import refuse_unreadable
from kg.sources.sourcefile import examine
from kg.sources.teiauthor import TALKS, author_of, office_of
from kg.sources.teinote import classification_in, signature_in
from kg.sources.teitext import Block, DocumentText, NoteText, Span, document_text, id_of
from kg.sources.teivolume import Volume, documents_in, is_document_id, survey
from kg.sources.titles import Part, TitleParts, names_a_country, title_parts

LAYOUT = "tei"

_NUMBER = re.compile(r"\[?\d+[a-z]?\]?\.\s+(?=\S)")
_LONGEST_HEADING_WORDS = 20  # of a centred line inside a document that is no sentence
_LONGEST_DATELINE_WORDS = 10  # "Issue No. 1 Strelsau, May 4, 1960."
_PERSONS_APART = re.compile(r",\s+(?!Jr\b)|;\s+|\s+and\s+")


@frozen
class Refused:
    """A document that cannot be read, with the reason."""

    id: str
    error: SourceError


def reports_in(volume: Volume) -> Iterator[Report | Refused]:
    """Each document of the volume, in its order, as a Report or with the reason why it is none."""
    for document_id, element in documents_in(volume):
        try:
            yield report_of(volume, document_id, element)
        except SourceError as error:
            yield Refused(document_id, error)


def report_of(volume: Volume, document_id: str, element: Element) -> Report:
    """One document. Refuses (SourceError) a missing or repeated id, and a document without prose or date."""
    place = f"{volume.path}, document {document_id or '?'}"
    if not is_document_id(document_id):
        raise SourceError("the document has no xml:id.", place=place, cure="Give it one in the volume.")
    if volume.is_repeated(document_id):
        raise SourceError(
            f"several documents have the id {document_id}.", place=place, cure="Give each its own in the volume."
        )
    made = document_text(element)
    examine(made.text, Path(place))
    return _Reading(volume, document_id, made).report(place)


@frozen
class _Reading:
    """One document while it is read."""

    volume: Volume
    id: str
    made: DocumentText

    def report(self, place: str) -> Report:
        """The report, every fact with its passage where the text has one."""
        made, text = self.made, self.made.text
        title = self.title()
        says = title_parts(title.exact) if title else TitleParts()
        notes = made.notes
        source_note = next((note for note in notes if note.is_source), None)
        paragraphs = self.paragraphs(says.kind)
        if not paragraphs:
            is_withheld = source_note is not None and "not declassified" in source_note.text
            why = "nothing of it is printed, because it is not declassified." if is_withheld else "it has no prose."
            raise SourceError(why, place=place, cure="There is nothing to read; it stays out.")
        refuse_unreadable(paragraphs, place)
        day, when = self.date(title)
        if when is None and not self.is_undated() and says.kind not in KINDS_WITHOUT_DATE:
            raise SourceError(
                "no date: neither dateline nor head gives one, and what the document calls “today” is counted from it.",
                place=place,
                cure="Give its dateline a date in the volume.",
            )
        sender = self.side("from", title, says.sender)
        addressee = self.side("to", title, says.addressee)
        if addressee is None:
            addressee = next(
                (self.items(block)[0] for block in made.blocks if block.type == "to" and self.items(block)), None
            )
        participants = self.participants(title, says)
        is_talk = says.kind in TALKS
        author, author_name = author_of(made, title, says, source_note, paragraphs, participants)
        origin = next(iter(self.spans("dateline", "placeName")), None)
        found = {
            "title": title,
            "date": day,
            "author": author,
            "sender": None if is_talk else sender,
            "addressee": None if is_talk else addressee,
            "place": origin.passage if origin else None,
            "subject": self.subject(),
        }
        places = {name: passage for name, passage in found.items() if passage is not None}
        words = {name: " ".join(passage.exact.split()) for name, passage in places.items()}
        return Report(
            key=f"{self.volume.id}-{self.id}".lower(),
            source=SourceText(text, hashlib.sha256(text.encode("utf-8")).hexdigest()),
            layout=LAYOUT,
            title=words.get("title", ""),
            kind=says.kind,
            date=when,
            author=words.get("author", author_name),
            sender=words.get("sender", "") or office_of(says.kind, author_name, source_note),
            addressee=words.get("addressee", ""),
            place=words.get("place", ""),
            signature=signature_in(source_note),
            preamble=self.preamble(title, paragraphs, participants, author),
            subject=found["subject"],
            participants=participants,
            paragraphs=paragraphs,
            address=self.volume.address_of(self.id),
            places=places,
            edition=self.edition(source_note, str(when or "")),
        )

    def title(self) -> Passage | None:
        """The head of the document without its number."""
        block = next((block for block in self.made.blocks if block.name == "head" and not block.is_inner), None)
        if block is None:
            return None
        words = self.made.text[block.start_char : block.end_char]
        number = _NUMBER.match(words)
        return Passage.of(self.made.text, block.start_char + (number.end() if number else 0), block.end_char)

    def date(self, title: Passage | None) -> tuple[Passage | None, EdtfDate | None]:
        """The date of the dateline, as encoded, else as written; else that of the head."""
        for span in self.spans("dateline", "date"):
            encoded = _encoded(span)
            if encoded:
                return span.passage, encoded
        passages = [
            Passage.of(self.made.text, b.start_char, b.end_char) for b in self.made.blocks if self.is_dateline(b)
        ]
        for passage in [*passages, *([title] if title else [])]:
            found = first_date(passage.exact)
            if found and found.date:
                start = passage.start_char
                return Passage.of(self.made.text, start + found.start, start + found.end), found.date
        return None, None

    def is_dateline(self, block: Block) -> bool:
        """Whether a block says where and when: a dateline, or a short first line that ends with a date."""
        if block.name == "dateline":
            return True
        is_first = block is next((each for each in self.made.blocks if each.name == "p"), None)
        words = self.made.text[block.start_char : block.end_char]
        return is_first and len(words.split()) <= _LONGEST_DATELINE_WORDS and ends_with_date(words)

    def is_undated(self) -> bool:
        """Whether the dateline itself says so."""
        lines = [self.made.text[b.start_char : b.end_char] for b in self.made.blocks if b.name == "dateline"]
        return any(
            "undated" in line.lower() or ((dl := dateline_in(line)) is not None and dl.is_undated) for line in lines
        )

    def spans(self, block_name: str, name: str) -> Iterator[Span]:
        """The spans of one name in the blocks of one name, those of the document before those of its parts."""
        for is_inner in (False, True):
            for block in self.made.blocks:
                if block.name == block_name and block.is_inner is is_inner:
                    yield from self.made.within(block.start_char, block.end_char, name)

    def side(self, type_: str, title: Passage | None, part: Part | None) -> Passage | None:
        """Sender ("from") or addressee ("to").

        The words of the head are fuller than what is marked in them ("the Ambassador to Poland (Cabot)"); but where
        the two do not overlap, the editors' mark is right.
        """
        if title is None:
            return None
        marked = [
            span.passage
            for name in ("gloss", "persName")
            for span in self.made.within(title.start_char, title.end_char, name)
            if span.attributes.get("type") == type_
        ]
        worded = None
        if part is not None:
            start = title.start_char + part.start
            worded = Passage.of(self.made.text, start, start + len(part.text))
        if worded is not None and (not marked or any(worded.overlaps(each) for each in marked)):
            return worded
        return marked[0] if marked else None

    def participants(self, title: Passage | None, says: TitleParts) -> tuple[Passage, ...]:
        """One passage for each person of the lists of participants; without a list, those whom the head names."""
        persons: list[Passage] = []
        for block in self.made.blocks:
            if block.type == "participants":
                for item in self.items(block):
                    persons.extend(self.persons_of(item))
        if persons or title is None:
            return tuple(persons)
        starts = [(title.start_char + part.start, part) for part in says.participants]
        return tuple(Passage.of(self.made.text, start, start + len(part.text)) for start, part in starts)

    def items(self, block: Block) -> tuple[Passage, ...]:
        """The items of a list; names of sides and remarks in brackets are none."""
        lines = [Passage.of(self.made.text, line.start_char, line.end_char) for line in block.lines if line.is_item]
        return tuple(line for line in lines if not line.exact.startswith("[") and not names_a_country(line.exact))

    def persons_of(self, item: Passage) -> Iterator[Passage]:
        """The persons of an item: several only if a name is marked between every two separators."""
        names = [span.passage for span in self.made.within(item.start_char, item.end_char, "persName")]
        bounds = [0, *(n for found in _PERSONS_APART.finditer(item.exact) for n in found.span()), len(item.exact)]
        pieces = [
            Passage.of(self.made.text, item.start_char + start, item.start_char + end)
            for start, end in zip(bounds[::2], bounds[1::2], strict=True)
            if start < end
        ]
        if len(pieces) > 1 and all(any(piece.covers(name) for name in names) for piece in pieces):
            yield from pieces
        else:
            yield item

    def subject(self) -> Passage | None:
        """What the first list of subjects says."""
        for block in self.made.blocks:
            if block.type == "subject" and (items := self.items(block)):
                return Passage.of(self.made.text, items[0].start_char, items[-1].end_char)
        return None

    def paragraphs(self, kind: str) -> tuple[Passage, ...]:
        """The prose: paragraphs, and the items of lists among them. Headings, courtesies and tables are none."""
        found: list[Passage] = []
        for block in self.made.blocks:
            passage = Passage.of(self.made.text, block.start_char, block.end_char)
            if block.name == "list" and block.type not in ("participants", "subject", "to", "from", "references"):
                found.extend(item for item in self.items(block) if found or item.exact.endswith((".", ";", "?")))
            elif block.name in ("p", "ab", "lg") and not self.is_dateline(block):
                if is_courtesy(passage.exact) or _is_heading(block, passage):
                    continue
                if kind != "editorial note" and self.is_by_editors(passage):
                    continue
                found.append(passage)
        return tuple(found)

    def is_by_editors(self, passage: Passage) -> bool:
        """Whether a paragraph refers the reader to a printed document: a note that was encoded as a paragraph.

        No author can point into the volume. Inside brackets the editors say so themselves, and the brackets are kept.
        """
        for span in self.made.within(passage.start_char, passage.end_char, "ref"):
            before = self.made.text[passage.start_char : span.passage.start_char]
            if before.count("[") <= before.count("]"):
                return True
        return False

    def preamble(
        self,
        title: Passage | None,
        paragraphs: Sequence[Passage],
        participants: Sequence[Passage],
        author: Passage | None,
    ) -> tuple[Passage, ...]:
        """Every line that is neither title nor prose nor a participant nor the author."""
        taken = [*paragraphs, *participants, *([title] if title else []), *([author] if author else [])]
        lines = [
            Passage.of(self.made.text, n.start_char, n.end_char) for block in self.made.blocks for n in block.lines
        ]
        return tuple(line for line in lines if not any(line.overlaps(each) for each in taken))

    def edition(self, note: NoteText | None, day: str) -> Edition:
        """What the volume adds: hints, the entries they mean, the notes."""
        names = tuple(self.hints("persName", "corresp", self.volume.persons.__contains__))
        terms = tuple(self.hints("gloss", "target", self.volume.terms.__contains__))
        named = dict.fromkeys(hint.id for hint in names)
        meant = dict.fromkeys(hint.id for hint in terms)
        date = next(iter(self.spans("dateline", "date")), None)
        when = date.attributes.get("when", "") if date else ""
        return Edition(
            volume=self.volume.id,
            file=self.volume.path.name,
            sha256=self.volume.sha256,
            xml_id=self.id,
            written_at=when if "T" in when and when.startswith(day) else "",
            classification=classification_in(note),
            persons=tuple(self.volume.persons[key] for key in named),
            names=names,
            terms=tuple(self.volume.terms[key] for key in meant),
            abbreviations=terms,
            notes=tuple(
                Note(each.text, min(each.at_char, len(self.made.text)), each.is_source) for each in self.made.notes
            ),
        )

    def hints(self, name: str, attribute: str, is_listed: Callable[[str], bool]) -> Iterator[Hint]:
        """The marked names whose id stands in the volume's list; an id that leads nowhere is no hint."""
        for span in self.made.spans:
            if span.name == name and is_listed(key := id_of(span, attribute)):
                yield Hint(span.passage, key)


def _is_heading(block: Block, passage: Passage) -> bool:
    """Whether a paragraph is a heading: marked as one, short, and no sentence."""
    is_short = len(passage.exact.split()) <= _LONGEST_HEADING_WORDS
    return block.is_heading and is_short and not passage.exact.endswith((".", "?", "!", ".”"))


def _encoded(span: Span) -> EdtfDate | None:
    """The day, month or span of days that a date element gives; the hour is no part of it.

    Where the code and the printed words disagree, the words are right: in ten volumes they do so four times, and each
    time the code has day and month the wrong way round or a digit too few.
    """
    when = span.attributes.get("when", "")[:10]
    begin, end = (span.attributes.get(key, "")[:10] for key in ("from", "to"))
    value = when or (f"{begin}/{end}" if begin and end and begin != end else begin)
    printed = first_date(span.passage.exact)
    if printed and printed.date and len(printed.date.value) >= len(value):
        return printed.date
    return EdtfDate(value) if value and EdtfDate.is_written_as(value) else None


def report_in_volume(path: Path, document_id: str) -> Report:
    """One document of the volume in a file. Refuses (SourceError) a volume that has none of this id."""
    volume = survey(path)
    for found, element in documents_in(volume):
        if found == document_id:
            return report_of(volume, found, element)
    raise SourceError(
        f"the volume has no document {document_id}.", place=str(path), cure="Give another edition of the volume."
    )
