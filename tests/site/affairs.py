"""Sites of invented affairs: the sound graph of the shapes' tests, and somebody of whom very much is said."""

from __future__ import annotations

import json
import posixpath
import re
from hashlib import sha256
from html import unescape
from pathlib import Path

from attrs import evolve
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse, serialize

from kg.base import OUR_BASE
from kg.publish.context import context_of
from kg.site.edition import edition_of
from kg.site.graph import Graph
from kg.site.site import Site

ROOT = Path(__file__).resolve().parents[2]
SOUND = ROOT / "tests" / "sound" / "graph.ttl"
GOLDEN = ROOT / "tests" / "golden" / "reports" / "1955-06-10-embassy-poland-cairo"
KEY = "1955-03-12-legation-poland-tirana"
HEAD = f"""
@base <{OUR_BASE}> .
@prefix dg: <{OUR_BASE}ontology#> . @prefix dgv: <{OUR_BASE}vocab#> . @prefix schema: <https://schema.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix sssom: <https://w3id.org/sssom/> .
@prefix semapv: <https://w3id.org/semapv/vocab/> . @prefix wd: <http://www.wikidata.org/entity/> .
@prefix rico: <https://www.ica.org/standards/RiC/ontology#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
"""


def quads_of(turtle: str, key: str = KEY) -> list[Quad]:
    """Turtle (after HEAD, or with a head of its own) as the graph of a document."""
    graph = NamedNode(f"{OUR_BASE}graph/{key}/v1")
    text = turtle if turtle.lstrip().startswith(("@", "#")) else HEAD + turtle
    return [Quad(t.subject, t.predicate, t.object, graph) for t in parse(text, format=RdfFormat.TURTLE)]


def sound_quads(more: str = "") -> list[Quad]:
    """The sound graph, and some Turtle added to it."""
    return quads_of(SOUND.read_text("utf-8")) + (quads_of(more) if more else [])


def site_of(quads: list[Quad], place: Path) -> Site:
    """The site of an edition on disk, made of a build of these statements."""
    build = place / "build"
    build.mkdir(parents=True)
    store = Store()
    store.extend(quads)
    union = {quad.triple for quad in quads}
    files = {
        "all.nq": serialize(sorted(store, key=str), format=RdfFormat.N_QUADS) or b"",
        "all.ttl": serialize(sorted(union, key=str), format=RdfFormat.TURTLE) or b"",
    }
    for name, content in files.items():
        (build / name).write_bytes(content)
    rows = [
        {"file": name, "bytes": len(content), "sha256": sha256(content).hexdigest()} for name, content in files.items()
    ]
    (build / "manifest.json").write_text(json.dumps({"files": rows}), encoding="utf-8")
    edition = edition_of(build, ROOT / "ontology", ROOT / "shapes", place / "shelf")
    return Site.of(edition, context_of(ROOT / "ontology" / "context.jsonld"), has_endpoint=False)


def graph_of(quads: list[Quad], site: Site) -> Graph:
    """The same statements as an edition holds them, in memory."""
    store = Store()
    store.extend(quads)
    store.extend(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in quads)
    return Graph(store, site.graph.addresses)


def site_with(quads: list[Quad], site: Site) -> Site:
    """The pages of these statements, in memory: as fast as a test wants it."""
    return evolve(site, graph=graph_of(quads, site))


