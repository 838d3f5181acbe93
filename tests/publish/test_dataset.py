"""The description of a build: every number is counted again here, by another library."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import rdflib
from attrs import evolve
from rdflib import DCAT, DCTERMS, PROV, RDF, SKOS, VOID, Literal, URIRef

from kg.errors import UsageError
from kg.publish import Printer
from kg.publish.dataset import CC0, DatasetDescription, Description, Run, time_of_build
from kg.publish.files import PublishedFile, folder_aside
from kg.publish.formats import FORMATS, Writers
from kg.publish.whole import Library

from .graphs import BERN, RIGA, RIGHTS, description, rdflib_triples_of, reports, sample, small_context

BASE = "https://w3id.org/diplograph/"
WHOLE = URIRef(f"{BASE}dataset")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
FILES = [PublishedFile.of(f"all.{form.extension}", form.name.encode()) for form in FORMATS]


def described(about: Description, *, most_held_bytes: int = 1_000_000) -> rdflib.Graph:
    """The description of the two reports, read by rdflib."""
    return rdflib.Graph().parse(data=written(about, most_held_bytes=most_held_bytes), format="turtle")


def written(about: Description, *, most_held_bytes: int) -> str:
    """The same as Turtle. The counts are those of a build of the two reports."""
    writers = Writers.of(about.base, small_context())
    with TemporaryDirectory() as place, folder_aside(Path(place) / "build") as folder:
        library = Library(folder, writers)
        book = DatasetDescription(about, writers, folder.scratch / "dataset", most_held_bytes=most_held_bytes)
        for key, quads in reports().items():
            document = Printer(about, small_context()).document(key, quads, RIGHTS.get(key, ()))
            library.take(document.piece)
            for name, content in document.files.items():
                folder.write(name, content)
            book.document(document.piece)
        for file in FILES:
            book.distribution(file)
        book.dataset(library.finish()[0])
        return b"".join(book.written()).decode()


def test_what_is_too_much_to_hold_is_said_all_the_same() -> None:
    assert written(description(), most_held_bytes=100) == written(description(), most_held_bytes=1_000_000)


def counts_by_rdflib(triples: set[tuple[rdflib.term.Node, ...]]) -> dict[str, int]:
    """The counts of VoID, counted from rdflib's triples."""
    subjects = {s for s, _, _ in triples}
    return {
        "triples": len(triples),
        "entities": sum(str(s).startswith(BASE) for s in subjects),
        "distinctSubjects": len(subjects),
        "distinctObjects": len({o for _, _, o in triples}),
        "properties": len({p for _, p, _ in triples}),
        "classes": len({o for _, p, o in triples if p == RDF.type}),
    }


@pytest.mark.parametrize("key", ["", BERN, RIGA], ids=["whole", "bern", "riga"])
def test_every_count_is_right(key: str) -> None:
    graph = described(description())
    part = URIRef(f"{WHOLE}/{key}") if key else WHOLE
    triples = rdflib_triples_of(reports()[key] if key else sample(), respelled=False)
    written = {name: graph.value(part, VOID[name]) for name in counts_by_rdflib(triples)}
    assert written == {name: Literal(number) for name, number in counts_by_rdflib(triples).items()}


def test_the_partitions_cover_all_classes_and_properties_with_their_counts() -> None:
    graph = described(description())
    triples = rdflib_triples_of(sample())
    classes = {
        o: Literal(len({s for s, p, c in triples if p == RDF.type and c == o})) for _, p, o in triples if p == RDF.type
    }
    properties = {p: Literal(sum(q == p for _, q, _ in triples)) for _, p, _ in triples}
    partitions = list(graph.objects(WHOLE, VOID.classPartition))
    assert {graph.value(part, VOID["class"]): graph.value(part, VOID.entities) for part in partitions} == classes
    partitions = list(graph.objects(WHOLE, VOID.propertyPartition))
    assert {graph.value(part, VOID.property): graph.value(part, VOID.triples) for part in partitions} == properties


def test_links_to_wikidata_are_counted_by_their_kind() -> None:
    graph = described(description())
    linksets = list(graph.subjects(RDF.type, VOID.Linkset))
    assert {graph.value(linkset, VOID.linkPredicate): graph.value(linkset, VOID.triples) for linkset in linksets} == {
        SKOS.exactMatch: Literal(1),
        SKOS.closeMatch: Literal(1),
    }
    assert {graph.value(linkset, VOID.subjectsTarget) for linkset in linksets} == {WHOLE}


