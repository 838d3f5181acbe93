"""A table of candidates: columns mapped by name, several values in a cell, and every bad row named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.authority.csvtable import FIELDS, Table, read_table
from kg.authority.importing import Account, imported
from kg.authority.index import CandidateIndex
from kg.authority.spelling import slug
from kg.authority.tables import ROLES
from kg.errors import SourceError, UsageError
from kg.model.authority import Known
from kg.model.entity import Kind

MAP = {"name": ["Name"], "names": ["Other"], "born": ["Born"], "qid": ["Item"], "state": ["State"]}
HEAD = "Name,Other,Born,Item,State\n"


def put(folder: Path, content: str | bytes, **options: Any) -> Account:
    path = folder / options.pop("file", "table.csv")
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    given = {"columns": MAP, "source": "Envoys", "kind": Kind.PERSON, **options}
    table = Table(path, **given)
    return imported(table.job, folder / "i.sqlite", lambda reading: read_table(table, reading))


def entry(folder: Path, key: str) -> Known:
    with CandidateIndex.opened(folder / "i.sqlite") as index:
        known = index.entry(key)
    assert known is not None
    return known


def broken_in(folder: Path) -> list[tuple[str, str]]:
    with CandidateIndex.opened(folder / "i.sqlite") as index:
        return [(row.place.rpartition(":")[2], row.message) for row in index.findings() if row.code == "broken"]


def test_columns_are_mapped_and_several_values_parted(tmp_path: Path) -> None:
    content = HEAD + "József Kovács,Kovács József|J. Kovács,1911,,Q16410\n"
    assert put(tmp_path, content, rights="CC0", date="1962-08-27").added == 1
    known = entry(tmp_path, "csv-jozsef-kovacs-1911")
    assert known.names == ("Kovács József", "J. Kovács")
    assert (known.start, known.state, known.source) == ("1911", "Q16410", "Envoys, 1962-08-27, line 2")


@pytest.mark.parametrize(
    "item", ["Q35314", "http://www.wikidata.org/entity/Q35314", "https://www.wikidata.org/wiki/Q35314"]
)
def test_a_wikidata_number_is_the_key(tmp_path: Path, item: str) -> None:
    put(tmp_path, HEAD + f"Nikita Khrushchev,,,{item},\n")
    assert entry(tmp_path, "Q35314").qid == "Q35314"


def test_the_habits_of_spreadsheets(tmp_path: Path) -> None:
    """A byte order mark, tabs by the name of the file, Windows line ends, quotes with line ends in them."""
    lines = '\ufeffName\tOther\tBorn\tItem\tState\r\n"Kovács\r\nJózsef"\tA;B\t1911\t\t\r\n\r\nPak\t\t\t\t\r\n'
    account = put(tmp_path, lines, file="table.tsv", several=";", prefix="mfa")
    assert (account.added, account.left_out) == (2, {"empty row": 1})
    known = entry(tmp_path, "mfa-kovacs-jozsef-1911")
    assert (known.name, known.names) == ("Kovács József", ("A", "B"))
    assert entry(tmp_path, "mfa-pak").source == "Envoys, line 5"


def test_a_separator_can_be_given(tmp_path: Path) -> None:
    assert put(tmp_path, HEAD.replace(",", ";") + "Pak;;;;\n", separator=";").added == 1


def test_each_bad_row_is_counted_and_named_and_the_others_go_on(tmp_path: Path) -> None:
    rows = [
        "Pak,,,,",
        ",x,,,",
        "😀,,,,",
        "Kim,,31 June,,",
        "Kim,,,35314,",
        "Kim,,",
        "金日成,,,,",
        "Kim,,,,no key!",
        "Yi,,,,",
    ]
    account = put(tmp_path, HEAD + "\n".join(rows))
    assert (account.rows, account.added, account.broken) == (9, 2, 7)
    assert account.adds_up
    found = broken_in(tmp_path)
    assert [line for line, _ in found] == ["3", "4", "5", "6", "7", "8", "9"]
    for (_, message), words in zip(
        found,
        ["no name", "is no name", "EDTF", "Wikidata number", "3 cells", "no key can be made", "no key"],
        strict=True,
    ):
        assert words in message


def test_a_missing_column_is_refused_with_those_that_are_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'Name' stands not") as refused:
        put(tmp_path, "Label,Born\nPak,1900\n")
    assert "'Label', 'Born'" in refused.value.cure


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        (HEAD, {"columns": {"nickname": ["Name"]}}, "no field 'nickname'"),
        (HEAD, {"columns": {"born": ["Born"]}}, "no column is mapped to name"),
        (HEAD, {"kind": None}, "no row has a kind"),
        ("Name,Name\n", {"columns": {"name": ["Name"]}}, "stands twice"),
        (HEAD, {"separator": "||"}, "not one character"),
        (HEAD, {"prefix": "my envoys"}, "cannot begin a key"),
    ],
)
def test_a_mapping_that_does_not_fit_is_wrong_use(tmp_path: Path, content: str, options: Any, words: str) -> None:
    with pytest.raises(UsageError, match=words) as refused:
        put(tmp_path, content, **options)
    assert refused.value.cure


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "empty"), (b"Name\nKov\xe1cs\n", "not UTF-8"), (b"\n\n", "empty")]
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        put(tmp_path, content)


def test_a_quote_that_never_ends_is_named_with_what_was_read_before(tmp_path: Path) -> None:
    account = put(tmp_path, HEAD + 'Pak,,,,\n"Kim,,,,\nYi,,,,\n')
    assert (account.added, account.broken) == (1, 1)


def test_kinds_and_offices_come_from_columns_too(tmp_path: Path) -> None:
    columns = {field: [field] for field in FIELDS}
    row = dict.fromkeys(FIELDS, "")
    first = row | {"name": "V. Moskovsky", "kind": "Person", "role": "Ambassador", "office_state": "Q15180"}
    first |= {"office_receiving_state": "Q423", "office_start": "1962-08", "office": "Soviet Ambassador", "key": "vpm"}
    second = first | {"office_start": "1970", "office_receiving_state": "Q28"}
    state = row | {"name": "Ruritania", "kind": "State", "founded": "1866", "prominence": "7", "key": "ruritania"}
    wrong = row | {"name": "Thing", "kind": "Thing"}
    lines = [",".join(FIELDS), *(",".join(each.values()) for each in (first, second, state, wrong))]
    account = put(tmp_path, "\n".join(lines), columns=columns, kind=None)
    assert (account.added, account.merged, account.broken) == (2, 1, 1)
    terms = entry(tmp_path, "vpm").offices
    assert [(term.role, term.state, term.receiving_state, term.start) for term in terms] == [
        ("Ambassador", "Q15180", "Q423", "1962-08"),
        ("Ambassador", "Q15180", "Q28", "1970"),
    ]
    assert (terms[0].position, terms[0].source) == ("Soviet Ambassador", "Envoys, line 2")
    assert entry(tmp_path, "ruritania").prominence == 7
    assert terms[0].role in ROLES


def test_keys_made_of_names_fit_an_iri() -> None:
    assert slug("Władysław Gomułka, d’Artagnan") == "wladyslaw-gomulka-dartagnan"


def test_a_first_line_that_is_no_csv_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="first line is not CSV"):
        put(tmp_path, '"Name,Born\nPak,1900\n')


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Pak,Q1|many,,,,", "'many' in also is no Wikidata number"),
        ("Pak,,two words,,,", "'two words' in other_states is no key"),
        ("Pak,,,,HU,", "office_state is of a person with a role"),
        ("Pak,,,,,1962", "office_start is of a person with a role"),
    ],
)
def test_what_cannot_be_kept_of_a_row_is_named_and_not_dropped(tmp_path: Path, row: str, words: str) -> None:
    fields = ("name", "also", "other_states", "role", "office_state", "office_start")
    content = f"{','.join(fields)}\nYi,Q5|http://www.wikidata.org/entity/Q6,,,,\n{row}\n"
    assert put(tmp_path, content, columns={field: [field] for field in fields}).broken == 1
    assert broken_in(tmp_path) == [("3", words)]
    assert entry(tmp_path, "csv-yi").also == ("Q5", "Q6")


@pytest.mark.parametrize(
    ("key", "kept"), [("pak-1", "pak-1"), ("Q7", "Q7"), ("Pak-1", ""), ("pak--1", ""), ("pak 1", "")]
)
def test_a_key_is_one_that_a_decision_can_name(tmp_path: Path, key: str, kept: str) -> None:
    content = f"name,key\nYi,\nPak,{key}\n"
    account = put(tmp_path, content, columns={"name": ["name"], "key": ["key"]})
    assert account.broken == (not kept)
    if kept:
        assert entry(tmp_path, kept).qid == (kept if kept.startswith("Q") else "")
