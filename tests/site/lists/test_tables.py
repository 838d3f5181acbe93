"""Rows of lists: those on a page are the answer of the query that the page shows, whatever was asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.site.lists import LISTINGS, tables
from kg.site.lists.listings import Ask, Facet, Listing
from kg.site.lists.queries import PAGE, page_query
from kg.spreadsheet import FORMULA_STARTS
from tests.site.shelf import CAIRO, EVIL, FORMULA, QUERYISH, answered, iri, lists, query_shown, site, store

Query = Sequence[tuple[str, str]]
DAYS = ("1955", "1955-03", "1955-06-10", "1956-02", "1962")
WORDS = ("visit", "Mr", "é", '"', "?thing", "%value", "\\", "\\u0022", QUERYISH)


def rows_by_themselves(query: str) -> list[str]:
    """The IRIs of the rows of a query, asked anew."""
    return [row[0] for row in answered(query)]


def values_of(listing: Listing, facet: Facet) -> st.SearchStrategy[str]:
    """Something that a facet may be asked for."""
    if facet.ask is Ask.CHOICE:
        return st.sampled_from(sorted(lists().options(listing, facet.name)) or [""])
    if facet.ask is Ask.DAY:
        return st.sampled_from(DAYS)
    if facet.ask is Ask.WORDS:
        return st.sampled_from(WORDS) | st.text(
            st.characters(codec="utf-8", categories=("L", "P", "S", "Zs")), max_size=9
        )
    things = [
        lists().graph.addresses.path(each)
        for name in ("people", "states", "documents")
        for each in lists().things(LISTINGS[name])
    ]
    return st.sampled_from(sorted(things))


@st.composite
def asked(draw: st.DrawFn) -> tuple[Listing, Query]:
    """A list with some of its facets asked for, in one of its orders."""
    listing = LISTINGS[draw(st.sampled_from(sorted(LISTINGS)))]
    facets = draw(st.lists(st.sampled_from(listing.facets), max_size=3, unique=True))
    query = [
        (facet.name, draw(values_of(listing, facet)))
        for facet in facets
        for _ in range(draw(st.integers(1, min(2, facet.most))))
    ]
    sort = draw(st.sampled_from(["", *(sort.name for sort in listing.sorts)]))
    return listing, [*query, ("sort", draw(st.sampled_from(["", "-"])) + sort if sort else "")]


@settings(max_examples=60)
@given(asked())
def test_the_rows_of_a_page_are_the_answer_of_the_query_that_it_shows(wanted: tuple[Listing, Query]) -> None:
    listing, query = wanted
    table = lists().table(lists().filter_of(listing, query))
    again = answered(table.query)
    assert [row.thing.iri for row in table.rows] == [row[0] for row in again]
    for row, cells in zip(table.rows, again, strict=True):
        for column, cell in zip(listing.columns, cells[1:], strict=True):
            value = row.values[column.name]
            if isinstance(value, int):
                assert str(value) == cell
            elif isinstance(value, tuple):
                assert {each.iri for each in value} == set(cell.split())
            else:
                assert bool(value) == bool(cell)


@settings(max_examples=40)
@given(asked())
def test_the_count_is_that_of_all_rows_and_the_csv_has_them_all(wanted: tuple[Listing, Query]) -> None:
    listing, query = wanted
    chosen = lists().filter_of(listing, query)
    everything = rows_by_themselves(page_query(chosen, limit=None))
    assert lists().count(chosen) == len(everything) == len(set(everything))
    rows = list(csv.reader(io.StringIO(lists().as_csv(chosen).decode(), newline="")))
    assert rows[0] == ["iri", *(column.name for column in listing.columns)]
    assert [row[0] for row in rows[1:]] == everything


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=list(LISTINGS))
def test_a_list_leaves_nothing_out_in_any_order_either_way(listing: Listing) -> None:
    everything = set(lists().things(listing))
    for sort in listing.sorts:
        for sign in ("", "-"):
            chosen = lists().filter_of(listing, [("sort", sign + sort.name)])
            assert rows_by_themselves(page_query(chosen, limit=None)) == [
                row.thing.iri
                for page in range(1, lists().table(chosen).pages + 1)
                for row in lists().table(chosen.on_page(page)).rows
            ]
            assert set(rows_by_themselves(page_query(chosen, limit=None))) == everything


def test_pages_follow_each_other_without_a_gap() -> None:
    chosen = lists().filter_of(LISTINGS["events"], [])
    pages = [lists().table(chosen.on_page(page)) for page in range(1, lists().table(chosen).pages + 1)]
    assert len(pages) > 1, "the library is too small for this test"
    assert [len(page.rows) for page in pages[:-1]] == [PAGE] * (len(pages) - 1)
    assert [row.thing.iri for page in pages for row in page.rows] == rows_by_themselves(page_query(chosen, limit=None))
    for page in pages:
        assert [row.thing.iri for row in page.rows] == rows_by_themselves(page.query)


def test_what_has_no_date_comes_last_both_ways() -> None:
    for sign in ("", "-"):
        rows = lists().table(lists().filter_of(LISTINGS["events"], [("sort", f"{sign}date")])).rows
        dated = [bool(lists().graph.texts(row.thing.iri, "dg:earliest", "dg:latest")) for row in rows]
        assert dated == sorted(dated, reverse=True)
        assert True in dated


def test_a_withdrawn_visit_is_never_among_what_is_attested() -> None:
    withdrawn = set(
        rows_by_themselves(page_query(lists().filter_of(LISTINGS["events"], [("status", "Withdrawn")]), limit=None))
    )
    assert iri(f"doc/{EVIL}/ev/visit-a") in withdrawn
    attested = lists().members(lists().filter_of(LISTINGS["events"], [("attested", "yes")]))
    assert attested
    assert not withdrawn & attested
    assert attested == {
        row[0] for row in answered("SELECT ?e { ?e a <https://w3id.org/diplograph/ontology#AttestedEvent> }")
    }


def test_the_counts_beside_the_values_of_a_facet_are_true() -> None:
    for listing in LISTINGS.values():
        for facet in listing.facets:
            if facet.ask is Ask.CHOICE:
                for slug, option in lists().options(listing, facet.name).items():
                    assert lists().count(lists().filter_of(listing, [(facet.name, slug)])) == option.count, (
                        listing.name,
                        slug,
                    )


def test_an_event_with_two_labels_is_one_row() -> None:
    rows = rows_by_themselves(page_query(lists().filter_of(LISTINGS["events"], [("document", EVIL)]), limit=None))
    assert rows == [iri(f"doc/{EVIL}/ev/visit-a")]


def test_a_period_holds_what_surely_lies_in_it() -> None:
    def found(begin: str, end: str) -> bool:
        chosen = lists().filter_of(LISTINGS["events"], [("from", begin), ("to", end)])
        return iri(f"doc/{EVIL}/ev/visit-a") in lists().members(chosen)

    assert found("1956-02", "1956-02")
    assert found("1956", "1956")
    assert found("1956-02-01", "1956-02-29")
    assert not found("1956-02-02", "1956-02-29")
    assert not found("1956-02-01", "1956-02-28")


def test_no_cell_of_a_csv_is_a_formula_though_a_label_is() -> None:
    table = site(has_endpoint=True).list_page("events.csv", [("document", EVIL)])
    assert table is not None
    rows = list(csv.DictReader(io.StringIO(table.decode(), newline="")))
    assert [row["label"] for row in rows] == [f"'{FORMULA}"]
    assert rows[0]["status"] == "Withdrawn"
    assert rows[0]["date"] == "1956-02"
    for name in LISTINGS:
        for row in csv.reader(
            io.StringIO((site(has_endpoint=True).list_page(f"{name}.csv") or b"").decode(), newline="")
        ):
            assert not any(cell.startswith(FORMULA_STARTS) for cell in row)


def test_too_large_a_part_is_no_csv_but_the_whole_list_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 100)
    assert lists().as_csv(lists().filter_of(LISTINGS["events"], [("page", "2")])).count(b"\r\n") > 131
    with pytest.raises(UsageError, match=r"events\.csv"):
        lists().as_csv(lists().filter_of(LISTINGS["events"], [("status", "Presumed")]))


def test_two_who_met_are_found_by_both_names_or_their_paths() -> None:
    (one, other, *_), *_ = answered(
        "PREFIX dg: <https://w3id.org/diplograph/ontology#>"
        " SELECT ?one ?other { ?r dg:relation dg:met ; dg:subject ?one ; dg:object ?other } ORDER BY ?one ?other"
    )
    path = lists().graph.addresses.path
    by_path = lists().members(lists().filter_of(LISTINGS["events"], [("met", path(one)), ("met", path(other))]))
    assert by_path
    label = lists().graph.label
    assert by_path == lists().members(
        lists().filter_of(LISTINGS["events"], [("met", label(other)), ("met", label(one))])
    )


def test_a_name_of_two_is_refused_with_the_paths_of_both() -> None:
    with pytest.raises(UsageError, match="agent/twin-one, agent/twin-two"):
        lists().filter_of(LISTINGS["events"], [("person", "DVORÁK")])
    assert lists().count(lists().filter_of(LISTINGS["events"], [("person", "agent/twin-one")])) == 1


def test_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="no page 9999"):
        site(has_endpoint=True).list_page("events.html", [("page", "9999")])


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=list(LISTINGS))
def test_the_query_shown_on_the_page_answers_by_itself(listing: Listing) -> None:
    page = site(has_endpoint=True).list_page(f"{listing.name}.html", [("sort", listing.sorts[-1].name)])
    assert page is not None
    table = lists().table(lists().filter_of(listing, [("sort", listing.sorts[-1].name)]))
    assert query_shown(page) == table.query
    assert rows_by_themselves(query_shown(page)) == [row.thing.iri for row in table.rows]


def test_the_document_of_a_key_is_known_by_it() -> None:
    chosen = lists().filter_of(LISTINGS["claims"], [("document", CAIRO)])
    assert lists().count(chosen) > 10
    assert chosen.slugs("document") == (f"doc/{CAIRO}/record",)


def test_nothing_that_a_visitor_asks_changes_the_store() -> None:
    before = len(store())
    assert lists().filter_of(LISTINGS["people"], [("state", QUERYISH)]).slugs("state") == ("agent/evil",)
    assert lists().count(lists().filter_of(LISTINGS["people"], [("words", QUERYISH)])) == 1
    assert len(store()) == before
