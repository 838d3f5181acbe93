"""JSON-LD: the same graph for every reader, named by our context, nothing fetched."""

from __future__ import annotations

import difflib
import json
from typing import Any

import pyld  # type: ignore[import-untyped]
import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from kg.errors import DataError
from kg.publish.context import Context
from kg.publish.jsonld import JsonLdWriter
from kg.publish.terms import statements_of

from .graphs import ROOT, our_context, quads_of, rdflib_triples_of, sample, triples_of, wild_quads

DG = "https://w3id.org/diplograph/ontology#"
OURS = our_context()
# Every device that contexts may use, on the properties that the wild quads use.
RICH = Context(
    {
        "@version": 1.1,
        "@language": "de",
        "@vocab": "https://w3id.org/diplograph/ontology#",
        "@base": "https://example.org/elsewhere/",
        "id": "@id",
        "type": "@type",
        "value": "@value",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "schema": "https://schema.org/",
        "wd": {"@id": "http://www.wikidata.org/entity/", "@prefix": True},
        "Person": "schema:Person",
        "date": "xsd:date",
        "voice": {"@id": "voice", "@type": "@vocab", "@container": "@set"},
        "saidBy": {"@id": f"{DG}voice", "@type": "@id"},
        "gloss": {"@id": f"{DG}gloss", "@container": ["@language", "@set"]},
        "glossEn": {"@id": f"{DG}gloss", "@language": "en"},
        "glossPlain": {"@id": f"{DG}gloss", "@language": None},
        "depth": {"@id": f"{DG}depth", "@type": "xsd:integer"},
        "depthNat": {"@id": f"{DG}depth", "@type": "xsd:nonNegativeInteger", "@container": "@set"},
        "nothing": None,
    }
)


def deny(address: str, _options: object) -> Any:
    """A loader for PyLD that loads nothing."""
    raise AssertionError(f"the file would be read only with {address}")


def pyld_quads_of(written: str) -> set[Quad]:
    """What PyLD reads, as quads of the default graph."""
    options = {"format": "application/n-quads", "documentLoader": deny}
    return set(pyoxigraph.parse(pyld.jsonld.to_rdf(json.loads(written), options), format=RdfFormat.N_QUADS))


def in_the_default_graph(quads: list[Quad]) -> set[Quad]:
    """The union of all graphs as quads of the default graph."""
    return {Quad(triple.subject, triple.predicate, triple.object) for triple in triples_of(quads)}


@pytest.mark.parametrize("context", [OURS, RICH], ids=["ours", "rich"])
def test_the_sample_reads_back_in_pyld_rdflib_and_pyoxigraph(context: Context) -> None:
    written = JsonLdWriter(context).json_ld(statements_of(sample()))
    assert pyld_quads_of(written) == in_the_default_graph(sample())
    assert set(pyoxigraph.parse(written, format=RdfFormat.JSON_LD)) == in_the_default_graph(sample())
    assert set(rdflib.Graph().parse(data=written, format="json-ld")) == rdflib_triples_of(sample())


def test_a_whole_report_reads_back_in_pyld() -> None:
    graph = NamedNode("https://w3id.org/diplograph/graph/sound/v1")
    path = ROOT / "tests" / "sound" / "graph.ttl"
    quads = [
        Quad(quad.subject, quad.predicate, quad.object, graph)
        for quad in pyoxigraph.parse(path=str(path), format=RdfFormat.TURTLE)
    ]
    assert pyld_quads_of(JsonLdWriter(OURS).json_ld(statements_of(quads))) == in_the_default_graph(quads)


@settings(max_examples=25, deadline=None)  # PyLD reads our context anew each time
@given(wild_quads)
def test_pyld_reads_whatever_we_write(quads: list[Quad]) -> None:
    for context in (OURS, RICH):
        assert pyld_quads_of(JsonLdWriter(context).json_ld(statements_of(quads))) == in_the_default_graph(quads)


@settings(deadline=None)
@given(wild_quads)
def test_pyoxigraph_reads_whatever_we_write(quads: list[Quad]) -> None:
    for context in (OURS, RICH):
        written = JsonLdWriter(context).json_ld(statements_of(quads))
        assert set(pyoxigraph.parse(written, format=RdfFormat.JSON_LD)) == in_the_default_graph(quads)


@settings(max_examples=60, deadline=None)
@given(wild_quads)
def test_rdflib_reads_whatever_we_write(quads: list[Quad]) -> None:
    written = JsonLdWriter(OURS).json_ld(statements_of(quads))
    assert set(rdflib.Graph().parse(data=written, format="json-ld")) == rdflib_triples_of(quads)


def test_one_more_claim_changes_its_own_lines_only() -> None:
    claim = """<graph/1951-05-02-consul-riga/v1> { <doc/1951-05-02-consul-riga/claim/bb> a dg:Claim ;
      dg:polarity dgv:Negative ; dg:voice <doc/1951-05-02-consul-riga/voice/a> }"""
    before = JsonLdWriter(OURS).json_ld(statements_of(sample())).splitlines()
    after = JsonLdWriter(OURS).json_ld(statements_of([*sample(), *quads_of(claim)])).splitlines()
    changes = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
    assert not [line for line in changes if line.startswith("-")]
    assert len(changes) == 4 + 2  # @id and three statements, and two brackets


def test_values_are_written_as_short_as_the_context_allows() -> None:
    nodes = json.loads(JsonLdWriter(OURS).json_ld(statements_of(sample())))["@graph"]
    claim = next(node for node in nodes if node["@id"].endswith("/claim/b"))
    assert claim["polarity"] == "dgv:Affirmative"
    assert claim["depth"] == 0
    assert claim["gloss"] == '"She" was received,\nbriefly'
    assert claim["@type"] == ["schema:Claim", "Claim"]
    assert list(claim)[:2] == ["@id", "@type"]
    assert list(claim)[2:] == sorted(list(claim)[2:])


def test_a_number_that_json_would_change_stays_a_text() -> None:
    node = next(
        n for n in json.loads(JsonLdWriter(OURS).json_ld(statements_of(sample())))["@graph"] if "place/bern" in n["@id"]
    )
    see_also = node["rdfs:seeAlso"]
    assert {"@type": "xsd:integer", "@value": "9007199254740993"} in see_also
    assert {"@type": "xsd:integer", "@value": "01"} in see_also
    assert {"@type": "xsd:integer", "@value": -5} in see_also


@pytest.mark.parametrize(
    ("context", "says"),
    [
        ({"@import": "https://example.org/context"}, "@import"),
        ({"a": {"@id": "urn:a", "@reverse": "urn:b"}}, "may have only"),
        ({"a": {"@id": "urn:a", "@container": "@list"}}, "@set or @language only"),
        ({"a": {"@id": "urn:a", "@type": "@json"}}, "@id, @vocab or a datatype only"),
        ({"a": "b"}, "which is no IRI"),
    ],
)
def test_a_context_that_is_not_wholly_understood_is_refused(context: dict[str, Any], says: str) -> None:
    with pytest.raises(DataError, match=says):
        Context(context)


def test_an_iri_that_would_read_as_a_compact_one_is_refused() -> None:
    statement = Quad(NamedNode("wd:Q1"), NamedNode("urn:p"), Literal("o"), NamedNode("urn:g"))
    with pytest.raises(DataError, match="scheme of <wd:Q1>"):
        JsonLdWriter(OURS).json_ld(statements_of([statement]))
