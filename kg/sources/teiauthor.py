"""Who wrote a printed document: not always the one who signed it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model.passage import Passage
from kg.sources.body import bracketed_writer, telegram_writer
from kg.sources.teitext import DocumentText, NoteText, id_of
from kg.sources.titles import TitleParts, names_an_office

EDITORS = "FRUS editors"  # who speaks in an editorial note of the series
DEPARTMENT = "Department of State"
"""Which office made a record of the series that names nobody: its own form, kept in its own files."""
IN_HOUSE = frozenset({"memorandum of conversation", "memorandum for the record"})
TALKS = frozenset({"memorandum of conversation", "minutes", "transcript", "memorandum for the record"})

_DRAFTED = re.compile(
    r"\b(?:[Dd]rafted|Prepared|Dictated)\b(?:\s+and\s+\w+)?(?:\s+on\s+[A-Z][a-z]+\s+\d+)?(?:\s+in\s+\S+)?\s+by\s+"
    r"(?P<who>.+?)"
    r"(?=,?\s+(?:and\s+)?(?:was\s+)?(?:on|in|approved|cleared|initialed|revised|concurred|with|from|at|for)\b|[;(\[]|"
    r"(?<!\b[A-Z])(?<!Jr)\.\s|\.?$)"
)
_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Miss|Dr)\.\s)?"
    r"(?P<name>(?:[A-Z][\w'’-]+|(?:[A-Z]\.)+)(?:\s(?:[A-Z][\w'’-]+|(?:[A-Z]\.)+))*(?:,\sJr\.)?)"
)
_SIGNER_END = re.compile(r"[\s\"”*,;:\d]+$")
_INITIALS = re.compile(r"[A-Z]{1,5}")  # "GC", "JCS": nobody can be found by them
_LONGEST_NAME_WORDS = 6
# "Sapt, Director of S/S" is one person, "Hentzau of Translations and Sapt" are two.
_PERSONS_APART = re.compile(r",\s+(?!Jr\b)(?:and\s+)?|;\s+|\s+and\s+")


def author_of(
    made: DocumentText,
    title: Passage | None,
    says: TitleParts,
    note: NoteText | None,
    paragraphs: Sequence[Passage],
    participants: Sequence[Passage],
) -> tuple[Passage | None, str]:
    """Who wrote it: passage and name; the name alone if only a note gives it; neither if nobody is named.

    In this order: the editors of an editorial note; the writer whom a telegram names in its first words; the person
    whom the head marks as sender, in the fuller form of the signature; the signer; whom the words of the head name;
    whom the editors name in brackets behind his own "I"; of a record of a talk, the one who drafted it.
    """
    if says.kind == "editorial note":
        return None, EDITORS
    if says.kind == "telegram" and (writer := telegram_writer(paragraphs[0])):
        return writer, writer.exact
    signed = list(_signers(made))
    head = made.within(title.start_char, title.end_char, "persName") if title else ()
    marked = next((span.passage for span in head if span.attributes.get("type") == "from"), None)
    if marked is not None and says.kind not in TALKS:
        same = next((name for name in signed if _surname(name.exact) == _surname(marked.exact)), None)
        return same or marked, (same or marked).exact
    if signed:
        # A telegram's own signature is its last: what it quotes has others. Below a letter come its enclosures.
        name = signed[-1] if says.kind == "telegram" else signed[0]
        return name, name.exact
    if title and says.author:
        start = title.start_char + says.author.start
        return Passage.of(made.text, start, start + len(says.author.text)), says.author.text
    if bracketed := bracketed_writer(paragraphs):
        return bracketed, bracketed.exact
    if says.kind in TALKS and note:
        return _drafter(made, note, participants)
    return None, ""


def office_of(kind: str, author: str, note: NoteText | None) -> str:
    """The Department of State for a record of a talk that names nobody and that its own files hold; else ""."""
    is_kept_there = note is not None and note.text.lstrip("[").startswith(f"Source: {DEPARTMENT}")
    return DEPARTMENT if kind in IN_HOUSE and not author and is_kept_there else ""


def _signers(made: DocumentText) -> Iterator[Passage]:
    """Those who signed, in the order of the text: the marked name, else the first line."""
    for span in made.spans:
        if span.name != "signed":
            continue
        start, end = span.passage.start_char, span.passage.end_char
        name = next((each.passage for each in made.within(start, end, "persName")), None)
        line = name.exact if name else span.passage.exact.split("\n")[0]
        begin = name.start_char if name else start
        bare = _SIGNER_END.sub("", line)
        is_initials = name is None and _INITIALS.fullmatch(bare)
        if bare and len(bare.split()) <= _LONGEST_NAME_WORDS and not is_initials:
            yield Passage.of(made.text, begin, begin + len(bare))


def _drafter(made: DocumentText, note: NoteText, participants: Sequence[Passage]) -> tuple[Passage | None, str]:
    """The one who drafted, by his fullest name in the text; nobody if several did."""
    found = _DRAFTED.search(note.text)
    if found is None:
        return None, ""
    start, end = found.span("who")
    names = [name for piece in _PERSONS_APART.split(found.group("who")) if (name := _person(piece))]
    if len(names) != 1:
        return None, ""
    marked = [s for s in note.spans if s.name == "persName" and start <= s.passage.start_char < end]
    ids = {id_of(span, "corresp") for span in marked} - {""}
    here = [s.passage for s in made.spans if s.name == "persName" and id_of(s, "corresp") in ids]
    for item in () if ids else participants:
        if listed := _NAME.search(item.exact):
            at = item.start_char + listed.start("name")
            here.append(Passage.of(made.text, at, at + len(listed.group("name"))))
    fitting = [each for each in here if _surname(each.exact) == _surname(names[0])]
    fullest = max(fitting, key=lambda passage: (len(passage.exact), -passage.start_char), default=None)
    return fullest, fullest.exact if fullest else names[0]


def _person(words: str) -> str:
    """The name at the beginning of a piece such as "Rudolf Sapt"; "" for an office ("Director of S/S") or initials."""
    found = _NAME.match(words)
    if found is None or names_an_office(words) or _INITIALS.fullmatch(found.group("name")):
        return ""
    return found.group("name")


def _surname(name: str) -> str:
    """The last word of a name, without "Jr." and full stops."""
    words = re.sub(r",?\s+(?:Jr|Sr)\.?$", "", name).split()
    return words[-1].strip(".,").casefold() if words else ""
