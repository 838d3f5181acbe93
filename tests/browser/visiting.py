"""A visit to the site in a browser that tells of everything that goes wrong behind the page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pytest
from attrs import Factory, define, field, frozen
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

CHROMIUM = next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), "")
# No sandbox for root; nothing that the browser asks of its maker on its own.
FLAGS = (
    *("--disable-dev-shm-usage", "--disable-gpu", "--no-first-run", "--no-default-browser-check"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions"),
    *("--disable-client-side-phishing-detection", "--disable-domain-reliability", "--metrics-recording-only"),
    *(("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()),
)
# Long, for a busy machine: what comes at once is not waited for.
SLOWEST_MS = 20_000
PROJECT = Path(__file__).resolve().parents[2]
_ADDRESS = re.compile(r"open (http://127\.0\.0\.1:[0-9]+/) ")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium; the test is skipped where there is none.

    Playwright keeps a loop of asyncio running in this thread until it ends; beside it no test can run one of its own.
    """
    if not CHROMIUM:
        assert os.environ.get("KG_REQUIRE_TOOLS") != "1", "chromium is not installed"
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


class _Files(SimpleHTTPRequestHandler):
    """Files as a plain host of files gives them."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".ttl": "text/turtle",
        ".jsonld": "application/ld+json",
        ".nt": "application/n-triples",
    }

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@contextmanager
def files_served(folder: Path) -> Iterator[str]:
    """A server of files on this machine; its root address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def kg_served(build: Path) -> Iterator[str]:
    """`kg serve` over a build, in a process of its own; its root address."""
    command = [sys.executable, "-m", "kg", "serve", str(build), "--port", "0"]
    with (
        TemporaryFile("w+") as log,
        subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=log, text=True) as server,
    ):
        assert server.stdout is not None
        try:
            # It says where it is in the last line of all; the log goes another way.
            said = (_ADDRESS.match(line) for line in server.stdout)
            address = next((found[1] for found in said if found), "")
            log.seek(0)
            assert address, f"kg serve does not say where it is: {log.read()}"
            yield address
        finally:
            server.terminate()


@define
class Visit:
    """One tab. `problems` is what a reader does not see: errors of scripts, failing files, requests to elsewhere."""

    root: str
    context: BrowserContext
    page: Page
    problems: list[str] = field(factory=list)

    def open(self, path: str) -> Page:
        """Go to a page of the site."""
        self.page.goto(self.root + path)
        return self.page

    @property
    def path(self) -> str:
        """Where the tab is, from the root of the site."""
        return self.page.url.removeprefix(self.root)

    def picture(self, name: str) -> None:
        """Keep a screenshot, if KG_SCREENSHOTS names a folder for them."""
        folder = os.environ.get("KG_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{re.sub(r'[^a-z0-9-]+', '-', name.lower())}.png")


@frozen(eq=False)
class Contexts:
    """The contexts of a browser, one for each set of options: to make one takes longer than to open a page."""

    browser: Browser
    _made: dict[str, BrowserContext] = Factory(dict)

    def of(self, **options: Any) -> BrowserContext:
        """The context with these options."""
        key = repr(sorted(options.items()))
        if key not in self._made:
            self._made[key] = self.browser.new_context(**options)
            self._made[key].set_default_timeout(SLOWEST_MS)
        return self._made[key]


@contextmanager
def visit_of(context: BrowserContext, root: str) -> Iterator[Visit]:
    """A visit, in a tab of its own; an assertion error at its end if anything went wrong behind the page."""
    page = context.new_page()
    try:
        visit = Visit(root, context, page)
        _watch(visit)
        yield visit
        assert not visit.problems, "\n".join(visit.problems)
    finally:
        page.close()


def _watch(visit: Visit) -> None:
    def asked(request: Request) -> None:
        if not request.url.startswith((visit.root, "data:")):
            visit.problems.append(f"a request leaves the site: {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 400:
            visit.problems.append(f"{response.status} for {response.url}")

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            visit.problems.append(f"the console says: {message.text} ({visit.page.url})")

    def failed(request: Request) -> None:
        # Whoever goes on to the next page before the last one is whole ends what is still on its way.
        if request.failure != "net::ERR_ABORTED":
            visit.problems.append(f"failed: {request.url} {request.failure}")

    visit.page.on("request", asked)
    visit.page.on("response", answered)
    visit.page.on("requestfailed", failed)
    visit.page.on("console", said)
    visit.page.on("pageerror", lambda error: visit.problems.append(f"a script fails: {error}"))
