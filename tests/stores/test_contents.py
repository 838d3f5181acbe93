"""What a build puts into a store is every graph of it, once, and nothing of another build."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import DataError, OutputError, UsageError

from .builds import BASE, BERN, RIGA, contents, golden, without_a_line


def test_a_build_puts_its_documents_description_and_terms_into_graphs_of_their_own(tmp_path: Path) -> None:
    names = [graph.iri.removeprefix(f"{BASE}graph/") for graph in contents(golden(tmp_path / "build")).graphs]
    assert names == sorted([f"{RIGA}/v1", f"{RIGA}/flat/v1", f"{BERN}/v1", "dataset", "ontology", "vocab", "shapes"])


def test_the_pieces_of_a_graph_are_its_statements_whatever_their_size(tmp_path: Path) -> None:
    build = golden(tmp_path / "build")
    graph = next(graph for graph in contents(build).graphs if graph.iri.endswith(f"{RIGA}/v1"))
    sent = {
        str(quad.triple)
        for quad in parse((build / f"{RIGA}.nq").read_bytes(), RdfFormat.N_QUADS)
        if quad.graph_name == NamedNode(graph.iri)
    }
    for most_bytes in (1, 500, 10_000_000):
        pieces = list(graph.pieces(most_bytes))
        got = [str(quad.triple) for piece in pieces for quad in parse(piece, RdfFormat.N_TRIPLES)]
        assert sorted(got) == sorted(sent)
        assert len(got) == graph.triples
        assert all(len(piece) <= most_bytes or piece.count(b"\n") == 1 for piece in pieces)


def test_the_hash_of_a_graph_changes_with_it_alone(tmp_path: Path) -> None:
    build = golden(tmp_path / "build")
    before = {graph.iri: graph.sha256 for graph in contents(build).graphs}
    without_a_line(build, RIGA)
    after = {graph.iri: graph.sha256 for graph in contents(build).graphs}
    assert [iri for iri in before if before[iri] != after[iri]] == [f"{BASE}graph/{RIGA}/v1"]


def test_a_build_that_is_made_anew_meanwhile_is_noticed(tmp_path: Path) -> None:
    build = golden(tmp_path / "build")
    held = contents(build)
    held.refuse_if_replaced()
    (build / "manifest.json").write_text('{"files": []}', "utf-8")
    with pytest.raises(OutputError, match="made anew"):
        held.refuse_if_replaced()


def test_a_document_that_grew_shorter_after_it_was_hashed_is_refused(tmp_path: Path) -> None:
    build = golden(tmp_path / "build")
    graph = next(graph for graph in contents(build).graphs if graph.iri.endswith(f"{RIGA}/v1"))
    without_a_line(build, RIGA)
    with pytest.raises(DataError, match="not what it was"):
        list(graph.each_line())


@pytest.mark.parametrize("spoilt", ["no end", "<a> <b> <c> <g> ."])
def test_a_line_that_names_no_graph_is_refused(tmp_path: Path, spoilt: str) -> None:
    build = golden(tmp_path / "build")
    (build / f"{RIGA}.nq").write_text(spoilt, "utf-8")
    with pytest.raises(DataError, match="names no graph"):
        contents(build)


def test_a_folder_that_is_no_build_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no build"):
        contents(tmp_path)


def test_a_document_that_the_manifest_names_and_that_is_missing_is_refused(tmp_path: Path) -> None:
    build = golden(tmp_path / "build")
    (build / f"{RIGA}.nq").unlink()
    with pytest.raises(DataError, match="missing"):
        contents(build)


def test_every_run_gives_every_graph_the_same_bytes(tmp_path: Path) -> None:
    """Blank nodes get another name each time that a file is read; the shapes are full of them."""
    build = golden(tmp_path / "build")
    once, again = (
        {graph.iri: (graph.sha256, b"".join(graph.pieces(1_000_000))) for graph in contents(build).graphs}
        for _ in range(2)
    )
    assert once == again
