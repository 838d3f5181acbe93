"""The body of a document taken apart: stamps and dateline, subject, participants, prose, signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import frozen

from kg.model.passage import Passage
from kg.sources.dateline import Dateline, date_alone, dateline_in, ends_with_date, is_day, place_and_date_within
from kg.sources.lines import Line, blocks_of, paragraphs_of

_SUPPORT = re.compile(r"This document was made possible (?:with|by)\b")
_TAG = r"(?:\[(?:subject|participants)\]\s*)?"
_SUBJECT = re.compile(_TAG + r"(?:SUBJECT|Subject|SUBJ|Subj|RE|Re|Object|Topic)\s*[:.]\s*(?P<value>\S.*)", re.DOTALL)
_PARTICIPANTS = re.compile(
    _TAG
    + r"(?:(?:ALSO\s+)?PRESENT|PARTICIPANTS?|Participants?(?:\s+were)?|(?:Also\s+)?[Pp]resent|THOSE PRESENT)\s*:\s*"
    r"(?P<value>\S.*)",
    re.DOTALL,
)
# "PARTICIPANTS Rudolf Sapt Fritz von Tarlenheim": a label in capitals and a list run together, which no mark parts.
_RUN_TOGETHER = re.compile(r"(?:ALSO\s+)?(?:PARTICIPANTS|PRESENT)\s+(?=[A-Z“\"])")
_SUBJECT_BARE = re.compile(r"SUBJECT\s+(?P<value>[A-Z“\"].*)", re.DOTALL)
_LABEL_ALONE = re.compile(r"(?:(?P<subject>SUBJECTS?|Subject|RE)|PARTICIPANTS|Participants|(?:ALSO )?PRESENT)\s*:?")
_MARKED_HEADING = re.compile(r"#{1,6}\s+\S")  # CommonMark, 4.2 ATX headings
_LONGEST_HEADING_WORDS = 30  # stamps, addresses and a dateline of a PDF, run together
_LONGEST_HEADING_CHARS = 500  # no stamp or heading is longer, and no pattern for them runs away on a long line
_LONGEST_PERSON_WORDS = 15  # name and office on one line of a list
_SIDE = re.compile(r"\s*(?:US|U\.S\.|USSR|UK|GDR|FRG|United States|Soviet|American|British|Soviets|Americans)\s*:\s*")
_STAMP = re.compile(
    r"\[?\s*(?:TOP\s+SECRET|SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED|Top Secret|Strictly (?:secret|confidential)|"
    r"Secret|"
    r"Confidential|Official Use|PRIORITY|NIACT|URGENT|Urgent|IMMEDIATE|EYES ONLY|By courier|BY COURIER|"
    r"Copy|COPY|Copies|"
    r"(?:To be )?[Dd]eclassified|Incoming|Outgoing|Ex\.|Exemplar|Distribution|DISTRIBUTION|cc:|"
    r"Sent to|Drafted by)\b",
)
_NUMBER = re.compile(r"\[?(?:N[°º]|No\.?|Nr\.?|Ref\.?|File|[A-Z]{1,4}-)?\s*[\d][\w./-]*(?:[\s./-][\w./-]+){0,3}[.\]]*$")
_NUMBER_WORD = re.compile(r"\[?\s*(?:N[°º]|No\.|Nr\.|Ref\.|File No)\s*\S*\d")
_KIND_HEADING = re.compile(
    r"(?:THE |The )?(?:Note|NOTE|Report|REPORT|Telegram|TELEGRAM|Memorandum|MEMORANDUM|Letter|"
    r"Record of [Cc]onversation|RECORD OF CONVERSATION|Information|Journal|JOURNAL|Diary)\b[^.?!]*$"
)
_SALUTATION = re.compile(
    r"(?:(?:My )?Dear|DEAR|Esteemed|Respected|Distinguished|Excellency|Your Excellency)\b"
    r"(?:[^.?!]|\b(?:Mr|Mrs|Dr|Messrs)\.){0,60}[:,!.]?$"
)
_VALEDICTION = re.compile(
    r"(?:(?:Very |Most )?(?:[Ss]incerely|[Ff]aithfully|[Rr]espectfully|[Cc]ordially|[Tt]ruly)(?: yours)?|"
    r"Yours\b[^.?!]{0,25}|"
    r"(?:With )?(?:[Bb]est|[Cc]omradely|[Cc]ommunist|[Ff]raternal|[Kk]ind|[Ww]arm)\w*(?: \w+)? "
    r"(?:[Rr]egards|[Gg]reetings|"
    r"[Ww]ishes)|By order of\b[^.?!]{0,40}|Signed by)\s*[,:.]?$"
)
_SIGNED = re.compile(
    r"(?:(?:SIGNED|Signed|signed|SIGNATURE|Signature)\s*[:,]\s*|[\[(](?:SIGNED|Signed|signed|[Ss]ignature|ss|SS|s)[\])]:?\s*|"
    r"ss?/\s*|/s/\s*|/[-–—]/\s*|\([-–—]\)\s*)"
    r"(?P<name>[^\W\d_].*)"
)
_PERSON = re.compile(
    r"(?:[A-ZÀ-ÞĀ-Ž][\w'’-]+|[A-ZÀ-ÞĀ-Ž]\.(?:-?[A-ZÀ-ÞĀ-Ž]\.)*|[A-Z][a-z]{1,2}\.)"
    r"(?:\s+(?:de|von|van|der|al|el|la|du|[A-ZÀ-ÞĀ-Ž]\.(?:\s?-?[A-ZÀ-ÞĀ-Ž]\.)*|[A-ZÀ-ÞĀ-Ž][\w'’-]+)){0,4}(?:,?\s+Jr\.)?|(?:[A-ZÀ-Þ]\.\s?){2,3}"
)
_OFFICE = re.compile(
    r"\b(?:Ambassador|Minister|Secretary|Chargé|Charge|Counsel+or|Attaché|Attache|Chief|Head|Director|Chairman|President|"
    r"Premier|Consul|Deputy|Assistant|"
    r"Under-?[Ss]ecretary|Adviser|Advisor|Embassy|EMBASSY|AMBASSADOR|Envoy|General|Colonel|Brigadier|Major|Captain|"
    r"Lieutenant|Commander|Admiral|Acting|Special|Executive)\b"
)
_AD_INTERIM = re.compile(r"\b(?:a\.\s?i|p\.\s?o|ad int|ret)\.$")
_INITIALS = re.compile(r"(?:(?:[A-ZÀ-Þ]|Ma?cG?|MG)\.\s?){2,3}")
_NAME_AFTER_OFFICE = re.compile(r"(?P<name>(?:[A-ZÀ-Þ]\.\s?){1,3}[A-ZÀ-Þ][\w'’-]+)\s*/?$")
# "Ambassador Corneliu Bogdan", but not "Minister Plenipotentiary" nor "Embassy Moscow".
_NAME_AFTER_TITLE = re.compile(
    r"(?:Ambassador|Consul(?:\sGeneral)?|Counsel+or|Minister|Chargé\sd['’]Affaires|Colonel|General|Major|Captain)\s"
    r"(?P<name>(?!Plenipotentiary|Extraordinary|Counsel+or|Resident|for\b|of\b)[A-ZÀ-ÞĀ-Ž][\w'’-]+"
    r"(?:\s(?!Affairs|Trade|Section|Department)[A-ZÀ-ÞĀ-Ž][\w'’-]+){1,2})"
)
# "Halmos György, ambassador".
_NAME_AND_OFFICE = re.compile(
    r"(?P<name>[A-ZÀ-ÞĀ-Ž][\w'’-]+(?:\s[A-ZÀ-ÞĀ-Ž][\w'’.-]*){1,2}),\s(?:[a-z]+\s){0,3}"
    r"(?:ambassador|counsel+or|minister|chargé|consul|secretary|attaché|envoy|interpreter)\b.{0,60}"
)
_NAME_BEFORE_OFFICE = re.compile(
    r"(?P<name>(?:[A-ZÀ-Þ][\w'’-]+\s)?(?:[A-ZÀ-Þ]\.\s?){1,2}[A-ZÀ-Þ][\w'’-]+),?\s+(?=" + _OFFICE.pattern[2:] + ")"
)
_NOT_A_PERSON = re.compile(
    r"(?:Secret|Confidential|Note|Report|Telegram|Memorandum|Letter|Enclosure|Attachment|Annex|Appendix|Tab|Source|Rights|"
    r"Summary|Comment|Conclusion|Introduction|End|Copy|Pyongyang|Moscow|Washington|Comments|Contents|Document)\b"
)
# "9. For Minister from Sapt." at the head of a telegram: the signature under it is the mission's, not the writer's.
_TELEGRAM_WRITER = re.compile(
    r"(?:^|(?<=\.\s))(?:(?:[A-Z][\w ]{0,40}\s)?[Ff]or\s[^.]{1,80}?\sfrom|From)\s"
    r"(?P<name>[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?)\."
)
_BRACKETED_WRITER = re.compile(r"\b(?:I|me|my)\s\[(?P<name>[A-Z][\w'’-]+(?:\s(?:[A-Z]\.|[A-Z][\w'’-]+)){0,3})\]")
_WRITER_IS_OFFICE = re.compile(
    r"(?:The|Embassy|Department|Secretary|President|Ambassador|Vice|Acting|Under|Deputy|State|White|US|Ambassadors)\b"
)
_DIGIT_OR_CAPITAL = re.compile(r"[\dA-ZÀ-ÞĀ-Ž(\[]")


@frozen
class Body:
    """The parts of a document's body; what it does not have is empty."""

    preamble: tuple[Passage, ...] = ()
    subject: Passage | None = None
    participants: tuple[Passage, ...] = ()
    paragraphs: tuple[Passage, ...] = ()
    author: Passage | None = None
    place: Passage | None = None
    dateline: Dateline | None = None
    dateline_at: int = 0  # where in the source the dateline begins


