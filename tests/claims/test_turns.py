"""Turns of speech: who took the word, to whom, in which words, and when."""

from __future__ import annotations

import pytest

from kg.claims.turns import LONGEST
from kg.eventlist import flat_events
from kg.lexicon import read_precision

from .told import NOWAK, Told, only, told

MET = "I met Minister Lund on 3 May."
FAILED = "Minister Lund said that the talks had failed"


def statements(reading: Told) -> list[dict[str, object]]:
    """The turns of speech as the flat list shows them."""
    return [row for row in flat_events(reading.reading) if row["type"] == "statement"]


# --- what is a turn -------------------------------------------------------------------------------------------------


def test_a_verb_of_speech_with_what_is_said_is_a_turn() -> None:
    assert told(f"{FAILED}.").turns() == [(["Lund"], [], FAILED)]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Minister Lund's remarks of last August were printed.", "Lund"),
        ("The statement by Minister Lund was printed.", "Lund"),
        ("My statement to Minister Lund was printed.", NOWAK),
    ],
)
def test_speech_that_a_noun_names_with_its_speaker_is_a_turn(sentence: str, speaker: str) -> None:
    assert [speakers for speakers, _, _ in told(sentence).turns()] == [[speaker]]


@pytest.mark.parametrize(
    "sentence",
    [
        "Minister Lund plans to make a statement.",
        "Minister Lund's statement will be printed.",
        "The statement was printed.",
    ],
)
def test_speech_to_come_or_of_nobody_is_no_turn(sentence: str) -> None:
    assert told(sentence).turns() == []


def test_telling_of_something_is_a_turn() -> None:
    assert told("Minister Lund told me about the canal.").turns() == [
        (["Lund"], [NOWAK], "Minister Lund told me about the canal")
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Minister Lund did not say that the talks had failed.",
        "Minister Lund wanted to say that the talks had failed.",
        "Saying that the talks had failed, Minister Lund smiled.",
        "When Minister Lund said that the talks had failed, Mr. Rojas smiled.",
        "It is said that the talks had failed.",
        "Minister Lund considered that the talks had failed.",
        "Minister Lund expressed his thanks for the loan.",
        "Minister Lund told me the following.",
        "When Minister Lund made a statement, Mr. Rojas smiled.",
        "In Minister Lund's view, the talks had failed.",
        "The talks had failed.",
    ],
)
def test_what_was_not_plainly_said_by_somebody_is_no_turn(sentence: str) -> None:
    assert told(sentence).turns() == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Minister Lund expressed his satisfaction with the loan.",
        "Minister Lund stressed the importance of the canal.",
        "Minister Lund read a statement on the canal.",
        "Minister Lund made the statement that the loan was small.",
        "Minister Lund let me know that the loan was small.",
        "Minister Lund made it clear that the loan was small.",
        "Minister Lund gave me to understand that the loan was small.",
        "Minister Lund told me in confidence that the loan was small.",
        "In Minister Lund's words, the loan was small.",
        "The loan, said Minister Lund, was small.",
    ],
)
def test_other_words_that_tell_that_somebody_spoke_are_a_turn(sentence: str) -> None:
    ((speakers, _, words),) = told(sentence).turns()
    assert speakers == ["Lund"]
    assert words == sentence.removesuffix(".")


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Minister Lund went on to say that the loan was small.", "to say that the loan was small"),
        ("Minister Lund opened the talk by saying that the loan was small.", "saying that the loan was small"),
        ("Minister Lund refused the offer, saying that the loan was small.", "saying that the loan was small"),
    ],
)
def test_speech_that_is_part_of_another_act_is_a_turn(sentence: str, words: str) -> None:
    assert [(speakers, said) for speakers, _, said in told(sentence).turns()] == [(["Lund"], words)]


def test_of_a_turn_the_words_are_shown_that_tell_of_more_than_events() -> None:
    visited = "Minister Lund said that Mr. Rojas had visited Lisbon."
    assert [words for _, _, words in told(f"{visited} He added that it rained.").turns()] == ["He added that it rained"]
    assert [words for _, _, words in told(f"{visited} Rice was scarce.").turns()] == ["Rice was scarce"]
    both = told(f"{visited} Rice was scarce. He added that it rained.").turns()
    assert [words for _, _, words in both] == ["Rice was scarce", "He added that it rained"]


def test_what_is_done_by_saying_so_is_no_saying_besides() -> None:
    reading = told("Minister Lund told Mr. Rojas that he agreed.")
    assert reading.turns() == []
    assert reading.chain_of(reading.claim_on(reading.event("Agreement"))) == (NOWAK,)
    before = told("Minister Lund told Mr. Rojas that he had agreed.")
    assert before.chain_of(before.claim_on(before.event("Agreement"))) == (NOWAK, "Lund")


