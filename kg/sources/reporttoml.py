"""`report.toml`: what the page of a report does not say itself."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from attrs import fields, frozen

from kg.errors import SourceError
from kg.model.dates import EdtfDate
from kg.sources.sourcefile import decoded, read_content

_LAYOUTS = frozenset({"", "wilson", "plain", "tei", "html"})
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_ISO_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


@frozen
class ReportToml:
    """The keys of `report.toml`. The facts from `title` on are for pages that lack them, and only for those."""

    sha256: str
    address: str = ""
    layout: str = ""  # "wilson", "plain", "tei" or "html"; "" lets the text decide
    language: str = "en"  # BCP 47
    quotes_only: bool = True
    rights: tuple[str, ...] = ()  # statements beside those of the page
    title: str = ""
    kind: str = ""
    date: str = ""  # EDTF: "1962-08-27", "1962-08", "1962"
    author: str = ""
    sender: str = ""
    addressee: str = ""
    place: str = ""
    translator: str = ""
    file: str = ""  # of "tei" and "html": the name of the file that the text was made of
    file_sha256: str = ""
    xml_id: str = ""  # of "tei": which document of the volume


def read_report_toml(path: Path) -> ReportToml:
    """The file, every key checked. Refuses (SourceError) malformed TOML, an unknown key, a value of a wrong form."""
    cure = 'Write one beside source.txt; it needs at least sha256 = "…".'
    text = decoded(read_content(path, "report.toml", cure), path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"malformed TOML: {error}.", place=str(path), cure="Mend that line.") from error
    known = {each.name for each in fields(ReportToml)}
    unknown = sorted(set(table) - known)
    if unknown:
        raise SourceError(
            f"unknown key {unknown[0]!r}.",
            place=f"{path}, line {_line_of(text, unknown[0])}",
            cure=f"Known keys are {', '.join(sorted(known))}.",
        )
    if "sha256" not in table:
        raise SourceError("sha256 is missing.", place=str(path), cure="Add what `sha256sum source.txt` prints.")
    values: dict[str, Any] = {name: _value(path, name, value) for name, value in table.items()}
    return ReportToml(**values)


def _value(path: Path, name: str, value: object) -> object:
    """The value of a key in the form that ReportToml wants; refuses any other."""
    wanted = ""
    if name == "quotes_only":
        if isinstance(value, bool):
            return value
        wanted = "true or false"
    elif name == "rights":
        if isinstance(value, str):
            return (value,)
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        wanted = "a text or a list of texts"
    elif not isinstance(value, str) or not value.strip():
        wanted = "a text in quotes that is not empty"
    elif name in ("sha256", "file_sha256") and not _SHA256.fullmatch(value):
        wanted = "64 digits from 0 to f, in small letters"
    elif name == "layout" and value not in _LAYOUTS:
        wanted = '"wilson", "plain", "tei" or "html"'
    elif name == "language" and not _LANGUAGE.fullmatch(value):
        wanted = 'a language tag such as "en"'
    elif name == "address" and not _ADDRESS.fullmatch(value):
        wanted = "an address that begins with https:// or http://"
    elif name == "date" and not _is_date(value):
        wanted = f'a day, month or year of the calendar such as "1962-08-27", not "{value}"'
    if wanted:
        raise SourceError(f"{name} must be {wanted}.", place=str(path), cure="Mend the value.")
    return value


def _is_date(value: str) -> bool:
    """Whether the value is a day, month or year that the calendar has."""
    if not _ISO_DATE.fullmatch(value):
        return False
    try:
        EdtfDate(value)
    except ValueError:
        return False
    return True


def _line_of(text: str, key: str) -> int:
    """The line on which a key is set."""
    found = re.search(rf"^\s*[\[\"']*{re.escape(key)}", text, re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else 1
