"""The description of a build: VoID counts, DCAT distributions, the PROV of the run that made it.

Every number is counted from the statements that are published. No clock is asked: the time of the run is given, or is
not written, so that the same input gives the same bytes.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from attrs import frozen
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import UsageError
from kg.publish.counts import Counts
from kg.publish.files import WHOLE, PublishedFile
from kg.publish.formats import FORMATS, TURTLE, Writers
from kg.publish.piece import Piece
from kg.publish.prefixes import DEFAULT_BASE, prefixes
from kg.publish.sortedlines import MOST_HELD_BYTES, SortedLines
from kg.publish.terms import XSD, Node, Statements, plain, statements_of

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
_IANA = "https://www.iana.org/assignments/media-types/"
# Neither stands in Turtle as we write it: such characters are escaped there.
_AFTER_SUBJECT, _LINE_FEED = b"\t", b"\x1e"
_LINES_AT_ONCE = 500
_LINKS = ("skos:exactMatch", "skos:closeMatch")


Block: TypeAlias = tuple[str, str]
"""A subject, and all that is said of it as Turtle."""


@frozen
class Run:
    """What made a build: `settings` are all that change its output, by name; `ended` is None where no time is given."""

    tool_version: str
    pipeline: str
    pipeline_version: str
    settings: Mapping[str, str]
    ended: datetime | None = None

    @property
    def settings_sha256(self) -> str:
        """The SHA-256 of the settings as JSON with sorted keys."""
        return sha256(json.dumps(dict(self.settings), sort_keys=True).encode()).hexdigest()

    @property
    def name(self) -> str:
        """The last part of the run's IRI: the same tools and settings are the same run, whenever it was.

        >>> Run("0.1.0", "en_core_web_sm", "3.8.0", {"MAX_ATTESTED_DEPTH": "1"}).name
        'a6pvrtno7s'
        """
        parts = "\n".join((self.tool_version, self.pipeline, self.pipeline_version, self.settings_sha256))
        return base64.b32encode(sha256(parts.encode()).digest()).decode().lower()[:10]


@frozen
class Description:
    """What a build says of itself beyond what can be counted.

    `licence` covers the data that we make. What a source says of its own rights is said with its document, word for
    word, and is never mixed with it.
    """

    run: Run
    base: str = DEFAULT_BASE
    title: str = "Diplograph"
    summary: str = (
        "Diplomatic reports as a knowledge graph in which every statement says who says so and on which words it rests."
    )
    licence: str = CC0


def time_of_build(environment: Mapping[str, str]) -> datetime | None:
    """The time that SOURCE_DATE_EPOCH gives (reproducible-builds.org), or None. Refuses what is no number (UsageError).

    >>> time_of_build({"SOURCE_DATE_EPOCH": "0"}).isoformat()
    '1970-01-01T00:00:00+00:00'
    """
    given = environment.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return None
    cure = "Set it to whole seconds since 1970-01-01, or unset it."
    if not re.fullmatch(r"[0-9]{1,11}", given):
        raise UsageError(f"SOURCE_DATE_EPOCH is {given!r}, which is no time.", cure=cure)
    return datetime.fromtimestamp(int(given), UTC)


class Saying:
    """Statements about parts of a build; names are written with the prefixes of prefixes.py.

    The dataset is `{base}dataset`, a document's part of it `{base}dataset/{key}`, a file `{base}dataset/{file}`.
    """

    def __init__(self, description: Description) -> None:
        """Nothing said yet."""
        self._quads: list[Quad] = []
        self._given = description
        self._base = description.base
        self._prefixes = prefixes()
        self._graph = NamedNode(f"{self._base}graph/dataset")
        self._dataset = f"{self._base}dataset"
        self._run = f"{self._base}run/{description.run.name}"

    def nodes(self) -> tuple[Node, ...]:
        """All that was said, by subject; from here on it is forgotten."""
        quads, self._quads = self._quads, []
        return statements_of(quads).union

    def distribution(self, published: PublishedFile) -> None:
        """One file: which part it holds, its format, its size, its checksum."""
        stem, _, extension = published.file.rpartition(".")
        form = next((row for row in FORMATS if row.extension == extension), None)
        if form is None:
            return
        iri = f"{self._dataset}/{published.file}"
        whole = self._dataset if stem == WHOLE else f"{self._dataset}/{stem}"
        self._is_a(iri, "dcat:Distribution")
        self._say(whole, "dcat:distribution", NamedNode(iri))
        self._say(whole, "void:dataDump", NamedNode(iri))
        self._say(iri, "dcat:downloadURL", NamedNode(iri))
        self._say(iri, "dcat:mediaType", NamedNode(_IANA + form.media_type))
        self._say(iri, "dcterms:format", NamedNode(form.iri))
        self._say(iri, "dcterms:license", NamedNode(self._given.licence))
        self._say(iri, "dcat:byteSize", _typed(str(published.size_bytes), "nonNegativeInteger"))
        self._checksum(iri, published.sha256)

    def _count(self, dataset: str, counts: Counts) -> None:
        """The counts of VoID (section 4.6): an entity is a subject in our own space of IRIs."""
        numbers = {
            "void:triples": sum(counts.uses.values()),
            "void:entities": counts.entities,
            "void:distinctSubjects": counts.subjects,
            "void:distinctObjects": counts.objects,
            "void:properties": len(counts.uses),
            "void:classes": len(counts.instances),
        }
        for name, number in numbers.items():
            self._say(dataset, name, Literal(number))

    def _checksum(self, iri: str, digest: str) -> None:
        checksum = f"{iri}-sha256" if "#" in iri else f"{iri}#sha256"
        self._say(iri, "spdx:checksum", NamedNode(checksum))
        self._is_a(checksum, "spdx:Checksum")
        self._say(checksum, "spdx:algorithm", NamedNode(self._iri("spdx:checksumAlgorithm_sha256")))
        self._say(checksum, "spdx:checksumValue", _typed(digest, "hexBinary"))

    def _say(self, subject: str, predicate: str, value: NamedNode | Literal) -> None:
        self._quads.append(Quad(NamedNode(subject), NamedNode(self._iri(predicate)), value, self._graph))

    def _is_a(self, subject: str, *classes: str) -> None:
        for name in classes:
            self._say(subject, "rdf:type", NamedNode(self._iri(name)))

    def _iri(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return self._prefixes[prefix] + local


class DocumentDescription(Saying):
    """What the description of a build says of one document; it depends on the document and the run alone."""

    def blocks(self, piece: Piece, statements: Statements, rights: Iterable[str], writers: Writers) -> list[Block]:
        """Its counts, its source with the source's own rights, its named graphs, its files."""
        key = piece.key
        part = f"{self._dataset}/{key}"
        source = f"{self._base}doc/{key}/source.txt"
        derives = any(node.subject == source for node in statements.union)
        self._is_a(part, "void:Dataset", "dcat:Dataset")
        self._say(part, "dcterms:title", Literal(key))
        self._say(part, "dcterms:license", NamedNode(self._given.licence))
        for right in rights:
            self._say(part, "dcterms:rights", Literal(right))
        self._count(part, piece.counts)
        for graph, nodes in statements.graphs.items():
            self._say(part, "dcterms:hasPart", NamedNode(graph))
            self._is_a(graph, "prov:Entity")
            self._say(graph, "void:triples", Literal(sum(len(node.rows) for node in nodes)))
            self._say(graph, "prov:wasGeneratedBy", NamedNode(self._run))
            version = re.search(r"/v([0-9]+)\Z", graph)
            if version:
                self._say(graph, "dcat:version", Literal(version[1]))
            if derives:
                self._say(graph, "prov:wasDerivedFrom", NamedNode(source))
        if derives:
            self._say(part, "prov:wasDerivedFrom", NamedNode(source))
        for file in piece.files:
            self.distribution(file)
        return [_block(node, writers) for node in self.nodes()]


