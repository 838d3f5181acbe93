"""A library of reports on disk: what a file or a folder holds is read, judged, and put in its place as a whole."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from attrs import define, evolve, field, frozen

from kg.errors import OutputError, SourceError
from kg.model.report import Report
from kg.sources.keys import key_for
from kg.sources.reports import SOURCE, TOML, catalogue, read_report, report_of_page
from kg.sources.reporttoml import read_report_toml
from kg.sources.savedpage import is_page, read_page
from kg.sources.stored import MARKUP, markup_of
from kg.sources.tei import Refused, reports_in
from kg.sources.teivolume import is_volume, survey

SUFFIXES = frozenset({".xml", ".html", ".htm", ".xhtml", ".txt", ".text", ".md", ".markdown"})
_ASIDE = ".adding-"  # folders that begin so are ours; a catalogue leaves out what begins with a full stop


class Status(StrEnum):
    """What became of a document."""

    ADDED = "added"
    THERE = "already there"
    REFUSED = "refused"


@frozen
class Outcome:
    """One document: where it came from, what became of it, and why where that needs a word."""

    origin: str
    status: Status
    report: Report | None = field(default=None, repr=False)
    because: str = ""


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that are meant: those named, and all in a folder, sorted; hidden ones do not count. None twice."""
    seen: set[Path] = set()
    for path in paths:
        inside = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        for each in inside:
            is_hidden = path.is_dir() and any(part.startswith(".") for part in each.relative_to(path).parts)
            if not is_hidden and each.resolve() not in seen:
                seen.add(each.resolve())
                yield each


