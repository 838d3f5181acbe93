"""Terms and dates in words, as people read them."""

from __future__ import annotations

import re

from kg.model.dates import EdtfDate
from kg.site.shown import Date, Sign

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_QUALIFIED = {"~": "about {}", "?": "perhaps {}", "%": "perhaps about {}"}

# Each status of the vocabulary, with a mark that is told by its shape.
_STATUSES = {
    "Occurred": Sign("Occurred", "●", "happened", "held"),
    "Holds": Sign("Holds", "◍", "told as holding", "held"),
    "Habitual": Sign("Habitual", "●", "happens again and again", "held"),
    "Presumed": Sign("Presumed", "◐", "presumed", "open"),
    "Contested": Sign("Contested", "◐", "contested", "open"),
    "Prospective": Sign("Prospective", "○", "planned", "open"),
    "Desired": Sign("Desired", "○", "wished for", "open"),
    "Hypothetical": Sign("Hypothetical", "◇", "only supposed", "open"),
    "Withdrawn": Sign("Withdrawn", "✕", "withdrawn", "off"),
    "NotOccurred": Sign("NotOccurred", "⊘", "said not to be so", "off"),
}


# What counts as having happened is decided by the build; of the rest these say that it is said, and no more.
_SAID = {
    "Occurred": Sign("Occurred", "◑", "said to have happened", "open"),
    "Habitual": Sign("Habitual", "◑", "said to happen again and again", "open"),
}
_TOLD = {
    "Occurred": Sign("Occurred", "◑", "told as happened", "open"),
    "Habitual": Sign("Habitual", "◑", "told as happening again and again", "open"),
}
STATUS_SIGNS = (*_STATUSES.values(), *_SAID.values())


def status_sign(name: str, *, is_attested: bool) -> Sign:
    """The sign of a status; of one that is not known, its name.

    >>> status_sign("Withdrawn", is_attested=False).word
    'withdrawn'
    >>> status_sign("Occurred", is_attested=True).word, status_sign("Occurred", is_attested=False).word
    ('happened', 'said to have happened')
    """
    found = None if is_attested else _SAID.get(name)
    return found or _STATUSES.get(name) or Sign(name, "·", in_words(name), "open")


def told_sign(name: str) -> Sign:
    """The sign of a status alone, for many at once: not all that is told as happened is attested.

    >>> told_sign("Occurred").word, told_sign("Withdrawn").word
    ('told as happened', 'withdrawn')
    """
    return _TOLD.get(name) or status_sign(name, is_attested=False)


def in_words(name: str) -> str:
    """A term in words.

    >>> in_words("CourtesyVisit"), in_words("dg:deliveredMessageTo")
    ('courtesy visit', 'delivered message to')
    """
    return _CAMEL.sub(" ", name.rpartition(":")[2]).replace("_", " ").lower()


def date_shown(edtf: str) -> Date | None:
    """A date with its words and bounds; None if there is none, the text itself as words if it is no EDTF of ours.

    >>> date_shown("1962-08-09/1962-08-24").words
    'between 9 and 24 August 1962'
    >>> date_shown("../1962-08-24").words, date_shown("1962-08~").words, date_shown("1962/1963").words
    ('by 24 August 1962', 'about August 1962', 'between 1962 and 1963')
    """
    if not edtf:
        return None
    if not EdtfDate.is_written_as(edtf):
        return Date(edtf, edtf)
    date = EdtfDate(edtf)
    bounds = [day.isoformat() if day else "" for day in (date.earliest, date.latest)]
    return Date(edtf, _date_in_words(edtf), *bounds)


def _date_in_words(edtf: str) -> str:
    first, slash, last = edtf.partition("/")
    if not slash:
        return _point_in_words(first)
    if first == "..":
        return f"by {_point_in_words(last)}"
    if last == "..":
        return f"from {_point_in_words(first)} on"
    begins, ends = _point_in_words(first).split(" "), _point_in_words(last)
    # "9 August 1962" beside "24 August 1962": what both share is said once.
    shared = ends.split(" ")
    if len(begins) == len(shared) == 3 and not set("~?%") & set(edtf):
        while len(begins) > 1 and begins[-1] == shared[len(begins) - 1]:
            begins.pop()
    return f"between {' '.join(begins)} and {ends}"


def _point_in_words(point: str) -> str:
    bare = point.rstrip("~?%")
    words = _QUALIFIED.get(point[len(bare) :], "{}")
    year, _, rest = bare.partition("-")
    if year.endswith("X"):
        return words.format(f"the {year[:3]}0s")
    if not rest:
        return words.format(year)
    month, _, day = rest.partition("-")
    if month in _SEASONS:
        return words.format(f"{_SEASONS[month]} {year}")
    named = f"{_MONTHS[int(month) - 1]} {year}"
    return words.format(f"{int(day)} {named}" if day else named)


_DURATION = re.compile(
    r"-?P(?:(?P<year>\d+)Y)?(?:(?P<month>\d+)M)?(?:(?P<week>\d+)W)?(?:(?P<day>\d+)D)?"
    r"(?:T(?:(?P<hour>\d+)H)?(?:(?P<minute>\d+)M)?(?:(?P<second>\d+)S)?)?"
)


def duration_in_words(duration: str) -> str:
    """An xsd:duration in words; the text itself if it is none.

    >>> duration_in_words("P2D"), duration_in_words("PT1H30M"), duration_in_words("soon")
    ('2 days', '1 hour and 30 minutes', 'soon')
    """
    found = _DURATION.fullmatch(duration)
    parts = [f"{n} {unit}{'' if n == '1' else 's'}" for unit, n in found.groupdict().items() if n] if found else []
    return " and ".join(parts) or duration
