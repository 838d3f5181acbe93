"""The door of the sources: a folder or a file in, a Report out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from attrs import evolve

from kg.errors import SourceError
from kg.model.dates import EdtfDate
from kg.model.passage import Passage
from kg.model.report import Report, SourceText
from kg.sources.body import bracketed_writer
from kg.sources.document import Document
from kg.sources.labels import front_matter
from kg.sources.lines import lines_of
from kg.sources.plain import Header, header_of, read_plain
from kg.sources.prose import refuse_unreadable
from kg.sources.reporttoml import ReportToml, read_report_toml
from kg.sources.savedpage import SavedPage, is_page, read_page, refuse_error_page
from kg.sources.sourcefile import PUT_IT_THERE, examine, position, read_content, read_source
from kg.sources.stored import MARKUP, read_markup
from kg.sources.teiauthor import DEPARTMENT, EDITORS, IN_HOUSE
from kg.sources.teivolume import is_volume
from kg.sources.titles import person_in
from kg.sources.webpage import is_webpage, read_webpage

SOURCE = "source.txt"
TOML = "report.toml"
_SERIES = "https://history.state.gov/historicaldocuments/frus"
_HEAD_BYTES = 5_000  # the beginning of a file, by which its kind is known
_NUMBER = re.compile(r"(?:^|\n)\d+\.\s+\Z")
_REPORTS = re.compile(
    r"\b(?:reporting|recording|drafting) officer\b|\bnote-?\s?taker\b|\bthe undersigned\b", re.IGNORECASE
)
_FULL_NAME = re.compile(r"(?:[A-ZÀ-Þ][\w.'’-]*\s){1,3}[A-ZÀ-Þ][\w'’-]+")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_CITED = re.compile(r"\bDepartment of State, Central Files\b|\bForeign Relations, 1\d{3}\b")
_KEY = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


def catalogue(reports_dir: Path) -> tuple[str, ...]:
    """The keys of all reports: the names of the folders in `reports_dir`, sorted; hidden folders do not count."""
    try:
        return tuple(sorted(each.name for each in reports_dir.iterdir() if each.is_dir() and each.name[0] not in "._"))
    except OSError as error:
        raise SourceError(
            f"the folder of reports cannot be read: {error.strerror}.",
            place=str(reports_dir),
            cure="Make the folder, with one folder for each report in it.",
        ) from error


def read_report(path: Path) -> Report:
    """The report at `path`: a folder with source.txt and report.toml, a text file, or a page saved as HTML.

    Refuses (SourceError, with file, place and cure) what cannot be read without guessing: see docs/reports.md.
    """
    folder = path.parent if path.name in (SOURCE, TOML) and (path.parent / TOML).is_file() else path
    if folder.is_dir():
        return _read_folder(folder)
    if not path.exists():
        raise SourceError("there is no such file or folder.", place=str(path), cure="Check the path.")
    head = read_content(path, "the text", PUT_IT_THERE, _HEAD_BYTES)
    key = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")
    if not key:
        raise SourceError(
            "the name of the file gives no key.", place=str(path), cure="Name it in Latin letters or digits."
        )
    if is_volume(head):
        raise SourceError(
            "this is a volume of many documents in TEI.",
            place=str(path),
            cure="Add its documents to a library with kg add, then build them.",
        )
    if is_page(head):
        return report_of_page(key, read_page(path), path)
    return _report(key, read_source(path), path, None)


def report_of_page(key: str, page: SavedPage, path: Path) -> Report:
    """The report of a saved page, by its own markup where it has one, else by its text."""
    examine(page.source.text, path)
    if page.document is None:
        report = _report(key, page.source, path, None)
    else:
        report = _dated(_whole(key, page.source, page.document, path), page.document, path)
    return evolve(report, address=report.address or page.address)


def _read_folder(folder: Path) -> Report:
    """The report of a folder, its text checked against the hash in report.toml."""
    key = folder.resolve().name
    if not _KEY.fullmatch(key):
        raise SourceError(
            f"“{key}” is no key for a report.",
            place=str(folder),
            cure="Name the folder in small letters, digits, hyphens and full stops.",
        )
    toml = read_report_toml(folder / TOML)
    path = folder / SOURCE
    if not path.is_file():
        raise SourceError("source.txt is missing.", place=str(folder), cure="Put the text of the report there.")
    source = read_source(path)
    if source.sha256 != toml.sha256:
        raise SourceError(
            f"the sha256 of the file is {source.sha256}, report.toml says {toml.sha256}.",
            place=str(path),
            cure="Restore the file, or put the new hash into report.toml if the change is meant.",
        )
    if toml.layout in ("tei", "html"):
        return _completed(read_markup(folder / MARKUP, key, source), toml, path)
    return _report(key, source, path, toml)


def _report(key: str, source: SourceText, path: Path, toml: ReportToml | None) -> Report:
    """The report of a text; `toml` adds what the page does not say."""
    lines = lines_of(source.text)
    refuse_error_page("", [line.text for line in lines], str(path))
    front = front_matter(source.text, lines, str(path))
    header = Header() if front.length else header_of(lines)
    rest = lines[max(header.length, front.length) :]
    is_archives = is_webpage(rest) and not front.length
    if toml and toml.layout == "wilson" and not is_archives:
        raise SourceError(
            "this is no page of the Wilson Center Digital Archive: none of its own words (“Document Information”, the "
            "rights statement, a citation) stand there.",
            place=str(path),
            cure='Save the right page, or set layout = "plain" in report.toml.',
        )
    document = read_webpage(source.text, rest) if is_archives and not (toml and toml.layout == "plain") else None
    if document is None:
        document = read_plain(source.text, rest, front.facts)
    report = _whole(key, source, document, path)
    if header.address and not report.address:
        report = evolve(report, address=header.address)
    report = _completed(report, toml, path) if toml else report
    in_series = report.address.startswith(_SERIES) or (not report.address and _is_of_series(report))
    if report.kind == "editorial note" and not report.author and in_series:
        report = evolve(report, author=EDITORS)
    if report.kind in IN_HOUSE and not (report.author or report.sender) and in_series:
        report = evolve(report, sender=DEPARTMENT)
    return _dated(report, document, path)


def _is_of_series(report: Report) -> bool:
    """Whether an editorial note without an address is plainly one of the series: by its number and what it cites."""
    title = report.places.get("title")
    is_numbered = title is not None and _NUMBER.search(report.source.text[: title.start_char]) is not None
    return is_numbered and any(_CITED.search(passage.exact) for passage in report.paragraphs)


def _whole(key: str, source: SourceText, document: Document, path: Path) -> Report:
    """The report of a document, refused if its prose is missing, too long or not English."""
    refuse_unreadable(document.body.paragraphs, str(path))
    return _assembled(key, source, document)


def _dated(report: Report, document: Document, path: Path) -> Report:
    """The report, refused if it has no date and does not say why."""
    if report.date is None and not document.is_undated:
        raise _no_date(document, report.source, path)
    return report


def _no_date(document: Document, source: SourceText, path: Path) -> SourceError:
    """Why a report without a readable date is refused: years and days in it are counted from its date."""
    cure = 'Correct it, or put date = "YYYY-MM-DD" into report.toml.'
    if document.dated:
        words = document.dated.passage
        place = f"{path}, {position(source.text, words.start_char)}"
        return SourceError(f"impossible date “{words.exact}”.", place=place, cure=cure)
    return SourceError(
        "no date: neither a line above the title, nor a dateline, nor the title gives one, and what the report calls "
        "“today” or “last November” is counted from it.",
        place=str(path),
        cure='Put date = "YYYY-MM-DD" into report.toml, or the date on a line above the title.',
    )


def _assembled(key: str, source: SourceText, document: Document) -> Report:
    """The report that the document makes by itself."""
    text = source.text
    kind = document.kind or document.says.kind
    sender = document.sender or document.of_title(document.says.sender, text)
    addressee = document.addressee or document.of_title(document.says.addressee, text)
    author = document.author or document.of_title(document.says.author, text)
    in_title = document.of_title(document.says.sender, text)
    named = _name_in(in_title)
    if named is not None and author is not None and _is_given_name(author.exact, named.exact):
        author = named  # "Memorandum From … (Hale)", signed "Tom"
    if author is None and kind == "memorandum of conversation":
        author = _reporter(document) or _silent_partner(document, text)
    author = author or bracketed_writer(document.body.paragraphs)
    place = document.place or document.body.place
    if place is None and kind == "telegram" and sender and re.fullmatch(r"[A-Z][a-z]+", sender.exact):
        place = sender  # "Telegram from Pyongyang to Bucharest"
    partners = tuple(p for part in document.says.participants if (p := document.of_title(part, text)))
    rights = document.rights
    found = {
        "title": document.title,
        "date": document.dated.passage if document.dated else None,
        "author": author,
        "sender": sender,
        "addressee": addressee,
        "place": place,
        "signature": document.signature_passage,
        "translator": document.translator,
        "abstract": document.abstract,
        "rights": Passage.of(text, rights[0].start_char, rights[-1].end_char) if rights else None,
        "subject": document.body.subject,
    }
    return Report(
        key=key,
        source=source,
        layout=document.layout,
        title=_words(document.title),
        kind=kind,
        date=document.dated.date if document.dated else None,
        author=_words(author),
        sender=_words(sender),
        addressee=_words(addressee),
        place=_words(place),
        signature=document.signature,
        translator=_words(document.translator),
        abstract=document.abstract,
        rights=tuple(passage.exact for passage in rights),
        preamble=document.body.preamble,
        subject=document.body.subject,
        participants=document.body.participants or partners,
        paragraphs=document.body.paragraphs,
        address=document.address,
        places={name: passage for name, passage in found.items() if passage is not None},
    )


def _reporter(document: Document) -> Passage | None:
    """The participant whom the list itself calls the one who reports: "Joan Ek (reporting officer)"."""
    marked = [listed for listed in document.body.participants if _REPORTS.search(listed.exact)]
    name = _FULL_NAME.match(marked[0].exact) if len(marked) == 1 else None
    if name is None:
        return None
    return Passage(marked[0].start_char, marked[0].start_char + name.end(), name.group())


def _silent_partner(document: Document, text: str) -> Passage | None:
    """The writer of a talk's record: the one partner of its title or list whom the prose never names.

    None if nobody says "I" there or is called the one who reports, or if more or fewer than one partner is not named.
    """
    prose = " ".join(passage.exact for passage in document.body.paragraphs)
    listed = [p for part in document.says.participants if (p := document.of_title(part, text))]
    names = [name for partner in (listed or document.body.participants) if (name := _name_in(partner))]
    silent = [name for name in names if not re.search(rf"\b{re.escape(name.exact.split()[-1])}\b", prose)]
    says_i = re.search(r"\b(?:I|me|my)\b", _QUOTED.sub("", prose)) or _REPORTS.search(prose)
    return silent[0] if says_i and len(names) > 1 and len(silent) == 1 else None


def _is_given_name(signature: str, name: str) -> bool:
    """Whether somebody signed with one word that is not his surname, as one does to friends."""
    words = signature.split()
    return len(words) == 1 and words[0].isalpha() and words[0].casefold() not in name.casefold().split()


def _name_in(partner: Passage | None) -> Passage | None:
    """The person's name in a partner of the title."""
    name = person_in(partner.exact) if partner else None
    return (
        Passage(partner.start_char + name.start, partner.start_char + name.end, name.text) if partner and name else None
    )


def _completed(report: Report, toml: ReportToml, path: Path) -> Report:
    """The report with what report.toml adds; refuses a fact that the page gives itself."""
    facts: dict[str, Any] = {}
    for name in ("title", "kind", "date", "author", "sender", "addressee", "place", "translator"):
        value: str = getattr(toml, name)
        if not value:
            continue
        if getattr(report, name):
            raise SourceError(
                f"report.toml gives {name} = “{value}”, but the page itself says “{_shown(getattr(report, name))}”.",
                place=str(path.with_name(TOML)),
                cure=f"Take {name} out: report.toml holds only what the page does not say.",
            )
        facts[name] = EdtfDate(value) if name == "date" else value
    return evolve(
        report,
        **facts,
        address=toml.address or report.address,
        language=toml.language,
        quotes_only=toml.quotes_only,
        rights=(*report.rights, *toml.rights),
    )


def _shown(value: str | EdtfDate) -> str:
    """A fact as words."""
    return value.value if isinstance(value, EdtfDate) else value


def _words(passage: Passage | None) -> str:
    """The words of a passage on one line; "" if there is none."""
    return " ".join(passage.exact.split()) if passage else ""
