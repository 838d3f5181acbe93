"""Pages as they are drawn, for tests to read; and graphs to draw them of, with our terms beside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store

from kg.base import OUR_BASE
from kg.site.addresses import Addresses
from kg.site.graph import Graph
from kg.site.rendering import Page, rendered
from kg.site.site import MENU
from kg.sources.htmltree import Node, tree_of

ROOT = Path(__file__).resolve().parents[2]
SOUND = (ROOT / "tests" / "sound" / "graph.ttl").read_text("utf-8")
DOCUMENT = f"{OUR_BASE}doc/1955-03-12-legation-poland-tirana/"
_HEAD = "\n".join(line for line in SOUND.splitlines() if line.startswith("@"))


def graph_of(*turtles: str) -> Graph:
    """A graph of Turtle, relative to the document of the sound graph, whose prefixes it may use."""
    store = Store()
    for turtle in turtles:
        store.load(input=(turtle if turtle is SOUND else f"{_HEAD}\n{turtle}").encode(), format=RdfFormat.TURTLE)
    for name, file in (("ontology", "diplograph.ttl"), ("vocab", "vocab.ttl")):
        text = (ROOT / "ontology" / file).read_bytes()
        store.load(input=text, format=RdfFormat.TURTLE, to_graph=NamedNode(OUR_BASE + name))
    return Graph(store, Addresses(OUR_BASE))


def html_of(page: Page) -> str:
    """The HTML of a page, as a site without an endpoint has it."""
    own = page.path.rpartition("/")[2].replace(".html", ".ttl")
    return rendered(page, {"has_endpoint": False, "menu": MENU, "data_files": [("ttl", "text/turtle", own)]}).decode()


def drawn(page: Page) -> Node:
    """The elements of a page."""
    return tree_of(html_of(page), page.path)


def words(node: Node | None) -> str:
    """The words of an element, in one line."""
    assert node is not None
    return " ".join("".join(_texts(node)).split())


def _texts(node: Node) -> Iterator[str]:
    for part in node.parts:
        if isinstance(part, str):
            yield part
        elif part.name not in ("script", "style"):
            yield from _texts(part)


def every(node: Node, *, name: str = "", of_class: str = "") -> list[Node]:
    """All elements of a name or a class."""
    return [
        each for each in node.nodes() if (not name or each.name == name) and (not of_class or each.has_class(of_class))
    ]


def section(page: Node, heading: str) -> str:
    """The words of the section under a heading; "" if there is none."""
    found = [each for each in every(page, name="section") if words(each.first(name="h2")) == heading]
    return words(found[0]) if found else ""


def section_node(page: Node, heading: str) -> Node:
    """The section under a heading."""
    return next(each for each in every(page, name="section") if words(each.first(name="h2")) == heading)
