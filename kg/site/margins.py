"""The reading view of a document: its passages in the order of the text, the claims that rest on them in the margin.

Each quote has an anchor (`char=START,END`, the fragment of its IRI): the element of its words where it has one,
else an empty one before them, with a number in its row that its words bear as a class. So a style sheet lights up a
whole passage when its anchor is the target, however passages overlap. A passage leads to its claims, a claim to its
passages, both by plain links.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from math import inf

from attrs import define, field, frozen

from kg.site.graph import Graph
from kg.site.parting import last_page
from kg.site.passages import Layout, Piece, Row, layout_of
from kg.site.readings import chain, claim, quote, thing
from kg.site.shown import Claim, Quote, Speaker, Thing
from kg.site.wholetexts import whole_text
from kg.site.words import date_shown, in_words

DEEPEST = 4  # the deepest depth with a mark of its own


@frozen
class Note:
    """A claim in the margin, with its number in the document.

    `home` is the quote beside which it is told, None if none of its quotes is laid out here; `beyond` are the others.
    It stands on `page`, which is that of its part where the document has parts.
    """

    number: int
    anchor: str
    claim: Claim
    voice: Thing
    home: Quote | None
    beyond: tuple[Quote, ...] = ()
    page: str = ""

    @property
    def href(self) -> str:
        """Where it stands, from the root of the site."""
        return f"{self.page}#{self.anchor}"


@frozen
class Group:
    """The claims that rest on one passage: those that are told here, and those that are told at an earlier passage."""

    anchor: str
    quote: Quote
    notes: tuple[Note, ...]
    others: tuple[Note, ...]

    @property
    def all(self) -> tuple[Note, ...]:
        """The claims of both kinds."""
        return (*self.notes, *self.others)


@frozen
class Stretch:
    """Some words of a link; `own_anchor` is that of the quote which they are."""

    text: str
    classes: str = ""
    title: str = ""
    own_anchor: str = ""
    anchors: tuple[tuple[str, int], ...] = ()


@frozen
class Words:
    """Words of a row that lead to the same claims, or to none (`href` is ""); or a number of characters not shown.

    `own_anchor` is that of the quote which these words are, `anchors` those of other quotes that begin with them, as
    (anchor, number in the row). `classes` hold for all stretches. `notes` are the claims whose passage ends here.
    """

    stretches: tuple[Stretch, ...]
    hidden_chars: int = 0
    classes: str = ""
    href: str = ""
    own_anchor: str = ""
    anchors: tuple[tuple[str, int], ...] = ()
    notes: tuple[Note, ...] = ()


@frozen
class Passage:
    """A row of the reading view: text, and claims beside it. `start` is where its first quote begins, if it has any."""

    begins: bool
    words: tuple[Words, ...]
    groups: tuple[Group, ...]
    start: int | None


@frozen
class SpeakerRow:
    """Somebody who speaks in a document, through whom, and in how many claims."""

    chain: tuple[Speaker, ...]
    claims: int
    first: Note | None


@frozen
class ReadingView:
    """A document to be read.

    `apart` are the claims without a passage here, `misfits` the quotes that contradict others, each with its anchor.
    `quoted_chars` are quoted of `length_chars`; all are shown if the text `is_whole`.
    """

    passages: tuple[Passage, ...]
    notes: tuple[Note, ...]
    apart: tuple[Note, ...]
    misfits: tuple[tuple[Quote, str], ...]
    speakers: tuple[SpeakerRow, ...]
    quoted_chars: int
    length_chars: int
    is_whole: bool


def reading_view(graph: Graph, record: str) -> ReadingView:
    """The text of a record as its quotes show it, or the whole where the build holds it, with the claims on it."""
    source = record.removesuffix("record") + "source.txt"
    text = whole_text(graph, source)
    found = (quote(graph, span) for span in graph.subjects("oa:hasSource", source))
    length = graph.text(source, "dg:characterCount")
    length_chars = len(text) if text is not None else int(length) if length.isdecimal() else 0
    voices = voices_of(graph, record)
    told = [(thing(graph, voice), claim(graph, each)) for voice in voices for each in graph.subjects("dg:voice", voice)]
    bearing = {each.iri for _, said in told for each in said.quotes}
    layout = layout_of((each for each in found if each), text, length_chars, bearing=bearing)
    notes = _notes(told, {each.iri for row in layout.rows for each in row.quotes}, last_page(graph, record))
    margin = _Margin.of(graph, layout, notes)
    passages = tuple(margin.passage(row) for row in layout.rows)
    return ReadingView(
        passages,
        notes,
        tuple(note for note in notes if not note.home),
        tuple((each, margin.anchor(each)) for each in layout.misfits),
        _speakers(graph, voices, notes),
        sum(len(piece.text) for row in layout.rows for piece in row.pieces if piece.covering),
        length_chars,
        text is not None,
    )


def voices_of(graph: Graph, record: str) -> tuple[str, ...]:
    """All voices that speak in a record or its translation, each behind the one through which it is heard."""
    told = [record, *graph.subjects("schema:translationOfWork", record)]
    waiting = [voice for each in reversed(told) for voice in reversed(graph.subjects("dg:expressedIn", each))]
    found: dict[str, None] = {}
    while waiting:
        voice = waiting.pop()
        if voice not in found:
            found[voice] = None
            waiting += reversed(graph.subjects("dg:embeddedIn", voice))
    return tuple(found)


def anchor_of(quote: Quote) -> str:
    """The fragment by which a quote is found on the page of its document: that of its IRI."""
    return quote.href.partition("#")[2] or f"char={quote.start},{quote.end}"


def _notes(told: Iterable[tuple[Thing, Claim]], fitting: Container[str], last: str) -> tuple[Note, ...]:
    """Claims, each with its voice, numbered in the order of the passages on which they rest."""
    rows = [(next((each for each in said.quotes if each.iri in fitting), None), voice, said) for voice, said in told]

    def place(row: tuple[Quote | None, Thing, Claim]) -> tuple[float, float, int, str]:
        home, _, said = row
        start, end = (home.start, home.end) if home else (inf, inf)
        return start, end, said.depth, said.thing.iri

    return tuple(
        Note(
            number,
            f"claim-{said.thing.iri.rpartition('/')[2]}",
            said,
            voice,
            home,
            tuple(each for each in said.quotes if each != home),
            home.href.partition("#")[0] if home else last,
        )
        for number, (home, voice, said) in enumerate(sorted(rows, key=place), 1)
    )


def _speakers(graph: Graph, voices: Sequence[str], notes: Sequence[Note]) -> tuple[SpeakerRow, ...]:
    said = Counter(note.voice.iri for note in notes)
    first: dict[str, Note] = {}
    for note in notes:
        first.setdefault(note.voice.iri, note)
    return tuple(SpeakerRow(chain(graph, voice), said[voice], first.get(voice)) for voice in voices)


@define
class _Margin:
    """What stands beside the rows: the claims on each quote, and what the text itself is marked as."""

    on: Mapping[str, list[Note]]
    marks: Mapping[str, tuple[str, str]]  # quote -> class, title
    taken: set[str] = field(factory=set)  # anchors: each stands on the page once

    @classmethod
    def of(cls, graph: Graph, layout: Layout, notes: Iterable[Note]) -> _Margin:
        on = defaultdict[str, list[Note]](list)
        for note in notes:
            for each in note.claim.quotes:
                on[each.iri].append(note)
        marks: dict[str, tuple[str, str]] = {}
        for row in layout.rows:
            for each in row.quotes:
                pointing = graph.pointing(each.iri)
                if "dg:hasOmission" in pointing:
                    marks[each.iri] = ("om", "left out by the translator or an editor")
                elif "dg:hasEditorialInsertion" in pointing:
                    marks[each.iri] = ("ed", "put in by the translator or an editor")
                for time in pointing.get("dg:surface", ()):
                    date = date_shown(graph.text(time, "dg:resolvesTo"))
                    how = in_words(graph.name(time, "dg:resolution"))
                    marks.setdefault(each.iri, ("tm", f"{date.words} (EDTF {date.edtf}), {how}" if date else how))
        return cls(on, marks)

    def passage(self, row: Row) -> Passage:
        """A row with its claims, those of the first quote first."""
        groups = {each.iri: self._group(each) for each in row.quotes if self.on[each.iri]}
        ends = [{row.quotes[number].iri for number in piece.closing} & groups.keys() for piece in row.pieces]
        leads = [self._leading(row, piece, groups) for piece in row.pieces]
        words, first = list[Words](), 0
        for last in range(1, len(row.pieces) + 1):
            if last == len(row.pieces) or leads[last] != leads[last - 1] or ends[last - 1]:
                notes = [note for iri in groups if iri in ends[last - 1] for note in groups[iri].all]
                words.append(self._words(row, row.pieces[first:last], leads[last - 1], tuple(notes)))
                first = last
        start = min((each.start for each in row.quotes), default=None)
        return Passage(row.begins, tuple(words), tuple(groups.values()), start)

    def _leading(self, row: Row, piece: Piece, groups: Mapping[str, Group]) -> tuple[str, int, object]:
        """Where words lead, and how deep the voice is: by the narrowest passage with claims that they belong to."""
        bearing = [each for number in piece.covering if (each := row.quotes[number]).iri in groups]
        if not bearing:
            return "", 0, piece if piece.hidden_chars else bool(piece.covering)
        notes = groups[min(bearing, key=lambda each: (each.end - each.start, each.start)).iri]
        deepest = min(DEEPEST, max(note.claim.depth for note in notes.all))
        return notes.all[0].href if len(notes.all) == 1 else f"#{notes.anchor}", deepest, True

    def _words(
        self, row: Row, pieces: Sequence[Piece], leads: tuple[str, int, object], notes: tuple[Note, ...]
    ) -> Words:
        href, depth, _ = leads
        everywhere = frozenset.intersection(*(frozenset(piece.covering) for piece in pieces))
        opening = [number for piece in pieces for number in piece.opening]
        closing = {number for piece in pieces for number in piece.closing}
        # A passage that goes on behind these words, or fills them, has its anchor before them.
        before = [number for number in opening if number in everywhere or number not in closing]
        own = next((number for number in before if number in everywhere & closing), None)
        numbers = [f"s{number + 1}" for number in sorted(everywhere) if number != own]
        return Words(
            tuple(self._stretch(row, piece, everywhere, before) for piece in pieces),
            pieces[0].hidden_chars,
            " ".join([*numbers, *([f"d{depth}"] if href else [])]),
            href,
            "" if own is None else self.anchor(row.quotes[own]),
            self._anchors(row, [number for number in before if number != own]),
            notes,
        )

    def _stretch(self, row: Row, piece: Piece, everywhere: Container[int], before: Container[int]) -> Stretch:
        marks = [mark for number in piece.covering if (mark := self.marks.get(row.quotes[number].iri))]
        opening = [number for number in piece.opening if number not in before]
        own = next((number for number in opening if number in piece.closing), None)
        numbers = (f"s{number + 1}" for number in piece.covering if number not in everywhere and number != own)
        return Stretch(
            piece.text,
            " ".join([*numbers, *(name for name, _ in marks)]),
            "; ".join(title for _, title in marks),
            "" if own is None else self.anchor(row.quotes[own]),
            self._anchors(row, [number for number in opening if number != own]),
        )

    def _anchors(self, row: Row, numbers: Iterable[int]) -> tuple[tuple[str, int], ...]:
        return tuple((anchor, number + 1) for number in numbers if (anchor := self.anchor(row.quotes[number])))

    def anchor(self, quote: Quote) -> str:
        """The anchor of a quote; "" if it stands on the page already."""
        anchor = anchor_of(quote)
        if anchor in self.taken:
            return ""
        self.taken.add(anchor)
        return anchor

    def _group(self, quote: Quote) -> Group:
        told = [note for note in self.on[quote.iri] if note.home == quote]
        others = [note for note in self.on[quote.iri] if note.home != quote]
        return Group(f"on={quote.start},{quote.end}", quote, tuple(told), tuple(others))
