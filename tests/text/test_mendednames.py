"""A day, a paper or a second man beside a name is no part of the name."""

from __future__ import annotations

import pytest

from kg.model.syntax import ParsedParagraph, Token

from .test_mending import parsed, word


def governor(paragraph: ParsedParagraph, token: Token) -> str:
    """The word that a token hangs on."""
    return paragraph.tokens[token.head].text


@pytest.mark.parametrize(
    "sentence",
    [
        "On May 3 Ambassador Lund saw the king.",
        "On 3 May Ambassador Lund saw the king.",
        "In his letter of 3 May Ambassador Lund saw a danger.",
    ],
)
def test_a_date_before_a_name_is_no_part_of_it(sentence: str) -> None:
    paragraph = parsed(sentence)
    lund, month = word(paragraph, "Lund"), word(paragraph, "May")
    assert (lund.dep, governor(paragraph, lund)) == ("nsubj", "saw")
    assert (month.dep, governor(paragraph, month)) in (("pobj", "On"), ("pobj", "of"))


def test_the_first_of_two_men_is_no_part_of_the_name_of_the_second() -> None:
    paragraph = parsed("Foreign Minister Silva and Ambassador Lund held talks.")
    silva, lund = word(paragraph, "Silva"), word(paragraph, "Lund")
    assert (silva.dep, governor(paragraph, silva)) == ("nsubj", "held")
    assert (lund.dep, governor(paragraph, lund)) == ("conj", "Silva")


def test_a_month_behind_a_number_is_no_verb() -> None:
    paragraph = parsed("In its note of 3 May the Soviet Government rejected the plan.")
    assert word(paragraph, "May").pos == "PROPN"


def test_a_paper_before_the_name_of_its_writer_is_no_title() -> None:
    paragraph = parsed("In an April 12 memorandum Parsons replied that the plan was dead.")
    assert (word(paragraph, "Parsons").dep, word(paragraph, "memorandum").dep) == ("nsubj", "pobj")
