"""The parser's parts that are done in another way than spaCy does them: what they find is what spaCy finds."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from kg.text.blas import one_thread, threads
from kg.text.parse import as_spacy_has_it, docs_of

FOUND: list[int | str] = ["ORTH", "LEMMA", "TAG", "POS", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE", "SENT_START", "MORPH"]
TEXTS = [
    "On 3 May 1962 Ambassador Thompson told Mr. Gromyko in Moscow that the United States would not leave West Berlin.",
    "There are two notes. There's a third, and he's got to see it: let's go on. He had had it; “Here they were.”",
    "I ain't gonna tell you, y'all. C'm on! Nothin' came of the Soviet–American talks at the U.N. in New York.",
    "  Two blanks \n and a line.  The Department of State\nsaid so.",
    "",
    "Castro",
    "Kennedy. Khrushchev! Adenauer",
    "Not one of the 3,000 men that he saw, but it did itself no harm, so he says.",
]
WORDS = [
    *("there", "is", "are", "was", "'s", "let", "got", "gon", "na", "ta", "ai", "n't", "not", "do", "does", "had"),
    *("he", "it", "I", "you", "that", "to", "been", "Soviet", "Union", "Mr.", "Rusk", "of", "in", "May", "1962"),
    *("the", "The", ".", "!", "...", "…", ",", "”", '"', "(", ")", " ", "\n", "talks", "met", "saying", "and", "on"),
]


@lru_cache(maxsize=1)
def spacys_own() -> Language:
    """The pipeline with spaCy's own parts; it keeps words under the same numbers as ours."""
    return as_spacy_has_it()


def test_spacys_own_parts_read_words_that_the_quick_ones_have_never_seen() -> None:
    assert [word.text for word in spacys_own()("Vqxelbrandt met Ymzorthe.")][:1] == ["Vqxelbrandt"]


def found_by_spacy(texts: list[str]) -> list[list[list[int]]]:
    return [doc.to_array([*FOUND]).tolist() for doc in spacys_own().pipe(texts)]


def found(texts: list[str]) -> list[list[list[int]]]:
    return [doc.to_array([*FOUND]).tolist() for doc in docs_of(texts)]


def test_a_text_has_the_words_names_and_forms_that_spacy_gives_it() -> None:
    assert found(TEXTS) == found_by_spacy(TEXTS)


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), max_size=4))
@settings(max_examples=25, deadline=None)
def test_wild_texts_too_have_what_spacy_gives_them(texts: list[str]) -> None:
    assert found(texts) == found_by_spacy(texts)


def test_a_text_alone_has_what_it_has_among_others() -> None:
    assert [found([text])[0] for text in TEXTS] == found(TEXTS)


def test_one_thread_multiplies_while_a_text_is_parsed_and_as_many_as_before_afterwards() -> None:
    counted = threads()
    if counted is None:
        pytest.skip("numpy multiplies with another library here")
    before = counted.get()
    docs = docs_of(TEXTS)
    next(docs)
    assert counted.get() == 1
    list(docs)
    assert counted.get() == before


def test_threads_are_given_back_where_the_work_fails() -> None:
    counted = threads()
    if counted is None:
        pytest.skip("numpy multiplies with another library here")
    before = counted.get()
    with pytest.raises(ValueError, match="no text"), one_thread():
        raise ValueError("no text")
    assert counted.get() == before
