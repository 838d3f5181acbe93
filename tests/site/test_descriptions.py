"""The description of a thing: the same triples in every format, read by other libraries; nothing cut in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pyld  # type: ignore[import-untyped]
import pyoxigraph
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from kg.site.belongings import MOST_POINTING, Belongings
from kg.site.descriptions import EXTENSIONS
from kg.site.site import Site
from tests.publish.graphs import our_context, quads_of, rdflib_triples_of, reports
from tests.site.libraries import BASE, BERN, CAIRO, RIGA, cairo, crowded, iri, name, site_of

CLAIM = f"doc/{RIGA}/claim/b"
THINGS = [
    "agent/berzina-anna",
    CLAIM,
    f"doc/{RIGA}/ev/audience-c",
    f"doc/{RIGA}/source.txt",
    f"doc/{CAIRO}/record",
    f"graph/{RIGA}/flat/v1",
    "dataset",
    f"dataset/{RIGA}/about",
]
_FORMS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "expanded.jsonld": RdfFormat.JSON_LD,
    "jsonld": RdfFormat.JSON_LD,
}


def described(site: Site, path: str, extension: str) -> bytes:
    """A description that must be there."""
    found = site.description(path, extension)
    assert found is not None, f"{path}.{extension}"
    return found


def quads_in(site: Site, path: str) -> set[Quad]:
    """A description with its named graphs."""
    return set(pyoxigraph.parse(described(site, path, "nq"), format=RdfFormat.N_QUADS))


def triples_in(site: Site, path: str) -> set[pyoxigraph.Triple]:
    """A description without its graphs."""
    return {quad.triple for quad in quads_in(site, path)}


def objects(site: Site, path: str, subject: str, predicate: str) -> set[str]:
    """What a description says of something by a property."""
    return {
        quad.object.value
        for quad in quads_in(site, path)
        if isinstance(quad.object, NamedNode | Literal)
        and quad.subject == NamedNode(subject)
        and quad.predicate.value.endswith(predicate)
    }


def subjects(site: Site, path: str) -> set[str]:
    """Everything that a description says something of, without the base."""
    return {name(quad.subject).removeprefix(BASE) for quad in quads_in(site, path)}


@pytest.mark.parametrize("path", THINGS)
@pytest.mark.parametrize("extension", _FORMS)
def test_every_format_says_the_same_triples(whole_site: Site, path: str, extension: str) -> None:
    read = pyoxigraph.parse(described(whole_site, path, extension), format=_FORMS[extension])
    assert {quad.triple for quad in read} == triples_in(whole_site, path)


@pytest.mark.parametrize("path", THINGS)
def test_trig_and_n_quads_have_the_same_named_graphs(whole_site: Site, path: str) -> None:
    trig = pyoxigraph.parse(described(whole_site, path, "trig"), format=RdfFormat.TRIG)
    assert set(trig) == quads_in(whole_site, path)


@pytest.mark.parametrize(("extension", "form"), [("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld")])
def test_rdflib_reads_what_we_wrote(whole_site: Site, extension: str, form: str) -> None:
    read = rdflib.Graph().parse(data=described(whole_site, f"doc/{CAIRO}/record", extension), format=form)
    assert set(read) == rdflib_triples_of(list(quads_in(whole_site, f"doc/{CAIRO}/record")))


def test_pyld_expands_the_compact_form_to_the_triples_of_the_expanded_form(whole_site: Site) -> None:
    read = [
        pyld.jsonld.to_rdf(json.loads(described(whole_site, CLAIM, form)), {"format": "application/n-quads"})
        for form in ("jsonld", "expanded.jsonld")
    ]
    assert sorted(read[0].splitlines()) == sorted(read[1].splitlines())


def test_two_sites_of_one_build_give_the_same_bytes(whole_site: Site, tmp_path: Path) -> None:
    documents = {CAIRO: cairo()[::-1], **{key: quads[::-1] for key, quads in reports().items()}}
    other = site_of(documents, tmp_path)
    for path in THINGS:
        for extension in EXTENSIONS:
            assert described(whole_site, path, extension) == described(other, path, extension)


def test_a_claim_brings_its_words_and_every_voice_up_to_the_record(whole_site: Site) -> None:
    told = subjects(whole_site, CLAIM)
    assert {f"doc/{RIGA}/source.txt#char=10,31;selector", f"doc/{RIGA}/voice/a", f"doc/{RIGA}/ev/audience-c"} <= told
    assert objects(whole_site, CLAIM, iri(f"doc/{RIGA}/record"), "label") == {"Report of the consul"}


def test_the_whole_chain_of_a_nested_voice_is_told(whole_site: Site) -> None:
    graph = whole_site.graph
    deep = max(graph.members("dg:Claim"), key=lambda claim: int(graph.text(claim, "dg:depth")))
    voice, chain = graph.iri(deep, "dg:voice"), set()
    while voice:
        chain.add(voice.removeprefix(BASE))
        voice = graph.iri(voice, "dg:embeddedIn")
    assert len(chain) >= 2
    assert chain <= subjects(whole_site, deep.removeprefix(BASE))


def test_an_event_brings_the_claims_on_it(whole_site: Site) -> None:
    told = quads_in(whole_site, f"doc/{RIGA}/ev/audience-c")
    assert f"doc/{RIGA}/voice/a" in subjects(whole_site, f"doc/{RIGA}/ev/audience-c")
    assert {quad for quad in told if name(quad.subject) == iri(CLAIM)} >= {
        quad for quad in quads_in(whole_site, CLAIM) if name(quad.subject) == iri(CLAIM)
    }


def test_a_link_comes_with_its_reasons(whole_site: Site) -> None:
    graph = whole_site.graph
    mapping = next(each for each in graph.members("owl:Axiom"))
    linked = graph.iri(mapping, "owl:annotatedSource")
    path = linked.removeprefix(BASE)
    assert objects(whole_site, path, mapping, "#reason") == set(graph.texts(mapping, "dg:reason"))


def test_all_that_is_named_has_its_label(whole_site: Site) -> None:
    assert objects(whole_site, CLAIM, iri("agent/berzina-anna"), "label") == {"Anna Berzina", "Anna Bērziņa"}
    assert objects(whole_site, CLAIM, iri("vocab#Affirmative"), "label") == {"affirmative"}


def test_a_record_is_told_of_with_the_whole_of_its_graphs_as_they_were_built(whole_site: Site) -> None:
    assert set(cairo()) <= quads_in(whole_site, f"doc/{CAIRO}/record")


def test_the_address_of_a_graph_gives_what_it_holds(whole_site: Site) -> None:
    told = quads_in(whole_site, f"graph/{RIGA}/flat/v1")
    held = {quad for quad in reports()[RIGA] if str(quad.graph_name).endswith("flat/v1>")}
    assert held
    assert held <= told


def test_the_stretches_of_a_text_are_told_of_where_the_text_is(whole_site: Site) -> None:
    told = subjects(whole_site, f"doc/{RIGA}/source.txt")
    assert {f"doc/{RIGA}/source.txt#char=10,31", f"doc/{RIGA}/source.txt#char=10,31;selector"} <= told


def test_the_document_says_what_it_is_itself(whole_site: Site) -> None:
    document = iri(f"{CLAIM}.ttl")
    assert objects(whole_site, CLAIM, document, "primaryTopic") == {iri(CLAIM)}
    assert objects(whole_site, CLAIM, document, "isPartOf") == {iri(f"dataset/{RIGA}")}
    assert objects(whole_site, CLAIM, document, "inDataset") == {iri("dataset")}
    assert objects(whole_site, CLAIM, document, "license") == {"https://creativecommons.org/publicdomain/zero/1.0/"}
    assert {name(quad.graph_name) for quad in quads_in(whole_site, CLAIM) if name(quad.subject) == document} == {
        document
    }


def test_every_document_that_is_named_is_there(whole_site: Site) -> None:
    for path in THINGS:
        for form in objects(whole_site, path, iri(f"{path}.ttl"), "hasFormat"):
            stem, _, extension = form.removeprefix(BASE).rpartition(".")
            # A source text has no page of its own: it is a place on that of its record.
            there = whole_site.page(f"{stem}.html") or whole_site.page_of(stem).partition("#")[2]
            assert there if extension == "html" else whole_site.description(stem, extension), form


def test_nothing_is_described_of_which_nothing_is_said(whole_site: Site) -> None:
    for extension in (*EXTENSIONS, "exe"):
        assert whole_site.description("agent/nobody", extension) is None
    assert whole_site.description(CLAIM, "exe") is None


@pytest.fixture(scope="module")
def crowded_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of a state of which more events tell than a description has room for."""
    return site_of({RIGA: crowded(MOST_POINTING + 100)}, Path(tmp_path_factory.mktemp("crowded")))


