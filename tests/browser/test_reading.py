"""Reading the site as a person does: the paths that must work, with and without scripts, by pointer and by keyboard."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from .places import Places
from .visiting import Visit

Begin = Callable[..., Visit]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])

# How an element, what holds it and what is in that look: what is lit looks otherwise than before.
_LOOKS = """id => {
  const holder = document.getElementById(id).parentElement;
  return [holder, ...holder.querySelectorAll('*')].map(each => {
    const style = getComputedStyle(each);
    return [style.backgroundColor, style.outlineStyle, style.boxShadow, style.textDecorationColor].join();
  });
}"""


def looks(page: Page, anchor: str) -> object:
    """The colours around an anchor."""
    return page.evaluate(_LOOKS, anchor)


def find_without_accents(visited: Visit, places: Places) -> None:
    """Look for a name as a keyboard without accents writes it, and go to the page that bears it."""
    written = unicodedata.normalize("NFD", places.accented)
    plain = "".join(sign for sign in written if not unicodedata.combining(sign)).lower()
    assert plain.isascii()
    page = visited.open("search.html")
    page.locator("#q").fill(plain)
    page.locator("#q").press("Enter")
    page.locator("#results a", has_text=places.accented).first.click()
    assert visited.path == places.accented_person


@SCRIPTS
def test_from_the_start_to_the_report(visit: Begin, places: Places, scripts: bool) -> None:
    visited = visit(java_script_enabled=scripts)
    page = visited.open("index.html")
    visited.picture("start")
    page.locator(f'main a[href="{places.document}"]').first.click()
    assert visited.path == places.document
    assert page.get_by_role("heading", level=1).inner_text()
    visited.picture("document")


@SCRIPTS
def test_a_passage_leads_to_its_claims_and_lights_them(visit: Begin, places: Places, scripts: bool) -> None:
    visited = visit(java_script_enabled=scripts)
    page = visited.open(places.document)
    before = looks(page, places.claim_anchor)
    page.locator(f'main a[href$="#{places.claim_anchor}"]').first.click()
    assert visited.path == f"{places.document}#{places.claim_anchor}"
    page.locator(f"#{places.claim_anchor}").wait_for(state="visible")
    assert looks(page, places.claim_anchor) != before
    visited.picture(f"claim-lit-{'with' if scripts else 'without'}-scripts")


@SCRIPTS
def test_a_claim_leads_to_its_passage_and_lights_it(visit: Begin, places: Places, scripts: bool) -> None:
    visited = visit(java_script_enabled=scripts)
    page = visited.open(places.document)
    anchor = places.quote.partition("#")[2]
    before = looks(page, anchor)
    page.locator(f"#{places.claim_anchor}").locator(f'a[href$="#{anchor}"]').first.click()
    assert visited.path == places.quote
    assert looks(page, anchor) != before
    assert places.exact.split()[0] in page.locator("main").inner_text()
    visited.picture(f"passage-lit-{'with' if scripts else 'without'}-scripts")


@SCRIPTS
def test_from_a_person_to_an_event_to_its_evidence(visit: Begin, places: Places, scripts: bool) -> None:
    visited = visit(java_script_enabled=scripts)
    page = visited.open(places.person)
    visited.picture("person")
    page.locator(f'main a[href$="{places.event.rpartition("/")[2]}"]').first.click()
    assert visited.path == places.event
    visited.picture("event")
    page.locator(f'main a[href$="{places.quote.rpartition("/")[2]}"]').first.click()
    assert visited.path == places.quote
    words = " ".join(page.locator("main").inner_text().split())
    assert places.exact.split()[0] in words


@SCRIPTS
def test_from_a_claim_to_its_words(visit: Begin, places: Places, scripts: bool) -> None:
    visited = visit(java_script_enabled=scripts)
    page = visited.open(places.claim)
    visited.picture("claim")
    assert " ".join(places.exact.split()) in " ".join(page.locator("main").inner_text().split())
    page.locator(f'main a[href$="{places.quote.rpartition("/")[2]}"]').first.click()
    assert visited.path == places.quote


def test_a_name_is_found_without_its_accents(visit: Begin, places: Places) -> None:
    find_without_accents(visit(), places)


def test_the_keyboard_alone_leads_past_the_menu_into_the_text(visit: Begin, places: Places) -> None:
    visited = visit()
    page = visited.open(places.claim)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    box = page.locator(":focus").bounding_box()
    assert box is not None
    assert box["x"] >= 0, "the skip link is seen when it has the focus"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_the_keyboard_alone_leads_from_a_claim_to_its_words(visit: Begin, places: Places) -> None:
    visited = visit()
    page = visited.open(places.claim)
    wanted = places.quote.rpartition("/")[2]
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href') || ''").endswith(wanted):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert visited.path == places.quote
