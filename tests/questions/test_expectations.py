"""The comparison refuses what it should: a test of answers that could not fail would be worth nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from .expectations import EXPECTED, Comparison, Expectation, cell_fits, compare, expectations, reasons_unanswered

TWO = Expectation(
    2, "two rows", "", rows=({"who": "ann", "when": "1955"}, {"who": "bo", "when": "1956"}), exact=("when",)
)
ANN = {"who": "Ann Lee", "when": "1955"}
BO = {"who": "Bo", "when": "1956"}


def test_stated_rows_in_any_order_are_right() -> None:
    assert compare(TWO, [BO, ANN]).is_right


def test_a_missing_row_is_named() -> None:
    assert compare(TWO, [ANN]) == Comparison(missing=(TWO.rows[1],))


def test_a_row_too_many_is_named_even_if_it_repeats_another() -> None:
    assert compare(TWO, [ANN, BO, ANN]) == Comparison(unexpected=(ANN,))


def test_an_exact_column_must_be_equal() -> None:
    assert not compare(TWO, [ANN, {"who": "Bo", "when": "1956-01"}]).is_right


def test_a_column_that_the_query_does_not_give_is_wrong_even_if_its_pattern_is_empty() -> None:
    stated = Expectation(3, "", "", rows=({"who": "ann", "count": ""},))
    assert compare(stated, [ANN]).remarks == ("the query gives no column count",)


def test_rows_are_paired_so_that_most_find_a_partner() -> None:
    """The first stated row fits both found rows, the second only the first: a greedy pairing would fail."""
    stated = Expectation(3, "", "", rows=({"who": "lee"}, {"who": "ann"}))
    assert compare(stated, [{"who": "Ann Lee"}, {"who": "Bo Lee"}]).is_right


def test_one_found_row_does_not_stand_for_two_stated_ones() -> None:
    stated = Expectation(3, "", "", rows=({"who": "ann"}, {"who": "lee"}))
    assert not compare(stated, [{"who": "Ann Lee"}]).is_right


def test_told_twice_allows_repetition_but_nothing_else() -> None:
    stated = Expectation(7, "", "", rows=({"who": "ann"}, {"who": "bo"}), told_twice=True)
    assert compare(stated, [ANN, BO, ANN]).is_right
    assert compare(stated, [ANN, ANN]).missing == ({"who": "bo"},)
    assert compare(stated, [ANN, BO, {"who": "Cy"}]).unexpected == ({"who": "Cy"},)


def test_a_count_is_exact_and_the_stated_rows_are_among_those_found() -> None:
    stated = Expectation(23, "", "", rows=({"who": "ann"},), count=2)
    assert compare(stated, [ANN, BO]).is_right
    assert not compare(stated, [ANN]).is_right
    assert not compare(stated, [BO, {"who": "Cy"}]).is_right


def test_a_stated_empty_answer_is_wrong_if_there_is_a_row() -> None:
    nothing = Expectation(4, "", "")
    assert compare(nothing, []).is_right
    assert not compare(nothing, [ANN]).is_right


def test_yes_is_not_no_and_no_row_is_not_no() -> None:
    no = Expectation(27, "", "", truth=False)
    assert compare(no, False).is_right
    assert not compare(no, True).is_right
    assert not compare(no, []).is_right


@pytest.mark.parametrize(
    ("pattern", "cell", "fits"),
    [
        ("kovacs", "József Kovács", True),
        ("ann", "Joanna", False),  # the beginning of a word, not any part of it
        ("soviet|ussr government", "Government of the USSR", True),
        ("soviet|ussr government", "Soviet Union", False),
        ("improv !government", "improve relations between the governments", False),
        ("", "", True),
        ("", "anything", False),
    ],
)
def test_key_words(pattern: str, cell: str, fits: bool) -> None:
    assert cell_fits(pattern, cell, exactly=False) is fits


@pytest.mark.parametrize(
    ("pattern", "cell", "fits"),
    [
        ("1962/1963", "1962/1963", True),
        ("1962", "1962-08", False),
        ("1961-08~/1962-08~", "1961-08/1962-08", False),
        ("../1962", "1962", False),
        ("P10D", "https://w3id.org/diplograph/vocab#P10D", True),
    ],
)
def test_exact_cells(pattern: str, cell: str, fits: bool) -> None:
    assert cell_fits(pattern, cell, exactly=True) is fits


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "expected.toml"
    path.write_text('[[question]]\nnumber = 1\nquestion = ""\nstated = ""\nrow = []\n', encoding="utf-8")
    with pytest.raises(ValueError, match="unknown key row"):
        expectations(path)


def test_all_thirty_answers_are_stated_with_the_words_of_the_model() -> None:
    stated = expectations(EXPECTED)
    assert sorted(stated) == list(range(1, 31))
    assert all(expectation.question and expectation.stated for expectation in stated.values())


def test_exact_columns_are_columns_of_a_stated_row() -> None:
    """A misspelt name would turn an exact comparison into one by key words, unnoticed."""
    for expectation in expectations(EXPECTED).values():
        assert set(expectation.exact) <= {column for row in expectation.rows for column in row}, expectation.number


def test_at_most_four_questions_may_stay_unanswered_each_with_a_reason() -> None:
    reasons = reasons_unanswered()
    assert len(reasons) <= 4
    assert set(reasons) <= set(range(1, 31))
    assert all(len(reason) > 20 for reason in reasons.values())
