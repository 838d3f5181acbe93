"""A visit to the site in a browser that tells of everything that goes wrong behind the page."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from attrs import define, field
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

CHROMIUM = next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), "")
# No sandbox for root; nothing that the browser asks of its maker on its own.
FLAGS = (
    *("--disable-dev-shm-usage", "--disable-gpu", "--no-first-run", "--no-default-browser-check"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions"),
    *("--disable-client-side-phishing-detection", "--disable-domain-reliability", "--metrics-recording-only"),
    *(("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()),
)
SLOWEST_MS = 5_000


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


@contextmanager
def visit_of(browser: Browser, root: str, **options: Any) -> Iterator[Visit]:
    """A visit, in a context of its own; an assertion error at its end if anything went wrong behind the page."""
    context = browser.new_context(**options)
    context.set_default_timeout(SLOWEST_MS)
    try:
        visit = Visit(root, context, context.new_page())
        _watch(visit)
        yield visit
        assert not visit.problems, "\n".join(visit.problems)
    finally:
        context.close()


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

    visit.context.on("request", asked)
    visit.context.on("response", answered)
    visit.context.on("requestfailed", failed)
    visit.page.on("console", said)
    visit.page.on("pageerror", lambda error: visit.problems.append(f"a script fails: {error}"))
