"""The authority file is refused, with file, line and cure, unless every row is whole and sourced."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.authority import read_authority
from kg.authority.tables import COLUMNS
from kg.errors import DataError, KgError
from kg.model.authority import TermOfOffice
from kg.model.entity import Kind

STATE = [
    "soviet-union",
    "Soviet Union",
    "USSR|U.S.S.R.",
    "Soviet",
    "Soviets",
    "moscow",
    "1922",
    "1991",
    "Q1",
    "",
    "a book",
]
PLACE = ["moscow", "Moscow", "", "soviet-union", "", "Q2|Q3", "a map"]
PERSON = ["ivanov-ivan", "Ivan Ivanov", "I. Ivanov", "1900", "", "soviet-union", "", "", "a list; none found"]
POST = ["premier", "Premier", "", "HeadOfGovernment", "soviet-union", "", "", "", "a law"]
PARTY = ["party", "The Party", "", "soviet-union", "", "", "", "", "", "a statute"]
MISSION = ["embassy", "Embassy", "", "soviet-union", "soviet-union", "", "", "", "", "a list"]
TERM = ["ivanov-ivan", "HeadOfGovernment", "soviet-union", "", "1950-01?", "", "a list"]
TABLES = {
    "states.tsv": [STATE],
    "places.tsv": [PLACE],
    "persons.tsv": [PERSON],
    "posts.tsv": [POST],
    "organisations.tsv": [PARTY],
    "missions.tsv": [MISSION],
    "terms.tsv": [TERM],
}


def written(folder: Path, tables: dict[str, list[list[str]]] = TABLES) -> Path:
    """An authority file of these tables."""
    for name, rows in tables.items():
        lines = ["\t".join(row) for row in [list(COLUMNS[name]), *rows]]
        (folder / name).write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def changed(name: str, column: str, value: str) -> dict[str, list[list[str]]]:
    """The tables with one cell of one row changed."""
    row = list(TABLES[name][0])
    row[COLUMNS[name].index(column)] = value
    return {**TABLES, name: [row]}


def error_of(folder: Path) -> DataError:
    with pytest.raises(DataError) as caught:
        read_authority(folder)
    return caught.value


def test_a_whole_file_is_read_with_every_fact(tmp_path: Path) -> None:
    authority = read_authority(written(tmp_path))
    assert [known.key for known in authority.of_kind(Kind.STATE)] == ["soviet-union"]
    state, person = authority.entries["soviet-union"], authority.entries["ivanov-ivan"]
    assert (state.names, state.adjectives, state.capital, state.qid) == (
        ("USSR", "U.S.S.R."),
        ("Soviet",),
        "moscow",
        "Q1",
    )
    assert authority.entries["moscow"].also == ("Q2", "Q3")
    assert (person.qid, person.start, person.state) == ("", "1900", "soviet-union")
    assert person.offices == (TermOfOffice("HeadOfGovernment", "soviet-union", "1950-01?", "", "a list"),)


def test_the_version_changes_with_any_byte_and_with_nothing_else(tmp_path: Path) -> None:
    before = read_authority(written(tmp_path)).version
    assert before == read_authority(tmp_path).version
    table = tmp_path / "places.tsv"
    table.write_bytes(table.read_bytes() + b"# a note\n")
    assert read_authority(tmp_path).version != before


def test_comments_empty_lines_byte_order_mark_and_windows_line_ends_are_no_data(tmp_path: Path) -> None:
    table = written(tmp_path) / "places.tsv"
    table.write_bytes(b"\xef\xbb\xbf# who\r\n\r\n" + table.read_bytes().replace(b"\n", b"\r\n"))
    assert read_authority(tmp_path).entries["moscow"].name == "Moscow"


@pytest.mark.parametrize(
    ("name", "column", "value", "said"),
    [
        ("persons.tsv", "source", "", "has no source"),
        ("terms.tsv", "source", " ", "has no source"),
        ("persons.tsv", "key", "Ivanov Ivan", "cannot be part of an IRI"),
        ("persons.tsv", "key", "", "cannot be part of an IRI"),
        ("persons.tsv", "name", "", "no name"),
        ("persons.tsv", "qid", "35314", "'35314' is not the form"),
        ("persons.tsv", "qid", "Q0", "'Q0' is not the form"),
        ("persons.tsv", "qid", "Q1|Q2", "several Wikidata numbers"),
        ("persons.tsv", "also", "Q1|http://x", "'http://x' is not the form"),
        ("persons.tsv", "start", "1900-02-30", "'1900-02-30' in the column `start`"),
        ("persons.tsv", "end", "about 1970", "'about 1970' in the column `end`"),
        ("terms.tsv", "start", "/1962", "'/1962' in the column `start`"),
        ("persons.tsv", "state", "utopia", "the state 'utopia' is not known"),
        ("persons.tsv", "state", "moscow", "the state 'moscow' is not known"),
        ("states.tsv", "capital", "soviet-union", "the capital 'soviet-union' is not known"),
        ("organisations.tsv", "parent", "moscow", "the parent 'moscow' is not known"),
        ("missions.tsv", "receiving_state", "utopia", "the receiving state 'utopia' is not known"),
        ("posts.tsv", "role", "Boss", "'Boss' is no role"),
        ("posts.tsv", "role", "", "'' is no role"),
        ("terms.tsv", "role", "Boss", "'Boss' is no role"),
        ("terms.tsv", "person", "nobody", "the person 'nobody' is not known"),
        ("terms.tsv", "person", "moscow", "the person 'moscow' is not known"),
        ("terms.tsv", "state", "", "the state '' is not known"),
        ("terms.tsv", "receiving_state", "utopia", "the state 'utopia' is not known"),
    ],
)
def test_a_bad_cell_is_refused_where_it_stands(tmp_path: Path, name: str, column: str, value: str, said: str) -> None:
    error = error_of(written(tmp_path, changed(name, column, value)))
    assert said in error.message
    assert error.place == str(tmp_path / f"{name}:2")
    assert error.cure.endswith(".")


def test_a_key_used_twice_names_both_places(tmp_path: Path) -> None:
    error = error_of(written(tmp_path, {**TABLES, "posts.tsv": [POST, ["party", *POST[1:]]]}))
    assert error.place == str(tmp_path / "posts.tsv:3")
    assert "organisations.tsv:2" in error.message


def test_a_row_of_the_wrong_length_says_how_many_cells_belong_there(tmp_path: Path) -> None:
    error = error_of(written(tmp_path, {**TABLES, "places.tsv": [[*PLACE, "more"]]}))
    assert "8 cells stand in this row, 7 belong there" in error.message


def test_a_wrong_header_is_refused(tmp_path: Path) -> None:
    (written(tmp_path) / "places.tsv").write_text("key\tname\n", "utf-8")
    assert "key, name" in error_of(tmp_path).message


def test_a_table_without_any_line_is_refused(tmp_path: Path) -> None:
    (written(tmp_path) / "places.tsv").write_bytes(b"")
    assert "no line of column names" in error_of(tmp_path).message


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    (written(tmp_path) / "posts.tsv").unlink()
    assert error_of(tmp_path).place.endswith("posts.tsv")


def test_an_unknown_kind_is_refused_not_passed_over(tmp_path: Path) -> None:
    (written(tmp_path) / "ships.tsv").write_text("key\n", "utf-8")
    error = error_of(tmp_path)
    assert error.message.startswith("ships.tsv is no kind")
    assert "persons.tsv" in error.cure


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert error_of(tmp_path / "nowhere").place == str(tmp_path / "nowhere")


def test_bytes_that_are_not_utf8_are_named_with_their_line(tmp_path: Path) -> None:
    table = written(tmp_path) / "places.tsv"
    table.write_bytes(table.read_bytes() + b"paris\tPar\xeds\t\tfrance\t\t\ta map\n")
    error = error_of(tmp_path)
    assert error.place == str(tmp_path / "places.tsv:3")
    assert "not UTF-8" in error.message


@given(st.sampled_from(sorted(COLUMNS)), st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_our_own_words(
    tmp_path_factory: pytest.TempPathFactory, name: str, more: bytes
) -> None:
    folder = written(tmp_path_factory.mktemp("authority"))
    table = folder / name
    table.write_bytes(table.read_bytes() + more)
    refused = None
    try:
        read_authority(folder)
    except KgError as error:
        refused = error
    assert refused is None or (refused.place and refused.cure)
