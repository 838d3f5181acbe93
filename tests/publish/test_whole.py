"""The files of the whole library: made of the documents' own, they are what one graph of all would be written as."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import VOID, URIRef

from kg.errors import DataError
from kg.publish import Limits
from kg.publish.formats import FORMATS, Writers
from kg.publish.prefixes import DEFAULT_BASE
from kg.publish.terms import statements_of

from .graphs import files_in, our_context, published, rdflib_triples_of, wild_quads

# So little that every line goes through the disk.
SMALL = Limits(held_bytes=64)


def by_document(quads: list[Quad]) -> dict[str, list[Quad]]:
    """Each graph as a document of its own: a graph belongs to one document."""
    ordered = sorted(quads, key=lambda quad: str(quad.graph_name))
    grouped = groupby(ordered, key=lambda quad: str(quad.graph_name))
    return {f"k{number}": list(same) for number, (_, same) in enumerate(grouped)}


@settings(deadline=None, max_examples=60)
@given(wild_quads, st.sampled_from([SMALL, Limits()]))
def test_the_whole_is_what_one_graph_of_all_documents_is_written_as(quads: list[Quad], limits: Limits) -> None:
    with TemporaryDirectory() as place:
        published(by_document(quads), Path(place) / "build", our_context(), limits)
        files = files_in(Path(place) / "build")
    writers = Writers.of(DEFAULT_BASE, our_context())
    for form in FORMATS:
        expected = form.write(statements_of(quads), writers)
        assert files[f"all.{form.extension}"].decode() == expected


@settings(deadline=None, max_examples=40)
@given(wild_quads)
def test_what_several_documents_say_alike_is_counted_once(quads: list[Quad]) -> None:
    with TemporaryDirectory() as place:
        published(by_document(quads), Path(place) / "build", limits=SMALL)
        described = rdflib.Graph().parse(Path(place) / "build" / "dataset.ttl")
    triples = rdflib_triples_of(quads, respelled=False)
    whole = URIRef(f"{DEFAULT_BASE}dataset")
    expected = {
        VOID.triples: len(triples),
        VOID.distinctSubjects: len({subject for subject, _, _ in triples}),
        VOID.distinctObjects: len({value for _, _, value in triples}),
        VOID.properties: len({predicate for _, predicate, _ in triples}),
    }
    assert {name: int(str(described.value(whole, name))) for name in expected} == expected


def test_a_graph_belongs_to_one_document(tmp_path: Path) -> None:
    a = NamedNode("https://example.org/a")
    with pytest.raises(DataError, match="x and y both state the graph"):
        published({"x": [Quad(a, a, a, a)], "y": [Quad(a, a, Literal("b"), a)]}, tmp_path / "build")
    assert not list(tmp_path.iterdir())


def test_a_json_file_that_no_reader_could_hold_is_left_out_and_not_described(tmp_path: Path) -> None:
    a, b = NamedNode("https://example.org/a"), NamedNode("https://example.org/b")
    documents = {"x": [Quad(a, a, a, a)], "y": [Quad(b, a, a, b)]}
    rows = published(documents, tmp_path / "large", limits=Limits(json_ld_bytes=100))
    whole = [row.file for row in published(documents, tmp_path / "small")]
    assert [row.file for row in rows] == [file for file in whole if file != "all.jsonld"]
    assert "all.jsonld" not in (tmp_path / "large" / "dataset.ttl").read_text("utf-8")
    assert "all.ttl" in (tmp_path / "large" / "dataset.ttl").read_text("utf-8")
