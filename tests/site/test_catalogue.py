"""The dataset as VoID and DCAT 3 tell of it at its address: true, complete, and good for a harvester."""

from __future__ import annotations

from hashlib import sha256

import pyshacl
import pytest
import rdflib
from pyoxigraph import DefaultGraph
from rdflib import DCAT, DCTERMS, FOAF, RDF, VOID, URIRef

from kg.site.site import Site
from tests.site.libraries import BASE, BERN, CAIRO, RIGA

WHOLE = URIRef(f"{BASE}dataset")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
PARTS = (RIGA, BERN, CAIRO)
# What DCAT-AP 3.0.0 asks of each: its mandatory properties (SEMICeu/DCAT-AP, releases/3.0.0/html/shacl/shapes.ttl).
_MANDATORY = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix spdx: <http://spdx.org/rdf/terms#> . @prefix ex: <urn:x-shape:> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:Dataset a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dct:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dcat:distribution ; sh:class dcat:Distribution ] .
ex:Distribution a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcat:mediaType ; sh:maxCount 1 ] , [ sh:path dct:license ; sh:maxCount 1 ] ,
    [ sh:path dcat:byteSize ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] ,
    [ sh:path spdx:checksum ; sh:maxCount 1 ; sh:class spdx:Checksum ] .
ex:Checksum a sh:NodeShape ; sh:targetClass spdx:Checksum ;
  sh:property [ sh:path spdx:algorithm ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path spdx:checksumValue ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:hexBinary ] .
ex:DataService a sh:NodeShape ; sh:targetClass dcat:DataService ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dcat:endpointURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] .
"""


def described(site: Site, path: str) -> rdflib.Graph:
    """A description, read by rdflib."""
    text = site.description(path, "ttl")
    assert text, path
    return rdflib.Graph().parse(data=text, format="turtle")


@pytest.fixture(scope="module")
def whole(whole_site: Site) -> rdflib.Graph:
    """The description of the whole dataset."""
    return described(whole_site, "dataset")


@pytest.mark.parametrize("path", ["dataset", *(f"dataset/{key}/about" for key in PARTS)])
def test_a_harvester_finds_all_that_dcat_ap_asks_for(whole_site: Site, path: str) -> None:
    graph = described(whole_site, path)
    # Of the other parts only the names stand here: what is asked of a dataset is asked of the one described.
    shapes = rdflib.Graph().parse(data=_MANDATORY, format="turtle")
    conforms, _, words = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, words
    assert len(list(graph.subjects(RDF.type, DCAT.Distribution))) == 4


def test_the_check_can_fail(whole: rdflib.Graph) -> None:
    shapes = rdflib.Graph().parse(data=_MANDATORY, format="turtle")
    for predicate in (DCTERMS.description, DCAT.accessURL, DCAT.endpointURL, SPDX.checksumValue):
        broken = rdflib.Graph() + whole
        broken.remove((None, predicate, None))
        assert not pyshacl.validate(broken, shacl_graph=shapes)[0], predicate


@pytest.mark.parametrize("path", ["dataset", *(f"dataset/{key}/about" for key in PARTS)])
def test_every_file_is_at_its_address_with_its_size_and_its_checksum(whole_site: Site, path: str) -> None:
    graph = described(whole_site, path)
    for file in graph.subjects(RDF.type, DCAT.Distribution):
        address = graph.value(file, DCAT.downloadURL)
        assert graph.value(file, DCAT.accessURL) == address
        place = whole_site.download(str(address).removeprefix(f"{BASE}dataset/"))
        assert place, address
        content = place.read_bytes()
        assert int(str(graph.value(file, DCAT.byteSize))) == len(content)
        checksum = graph.value(file, SPDX.checksum)
        assert str(graph.value(checksum, SPDX.checksumValue)) == sha256(content).hexdigest()


def test_the_counts_are_those_of_the_store(whole_site: Site, whole: rdflib.Graph) -> None:
    union = list(whole_site.graph.store.quads_for_pattern(None, None, None, DefaultGraph()))
    assert int(str(whole.value(WHOLE, VOID.triples))) == len(union)
    assert int(str(whole.value(WHOLE, VOID.distinctSubjects))) == len({quad.subject for quad in union})
    assert int(str(whole.value(WHOLE, VOID.documents))) == len(PARTS)


def test_the_dataset_leads_to_its_page_its_parts_and_its_endpoint(whole_site: Site, whole: rdflib.Graph) -> None:
    page = whole.value(WHOLE, DCAT.landingPage)
    assert whole_site.page(str(page).removeprefix(BASE))
    assert {URIRef(f"{WHOLE}/{key}") for key in PARTS} <= set(whole.objects(WHOLE, VOID.subset))
    (service,) = whole.subjects(RDF.type, DCAT.DataService)
    assert whole.value(service, DCAT.servesDataset) == WHOLE
    assert whole.value(service, DCAT.endpointURL) == whole.value(WHOLE, VOID.sparqlEndpoint) == URIRef(f"{BASE}sparql")


def test_without_an_endpoint_none_is_described(whole_site: Site) -> None:
    site = Site.of(whole_site.edition, whole_site.context, has_endpoint=False)
    graph = described(site, "dataset")
    assert not list(graph.subjects(RDF.type, DCAT.DataService))
    assert not graph.value(WHOLE, VOID.sparqlEndpoint)


def test_the_document_is_a_description_of_a_dataset(whole: rdflib.Graph) -> None:
    document = URIRef(f"{WHOLE}.ttl")
    assert (document, RDF.type, VOID.DatasetDescription) in whole
    assert whole.value(document, FOAF.primaryTopic) == WHOLE


def test_a_part_is_told_of_beside_its_files_not_in_their_place(whole_site: Site) -> None:
    assert whole_site.document_of(f"dataset/{RIGA}") == f"dataset/{RIGA}/about"
    assert whole_site.page_of(f"dataset/{RIGA}") == f"dataset/{RIGA}/about.html"
    assert whole_site.description(f"dataset/{RIGA}", "ttl") is None
    assert whole_site.download(f"{RIGA}.ttl")
    graph = described(whole_site, f"dataset/{RIGA}/about")
    part = URIRef(f"{WHOLE}/{RIGA}")
    assert graph.value(part, VOID.exampleResource) == URIRef(f"{BASE}doc/{RIGA}/record")
    assert str(graph.value(part, DCTERMS.rights)) == "Free to read, “not to copy”."


def test_runs_and_programs_and_graphs_have_their_addresses(whole_site: Site, whole: rdflib.Graph) -> None:
    run = next(whole.objects(WHOLE, rdflib.PROV.wasGeneratedBy))
    path = str(run).removeprefix(BASE)
    graph = described(whole_site, path)
    for each in {run, *graph.objects(run, rdflib.PROV.wasAssociatedWith), *graph.objects(run, rdflib.PROV.used)}:
        address = str(each).partition("#")[0].removeprefix(BASE)
        assert whole_site.exists(address)
        assert whole_site.page(whole_site.page_of(address))
    assert whole_site.page(f"graph/{RIGA}/v1.html")


def test_every_iri_under_the_base_is_told_of_somewhere(whole_site: Site) -> None:
    store = whole_site.graph.store
    terms = {term for quad in store for term in (quad.subject, quad.object, quad.graph_name)}
    ours = {str(term)[1:-1] for term in terms if str(term).startswith(f"<{BASE}")}
    for iri in ours:
        path = iri.partition("#")[0].removeprefix(BASE)
        assert whole_site.exists(path) or whole_site.download(path.removeprefix("dataset/")), iri