def crowd_quads(documents: int = 12, people: int = 40) -> list[Quad]:
    """Reports on one busy person: each tells of 14 meetings, of plans and wishes, and quotes him at length."""
    quads: list[Quad] = []
    for number in range(documents):
        key = f"1957-{number // 28 + 1:02}-{number % 28 + 1:02}-legation"
        day = key[:10]
        doc = f"doc/{key}"
        turtle = [
            f'<{doc}/record> a rico:Record ; rdfs:label "Report {number} of a legation that writes at length"@en ;'
            f'  dg:date "{day}"^^edtf:EDTF ; dg:earliest "{day}"^^xsd:date ; dg:latest "{day}"^^xsd:date .'
            f'<agent/busy> a schema:Person ; rdfs:label "Otto Busy"@en ; skos:altLabel "Busy {number % 5}"@en ;'
            "  skos:exactMatch wd:Q990001 ."
            f'<agent/envoy> a schema:Person ; rdfs:label "The Envoy"@en .'
            f'<office/chief> a org:Post ; rdfs:label "Chief"@en .'
            f"<{doc}/voice/envoy> a dg:Voice ; dg:speaker <agent/envoy> ; dg:depth 0 ; dg:expressedIn <{doc}/record> ."
            f"<{doc}/voice/busy> a dg:Voice ; dg:speaker <agent/busy> ; dg:depth 1 ;"
            f"  dg:embeddedIn <{doc}/voice/envoy> ."
            f'<{doc}/mapping/m> a owl:Axiom ; rdfs:label "Busy: Q990001"@en ; owl:annotatedSource <agent/busy> ;'
            "  owl:annotatedProperty skos:exactMatch ; owl:annotatedTarget wd:Q990001 ;"
            f'  sssom:confidence "0.{901 + number % 3}"^^xsd:decimal ; dg:reason "accepted: name"@en ;'
            '  dg:feature "name: the same as \'Busy\' (+6.2)"@en , "past: said of the dead (-0.3)"@en .'
            f'<{doc}/ev/tenure> a dg:Eventuality , dg:Situation , dg:Tenure ; rdfs:label "Busy is chief"@en ;'
            "  dg:holder <agent/busy> ; dg:post <office/chief> ; dg:participant <agent/busy> , <office/chief> ;"
            "  dg:status dgv:Holds ."
        ]
        for meeting in range(14):
            other = f"agent/other-{(number * 14 + meeting) * 7 % people}"
            turtle.append(
                f'<{other}> a schema:Person ; rdfs:label "Counsellor {other[12:]} of the Ministry of Posts"@en .'
                f"<{doc}/ev/meeting-{meeting}> a dg:Eventuality , dg:Meeting , dg:AttestedEvent ;"
                f'  rdfs:label "Busy and a counsellor met for the {meeting}th time and spoke of the harbour"@en ;'
                f"  dg:party <agent/busy> , <{other}> ; dg:participant <agent/busy> , <{other}> ;"
                f'  dg:status dgv:Occurred ; dg:date "{day}"^^edtf:EDTF ; dg:earliest "{day}"^^xsd:date .'
                f"<{doc}/flat/f{meeting}> a dg:FlatRelation ; dg:relation dg:met ; dg:subject <agent/busy> ;"
                f"  dg:object <{other}> ; dg:fromEvent <{doc}/ev/meeting-{meeting}> ."
                f"<agent/busy> dg:met <{other}> . <{other}> dg:met <agent/busy> ."
                + _claim(doc, "envoy", f"m{meeting}", f"meeting-{meeting}", meeting * 100, "The two met at the harbour")
                + _claim(doc, "busy", f"s{meeting}", f"meeting-{meeting}", meeting * 100 + 40, "We met at the harbour")
            )
        for status in ("Prospective", "Desired", "Hypothetical", "NotOccurred", "Withdrawn", "Presumed", "Occurred"):
            for count in range(4):
                name = f"{status.lower()}-{count}"
                turtle.append(
                    f'<{doc}/ev/{name}> a dg:Eventuality , dg:Visit ; rdfs:label "Busy\'s visit to the mountains"@en ;'
                    f"  dg:visitor <agent/busy> ; dg:participant <agent/busy> ; dg:status dgv:{status} ."
                    + _claim(doc, "envoy", f"c-{name}", name, 3000 + count, "He speaks of a visit to the mountains")
                )
        quads += quads_of("\n".join(turtle), key)
    return quads


def _claim(doc: str, voice: str, name: str, event: str, start: int, words: str) -> str:
    span = f"{doc}/source.txt#char={start},{start + 30}"
    return (
        f"<{doc}/claim/{name}> a dg:Claim ; dg:voice <{doc}/voice/{voice}> ; dg:claimant <agent/{voice}> ;"
        f"  dg:depth {0 if voice == 'envoy' else 1} ; dg:content <{doc}/ev/{event}> ; dg:polarity dgv:Affirmative ;"
        f'  dg:modality dgv:Report ; dg:certainty dgv:Certain ; dg:gloss "{words}, {name}"@en ; dg:evidence <{span}> .'
        f"<{span}> a dg:TextSpan ; oa:hasSelector <{span};selector> ."
        f'<{span};selector> a oa:TextQuoteSelector ; oa:exact "{words}" ; oa:start {start} ; oa:end {start + 30} .'
    )


def text_of(site: Site, page: str) -> str:
    """The HTML of a page that is there."""
    content = site.page(page)
    assert content is not None, page
    return content.decode()


def section_of(html: str, name: str) -> str:
    """A section of a page, "" if it has none of this name."""
    found = re.search(rf'<section id="{name}"(?: class="apart")?>.*?</section>', html, re.DOTALL)
    return found[0] if found else ""


def links_in(html: str, page: str) -> list[str]:
    """Where the links of a page lead, from the root of the site; those to other sites and to assets are left out."""
    found = []
    for href in re.findall(r'<a [^>]*?href="([^"]*)"', html):
        link = unescape(href)
        if "://" in link or "/assets/" in link:
            continue
        target, _, fragment = link.partition("#")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), target)) if target else page
        found.append(f"{path}#{fragment}" if fragment else path)
    return found


def all_pages(site: Site, page: str, name: str) -> list[str]:
    """The HTML of every further page of one list."""
    pattern = re.compile(rf"{re.escape(page.removesuffix('.html'))}\.{name}(-[0-9]+)?\.html")
    return [text_of(site, each) for each in site.further(page) if pattern.fullmatch(each)]
