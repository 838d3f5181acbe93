"""Documents for the tests of pages: the sound graph of the shapes' tests, and the golden report, as they are shown."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import RdfFormat, Store, parse

from kg.base import OUR_BASE
from kg.site.addresses import Addresses
from kg.site.graph import Graph

TESTS = Path(__file__).resolve().parents[1]
SOUND = TESTS / "sound"
GOLDEN = TESTS / "golden" / "reports" / "1955-06-10-embassy-poland-cairo"
SOUND_RECORD = f"{OUR_BASE}doc/1955-03-12-legation-poland-tirana/record"
GOLDEN_RECORD = f"{OUR_BASE}doc/{GOLDEN.name}/record"


def sound_graph(more: str = "", without: str = "") -> Graph:
    """The sound graph, with some Turtle added relative to its document; without the statements on one subject."""
    return _graph(SOUND / "graph.ttl", more, without)


def golden_graph(more: str = "", without: str = "") -> Graph:
    """The graph of the golden report; see `sound_graph`."""
    return _graph(GOLDEN / "graph.ttl", more, without)


def _graph(path: Path, more: str, without: str) -> Graph:
    text = path.read_text("utf-8")
    head = "\n".join(line for line in text.splitlines() if line.startswith("@"))
    store = Store()
    for turtle in (text, f"{head}\n{more}"):
        for triple in parse(turtle, format=RdfFormat.TURTLE):
            if not without or getattr(triple.subject, "value", "") != without:
                store.add(triple)
    return Graph(store, Addresses(OUR_BASE))
