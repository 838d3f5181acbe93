"""The elements of an HTML page, as tolerant as browsers are, and the lines of text in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from attrs import define, field

from kg.errors import SourceError

DEEPEST = 200  # of elements; a page of an archive has about 30


def _names(listed: str) -> frozenset[str]:
    """The names of a list that blanks part."""
    return frozenset(listed.split())


_VOID = _names("area base br col embed hr img input link meta param source track wbr")
_SKIPPED = _names("script style noscript template nav header footer form button select svg iframe aside head title")
_BLOCKS = _names(
    """
    address article blockquote body dd div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 hr li main ol p pre
    section table td th tr ul
    """
)
# HTML, 13.1.2.4: a start tag of these closes an open one of the same name.
_CLOSED_BY_NEXT = _names("p li dt dd tr td th option")
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")


@define
class Node:
    """An element of a page; `parts` are its words and its elements, in order."""

    name: str
    attributes: dict[str, str]
    parts: list[str | Node] = field(factory=list)

    def has_class(self, name: str) -> bool:
        """Whether the element is of a class."""
        return name in self.attributes.get("class", "").split()

    def nodes(self) -> Iterator[Node]:
        """The element and all inside it, in the order of the page."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(part for part in reversed(node.parts) if isinstance(part, Node))

    def first(self, *, name: str = "", of_class: str = "", id_: str = "") -> Node | None:
        """The first element inside with this name, class and id, as far as they are given."""
        for node in self.nodes():
            is_named = not name or node.name == name
            is_classed = not of_class or node.has_class(of_class)
            if is_named and is_classed and (not id_ or node.attributes.get("id") == id_):
                return node
        return None


def tree_of(words: str, place: str) -> Node:
    """The whole page as one element without a name. Refuses (SourceError) elements nested beyond all measure."""
    tree = _Tree(place)
    tree.feed(words)
    tree.close()
    return tree.open[0]


def lines_in(node: Node, *, is_whole: bool = False) -> list[str]:
    """The lines of an element: blocks and line breaks part them, white space is folded; one line if `is_whole`."""
    lines: list[str] = [""]
    waiting: list[str | Node | None] = [node]  # None ends a line
    while waiting:
        part = waiting.pop()
        if part is None:
            lines.append("")
        elif isinstance(part, str):
            lines[-1] += part
        elif part.name == "br":
            lines.append("")
        elif part.name not in _SKIPPED or part is node:
            is_block = part.name in _BLOCKS
            waiting.extend([None] if is_block else [])
            waiting.extend(reversed(part.parts))
            waiting.extend([None] if is_block else [])
    folded = [_SPACE.sub(" ", line).strip() for line in lines]
    kept = [line for line in folded if line]
    return [" ".join(kept)] if is_whole and kept else kept


class _Tree(HTMLParser):
    """The elements of a page. This parser knows no entities but those of characters, and fetches nothing."""

    def __init__(self, place: str) -> None:
        """Begin with an empty page."""
        super().__init__(convert_charrefs=True)
        self.place = place
        self.open = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag in _CLOSED_BY_NEXT and self.open[-1].name == tag:
            self.open.pop()
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(node)
        if tag not in _VOID:
            self.open.append(node)
        if len(self.open) > DEEPEST:
            line, column = self.getpos()
            raise SourceError(
                f"elements nested more than {DEEPEST} deep.",
                place=f"{self.place}, line {line}, column {column + 1}",
                cure="This is no document; leave it out.",
            )

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that is empty."""
        self.open[-1].parts.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """An element ends, with all that is still open inside it; an end without a beginning is nothing."""
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].name == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        """Words."""
        self.open[-1].parts.append(data)
