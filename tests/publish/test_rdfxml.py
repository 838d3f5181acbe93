"""RDF/XML and expanded JSON-LD: whatever is written is read back by other libraries; the rest is refused."""

from __future__ import annotations

import json

import pyld  # type: ignore[import-untyped]
import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from kg.errors import DataError
from kg.publish.expanded import expanded
from kg.publish.nquads import triple_lines
from kg.publish.rdfxml import RDF, RdfXmlWriter
from kg.publish.terms import statements_of

from .graphs import rdflib_triples_of, sample, triples_of, wild_quads

A = NamedNode("https://example.org/a")
GRAPH = NamedNode("https://example.org/g")


def read(text: str, form: RdfFormat) -> set[pyoxigraph.Triple]:
    """The triples that pyoxigraph reads."""
    return {quad.triple for quad in pyoxigraph.parse(text, format=form)}


def xml_of(predicate: str, value: NamedNode | Literal) -> str:
    """One statement as RDF/XML."""
    return RdfXmlWriter().rdf_xml(statements_of([Quad(A, NamedNode(predicate), value, GRAPH)]).union)


def test_the_invented_reports_are_read_back_by_rdflib_and_pyoxigraph() -> None:
    text = RdfXmlWriter().rdf_xml(statements_of(sample()).union)
    assert read(text, RdfFormat.RDF_XML) == triples_of(sample())
    assert set(rdflib.Graph().parse(data=text, format="xml")) == rdflib_triples_of(sample())


@given(wild_quads)
def test_rdf_xml_is_read_back_or_refused(quads: list[Quad]) -> None:
    try:
        text = RdfXmlWriter().rdf_xml(statements_of(quads).union)
    except DataError:
        return
    assert read(text, RdfFormat.RDF_XML) == triples_of(quads)


@given(wild_quads)
def test_expanded_json_ld_and_n_triples_are_read_back(quads: list[Quad]) -> None:
    union = statements_of(quads).union
    assert read(expanded(union), RdfFormat.JSON_LD) == triples_of(quads)
    assert read(triple_lines(union), RdfFormat.N_TRIPLES) == triples_of(quads)


def test_expanded_json_ld_is_expanded_already() -> None:
    document = json.loads(expanded(statements_of(sample()).union))
    assert pyld.jsonld.expand(document) == document


@pytest.mark.parametrize("text", ["\r", "a\rb\r\n", "\t x \n", "]]>", "&amp; <b>", "\u2028", "\x85", "\u202e"])
def test_every_text_is_read_back_character_by_character(text: str) -> None:
    written = xml_of("https://example.org/p", Literal(text))
    assert read(written, RdfFormat.RDF_XML) == {pyoxigraph.Triple(A, NamedNode("https://example.org/p"), Literal(text))}
    assert [value for _, _, value in rdflib.Graph().parse(data=written, format="xml")] == [rdflib.Literal(text)]


@pytest.mark.parametrize("text", ["\x0c", "\x01", "\ufffe"])
def test_a_character_that_xml_has_not_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="which XML has not"):
        xml_of("https://example.org/p", Literal(text))


@pytest.mark.parametrize("predicate", ["https://example.org/", "https://example.org/p/9", f"{RDF}li", f"{RDF}about"])
def test_a_property_without_a_name_for_xml_is_refused(predicate: str) -> None:
    with pytest.raises(DataError, match="no name that XML allows"):
        xml_of(predicate, A)


@pytest.mark.parametrize("predicate", ["https://example.org/p9", "https://example.org/9p", f"{RDF}_1", "urn:a:b"])
def test_a_property_that_ends_in_a_name_is_written(predicate: str) -> None:
    found = rdflib.Graph().parse(data=xml_of(predicate, A), format="xml")
    assert [str(each) for _, each, _ in found] == [predicate]
