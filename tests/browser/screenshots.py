"""Makes the pictures of the README: `python -m tests.browser.screenshots docs/pictures`.

It builds the reports of the project, writes their site, and opens it in Chromium: a document with a claim lit, the page
of a person, the page of a claim. The same browser on the same machine gives the same pictures; on another its fonts
make them a little different, so no test compares them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from kg.cli import main as kg

from .places import Places, anchor_of, places_in
from .visiting import CHROMIUM, FLAGS, Contexts, files_served, visit_of

# Small enough to read beside a README's text, and below 150 kB as a PNG.
WIDTH, HEIGHT = 1000, 640
MOST_BYTES = 150_000


def _document(page: Page, root: str, places: Places) -> None:
    anchor = anchor_of(places.deepest_claim)
    page.goto(f"{root}{places.document}#{anchor}")
    page.locator(f"#{anchor}").evaluate("each => each.scrollIntoView({block: 'center'})")


def _person(page: Page, root: str, places: Places) -> None:
    page.goto(root + places.busiest_person)


def _claim(page: Page, root: str, places: Places) -> None:
    page.goto(root + places.deepest_claim)


PICTURES: dict[str, Callable[[Page, str, Places], None]] = {
    "document": _document,
    "person": _person,
    "claim": _claim,
}


def main(arguments: list[str]) -> int:
    """Make the pictures in the folder that is named. Ends with a sentence where that cannot be done well."""
    if len(arguments) != 1 or not CHROMIUM:
        raise SystemExit("usage: python -m tests.browser.screenshots FOLDER (chromium must be installed)")
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        build, public = Path(scratch) / "build", Path(scratch) / "public"
        code = kg(["build", "--out", str(build), "-q"])
        code = code or kg(["publish", "site", "--build", str(build), "--out", str(public), "-q"])
        if code:
            return code
        with files_served(public) as root, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
            too_large = _pictures(chromium, root, places_in(build), folder)
            chromium.close()
    if too_large:
        raise SystemExit(f"{', '.join(map(str, too_large))}: more than {MOST_BYTES:,} bytes")
    return 0


def _pictures(chromium: Browser, root: str, places: Places, folder: Path) -> list[Path]:
    """Make each picture; those that became too large."""
    paths, contexts = [], Contexts(chromium)
    for name, show in PICTURES.items():
        path = folder / f"{name}.png"
        # One pixel for one, no smooth edges in colours: half the bytes of a picture for a fine screen.
        options = {"viewport": {"width": WIDTH, "height": HEIGHT}, "device_scale_factor": 1, "color_scheme": "light"}
        with visit_of(contexts.of(**options), root) as visit:
            show(visit.page, root, places)
            visit.page.screenshot(path=path, animations="disabled")
        paths.append(path)
    return [path for path in paths if path.stat().st_size > MOST_BYTES]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
