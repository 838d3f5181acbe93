"""The pages of the dataset: what it is and how large, its files, how to cite it, each document's part of it."""

from __future__ import annotations

import re
from itertools import islice

from attrs import frozen

from kg.publish.formats import FORMATS
from kg.site.graph import Graph, full, short
from kg.site.rendering import Page
from kg.site.shown import Thing

# A row has some 400 bytes: a page stays below 50 kB.
PARTS_ON_A_PAGE = 100
LIST = re.compile(r"dataset-documents(?:-(?P<number>[1-9][0-9]*))?\.html")
_COUNTS = {
    "void:documents": "documents",
    "void:triples": "statements",
    "void:entities": "things described",
    "void:distinctSubjects": "subjects",
    "void:distinctObjects": "objects, texts and numbers among them",
    "void:classes": "classes in use",
    "void:properties": "properties in use",
}
_FORMAT_NAMES = {form.iri: form.name for form in FORMATS}


@frozen
class File:
    """A file to download. `size_bytes` and `sha256` are those of the build."""

    href: str
    name: str
    format: str
    size_bytes: int
    sha256: str


@frozen
class Partition:
    """How often a class or a property is used; `anchor` is the name of the partition."""

    anchor: str
    term: Thing
    count: int


@frozen
class Part:
    """A document's part of the dataset."""

    record: Thing
    href: str
    key: str
    triples: int
    files: tuple[File, ...]


def dataset_page(graph: Graph, iri: str) -> Page:
    """The page of the whole dataset."""
    described = graph.beside("dataset")
    run = described.iri(iri, "prov:wasGeneratedBy")
    values = {
        **_told(described, iri),
        "summary": described.text(iri, "dcterms:description"),
        "modified": described.text(iri, "dcterms:modified"),
        "rights": described.texts(iri, "dcterms:rights"),
        "classes": _partitions(described, iri, "void:classPartition", "void:class", "void:entities"),
        "properties": _partitions(described, iri, "void:propertyPartition", "void:property", "void:triples"),
        "links": _links(described, iri),
        "settings": _settings(described, run),
        "software": [_named(described, each) for each in _software(described, run)],
        "iri": iri,
    }
    return Page("dataset.html", "dataset.html", "The dataset", values, iri)


def part_page(graph: Graph, iri: str) -> Page:
    """The page of one document's part."""
    described = graph.beside("dataset")
    part = _part(graph, described, iri)
    graphs = [
        (_link(described, each), int(described.text(each, "void:triples") or 0))
        for each in described.iris(iri, "dcterms:hasPart")
    ]
    values = {
        **_told(described, iri),
        "part": part,
        "rights": described.texts(iri, "dcterms:rights"),
        "graphs": graphs,
    }
    return Page(graph.addresses.page(iri), "part.html", f"Data of: {part.record.label}", values, iri)


def parts_page(graph: Graph, path: str) -> Page | None:
    """One page of the list of all parts; None if there are not so many."""
    found = LIST.fullmatch(path)
    described = graph.beside("dataset")
    parts = parts_of(graph)
    pages = pages_of_parts(len(parts))
    number = int((found and found["number"]) or 1)
    if found is None or path not in pages:
        return None
    first = (number - 1) * PARTS_ON_A_PAGE
    shown = [_part(graph, described, each) for each in islice(parts, first, first + PARTS_ON_A_PAGE)]
    values = {"parts": shown, "pages": pages, "number": number, "first": first + 1, "total": len(parts)}
    return Page(path, "parts.html", "The files of each document", values)


def parts_of(graph: Graph) -> tuple[str, ...]:
    """The parts of the dataset, one for each document."""
    described, whole = graph.beside("dataset"), graph.addresses.iri("dataset")
    return tuple(each for each in described.iris(whole, "void:subset") if each.startswith(f"{whole}/"))


