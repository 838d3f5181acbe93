"""Names that an edition has marked: the editors say who is meant. Evidence, not truth, for their marks have errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from kg.lexicon import read_names
from kg.mentions.registry import is_same_person
from kg.mentions.spans import NameSpan, Search
from kg.model.entity import Kind
from kg.model.report import Report
from kg.model.syntax import ParsedParagraph


@frozen
class MarkedNames:
    """Where in the source a marked name begins -> where it ends, and the full name of the entry it leads to."""

    places: Mapping[int, tuple[int, str]] = field(factory=dict)

    @classmethod
    def of(cls, report: Report) -> MarkedNames:
        """The marked names of a report; none where it comes from no edition."""
        edition = report.edition
        if edition is None:
            return cls()
        names = {person.id: full_name(person.name) for person in edition.persons}
        return cls(
            {
                hint.passage.start_char: (hint.passage.end_char, names[hint.id])
                for hint in edition.names
                if hint.id in names
            }
        )

    def in_paragraph(self, paragraph: ParsedParagraph) -> Iterator[tuple[int, int, str]]:
        """First token, last token and full name of each marked name in a paragraph."""
        if not self.places or not paragraph.offsets:
            return
        for token in paragraph.tokens:
            start = paragraph.offsets[token.start]
            if start in self.places:
                end, name = self.places[start]
                last = token.i
                while last + 1 < len(paragraph.tokens) and paragraph.offsets[paragraph.tokens[last + 1].start] < end:
                    last += 1
                yield token.i, last, name

    def spans(self, search: Search) -> Iterator[NameSpan]:
        """The marked names that no rule has found, as people: only those whose words agree with the entry."""
        for first, last, name in self.in_paragraph(search.paragraph):
            words = search.paragraph.words(first, last).removesuffix("'s")
            if search.is_free(first, last) and is_same_person(name, words):
                yield NameSpan(first, last, search.head_of(first, last), Kind.PERSON, name=words, rule="person.marked")

    def name_of(self, paragraph: ParsedParagraph, span: NameSpan) -> str:
        """The full name that the editors give to the person of a span; "" if they give none, or one of another man."""
        for first, last, name in self.in_paragraph(paragraph):
            if first <= span.last and span.first <= last and is_same_person(name, span.name):
                return name
        return ""


def full_name(printed: str) -> str:
    """A name of a list of persons as it is said: the surname goes last, rank and service go.

    >>> full_name("Sapt, Fritz"), full_name("Taylor, General Maxwell D., USA"), full_name("Mao Tse-tung")
    ('Fritz Sapt', 'Maxwell D. Taylor', 'Mao Tse-tung')
    """
    surname, _, rest = printed.partition(",")
    given = [word for word in rest.partition(",")[0].split() if word.rstrip(".") not in read_names().ranks]
    return " ".join([*given, surname.strip()])
