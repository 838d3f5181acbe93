"""What a scholarly edition adds to a document: its volume, its lists of persons and abbreviations, its notes."""

from __future__ import annotations

import re

from attrs import frozen

from kg.model.dates import EdtfDate
from kg.model.passage import Passage

_YEARS = re.compile(r"(1[89]\d\d|20\d\d)(?:-(\d{4}|\d\d))?(?=v|$|[^0-9])")


def years_of_volume(volume: str) -> tuple[str, str]:
    """The first and the last year that a volume covers, as its name says; "" if it does not.

    >>> years_of_volume("frus1961-63v05"), years_of_volume("frus1952v02"), years_of_volume("notes")
    (('1961', '1963'), ('1952', '1952'), ('', ''))
    """
    found = _YEARS.search(volume)
    if not found:
        return "", ""
    first, last = found[1], found[2] or found[1]
    return first, last if len(last) == 4 else first[:2] + last


@frozen
class TermOfOffice:
    """One office of a listed person and when it was held, as far as the list says so: `date` is None if it does not."""

    office: str
    date: EdtfDate | None = None


@frozen
class ListedPerson:
    """An entry of a volume's list of persons: `role` as printed, `offices` the same taken apart."""

    id: str  # as in the volume: "p_SF1"
    name: str  # as printed: "Sapt, Fritz"
    role: str = ""
    offices: tuple[TermOfOffice, ...] = ()


@frozen
class ListedTerm:
    """An entry of a volume's list of abbreviations."""

    id: str
    term: str
    expansion: str = ""


@frozen
class Hint:
    """The editors' word on a passage: which entry of a list it means. Not free of errors; evidence, not truth."""

    passage: Passage
    id: str


@frozen
class Note:
    """A footnote of the editors, set aside: `at_char` is where in the source text it stood."""

    text: str
    at_char: int
    is_source: bool = False  # the first note: where the document is kept, its classification, who drafted it


@frozen
class Edition:
    """The volume that a document comes from, and what the editors say of it beside its text."""

    volume: str  # "frus1961-63v05"
    file: str  # the name of the volume's file
    sha256: str  # of the volume's file
    xml_id: str  # of the document in the volume: "d41"
    written_at: str = ""  # hour and zone as encoded, ISO 8601: "1961-03-10T10:00:00", "1968-01-26T11:50:00Z"
    classification: str = ""  # as the source note prints it: "Secret"
    persons: tuple[ListedPerson, ...] = ()  # those whom the document's hints mean
    names: tuple[Hint, ...] = ()  # of persons
    terms: tuple[ListedTerm, ...] = ()  # those which the document's hints mean
    abbreviations: tuple[Hint, ...] = ()  # of terms
    notes: tuple[Note, ...] = ()