def pages_of_parts(total: int) -> tuple[str, ...]:
    """The paths of the pages that list so many parts.

    >>> pages_of_parts(101)
    ('dataset-documents.html', 'dataset-documents-2.html')
    """
    numbers = range(2, -(-total // PARTS_ON_A_PAGE) + 1)
    return ("dataset-documents.html", *(f"dataset-documents-{number}.html" for number in numbers))


def _told(described: Graph, iri: str) -> dict[str, object]:
    """What the pages of the whole and of a part both show."""
    numbers = [(words, described.text(iri, name)) for name, words in _COUNTS.items()]
    return {
        "licence": described.iri(iri, "dcterms:license"),
        "counts": [(words, int(number)) for words, number in numbers if number],
        "files": _files(described, iri),
        "built_under": described.addresses.built_under,
        "run": _link(described, described.iri(described.addresses.iri("dataset"), "prov:wasGeneratedBy")),
    }


def _files(described: Graph, iri: str) -> tuple[File, ...]:
    files: list[File] = []
    for file in described.iris(iri, "dcat:distribution"):
        checksum = described.iri(file, "spdx:checksum")
        form = described.iri(file, "dcterms:format")
        path = described.addresses.path(file)
        size = int(described.text(file, "dcat:byteSize"))
        digest = described.text(checksum, "spdx:checksumValue")
        files.append(File(path, path.rpartition("/")[2], _FORMAT_NAMES.get(form, form), size, digest))
    return tuple(files)


def _part(graph: Graph, described: Graph, iri: str) -> Part:
    key = iri.rpartition("/")[2]
    record = graph.addresses.iri(f"doc/{key}/record")
    is_known = graph.knows(record)
    page, label = (graph.addresses.page(record), graph.label(record)) if is_known else ("", key)
    return Part(
        Thing(record, label, "document", page),
        graph.addresses.page(iri),
        key,
        int(described.text(iri, "void:triples") or 0),
        _files(described, iri),
    )


def _partitions(described: Graph, iri: str, partition: str, of: str, counted: str) -> tuple[Partition, ...]:
    """The partitions of the dataset, the largest first."""
    found = [
        Partition(
            part.rpartition("#")[2],
            _link(described, described.iri(part, of)),
            int(described.text(part, counted) or 0),
        )
        for part in described.iris(iri, partition)
    ]
    return tuple(sorted(found, key=lambda part: (-part.count, part.term.label)))


def _links(described: Graph, iri: str) -> list[tuple[str, Thing, int]]:
    """The sets of links: their name, the property they link by, how many there are."""
    return [
        (
            each.rpartition("#")[2],
            _link(described, described.iri(each, "void:linkPredicate")),
            int(described.text(each, "void:triples")),
        )
        for each in described.iris(iri, "void:subset")
        if full("void:Linkset") in described.iris(each, "rdf:type")
    ]


def _settings(described: Graph, run: str) -> list[tuple[str, str]]:
    """What the run was set to, by name."""
    found = [
        (described.text(setting, "schema:name"), described.text(setting, "schema:value"))
        for used in described.iris(run, "prov:used")
        for setting in described.iris(used, "schema:additionalProperty")
    ]
    return sorted(found)


def _software(described: Graph, run: str) -> tuple[str, ...]:
    used = described.iris(run, "prov:wasAssociatedWith", "prov:used")
    return tuple(each for each in used if described.text(each, "schema:softwareVersion"))


def _named(described: Graph, software: str) -> Thing:
    words = f"{described.text(software, 'schema:name')} {described.text(software, 'schema:softwareVersion')}"
    return Thing(software, words, "software", described.addresses.page(software))


def _link(described: Graph, iri: str) -> Thing:
    """A term or a thing of the description, by its prefixed name or the last part of its IRI."""
    page = described.addresses.page(iri)
    name = short(iri)
    return Thing(iri, described.addresses.path(iri) or name if name == iri else name, "term", page or iri)
