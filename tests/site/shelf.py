"""An edition on disk for the tests of lists: two reports of our own, and one that is written to do harm."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from kg.base import OUR_BASE
from kg.site.edition import Edition, edition_of
from kg.site.lists import Lists
from kg.site.site import Site
from tests.publish.graphs import our_context, published

ROOT = Path(__file__).resolve().parents[2]
CAIRO = "1955-06-10-embassy-poland-cairo"
TIRANA = "1955-03-12-legation-poland-tirana"
EVIL = "1956-01-02-evil"
# What must never reach a page as markup, a spreadsheet as a formula, or a query as its own.
MARKUP = "<script>alert('\"x\"')</script><b>&amp;"
FORMULA = '=HYPERLINK("http://evil.example","x")'
QUERYISH = '" } ; DROP ALL # ?thing %value %second'
CROWD = "1957-03-04-crowd"
_HOSTILE = f"""
@base <{OUR_BASE}> .
@prefix dg: <{OUR_BASE}ontology#> . @prefix dgv: <{OUR_BASE}vocab#> . @prefix schema: <https://schema.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix rico: <https://www.ica.org/standards/RiC/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<doc/{EVIL}/record> a rico:Record ; rdfs:label '''{MARKUP}'''@en ; dcterms:title '''{MARKUP}'''@en .
<doc/{EVIL}/voice/v> a dg:Voice ; dg:speaker <agent/evil> ; dg:depth 0 ; dg:expressedIn <doc/{EVIL}/record> .
<agent/evil> a schema:Person ; rdfs:label '''{MARKUP}'''@en ; skos:altLabel '''{FORMULA}'''@en , '''{QUERYISH}'''@en .
<agent/twin-one> a schema:Person ; rdfs:label "Dvořák"@cs . <agent/twin-two> a schema:Person ; rdfs:label "Dvorak"@en .
<doc/{EVIL}/ev/visit-a> a dg:Eventuality , dg:Visit ; rdfs:label '''{FORMULA}'''@en , "=two labels"@en ;
  dg:status dgv:Withdrawn ; dg:participant <agent/evil> , <agent/twin-one> ; dg:partOfDocument <doc/{EVIL}/record> ;
  dg:earliest "1956-02-01"^^xsd:date ; dg:latest "1956-02-29"^^xsd:date ; dg:date "1956-02" .
<doc/{EVIL}/claim/c> a dg:Claim ; dg:gloss '''{MARKUP}'''@en ; dg:voice <doc/{EVIL}/voice/v> ; dg:depth 0 ;
  dg:claimant <agent/evil> ; dg:content <doc/{EVIL}/ev/visit-a> ; dg:polarity dgv:Affirmative ;
  dg:certainty dgv:Certain ; dg:modality dgv:Report ; dg:evidence <doc/{EVIL}/source.txt#char=0,9> .
<doc/{EVIL}/source.txt#char=0,9> a dg:TextSpan ; oa:hasSelector <doc/{EVIL}/source.txt#char=0,9;selector> .
<doc/{EVIL}/source.txt#char=0,9;selector> oa:exact '''{MARKUP}''' ; oa:prefix "" ; oa:suffix "" ;
  oa:start 0 ; oa:end 9 .
"""

# More events than a page holds, in an order of their own: the last in the text is called what comes first.
_CROWD = f"""
@base <{OUR_BASE}> .
@prefix dg: <{OUR_BASE}ontology#> . @prefix dgv: <{OUR_BASE}vocab#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix rico: <https://www.ica.org/standards/RiC/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<doc/{CROWD}/record> a rico:Record ; rdfs:label "A crowd"@en ; dcterms:title "A crowd"@en .
""" + "".join(
    f'<doc/{CROWD}/ev/call-{number:03}> a dg:Eventuality , dg:Call ; rdfs:label "call {200 - number}" ; '
    f"dg:status dgv:Presumed ; dg:partOfDocument <doc/{CROWD}/record> .\n"
    for number in range(130)
)


def quads_of(turtle: str, key: str) -> list[Quad]:
    """Turtle as the graphs of a document: its own, and that of the flat view."""
    graph, flat = (NamedNode(f"{OUR_BASE}graph/{key}/{name}") for name in ("v1", "flat/v1"))
    return [
        Quad(each.subject, each.predicate, each.object, flat if "/flat/" in str(each.subject) else graph)
        for each in parse(turtle, format=RdfFormat.TURTLE)
    ]


@lru_cache(1)
def _place() -> TemporaryDirectory[str]:
    """A folder that goes when the tests end."""
    return TemporaryDirectory(prefix="lists-")


@lru_cache(1)
def edition() -> Edition:
    """The edition of the three reports, made once."""
    place = Path(_place().name)
    files = {
        CAIRO: ROOT / "tests" / "golden" / "reports" / CAIRO / "graph.ttl",
        TIRANA: ROOT / "tests" / "sound" / "graph.ttl",
    }
    documents = {key: quads_of(path.read_text("utf-8"), key) for key, path in files.items()}
    documents |= {EVIL: quads_of(_HOSTILE, EVIL), CROWD: quads_of(_CROWD, CROWD)}
    published(documents, place / "build", our_context())
    return edition_of(place / "build", ROOT / "ontology", ROOT / "shapes", place / "shelf")


@lru_cache(2)
def site(*, has_endpoint: bool) -> Site:
    """The site of the edition, on a server or static."""
    return Site.of(edition(), our_context(), has_endpoint=has_endpoint)


def lists() -> Lists:
    """The lists of the edition."""
    return site(has_endpoint=True).overviews.lists


def store() -> Store:
    """Its store."""
    return lists().graph.store


def iri(path: str) -> str:
    """The IRI of a path."""
    return OUR_BASE + path


def answered(query: str) -> list[tuple[str, ...]]:
    """What a query answers by itself: its rows, "" where nothing is bound."""
    found = store().query(query)
    assert isinstance(found, QuerySolutions)
    return [tuple(term.value if term is not None else "" for term in row) for row in found]


def query_shown(page: bytes) -> str:
    """The query that a page says stands behind it."""
    found = re.search(r'class="behind">.*?<code>(.*?)</code>', page.decode(), re.DOTALL)
    assert found
    return unescape(found[1])
