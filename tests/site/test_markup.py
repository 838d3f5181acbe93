"""What holds for the markup of every page of the first report."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from kg.site import Site
from kg.sources.htmltree import Node, tree_of

from .conftest import FIRST_REPORT, ROOT
from .drawn import every, words

HAPPENED = ("happened", "happens again and again")


@pytest.fixture(scope="module")
def trees(first_pages: dict[str, str]) -> dict[str, Node]:
    return {path: tree_of(text, path) for path, text in first_pages.items()}


def test_every_page_has_one_heading_a_title_and_a_language(trees: dict[str, Node]) -> None:
    for path, page in trees.items():
        assert len(every(page, name="h1")) == 1, path
        assert words(page.first(name="h1")), path
        assert words(page.first(name="title")), path
        html = page.first(name="html")
        assert html is not None
        assert html.attributes.get("lang") == "en", path


def test_no_id_stands_twice_on_a_page(trees: dict[str, Node]) -> None:
    for path, page in trees.items():
        counts = Counter(node.attributes["id"] for node in page.nodes() if "id" in node.attributes)
        assert not {name for name, count in counts.items() if count > 1}, path


def test_what_a_label_names_is_on_the_page(trees: dict[str, Node]) -> None:
    for path, page in trees.items():
        ids = {node.attributes.get("id") for node in page.nodes()}
        for node in page.nodes():
            for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
                assert set(node.attributes.get(name, "").split()) <= ids, f"{path}: {name}"


def test_no_page_has_style_or_script_inside(trees: dict[str, Node]) -> None:
    for path, page in trees.items():
        for node in page.nodes():
            assert node.name != "style", path
            assert "style" not in node.attributes, path
            assert not [name for name in node.attributes if name.startswith("on")], path
            assert not node.attributes.get("href", "").lower().startswith("javascript:"), path
            if node.name == "script" and "src" not in node.attributes:
                assert node.attributes.get("type") == "application/ld+json", path


def test_no_script_holds_up_a_page_and_every_image_has_its_size(trees: dict[str, Node]) -> None:
    """What is read before the words are shown delays them; an image without a size moves them when it comes."""
    scripts = 0
    for path, page in trees.items():
        for script in every(page, name="script"):
            if "src" in script.attributes:
                scripts += 1
                waits = {"defer", "async"} & script.attributes.keys() or script.attributes.get("type") == "module"
                assert waits, f"{path}: {script.attributes['src']}"
        for image in every(page, name="img"):
            assert {"width", "height"} <= image.attributes.keys(), path
        for drawing in every(page, name="svg"):
            sized = {"width", "height"} <= drawing.attributes.keys()
            assert sized or {"viewBox", "viewbox"} & drawing.attributes.keys(), path
    assert scripts


def test_every_page_says_in_a_sentence_what_it_is(trees: dict[str, Node]) -> None:
    for path, page in trees.items():
        said = [
            each.attributes["content"]
            for each in every(page, name="meta")
            if each.attributes.get("name") == "description"
        ]
        assert len(said) == 1, path
        assert 40 < len(said[0]) < 320, f"{path}: {said[0]}"


def test_headings_leave_out_no_step(trees: dict[str, Node]) -> None:
    for path, page in trees.items():
        steps = [int(node.name[1]) for node in page.nodes() if re.fullmatch("h[1-6]", node.name)]
        assert all(after <= before + 1 for before, after in zip([0, *steps], steps, strict=False)), path


def test_words_around_a_passage_are_whole(trees: dict[str, Node]) -> None:
    text = (ROOT / "data" / "reports" / FIRST_REPORT / "source.txt").read_text("utf-8")
    there = set(text.split())
    cut = 0
    for path, page in trees.items():
        for passage in every(page, of_class="passage"):
            shown = words(passage.first(name="p"))
            ends = [shown[1:].split()[0]] if shown.startswith("…") else []
            ends += [shown.removesuffix(" …").split()[-1]] if shown.endswith(" …") else []
            cut += len(ends)
            assert set(ends) <= there, f"{path}: {shown}"
    assert cut


def test_every_mark_is_hidden_from_readers_aloud_and_has_a_word_beside(trees: dict[str, Node]) -> None:
    for path, page in trees.items():
        for sign in every(page, of_class="sign"):
            mark = sign.first(of_class="mark")
            if mark is None:
                continue
            assert mark.attributes.get("aria-hidden") == "true", path
            assert len(words(sign)) > len(words(mark)) + 2, path


def test_no_page_says_happened_of_what_is_not_attested(first_site: Site, trees: dict[str, Node]) -> None:
    graph = first_site.graph
    attested = {graph.addresses.page(each) for each in graph.members("dg:AttestedEvent")}
    rows = 0
    for path, page in trees.items():
        for row in every(page, of_class="event"):
            link = next(node for node in every(row, name="a") if "/ev/" in node.attributes["href"])
            rows += 1
            says_so = any(
                word in map(words, every(row, of_class="sign")) for word in (f"● {each}" for each in HAPPENED)
            )
            assert says_so == (link.attributes["href"].replace("../", "") in attested), path
        if "/ev/" in path:
            head = page.first(of_class="signs")
            assert (words(head).removeprefix("● ").startswith(HAPPENED)) == (path in attested), path
            assert ("counted among the things that happened" in words(page)) == (path in attested), path
    assert rows


def test_no_row_of_a_list_says_happened_of_what_is_not_attested(first_site: Site, trees: dict[str, Node]) -> None:
    graph = first_site.graph
    attested = {graph.addresses.page(each) for each in graph.members("dg:AttestedEvent")}
    rows = 0
    for path, page in trees.items():
        for row in every(page, name="tr") if path.startswith("events") else ():
            links = [node.attributes["href"] for node in every(row, name="a") if "/ev/" in node.attributes["href"]]
            signs = [words(sign) for sign in every(row, of_class="sign")]
            if links and signs:
                rows += 1
                assert any(sign == f"● {each}" for sign in signs for each in HAPPENED) == (links[0] in attested), path
    assert rows


def test_pages_of_claims_events_and_voices_are_light(first_pages: dict[str, str]) -> None:
    for path, text in first_pages.items():
        if re.search("/(claim|ev|voice|mapping|time|flat)/", path):
            assert len(text.encode()) < 20_000, path
