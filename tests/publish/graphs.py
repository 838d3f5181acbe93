"""Hand-made graphs for the tests of publication: two invented reports, and whatever hypothesis thinks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyoxigraph
import rdflib
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from kg.publish import Limits, PublishedFile, publication
from kg.publish.context import Context, context_of
from kg.publish.dataset import Description, Run
from kg.publish.prefixes import DEFAULT_BASE

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "publish"
CONTEXT = ROOT / "ontology" / "context.jsonld"
XSD = "http://www.w3.org/2001/XMLSchema#"

RIGA = "1951-05-02-consul-riga"
BERN = "1951-06-11-envoy-bern"

_HEAD = f"""
@base <{DEFAULT_BASE}> .
@prefix dg: <{DEFAULT_BASE}ontology#> . @prefix dgv: <{DEFAULT_BASE}vocab#> . @prefix schema: <https://schema.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <{XSD}> . @prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
"""

_REPORTS = {
    RIGA: r"""
    <graph/1951-05-02-consul-riga/v1> {
      <doc/1951-05-02-consul-riga/record> a schema:Report ; rdfs:label "Report of the consul"@en .
      <doc/1951-05-02-consul-riga/source.txt> a prov:Entity ; schema:sha256 "00" .
      <doc/1951-05-02-consul-riga/voice/a> a dg:Voice ; dg:speaker <agent/berzina-anna> ; dg:depth 0 ;
        dg:expressedIn <doc/1951-05-02-consul-riga/record> .
      <doc/1951-05-02-consul-riga/claim/b> a dg:Claim , schema:Claim ; dg:voice <doc/1951-05-02-consul-riga/voice/a> ;
        dg:content <doc/1951-05-02-consul-riga/ev/audience-c> ; dg:polarity dgv:Affirmative ; dg:depth 0 ;
        dg:gloss "\"She\" was received,\nbriefly"@en ;
        dg:evidence <doc/1951-05-02-consul-riga/source.txt#char=10,31> .
      <doc/1951-05-02-consul-riga/source.txt#char=10,31> a dg:TextSpan , oa:SpecificResource ;
        dg:containsEditorialInsertion true ;
        oa:hasSource <doc/1951-05-02-consul-riga/source.txt> ;
        oa:hasSelector <doc/1951-05-02-consul-riga/source.txt#char=10,31;selector> .
      <doc/1951-05-02-consul-riga/source.txt#char=10,31;selector> a oa:TextQuoteSelector , oa:TextPositionSelector ;
        oa:exact "received [her]\u2028\u202E\t\\ 😀 é" ; oa:start "10"^^xsd:nonNegativeInteger ;
        oa:end "31"^^xsd:nonNegativeInteger .
      <doc/1951-05-02-consul-riga/ev/audience-c> a dg:Eventuality , dg:Audience , sem:Event ;
        rdfs:label "audience"@en ; dg:status dgv:Occurred ; dg:date "1951-04~"^^edtf:EDTF ;
        dg:earliest "1951-04-01"^^xsd:date ; dg:count 2 ; dg:visitor <agent/berzina-anna> ;
        dg:participant <agent/berzina-anna> , <agent/keller-max> .
      <agent/berzina-anna> a schema:Person ; rdfs:label "Anna Bērziņa"@lv , "Anna Berzina"@en .
      <agent/keller-max> a schema:Person ; rdfs:label "Max Keller"@en ; skos:exactMatch wd:Q90000001 .
    }
    <graph/1951-05-02-consul-riga/flat/v1> {
      <agent/berzina-anna> dg:met <agent/keller-max> .
    }
    """,
    BERN: r"""
    <graph/1951-06-11-envoy-bern/v1> {
      <agent/keller-max> a schema:Person ; rdfs:label "Max Keller"@en ; skos:exactMatch wd:Q90000001 ;
        skos:closeMatch wd:Q90000002 .
      <place/bern> a dg:Place ; rdfs:label "Bern"@de ; rdfs:seeAlso <http://example.org/a%20b?c=d&e=(f)> ,
        <urn:x-test:1> , "01"^^xsd:integer , "-5"^^xsd:integer , "1"^^xsd:boolean , "1.50"^^xsd:decimal ,
        "9007199254740993"^^xsd:integer , "" .
    }
    """,
}


def quads_of(trig: str) -> list[Quad]:
    """The quads of a piece of TriG that uses the prefixes above."""
    return list(pyoxigraph.parse(_HEAD + trig, format=RdfFormat.TRIG))


def reports() -> dict[str, list[Quad]]:
    """The quads of the two invented reports, by key."""
    return {key: quads_of(trig) for key, trig in _REPORTS.items()}


def sample() -> list[Quad]:
    """The quads of both reports."""
    return [quad for quads in reports().values() for quad in quads]


def our_context() -> Context:
    """The context of the project."""
    return context_of(CONTEXT)


def small_context() -> Context:
    """A context for the golden files, which a new term of the ontology is not to change."""
    return Context(
        {
            "@version": 1.1,
            "dg": f"{DEFAULT_BASE}ontology#",
            "dgv": f"{DEFAULT_BASE}vocab#",
            "oa": "http://www.w3.org/ns/oa#",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "schema": "https://schema.org/",
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "wd": "http://www.wikidata.org/entity/",
            "xsd": XSD,
            "Claim": "dg:Claim",
            "depth": {"@id": "dg:depth", "@type": "xsd:integer"},
            "evidence": {"@id": "dg:evidence", "@type": "@id", "@container": "@set"},
            "label": {"@id": "rdfs:label", "@container": "@language"},
            "polarity": {"@id": "dg:polarity", "@type": "@vocab"},
            "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
            "voice": {"@id": "dg:voice", "@type": "@id"},
        }
    )


def description() -> Description:
    """A description of a run that never was."""
    run = Run("0.0.0", "no-pipeline", "1.0", {"MAX_ATTESTED_DEPTH": "1", "attested statuses": "Occurred"})
    return Description(run)


RIGHTS = {RIGA: ("Free to read, “not to copy”.",)}


def published(
    documents: Mapping[str, Sequence[Quad]],
    out: Path,
    context: Context | None = None,
    limits: Limits | None = None,
    also: Mapping[str, bytes] | None = None,
) -> tuple[PublishedFile, ...]:
    """Write a build of these documents to the folder `out`; the rows of its manifest."""
    with publication(out, description(), context or small_context(), limits or Limits()) as edition:
        for key, quads in documents.items():
            edition.add(key, quads, RIGHTS.get(key, ()))
        for name, content in (also or {}).items():
            with edition.opened(name) as stream:
                stream.write(content)
        return edition.finish()


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def triples_of(quads: list[Quad]) -> set[pyoxigraph.Triple]:
    """The union of all graphs."""
    return {quad.triple for quad in quads}


def rdflib_triples_of(quads: list[Quad], *, respelled: bool = True) -> set[tuple[rdflib.term.Node, ...]]:
    """The union of all graphs in rdflib's terms, made without any parser.

    `respelled` says whether literals are spelled as rdflib's readers do ("1"^^xsd:boolean as "true").
    """
    return {tuple(_rdflib_node(term, respelled=respelled) for term in triple) for triple in triples_of(quads)}


def _rdflib_node(term: object, *, respelled: bool) -> rdflib.term.Node:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    assert isinstance(term, Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    # Readers take "a" and "a"^^xsd:string for the same literal (RDF 1.1 Concepts, 3.3); rdflib does not.
    datatype = None if term.datatype.value == f"{XSD}string" else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=respelled)


_iris = st.one_of(
    st.sampled_from(["agent/", "doc/k/claim/", "doc/k/source.txt#char=", "ontology#", "vocab#", ""]).flatmap(
        lambda head: st.from_regex(r"[A-Za-z0-9_~=,;:.@!$&'()*+/-]{0,8}", fullmatch=True).map(
            lambda tail: DEFAULT_BASE + head + tail
        )
    ),
    st.sampled_from(
        [
            "https://schema.org/Person",
            "http://www.wikidata.org/entity/Q1",
            "http://www.wikidata.org/entity/",
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
            f"{DEFAULT_BASE}ontology#voice",
            f"{DEFAULT_BASE}ontology#depth",
            f"{DEFAULT_BASE}ontology#gloss",
            "urn:isbn:0",
            "http://example.org/é?q#f",
            "mailto:a@example.org",
        ]
    ),
).map(NamedNode)

# Every Unicode character but the surrogates, which no UTF-8 file can hold, and NUL, which C programs cut a text at.
_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
_numbers = st.from_regex(r"[+-]?[0-9]{1,20}(\.[0-9]{1,3})?", fullmatch=True) | st.sampled_from(["true", "false", "1"])
# No xsd:double: PyLD and jsonld.js spell every double anew ("0" as "0.0E0"), whoever wrote it.
_datatypes = st.sampled_from(
    [f"{XSD}{name}" for name in ("integer", "nonNegativeInteger", "decimal", "boolean", "date", "string")]
    + ["http://id.loc.gov/datatypes/edtf/EDTF", "http://example.org/own"]
).map(NamedNode)
literals = st.one_of(
    _texts.map(Literal),
    st.builds(lambda text, tag: Literal(text, language=tag), _texts, st.sampled_from(["en", "de", "zh-hant", "x-own"])),
    st.builds(lambda text, datatype: Literal(text, datatype=datatype), _texts | _numbers, _datatypes),
)
_graphs = st.sampled_from(["k/v1", "k/flat/v1", "m/v1"]).map(lambda name: NamedNode(f"{DEFAULT_BASE}graph/{name}"))
wild_quads = st.lists(st.builds(Quad, _iris, _iris, _iris | literals, _graphs), max_size=12)
