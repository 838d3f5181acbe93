"""What a visitor may ask a list for: everything else is refused in words, and nothing of it becomes a query."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.site.lists import LISTINGS
from kg.site.lists.filters import LONGEST, MOST_PARAMETERS
from kg.site.lists.queries import page_query
from tests.site.shelf import answered, lists

EVENTS = LISTINGS["events"]
REFUSED = {
    "a parameter it has not": [("colour", "red")],
    "a status that no event has": [("status", "Abandoned")],
    "a class as an IRI": [("kind", "https://w3id.org/diplograph/ontology#Visit")],
    "an injection in a choice": [("kind", "dg:Visit . } #")],
    "a page of zero": [("page", "0")],
    "a page below zero": [("page", "-1")],
    "a page in other digits": [("page", "१")],
    "a huge page": [("page", "9" * 30)],
    "an order it has not": [("sort", "shoe-size")],
    "an order that is SPARQL": [("sort", "?x) #")],
    "a day of no calendar": [("from", "1962-02-31")],
    "words as a day": [("from", "yesterday")],
    "an interval as a day": [("to", "1962/1963")],
    "an unknown name": [("person", "Nobody At All")],
    "the IRI of somebody elsewhere": [("person", "http://www.wikidata.org/entity/Q1")],
    "a path that leads out": [("person", "../../etc/passwd")],
    "twice a choice": [("status", "Withdrawn"), ("status", "Presumed")],
    "five people": [("person", f"person {number}") for number in range(5)],
    "too long a value": [("words", "x" * (LONGEST + 1))],
    "too many parameters": [("words", "")] * (MOST_PARAMETERS + 1),
    "a zero byte": [("words", "a\0b")],
    "half a character": [("words", "\ud800")],
}


@pytest.mark.parametrize("query", REFUSED.values(), ids=list(REFUSED))
def test_what_makes_no_sense_is_refused_with_a_cure(query: list[tuple[str, str]]) -> None:
    with pytest.raises(UsageError) as refusal:
        lists().filter_of(EVENTS, query)
    assert refusal.value.cure
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 1_500


def test_empty_fields_of_a_form_ask_for_nothing() -> None:
    empty = [(facet.name, " ") for facet in EVENTS.facets]
    assert lists().filter_of(EVENTS, [*empty, ("sort", ""), ("page", "")]) == lists().filter_of(EVENTS, [])


def test_one_filter_has_one_address_in_whatever_order_it_is_asked() -> None:
    one = lists().filter_of(EVENTS, [("status", "Withdrawn"), ("from", "1956"), ("sort", "label")])
    other = lists().filter_of(EVENTS, [("sort", "label"), ("from", "1956"), ("status", "Withdrawn")])
    assert one == other
    assert one.href() == "events.html?status=Withdrawn&from=1956&sort=label"
    assert lists().filter_of(EVENTS, one.parameters) == one


def test_an_order_is_turned_by_asking_for_it_again() -> None:
    first = lists().filter_of(EVENTS, [])
    turned = first.sorted_by(first.sort)
    assert turned.parameters == (("sort", "-date"),)
    assert turned.sorted_by(turned.sort) == first


@given(st.text(max_size=80))
def test_any_words_are_looked_for_as_they_stand(text: str) -> None:
    """Wild words either are refused, or the query finds just what a comparison in Python finds."""
    try:
        chosen = lists().filter_of(LISTINGS["people"], [("words", text)])
    except UsageError:
        return
    wanted = text.strip()
    rows = answered(page_query(chosen, limit=None))
    graph = lists().graph
    for person in lists().things(LISTINGS["people"]):
        names = graph.texts(person, "rdfs:label", "skos:altLabel")
        is_found = person in {row[0] for row in rows}
        # What Python and SPARQL take for the small form of a letter differs for a few letters of few scripts.
        if wanted.isascii():
            assert is_found == any(wanted.lower() in name.lower() for name in names), (person, wanted)


@given(
    st.lists(
        st.tuples(st.sampled_from(["kind", "person", "sort", "page", "from", "x", "words"]), st.text(max_size=30)),
        max_size=5,
    )
)
def test_wild_parameters_are_refused_or_answered_never_worse(query: list[tuple[str, str]]) -> None:
    try:
        table = lists().table(lists().filter_of(EVENTS, query))
    except UsageError:
        return
    assert [row.thing.iri for row in table.rows] == [row[0] for row in answered(table.query)]
