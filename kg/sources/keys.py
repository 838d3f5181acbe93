"""Keys for reports: readable, the same for the same document, and known before anything is written."""

from __future__ import annotations

import re
import unicodedata

from kg.model.report import Report
from kg.sources.titles import person_in

_MOST_WORDS = 5  # of a sender or a title: a key is a name, not a description
_EMPTY_WORDS = frozenset(
    {"the", "a", "an", "of", "in", "at", "to", "and", "for", "from", "on", "with", "by", "s", "his"}
)
_EMPTY_WORDS |= {"her", "people", "peoples", "republic", "democratic", "kingdom", "union", "socialist", "comrade"}
_EMPTY_WORDS |= {"mr", "mrs", "dr"}
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
    author stands in the key; without one, the kind and two participants, or the title.
    """
    day = _day_of(report)
    own = slug(file_name)
    if day and own.startswith(f"{day}-"):
        return own
    who = _WHERE.sub("", report.sender) if report.place else report.sender
    name = _kept(who or report.author)
    if not name:
        partners = _partners_of(report)
        name = [*_kept(report.kind), *partners] if partners else _kept(report.title or report.kind)
    return "-".join([day or "undated", *dict.fromkeys([*name, *_kept(report.place)])])


def _day_of(report: Report) -> str:
    """The date as a key has it: its first day, month or year; "" if there is none."""
    found = _DAY.search(report.date.value) if report.date else None
    return found.group() if found else ""


def _kept(words: str) -> list[str]:
    """The words that tell something, at most five."""
    told = slug(words.replace("’", "").replace("'", "")).split("-")
    return [word for word in told if word and word not in _EMPTY_WORDS][:_MOST_WORDS]


def _partners_of(report: Report) -> list[str]:
    """The last words of the names of the first two participants."""
    names = [person_in(passage.exact) for passage in report.participants]
    return [slug(name.text.split()[-1]) for name in names if name][:2]
