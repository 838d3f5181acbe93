"""The offices that a list of persons gives to someone, with the time of each as far as the list says so."""

from __future__ import annotations

import re

from kg.model.dates import EdtfDate
from kg.model.edition import TermOfOffice
from kg.sources.dateline import first_date

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_WHEN = rf"(?:{_MONTH}\s+(?:\d{{1,2}},\s+)?)?(?:18|19|20)\d\d"
_SPAN = re.compile(rf",?\s*(?:from\s+)?(?P<begin>{_WHEN})\s*(?:–|-|—|to|until|through)\s*(?P<end>{_WHEN})\s*$")
_UNTIL = re.compile(rf",?\s*(?:until|through|to)\s+(?P<end>{_WHEN})\s*$")
_FROM = re.compile(rf",?\s*(?:from|after|since|beginning)\s+(?P<begin>{_WHEN})\s*$")
_THEN = re.compile(r"(?:and\s+)?(?:thereafter|then|subsequently|later),?\s+", re.IGNORECASE)


def offices_in(role: str) -> tuple[TermOfOffice, ...]:
    """The offices of a role as printed: semicolons part them, and "until", "from" and a span of dates end them.

    A time that is written in another way stays among the words, and the date is None: nothing is guessed.

    >>> [(term.office, term.date.value) for term in offices_in("Envoy until June 1961; thereafter Minister")]
    [('Envoy', '../1961-06'), ('Minister', '1961-06/..')]
    >>> offices_in("Consul, May 1958–June 1959")[0].date.value
    '1958-05/1959-06'
    >>> offices_in("interpreter, Department of State")[0].date is None
    True
    """
    offices: list[TermOfOffice] = []
    before = ""  # when the office before ended, as EDTF
    for part in re.split(r";\s*", role.strip(" .")):
        words = part.strip(" .,")
        then = _THEN.match(words)
        words = words[then.end() :] if then else words
        begin, end = (before if then else ""), ""
        for pattern in (_SPAN, _UNTIL, _FROM):
            if found := pattern.search(words):
                groups = found.groupdict()
                begin = _edtf(groups["begin"]) if groups.get("begin") else begin
                end = _edtf(groups["end"]) if groups.get("end") else ""
                words = words[: found.start()].rstrip(" ,")
                break
        before = end
        if words:
            offices.append(TermOfOffice(words, _interval(begin, end)))
    return tuple(offices)


def _edtf(words: str) -> str:
    """A day, month or year as EDTF; "" if the calendar does not have it."""
    found = first_date(words)
    if found is None:
        return words.strip() if words.strip().isdigit() else ""
    return found.date.value if found.date else ""


def _interval(begin: str, end: str) -> EdtfDate | None:
    """From begin to end; None if neither is known or they stand the wrong way round."""
    if not begin and not end:
        return None
    value = f"{begin or '..'}/{end or '..'}"
    return EdtfDate(value) if EdtfDate.is_written_as(value) else None
