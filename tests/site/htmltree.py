"""A page as a tree, strictly: what is opened is closed, in the right order, and stands where HTML lets it stand."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from attrs import define, field

VOID = {"meta", "link", "input", "br", "hr", "img"}
BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "ul",
    "ol",
    "dl",
    "table",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "fieldset",
    "details",
}
# HTML, section 3.2.5: what may not stand inside an element, however deep.
FORBIDDEN = {
    "p": BLOCKS,
    "a": {"a", "input", "button", "details"},
    "h2": BLOCKS,
    "h3": BLOCKS,
    "label": {"label", *BLOCKS},
}
CHILDREN = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}}


@define(eq=False)
class Element:
    """An element with what is in it."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None
    content: list[Element | str] = field(factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """All its text."""
        return "".join(each if isinstance(each, str) else each.text for each in self.content)

    def all(self, tag: str = "") -> Iterator[Element]:
        """The elements in it, in the order of the page."""
        for each in self.content:
            if isinstance(each, Element):
                if tag in ("", each.tag):
                    yield each
                yield from each.all(tag)

    def around(self) -> Iterator[Element]:
        """The elements that it stands in, the nearest first."""
        if self.parent:
            yield self.parent
            yield from self.parent.around()


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {}, None)
        self.open = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice: {tag} {names}"
        element = Element(tag, {name: value or "" for name, value in attrs}, self.open)
        for around in (element, *element.around()):
            assert around is element or tag not in FORBIDDEN.get(around.tag, ()), f"{tag} in {around.tag}"
        assert tag in CHILDREN.get(self.open.tag, {tag}), f"{tag} in {self.open.tag}"
        self.open.content.append(element)
        if tag not in VOID:
            self.open = element

    def handle_endtag(self, tag: str) -> None:
        assert self.open.tag == tag, f"</{tag}> closes <{self.open.tag}> {self.open.attributes}"
        assert self.open.parent
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        assert self.open.tag not in CHILDREN or not data.strip(), f"words in {self.open.tag}: {data}"
        self.open.content.append(data)


def tree_of(page: bytes) -> Element:
    """The tree of a page. Raises AssertionError where it is not well nested, or an id stands in it twice."""
    builder = _Builder()
    builder.feed(page.decode())
    builder.close()
    assert builder.open is builder.root, f"<{builder.open.tag}> is not closed"
    ids = [element.attributes["id"] for element in builder.root.all() if "id" in element.attributes]
    assert len(ids) == len(set(ids)), sorted(each for each in ids if ids.count(each) > 1)
    return builder.root


def assert_nothing_is_run(page: Element) -> None:
    """No script, style or handler but files of the site, as the Content-Security-Policy demands."""
    for element in page.all():
        assert element.tag not in ("style", "iframe", "object", "embed", "base", "form")
        assert not {name for name in element.attributes if name == "style" or name.startswith("on")}, element
        for name in ("href", "src"):
            assert element.attributes.get(name, "").partition(":")[0] not in ("javascript", "data", "file"), element
        if element.tag == "script":
            is_data = element.attributes.get("type") == "application/ld+json"
            assert is_data or (
                element.attributes["src"].startswith(("assets/", "../")) and "defer" in element.attributes
            )