def body_of(source: str, lines: Sequence[Line]) -> Body:
    """The body that `lines` make.

    Before the first prose stand stamps, numbers, headings, dateline, subject and participants; after the last prose
    may stand a signature. A line that is nothing but a date, or is marked
    as a heading ("## Talks"), is one wherever it stands.
    """
    rest = without_support(lines)
    preamble: list[Passage] = []
    subject: Passage | None = None
    participants: list[Passage] = []
    dateline, dateline_at, place = None, 0, None
    alone = {block[0] for block in blocks_of(rest) if len(block) == 1}
    label = ""  # of the line before, if its value is still to come
    while rest:
        line = rest[0]
        was, label = label, ""
        if found := _LABEL_ALONE.fullmatch(line.text):
            label = "subject" if found.group("subject") else "participants"
            preamble.append(line.passage(source))
        elif was == "subject":
            subject = line.passage(source)
        elif was == "participants" and not line.ends_sentence and len(line.text.split()) <= _LONGEST_PERSON_WORDS:
            participants.append(line.passage(source))
            label = was
        elif found := (_SUBJECT.fullmatch(line.text) or _SUBJECT_BARE.fullmatch(line.text)):
            subject = _passage(source, line, found)
        elif _RUN_TOGETHER.match(line.text):
            preamble.append(line.passage(source))
        elif found := _PARTICIPANTS.fullmatch(line.text):
            participants.extend(_persons(source, _passage(source, line, found)))
        elif _is_prose(line, is_alone=line in alone):
            break
        else:
            preamble.append(line.passage(source))
        here = dateline_in(line.text) or _stamped_dateline(line)
        if here and (dateline is None or (here.place and not dateline.place)):
            dateline, dateline_at = here, line.start_char
            place = _place_passage(source, line, here)
        rest.pop(0)
    author, closing = _signature(source, rest)
    rest = rest[: len(rest) - len(closing)]
    headings = [line for line in rest if _is_heading(line)]
    preamble.extend(line.passage(source) for line in headings)
    preamble.extend(
        line.passage(source) for line in closing if author is None or not line.passage(source).covers(author)
    )
    prose = _without(rest, headings)
    author = (telegram_writer(prose[0].passage(source)) if prose else None) or author
    return Body(
        tuple(preamble),
        subject,
        tuple(participants),
        paragraphs_of(source, prose),
        author,
        place,
        dateline,
        dateline_at,
    )


