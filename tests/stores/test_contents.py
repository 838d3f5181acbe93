"""What a build puts into a store is every graph of it, once, and nothing of another build."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import DataError, OutputError, UsageError
from kg.stores.turtle import as_turtle

from .builds import BASE, BERN, RIGA, contents, golden, rewritten, shorter, without_a_line


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
        for written in (bytes, as_turtle):
            pieces = list(graph.pieces(most_bytes, written))
            got = [str(quad.triple) for piece in pieces for quad in parse(piece, RdfFormat.TURTLE)]
            assert sorted(got) == sorted(sent)
            assert len(got) == graph.triples
        assert all(len(block) < most_bytes + 500 for block in graph.blocks(most_bytes))


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
    (build / f"{RIGA}.nq").write_bytes(shorter(build / f"{RIGA}.nq"))
    with pytest.raises(DataError, match="not what it was"):
        list(graph.blocks(1000))


def test_a_document_of_which_a_letter_changed_after_it_was_hashed_is_not_sent_whole(tmp_path: Path) -> None:
    build = golden(tmp_path / "build")
    graph = next(graph for graph in contents(build).graphs if graph.iri.endswith(f"{RIGA}/v1"))
    path = build / f"{RIGA}.nq"
    held = path.read_bytes()
    path.write_bytes(held[: graph.start] + held[graph.start :].replace(b"doc", b"dog", 1))
    sent: list[bytes] = []
    with pytest.raises(DataError, match="not what it was"):
        sent.extend(graph.blocks(500))
    assert b"".join(sent).count(b"\n") < graph.triples


@pytest.mark.parametrize("name", [f"{RIGA}.nq", "dataset.ttl"])
def test_a_file_that_was_changed_after_it_was_built_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    build = golden(tmp_path / "build")
    (build / name).write_bytes(shorter(build / name))
    with pytest.raises(DataError, match="was changed") as refused:
        contents(build)
    assert refused.value.place == str(build / name)


@pytest.mark.parametrize("spoilt", ["no end", "<a> <b> <c> <g> ."])
def test_a_line_that_names_no_graph_is_refused(tmp_path: Path, spoilt: str) -> None:
    build = golden(tmp_path / "build")
    rewritten(build, f"{RIGA}.nq", spoilt.encode())
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
        {graph.iri: (graph.sha256, b"".join(graph.blocks(1_000_000))) for graph in contents(build).graphs}
        for _ in range(2)
    )
    assert once == again
