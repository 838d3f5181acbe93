"""The parse of a report: where sentences end, what one word is, and the way of every word back to the source."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DataError
from kg.model.syntax import ParsedParagraph
from kg.text.parse import parse_of, pipeline, pipeline_version
from tests.faults import fails
from tests.reports import report_of


def parsed(text: str) -> ParsedParagraph:
    (paragraph,) = parse_of(report_of(text))
    return paragraph


def sentences(text: str) -> list[str]:
    paragraph = parsed(text)
    return [paragraph.words(sentence.start, sentence.stop - 1) for sentence in paragraph.sentences]


def words(text: str) -> list[str]:
    return [token.text for token in parsed(text).tokens]


# --- sentences -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "parts",
    [
        ["Rice was scarce.", "The mills stood still."],
        ["Was rice scarce?", "It was!", "The mills stood still."],
        ["He said: “Rice is scarce.”", "The mills stood still."],
        ['He said: "Rice is scarce."', "The mills stood still."],
        ["(Rice was scarce.)", "The mills stood still."],
        ["Rice was scarce …", "The mills stood still."],
        ["Rice was scarce...", "The mills stood still."],
        pytest.param(
            ["Rice was scarce.", '"The mills stand still," he said.'],
            marks=fails("a straight quotation mark that opens a sentence is given to the sentence before"),
        ),
        pytest.param(
            ["They met at 5 p.m.", "They left on Monday."],
            marks=fails("a full stop that belongs to an abbreviation never ends a sentence"),
        ),
    ],
)
def test_a_sentence_ends_at_its_full_stop_and_at_nothing_else(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "text",
    [
        "The treaty, which was long, was signed, and then, after dinner, they went home.",
        "Rice was scarce; the mills stood still: nobody knew why.",
        "When Comrade Lis, the Polish envoy, arrived, it rained, and it went on raining.",
        "Rice – there was none – was scarce.",
        "Rice (there was none) was scarce.",
    ],
)
def test_commas_colons_and_dashes_end_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "abbreviation",
    ["Comr.", "Cde.", "Com.", "Amb.", "No.", "Gen.", "Col.", "Lt.", "Mr.", "Mrs.", "Dr.", "V.P.", "Min."],
)
def test_an_abbreviation_before_a_name_or_number_ends_no_sentence(abbreviation: str) -> None:
    text = f"We wrote to {abbreviation} Wilk on 3 May."
    assert sentences(text) == [text]


@pytest.mark.parametrize("abbreviation", ["approx.", "cc.", "p.", "pp.", "vol.", "fn.", "op."])
def test_an_abbreviation_before_small_words_or_numbers_ends_no_sentence(abbreviation: str) -> None:
    text = f"We wrote {abbreviation} 3 letters."
    assert sentences(text) == [text]


@pytest.mark.parametrize("text", ["The U.S. Ambassador left.", "Comrade V. P. Orlov left.", "It cost 3.5 roubles."])
def test_a_full_stop_inside_a_name_or_number_ends_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["co-operation", "ten-day", "vice-premier", "Tse-tung", "anti-Polish", "man–made", "so—called"]
)
def test_a_hyphenated_word_stays_whole(word: str) -> None:
    assert word in words(f"The {word} meeting was long.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We praised the Korean Workers' Party.", "Korean Workers' Party"),
        ("We praised the Korean Workers’ Party.", "Korean Workers' Party"),
        ("We praised the Polish United Workers' Party.", "Polish United Workers' Party"),
        ("We praised the Peasants' League.", "Peasants' League"),
        ("The Korean Workers' Party praised us.", "Korean Workers' Party"),
    ],
)  # fmt: skip
def test_a_name_with_a_plural_possessive_is_one_word(text: str, name: str) -> None:
    assert name in words(text)


@pytest.mark.parametrize("honorific", ["comrade", "comrades", "comr.", "cde."])
def test_an_honorific_in_small_letters_is_no_verb_and_stays_as_printed(honorific: str) -> None:
    (paragraph,) = parse_of(report_of(f"I met {honorific} Rao on 3 May."))
    (token,) = [token for token in paragraph.tokens if token.text == honorific]
    assert (token.pos, paragraph.tokens[token.head].text) == ("PROPN", "Rao")


def test_a_comrade_without_a_name_is_a_common_noun() -> None:
    (paragraph,) = parse_of(report_of("I met a comrade in Cairo."))
    assert [token.pos for token in paragraph.tokens if token.text == "comrade"] == ["NOUN"]


def test_an_ordinary_possessive_stays_apart() -> None:
    assert words("Wilk's letter, the teachers' union") == ["Wilk", "'s", "letter", ",", "the", "teachers", "'", "union"]


@pytest.mark.parametrize(("form", "lemma"), [("hopes", "hope"), ("met", "meet"), ("strove", "strive"), ("said", "say")])
def test_the_lemma_of_a_verb_of_such_reports_is_right(form: str, lemma: str) -> None:
    assert {token.text: token.lemma for token in parsed(f"He {form} that.").tokens}[form] == lemma


# --- paragraphs ------------------------------------------------------------------------------------------------------


def test_paragraphs_keep_their_order_and_the_abstract_comes_last() -> None:
    first, second, last = parse_of(report_of(["It rained.", "It snowed."], abstract="On the weather."))
    assert [first.text, second.text, last.text] == ["It rained.", "It snowed.", "On the weather."]
    assert [first.number, second.number, last.number] == [0, 1, 2]
    assert [first.is_abstract, second.is_abstract, last.is_abstract] == [False, False, True]


def test_a_report_without_text_has_no_paragraphs() -> None:
    assert parse_of(report_of([])) == ()


def test_an_editors_words_are_read_and_flagged() -> None:
    paragraph = parsed("On [Polish] policies they [the Czechs] said nothing […].")
    assert paragraph.text == "On Polish policies they said nothing."
    assert [token.text for token in paragraph.tokens if token.supplied] == ["Polish"]


def test_the_quote_of_an_editors_words_has_their_brackets() -> None:
    paragraph = parsed("On [Polish] policies of the M[inistry] of D[efense].")
    at = {token.text: token.i for token in paragraph.tokens}
    assert paragraph.passage(at["On"], at["policies"]).exact == "On [Polish] policies"
    assert paragraph.passage(at["Ministry"], at["Defense"]).exact == "M[inistry] of D[efense]"


def test_an_aside_is_parsed_apart_and_knows_its_place() -> None:
    paragraph = parsed("It was late. Rice, said the Polish Ambassador, was scarce.")
    assert paragraph.text == "It was late. Rice was scarce."
    (aside,) = paragraph.parentheses
    assert (aside.cue, aside.speaker.text) == ("say", "the Polish Ambassador")
    assert paragraph.tokens[aside.at].text == "was"
    assert aside.passage.exact == "said the Polish Ambassador"
    assert aside.speaker.passage(1, 2).exact == "Polish Ambassador"


def test_a_pipeline_that_is_not_installed_is_refused_with_the_cure() -> None:
    with pytest.raises(DataError, match="make run"):
        pipeline("no_such_pipeline")


def test_the_pipeline_says_its_version() -> None:
    assert pipeline_version().startswith("en_core_web_sm")
    assert "spaCy 3." in pipeline_version()


def test_parsing_twice_gives_the_same() -> None:
    one, other = parsed("Rice was scarce, said Wilk, and dear."), parsed("Rice was scarce, said Wilk, and dear.")
    assert (one.tokens, one.sentence_starts, one.text) == (other.tokens, other.sentence_starts, other.text)


# --- any text --------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *(
            "Comrade Wilk",
            "they [the Czechs]",
            "[Polish] ships",
            "M[inistry]",
            "[…]",
            "[sic]",
            "[[3]] May",
            "Workers’ Party",
        ),
        *(
            ", said Wilk,",
            ", he went on,",
            "was",
            "hopes that",
            "co-operation",
            "Amb.",
            "p. 3",
            "«rice»",
            "the [",
            "] end",
            "(",
            ")",
        ),
        *(
            ".",
            "!",
            "?",
            "…",
            "...",
            ",",
            ";",
            '"',
            "’s",
            "\n",
            "\u00a0",
            "\u00ad",
            "\t",
            "č",
            "中",
            "🌾",
            "3,5",
            "1.000",
        ),
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=14).map(lambda pieces: "It " + " ".join(pieces))


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_every_word_leads_back_to_the_source(text: str) -> None:
    report = report_of(["Before.", text, "After."])
    place = report.paragraphs[1]
    paragraph = parse_of(report)[1]
    for token in paragraph.tokens:
        assert paragraph.text[token.start : token.end] == token.text
        passage = paragraph.passage(token.i, token.i)
        assert passage.is_found_in(report.source.text)
        assert place.covers(passage)
    for aside in paragraph.parentheses:
        assert aside.passage.is_found_in(report.source.text)
        assert 0 <= aside.at <= len(paragraph.tokens)
        for token in aside.speaker.tokens:
            assert aside.passage.covers(aside.speaker.passage(token.i, token.i))


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_sentences_part_the_words_and_no_grammar_crosses_them(text: str) -> None:
    paragraph = parsed(text)
    assert [i for sentence in paragraph.sentences for i in sentence] == list(range(len(paragraph.tokens)))
    for sentence in paragraph.sentences:
        assert all(paragraph.tokens[i].head in sentence for i in sentence)
    for token in paragraph.tokens:
        assert token.i not in {ancestor.i for ancestor in paragraph.ancestors(token.i)}
