"""The mask: what the parser reads leads back to the source, character by character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model.passage import Passage
from kg.text.marks import marks_in
from kg.text.masking import INVISIBLE, SUBSTITUTES, MaskedText, masked

WILD = st.text(
    alphabet=st.one_of(st.sampled_from("[[[]]]  ..…,;()'’ \u00a0\n\r\t\u200bthey he Pak Il SovietM"), st.characters()),
    min_size=1,
    max_size=80,
)


def mask(text: str) -> MaskedText:
    paragraph = Passage.of(text, 0, len(text))
    return masked(text, paragraph, marks_in(text, paragraph))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("of relations […].", "of relations."),
        ("[…] He came. […] He went.", "He came. He went."),
        ("they [the Soviets], too", "they, too"),
        ("they [the Soviets] came", "they came"),
        ("ten times [emphasis in the original] within", "ten times within"),
        ("one ([…] two) three", "one (two) three"),
        ("one [sic] […] two", "one two"),
        ("on [Soviet] policies", "on Soviet policies"),
        ("the M[inistry] of D[efense]", "the Ministry of Defense"),
        ("the M[inistry] of I[nternal Affairs]", "the Ministry of Internal Affairs"),
        ("V[ice]-Premier", "Vice-Premier"),
        ("[[11]] September", "11 September"),
        ("the Workers’ Party", "the Workers' Party"),
        ("Kim\u00a0Il Sung", "Kim Il Sung"),
        ("the first line  \r\n  and the second", "the first line and the second"),
        ("sepa\u00adrate", "separate"),
        ("an open [bracket stays", "an open [bracket stays"),
        ("two  blanks stay", "two  blanks stay"),
    ],
)
def test_the_parser_reads_running_text(text: str, expected: str) -> None:
    assert mask(text).text == expected


def test_words_and_letters_of_an_editor_are_flagged() -> None:
    text = "[Soviet] policies of the M[inistry]"
    mask_ = mask(text)
    put_in = "".join(c if mask_.is_supplied(i) else "_" for i, c in enumerate(mask_.text))
    assert put_in == "Soviet__________________inistry"


@pytest.mark.parametrize(
    ("text", "words", "quote"),
    [
        ("on [Soviet] policies", "Soviet", "Soviet"),
        ("on [Soviet] policies", "Soviet policies", "[Soviet] policies"),
        ("on [Soviet] policies", "on Soviet", "on [Soviet]"),
        ("the M[inistry] of D[efense] there", "Ministry of Defense", "M[inistry] of D[efense]"),
        ("they [the Soviets] came", "they came", "they [the Soviets] came"),
        ("they [the Soviets] came", "they", "they"),
        ("on [[11]] May", "11 May", "[[11]] May"),
    ],
)
def test_a_quote_is_as_printed_and_cuts_no_bracket_in_half(text: str, words: str, quote: str) -> None:
    mask_ = mask(text)
    start = mask_.text.index(words)
    assert mask_.passage(start, start + len(words)).exact == quote


def test_what_was_left_out_has_no_masked_offset() -> None:
    mask_ = mask("they [the Soviets] came")
    assert mask_.masked_offset(0) == 0
    assert mask_.masked_offset(6) is None
    assert mask_.masked_offset(19) == 5
    assert mask_.masked_offset(99) is None


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 3), (0, 99)])
def test_a_stretch_that_does_not_exist_is_refused(start: int, end: int) -> None:
    with pytest.raises(IndexError):
        mask("He came.").passage(start, end)


@given(WILD, WILD, WILD)
def test_each_masked_character_comes_from_its_own_source_character(before: str, text: str, after: str) -> None:
    source = before + text + after
    paragraph = Passage.of(source, len(before), len(before) + len(text))
    mask_ = masked(source, paragraph, marks_in(source, paragraph))
    assert len(mask_.text) == len(mask_.offsets)
    assert list(mask_.offsets) == sorted(set(mask_.offsets))
    for i, character in enumerate(mask_.text):
        origin = source[mask_.source_offset(i)]
        assert character == SUBSTITUTES.get(origin, origin)
        assert mask_.masked_offset(mask_.source_offset(i)) == i
        assert paragraph.start_char <= mask_.source_offset(i) < paragraph.end_char
        assert origin not in INVISIBLE


@given(WILD, WILD, st.data())
def test_each_quote_lies_in_its_paragraph_and_is_found_in_the_source(
    before: str, text: str, data: st.DataObject
) -> None:
    source = before + text
    paragraph = Passage.of(source, len(before), len(source))
    mask_ = masked(source, paragraph, marks_in(source, paragraph))
    if not mask_.text:
        return
    start = data.draw(st.integers(0, len(mask_.text) - 1))
    end = data.draw(st.integers(start + 1, len(mask_.text)))
    quote = mask_.passage(start, end)
    assert quote.is_found_in(source)
    assert paragraph.covers(quote)
    assert quote.start_char <= mask_.source_offset(start)
    assert mask_.source_offset(end - 1) < quote.end_char
    for mark in mask_.marks:
        inside = mark.passage.start_char < quote.start_char and quote.end_char < mark.passage.end_char
        assert inside or mark.passage.covers(quote) or quote.covers(mark.passage) or not quote.overlaps(mark.passage)


@given(WILD)
def test_a_text_without_brackets_and_breaks_keeps_its_length(text: str) -> None:
    plain = "".join(c for c in text if c not in "[]()\r\n" and c not in INVISIBLE) or "x"
    assert len(mask(plain).text) == len(plain)
