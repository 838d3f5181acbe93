"""The authority file: seven tables in one folder, each row with its source; and what curators decided beside them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import evolve

from kg.authority.decisions import DECISIONS, decisions_in
from kg.authority.records import is_qid
from kg.authority.rows import Row, rows_of
from kg.errors import DataError
from kg.model.authority import Authority, Known, TermOfOffice
from kg.model.dates import EdtfDate
from kg.model.decision import Decisions
from kg.model.entity import Kind

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "persons.tsv": ("key", "name", "names", "start", "end", "state", "qid", "also", "source"),
    "states.tsv": (
        *("key", "name", "names", "adjectives", "people", "capital"),
        *("start", "end", "qid", "also", "source"),
    ),
    "organisations.tsv": ("key", "name", "names", "state", "parent", "start", "end", "qid", "also", "source"),
    "missions.tsv": ("key", "name", "names", "state", "receiving_state", "start", "end", "qid", "also", "source"),
    "posts.tsv": ("key", "name", "names", "role", "state", "receiving_state", "qid", "also", "source"),
    "places.tsv": ("key", "name", "names", "state", "qid", "also", "source"),
    "terms.tsv": ("person", "role", "state", "receiving_state", "start", "end", "source"),
}
"""The columns of each table, in their order; `terms.tsv` holds the terms of office of the persons."""

KINDS: Mapping[str, Kind] = {
    "persons.tsv": Kind.PERSON,
    "states.tsv": Kind.STATE,
    "organisations.tsv": Kind.ORGANISATION,
    "missions.tsv": Kind.MISSION,
    "posts.tsv": Kind.POST,
    "places.tsv": Kind.PLACE,
}

ROLES = frozenset(
    {
        *("HeadOfState", "HeadOfGovernment", "PartyLeader", "ForeignMinister", "Minister"),
        *("Ambassador", "MilitaryAttache", "Diplomat", "Official"),
    }
)
"""The roles of posts in the vocabulary; a secretary of state is a ForeignMinister."""

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def read_authority(folder: Path, decided: Path | None = None) -> Authority:
    """The authority file in `folder`, whole and consistent, or a DataError that names file, line and cure.

    `decided` is the decisions file where it is not the one in `folder`.

    Refused: a missing or unknown table, bytes that are not UTF-8, a header or row of the wrong columns, a row
    without a source, a key used twice, a number that is no Wikidata number, a date that is no EDTF, a role that is
    not in the vocabulary, any reference to an entry that does not exist, and a decisions file with a mistake. Where
    there is no decisions file, nothing is decided.
    """
    decided = decided or folder / DECISIONS
    tables = _tables_in(folder, decided)
    entries: dict[str, Known] = {}
    places: dict[str, str] = {}
    for name, kind in KINDS.items():
        for row in _rows_of(tables[name], folder / name):
            entry = _entry_of(row, kind)
            if entry.key in entries:
                raise row.wrong(
                    f"the key {entry.key!r} stands already in {places[entry.key]}.", "Give one of the two another key."
                )
            entries[entry.key] = entry
            places[entry.key] = row.place
    for key, entry in entries.items():
        _check_references(entry, entries, places[key])
    for row in _rows_of(tables["terms.tsv"], folder / "terms.tsv"):
        person, term = _term_of(row, entries)
        entries[person] = evolve(entries[person], offices=(*entries[person].offices, term))
    decisions = Decisions()
    if DECISIONS in tables:
        decisions = decisions_in(tables[DECISIONS], decided, entries)
    return Authority(entries=entries, version=_version_of(tables), decisions=decisions)


def _tables_in(folder: Path, decided: Path) -> dict[str, bytes]:
    """The bytes of each table, by file name; those of the decisions file where there is one."""
    if not folder.is_dir():
        raise DataError(
            "there is no such folder.", place=str(folder), cure="Name the folder that holds persons.tsv and the rest."
        )
    unknown = sorted(path.name for path in folder.glob("*.tsv") if path.name not in {*COLUMNS, DECISIONS})
    if unknown:
        raise DataError(
            f"{unknown[0]} is no kind of the authority file.",
            place=str(folder / unknown[0]),
            cure=f"Move its rows into one of {', '.join(COLUMNS)}.",
        )
    tables = {}
    for name, path in (*((name, folder / name) for name in COLUMNS), (DECISIONS, decided)):
        try:
            tables[name] = path.read_bytes()
        except FileNotFoundError:
            if name == DECISIONS:
                continue
            raise DataError(
                "this table is missing.", place=str(path), cure="Make it, with at least the line of its column names."
            ) from None
        except OSError as error:
            raise DataError(
                f"it cannot be read ({error.strerror}).", place=str(path), cure="Check the file's permissions."
            ) from None
    return tables


def _rows_of(table: bytes, path: Path) -> Iterator[Row]:
    """The rows of one of our tables; a row without a source is refused."""
    for row in rows_of(table, path, COLUMNS[path.name]):
        if not row.cells["source"]:
            raise row.wrong(
                "this row has no source.", "Say in its last cell where the facts were read, or take the row out."
            )
        yield row


def _entry_of(row: Row, kind: Kind) -> Known:
    """The entry that one row describes; what it refers to is checked when all are read."""
    cells = row.cells
    if not _KEY.match(cells["key"]):
        raise row.wrong(
            f"the key {cells['key']!r} cannot be part of an IRI.", "Use lower-case letters, digits and single hyphens."
        )
    if not cells["name"]:
        raise row.wrong("this row has no name.", "Write the name in use at the time in its second cell.")
    for number in (*row.several("qid"), *row.several("also")):
        if not is_qid(number):
            raise row.wrong(
                f"{number!r} is not the form of a Wikidata number.", "Write Q and digits, or leave the cell empty."
            )
    if len(row.several("qid")) > 1:
        raise row.wrong("one entry has several Wikidata numbers.", "Move the looser fits to the column `also`.")
    if kind is Kind.POST and cells["role"] not in ROLES:
        raise row.wrong(f"{cells['role']!r} is no role of the vocabulary.", f"Write one of {', '.join(sorted(ROLES))}.")
    return Known(
        key=cells["key"],
        kind=kind,
        name=cells["name"],
        source=cells["source"],
        names=row.several("names"),
        qid=cells["qid"],
        also=row.several("also"),
        start=_edtf_in(row, "start"),
        end=_edtf_in(row, "end"),
        state=cells.get("state", ""),
        receiving_state=cells.get("receiving_state", ""),
        parent=cells.get("parent", ""),
        role=cells.get("role", ""),
        adjectives=row.several("adjectives"),
        people=row.several("people"),
        capital=cells.get("capital", ""),
    )


def _edtf_in(row: Row, column: str) -> str:
    """The date in a cell, "" where it is not known."""
    value = row.cells.get(column, "")
    if value and not EdtfDate.is_written_as(value):
        raise row.wrong(
            f"{value!r} in the column `{column}` is no EDTF date.",
            "Write 1962, 1962-08 or 1962-08-22, with ? behind it where it is not sure; leave it empty if not known.",
        )
    return value


def _check_references(entry: Known, entries: Mapping[str, Known], place: str) -> None:
    """Refuse an entry that refers to something that is not there or is of another kind."""
    wanted = (
        ("state", entry.state, Kind.STATE),
        ("receiving_state", entry.receiving_state, Kind.STATE),
        ("parent", entry.parent, Kind.ORGANISATION),
        ("capital", entry.capital, Kind.PLACE),
    )
    for column, key, kind in wanted:
        if key and (key not in entries or entries[key].kind is not kind):
            raise DataError(
                f"the {column.replace('_', ' ')} {key!r} is not known.",
                place=place,
                cure=f"Add it to the table of its kind ({kind.value}), or correct the key.",
            )


def _term_of(row: Row, entries: Mapping[str, Known]) -> tuple[str, TermOfOffice]:
    """The key of the person, and the term of office."""
    cells = row.cells
    person = cells["person"]
    if person not in entries or entries[person].kind is not Kind.PERSON:
        raise row.wrong(f"the person {person!r} is not known.", "Add the person to persons.tsv, or correct the key.")
    if cells["role"] not in ROLES:
        raise row.wrong(f"{cells['role']!r} is no role of the vocabulary.", f"Write one of {', '.join(sorted(ROLES))}.")
    for column in ("state", "receiving_state"):
        key = cells[column]
        if (key or column == "state") and (key not in entries or entries[key].kind is not Kind.STATE):
            raise row.wrong(f"the state {key!r} is not known.", "Add the state to states.tsv, or correct the key.")
    return person, TermOfOffice(
        role=cells["role"],
        state=cells["state"],
        start=_edtf_in(row, "start"),
        end=_edtf_in(row, "end"),
        source=cells["source"],
        receiving_state=cells["receiving_state"],
    )


def _version_of(tables: Mapping[str, bytes]) -> str:
    """A hash over the names and bytes of all tables."""
    digest = hashlib.sha256()
    for name in sorted(tables):
        digest.update(f"{name}\0{len(tables[name])}\0".encode())
        digest.update(tables[name])
    return digest.hexdigest()
