"""Links are held against annotated ones; a fitted probability means what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DataError
from kg.evaluation.goldlinks import COLUMNS, GoldLink, gold_links_in
from kg.evaluation.linkfit import fitted
from kg.evaluation.linkmeasures import Choice, JudgedLink, LinkEvaluation

ROOT = Path(__file__).parents[2]
TABLES = sorted((ROOT / "data" / "gold" / "links").glob("*.tsv"))


def judged(wanted: str, given_: str, *choices: Choice, kind: str = "Person", is_read: bool = True) -> JudgedLink:
    return JudgedLink(GoldLink("d", kind, "n", (), wanted or "NIL", "why"), wanted, given_, is_read, choices=choices)


def test_precision_counts_links_coverage_what_could_be_linked_and_nil_what_should_not() -> None:
    evaluation = LinkEvaluation(
        [
            judged("a", "a"),
            judged("a", "b"),
            judged("a", ""),
            judged("a", "", is_read=False),
            judged("", "b"),
            judged("", ""),
        ]
    )
    assert evaluation.precision() == (1, 3)
    assert evaluation.coverage() == (1, 4)
    assert evaluation.coverage(of_read=True) == (1, 3)
    assert evaluation.nil() == (1, 2)


def test_reliability_sets_promise_beside_truth() -> None:
    sure = [judged("a", "a", Choice("a", 0.9, ())) for _ in range(9)]
    wrong = [judged("b", "a", Choice("a", 0.9, ()))]
    (row,) = LinkEvaluation([*sure, *wrong]).reliability()
    assert (row.candidates, round(row.mean, 2), row.right) == (10, 0.9, 0.9)
    assert LinkEvaluation([*sure, *wrong]).calibration_error() == pytest.approx(0.0)


def test_a_candidate_barred_from_the_list_of_choices_is_not_counted() -> None:
    assert list(LinkEvaluation([judged("", "")]).reliability()) == []


FIRST = {"base": -2.0, "name": 2.0, "wrong office": -2.0}


def rows(right: int, wrong: int) -> list[JudgedLink]:
    """Candidates of the same features, of which so many are right and so many are wrong."""
    choice = Choice("a", 0.5, (("name", 1.0),))
    return [judged("a", "a", choice)] * right + [judged("", "", choice)] * wrong


def test_a_fitted_model_gives_the_share_that_is_right() -> None:
    weights = fitted(rows(900, 100), FIRST)
    utility = weights["base"] + weights["name"]
    assert 1 / (1 + 2.718281828**-utility) == pytest.approx(0.9, abs=0.01)


def test_a_feature_that_was_never_seen_keeps_its_weight() -> None:
    assert fitted(rows(50, 50), FIRST)["wrong office"] == FIRST["wrong office"]


def test_what_speaks_against_a_candidate_never_comes_to_speak_for_him() -> None:
    against = Choice("a", 0.5, (("name", 1.0), ("wrong office", 1.0)))
    weights = fitted([judged("a", "a", against)] * 200, FIRST)
    assert weights["wrong office"] == 0.0
    assert weights["base"] + weights["name"] > 2


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=40))
def test_the_fit_ends_and_keeps_every_sign(seen: list[tuple[bool, float, float]]) -> None:
    table = [
        judged("a" if right else "", "", Choice("a", 0.5, (("name", x), ("wrong office", y)))) for right, x, y in seen
    ]
    weights = fitted(table, FIRST)
    assert weights["base"] <= 0 <= weights["name"]
    assert weights["wrong office"] <= 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\tb\n", "no table of links"),
        ("\t".join(COLUMNS) + "\nd\tPerson\tKim\t\tNIL\t\n", "a cell is missing"),
        ("\t".join(COLUMNS) + "\nd\tPerson\tKim\n", "a cell is missing"),
    ],
)
def test_a_broken_table_is_refused_where_it_is_broken(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "t.tsv").write_text(text, "utf-8")
    with pytest.raises(DataError, match=said):
        list(gold_links_in(tmp_path / "t.tsv"))


def test_a_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        list(gold_links_in(tmp_path / "none.tsv"))


def test_enough_is_annotated_and_enough_of_it_is_nil() -> None:
    gold = [row for table in TABLES if table.name != "mentions.tsv" for row in gold_links_in(table)]
    assert len(gold) >= 250
    assert sum(row.is_nil for row in gold) / len(gold) >= 0.3
