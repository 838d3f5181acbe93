"""The page of queries in a real browser: under the strict policy of all pages, asking nothing of another host."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.publish.prefixes import prefixes
from kg.serve.listening import HOST, address_of, listening
from kg.serve.sparql import sparql_routes
from kg.serve.workers import Limits, Pool
from kg.site.examples import Example
from tests.browser.visiting import chromium
from tests.site.test_sparql_page import SITE, page_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
EXAMPLES = (
    Example(
        1, "Who met whom?", "One row for each.", "SELECT ?a ?b { ?x dg:met ?y . ?x rdfs:label ?a . ?y rdfs:label ?b }"
    ),
    Example(2, "Which places are named?", "", "SELECT ?place { ?place a dg:Place }"),
)


@pytest.fixture(scope="module")
def address(store_folder: Path) -> Iterator[str]:
    """The address of the page, and of the endpoint beside it."""
    pools: list[Pool] = []

    @asynccontextmanager
    async def lifespan(_application: Starlette) -> AsyncIterator[None]:
        limits = Limits(workers=1)
        pools.append(await Pool.opened(store_folder, edition="e", prefixes=prefixes(), limits=limits))
        yield
        await pools[0].close()

    def page(_request: Request) -> HTMLResponse:
        body = page_of(EXAMPLES, has_endpoint=True)
        if "<html" not in body:  # the frame of all pages is not there
            body = f'<html lang="en"><head><title>Ask</title><link rel="icon" href="data:,"></head><main>{body}</main>'
        return HTMLResponse(f"<!doctype html>{body}", headers={"Content-Security-Policy": POLICY})

    assets = Mount("/assets", StaticFiles(directory=SITE / "assets"))
    routes = [Route("/sparql.html", page), assets, *sparql_routes(lambda: pools[0])]
    door = listening(HOST, 0)
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes, lifespan=lifespan), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    yield f"{address_of(door)}/sparql.html"
    server.should_exit = True
    thread.join()
    door.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser of these tests; it ends with them."""
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that must end without a fault on the console, and without a request to anywhere else."""
    faults: list[str] = []
    page = browser.new_page()
    page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    own = address.rpartition("/")[0]
    page.on("request", lambda asked: None if asked.url.startswith((own, "data:")) else faults.append(asked.url))
    yield page
    page.close()
    assert faults == []


def test_a_question_is_put_into_the_editor_and_answered(page: Page, address: str) -> None:
    page.goto(address)
    assert not page.locator("#plain").is_visible()
    page.locator("#q01 summary").click()
    page.locator("#q01 button.load").click()
    page.locator(".yasqe_queryButton").click()
    page.get_by_text("Anna Berzina").wait_for()
    # The columns are drawn by the grips of a part that would write its own styles.
    grip = page.locator(".grip-handle").first.bounding_box()
    assert grip is not None
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(grip["x"] + 40, grip["y"] + 5)
    page.mouse.up()
    assert page.locator('link[href="assets/sparql.css"]').count() == 1
    assert page.evaluate("JSON.stringify(localStorage)") == "{}"


def test_a_link_to_a_question_opens_it_in_the_editor(page: Page, address: str) -> None:
    page.goto(f"{address}#q02")
    page.locator(".yasqe_queryButton").click()
    page.get_by_text("place/bern").first.wait_for()


@pytest.mark.parametrize("sign", ["?", "#"])
def test_a_link_may_bring_a_query_but_no_endpoint(page: Page, address: str, sign: str) -> None:
    page.goto(
        f"{address}{sign}query=SELECT%20%3Fz%20%7B%20VALUES%20%3Fz%20%7B%20'brought'%20%7D%20%7D&endpoint=http://127.0.0.1:9/"
    )
    page.locator(".yasqe_queryButton").click()
    page.locator(".yasr").get_by_text("brought").wait_for()


def test_the_keyboard_alone_asks_and_leaves_the_editor(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#q02 summary").focus()
    page.keyboard.press("Enter")
    page.locator("#q02 button.load").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    page.get_by_text("place/bern").first.wait_for()
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.matches('.CodeMirror textarea, body')")


def test_without_javascript_the_form_asks(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator("#plain select").select_option("json")
    page.locator("#plain button").click()
    assert "Anna Berzina" in page.content()
    assert page.url.partition("?")[0] == address.replace("sparql.html", "sparql")
    context.close()


def test_the_page_has_no_serious_fault_of_accessibility(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".yasqe_queryButton").click()
    page.get_by_text("Anna Berzina").wait_for()
    found = [
        (fault["id"], [node["html"][:150] for node in fault["nodes"]])
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
    assert not found, "\n".join(map(str, found))
