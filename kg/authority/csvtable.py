"""A table of entities as CSV, its columns named on the command line: what is kept in a spreadsheet or in OpenRefine."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import frozen

from kg.authority.importing import Reading
from kg.authority.records import Entry, Name, is_qid
from kg.authority.schema import SourceRow
from kg.authority.spelling import cleaned, is_name, slug
from kg.authority.staging import Job
from kg.authority.tables import ROLES
from kg.errors import SourceError, UsageError
from kg.model.authority import Known, TermOfOffice
from kg.model.dates import EdtfDate
from kg.model.entity import Kind

FIELDS: Mapping[str, str] = {
    "name": "the name in use",
    "names": "other spellings, several in one cell",
    "kind": "Person, State, Organisation, DiplomaticMission, Post or Place",
    "key": "its key in our data",
    "qid": "its Wikidata number, Q and digits or the address of the item",
    "also": "looser fits, Wikidata numbers",
    "born": "EDTF",
    "died": "EDTF",
    "founded": "EDTF",
    "dissolved": "EDTF",
    "state": "key or Wikidata number of its state; of a mission or post the sending one",
    "other_states": "further states of a person",
    "receiving_state": "of a mission or a post",
    "parent": "key of the organisation that it is an organ of",
    "description": "one line that tells it from its namesakes",
    "prominence": "a whole number: who is looked at first among many",
    "role": f"of a post, or the office that a person held: {', '.join(sorted(ROLES))}",
    "office_state": "key or Wikidata number of the state of that office",
    "office_receiving_state": "of an ambassador",
    "office_start": "EDTF",
    "office_end": "EDTF",
    "office": "what the source calls that office",
}
"""What a column can be; a person with several offices takes a row for each."""

KINDS = (Kind.PERSON, Kind.STATE, Kind.ORGANISATION, Kind.MISSION, Kind.POST, Kind.PLACE)
_START, _END = ("born", "founded"), ("died", "dissolved")
_ITEM = re.compile(r"https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/(Q[1-9][0-9]*)\Z")


@frozen
class Table:
    """How one CSV file is to be read; `columns` gives the columns of each field."""

    path: Path
    columns: Mapping[str, Sequence[str]]
    source: str
    kind: Kind | None = None  # of rows without a column of kinds
    rights: str = ""
    date: str = ""
    separator: str = ""  # "" tells: a tab in .tsv and .tab, else a comma
    several: str = "|"  # parts the values in one cell
    prefix: str = "csv"  # begins the keys of rows that have neither key nor Wikidata number

    @property
    def job(self) -> Job:
        """The import of this table."""
        digest = hashlib.sha256(repr(self).encode()).hexdigest()
        return Job(self.source, {"table": digest})


class _BadRowError(Exception):
    """What is wrong with one row; it is counted and named, and the others go on."""


def read_table(table: Table, reading: Reading) -> None:
    """Hand over every row of the table; a bad row is counted and named with its line.

    Refuses (UsageError) a column that is not there, a field that does not exist, a mapping without a name, a separator
    of several characters, a prefix that cannot begin a key; (SourceError) a file that cannot be read, is empty, is not
    UTF-8, or has no CSV in its first line.
    """
    if len(table.separator) > 1:
        raise UsageError(f"the separator {table.separator!r} is not one character.", cure="Write --separator ';'.")
    if table.prefix != slug(table.prefix):
        raise UsageError(
            f"the prefix {table.prefix!r} cannot begin a key.",
            cure=f"Use lower-case letters, digits and single hyphens: --prefix {slug(table.prefix) or 'csv'}.",
        )
    content, sha256 = _content_of(table.path)
    source = reading.staging.source(
        SourceRow(
            table.source, "csv", table.date, table.rights, table.path.name, len(content.encode()), sha256.hexdigest()
        )
    )
    rows = _rows_of(content, table)
    try:
        header = next(rows, (0, []))[1]
    except csv.Error as error:
        raise SourceError(
            f"its first line is not CSV: {error}.", place=f"{table.path}:1", cure="Check its quotes, or --separator."
        ) from error
    places = _places_of(header, table)
    while True:
        try:
            line, row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            reading.break_off(source, f"{table.path}", f"the rest of the file is not CSV: {error}")
            return
        if not any(cell.strip() for cell in row):
            reading.leave_out("empty row")
            continue
        try:
            if len(row) != len(header):
                raise _BadRowError(f"{len(row)} cells stand in this row, the header has {len(header)}")
            entry = _entry_of(_Cells(row, places, table.several), table)
        except _BadRowError as wrong:
            reading.break_off(source, f"{table.path}:{line}", str(wrong))
        else:
            reading.take(source, line, entry)


@frozen
class _Cells:
    """The cells of one row by field."""

    row: Sequence[str]
    places: Mapping[str, Sequence[int]]
    several: str

    def one(self, field: str) -> str:
        """The first cell of a field that is not empty."""
        return next((text for place in self.places.get(field, ()) if (text := cleaned(self.row[place]))), "")

    def all(
        self, field: str, must: Callable[[str], bool] = lambda _text: True, be: str = "anything"
    ) -> tuple[str, ...]:
        """Every value of a field, of all its columns and of cells with several; each `must` be what it is to be."""
        cells = (self.row[place] for place in self.places.get(field, ()))
        parts = (part for cell in cells for part in (cell.split(self.several) if self.several else [cell]))
        values = tuple(dict.fromkeys(_without_address(text) for part in parts if (text := cleaned(part))))
        for value in values:
            if not must(value):
                raise _BadRowError(f"{value!r} in {field} is no {be}")
        return values

    def date(self, field: str) -> str:
        """A date, "" if the cell is empty."""
        value = self.one(field)
        if value and not EdtfDate.is_written_as(value):
            raise _BadRowError(
                f"{value!r} in {field} is no EDTF date (1962, 1962-08, 1962-08-22, with ? where not sure)"
            )
        return value

    def number(self, field: str) -> str:
        """A Wikidata number, "" if the cell is empty."""
        value = _without_address(self.one(field))
        if value and not is_qid(value):
            raise _BadRowError(f"{value!r} in {field} is no Wikidata number (Q35314)")
        return value

    def key(self, field: str) -> str:
        """A key or a Wikidata number, "" if the cell is empty."""
        value = _without_address(self.one(field))
        if value and not _is_key(value):
            raise _BadRowError(f"{value!r} in {field} is no key (lower-case letters, digits, single hyphens)")
        return value


def _is_key(value: str) -> bool:
    """Whether a value can be a key, as a line of the decisions file can name it, or is a Wikidata number."""
    return is_qid(value) or (bool(value) and slug(value) == value)


def _without_address(value: str) -> str:
    """A value, of the address of a Wikidata item its number."""
    found = _ITEM.match(value)
    return found[1] if found else value


def _entry_of(cells: _Cells, table: Table) -> Entry:
    """The entry of one row. Raises _BadRowError."""
    names = tuple(name for name in (cells.one("name"), *cells.all("names")) if name)
    if not cells.one("name"):
        raise _BadRowError("it has no name")
    unfit = next((name for name in names if not is_name(name)), None)
    if unfit is not None:
        raise _BadRowError(f"{unfit[:40]!r} is no name")
    kind = _kind_of(cells, table)
    role = cells.one("role")
    unheld = next((field for field in FIELDS if field.startswith("office") and cells.one(field)), "")
    if unheld and not (role and kind is Kind.PERSON):
        raise _BadRowError(f"{unheld} is of a person with a role")
    if role and role not in ROLES:
        raise _BadRowError(f"{role!r} is no role of the vocabulary ({', '.join(sorted(ROLES))})")
    prominence = cells.one("prominence") or "0"
    if not (prominence.isascii() and prominence.isdigit() and len(prominence) <= 9):
        raise _BadRowError(f"{prominence!r} in prominence is no whole number")
    start = next((value for field in _START if (value := cells.date(field))), "")
    key = cells.key("key")
    qid = cells.number("qid") or (key if is_qid(key) else "")
    known = Known(
        key=qid or key or _made_key(names[0], start, table),
        kind=kind,
        name=names[0],
        source="",
        qid=qid,
        also=cells.all("also", must=is_qid, be="Wikidata number"),
        start=start,
        end=next((value for field in _END if (value := cells.date(field))), ""),
        state=cells.key("state"),
        receiving_state=cells.key("receiving_state"),
        parent=cells.key("parent"),
        role=role if kind is Kind.POST else "",
        offices=_office_of(cells) if kind is Kind.PERSON and role else (),
        other_states=cells.all("other_states", must=_is_key, be="key"),
        prominence=int(prominence),
        description=cells.one("description"),
    )
    return Entry(known, tuple(Name(name) for name in dict.fromkeys(names)))


def _office_of(cells: _Cells) -> tuple[TermOfOffice, ...]:
    return (
        TermOfOffice(
            role=cells.one("role"),
            state=cells.key("office_state"),
            start=cells.date("office_start"),
            end=cells.date("office_end"),
            source="",
            receiving_state=cells.key("office_receiving_state"),
            position=cells.one("office"),
        ),
    )


def _kind_of(cells: _Cells, table: Table) -> Kind:
    written = cells.one("kind")
    if not written and table.kind is not None:
        return table.kind
    if written not in {kind.value for kind in KINDS}:
        raise _BadRowError(f"{written!r} is no kind ({', '.join(KINDS)})")
    return Kind(written)


def _made_key(name: str, start: str, table: Table) -> str:
    """A key of prefix, name and year of birth, so that a table which is sorted anew keeps its keys."""
    made = slug(name)
    if not made:
        raise _BadRowError(f"no key can be made of {name[:40]!r}; map a column to key or qid")
    return "-".join(part for part in (table.prefix, made, slug(start[:4])) if part)


def _content_of(path: Path) -> tuple[str, hashlib._Hash]:
    """The whole text of the file, without a byte order mark, and its hash."""
    try:
        read = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"the file cannot be read ({error.strerror}).", place=str(path), cure="Check the path and its permissions."
        ) from error
    try:
        return read.decode("utf-8-sig"), hashlib.sha256(read)
    except UnicodeDecodeError as error:
        line = read.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"byte {error.start} is not UTF-8.", place=f"{path}:{line}", cure="Save the table again as UTF-8."
        ) from error


def _rows_of(content: str, table: Table) -> Iterator[tuple[int, list[str]]]:
    """The rows with the line on which each begins."""
    tells_tab = table.path.suffix.lower() in {".tsv", ".tab"}
    separator = table.separator or ("\t" if tells_tab else ",")
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True)
    line = 1
    for row in reader:
        yield line, row
        line = reader.line_num + 1


def _places_of(header: Sequence[str], table: Table) -> Mapping[str, Sequence[int]]:
    """Where in a row each field stands."""
    unknown = sorted(set(table.columns) - set(FIELDS))
    if unknown:
        raise UsageError(f"there is no field {unknown[0]!r}.", cure=f"Map one of {', '.join(FIELDS)}.")
    names = [cleaned(name) for name in header]
    if not any(names):
        raise SourceError("the table is empty.", place=str(table.path), cure="Its first line must name the columns.")
    for column in (column for columns in table.columns.values() for column in columns):
        if names.count(column) != 1:
            many = "twice" if column in names else "not"
            raise UsageError(
                f"the column {column!r} stands {many} in the table.",
                place=str(table.path),
                cure=f"Its columns are {', '.join(repr(name) for name in names)}; another separator: --separator.",
            )
    if "name" not in table.columns:
        raise UsageError("no column is mapped to name.", place=str(table.path), cure="Add --map name=COLUMN.")
    if "kind" not in table.columns and table.kind is None:
        raise UsageError("no row has a kind.", place=str(table.path), cure="Add --kind Person or --map kind=COLUMN.")
    return {field: [names.index(column) for column in columns] for field, columns in table.columns.items()}
