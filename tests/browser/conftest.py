"""The site of the first report, served from this machine, and a browser that visits it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from playwright.sync_api import Browser, sync_playwright

from kg.cli import main

from .places import Places, places_in
from .visiting import CHROMIUM, FLAGS, Visit, files_served, visit_of


@frozen
class Published:
    """A build, and the site that was written from it."""

    build: Path
    public: Path


def _files(published: Published) -> AbstractContextManager[str]:
    return files_served(published.public)


# Each way to serve the site, by name: from a build and its site to the root address.
ORIGINS: dict[str, Callable[[Published], AbstractContextManager[str]]] = {"files": _files}


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The reports of the project, built and written as a site."""
    folder = tmp_path_factory.mktemp("site")
    found = Published(folder / "build", folder / "public")
    assert main(["build", "--out", str(found.build), "-q"]) == 0
    assert main(["publish", "site", "--build", str(found.build), "--out", str(found.public), "-q"]) == 0
    return found


@pytest.fixture(scope="session")
def places(published: Published) -> Places:
    """Where to go, as the build says."""
    return places_in(published.build)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; the test is skipped where there is none."""
    if not CHROMIUM:
        assert os.environ.get("KG_REQUIRE_TOOLS") != "1", "chromium is not installed"
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session", params=list(ORIGINS))
def root(request: pytest.FixtureRequest, published: Published) -> Iterator[str]:
    """The root address of the site."""
    with ORIGINS[request.param](published) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, root: str) -> Iterator[Callable[..., Visit]]:
    """Begin a visit with some options of the browser (`viewport`, `color_scheme`, `java_script_enabled` ...)."""
    with ExitStack() as visits:

        def begin(**options: Any) -> Visit:
            return visits.enter_context(visit_of(browser, root, **options))

        yield begin
