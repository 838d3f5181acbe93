"""What archivists want to know of a document, in the order of ISAD(G): what it is, from whom, where it is kept, under
which conditions, in which text it was read, and how its graph was made. What its page does not say is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from attrs import frozen
from pyoxigraph import Literal, NamedNode

from kg.site.graph import Graph, full
from kg.site.readings import quotes, thing, things
from kg.site.shown import Claim, Date, Quote, Sign, Thing
from kg.site.words import date_shown, in_words, told_sign

Value: TypeAlias = Thing | Date | Quote


@frozen
class Fact:
    """One thing that is known of a document, with its name; `is_list`: its values are short, and many fit a line."""

    name: str
    values: tuple[Value, ...]
    is_list: bool = False


@frozen
class Facts:
    """Facts that belong together; `anchor` is where links to them lead on the page."""

    title: str
    anchor: str
    facts: tuple[Fact, ...]


def facts_of(graph: Graph, record: str) -> tuple[Facts, ...]:
    """All that is known of a record, of its translation if it has one, of its text, and of the run that read it."""
    translation = next(iter(graph.subjects("schema:translationOfWork", record)), "")
    groups = [Facts("The record", "record", _present(_record(graph, record)))]
    if translation:
        groups.append(Facts("The translation", "translation", _present(_told(graph, translation))))
    else:
        groups[0] = Facts("The record", "record", (*groups[0].facts, *_present(_told(graph, record))))
    told = translation or record
    for text in graph.iris(told, "rico:hasOrHadInstantiation"):
        groups.append(Facts("The text that was read", "source.txt", _present(_text(graph, text))))
    groups.append(Facts("How its graph was made", "made", _present(_run(graph, record))))
    return tuple(group for group in groups if group.facts)


def _present(facts: Iterator[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.values)


def _record(graph: Graph, this: str) -> Iterator[Fact]:
    def said(*predicates: str) -> tuple[Thing, ...]:
        return _words(graph.texts(this, *predicates))

    yield Fact(
        "Reference code", _words(graph.texts(this, "rico:identifier") or graph.texts(this, "dcterms:identifier"))
    )
    parts = ("fonds", "series", "box", "fileItem", "registryNumber")
    named = [f"{in_words(part)} {text}" for part in parts for text in graph.texts(this, f"dg:{part}")]
    yield Fact("Its parts", _words(named), is_list=True)
    yield Fact("Title", said("dcterms:title"))
    date = date_shown(graph.text(this, "dg:date"))
    yield Fact("Date", (date,) if date else ())
    yield Fact("Kind", said("schema:genre"))
    yield Fact("Author", things(graph, this, "rico:hasAuthor"))
    yield Fact("Sender", things(graph, this, "rico:hasSender"))
    yield Fact("Addressee", things(graph, this, "rico:hasAddressee"))
    yield Fact("Written at", things(graph, this, "schema:locationCreated"))
    yield Fact("Archive", things(graph, this, "rico:hasOrHadHolder"))
    yield Fact("Fonds", things(graph, this, "rico:isOrWasIncludedIn"))
    yield Fact("Subject line", said("dcterms:subject"))
    yield Fact("Documents it names", tuple(_named(graph, each) for each in graph.iris(this, "dcterms:references")))
    yield Fact("Called here", (Thing("", this, "code", ""),))
    yield Fact("The text says so at", quotes(graph, this, "dg:statedIn"), is_list=True)


def _named(graph: Graph, reference: str) -> Thing:
    """A document that the prose names: our own record of it, if there is one."""
    ours = thing(graph, graph.iri(reference, "rdfs:seeAlso") or reference)
    return Thing(ours.iri, graph.label(reference), ours.kind, ours.href)


def _told(graph: Graph, this: str) -> Iterator[Fact]:
    """What is said of the translation; of the record, where its text is none."""
    yield Fact("Translator", things(graph, this, "schema:translator"))
    yield Fact("Language", _words(graph.texts(this, "dcterms:language")))
    is_abridged = {"true": "yes, the text says so itself", "false": "no, as far as the text says"}
    yield Fact("Abridged", _words(is_abridged.get(text, text) for text in graph.texts(this, "dg:abridged")))
    yield Fact("Left out", quotes(graph, this, "dg:hasOmission"), is_list=True)
    yield Fact("Words put in", quotes(graph, this, "dg:hasEditorialInsertion"), is_list=True)
    yield Fact(
        "Conditions of use", _words(graph.texts(this, "rico:conditionsOfUse") or graph.texts(this, "dcterms:rights"))
    )
    yield Fact("Licence", things(graph, this, "dcterms:license"))
    addresses = (Thing(iri, iri, "other site", thing(graph, iri).href) for iri in graph.iris(this, "schema:url"))
    yield Fact("Its page", (*addresses, *_words(graph.texts(this, "schema:url"))))


def _text(graph: Graph, this: str) -> Iterator[Fact]:
    counts = graph.texts(this, "dg:characterCount")
    yield Fact("Extent", _words(f"{int(count):,} characters" for count in counts if count.isdecimal()))
    yield Fact("SHA-256", tuple(Thing("", text, "code", "") for text in graph.texts(this, "schema:sha256")))


def _run(graph: Graph, record: str) -> Iterator[Fact]:
    """The run that made the graph of the document, as the description of the data set tells of it."""
    base = graph.addresses.base
    key = record.removeprefix(f"{base}doc/").partition("/")[0]
    described = NamedNode(f"{base}dataset")

    def said(subject: str, predicate: str) -> list[str]:
        found = graph.store.quads_for_pattern(NamedNode(subject), NamedNode(full(predicate)), None, described)
        return sorted(quad.object.value for quad in found if isinstance(quad.object, NamedNode | Literal))

    for run in said(f"{base}graph/{key}/v1", "prov:wasGeneratedBy"):
        tools = [*said(run, "prov:wasAssociatedWith"), *said(run, "prov:used")]
        versions = (
            (name, said(tool, "schema:softwareVersion")) for tool in tools for name in said(tool, "schema:name")
        )
        yield Fact("Made by", _words(" ".join((name, *version)) for name, version in versions if version))
        date = next(iter(said(run, "prov:endedAtTime")), "")
        yield Fact("On", _words([date.partition("T")[0]] if date else []))
        yield Fact("Run", (Thing("", run, "code", ""),))
    yield Fact("Its statements", (Thing("", f"{base}graph/{key}/v1", "code", ""),))


def _words(texts: Sequence[str] | Iterator[str]) -> tuple[Thing, ...]:
    return tuple(Thing("", text, "words", "") for text in texts)


@frozen
class Counts:
    """How many claims there are at each depth, how many events of each status."""

    claims: int
    by_depth: tuple[tuple[int, int], ...]
    by_tone: tuple[tuple[str, int], ...]
    events: tuple[tuple[Sign, int], ...]


def counts_of(graph: Graph, record: str, claims: Sequence[Claim]) -> Counts:
    """The counts of a document."""
    events = Counter(graph.name(event, "dg:status") for event in graph.subjects("dg:partOfDocument", record))
    tones = Counter(claim.status.tone for claim in claims if claim.status)
    return Counts(
        len(claims),
        tuple(sorted(Counter(claim.depth for claim in claims).items())),
        tuple((tone, tones[tone]) for tone in ("held", "open", "off") if tones[tone]),
        tuple((told_sign(name), number) for name, number in sorted(events.items(), key=lambda row: (-row[1], row[0]))),
    )
