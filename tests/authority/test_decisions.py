"""A curator's word is kept with its author, day and reason, and a file that contradicts itself is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.authority import read_authority
from kg.authority.decisions import COLUMNS, DECISIONS
from kg.errors import DataError, KgError
from kg.model.decision import Decision, Ruling, Verdict
from kg.model.entity import Kind
from tests.authority.test_tables import TABLES, written

REPORT, OTHER = "1962-08-27-embassy", "1963-01-02-embassy"
BY = ("A. Curator", "2026-11-23", "a list of 1962")
IVANOV = ("*", "Person", "Ivanov", "accept", "ivanov-ivan", *BY)


def decided(folder: Path, *rows: tuple[str, ...]) -> Path:
    """An authority folder whose decisions file has these rows."""
    lines = ["\t".join(row) for row in (COLUMNS, *rows)]
    (written(folder, TABLES) / DECISIONS).write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def ruling(folder: Path, *names: str, document: str = REPORT, kind: Kind = Kind.PERSON) -> Ruling:
    return read_authority(folder).decisions.for_(document, kind, names)


def error_of(folder: Path, *rows: tuple[str, ...]) -> DataError:
    with pytest.raises(DataError) as caught:
        read_authority(decided(folder, *rows))
    return caught.value


def with_cell(column: str, value: str, row: tuple[str, ...] = IVANOV) -> tuple[str, ...]:
    cells = list(row)
    cells[COLUMNS.index(column)] = value
    return tuple(cells)


def test_a_decision_is_read_with_who_when_and_why(tmp_path: Path) -> None:
    assert list(read_authority(decided(tmp_path, IVANOV)).decisions) == [
        Decision(
            *("*", Kind.PERSON, "Ivanov", Verdict.ACCEPT, "ivanov-ivan", "A. Curator", "2026-11-23"),
            *("a list of 1962", str(tmp_path / f"{DECISIONS}:2")),
        )
    ]


def test_without_a_file_nothing_is_decided(tmp_path: Path) -> None:
    assert ruling(written(tmp_path), "Ivanov").is_silent


def test_every_byte_of_the_decisions_belongs_to_the_version(tmp_path: Path) -> None:
    without = read_authority(written(tmp_path)).version
    one = read_authority(decided(tmp_path, IVANOV)).version
    assert len({without, one, read_authority(decided(tmp_path, with_cell("why", "another reason"))).version}) == 3


@pytest.mark.parametrize("name", ["IVANOV", "Ivánov", "the Ivanov", "Ivanov’"])
def test_case_accents_apostrophes_and_an_article_make_no_other_name(tmp_path: Path, name: str) -> None:
    assert ruling(decided(tmp_path, IVANOV), name).accepted is not None


@pytest.mark.parametrize("name", ["Ivanova", "I. Ivanov", "Ivan Ivanov"])
def test_another_name_is_another_name(tmp_path: Path, name: str) -> None:
    assert ruling(decided(tmp_path, IVANOV), name).is_silent


def test_any_of_the_names_that_the_document_uses_will_do(tmp_path: Path) -> None:
    assert ruling(decided(tmp_path, IVANOV), "Comrade Ivan", "Ivanov").accepted is not None


def test_a_name_of_another_kind_is_not_meant(tmp_path: Path) -> None:
    assert ruling(decided(tmp_path, IVANOV), "Ivanov", kind=Kind.PLACE).is_silent


def test_the_word_on_one_document_holds_there_alone(tmp_path: Path) -> None:
    folder = decided(tmp_path, with_cell("document", REPORT))
    assert ruling(folder, "Ivanov").accepted is not None
    assert ruling(folder, "Ivanov", document=OTHER).is_silent


@pytest.mark.parametrize(
    ("common", "own", "accepted", "is_nil", "refused"),
    [
        (("accept", "ivanov-ivan"), ("accept", "Q5"), "Q5", False, []),
        (("accept", "ivanov-ivan"), ("nil", ""), "", True, []),
        (("accept", "ivanov-ivan"), ("refuse", "ivanov-ivan"), "", False, ["ivanov-ivan"]),
        (("accept", "ivanov-ivan"), ("refuse", "Q5"), "ivanov-ivan", False, ["Q5"]),
        (("refuse", "ivanov-ivan"), ("accept", "ivanov-ivan"), "ivanov-ivan", False, []),
        (("refuse", "ivanov-ivan"), ("refuse", "Q5"), "", False, ["Q5", "ivanov-ivan"]),
        (("nil", ""), ("accept", "ivanov-ivan"), "ivanov-ivan", False, []),
        (("nil", ""), ("refuse", "ivanov-ivan"), "", True, ["ivanov-ivan"]),
    ],
)
def test_the_documents_own_word_stands_above_the_word_on_all(
    tmp_path: Path,
    common: tuple[str, str],
    own: tuple[str, str],
    accepted: str,
    is_nil: bool,
    refused: list[str],
) -> None:
    rows = [("*", "Person", "Ivanov", *common, *BY), (REPORT, "Person", "Ivanov", *own, *BY)]
    for order in (rows, rows[::-1]):
        found = ruling(decided(tmp_path, *order), "Ivanov")
        assert (found.accepted.object if found.accepted else "") == accepted
        assert (found.nil is not None) == is_nil
        assert [decision.object for decision in found.refused] == refused


def test_several_may_be_refused_at_once_by_key_or_by_number(tmp_path: Path) -> None:
    found = ruling(
        decided(tmp_path, with_cell("decision", "refuse"), ("*", "Person", "Ivanov", "refuse", "Q5", *BY)), "Ivanov"
    )
    assert found.refusal_of("ivanov-ivan") is not None
    assert found.refusal_of("", "Q5") is not None
    assert found.refusal_of("petrov", "") is None


def test_the_number_of_an_entry_is_the_entry(tmp_path: Path) -> None:
    row = ("*", "State", "USSR", "accept", "Q1", *BY)
    found = ruling(decided(tmp_path, row), "the USSR", kind=Kind.STATE)
    assert found.accepted is not None
    assert found.accepted.object == "soviet-union"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("accept", "ivanov-ivan"), ("accept", "Q5")),
        (("accept", "ivanov-ivan"), ("nil", "")),
        (("nil", ""), ("accept", "ivanov-ivan")),
        (("accept", "Q5"), ("refuse", "Q5")),
        (("refuse", "ivanov-ivan"), ("accept", "ivanov-ivan")),
    ],
)
@pytest.mark.parametrize("document", ["*", REPORT])
def test_a_contradiction_is_refused_and_names_both_lines(
    tmp_path: Path, document: str, one: tuple[str, str], two: tuple[str, str]
) -> None:
    error = error_of(tmp_path, (document, "Person", "Ivanov", *one, *BY), (document, "Person", "IVANOV", *two, *BY))
    assert error.place == str(tmp_path / f"{DECISIONS}:3")
    assert f"{DECISIONS}:2" in error.message
    assert " ".join(one).strip() in error.message
    assert " ".join(two).strip() in error.message


def test_a_contradiction_is_seen_through_key_and_number(tmp_path: Path) -> None:
    rows = [
        ("*", "State", "USSR", verdict, value, *BY) for verdict, value in (("accept", "Q1"), ("refuse", "soviet-union"))
    ]
    assert "contradicts" in error_of(tmp_path, *rows).message


def test_nil_and_refusals_do_not_contradict(tmp_path: Path) -> None:
    found = ruling(
        decided(tmp_path, ("*", "Person", "Ivanov", "nil", "", *BY), with_cell("decision", "refuse")), "Ivanov"
    )
    assert found.nil is not None
    assert found.refusal_of("ivanov-ivan") is not None


def test_the_same_word_twice_is_refused(tmp_path: Path) -> None:
    error = error_of(tmp_path, IVANOV, with_cell("who", "Another"))
    assert "decided already" in error.message
    assert f"{DECISIONS}:2" in error.message


def test_two_names_of_one_thing_that_are_decided_apart_stop_that_document(tmp_path: Path) -> None:
    folder = decided(tmp_path, IVANOV, ("*", "Person", "Petrov", "accept", "Q5", *BY))
    with pytest.raises(DataError) as caught:
        ruling(folder, "Ivanov", "Petrov")
    assert caught.value.place == str(tmp_path / f"{DECISIONS}:3")
    assert f"{DECISIONS}:2" in caught.value.message
    assert REPORT in caught.value.message


def test_a_word_on_the_document_settles_what_names_bring_together(tmp_path: Path) -> None:
    rows = (IVANOV, ("*", "Person", "Petrov", "accept", "Q5", *BY), (REPORT, "Person", "Petrov", "accept", "Q6", *BY))
    found = ruling(decided(tmp_path, *rows), "Ivanov", "Petrov")
    assert found.accepted is not None
    assert found.accepted.object == "Q6"


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("document", "", "'' is no key of a report"),
        ("document", "two words", "'two words' is no key of a report"),
        ("kind", "Human", "'Human' is no kind"),
        ("kind", "Message", "'Message' is no kind"),
        ("name", "?!", "no name"),
        ("decision", "maybe", "'maybe' is no decision"),
        ("decision", "Accept", "'Accept' is no decision"),
        ("decision", "nil", "nil has the object 'ivanov-ivan'"),
        ("object", "", "'' is neither a key nor a Wikidata number"),
        ("object", "Ivan Ivanov", "'Ivan Ivanov' is neither"),
        ("object", "Q0", "'Q0' is neither"),
        ("object", "http://www.wikidata.org/entity/Q1", "is neither"),
        ("object", "moscow", "'moscow' is not of the kind Person but of the kind Place"),
        ("object", "Q1", "'Q1' is not of the kind Person but of the kind State"),
        ("who", "", "`who` is empty"),
        ("date", " ", "`date` is empty"),
        ("why", "", "`why` is empty"),
        ("date", "2026-02-30", "'2026-02-30' is no day"),
        ("date", "20261123", "'20261123' is no day"),
        ("date", "yesterday", "'yesterday' is no day"),
    ],
)
def test_a_bad_cell_is_refused_where_it_stands(tmp_path: Path, column: str, value: str, said: str) -> None:
    error = error_of(tmp_path, with_cell(column, value))
    assert said in error.message
    assert error.place == str(tmp_path / f"{DECISIONS}:2")
    assert error.cure.endswith(".")


def test_an_object_of_no_table_is_kept_and_can_be_asked_for(tmp_path: Path) -> None:
    """It may be in a candidate index, which is not at hand when the file is read."""
    authority = read_authority(
        decided(
            tmp_path,
            IVANOV,
            with_cell("name", "X", with_cell("object", "ivanov-iwan")),
            ("*", "Place", "Y", "nil", "", *BY),
        )
    )
    astray = authority.decisions.without_object(authority.entries.__contains__)
    assert [decision.object for decision in astray] == ["ivanov-iwan"]


def test_comments_byte_order_mark_and_windows_line_ends_are_no_data(tmp_path: Path) -> None:
    table = decided(tmp_path, IVANOV) / DECISIONS
    table.write_bytes(b"\xef\xbb\xbf# who\r\n\r\n" + table.read_bytes().replace(b"\n", b"\r\n"))
    assert ruling(tmp_path, "Ivanov").accepted is not None


def test_a_wrong_header_is_refused(tmp_path: Path) -> None:
    (written(tmp_path) / DECISIONS).write_text("document\tname\n", "utf-8")
    with pytest.raises(DataError, match="document, name"):
        read_authority(tmp_path)


def test_our_own_decisions_name_entries_that_are_there() -> None:
    authority = read_authority(Path(__file__).parents[2] / "data" / "authority")
    assert not [
        decision
        for decision in authority.decisions.without_object(authority.entries.__contains__)
        if not decision.object.startswith("Q")
    ]


@given(st.binary(max_size=200), st.lists(st.tuples(*[st.text("*aQ1-\t |é’", max_size=4)] * 8), max_size=3))
def test_any_bytes_are_read_or_refused_in_our_own_words(
    tmp_path_factory: pytest.TempPathFactory, more: bytes, rows: list[tuple[str, ...]]
) -> None:
    folder = decided(tmp_path_factory.mktemp("authority"), *rows)
    table = folder / DECISIONS
    table.write_bytes(table.read_bytes() + more)
    refused = None
    try:
        read_authority(folder)
    except KgError as error:
        refused = error
    assert refused is None or (refused.place and refused.cure)


def test_decisions_may_lie_beside_the_tables_or_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "own").mkdir()
    tables, elsewhere = decided(tmp_path / "tables"), decided(tmp_path / "own", IVANOV) / DECISIONS
    decisions = read_authority(tables, elsewhere).decisions
    assert [decision.place for decision in decisions] == [f"{elsewhere}:2"]
