"""The measures: what counts as found, and what each figure is a share of."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve

from kg.cli import main
from kg.evaluation import Evaluation, Row, RuleCount, markdown_of
from kg.evaluation.pairing import Names

TEXT = "On 3 May the envoy Sorel visited Minister Abadi. Abadi said that he would come to Lund. A note was handed over."
NAMES = Names.of([("Sorel", ["the envoy Sorel"]), ("Abadi", ["Minister Abadi"])])
VISIT = Row(
    "visit",
    "the envoy Sorel visited Minister Abadi",
    "actual",
    (("Sorel", "visitor"), ("Abadi", "host")),
    "1961-05-03",
    source=("Sorel",),
    rule="visit",
)
STATEMENT = Row("statement", "Abadi said that he would come", "actual", (("Abadi", "agent"),), source=("Sorel",))
PLAN = Row("visit_planned", "he would come to Lund", "planned", (("Abadi", "visitor"),), source=("Sorel", "Abadi"))
# Beside the checkout in a full working copy: the program that this measure has to agree with.
PEER = Path(__file__).resolve().parents[3] / "shared" / "eval"


def measured(gold: list[Row], found: list[Row]) -> Evaluation:
    evaluation = Evaluation()
    evaluation.add("one", TEXT, NAMES, gold, found)
    return evaluation


def test_what_agrees_in_all_is_right_in_all() -> None:
    figures = measured([VISIT, STATEMENT, PLAN], [VISIT, STATEMENT, PLAN]).as_json()
    assert {share["f1"] for share in figures["shares"].values()} == {1.0}
    on_pairs = figures["onPairs"]
    assert [on_pairs[name] for name in ("pairs", "realis", "dates", "chains", "leakedAsActual")] == [3, 1, 1, 1, 0]


def test_a_type_of_the_same_family_counts_as_found_on_the_family_level_only() -> None:
    evaluation = measured([VISIT], [evolve(VISIT, type="meeting")])
    assert (evaluation.share("events strict").f1, evaluation.share("events family").f1) == (0.0, 1.0)
    assert evaluation.confusions == {("visit", "meeting"): 1}


@pytest.mark.parametrize(
    ("quote", "is_found"), [("visited Minister Abadi", True), ("Minister Abadi. Abadi said that he", False)]
)
def test_quotes_overlap_by_half_of_the_shorter_one(quote: str, is_found: bool) -> None:
    assert bool(measured([VISIT], [evolve(VISIT, quote=quote)]).share("events strict").hits) is is_found


def test_a_quote_that_the_text_does_not_hold_is_counted_and_never_found() -> None:
    evaluation = measured([VISIT], [evolve(VISIT, quote="Sorel met Abadi")])
    assert (evaluation.unplaced, evaluation.share("events strict").hits) == (1, 0)


def test_one_found_event_stands_for_one_annotated_event() -> None:
    share = measured([VISIT], [VISIT, evolve(VISIT, rule="other")]).share("events strict")
    assert (share.hits, share.wanted, share.given) == (1, 1, 2)


def test_a_statement_on_words_annotated_as_another_event_is_no_invention() -> None:
    said = evolve(STATEMENT, quote="he would come to Lund")
    assert measured([PLAN], [said]).share("statements strict").given == 0
    assert measured([VISIT], [said]).share("statements strict").given == 1


def test_titles_case_and_accents_make_no_other_name() -> None:
    found = evolve(VISIT, participants=(("Comrade SOREL", "visitor"), ("Abádi", "host")))
    assert measured([VISIT], [found]).share("roles").f1 == 1.0


def test_what_was_not_actual_and_is_told_as_actual_is_a_leak() -> None:
    evaluation = measured([PLAN], [evolve(PLAN, realis="actual")])
    assert (evaluation.counts["leaked as actual"], evaluation.counts["not actual"]) == (1, 1)


def test_a_rule_is_right_about_a_claim_only_with_its_realis_and_its_sources() -> None:
    wrong = evolve(PLAN, source=("Sorel",), rule="visit")
    assert measured([VISIT, PLAN], [VISIT, wrong]).by_rule == {"visit": RuleCount(given=2, events=2, claims=1)}


def test_the_page_names_each_rule_and_what_was_missed() -> None:
    page = markdown_of(measured([VISIT, PLAN], [VISIT]), errors=True)
    assert "| visit | 1 | 1 | 1 |" in page
    assert "| one | missed | visit_planned | he would come to Lund |" in page


def figures_of_peer(gold: Path, predicted: Path) -> list[str]:
    command = [sys.executable, str(PEER / "score.py"), str(gold), str(predicted)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.skipif(not PEER.exists(), reason="the other program that measures this is not at hand")
def test_our_figures_are_those_of_the_program_that_others_score_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    for path in sorted((PEER / "dev").glob("r-196*")):
        (gold / path.name).write_bytes(path.read_bytes())
    predicted = tmp_path / "predicted"
    predicted.mkdir()
    for path in gold.glob("*.txt"):
        assert main(["events", str(path), "--format", "jsonl"]) == 0
        (predicted / f"{path.stem}.jsonl").write_text(capsys.readouterr().out, "utf-8")
    assert main(["evaluate", str(gold), "--out", str(tmp_path / "out")]) == 0
    theirs = figures_of_peer(gold, predicted)
    figures = json.loads((tmp_path / "out" / "evaluation.json").read_text("utf-8"))
    for share in figures["shares"].values():
        assert f"{share['precision']:.3f}" in theirs
        assert f"({share['hits']}" in theirs
    assert f"{figures['onPairs']['chains']:.3f}" in theirs
    assert f"{figures['onPairs']['dates']:.3f}" in theirs
