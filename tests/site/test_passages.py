"""Passages laid out: whatever quotes a text has, their stretches give them back, and nothing else is shown."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.site.passages import Layout, layout_of
from kg.site.shown import Quote

CONTEXT_CHARS = 32
SIGNS = "ab Ä\n.,[]…\u0301\u202e<&\"'"


def quoted(text: str, start: int, end: int) -> Quote:
    """The quote of a stretch of a text, as the converters write it."""
    before, after = text[max(0, start - CONTEXT_CHARS) : start], text[end : end + CONTEXT_CHARS]
    return Quote(f"#char={start},{end}", text[start:end], before, after, start, end, "")


def shown(layout: Layout) -> str:
    """What is shown of a text, each row on a line."""
    rows = ("".join(piece.text or f"<{piece.hidden_chars}>" for piece in row.pieces) for row in layout.rows)
    return "\n".join(rows)


@st.composite
def texts_with_quotes(draw: st.DrawFn) -> tuple[str, list[Quote]]:
    text = draw(st.text(SIGNS, min_size=1, max_size=60))
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 30))
    spans = draw(st.lists(places, max_size=8))
    return text, [quoted(text, start, min(len(text), start + size)) for start, size in dict.fromkeys(spans)]


@given(texts_with_quotes(), st.booleans(), st.data())
def test_stretches_join_to_the_quotes_to_the_character(
    given_text: tuple[str, list[Quote]], is_whole: bool, data: st.DataObject
) -> None:
    text, quotes = given_text
    quotes = list({quote.iri: quote for quote in quotes}.values())
    bearing = data.draw(st.none() | st.sets(st.sampled_from([quote.iri for quote in quotes]))) if quotes else None
    layout = layout_of(quotes, text if is_whole else None, len(text), bearing=bearing)
    assert not layout.misfits
    rows = [(row, number) for row in layout.rows for number in range(len(row.quotes))]
    assert sorted(row.quotes[number].iri for row, number in rows) == sorted(quote.iri for quote in quotes)
    for row, number in rows:
        assert row.words_of(number) == row.quotes[number].exact
        assert sum(number in piece.opening for piece in row.pieces) == 1
        assert sum(number in piece.closing for piece in row.pieces) == 1
        covered = [number in piece.covering for piece in row.pieces]
        assert sum(is_in != was_in for was_in, is_in in pairwise([False, *covered, False])) == 2


@given(texts_with_quotes())
def test_no_word_is_shown_that_is_not_quoted(given_text: tuple[str, list[Quote]]) -> None:
    text, quotes = given_text
    layout = layout_of(quotes, None, len(text))
    for row in layout.rows:
        for piece in row.pieces:
            assert piece.covering or not any(char.isalnum() or char == "\u0301" for char in piece.text)
    hidden = sum(piece.hidden_chars for row in layout.rows for piece in row.pieces)
    covered = {at for quote in quotes for at in range(quote.start, quote.end)}
    assert hidden <= len(text) - len(covered)


@given(texts_with_quotes())
def test_the_whole_text_is_shown_but_for_blanks_where_it_may_be(given_text: tuple[str, list[Quote]]) -> None:
    text, quotes = given_text
    layout = layout_of(quotes, text)
    assert "".join(shown(layout).split()) == "".join(text.split())


def test_between_quotes_stand_signs_and_the_number_of_hidden_characters() -> None:
    text = 'Rehm came. He said: "no", and left.\n\nThen (it seems) nothing.'
    quotes = [
        quoted(text, text.index(words), text.index(words) + len(words)) for words in ("Rehm came", "no", "it seems")
    ]
    assert shown(layout_of(quotes, None, len(text))) == 'Rehm came. \n<7>: "no", \n<8>.\n<4> (it seems) \n<7>.'


def test_a_paragraph_begins_where_an_empty_line_is_known() -> None:
    text = "One.\n\nTwo. Three."
    rows = layout_of([quoted(text, 0, 3), quoted(text, 6, 9), quoted(text, 11, 16)], None, len(text)).rows
    assert [row.begins for row in rows] == [True, True, False]


def test_what_bears_no_claim_stands_before_what_does_in_the_same_paragraph() -> None:
    text = "Yesterday he left.\n\nTomorrow."
    quotes = [quoted(text, 0, 9), quoted(text, 10, 17), quoted(text, 20, 28)]
    rows = layout_of(quotes, None, len(text), bearing={quotes[1].iri}).rows
    assert [[quote.exact for quote in row.quotes] for row in rows] == [["Yesterday", "he left"], ["Tomorrow"]]


@pytest.mark.parametrize(
    "wrong",
    [
        Quote("#x", "came", "", "", 5, 8, ""),  # longer than its place
        Quote("#x", "went", "", "", 5, 9, ""),  # other words than the quote around it
        Quote("#x", "", "", "", 5, 5, ""),  # no words
        Quote("#x", "came", "", "", -9, -5, ""),
        Quote("#x", "m", "", "", 0, 10**15, ""),
    ],
)
def test_a_quote_that_contradicts_another_or_its_own_place_is_laid_out_nowhere(wrong: Quote) -> None:
    right = Quote("#char=0,9", "Rehm came", "", "", 0, 9, "")
    assert layout_of([wrong, right]).misfits == (wrong,)
    assert shown(layout_of([wrong, right])) == "Rehm came"


def test_a_quote_that_contradicts_the_whole_text_is_laid_out_nowhere() -> None:
    assert layout_of([Quote("#x", "Rahm", "", "", 0, 4, "")], "Rehm came").misfits


def test_contexts_that_contradict_each_other_show_nothing() -> None:
    quotes = [Quote("#a", "a", "", ".", 0, 1, ""), Quote("#b", "b", "!", "", 2, 3, "")]
    assert shown(layout_of(quotes)) == "a\n<1>b"
