"""Rules of reading in words: each rule that can find something has a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.lexicon import read_frames
from kg.site.rules import confidence_in_words, date_rule_in_words, rule_in_words

CLAIMS = Path(__file__).resolve().parents[2] / "kg" / "claims"
SOURCES = {path.name: path.read_text("utf-8") for path in sorted(CLAIMS.glob("*.py"))}
NAMED = {
    name
    for text in SOURCES.values()
    for name in re.findall(r'"((?:situation|tenure|implication|cause|meeting|directive)\.[a-z-]+)"', text)
}
DATED = {name for text in SOURCES.values() for name in re.findall(r'"(date\.[a-z-]+)"', text)}


def test_rules_and_date_rules_are_found_in_the_code() -> None:
    assert {"situation.plain", "tenure.title"} <= NAMED
    assert {"date.words", "date.told-by"} <= DATED


@pytest.mark.parametrize("rule", sorted(NAMED | {frame.id for frame in read_frames().all}))
def test_every_rule_has_a_sentence(rule: str) -> None:
    assert not rule_in_words(rule).startswith("A rule called")
    assert rule_in_words(rule).endswith(".")


@pytest.mark.parametrize("rule", sorted(DATED))
def test_every_rule_of_dating_has_a_sentence(rule: str) -> None:
    assert date_rule_in_words(rule).endswith(".")
    assert "a rule called" not in date_rule_in_words(rule)


def test_a_rule_of_another_edition_is_named_and_not_explained() -> None:
    assert date_rule_in_words("date.elsewhere") == "The date was given by a rule called “date.elsewhere”."
    assert date_rule_in_words("") == ""


def test_what_was_not_measured_has_no_figure() -> None:
    assert confidence_in_words("", of_claim=True) == "How often this rule is right has not been measured."
