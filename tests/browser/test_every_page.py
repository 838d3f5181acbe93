"""What holds on every kind of page: it fits a small screen, and everybody can read it, in the dark too."""

from __future__ import annotations

import gzip
from importlib.resources import files
from typing import Any, Literal

import pytest
from attrs import frozen
from playwright.sync_api import BrowserContext

from kg.site.lists import LISTINGS

from .conftest import ORIGINS, Published
from .places import Places
from .sharing import Shared
from .visiting import Contexts, Visit, visit_of

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# The relative luminance of what is behind the text and of the text (WCAG 2.2, "relative luminance").
_BRIGHTNESS = """() => {
  const light = text => {
    const [r, g, b] = text.match(/[0-9.]+/g).slice(0, 3).map(Number).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const style = getComputedStyle(document.documentElement);
  return [light(style.backgroundColor), light(getComputedStyle(document.body).color)];
}"""
# Elements that reach over the right edge, and are not inside a part that scrolls by itself.
_TOO_WIDE = """() => [...document.querySelectorAll('body *')].filter(each => {
  if (each.getBoundingClientRect().right <= innerWidth + 1 || !each.checkVisibility()) return false;
  for (let box = each; box; box = box.parentElement)
    if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(box).overflowX)) return false;
  return true;
}).slice(0, 5).map(each => each.outerHTML.slice(0, 120))"""
# What holds of a page in the light, on a small screen.
_FACTS = """() => ({
  width: document.documentElement.scrollWidth,
  headings: document.querySelectorAll('h1').length,
  mains: document.querySelectorAll('main').length,
  language: document.documentElement.lang,
  title: document.title.trim(),
  parts: performance.getEntriesByType('resource').map(each => each.name),
  blocking: performance.getEntriesByType('resource')
    .filter(each => each.renderBlockingStatus === 'blocking').map(each => each.name),
})"""
# What the server lacks, and what has a form or an editor there.
_OF_FILES = frozenset({"404", "search", "sparql", "events"})
SMALL = {"width": 360, "height": 640}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_HEAVIEST_BYTES = 100_000
_WITH_EDITOR = "sparql.html"
# All terms stand on one page each, for that is where their IRIs lead: #Claim, #Visit. Packed they weigh as others do.
_OF_TERMS = ("ontology.html", "vocab.html", "shapes.html")


@frozen
class Seen:
    """What a look at a page has found. `wide` are the elements that reach over the edge of a small screen, `bytes` its
    own weight and the packed one with all that it loads; brightness is that of the ground and of the text;
    `violations` is what axe finds serious.
    """

    facts: dict[str, Any]
    wide: list[str]
    dark: tuple[float, float]
    printed: dict[str, tuple[float, float]]
    menu_printed: bool
    heading_printed: bool
    bytes: tuple[int, int]
    violations: list[str]


@pytest.fixture(scope="module")
def with_axe(contexts: Contexts) -> BrowserContext:
    """A context whose pages have axe. What that is made of may not run under the policy of the pages; here it may."""
    found = contexts.of(bypass_csp=True)
    found.add_init_script(AXE)
    return found


@pytest.fixture(scope="module")
def seen(
    contexts: Contexts,
    with_axe: BrowserContext,
    shared: Shared,
    origin: str,
    root: str,
    published: Published,
    places: Places,
) -> dict[str, Seen]:
    """Every page, each looked at once, by its path."""
    pages = ORIGINS[origin].pages(published, places)
    names = {f"{origin}-{name}": path for name, path in pages.items()}
    of_each_kind = _of_each_kind(origin, pages)
    packed: dict[str, int] = {}
    with visit_of(contexts.of(viewport=SMALL), root) as small, visit_of(with_axe, root) as examined:

        def look(name: str) -> Seen:
            path = names[name]
            violations = _violations(examined, path) if path in of_each_kind else []
            return _look(small, name, path, packed, violations)

        return {names[name]: page for name, page in shared.all_of(names, look).items()}


