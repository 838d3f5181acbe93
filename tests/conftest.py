"""What holds for all tests: none of them fails because the machine is busy, or because the dice fell otherwise."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.browser.visiting import CHROMIUM, FLAGS

# The same examples each time: a failing run is a change's fault. `make fuzz` throws the dice, more of them.
settings.register_profile("project", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "project"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, one for the tests of a file; the test is skipped where there is none."""
    if not CHROMIUM:
        assert os.environ.get("KG_REQUIRE_TOOLS") != "1", "chromium is not installed"
        pytest.skip("chromium is not installed")
    # While Playwright runs, nothing else in this process can run an event loop: so it ends with the file.
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()
