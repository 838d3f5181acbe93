"""Documents: the record in its archive, its translation, and the source text that was read."""

from __future__ import annotations

from collections.abc import Iterator

from kg.converters.evidence import STATED_FIELDS, insertions
from kg.converters.iris import Iris
from kg.converters.terms import NamedNode, Triple, boolean, count_of, day, english, iri, text_in, words
from kg.converters.times import date_triples
from kg.converters.vocab import DCTERMS, ORG, PROV, RDF, RDFS, RICO, SCHEMA
from kg.model.entity import Kind
from kg.model.mark import MarkKind
from kg.model.reading import Reading
from kg.model.report import Signature

_PERSONS = frozenset({Kind.PERSON, Kind.UNNAMED_PERSON})
_BODIES = frozenset({Kind.ORGANISATION, Kind.MISSION, Kind.STATE, Kind.COLLECTIVE})


def document_triples(reading: Reading, iris: Iris) -> Iterator[Triple]:
    """Record, translation (where the page names a translator), source text, fonds and archive."""
    yield from _record(reading, iris)
    if reading.report.translator:
        yield from _translation(reading, iris)
    yield from _text(reading, iris, iris.translation if reading.report.translator else iris.record)
    yield from _references(reading, iris)
    if reading.report.signature is not None:
        yield from _signature(reading.report.signature, iris)


def _record(reading: Reading, iris: Iris) -> Iterator[Triple]:
    report, this, dg = reading.report, iris.record, iris.dg
    title = text_in(report.language, report.title)
    yield this, RDF.type, RICO.Record
    yield this, RDF.type, SCHEMA.Report
    yield this, RDFS.label, title
    yield this, DCTERMS.title, title
    yield this, RICO.title, title
    if report.kind:
        yield this, SCHEMA.genre, english(report.kind)
    if report.date is not None:
        yield from date_triples(this, report.date, iris)
        yield this, RICO.creationDate, words(report.date.value)
        if report.date.earliest is not None and report.date.earliest.isoformat() == report.date.value:
            yield this, DCTERMS.created, day(report.date.earliest)
    if report.author:
        author, described = _named(reading, iris, "author", report.author)
        yield from described
        for predicate in (RICO.hasAuthor, DCTERMS.creator, SCHEMA.author):
            yield this, predicate, author
    if report.sender:
        sender, described = _named(reading, iris, "sender", report.sender)
        yield from described
        yield this, RICO.hasSender, sender
        yield this, SCHEMA.sender, sender
    if report.addressee:
        addressee, described = _named(reading, iris, "addressee", report.addressee)
        yield from described
        yield this, RICO.hasAddressee, addressee
        yield this, SCHEMA.recipient, addressee
    if report.place:
        place, described = _place(reading, iris)
        yield from described
        yield this, SCHEMA.locationCreated, place
    if report.subject is not None:
        yield this, DCTERMS.subject, text_in(report.language, report.subject.exact)
    for field in STATED_FIELDS:
        if field in report.places:
            yield this, dg.statedIn, iris.span(report.places[field])


def _translation(reading: Reading, iris: Iris) -> Iterator[Triple]:
    report, this = reading.report, iris.translation
    title = text_in(report.language, report.title)
    translator, described = _named(reading, iris, "translator", report.translator)
    yield from described
    yield this, RDF.type, RICO.Record
    yield this, RDF.type, SCHEMA.Report
    yield this, RDFS.label, title
    yield this, DCTERMS.title, title
    yield this, SCHEMA.translationOfWork, iris.record
    yield this, SCHEMA.translator, translator


def _text(reading: Reading, iris: Iris, told: NamedNode) -> Iterator[Triple]:
    """The source text, and what it shows of `told`: the translation, or the record where it is no translation."""
    report, this, dg = reading.report, iris.source, iris.dg
    yield this, RDF.type, RICO.Instantiation
    yield this, RDF.type, PROV.Entity
    yield this, RDF.type, SCHEMA.MediaObject
    yield this, RDFS.label, english(f"Source text of {report.title}")
    yield this, SCHEMA.sha256, words(report.source.sha256)
    yield this, SCHEMA.encodingFormat, words("text/plain")
    yield this, dg.characterCount, count_of(len(report.source.text))
    yield this, PROV.wasDerivedFrom, told
    yield this, RICO.isOrWasInstantiationOf, told
    yield told, RICO.hasOrHadInstantiation, this
    yield told, DCTERMS.language, words(report.language)
    yield told, SCHEMA.inLanguage, words(report.language)
    for rights in report.rights:
        for rightful in (told, this):
            yield rightful, DCTERMS.rights, text_in(report.language, rights)
            yield rightful, RICO.conditionsOfUse, text_in(report.language, rights)
    if report.address:
        is_web = report.address.startswith(("http://", "https://"))
        yield told, SCHEMA.url, iri(report.address) if is_web else words(report.address)
    omissions = [mark for mark in reading.marks if mark.kind is MarkKind.OMISSION]
    yield told, dg.abridged, boolean(holds=bool(omissions))
    for mark in omissions:
        yield told, dg.hasOmission, iris.span(mark.passage)
    for mark in insertions(reading.marks):
        yield told, dg.hasEditorialInsertion, iris.span(mark.passage)


