"""Words of speech in the middle of a sentence are lifted out; words that only look like them stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model.passage import Passage
from kg.text.asides import FORMS, CutText, without_parentheses
from kg.text.marks import marks_in
from kg.text.masking import masked


def cut(text: str) -> CutText:
    paragraph = Passage.of(text, 0, len(text))
    return without_parentheses(masked(text, paragraph, marks_in(text, paragraph)))


@pytest.mark.parametrize(
    ("text", "rest", "cue", "speaker"),
    [
        ("Rice, said the Polish Ambassador, was scarce.", "Rice was scarce.", "say", "the Polish Ambassador"),
        ("Rice, the Polish Ambassador said, was scarce.", "Rice was scarce.", "say", "the Polish Ambassador"),
        ("Rice, he went on, was scarce.", "Rice was scarce.", "go on", "he"),
        ("Rice, added Comrade V.P. Orlov, was scarce.", "Rice was scarce.", "add", "Comrade V.P. Orlov"),
        ("Rice, Mrs. Wilk pointed out, was scarce.", "Rice was scarce.", "point out", "Mrs. Wilk"),
        ("Rice, our chargé believed, was scarce.", "Rice was scarce.", "believe", "our chargé"),
        ("Rice, Wilk told me, was scarce.", "Rice was scarce.", "tell", "Wilk"),
        ("Rice, Choe Yong-kon stressed, was scarce.", "Rice was scarce.", "stress", "Choe Yong-kon"),
        ("Rice, said Sándor O’Brien, was scarce.", "Rice was scarce.", "say", "Sándor O'Brien"),
    ],
)
def test_an_aside_is_lifted_out_with_both_its_commas(text: str, rest: str, cue: str, speaker: str) -> None:
    result = cut(text)
    (aside,) = result.asides
    assert (result.text, aside.cue, aside.speaker_text) == (rest, cue, speaker)


def test_an_aside_keeps_its_place_and_its_quote() -> None:
    text = "They [the Poles] knew. Rice, said Wilk, was scarce."
    result = cut(text)
    (aside,) = result.asides
    assert result.text[: aside.at] == "They knew. Rice"
    assert text[aside.start_char : aside.end_char] == "said Wilk"


@pytest.mark.parametrize(
    ("text", "rest", "quote"),
    [
        ("Rice was scarce, said Wilk.", "Rice was scarce.", "said Wilk"),
        ("Rice was scarce, Wilk explained! It was late.", "Rice was scarce! It was late.", "Wilk explained"),
        ("Rice was scarce, said Comrade V.P. Orlov.", "Rice was scarce.", "said Comrade V.P. Orlov"),
        ("Rice was scarce, said Mr. Wilk. It was late.", "Rice was scarce. It was late.", "said Mr. Wilk"),
        ("Rice, he went on, was scarce, as Wilk said.", "Rice was scarce, as Wilk said.", "he went on"),
    ],
)
def test_an_aside_that_ends_its_sentence_is_lifted_out_and_the_full_stop_stays(
    text: str, rest: str, quote: str
) -> None:
    result = cut(text)
    (aside,) = result.asides
    assert (result.text, text[aside.start_char : aside.end_char]) == (rest, quote)


def test_several_asides_are_lifted_each_in_its_place() -> None:
    result = cut("Rice, said Wilk, was scarce. The mills, he added, stood still.")
    assert result.text == "Rice was scarce. The mills stood still."
    assert [(aside.cue, result.text[: aside.at].split()[-1]) for aside in result.asides] == [
        ("say", "Rice"),
        ("add", "mills"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Comrade Wilk, who said so, left.",
        "The letter, which Wilk mentioned, was lost.",
        "The man, who was late, stated, and left.",
        "Wilk left, but he said, in passing, that rice was scarce.",
        "When it rained, as Wilk said, rice was scarce.",
        "It rained, and Wilk said, after dinner, that rice was scarce.",
        "Said Wilk: rice is scarce.",
        "Wilk said that rice was scarce.",
        "Rice, beans, and maize were scarce.",
        "On 3 May, Wilk said, in passing, that rice was scarce.",
        "After dinner, the Ambassador told me, in confidence, that rice was scarce.",
    ],
)
def test_what_is_a_part_of_the_sentence_stays(text: str) -> None:
    result = cut(text)
    assert (result.text, result.asides) == (text, ())


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("It was late, he said. Therefore, nobody came.", "It was late. Therefore, nobody came."),
        ("It was late. Therefore, he said, nobody came.", "It was late. Therefore nobody came."),
        (
            "It was late, said Wilk. The mills, Lis replied, stood still.",
            "It was late. The mills stood still.",
        ),
        (
            "It was late, said the Polish Ambassador. Rice, he went on, was scarce.",
            "It was late. Rice was scarce.",
        ),
    ],
)
def test_an_aside_never_reaches_into_the_next_sentence(text: str, rest: str) -> None:
    assert cut(text).text == rest


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form_can_be_an_aside_on_either_side_of_its_speaker(form: str) -> None:
    after = cut(f"Rice, Wilk {form}, was scarce.")
    assert [(aside.cue, aside.speaker_text) for aside in after.asides] == [(FORMS[form], "Wilk")]
    last = cut(f"Rice was scarce, Wilk {form}.")
    assert (last.text, [aside.cue for aside in last.asides]) == ("Rice was scarce.", [FORMS[form]])
    if not form.endswith((" me", " out", " on")):
        before = cut(f"Rice, {form} Wilk, was scarce.")
        assert [(aside.cue, aside.speaker_text) for aside in before.asides] == [(FORMS[form], "Wilk")]


PIECES = st.sampled_from(
    [
        ", said Wilk,",
        ", he went on,",
        ",",
        " ",
        ".",
        "Rice",
        " was",
        " said",
        " who",
        " [the Poles]",
        " [Polish]",
        "’",
        "\n",
        " Mrs. ",
        "[",
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=16).map("".join))
def test_whatever_the_text_nothing_is_invented_and_all_leads_back(text: str) -> None:
    result = cut(text)
    assert len(result.offsets) == len(result.text)
    assert list(result.offsets) == sorted(set(result.offsets))
    for character, offset in zip(result.text, result.offsets, strict=True):
        assert (
            text[offset] == character
            or (text[offset].isspace() and character == " ")
            or (text[offset], character) == ("’", "'")
        )
    lifted = {offset for aside in result.asides for offset in aside.offsets}
    assert not lifted & set(result.offsets)
    for aside in result.asides:
        assert 0 <= aside.at <= len(result.text)
        assert aside.cue in FORMS.values()
        assert all(aside.start_char <= offset < aside.end_char for offset in aside.offsets)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (
            "He agreed. (Telegram 12 from Accra, May 3; ibid., 611.00/5-361) The next day he left.",
            "He agreed. The next day he left.",
        ),
        ("He agreed. (Ibid.) He left.", "He agreed. He left."),
        ("He agreed (Memorandum of talk, May 3; Central Files, 611.00 (Secret)) and left.", "He agreed and left."),
    ],
)
def test_a_source_that_editors_cite_in_brackets_is_lifted_out(text: str, rest: str) -> None:
    assert cut(text).text == rest


@pytest.mark.parametrize(
    "text",
    [
        "He came (on 3 May) and left.",
        "He sent a letter (the third one of 1961) and left.",
        "He agreed. (Reports were rare.)",
    ],
)
def test_other_words_in_brackets_stay(text: str) -> None:
    assert cut(text).text == text