DIALOGUE = (
    "Mr. Lund: Rice is scarce. I visited Minister Rojas on 3 May.",
    "Mr. Silva: When will it rain? Coal is scarce.",
)


def test_in_a_dialogue_each_turn_is_that_of_the_name_before_it() -> None:
    reading = told(*DIALOGUE)
    assert reading.who(reading.event("Visit"), "visitor") == ["Lund"]
    assert reading.chain("I visited Minister Rojas") == (NOWAK, "Lund")
    assert reading.turns() == [(["Lund"], ["Silva"], "Rice is scarce"), (["Silva"], ["Lund"], "Coal is scarce")]


def test_an_abstract_tells_of_no_turn() -> None:
    assert told("Rice was scarce.", abstract="Minister Lund says that rice is scarce.").turns() == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Minister Lund said that Mr. Rojas had visited Lisbon.",
        "Minister Lund told me that he would visit Lisbon.",
        "Minister Lund said that he had met Mr. Rojas and that Mr. Abebe had left Lisbon.",
    ],
)
def test_a_turn_is_left_out_where_all_that_was_said_stands_in_the_flat_list(sentence: str) -> None:
    reading = told(sentence)
    assert reading.turns() == []
    assert statements(reading) == []
    assert flat_events(reading.reading) != []


def test_a_turn_stands_where_one_thing_said_does_not_stand_in_the_flat_list() -> None:
    reading = told("Minister Lund said that Mr. Rojas had visited Lisbon and that the talks had failed.")
    assert [row["type"] for row in flat_events(reading.reading)] == ["statement", "visit"]


# --- one turn a speaker ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (f"{FAILED}. Mr. Rojas replied that the loan was small.", ["Lund", "Rojas"]),
        (f"{FAILED}. Minister Lund added that the loan was small.", ["Lund"]),
        (f"{FAILED} and added that the loan was small.", ["Lund"]),
        (f"{FAILED}. Rice was scarce. The mills stood still. Minister Lund added that it rained.", ["Lund", "Lund"]),
        (f"{FAILED}. He added that the loan was small.", ["Lund"]),
    ],
)
def test_what_a_speaker_says_next_is_the_same_turn_until_another_or_the_author_takes_the_word(
    text: str, speakers: list[str]
) -> None:
    assert [who for turn, _, _ in told(text).turns() for who in turn] == speakers


def test_a_paragraph_begins_a_turn() -> None:
    reading = told(f"{FAILED}.", "Minister Lund said that rice was scarce.")
    assert [words for _, _, words in reading.turns()] == [FAILED, "Minister Lund said that rice was scarce"]


def test_two_who_say_it_together_have_one_turn() -> None:
    reading = told("Minister Lund and Mr. Rojas said that the talks had failed.")
    assert [speakers for speakers, _, _ in reading.turns()] == [["Lund", "Rojas"]]


# --- to whom --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hearers"),
    [
        ("Minister Lund told Mr. Rojas that the talks had failed.", ["Rojas"]),
        ("Minister Lund explained to Mr. Rojas that the talks had failed.", ["Rojas"]),
        ("Minister Lund told me that the talks had failed.", [NOWAK]),
        (f"{MET} {FAILED}.", [NOWAK]),
        (f"{MET} I said that the talks had failed.", ["Lund"]),
        (f"{MET} Minister Lund told Mr. Rojas that the talks had failed.", ["Rojas"]),
        (f"{FAILED}.", []),
    ],
)
def test_the_hearers_are_those_named_or_else_the_other_one_of_the_talk(text: str, hearers: list[str]) -> None:
    (turn,) = told(text).turns()
    assert turn[1] == hearers


# --- in which words, and when ---------------------------------------------------------------------------------------


def test_the_quote_leaves_out_the_word_that_joins_the_clause() -> None:
    reading = told("Mr. Rojas smiled, and Minister Lund said that the talks had failed.")
    assert [words for _, _, words in reading.turns()] == [FAILED]


def test_the_quote_is_cut_behind_a_word_where_it_is_too_long() -> None:
    names = ", ".join(f"the {number} talks" for number in ("first", "second", "third", "fourth", "fifth") * 4)
    text = f"Minister Lund said that {names} had failed."
    ((_, _, words),) = told(text).turns()
    assert LONGEST - 20 < len(words) <= LONGEST == 200
    assert text.startswith(words)
    assert not text[len(words)].isalnum()


