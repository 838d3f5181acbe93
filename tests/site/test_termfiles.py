"""Our terms as data: in every format the triples of the files as they were written."""

from __future__ import annotations

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, Triple
from rdflib.compare import to_isomorphic

from kg.base import OUR_BASE
from kg.site.addresses import TERMS
from kg.site.descriptions import EXTENSIONS
from kg.site.site import Site
from tests.site.libraries import ROOT

_FILES = {
    "ontology": [ROOT / "ontology" / "diplograph.ttl"],
    "vocab": [ROOT / "ontology" / "vocab.ttl"],
    "shapes": sorted((ROOT / "shapes").glob("*.ttl")),
}
_FORMS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "expanded.jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}


def canonical(triples: set[Triple]) -> set[str]:
    """The triples with blank nodes that are named by what is said of them."""
    dataset = Dataset(pyoxigraph.Quad(each.subject, each.predicate, each.object) for each in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def written(name: str) -> set[Triple]:
    """The triples of the files of the project."""
    files = _FILES[name]
    return {quad.triple for path in files for quad in pyoxigraph.parse(path=str(path), format=RdfFormat.TURTLE)}


@pytest.mark.parametrize("name", TERMS)
@pytest.mark.parametrize("extension", EXTENSIONS)
def test_every_format_says_what_the_files_say(whole_site: Site, name: str, extension: str) -> None:
    text = whole_site.description(name, extension)
    assert text
    read = {quad.triple for quad in pyoxigraph.parse(text, format=_FORMS[extension])}
    assert canonical(read) == canonical(written(name))


@pytest.mark.parametrize("extension", ["trig", "nq"])
def test_named_graphs_are_called_by_the_address_of_the_document(whole_site: Site, extension: str) -> None:
    read = pyoxigraph.parse(whole_site.description("vocab", extension) or b"", format=_FORMS[extension])
    assert {str(quad.graph_name) for quad in read} == {f"<{OUR_BASE}vocab>"}


def test_rdflib_reads_the_same_shapes_from_turtle_and_rdf_xml(whole_site: Site) -> None:
    read = [
        to_isomorphic(rdflib.Graph().parse(data=whole_site.description("shapes", extension), format=form))
        for extension, form in (("ttl", "turtle"), ("rdf", "xml"))
    ]
    assert read[0] == read[1]


def test_the_turtle_keeps_the_comments_that_were_written_for_people(whole_site: Site) -> None:
    assert whole_site.description("ontology", "ttl") == _FILES["ontology"][0].read_bytes()


def test_a_format_that_is_not_written_is_not_there(whole_site: Site) -> None:
    assert whole_site.description("ontology", "exe") is None
    assert whole_site.description("ontology/0.1.0", "ttl") is None


def test_the_address_of_a_version_leads_to_its_document(whole_site: Site) -> None:
    assert whole_site.exists("ontology/0.1.0")
    assert whole_site.page_of("ontology/0.1.0") == "ontology.html"
    assert not whole_site.exists("ontology/9.9.9")
