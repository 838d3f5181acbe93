"""The search: it finds what is written by its own words, and takes whatever is typed for words."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.site.search import KINDS, MOST_WORDS, SHOWN, Search, query_of
from tests.site.shelf import EVIL, MARKUP, edition, iri, site


def search() -> Search:
    """The index of the edition of these tests."""
    return Search(edition().search)


def found_by(words: str, kind: str = "") -> set[str]:
    """The things that some words find, on all pages of a kind."""
    things: set[str] = set()
    for page in range(1, 60):
        kinds = search().found(words, kind, page).kinds
        things |= {hit.iri for each in kinds for hit in each.hits}
        if not any(each.total > page * SHOWN for each in kinds):
            break
    return things


def test_every_label_and_every_quote_is_found_by_its_own_words() -> None:
    entries = list(search().entries())
    assert {kind for kind, _, _ in entries} >= {"person", "document", "event", "claim", "passage"}
    for kind, thing, words in entries:
        own = re.findall(r"\w+", words)[:MOST_WORDS]
        if own and kind != "passage":
            assert thing in found_by(" ".join(own), kind), (kind, words)
        elif own:
            quoted = " ".join(words.replace('"', " ").split())[:200]
            assert thing in found_by(" ".join(own[:6]), kind) or thing in found_by(f'"{quoted}"', kind), words


@pytest.mark.parametrize("words", ["Dvořák", "dvorak", "DVORÁK", "dvor*", '"dvorak"', "dvor"])
def test_accents_and_capitals_do_not_matter_and_beginnings_do(words: str) -> None:
    assert {iri("agent/twin-one"), iri("agent/twin-two")} <= found_by(words)


def test_words_that_fit_nowhere_are_tried_as_beginnings_and_that_is_said() -> None:
    assert search().found("dvora").by_beginning
    assert not search().found("dvorak").by_beginning
    assert search().found("dvorak xyzzy").kinds == ()


def test_a_phrase_is_found_in_its_order_only() -> None:
    assert found_by('"call 137"')
    assert not found_by('"137 call"')
    assert found_by("137 call") == found_by('"call 137"')


@given(st.text(max_size=60))
@example('"')
@example('kind : "person" OR words : x')
@example("NEAR(a b, 2) ^x {a}: * - + AND OR NOT")
@example("\ud800 \0")
@example('""" """')
@example("***")
def test_no_words_are_a_syntax(words: str) -> None:
    found = search().found(words)
    assert all(each.kind in KINDS for each in found.kinds)


@given(st.text(max_size=60))
def test_a_query_has_few_terms_and_each_is_quoted(words: str) -> None:
    query = query_of(words)
    terms = query.split(" AND ") if query else []
    assert len(terms) <= MOST_WORDS
    assert all(re.fullmatch(r'"[^"]*"(?: \*)?', term) for term in terms) or " AND " in words


def test_what_is_lit_is_escaped_all_the_same() -> None:
    page = site(has_endpoint=True).list_page("search.html", [("q", "alert script")])
    assert page is not None
    text = page.decode()
    assert "<script>alert" not in text
    assert "&lt;<mark>script</mark>&gt;" in text
    assert f"doc/{EVIL}/record.html#char=0,9" in text, "the quote leads to its words"


def test_the_words_of_a_visitor_come_back_as_text() -> None:
    page = site(has_endpoint=True).list_page("search.html", [("q", MARKUP)])
    assert page is not None
    assert b"<script>alert" not in page


def test_a_page_of_no_words_finds_nothing_and_refuses_nothing() -> None:
    assert b"<h2" not in (site(has_endpoint=True).list_page("search.html", []) or b"<h2")
    assert b"<h2" not in (site(has_endpoint=True).list_page("search.html", [("q", "")]) or b"<h2")


@pytest.mark.parametrize(
    "query", [[("q", "a"), ("q", "b")], [("x", "1")], [("q", "a"), ("kind", "cat")], [("page", "0")]]
)
def test_other_parameters_are_refused(query: list[tuple[str, str]]) -> None:
    with pytest.raises(UsageError):
        site(has_endpoint=True).list_page("search.html", query)


def test_pages_of_one_kind_follow_each_other() -> None:
    pages = [search().found("call", "event", page).kinds[0] for page in (1, 2)]
    first, second = ([hit.iri for hit in page.hits] for page in pages)
    assert len(first) == SHOWN
    assert not set(first) & set(second)