def test_what_is_left_out_is_counted_and_a_query_gives_it(crowded_site: Site) -> None:
    site, told = crowded_site, quads_in(crowded_site, "agent/latvia")
    assert sum(quad.object == NamedNode(iri("agent/latvia")) for quad in told) == MOST_POINTING + 1  # and the topic
    document = iri("agent/latvia.ttl")
    (comment,) = objects(site, "agent/latvia", document, "comment")
    assert "498 of 600 by dg:party" in comment
    (address,) = objects(site, "agent/latvia", document, "seeAlso")
    assert address.startswith(iri("sparql?query=CONSTRUCT%20WHERE"))


def test_what_is_rare_is_never_crowded_out(crowded_site: Site) -> None:
    assert sum(quad.predicate.value.endswith("#place") for quad in quads_in(crowded_site, "agent/latvia")) == 2


def test_where_there_is_no_endpoint_the_whole_is_in_the_dump(crowded_site: Site) -> None:
    site = Site.of(crowded_site.edition, our_context(), has_endpoint=False)
    assert objects(site, "agent/latvia", iri("agent/latvia.ttl"), "seeAlso") == {iri("dataset/all.nq")}


def test_as_much_as_there_is_room_for_is_given_without_a_word(tmp_path: Path) -> None:
    site = site_of({RIGA: crowded(MOST_POINTING - 2)}, tmp_path)
    assert not Belongings.of(site.graph, iri("agent/latvia")).cut
    assert not objects(site, "agent/latvia", iri("agent/latvia.ttl"), "comment")