def without_support(lines: Sequence[Line]) -> list[Line]:
    """The lines but for the archive's thanks to its donors, which is no part of a document."""
    return [line for line in lines if not _SUPPORT.match(line.text)]


def is_signed(line: Line) -> bool:
    """Whether the line is a signature that says so: "Signed: N. Popa"."""
    return _SIGNED.fullmatch(line.text) is not None


def is_courtesy(text: str) -> bool:
    """Whether a line is nothing but a salutation or a valediction: "Dear Mr. Chairman:", "Sincerely yours,".

    >>> is_courtesy("Dear Mr. Chairman:"), is_courtesy("The road is open.")
    (True, False)
    """
    if len(text) > _LONGEST_HEADING_CHARS:
        return False
    return _SALUTATION.fullmatch(text) is not None or _VALEDICTION.fullmatch(text) is not None


def telegram_writer(first: Passage) -> Passage | None:
    """The writer whom the first paragraph of a telegram names at its very beginning, else None.

    >>> telegram_writer(Passage.of("9. For Minister from Sapt. Met with him.", 0, 40)).exact
    'Sapt'
    """
    found = _TELEGRAM_WRITER.search(first.exact[:200])
    if found is None or _WRITER_IS_OFFICE.match(found.group("name")):
        return None
    start, end = found.span("name")
    return Passage(first.start_char + start, first.start_char + end, found.group("name"))


