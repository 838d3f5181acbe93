"""The one sheet: contrast that can be read, wishes of the reader heeded, colours only by name."""

from __future__ import annotations

import re
from itertools import product

import pytest

from kg.site.site import ASSETS

SHEET = (ASSETS / "site.css").read_text("utf-8")
# Paper, card, shade and what is lit lie under all words: a claim that a link leads to is lit as a whole.
TEXT = ("ink", "quiet", "link", "visited", "held", "open", "off", *(f"depth-{number}" for number in range(5)))
GROUNDS = ("paper", "card", "shade", "lit")
PAIRS = [*product(TEXT, GROUNDS)]
EDGES = list(product(("edge", "link"), GROUNDS))


def colours() -> dict[str, dict[str, str]]:
    """The colours by day, by night (what is not named there is that of the day), and on paper."""
    blocks = [
        dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]+)", block)) for block in re.findall(r":root \{(.*?)\}", SHEET, re.S)
    ]
    day, night, *_, printed = [block for block in blocks if block]
    return {"light": day, "dark": {**day, **night}, "print": {**day, **printed}}


COLOURS = colours()


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, definitions).

    https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
    """
    digits = colour.removeprefix("#")
    whole = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(whole[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_defined() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_text_can_be_read_on_every_ground(text: str, ground: str, theme: str) -> None:
    assert contrast(COLOURS[theme][text], COLOURS[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_of_controls_and_the_focus_can_be_seen(edge: str, ground: str, theme: str) -> None:
    assert contrast(COLOURS[theme][edge], COLOURS[theme][ground]) >= 3


def test_night_names_every_colour_of_the_day() -> None:
    blocks = re.findall(r":root \{(.*?)\}", SHEET, re.S)
    day, night = (set(re.findall(r"--([\w-]+):\s*#", block)) for block in blocks[:2])
    assert day == night


def test_colours_stand_in_the_sheet_by_name_only() -> None:
    without_roots = re.sub(r":root \{.*?\}", "", SHEET, flags=re.S)
    without_comments = re.sub(r"/\*.*?\*/", "", without_roots, flags=re.S)
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", without_comments)


def test_every_name_that_is_used_is_given() -> None:
    given = set(re.findall(r"(--[\w-]+):", SHEET))
    assert set(re.findall(r"var\((--[\w-]+)", SHEET)) <= given


@pytest.mark.parametrize(
    "wish",
    ["prefers-color-scheme: dark", "prefers-reduced-motion: reduce", "forced-colors: active", "prefers-contrast: more"],
)
def test_wishes_of_the_reader_are_heeded(wish: str) -> None:
    assert f"@media ({wish})" in SHEET


def test_focus_is_never_hidden_but_on_the_target_of_the_skip_link() -> None:
    hiding = [rule.split("{")[0].strip() for rule in re.findall(r"[^{}]*\{[^{}]*outline:\s*(?:none|0)[^{}]*\}", SHEET)]
    assert hiding == ["main:focus"]


def test_the_sheet_loads_nothing() -> None:
    assert not re.search(r"url\(|@import", SHEET)
