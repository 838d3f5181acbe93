"""The nouns: what they refuse, and the few questions that they answer."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model.authority import Authority, Known
from kg.model.dates import EdtfDate, Resolution
from kg.model.entity import Kind
from kg.model.event import REALIS, Event, Participant, Relation, Status
from kg.model.passage import Passage
from kg.model.syntax import ParsedParagraph, Token
from kg.model.timephrase import PhraseKind, TimePhrase

TEXT = "The envoy [of the king] left. He never came back."


@given(st.text(min_size=1, max_size=60), st.data())
def test_a_passage_of_a_text_is_found_in_it_and_nowhere_else(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    passage = Passage.of(text, start, end)
    assert passage.is_found_in(text)
    assert not passage.is_found_in("\x00" + text) or text[start:end] == ("\x00" + text)[start:end]
    assert passage.covers(passage)
    assert passage.overlaps(passage)


@pytest.mark.parametrize(("start", "end", "exact"), [(-1, 2, "abc"), (2, 2, ""), (3, 1, ""), (0, 4, "abc")])
def test_offsets_that_do_not_fit_the_words_are_refused(start: int, end: int, exact: str) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        Passage(start, end, exact)


def test_offsets_count_code_points_not_bytes() -> None:
    assert Passage.of("József Kovács left", 7, 13).exact == "Kovács"


def test_touching_passages_do_not_overlap_and_an_inner_one_is_covered() -> None:
    first, second, whole = Passage.of(TEXT, 0, 9), Passage.of(TEXT, 9, 23), Passage.of(TEXT, 0, 23)
    assert not first.overlaps(second)
    assert whole.covers(second)
    assert not second.covers(whole)


def test_nouns_cannot_be_changed() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Passage.of(TEXT, 0, 3).exact = "A"  # type: ignore[misc]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        EdtfDate("1962").value = "1963"  # type: ignore[misc]


def test_every_status_has_a_realis_and_only_what_happened_or_holds_is_real() -> None:
    assert set(REALIS) == set(Status)
    real = {status for status, realis in REALIS.items() if realis == "Realis"}
    assert real == {Status.OCCURRED, Status.HOLDS, Status.HABITUAL}
    assert set(REALIS.values()) == {"Realis", "Uncertain", "Irrealis"}


def test_an_event_answers_who_is_in_a_role_and_what_a_relation_leads_to() -> None:
    event = Event(
        "Visit@0-9",
        "Visit",
        Passage.of(TEXT, 0, 9),
        "a visit",
        Status.OCCURRED,
        "test",
        participants=(Participant("visitor", "b"), Participant("host", "c"), Participant("visitor", "a")),
        relations=(Relation("returns", "Visit@20-25"), Relation("partOf", "x")),
    )
    assert event.agents("visitor") == ("b", "a")
    assert event.agents("speaker") == ()
    assert event.targets("returns") == ("Visit@20-25",)


def test_known_things_of_a_kind_come_in_the_order_of_their_keys() -> None:
    rows = [
        Known(key, kind, key, "a source") for key, kind in (("z", Kind.STATE), ("b", Kind.PERSON), ("a", Kind.STATE))
    ]
    authority = Authority({row.key: row for row in rows})
    assert [row.key for row in authority.of_kind(Kind.STATE)] == ["a", "z"]
    assert authority.of_kind(Kind.POST) == ()


def paragraph() -> ParsedParagraph:
    """ "The envoy left. He came" with the bracket masked away: offsets jump over it."""
    masked = "The envoy left. He never came"
    offsets = (*range(10), *range(24, 24 + len(masked) - 10))
    heads = [1, 2, 2, 2, 6, 6, 6]
    words = [("The", 0), ("envoy", 4), ("left", 10), (".", 14), ("He", 16), ("never", 19), ("came", 25)]
    deps = ["det", "nsubj", "ROOT", "punct", "nsubj", "neg", "ROOT"]
    tokens = tuple(
        Token(i, word, word.lower(), "", "", deps[i], heads[i], start, start + len(word))
        for i, (word, start) in enumerate(words)
    )
    return ParsedParagraph(0, masked, TEXT, tuple(offsets), tokens, (0, 4))


def test_a_passage_of_masked_words_is_what_is_printed_brackets_included() -> None:
    parsed = paragraph()
    assert parsed.words(1, 2) == "envoy left"
    assert parsed.passage(1, 2).exact == "envoy [of the king] left"
    assert parsed.passage(1, 2).is_found_in(TEXT)
    assert parsed.passage_of_chars(16, 18).exact == "He"


def test_a_tree_is_walked_down_and_up() -> None:
    parsed = paragraph()
    assert [token.text for token in parsed.children(6)] == ["He", "never"]
    assert [token.text for token in parsed.children(6, "neg")] == ["never"]
    assert parsed.subtree(2) == (0, 1, 2, 3)
    assert [token.text for token in parsed.ancestors(0)] == ["envoy", "left"]
    assert [list(sentence) for sentence in parsed.sentences] == [[0, 1, 2, 3], [4, 5, 6]]


def test_a_time_phrase_has_two_readings_only_where_they_differ() -> None:
    past, future = EdtfDate("1962-04-04"), EdtfDate("1963-04-04")
    phrase = TimePhrase(0, 7, PhraseKind.DATE, Resolution.YEAR_FROM_DOCUMENT_DATE, "r", past, future)
    settled = TimePhrase(0, 7, PhraseKind.DATE, Resolution.EXPLICIT, "r", past)
    assert (phrase.value_in(future=False), phrase.value_in(future=True)) == (past, future)
    assert settled.value_in(future=True) == past
