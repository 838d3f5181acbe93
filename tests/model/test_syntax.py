"""Parsed paragraphs: any tree can be walked, and no quote cuts an editor's mark in half."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.model.mark import Mark, MarkKind
from kg.model.passage import Passage
from kg.model.syntax import ParsedParagraph, Token


def paragraph(heads: list[int], starts: list[int] | None = None) -> ParsedParagraph:
    """A paragraph of one-letter words with these governors."""
    text = " ".join("abcdefghijklmnop"[i] for i in range(len(heads)))
    tokens = tuple(
        Token(i, text[2 * i], text[2 * i], "NN", "NOUN", "ROOT" if head == i else "dep", head, 2 * i, 2 * i + 1)
        for i, head in enumerate(heads)
    )
    return ParsedParagraph(0, text, text, tuple(range(len(text))), tokens, tuple(starts or [0]))


@st.composite
def trees(draw: st.DrawFn) -> list[int]:
    """The governors of a tree in which every word leads up to one root."""
    size = draw(st.integers(1, 12))
    order = draw(st.permutations(range(size)))
    heads = [order[0]] * size
    for place in range(1, size):
        heads[order[place]] = order[draw(st.integers(0, place - 1))]
    return heads


@given(trees())
def test_children_are_those_who_name_a_word_as_governor(heads: list[int]) -> None:
    tree = paragraph(heads)
    for token in tree.tokens:
        expected = [other.i for other in tree.tokens if other.head == token.i and other.i != token.i]
        assert [child.i for child in tree.children(token.i)] == expected
        assert [child.i for child in tree.children(token.i, "dep")] == expected
        assert tree.children(token.i, "nsubj") == ()


@given(trees())
def test_a_word_is_in_the_subtrees_of_its_governors_and_of_no_other(heads: list[int]) -> None:
    tree = paragraph(heads)
    for token in tree.tokens:
        above = {token.i, *(ancestor.i for ancestor in tree.ancestors(token.i))}
        assert {other.i for other in tree.tokens if token.i in tree.subtree(other.i)} == above


@given(trees())
def test_the_way_up_ends_at_the_root(heads: list[int]) -> None:
    tree = paragraph(heads)
    (root,) = [token.i for token in tree.tokens if token.head == token.i]
    assert tree.subtree(root) == tuple(range(len(heads)))
    for token in tree.tokens:
        way = [token.i, *(ancestor.i for ancestor in tree.ancestors(token.i))]
        assert way[-1] == root
        assert len(way) == len(set(way))


@given(st.integers(1, 12), st.data())
def test_sentences_part_the_words(size: int, data: st.DataObject) -> None:
    starts = sorted({0, *data.draw(st.lists(st.integers(0, size - 1)))})
    tree = paragraph([0] * size, starts)
    assert [i for sentence in tree.sentences for i in sentence] == list(range(size))
    assert [sentence.start for sentence in tree.sentences] == starts
    assert all(sentence for sentence in tree.sentences)


SOURCE = "ab[cd]ef[gh]ij"
MARKS = (
    Mark(Passage.of(SOURCE, 2, 6), MarkKind.SUPPLIED, "cd"),
    Mark(Passage.of(SOURCE, 8, 12), MarkKind.SUPPLIED, "gh"),
)
OFFSETS = tuple(i for i, letter in enumerate(SOURCE) if letter not in "[]")


@given(st.integers(0, 9), st.integers(1, 10))
def test_a_quote_takes_a_mark_in_whole_or_stays_inside_it(start: int, end: int) -> None:
    if start >= end:
        return
    text = "".join(SOURCE[i] for i in OFFSETS)
    passage = ParsedParagraph(0, text, SOURCE, OFFSETS, (), (), MARKS).passage_of_chars(start, end)
    assert passage.is_found_in(SOURCE)
    assert text[start:end] in passage.exact.replace("[", "").replace("]", "")
    for mark in MARKS:
        inside = passage.exact in mark.text
        assert not passage.overlaps(mark.passage) or passage.covers(mark.passage) or inside


def test_words_are_the_masked_ones_and_a_passage_is_what_is_printed() -> None:
    tree = paragraph([1, 1, 1])
    assert tree.words(0, 1) == tree.passage(0, 1).exact == "a b"