class DatasetDescription(Saying):
    """The statements that describe a build, as its parts are made."""

    def __init__(
        self, description: Description, writers: Writers, scratch: Path, *, most_held_bytes: int = MOST_HELD_BYTES
    ) -> None:
        """No statements yet. What is too much to hold is written to the folder `scratch`, which is made at need."""
        super().__init__(description)
        self._writers = writers
        self._lines = SortedLines(scratch, most_held_bytes=most_held_bytes)
        self._documents: list[str] = []  # their keys: statements would take five times as much memory

    def document(self, piece: Piece) -> None:
        """Take what is said of a document."""
        self._documents.append(piece.key)
        self._put_away(piece.about)

    def written(self) -> Iterator[bytes]:
        """All that was said, as a file of Turtle, some lines at a time."""
        yield TURTLE.head(self._writers).encode()
        self._put_away(_block(node, self._writers) for node in self.nodes())
        lines = iter(self._lines)
        while some := b"".join(line.partition(_AFTER_SUBJECT)[2] for line in islice(lines, _LINES_AT_ONCE)):
            yield some.replace(_LINE_FEED, b"\n")

    def _put_away(self, blocks: Iterable[Block]) -> None:
        """Turn blocks into lines that sort by their subjects: no IRI holds a tab, and no block a separator."""
        self._lines.add(
            subject.encode() + _AFTER_SUBJECT + text.encode().replace(b"\n", _LINE_FEED) for subject, text in blocks
        )

    def dataset(self, counts: Counts) -> None:
        """The whole: what it is, its licence, its counts, its partitions, its links. To be said after all documents."""
        given = self._given
        self._is_a(self._dataset, "void:Dataset", "dcat:Dataset")
        self._say(self._dataset, "dcterms:title", Literal(given.title, language="en"))
        self._say(self._dataset, "dcterms:description", Literal(given.summary, language="en"))
        self._say(self._dataset, "dcterms:license", NamedNode(given.licence))
        self._say(self._dataset, "dcterms:rights", Literal(_RIGHTS, language="en"))
        self._say(self._dataset, "prov:wasGeneratedBy", NamedNode(self._run))
        self._say(self._dataset, "void:uriSpace", Literal(self._base))
        self._say(self._dataset, "void:documents", Literal(len(self._documents)))
        for key in self._documents:
            self._say(self._dataset, "void:subset", NamedNode(f"{self._dataset}/{key}"))
        if given.run.ended:
            self._say(self._dataset, "dcterms:modified", _time(given.run.ended))
        for form in FORMATS:
            self._say(self._dataset, "void:feature", NamedNode(form.iri))
        self._count(self._dataset, counts)
        for vocabulary in sorted({_namespace(iri) for iri in [*counts.instances, *counts.uses]} - {""}):
            self._say(self._dataset, "void:vocabulary", NamedNode(vocabulary))
        for name in sorted(counts.instances):
            part = f"{self._dataset}#class-{self._part(name)}"
            self._say(self._dataset, "void:classPartition", NamedNode(part))
            self._say(part, "void:class", NamedNode(name))
            self._say(part, "void:entities", Literal(counts.instances[name]))
        for name in sorted(counts.uses):
            part = f"{self._dataset}#property-{self._part(name)}"
            self._say(self._dataset, "void:propertyPartition", NamedNode(part))
            self._say(part, "void:property", NamedNode(name))
            self._say(part, "void:triples", Literal(counts.uses[name]))
        self._linksets(counts)
        self._describe_run()

    def _linksets(self, counts: Counts) -> None:
        """One linkset for each way of linking to Wikidata that occurs."""
        wikidata = f"{self._dataset}#wikidata"
        for name in _LINKS:
            predicate = self._iri(name)
            links = counts.links.get(predicate, 0)
            if not links:
                continue
            linkset = f"{wikidata}-{name.partition(':')[2]}"
            self._is_a(linkset, "void:Linkset")
            self._say(self._dataset, "void:subset", NamedNode(linkset))
            self._say(linkset, "void:subjectsTarget", NamedNode(self._dataset))
            self._say(linkset, "void:objectsTarget", NamedNode(wikidata))
            self._say(linkset, "void:linkPredicate", NamedNode(predicate))
            self._say(linkset, "void:triples", Literal(links))
            self._is_a(wikidata, "void:Dataset")
            self._say(wikidata, "dcterms:title", Literal("Wikidata", language="en"))
            self._say(wikidata, "void:uriSpace", Literal(self._prefixes["wd"]))

    def _describe_run(self) -> None:
        """The activity, the tool that did it, and what it used."""
        run = self._given.run
        tool = f"{self._base}software/kg-{_slug(run.tool_version)}"
        pipeline = f"{self._base}software/{_slug(run.pipeline)}-{_slug(run.pipeline_version)}"
        settings = f"{self._run}#settings"
        self._is_a(self._run, "prov:Activity")
        self._say(self._run, "prov:wasAssociatedWith", NamedNode(tool))
        self._say(self._run, "prov:used", NamedNode(pipeline))
        self._say(self._run, "prov:used", NamedNode(settings))
        if run.ended:
            self._say(self._run, "prov:endedAtTime", _time(run.ended))
        self._is_a(tool, "prov:SoftwareAgent", "schema:SoftwareApplication")
        self._is_a(pipeline, "prov:Entity", "schema:SoftwareApplication")
        for software, name, version in ((tool, "kg", run.tool_version), (pipeline, run.pipeline, run.pipeline_version)):
            self._say(software, "schema:name", Literal(name))
            self._say(software, "schema:softwareVersion", Literal(version))
        self._is_a(settings, "prov:Entity")
        self._checksum(settings, run.settings_sha256)
        for name in sorted(run.settings):
            setting = f"{self._run}#setting-{_slug(name)}"
            self._say(settings, "schema:additionalProperty", NamedNode(setting))
            self._is_a(setting, "schema:PropertyValue")
            self._say(setting, "schema:name", Literal(name))
            self._say(setting, "schema:value", Literal(run.settings[name]))

    def _part(self, iri: str) -> str:
        """A name for the partition of a class or a property: its prefixed name, or a hash where it has none."""
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace):
                return f"{prefix}-{_slug(iri[len(namespace) :])}"
        return sha256(iri.encode()).hexdigest()[:10]


_RIGHTS = (
    "The licence covers the statements that this project makes. The words quoted from a source stay under the rights "
    "of that source, which are given with each document."
)


def _block(node: Node, writers: Writers) -> Block:
    """What is said of a subject, as a block of Turtle."""
    return plain(node.subject), TURTLE.piece(writers, node.subject, (node,))


def _typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + datatype))


def _time(moment: datetime) -> Literal:
    return _typed(moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "dateTime")


def _namespace(iri: str) -> str:
    """An IRI up to its last "#" or "/"; nothing where it has neither."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _slug(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]", "-", name)