def test_what_xml_cannot_say_is_not_there_as_rdf_xml_and_there_in_all_else(tmp_path: Path) -> None:
    quads = quads_of(f'<graph/{RIGA}/v1> {{ <agent/x> a dg:State ; rdfs:label "a\\u000Cb" . }}')
    site = site_of({RIGA: quads}, tmp_path)
    there = {extension for extension in EXTENSIONS if site.description("agent/x", extension)}
    assert there == {*EXTENSIONS} - {"rdf"}


def test_a_hostile_label_stays_a_label(tmp_path: Path) -> None:
    text = '</script><b>"\n\u202e> . <x> <y> <z'
    graph = NamedNode(iri(f"graph/{RIGA}/v1"))
    x, label = NamedNode(iri("agent/x")), NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    site = site_of({RIGA: [Quad(x, label, Literal(text, language="en"), graph)]}, tmp_path)
    for extension, form in _FORMS.items():
        read = pyoxigraph.parse(described(site, "agent/x", extension), format=form)
        assert Literal(text, language="en") in {quad.object for quad in read}


def test_another_documents_things_are_not_told_with_a_shared_person(whole_site: Site) -> None:
    assert {name(quad.graph_name) for quad in quads_in(whole_site, "agent/keller-max")} >= {
        iri(f"graph/{RIGA}/v1"),
        iri(f"graph/{BERN}/v1"),
    }
    assert CLAIM not in subjects(whole_site, "agent/keller-max")