def test_each_named_graph_has_its_own_count_and_version() -> None:
    graph = described(description())
    for quads in reports().values():
        for name in {str(quad.graph_name.value) for quad in quads}:  # type: ignore[union-attr]
            iri = URIRef(name)
            triples = sum(quad.graph_name.value == name for quad in set(quads))  # type: ignore[union-attr]
            assert graph.value(iri, VOID.triples) == Literal(triples)
            assert graph.value(iri, URIRef(f"{DCAT}version")) == Literal("1")


def test_our_licence_is_not_the_rights_of_the_source() -> None:
    graph = described(description())
    riga = URIRef(f"{WHOLE}/{RIGA}")
    assert graph.value(riga, DCTERMS.license) == URIRef(CC0)
    assert graph.value(riga, DCTERMS.rights) == Literal("Free to read, “not to copy”.")
    assert not list(graph.objects(URIRef(f"{WHOLE}/{BERN}"), DCTERMS.rights))
    assert graph.value(WHOLE, DCTERMS.license) == URIRef(CC0)


def test_each_file_is_a_distribution_with_size_and_checksum() -> None:
    graph = described(description())
    distributions = list(graph.objects(WHOLE, DCAT.distribution)) + list(
        graph.objects(URIRef(f"{WHOLE}/{RIGA}"), DCAT.distribution)
    )
    files = [*FILES, *Printer(description(), small_context()).document(RIGA, reports()[RIGA]).piece.files]
    assert sorted(map(str, distributions)) == sorted(f"{WHOLE}/{published.file}" for published in files)
    for published in files:
        iri = URIRef(f"{WHOLE}/{published.file}")
        checksum = graph.value(iri, SPDX.checksum)
        assert str(graph.value(iri, DCAT.byteSize)) == str(published.size_bytes)
        assert str(graph.value(checksum, SPDX.checksumValue)) == published.sha256


def test_what_a_document_derives_from_is_said_only_if_its_source_is_in_the_graph() -> None:
    graph = described(description())
    assert graph.value(URIRef(f"{WHOLE}/{RIGA}"), PROV.wasDerivedFrom) == URIRef(f"{BASE}doc/{RIGA}/source.txt")
    assert graph.value(URIRef(f"{WHOLE}/{BERN}"), PROV.wasDerivedFrom) is None


def test_the_run_names_its_tools_and_every_setting() -> None:
    graph = described(description())
    run = graph.value(WHOLE, PROV.wasGeneratedBy)
    schema = rdflib.Namespace("https://schema.org/")
    settings = {
        graph.value(s, schema.name): graph.value(s, schema.value)
        for s in graph.subjects(RDF.type, schema.PropertyValue)
    }
    assert {str(name): str(value) for name, value in settings.items()} == dict(description().run.settings)
    tool = graph.value(run, PROV.wasAssociatedWith)
    assert graph.value(tool, schema.softwareVersion) == Literal("0.0.0")
    assert graph.value(run, PROV.endedAtTime) is None


def test_other_settings_are_another_run_and_another_time_is_not() -> None:
    run = description().run
    assert evolve(run, settings={"MAX_ATTESTED_DEPTH": "2"}).name != run.name
    assert evolve(run, settings=dict(reversed(list(run.settings.items())))).name == run.name
    assert evolve(run, ended=datetime(2020, 1, 1, tzinfo=UTC)).name == run.name


def test_a_time_is_written_only_where_one_is_given() -> None:
    run = evolve(description().run, ended=time_of_build({"SOURCE_DATE_EPOCH": "1700000000"}))
    times = {o for o in described(evolve(description(), run=run)).objects() if getattr(o, "datatype", None)}
    expected = Literal("2023-11-14T22:13:20Z", datatype=rdflib.XSD.dateTime)
    assert expected in times
    assert expected not in set(described(description()).objects())
    assert isinstance(run, Run)


@pytest.mark.parametrize("given", ["now", "-1", "1.5", "1" * 30, "٣"])
def test_a_time_that_is_no_number_of_seconds_is_refused(given: str) -> None:
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        time_of_build({"SOURCE_DATE_EPOCH": given})


def test_without_a_given_time_there_is_none() -> None:
    assert time_of_build({}) is None
    assert time_of_build({"SOURCE_DATE_EPOCH": ""}) is None