def bracketed_writer(paragraphs: Sequence[Passage]) -> Passage | None:
    """The one whom an editor names in brackets behind the writer's own "I" or "me", else None.

    >>> bracketed_writer([Passage.of("He called me [Rudolf Sapt] at nine.", 0, 35)]).exact
    'Rudolf Sapt'
    """
    found = [
        Passage(paragraph.start_char + named.start("name"), paragraph.start_char + named.end("name"), named["name"])
        for paragraph in paragraphs
        for named in _BRACKETED_WRITER.finditer(paragraph.exact)
    ]
    return found[0] if len({each.exact for each in found}) == 1 else None


def is_labelled(text: str) -> bool:
    """Whether a line is a label of the heading, with or without its value: "SUBJECT: The road", "PARTICIPANTS"."""
    return any(pattern.fullmatch(text) for pattern in (_LABEL_ALONE, _SUBJECT, _PARTICIPANTS))


def _is_heading(line: Line) -> bool:
    """Whether a line is a heading wherever it stands: a date by itself, or one marked as in Markdown."""
    is_date = date_alone(line.text) is not None and not line.text.isdigit()
    return is_date or is_day(line.text) or _MARKED_HEADING.match(line.text) is not None


def _is_prose(line: Line, *, is_alone: bool) -> bool:
    """Whether a line belongs to the prose, and not to the stamps, numbers and headings above it."""
    text = line.text
    if len(text) > _LONGEST_HEADING_CHARS:
        return True
    words = text.split()
    if text[:1].islower():
        return False  # it goes on with the heading above it
    if (
        _MARKED_HEADING.match(text)
        or _SUPPORT.match(text)
        or _NUMBER.fullmatch(text)
        or _SALUTATION.fullmatch(text)
        or date_alone(text)
        or dateline_in(text)
    ):
        return False
    if _STAMP.match(text) and len(words) <= 12:
        return False
    if _NUMBER_WORD.match(text) and len(words) <= 10:
        return False
    if text.startswith("[") and (text.endswith("]") or "]" not in text) and len(words) <= 12:
        return False
    if not any(character.islower() for character in text):
        return False
    if re.search(r"\[stamp\]", text, re.IGNORECASE) and not line.ends_sentence:
        return False
    long_words = [word for word in words if len(word.strip(".,;:()[]'\"")) > 3]
    capitalised = [word for word in long_words if _DIGIT_OR_CAPITAL.match(word)]
    if len(words) <= 12 and len(capitalised) == len(long_words):
        return False
    if not is_alone:
        return True
    if _KIND_HEADING.fullmatch(text) and len(words) <= 15:
        return False
    return line.ends_sentence or len(words) > 8


