"""Clauses: each verb with its arguments as they are meant."""

from __future__ import annotations

from functools import lru_cache

import pytest

from kg.claims.clauses import Clause, clauses_of
from kg.text.parse import parse_of
from tests.reports import report_of

from .told import only


@lru_cache(maxsize=64)
def clauses(sentence: str) -> dict[str, Clause]:
    """The clauses of one sentence by their verb, as it is written there."""
    paragraph = only(list(parse_of(report_of(sentence))))
    return {clause.token.text: clause for clause in clauses_of(paragraph).values()}


def words(clause: Clause, *indices: int) -> list[str]:
    return [clause.paragraph.tokens[i].text for i in indices]


def test_an_active_clause_keeps_its_arguments() -> None:
    clause = clauses("Minister Okoro handed Mr. Hansen a letter.")["handed"]
    assert words(clause, *clause.subjects) == ["Okoro"]
    assert words(clause, *clause.datives) == ["Hansen"]
    assert words(clause, *clause.objects) == ["letter"]


def test_what_stands_behind_a_preposition_is_found_by_it() -> None:
    clause = clauses("He lived in Oslo and Bergen.")["lived"]
    assert words(clause, *clause.prepositions["in"]) == ["Oslo", "Bergen"]


def test_a_passive_is_turned_round() -> None:
    clause = clauses("Minister Okoro was received by President Hansen.")["received"]
    assert words(clause, *clause.subjects) == ["Hansen"]
    assert words(clause, *clause.objects) == ["Okoro"]


def test_a_passive_without_its_doer_has_no_subject() -> None:
    clause = clauses("The proposal was withdrawn in March.")["withdrawn"]
    assert clause.subjects == ()
    assert words(clause, *clause.objects) == ["proposal"]


def test_the_one_to_whom_something_was_given_is_its_receiver() -> None:
    clause = clauses("Minister Okoro was given a letter.")["given"]
    assert clause.subjects == ()
    assert words(clause, *clause.datives) == ["Okoro"]
    assert words(clause, *clause.objects) == ["letter"]


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [
        ("Minister Okoro thanked him and left.", "left"),
        ("Minister Okoro wants to leave.", "leave"),
        ("Minister Okoro arrived in Oslo, intending to stay.", "intending"),
    ],
)
def test_a_verb_without_a_subject_shares_that_of_its_governor(sentence: str, verb: str) -> None:
    clause = clauses(sentence)[verb]
    assert words(clause, *clause.subjects) == ["Okoro"]
    assert clause.is_implied_subject


@pytest.mark.parametrize("verb", ["asked", "instructed", "urged", "invited", "persuaded"])
def test_who_is_told_to_do_something_is_he_who_would_do_it(verb: str) -> None:
    clause = clauses(f"Minister Okoro {verb} Mr. Hansen to visit Oslo.")["visit"]
    assert words(clause, *clause.subjects) == ["Hansen"]


def test_who_and_whom_stand_for_the_name_before_them() -> None:
    who = clauses("Minister Okoro, who had visited Oslo, was ill.")["visited"]
    whom = clauses("Minister Okoro, whom President Hansen had received, was ill.")["received"]
    assert words(who, *who.subjects) == ["Okoro"]
    assert words(whom, *whom.subjects) == ["Hansen"]
    assert words(whom, *whom.objects) == ["Okoro"]
    assert who.kind == whom.kind == "relative"


def test_a_participle_says_something_of_its_noun() -> None:
    clause = clauses("The resolution passed by the Assembly was long.")["passed"]
    assert words(clause, *clause.subjects) == ["Assembly"]
    assert words(clause, *clause.objects) == ["resolution"]
    assert clause.kind == "participle"


def test_joined_nouns_are_all_arguments() -> None:
    clause = clauses("Minister Okoro and President Hansen visited Oslo, Bergen and Turku.")["visited"]
    assert words(clause, *clause.subjects) == ["Okoro", "Hansen"]
    assert words(clause, *clause.objects) == ["Oslo", "Bergen", "Turku"]


def test_clauses_set_side_by_side_are_both_main_clauses() -> None:
    found = clauses("He toured the villages, he spoke with the farmers.")
    assert found["toured"].kind == found["spoke"].kind == "main"


def test_what_is_said_hangs_on_the_verb_of_speech() -> None:
    found = clauses("Minister Okoro said that President Hansen had refused.")
    assert found["refused"].kind == "complement"
    assert found["refused"].parent == found["said"].head
    assert found["said"].complements == (found["refused"].head,)


def test_a_clause_knows_the_word_that_joins_it() -> None:
    assert clauses("If Norway refuses, Ghana will turn to Denmark.")["refuses"].mark == "if"
    assert clauses("The talks failed because he was ill.")["was"].mark == "because"
    assert clauses("He smiled when he heard it.")["heard"].mark == "when"


@pytest.mark.parametrize(
    "sentence",
    [
        "Minister Okoro did not visit Oslo.",
        "Minister Okoro never visited Oslo.",
        "Minister Okoro visited neither Oslo nor Bergen.",
        "Neither Minister Okoro nor Mr. Hansen visited Oslo.",
        "No minister visited Oslo.",
        "Nobody visited Oslo.",
    ],
)
def test_a_clause_that_denies_is_negated(sentence: str) -> None:
    clause = next(clause for verb, clause in clauses(sentence).items() if verb.startswith("visit"))
    assert clause.is_negated


def test_a_clause_that_affirms_is_not_negated() -> None:
    assert not clauses("Minister Okoro, who was not ill, visited Oslo.")["visited"].is_negated
    assert not clauses("Minister Okoro visited Oslo without delay.")["visited"].is_negated


@pytest.mark.parametrize(
    ("sentence", "verb", "tense"),
    [
        ("He visited Oslo.", "visited", "past"),
        ("He has visited Oslo.", "visited", "past"),
        ("He had visited Oslo.", "visited", "past"),
        ("He visits Oslo.", "visits", "present"),
        ("He will visit Oslo.", "visit", "future"),
        ("He would visit Oslo.", "visit", "conditional"),
        ("He may visit Oslo.", "visit", "present"),
    ],
)
def test_the_tense_is_that_of_the_auxiliaries(sentence: str, verb: str, tense: str) -> None:
    assert clauses(sentence)[verb].tense == tense


def test_an_auxiliary_counts_for_the_verbs_joined_to_its_verb() -> None:
    found = clauses("They will visit Oslo and meet Mr. Hansen.")
    assert found["meet"].tense == found["visit"].tense == "future"


def test_a_governing_clause_comes_before_what_hangs_on_it() -> None:
    sentence = "Mr. Hansen wrote that Minister Okoro had said that the talks, which he had led, had failed."
    seen: set[int] = set()
    for clause in clauses(sentence).values():
        assert clause.parent is None or clause.parent in seen
        seen.add(clause.head)
    assert len(seen) == 4
