"""What holds on every kind of page: it fits a small screen, and everybody can read it, in the dark too."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from importlib.resources import files
from typing import Any, Literal

import pytest

from .conftest import Published
from .places import Places
from .visiting import Visit

Begin = Callable[..., Visit]
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
SCHEMES: tuple[tuple[Literal["light", "dark"], dict[str, Any]], ...] = (
    ("light", {}),
    ("dark", {"runOnly": ["color-contrast"]}),
)
_HEAVIEST_BYTES = 100_000
_WITH_EDITOR = "sparql.html"


def pages_of(published: Published, places: Places) -> dict[str, str]:
    """One page of each kind, and every page that tells of no one thing."""
    alone = {path.stem: path.name for path in sorted(published.public.glob("*.html"))}
    return {**dict(places.kinds), **alone}


def test_no_page_is_wider_than_a_small_screen(visit: Begin, published: Published, places: Places) -> None:
    visited = visit(viewport={"width": 360, "height": 640}, is_mobile=False)
    wide = {}
    for name, path in pages_of(published, places).items():
        page = visited.open(path)
        visited.picture(f"small-{name}")
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            wide[path] = page.evaluate(_TOO_WIDE)
    assert not wide


def test_every_page_is_dark_where_the_reader_wants_it_dark(visit: Begin, published: Published, places: Places) -> None:
    visited = visit(color_scheme="dark")
    for name, path in pages_of(published, places).items():
        background, text = visited.open(path).evaluate(_BRIGHTNESS)
        visited.picture(f"dark-{name}")
        assert background < 0.1 < 0.5 < text, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_printed_dark_on_light_without_the_menu(
    visit: Begin, published: Published, places: Places, scheme: str
) -> None:
    visited = visit(color_scheme=scheme)
    for name, path in pages_of(published, places).items():
        page = visited.open(path)
        page.emulate_media(media="print")
        if scheme == "light":
            visited.picture(f"print-{name}")
        background, text = page.evaluate(_BRIGHTNESS)
        assert background > 0.8, path
        assert text < 0.2, path
        assert not page.locator("header nav").first.is_visible(), path
        assert page.get_by_role("heading", level=1).first.is_visible(), path
        page.emulate_media(media="screen")


def test_axe_finds_nothing_serious_on_any_page(visit: Begin, published: Published, places: Places) -> None:
    # What axe is made of may not run under the policy of the pages; in this context alone it may.
    visited = visit(bypass_csp=True)
    found: list[str] = []
    for path in pages_of(published, places).values():
        page = visited.open(path)
        page.evaluate(AXE)
        # In the dark nothing is otherwise but the colours.
        for scheme, rules in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            result: dict[str, Any] = page.evaluate(
                "rules => axe.run(document, {resultTypes: ['violations'], ...rules})", rules
            )
            found += [f"{path}, {scheme}: {said}" for said in map(_serious, result["violations"]) if said]
    assert not found, "\n".join(found)


def _serious(violation: dict[str, Any]) -> str:
    """What is wrong and where first, if it is serious or critical; else ""."""
    if violation["impact"] not in ("serious", "critical"):
        return ""
    first = violation["nodes"][0]
    return f"{violation['id']}: {first['html'][:160]} {first['failureSummary'][:200]}"


def test_every_page_has_one_heading_one_main_part_and_a_name(
    visit: Begin, published: Published, places: Places
) -> None:
    visited = visit()
    titles: dict[str, str] = {}
    for path in pages_of(published, places).values():
        page = visited.open(path)
        assert page.get_by_role("heading", level=1).count() == 1, path
        assert page.get_by_role("main").count() == 1, path
        assert page.locator("html").get_attribute("lang") == "en", path
        titles[path] = page.title()
        assert titles[path].strip(), path


def test_nothing_blocks_the_first_picture_but_the_style(visit: Begin, published: Published, places: Places) -> None:
    visited = visit()
    for path in pages_of(published, places).values():
        blocking = visited.open(path).evaluate(
            "performance.getEntriesByType('resource')"
            ".filter(each => each.renderBlockingStatus === 'blocking').map(each => each.name)"
        )
        assert all(name.endswith(".css") for name in blocking), f"{path}: {blocking}"


def test_no_page_weighs_more_than_a_hundred_kilobytes(visit: Begin, published: Published, places: Places) -> None:
    """Neither the page itself, nor the page with all that it loads, packed as hosts send it."""
    visited = visit()
    packed: dict[str, int] = {}
    heavy = {}
    for name, path in pages_of(published, places).items():
        if path == _WITH_EDITOR:
            continue  # the editor of queries is heavy, and loaded on its page alone
        parts = visited.open(path).evaluate("performance.getEntriesByType('resource').map(each => each.name)")
        address = visited.root + path
        own = visited.context.request.get(address).body()
        packed[address] = len(gzip.compress(own))
        for part in parts:
            if part not in packed:
                packed[part] = len(gzip.compress(visited.context.request.get(part).body()))
        weights = (len(own), packed[address] + sum(packed[part] for part in parts))
        if max(weights) > _HEAVIEST_BYTES:
            heavy[name] = weights
    assert not heavy