def _references(reading: Reading, iris: Iris) -> Iterator[Triple]:
    """The documents that the prose names by kind and number, each with the words that name it."""
    for reference in reading.references:
        this = iris.reference(reference.passage)
        yield iris.record, DCTERMS.references, this
        yield this, RDF.type, RICO.Record
        yield this, RDFS.label, text_in(reading.report.language, " ".join(reference.passage.exact.split()))
        yield this, SCHEMA.genre, english(reference.kind)
        yield this, DCTERMS.identifier, words(reference.number)
        yield this, iris.dg.statedIn, iris.span(reference.passage)
        if reference.key:
            yield this, RDFS.seeAlso, iris.record_of(reference.key)


def _signature(signature: Signature, iris: Iris) -> Iterator[Triple]:
    this, dg = iris.record, iris.dg
    yield this, RICO.identifier, words(signature.verbatim)
    yield this, DCTERMS.identifier, words(signature.verbatim)
    parts = (
        (dg.fonds, signature.fonds),
        (dg.series, signature.series),
        (dg.box, signature.box),
        (dg.fileItem, signature.file_item),
        (dg.registryNumber, signature.registry_number),
    )
    for predicate, part in parts:
        if part:
            yield this, predicate, words(part)
    if not signature.archive:
        return
    archive = iris.archive(signature.archive)
    yield archive, RDF.type, SCHEMA.ArchiveOrganization
    yield archive, RDF.type, RICO.CorporateBody
    yield archive, RDFS.label, english(signature.archive)
    yield this, RICO.hasOrHadHolder, archive
    yield this, SCHEMA.holdingArchive, archive
    if signature.fonds:
        fonds = iris.archive(signature.archive, signature.fonds)
        yield fonds, RDF.type, RICO.RecordSet
        yield fonds, RDFS.label, english(f"{signature.archive}, {signature.fonds}")
        yield fonds, RICO.identifier, words(signature.fonds)
        yield fonds, RICO.hasOrHadHolder, archive
        yield fonds, RICO.includesOrIncluded, this
        yield this, RICO.isOrWasIncludedIn, fonds


def _named(reading: Reading, iris: Iris, field: str, name: str) -> tuple[NamedNode, tuple[Triple, ...]]:
    """Whom the page means by `name`: the one fitting entity so named, else a node of its own with just that name."""
    kinds = _BODIES if field in {"sender", "addressee"} else _PERSONS
    found = _entities_called(reading, name, kinds)
    if len(found) == 1:
        return iris.entity(found[0]), ()
    this = iris.page_agent(field, name)
    kind = ORG.FormalOrganization if kinds is _BODIES else SCHEMA.Person
    return this, ((this, RDF.type, kind), (this, RDFS.label, english(name)))


def _place(reading: Reading, iris: Iris) -> tuple[NamedNode, tuple[Triple, ...]]:
    name = reading.report.place
    found = _entities_called(reading, name, frozenset({Kind.PLACE, Kind.STATE}))
    if len(found) == 1:
        return iris.entity(found[0]), ()
    this = iris.page_place(name)
    return this, ((this, RDF.type, iris.dg.Place), (this, RDFS.label, english(name)))


def _entities_called(reading: Reading, name: str, kinds: frozenset[Kind]) -> list[str]:
    """Ids of the entities of these kinds that bear `name`, whatever its capitals; "" as an id never occurs."""
    wanted = name.casefold()
    return [
        entity.id
        for entity in reading.entities
        if entity.kind in kinds and wanted in {written.casefold() for written in (entity.name, *entity.names)}
    ]