def _stamped_dateline(line: Line) -> Dateline | None:
    """The dateline that a PDF's text ran together with a heading; of a line of prose, none."""
    if len(line.text.split()) > _LONGEST_HEADING_WORDS or (line.ends_sentence and not ends_with_date(line.text)):
        return None
    return place_and_date_within(line.text)


def _place_passage(source: str, line: Line, dateline: Dateline) -> Passage | None:
    """The place of a dateline as a passage."""
    if not dateline.place:
        return None
    start = line.start_char + dateline.place_start
    return Passage.of(source, start, start + len(dateline.place))


def _passage(source: str, line: Line, found: re.Match[str]) -> Passage:
    """The value behind a label."""
    return Passage.of(source, line.start_char + found.start("value"), line.start_char + found.end("value"))


def _persons(source: str, listed: Passage) -> tuple[Passage, ...]:
    """The persons of a list: parted by semicolons if there is one, else by commas."""
    separator = ";" if ";" in listed.exact else ","
    persons: list[Passage] = []
    start = listed.start_char
    for piece in listed.exact.split(separator):
        side = _SIDE.match(piece)
        name = (piece[side.end() :] if side else piece).strip(" .\n\t")
        if name:
            at = start + piece.index(name, side.end() if side else 0)
            persons.append(Passage.of(source, at, at + len(name)))
        start += len(piece) + 1
    return tuple(persons)


def _signature(source: str, lines: list[Line]) -> tuple[Passage | None, tuple[Line, ...]]:
    """The signer and the lines of the closing: a name, with an office under it or a valediction above it."""
    closing: list[Line] = []
    for line in reversed(lines[-4:]):
        initials = _INITIALS.fullmatch(line.text)
        if (
            line.ends_sentence
            and not _AD_INTERIM.search(line.text)
            and not initials
            and not _SIGNED.fullmatch(line.text)
            and not _VALEDICTION.fullmatch(line.text)
        ):
            break
        if len(line.text.split()) > 12:
            break
        closing.insert(0, line)
    if len(closing) == len(lines):
        closing = closing[1:]
    while closing:
        line = closing[0]
        signed = _SIGNED.fullmatch(line.text)
        if signed:
            name = _PERSON.match(signed.group("name"))
            end = name.end() if name else len(signed.group("name"))
            start = line.start_char + signed.start("name")
            return Passage.of(source, start, start + end), tuple(closing)
        if _VALEDICTION.fullmatch(line.text):
            author, _ = _signature(source, [lines[0], *closing[1:]])
            return author, tuple(closing)
        if _INITIALS.fullmatch(line.text):
            return line.passage(source), tuple(closing)
        name = _PERSON.fullmatch(line.text.strip("()/- "))
        if name and not _NOT_A_PERSON.match(line.text) and not _OFFICE.search(line.text):
            start = line.start_char + line.text.index(name.group())
            return Passage.of(source, start, start + len(name.group())), tuple(closing)
        if (officer := _officer(source, line)) is not None:
            return officer, tuple(closing)
        closing.pop(0)
    return None, ()


def _officer(source: str, line: Line) -> Passage | None:
    """The name in a closing line that gives both: "Soviet Ambassador A. Ivanov", "A. B. Smith, Counselor"."""
    if not _OFFICE.search(line.text) and not _NAME_AND_OFFICE.fullmatch(line.text):
        return None
    found = _NAME_AFTER_OFFICE.search(line.text) or _NAME_BEFORE_OFFICE.match(line.text)
    found = found or _NAME_AFTER_TITLE.fullmatch(line.text) or _NAME_AND_OFFICE.fullmatch(line.text)
    if found is None:
        return None
    return Passage.of(source, line.start_char + found.start("name"), line.start_char + found.end("name"))


def _without(lines: Sequence[Line], taken: Sequence[Line]) -> list[Line]:
    """The lines but those taken out; what stood on both sides of one stays parted."""
    kept: list[Line] = []
    parted = False
    for line in lines:
        if line in taken:
            parted = True
            continue
        kept.append(Line(line.start_char, line.end_char, line.text, max(line.gap, 1)) if parted else line)
        parted = False
    return kept