def _look(visited: Visit, name: str, path: str, packed: dict[str, int], violations: list[str]) -> Seen:
    """Look at a page; `packed` holds what the files weigh that pages share."""
    page = visited.open(path)
    visited.picture(f"small-{name}")
    facts = page.evaluate(_FACTS)
    wide = page.evaluate(_TOO_WIDE) if facts["width"] > SMALL["width"] else []
    page.emulate_media(color_scheme="dark")
    visited.picture(f"dark-{name}")
    dark = page.evaluate(_BRIGHTNESS)
    printed: dict[str, tuple[float, float]] = {}
    for scheme in SCHEMES:
        page.emulate_media(media="print", color_scheme=scheme)
        printed[scheme] = page.evaluate(_BRIGHTNESS)
    visited.picture(f"print-{name}")
    menu = page.locator("header nav").first.is_visible()
    heading = page.get_by_role("heading", level=1).first.is_visible()
    page.emulate_media(media="screen", color_scheme="light")
    own = visited.context.request.get(visited.root + path).body()
    for part in facts["parts"]:
        if part not in packed:
            packed[part] = len(gzip.compress(visited.context.request.get(part).body()))
    weight = len(gzip.compress(own)) + sum(packed[part] for part in facts["parts"])
    return Seen(facts, wide, dark, printed, menu, heading, (len(own), weight), violations)


def test_no_page_is_wider_than_a_small_screen(seen: dict[str, Seen]) -> None:
    wide = {path: page.wide for path, page in seen.items() if page.facts["width"] > SMALL["width"]}
    assert not wide


def test_every_page_is_dark_where_the_reader_wants_it_dark(seen: dict[str, Seen]) -> None:
    for path, page in seen.items():
        background, text = page.dark
        assert background < 0.1 < 0.5 < text, path


def test_every_page_is_printed_dark_on_light_without_the_menu(seen: dict[str, Seen]) -> None:
    for path, page in seen.items():
        for scheme, (background, text) in page.printed.items():
            assert background > 0.8, f"{path}, {scheme}"
            assert text < 0.2, f"{path}, {scheme}"
        assert not page.menu_printed, path
        assert page.heading_printed, path


def test_every_page_has_one_heading_one_main_part_and_a_name(seen: dict[str, Seen]) -> None:
    for path, page in seen.items():
        facts = page.facts
        assert (facts["headings"], facts["mains"], facts["language"]) == (1, 1, "en"), path
        assert facts["title"], path


def test_nothing_blocks_the_first_picture_but_the_style(seen: dict[str, Seen]) -> None:
    for path, page in seen.items():
        assert all(name.endswith(".css") for name in page.facts["blocking"]), f"{path}: {page.facts['blocking']}"


def test_no_page_weighs_more_than_a_hundred_kilobytes(seen: dict[str, Seen]) -> None:
    """Neither the page itself, nor the page with all that it loads, packed as hosts send it.

    The page of queries is left out, for its editor is heavy, and loaded there alone.
    """
    heavy = {
        path: page.bytes
        for path, page in seen.items()
        if path != _WITH_EDITOR and max(page.bytes[path in _OF_TERMS :]) > _HEAVIEST_BYTES
    }
    assert not heavy


def test_axe_finds_nothing_serious_on_any_kind_of_page(seen: dict[str, Seen]) -> None:
    found = [said for page in seen.values() for said in page.violations]
    assert not found, "\n".join(found)


def _violations(visited: Visit, path: str) -> list[str]:
    """What axe finds serious on a page, by day and by night."""
    page = visited.open(path)
    found: list[str] = []
    # In the dark nothing is otherwise but the colours.
    for scheme, rules in zip(SCHEMES, ({}, {"runOnly": ["color-contrast"]}), strict=True):
        page.emulate_media(color_scheme=scheme)
        result: dict[str, Any] = page.evaluate(
            "rules => axe.run(document, {resultTypes: ['violations'], ...rules})", rules
        )
        found += [f"{path}, {scheme}: {said}" for said in map(_serious, result["violations"]) if said]
    return found


def _of_each_kind(origin: str, pages: dict[str, str]) -> list[str]:
    """One page for each way that pages are drawn; of the files only those that the server draws otherwise.

    One list stands for all lists and for their parts, the vocabulary for all our terms.
    """
    alike = {name for name in pages if name.partition("-")[0] in LISTINGS} - {"events"} | {"ontology"}
    wanted = pages.keys() - alike if origin == "server" else _OF_FILES
    return [path for name, path in pages.items() if name in wanted]


def _serious(violation: dict[str, Any]) -> str:
    """What is wrong and where first, if it is serious or critical; else ""."""
    if violation["impact"] not in ("serious", "critical"):
        return ""
    first = violation["nodes"][0]
    return f"{violation['id']}: {first['html'][:160]} {first['failureSummary'][:200]}"
