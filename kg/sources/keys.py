"""Keys for reports: readable, the same for the same document, and known before anything is written."""

from __future__ import annotations

import re
import unicodedata

from kg.model.report import Report

_MOST_WORDS = 5  # of a sender or a title: a key is a name, not a description
_EMPTY_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "at",
        "to",
        "and",
        "for",
        "from",
        "on",
        "with",
        "by",
        "s",
        "people",
        "peoples",
        "republic",
        "democratic",
        "kingdom",
        "union",
        "socialist",
        "mr",
        "mrs",
        "dr",
        "comrade",
        "his",
        "her",
    ]
)
_WHERE = re.compile(r"\s+(?:in|at)\s+.*")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def slug(words: str) -> str:
    """Words as small Latin letters and digits with hyphens between.

    >>> slug("Chargé d'Affaires, Pyongyang")
    'charge-d-affaires-pyongyang'
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def key_for(report: Report, file_name: str) -> str:
    """The key of a page or a text: its date, who sent it, and where it was written.

    A file whose name begins with the date of the report was named by someone, and keeps its name. Without a sender, the
    author stands in the key; without one, kind and title.
    """
    day = _day_of(report)
    own = slug(file_name)
    if day and own.startswith(f"{day}-"):
        return own
    who = _WHERE.sub("", report.sender) if report.place else report.sender
    name = [*_kept(who or report.author), *_kept(report.place)]
    if not name:
        name = _kept(f"{report.kind} {report.title.removeprefix(report.kind)}")
    return "-".join([day or "undated", *dict.fromkeys(name)])


def _day_of(report: Report) -> str:
    """The date as a key has it: its first day, month or year; "" if there is none."""
    found = _DAY.search(report.date.value) if report.date else None
    return found.group() if found else ""


def _kept(words: str) -> list[str]:
    """The words that tell something, at most five."""
    return [
        word for word in slug(words.replace("’", "").replace("'", "")).split("-") if word and word not in _EMPTY_WORDS
    ][:_MOST_WORDS]
