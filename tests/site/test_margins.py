"""The margin: whatever passages overlap, each is found by its anchor and leads to its claims."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.base import OUR_BASE
from kg.site.addresses import Addresses
from kg.site.graph import Graph, full
from kg.site.margins import reading_view
from kg.site.pages.document import document_page
from kg.site.rendering import rendered

from .htmltree import tree_of
from .pages.test_document import by_id, lit_by

RECORD = f"{OUR_BASE}doc/a/record"
SOURCE = f"{OUR_BASE}doc/a/source.txt"
TEXT = "He said: we left. <b>Then</b> & now\n\nthey wrote [so] that \u05d0\u05d1 came “twice”."
PLACES = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 30)).map(
    lambda place: (place[0], min(len(TEXT), sum(place)))
)


def graph_of(spans: list[tuple[int, int]], claims: list[set[int]]) -> Graph:
    """A document with some quotes, and claims that rest on some of them, by their numbers."""
    store = Store()

    def say(subject: str, predicate: str, value: str | int) -> None:
        node = NamedNode(value) if isinstance(value, str) and value.startswith("http") else Literal(str(value))
        store.add(Quad(NamedNode(subject), NamedNode(full(predicate)), node))

    voice = f"{OUR_BASE}doc/a/voice/v"
    say(voice, "dg:expressedIn", RECORD)
    for start, end in spans:
        span = f"{SOURCE}#char={start},{end}"
        say(span, "oa:hasSource", SOURCE)
        say(span, "oa:hasSelector", f"{span};selector")
        for name, value in (("exact", TEXT[start:end]), ("start", start), ("end", end)):
            say(f"{span};selector", f"oa:{name}", value)
    for number, resting in enumerate(claims):
        claim = f"{OUR_BASE}doc/a/claim/c{number}"
        say(claim, "dg:voice", voice)
        say(claim, "dg:gloss", f"claim {number}")
        for each in resting:
            say(claim, "dg:evidence", "{}#char={},{}".format(SOURCE, *spans[each]))
    return Graph(store, Addresses(OUR_BASE))


@settings(max_examples=60)
@given(st.lists(PLACES, min_size=1, max_size=9, unique=True), st.data())
def test_each_passage_is_lit_as_a_whole_and_leads_to_its_claims_however_they_overlap(
    spans: list[tuple[int, int]], data: st.DataObject
) -> None:
    resting = st.sets(st.integers(0, len(spans) - 1), min_size=1, max_size=3)
    claims = data.draw(st.lists(resting, max_size=5))
    graph = graph_of(spans, claims)
    page = tree_of(rendered(document_page(graph, RECORD), {"has_endpoint": False, "menu": (), "data_files": []}))
    ids = by_id(page)
    for start, end in spans:
        assert lit_by(ids[f"char={start},{end}"]) == TEXT[start:end]
    for number, quoted in enumerate(claims):
        note = ids[f"claim-c{number}"]
        assert {link.attributes["href"] for link in note.all("a") if link.attributes["href"].startswith("#")} == {
            "#char={},{}".format(*spans[each]) for each in quoted
        }
        behind = [
            link for link in page.all("a") if link.attributes["href"] == f"#claim-c{number}" and "no" in link.classes
        ]
        assert len(behind) == len(quoted)
    links = {link.attributes["href"][1:] for link in page.all("a") if link.attributes["href"].startswith("#")}
    assert links <= set(ids)


def test_words_lead_to_the_claim_on_the_narrowest_passage_that_they_belong_to() -> None:
    (row,) = reading_view(graph_of([(0, 16), (9, 11)], [{0}, {1}]), RECORD).passages[:1]
    leads = {"".join(each.text for each in words.stretches): words.href for words in row.words}
    assert leads["we"] == "doc/a/record.html#claim-c1"
    assert leads["He said: "] == leads[" left"] == "doc/a/record.html#claim-c0"


def test_a_claim_without_a_passage_here_is_told_apart() -> None:
    graph = graph_of([(0, 7)], [{0}])
    claim, elsewhere = NamedNode(f"{OUR_BASE}doc/a/claim/c0"), NamedNode(f"{OUR_BASE}doc/b/source.txt#char=0,3")
    for quad in list(graph.store.quads_for_pattern(claim, NamedNode(full("dg:evidence")), None)):
        graph.store.remove(quad)
    graph.store.add(Quad(claim, NamedNode(full("dg:evidence")), elsewhere))
    view = reading_view(graph, RECORD)
    assert [note.anchor for note in view.apart] == ["claim-c0"]
    assert view.quoted_chars == 7