@define
class Library:
    """A folder of reports, one folder each."""

    folder: Path
    _twins: dict[tuple[str, str], list[tuple[str, str]]] | None = field(default=None, init=False)

    def add(self, path: Path) -> Iterator[Outcome]:
        """Add what a file holds, and say of each document what became of it. Nothing here stops the next file.

        A document that cannot be read is refused with its reason; one that is there already stays as it is. A volume
        with a fault anywhere is refused as a whole, as one.
        """
        origin = path.name
        try:
            if path.suffix.lower() not in SUFFIXES:
                known = ", ".join(sorted(SUFFIXES))
                raise SourceError("no known kind of file.", place=str(path), cure=f"Known are {known}.")
            with path.open("rb") as file:
                head = file.read(5_000)
            if is_volume(head):
                yield from self._add_volume(path)
            elif is_page(head):
                yield self._add_page(path)
            else:
                yield self._add_text(path)
        except SourceError as error:
            yield Outcome(origin, Status.REFUSED, because=str(error))
        except OSError as error:
            yield Outcome(origin, Status.REFUSED, because=f"{path}: the file cannot be read: {error.strerror}.")

    def _add_volume(self, path: Path) -> Iterator[Outcome]:
        """Add the documents of a volume in TEI."""
        volume = survey(path)
        for one in reports_in(volume):
            if isinstance(one, Refused):
                yield Outcome(f"{path.name} {one.id}", Status.REFUSED, because=str(one.error))
                continue
            edition = one.edition
            facts = {"layout": "tei", "address": one.address, "file": path.name, "file_sha256": volume.sha256}
            facts |= {"xml_id": edition.xml_id} if edition else {}
            yield self._put(f"{path.name} {facts['xml_id']}", one, facts, is_marked=True)

    def _add_page(self, path: Path) -> Outcome:
        """Add a page saved as HTML."""
        page = read_page(path)
        report = report_of_page("page", page, path)
        facts = {"layout": "html", "address": report.address, "file": path.name, "file_sha256": page.file_sha256}
        return self._add_single(path, report, facts, is_marked=True)

    def _add_text(self, path: Path) -> Outcome:
        """Add a page saved as text, or a transcription."""
        report = read_report(path)
        facts = {"layout": "wilson" if report.layout.startswith("wilson") else "plain"}
        return self._add_single(path, report, facts, is_marked=False)

    def _add_single(self, path: Path, report: Report, facts: Mapping[str, str], *, is_marked: bool) -> Outcome:
        """Add a document that is no part of a volume, unless it is there, perhaps from another address."""
        report = evolve(report, key=key_for(report, path.stem))
        same, alike = self._same_record(report)
        if same:
            return Outcome(path.name, Status.THERE, evolve(report, key=same), f"the same document as {same}")
        key, number = report.key, 1
        while (self.folder / key).exists() and self._sha256_of(key) != report.source.sha256:
            number += 1
            key = f"{report.key}-{number}"
        report = evolve(report, key=key)
        outcome = self._put(path.name, report, facts, is_marked=is_marked)
        if outcome.status is Status.ADDED:
            self._remember(report)
            if alike:
                return evolve(outcome, because=f"signature and date of {alike}, but another text")
        return outcome

    def _put(self, origin: str, report: Report, facts: Mapping[str, str], *, is_marked: bool) -> Outcome:
        """Write the folder of a report aside and rename it; refuse to write over another document."""
        place = self.folder / report.key
        if place.exists():
            if self._sha256_of(report.key) == report.source.sha256:
                return Outcome(origin, Status.THERE, report, "already there")
            why = f"{place}: there is another text under this key. Take it out first if the new one is meant."
            return Outcome(origin, Status.REFUSED, report, why)
        files = {SOURCE: report.source.text.encode("utf-8"), TOML: _toml(report, facts)}
        if is_marked:
            files[MARKUP] = markup_of(report)
        if hashlib.sha256(files[SOURCE]).hexdigest() != report.source.sha256:
            # A byte order mark or an odd encoding would show here: the text must go back byte for byte.
            return Outcome(origin, Status.REFUSED, report, "the text cannot be written byte for byte.")
        aside = self.folder / f"{_ASIDE}{report.key}"
        try:
            if aside.exists():
                shutil.rmtree(aside)
            aside.mkdir(parents=True)
            for name, content in files.items():
                (aside / name).write_bytes(content)
            aside.rename(place)
        except OSError as error:
            raise OutputError(
                f"the report cannot be written: {error.strerror}.", place=str(place), cure="Mend it and run it again."
            ) from error
        return Outcome(origin, Status.ADDED, report)

    def _sha256_of(self, key: str) -> str:
        """The hash of the text under a key; "" if what stands there is no report."""
        try:
            return read_report_toml(self.folder / key / TOML).sha256
        except SourceError:
            return ""

    def _same_record(self, report: Report) -> tuple[str, str]:
        """The keys of a report that is the same record, and of one that may be; each "" if there is none.

        The same record: the same archive signature and the same date, and the same prose once white space is folded.
        Where the prose differs at all, two records stay two. Without a signature or a date nothing is compared.
        """
        name = _record_of(report)
        if name is None:
            return "", ""
        there = self._records().get(name, [])
        same = next((key for key, prose in there if prose == _prose_of(report)), "")
        own = next((key for key, prose in there if self._sha256_of(key) == report.source.sha256), "")
        return (same if not own else ""), ("" if own else next((key for key, _ in there), ""))

    def _records(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        """The signed and dated reports that are no part of a volume, by signature and date; read once."""
        if self._twins is None:
            self._twins = {}
            for key in catalogue(self.folder) if self.folder.is_dir() else ():
                try:
                    if read_report_toml(self.folder / key / TOML).layout != "tei":
                        self._remember(read_report(self.folder / key))
                except SourceError:
                    continue  # a report that cannot be read is no twin; kg build says what is wrong with it
        return self._twins

    def _remember(self, report: Report) -> None:
        """Note a report among the records."""
        name = _record_of(report)
        if name is not None and self._twins is not None:
            self._twins.setdefault(name, []).append((report.key, _prose_of(report)))


def _record_of(report: Report) -> tuple[str, str] | None:
    """Signature and date, folded; None if one of them is missing."""
    if report.signature is None or report.date is None:
        return None
    return " ".join(report.signature.verbatim.casefold().split()), report.date.value


def _prose_of(report: Report) -> str:
    """The hash of all prose with its white space folded."""
    words = " ".join(word for passage in report.paragraphs for word in passage.exact.split())
    return hashlib.sha256(words.encode("utf-8")).hexdigest()


def _toml(report: Report, facts: Mapping[str, str]) -> bytes:
    """report.toml: what the text does not say itself."""
    lines = [f"sha256 = {_quoted(report.source.sha256)}"]
    lines += [f"{name} = {_quoted(value)}" for name, value in facts.items() if value]
    lines += [f"language = {_quoted(report.language)}", "quotes_only = true"]
    lines = ["# Written by kg add. The form of this file is described in docs/reports.md.", *lines, ""]
    return "\n".join(lines).encode("utf-8")


def _quoted(value: str) -> str:
    """A basic string of TOML 1.0, which escapes as JSON does, and delete besides."""
    return re.sub("\x7f", r"\\u007F", json.dumps(value, ensure_ascii=False))
