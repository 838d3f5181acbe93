"""What the parser takes wrongly in reports is mended, and what it takes rightly is left alone."""

from __future__ import annotations

import pytest
from attrs import evolve

from kg.model.syntax import ParsedParagraph, Token
from kg.text.mending import is_tree, mended
from kg.text.parse import parse_of
from tests.reports import report_of


def parsed(*paragraphs: str) -> ParsedParagraph:
    """The last of the paragraphs, parsed among the others."""
    return parse_of(report_of(paragraphs))[-1]


def word(paragraph: ParsedParagraph, text: str) -> Token:
    """The only token with these letters."""
    (found,) = [token for token in paragraph.tokens if token.text == text]
    return found


def test_a_verb_of_speech_without_its_subject_is_a_verb() -> None:
    stated = word(parsed("Stated he had seen the bridge."), "Stated")
    assert (stated.pos, stated.tag, stated.lemma) == ("VERB", "VBD", "state")


def test_the_second_of_two_purposes_hangs_on_the_first() -> None:
    paragraph = parsed("The envoy came to say that the king had called him home and to ask for a ship.")
    assert word(paragraph, "ask").head == word(paragraph, "say").i


@pytest.mark.parametrize(
    "sentence", ["Lund told me in confidence that it had failed.", "Lund remarked in passing that it had failed."]
)
def test_what_is_said_hangs_on_the_verb_and_not_on_the_phrase_beside_it(sentence: str) -> None:
    paragraph = parsed(sentence)
    failed = word(paragraph, "failed")
    assert (failed.dep, paragraph.tokens[failed.head].lemma) in (("ccomp", "tell"), ("ccomp", "remark"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Lund let me know that it had failed.",
        "Lund made it clear that it had failed.",
        "Lund made clear that it had failed.",
        "Lund gave me to understand that it had failed.",
    ],
)
def test_making_known_is_one_verb_of_speech(sentence: str) -> None:
    paragraph = parsed(sentence)
    failed = word(paragraph, "failed")
    assert (failed.dep, paragraph.tokens[failed.head].lemma) == ("ccomp", "make known")


def test_a_clause_that_a_noun_of_speech_has_stays_with_it() -> None:
    paragraph = parsed("Lund replied in the belief that it had failed.")
    assert paragraph.tokens[word(paragraph, "failed").head].text == "belief"


def test_a_name_known_from_inside_a_sentence_is_one_at_its_head() -> None:
    first = "We met Minister Damdin on 3 May, and old Damdin spoke."
    assert word(parsed(first, "Damdin answered that it had failed."), "Damdin").tag == "NNP"


@pytest.mark.parametrize(
    ("first", "lemma"),
    [("Met", "meet"), ("Called", "call"), ("Saw", "see"), ("Asked", "ask"), ("Delivered", "deliver")],
)
def test_the_first_word_of_a_telegram_is_what_its_writer_did(first: str, lemma: str) -> None:
    verb = word(parsed(f"{first} with Minister Lund on 3 May."), first)
    assert (verb.pos, verb.tag, verb.lemma) == ("VERB", "VBD", lemma)


@pytest.mark.parametrize("sentence", ["Asked by Lund, Dube left.", "Called to Vienna, Lund resigned."])
def test_a_participle_before_its_sentence_is_left_alone(sentence: str) -> None:
    assert parsed(sentence).tokens[0].tag == "VBN"


@pytest.mark.parametrize("day", ["Monday", "Wednesday", "Saturday"])
@pytest.mark.parametrize("name", ["the King", "President Lund", "Odo Lund"])
def test_a_day_of_the_week_is_no_last_word_of_a_name(day: str, name: str) -> None:
    paragraph = parsed(f"The envoy called on {name} {day}.")
    last = word(paragraph, name.split()[-1])
    assert (last.dep, paragraph.tokens[last.head].text) == ("pobj", "on")
    assert (word(paragraph, day).dep, paragraph.tokens[word(paragraph, day).head].text) == ("npadvmod", "called")


def test_a_day_of_the_week_before_another_noun_stays_with_it() -> None:
    paragraph = parsed("The envoy attended the Saturday meeting.")
    assert paragraph.tokens[word(paragraph, "Saturday").head].text == "meeting"


@pytest.mark.parametrize("before", ["called on", "met with", "saw"])
def test_an_under_secretary_is_one_name_and_no_place_under_something(before: str) -> None:
    paragraph = parsed(f"The envoy {before} Under Secretary Lund.")
    name = word(paragraph, "Lund")
    assert (word(paragraph, "Under").pos, word(paragraph, "Under").head) == ("PROPN", name.i)
    assert name.dep in ("pobj", "dobj")
    assert paragraph.tokens[name.head].text in before


def test_under_before_anything_else_is_a_preposition() -> None:
    assert word(parsed("He acted Under Instructions."), "Under").dep != "compound"


@pytest.mark.parametrize("start", ["Request Department", "Recommend that the Department"])
def test_advice_without_a_subject_is_a_verb(start: str) -> None:
    paragraph = parsed(f"{start} inform the king.")
    first = paragraph.tokens[0]
    assert (first.pos, first.head, word(paragraph, "inform").head) == ("VERB", first.i, first.i)


def test_a_verb_that_looks_like_a_noun_is_a_verb() -> None:
    requests = word(parsed("Our Ministry of Health requests that ten doctors come with it."), "requests")
    assert (requests.pos, requests.tag) == ("VERB", "VBZ")


def test_a_participle_behind_its_noun_is_no_past() -> None:
    paragraph = parsed("He read the Danish letter delivered early to the king by the envoy.")
    assert word(paragraph, "delivered").tag == "VBN"


@pytest.mark.parametrize(
    ("heads", "is_one"),
    [
        ((1, 1, 1), True),
        ((0, 1), True),
        ((1, 2, 2), True),
        ((1, 0), False),
        ((0, 2, 3, 1), False),
        ((1, 2, 1, 3), False),
    ],
)
def test_words_that_hang_on_one_another_in_a_circle_are_no_tree(heads: tuple[int, ...], is_one: bool) -> None:
    (token, *_) = parsed("He left.").tokens
    assert is_tree([evolve(token, i=i, head=head) for i, head in enumerate(heads)]) is is_one


def test_a_paragraph_in_which_a_mend_makes_a_circle_stays_as_it_was_parsed() -> None:
    (token, *_) = parsed("He left.").tokens
    words = [  # "3" hangs on "of", "of" on "May", which is mended to hang on "3"; the second phrase hangs in the circle
        ("of", "IN", "ADP", "prep", 2),
        ("3", "CD", "NUM", "pobj", 0),
        ("May", "MD", "AUX", "aux", 6),
        ("on", "IN", "ADP", "prep", 1),
        ("Monday", "NNP", "PROPN", "compound", 5),
        ("Lund", "NNP", "PROPN", "pobj", 3),
        ("go", "VB", "VERB", "ROOT", 6),
    ]
    tokens = tuple(
        evolve(token, i=i, text=text, lemma=text.lower(), tag=tag, pos=pos, dep=dep, head=head, ent="")
        for i, (text, tag, pos, dep, head) in enumerate(words)
    )
    assert is_tree(tokens)
    assert mended(tokens, (), ()) == tokens
