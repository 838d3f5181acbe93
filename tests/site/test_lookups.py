"""What is asked is noted, also where the answer was remembered; asked again, it tells of changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from kg.site.addresses import Addresses
from kg.site.graph import Graph
from kg.site.lookups import Documents, Key, Notes, Repeater, WatchedStore, trace_of

BASE = "https://example.org/kg/"
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
PERSON, CLAIM = (NamedNode(f"{BASE}{path}") for path in ("agent/x", "doc/a/claim/b"))
GRAPH = NamedNode(f"{BASE}graph/a/v1")


def lines_of(*quads: Quad) -> str:
    """Statements as a build writes them."""
    return "".join(f"{quad} .\n" for quad in quads)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The files of a build that says one thing of a claim and one of a person."""
    told = (Quad(CLAIM, LABEL, Literal("claim"), GRAPH), Quad(PERSON, LABEL, Literal("Ida"), GRAPH))
    (tmp_path / "all.nq").write_text(lines_of(*told), encoding="utf-8")
    return tmp_path


def store_of(files: Path) -> Store:
    """The store of a build: its graphs, and their union."""
    store = Store()
    store.load((files / "all.nq").read_bytes(), format=RdfFormat.N_QUADS)
    store.extend([Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in list(store)])
    return store


def watched(files: Path) -> tuple[Graph, Notes]:
    """The graph of a build, and where it notes what it is asked."""
    notes = Notes()
    store = WatchedStore(store_of(files), notes, Documents(BASE, files))
    return Graph(store, Addresses(BASE), files, notes=notes), notes  # type: ignore[arg-type]


def says(files: Path, keys: tuple[Key, ...]) -> str:
    """What a build answers to these questions."""
    return Repeater(store_of(files), files, Documents(BASE, files), lambda _: ()).says(keys)


def with_more(files: Path, *quads: Quad) -> None:
    """Another build, which says more."""
    with (files / "all.nq").open("a", encoding="utf-8") as lines:
        lines.write(lines_of(*quads))


def test_what_is_remembered_is_noted_each_time_it_is_used(files: Path) -> None:
    graph, notes = watched(files)

    def made(graph: Graph, iri: str) -> str:
        return graph.label(iri)

    _, first = notes.during(lambda: graph.once(made, PERSON.value))
    _, again = notes.during(lambda: graph.once(made, PERSON.value))
    assert trace_of(first) == trace_of(again)
    assert trace_of(first)[0] == (("quads", PERSON.value, "", "", "-"),)


def test_the_same_build_answers_the_same_and_another_does_not(files: Path) -> None:
    graph, notes = watched(files)
    _, lookups = notes.during(
        lambda: (graph.label(PERSON.value), graph.file("a.txt"), graph.rows("SELECT ?s {?s ?p 1}"))
    )
    keys, heard = trace_of(lookups)
    assert {key[0] for key in keys} == {"quads", "file", "rows"}
    assert says(files, keys) == heard
    with_more(files, Quad(CLAIM, LABEL, Literal("another"), GRAPH))
    assert says(files, keys) == heard
    (files / "a.txt").write_bytes(b"")
    assert says(files, keys) != heard


def test_what_belongs_to_a_document_changes_with_whatever_any_graph_says_of_it(files: Path) -> None:
    graph, notes = watched(files)
    _, lookups = notes.during(lambda: graph.label(CLAIM.value))
    keys, heard = trace_of(lookups)
    assert keys == (("document", "a"),)
    assert says(files, keys) == heard
    with_more(files, Quad(PERSON, LABEL, CLAIM, NamedNode(f"{BASE}graph/b/v1")))
    assert says(files, keys) != heard


def test_what_cannot_be_asked_again_never_hears_the_same(files: Path) -> None:
    graph, notes = watched(files)
    _, lookups = notes.during(lambda: graph.store.query("SELECT * { ?s ?p ?o }"))
    keys, heard = trace_of(lookups)
    assert says(files, keys) != heard