def test_the_quotes_of_turns_are_found_again() -> None:
    reading = told(f"{MET} They [the Indians] said that the talks […] had failed.", "I said that rice was scarce.")
    turns = reading.reading.turns
    assert len(turns) == 2
    assert all(turn.passage.is_found_in(reading.reading.report.source.text) for turn in turns)
    assert turns[0].passage.exact == "They [the Indians] said that the talks […] had failed"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (f"{MET} He told me that the talks had failed.", "1955-05-03"),
        (f"{MET} I told him that the talks had failed.", "1955-05-03"),
        (f"{MET} I met Mr. Rojas on 5 May. Minister Lund told me that the talks had failed.", "1955-05-03"),
        (f"{MET} I met Minister Lund on 5 May. Minister Lund told me that the talks had failed.", "1955-05-05"),
        (f"{MET} Mr. Rojas told me that the talks had failed.", "../1955-06-10"),
        ("Minister Lund told me that the talks had failed. I met Minister Lund on 3 May.", "../1955-06-10"),
        ("I would meet Minister Lund on 3 June. Minister Lund told me that the talks had failed.", "../1955-06-10"),
        (f"{FAILED}.", "../1955-06-10"),
    ],
)
def test_a_turn_is_dated_by_the_last_talk_of_the_two_before_it_else_it_was_over_when_written_down(
    text: str, date: str
) -> None:
    turn = only(list(told(text).reading.turns))
    assert (turn.date.value if turn.date else "") == date


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("He refused the offer.", "Refusal"),
        ("He asked me to visit Mr. Rojas.", "Request"),
        ("He apologized to me.", "Apology"),
        ("He handed me a letter.", "MessageDelivery"),
    ],
)
def test_what_was_done_in_a_talk_is_dated_by_the_talk(sentence: str, type_: str) -> None:
    done = told(f"{MET} {sentence}").event(type_)
    assert done.date
    assert done.date.value == "1955-05-03"


def test_what_was_done_to_somebody_else_is_not_dated_by_the_talk() -> None:
    apology = told(f"{MET} Mr. Abebe apologized to Mr. Rojas.").event("Apology")
    assert (apology.date and apology.date.value, apology.date_rule) == ("../1955-06-10", "date.told-by")


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("He had refused my offer in silence.", "Refusal"),
        ("He once apologized to me.", "Apology"),
        ("Later he apologized to me.", "Apology"),
        ("He sent me a letter.", "MessageSending"),
    ],
)
def test_what_was_done_before_or_after_a_talk_is_not_dated_by_it(sentence: str, type_: str) -> None:
    done = told(f"{MET} {sentence}").event(type_)
    assert (done.date and done.date.value, done.date_rule) == ("../1955-06-10", "date.told-by")


def test_what_had_happened_before_the_talk_in_which_it_was_told_is_bounded_by_it() -> None:
    event = told(f"{MET} He told me that he had refused my offer.").event("Refusal")
    assert event.date is not None
    assert event.date.value == "../1955-05-03"


# --- in the flat list -----------------------------------------------------------------------------------------------


def test_a_turn_is_a_statement_in_the_flat_list() -> None:
    assert statements(told(f"{MET} He told me that the talks had failed.")) == [
        {
            "type": "statement",
            "quote": "He told me that the talks had failed",
            "participants": [{"name": "Lund", "role": "agent"}, {"name": NOWAK, "role": "recipient"}],
            "date": "1955-05-03",
            "place": "",
            "realis": "actual",
            "attributed_to": [NOWAK],
            "rule": "turn",
            "confidence": read_precision().of_event("turn"),
        }
    ]


def test_a_turn_told_by_another_is_attributed_to_him() -> None:
    reading = told("Mr. Rojas told me that Minister Lund had said that the talks had failed.")
    assert [(row["participants"], row["attributed_to"]) for row in statements(reading)][-1] == (
        [{"name": "Lund", "role": "agent"}],
        [NOWAK, "Rojas"],
    )


@pytest.mark.parametrize(
    "text",
    [
        f"{FAILED}. Mr. Rojas replied that the loan was small.",
        "Mr. Rojas told me that Minister Lund had said that the talks had failed.",
        f"{FAILED}. He added that the loan was small. Rice was scarce. He explained that it had rained.",
    ],
)
def test_nobody_is_the_source_of_his_own_turn(text: str) -> None:
    reading = told(text)
    voices = {voice.id: voice for voice in reading.reading.voices}
    assert reading.reading.turns
    assert all(voices[turn.voice].speakers != turn.speakers for turn in reading.reading.turns)
