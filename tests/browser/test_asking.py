"""What only the server has: answers to queries, lists that are chosen and sorted, a search without scripts."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page

from kg.publish.queries import Answer, answer, load

from .conftest import Published
from .places import Places
from .test_reading import find_without_accents
from .visiting import Visit

Begin = Callable[..., Visit]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
QUERIES = Path(__file__).resolve().parents[2] / "data" / "queries"
QUESTION = "q10-reasons-for-silence"
_MOST_TABS = 80


def asked(published: Published, query: str) -> Answer:
    """What `kg query` answers."""
    return answer(load(published.build), query)


def rows_of(page: Page) -> int:
    """How many rows the editor shows, once there are any."""
    page.locator(".yasr table tbody tr").first.wait_for()
    return page.locator(".yasr table tbody tr").count()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus."""
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached by {_MOST_TABS} Tabs")


def test_a_question_of_the_library_is_answered_in_the_editor(visit_server: Begin, published: Published) -> None:
    page = visit_server().open("sparql.html")
    question = page.locator(f"li#{QUESTION.partition('-')[0]}")
    question.locator("summary").click()
    question.locator("button.load").click()
    page.locator(".yasqe_queryButton").click()
    assert rows_of(page) == len(asked(published, (QUERIES / f"{QUESTION}.rq").read_text("utf-8")).rows)


def test_the_plain_form_asks_without_javascript(visit_server: Begin, published: Published) -> None:
    visited = visit_server(java_script_enabled=False)
    query = (QUERIES / f"{QUESTION}.rq").read_text("utf-8")
    page = visited.open("sparql.html")
    page.locator("#plain textarea").fill(query)
    page.locator("#plain select").select_option("json")
    page.locator("#plain button").click()
    assert visited.path.startswith("sparql?")
    told = json.loads(page.locator("body").inner_text())
    assert told == json.loads(asked(published, query).as_json())


@SCRIPTS
def test_a_query_in_the_address_is_ready_to_be_asked(visit_server: Begin, scripts: bool) -> None:
    query = "SELECT ?brought {\n  VALUES ?brought { 'one' 'two' }\n}"
    page = visit_server(java_script_enabled=scripts).open(f"sparql.html?{urlencode({'query': query})}")
    assert page.locator("#plain textarea").input_value() == query
    if scripts:
        page.locator(".yasqe_queryButton").click()
        assert rows_of(page) == 2


@SCRIPTS
def test_a_list_is_chosen_from_sorted_and_taken_as_a_table(visit_server: Begin, scripts: bool) -> None:
    visited = visit_server(java_script_enabled=scripts)
    page = visited.open("events.html")
    page.locator("details.filter summary").click()
    choice = page.locator("details.filter select").first
    option = choice.locator("option").nth(1)
    word, value = option.inner_text(), option.get_attribute("value") or ""
    total = int(re.sub(r"\D", "", word.rpartition("(")[2]))
    choice.select_option(value)
    page.locator("details.filter button").click()
    assert value in visited.path
    assert page.locator("table.list tbody tr").count() == min(total, 100)

    heading = page.locator("table.list th a").nth(1)
    heading.click()
    assert "sort=" in visited.path
    assert value in visited.path
    assert page.locator("table.list th[aria-sort]").count() == 1
    assert page.locator("table.list tbody tr").count() == min(total, 100)

    table = page.locator("p.count a").get_attribute("href") or ""
    answered = visited.context.request.get(visited.root + table)
    assert answered.headers["content-type"].startswith("text/csv")
    assert len(list(csv.reader(io.StringIO(answered.text())))) == total + 1


@SCRIPTS
def test_the_query_behind_a_list_is_ready_to_be_asked(visit_server: Begin, published: Published, scripts: bool) -> None:
    visited = visit_server(java_script_enabled=scripts)
    page = visited.open("documents.html")
    page.locator("details.behind summary").click()
    query = page.locator("details.behind code").inner_text()
    page.locator("details.behind a").click()
    assert visited.path.startswith("sparql.html?query=")
    assert page.locator("#plain textarea").input_value() == query
    if scripts:
        page.locator(".yasqe_queryButton").click()
        assert rows_of(page) == len(asked(published, query).rows)


def test_a_name_is_found_without_its_accents_and_without_scripts(visit_server: Begin, places: Places) -> None:
    find_without_accents(visit_server(java_script_enabled=False), places)


def test_the_keyboard_alone_chooses_from_a_list_and_opens_what_it_found(visit_server: Begin) -> None:
    visited = visit_server()
    page = visited.open("events.html")
    tab_to(page, page.locator("details.filter summary"))
    page.keyboard.press("Enter")
    choice = page.locator("details.filter select").first
    tab_to(page, choice)
    page.keyboard.press("ArrowDown")
    tab_to(page, page.locator("details.filter button"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("ul.taken li").count() == 1
    first = page.locator("table.list tbody a").first
    there = first.get_attribute("href")
    tab_to(page, first)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert visited.path == there


def test_the_iri_of_a_thing_leads_a_reader_to_its_page(visit_server: Begin, places: Places) -> None:
    visited = visit_server()
    visited.open(places.person.removesuffix(".html"))
    assert visited.path == places.person
