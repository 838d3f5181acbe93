"""What search engines read: a thing in the terms of schema.org, as JSON-LD to stand in its page.

It says less than the graph and never more. What schema.org has no word for is left out, as are sender and addressee:
its `sender` and `recipient` are for messages. An eventuality becomes an `Event` only if it is attested; a
visit that was planned or withdrawn says so by `eventStatus`; what was denied, wished or supposed is not given at all.
Terms and what they stand on: schema.org's own shapes, which come with pyshacl (tests/site/test_structured.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from kg.site.graph import Graph
from kg.site.readings import chain

Node: TypeAlias = Mapping[str, object]

CONTEXT = "https://schema.org"
# A date that ISO 8601 knows; an interval of EDTF says between which days something lies, not how long it lasted.
_DAY_MONTH_YEAR = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_VISITS = frozenset({"dg:Visit", "dg:OfficialVisit"})
_STATUSES = {"Withdrawn": f"{CONTEXT}/EventCancelled", "Prospective": f"{CONTEXT}/EventScheduled"}
# The first class that fits names the type.
_TYPES = {
    "schema:ArchiveOrganization": "ArchiveOrganization",
    "schema:Person": "Person",
    "dg:UnnamedPerson": "Person",
    "dg:State": "Country",
    "dg:DiplomaticMission": "Organization",
    "org:OrganizationalUnit": "Organization",
    "org:FormalOrganization": "Organization",
    "dg:Place": "Place",
    "rico:RecordSet": "Collection",
}


def schema_org(graph: Graph, iri: str) -> str:
    """The JSON-LD of a thing; "" if schema.org has no word for it, or none that would not say too much."""
    kinds = graph.kinds(iri)
    draw = next((draw for kind, draw in _DRAWN.items() if kind in kinds), None)
    node = draw(graph, iri) if draw else {}
    if not node:
        return ""
    return json.dumps({"@context": CONTEXT, **node}, ensure_ascii=False, separators=(",", ":"))


def document_node(graph: Graph, iri: str) -> Node:
    """The record in its archive, with its translation and the text that was read.

    `copyrightNotice` are the statements of rights, word for word; there is a `license` only where the graph names one.
    """
    archives = _named_all(graph, iri, "schema:holdingArchive")
    return _node(
        iri,
        ["Report", "ArchiveComponent"] if archives else "Report",
        name=graph.text(iri, "dcterms:title", "rdfs:label"),
        genre=graph.text(iri, "schema:genre"),
        identifier=graph.texts(iri, "rico:identifier"),
        dateCreated=_date(graph, iri),
        author=_named_all(graph, iri, "schema:author"),
        locationCreated=_named_all(graph, iri, "schema:locationCreated"),
        holdingArchive=archives,
        isPartOf=_named_all(graph, iri, "rico:isOrWasIncludedIn"),
        citation=[_cited(graph, each) for each in graph.iris(iri, "dcterms:references")],
        **_as_published(graph, iri),
        workTranslation=[
            _node(each, "Report", name=graph.text(each, "dcterms:title", "rdfs:label"), **_as_published(graph, each))
            for each in graph.subjects("schema:translationOfWork", iri)
        ],
    )


def _as_published(graph: Graph, told: str) -> Mapping[str, object]:
    """What is said of a record, or of its translation, as it was published and read."""
    return {
        "translator": _named_all(graph, told, "schema:translator"),
        "inLanguage": graph.texts(told, "schema:inLanguage"),
        "url": graph.iris(told, "schema:url"),
        "copyrightNotice": graph.texts(told, "dcterms:rights"),
        "license": graph.iris(told, "dcterms:license"),
        "encoding": [
            _node(
                text,
                "MediaObject",
                encodingFormat=graph.text(text, "schema:encodingFormat"),
                sha256=graph.text(text, "schema:sha256"),
                isBasedOn=[{"@id": source} for source in graph.iris(text, "prov:wasDerivedFrom")],
            )
            for text in graph.iris(told, "rico:hasOrHadInstantiation")
        ],
    }


def _cited(graph: Graph, iri: str) -> Node:
    number = graph.text(iri, "dcterms:identifier")
    return _node(iri, "CreativeWork", name=graph.label(iri), identifier=number)


def agent_node(graph: Graph, iri: str) -> Node:
    """A person, an organisation, a state, a place or an archive: its names, and what else is called the same thing."""
    type_ = _type(graph, iri)
    return _node(
        iri,
        type_,
        name=graph.label(iri),
        alternateName=graph.texts(iri, "skos:altLabel"),
        sameAs=graph.iris(iri, "skos:exactMatch"),
        parentOrganization=_named_all(graph, iri, "org:unitOf") if type_ == "Organization" else (),
    )


def event_node(graph: Graph, iri: str) -> Node:
    """An eventuality that is attested, or a visit that was planned or withdrawn; empty for every other.

    Whoever takes part stands under `about`: roles are many, and not every one attends. A planned visit that a voice of
    the report denies is not given.
    """
    kinds, status = graph.kinds(iri), ""
    if "dg:AttestedEvent" not in kinds:
        status = _STATUSES.get(graph.name(iri, "dg:status"), "") if _VISITS.intersection(kinds) else ""
        claims = graph.subjects("dg:content", iri)
        is_denied = any(graph.name(claim, "dg:polarity") == "Negative" for claim in claims)
        if not status or (is_denied and graph.name(iri, "dg:status") == "Prospective"):
            return {}
    return _node(
        iri,
        "Event",
        name=graph.label(iri),
        startDate=_date(graph, iri),
        eventStatus=status,
        location=_named_all(graph, iri, "dg:place"),
        about=[_named(graph, each) for each in graph.iris(iri, "dg:participant") if _type(graph, each)],
        subjectOf=[_document(graph, each) for each in graph.iris(iri, "dg:partOfDocument")],
    )


def claim_node(graph: Graph, iri: str) -> Node:
    """A claim by whoever makes it; `description` says through whom it is heard, and that a voice denies it."""
    voices = chain(graph, graph.iri(iri, "dg:voice"))
    told = [" and ".join(each.label for each in voice.speakers) for voice in reversed(voices)]
    outermost = graph.iri(voices[0].voice.iri, "dg:expressedIn") if voices else ""
    return _node(
        iri,
        "Claim",
        text=graph.text(iri, "dg:gloss"),
        description=_heard("Denied" if graph.name(iri, "dg:polarity") == "Negative" else "Affirmed", told),
        author=_named_all(graph, iri, "dg:claimant"),
        appearance=_document(graph, outermost) if outermost else (),
    )


def _heard(says: str, told: list[str]) -> str:
    """Who says so, through whom.

    >>> _heard("Affirmed", ["Rehm", "Ilse Varga"])
    'Affirmed by Rehm, as told by Ilse Varga'
    """
    return f"{says} by {', as told by '.join(told)}" if told else ""


def _document(graph: Graph, iri: str) -> Node:
    return _node(iri, "Report", name=graph.label(iri))


def _named_all(graph: Graph, iri: str, predicate: str) -> list[Node]:
    return [_named(graph, each) for each in graph.iris(iri, predicate)]


def _named(graph: Graph, iri: str) -> Node:
    """A thing that another one names: its type, if schema.org has one, and its name."""
    return _node(iri, _type(graph, iri), name=graph.label(iri))


def _type(graph: Graph, iri: str) -> str:
    kinds = graph.kinds(iri)
    return next((name for kind, name in _TYPES.items() if kind in kinds), "")


def _date(graph: Graph, iri: str) -> str:
    edtf = graph.text(iri, "dg:date")
    return edtf if _DAY_MONTH_YEAR.fullmatch(edtf) else ""


def _node(iri: str, type_: object, **values: object) -> Node:
    """A node of JSON-LD: what is empty is left out, what is alone stands without a list."""
    node: dict[str, object] = {"@id": iri}
    if type_:
        node = {"@type": type_, **node}
    for name, value in values.items():
        if isinstance(value, Iterable) and not isinstance(value, str | Mapping):
            several = list(value)
            value = several[0] if len(several) == 1 else several
        if value:
            node[name] = value
    return node


_DRAWN: Mapping[str, Callable[[Graph, str], Node]] = {
    "dg:Claim": claim_node,
    "dg:Eventuality": event_node,
    **dict.fromkeys(_TYPES, agent_node),
    "schema:Report": document_node,
}
