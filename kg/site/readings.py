"""From the graph to what a page shows: things, quotes, chains of voices, claims, events."""

from __future__ import annotations

import re

from kg.site.graph import Graph
from kg.site.parting import place_of
from kg.site.shown import Claim, Event, Quote, Sign, Speaker, Thing
from kg.site.words import date_shown, in_words, status_sign

# The first that fits names the kind.
KINDS = {
    "schema:Person": "person",
    "dg:UnnamedPerson": "person",
    "dg:State": "state",
    "dg:DiplomaticMission": "mission",
    "dg:Delegation": "delegation",
    "dg:Collective": "group",
    "org:OrganizationalUnit": "organisation",
    "org:FormalOrganization": "organisation",
    "schema:ArchiveOrganization": "archive",
    "org:Post": "office",
    "dg:Place": "place",
    "dg:Message": "message",
    "dg:Eventuality": "event",
    "dg:Claim": "claim",
    "dg:Voice": "voice",
    "rico:RecordSet": "fonds",
    "rico:Record": "document",
    "rico:Instantiation": "text",
    "dg:TextSpan": "quote",
    "dg:TemporalExpression": "time expression",
    "owl:Axiom": "link",
    "dg:NilRecord": "search without a find",
    "dg:FlatRelation": "relation",
}
_WEB = re.compile(r"https?://")  # what a link may lead to: never javascript:, never a file of the reader's machine
_KEY = re.compile(r"(?:^|/)doc/(?P<key>[^/]+)/")
# Classes that say what an eventuality is in other vocabularies, or nothing about its kind.
_GENERAL = frozenset({"dg:Eventuality", "dg:AttestedEvent", "dg:Situation", "dg:Communication", "dg:PoliticalAct"})
_BROADER = {
    "dg:Visit": "dg:Meeting",
    "dg:Meeting": "",
    "dg:Travel": "",
}  # the general ones beside a narrower class


def thing(graph: Graph, iri: str) -> Thing:
    """A thing of ours, or of another site."""
    return graph.once(_thing, iri)


def _thing(graph: Graph, iri: str) -> Thing:
    href = place_of(graph, iri) if graph.speaks_of(iri) else ""
    classes = graph.kinds(iri)
    kind = next((word for name, word in KINDS.items() if name in classes), "thing" if href else "other site")
    is_elsewhere = not graph.addresses.path(iri) and _WEB.match(iri)
    return Thing(iri, graph.label(iri), kind, href or (iri if is_elsewhere else ""))


def things(graph: Graph, iri: str, *predicates: str) -> tuple[Thing, ...]:
    """The things that some predicates lead to."""
    return tuple(thing(graph, each) for each in graph.iris(iri, *predicates))


def document_of(graph: Graph, iri: str) -> Thing:
    """The record of the document that a thing belongs to, by its IRI."""
    found = _KEY.search(iri)
    assert found, f"{iri} belongs to a document"
    return thing(graph, f"{graph.addresses.base}doc/{found['key']}/record")


def quote(graph: Graph, span: str) -> Quote | None:
    """The words of a stretch of text; None where the build does not give them."""
    return graph.once(_quote, span)


def _quote(graph: Graph, span: str) -> Quote | None:
    selector = graph.iri(span, "oa:hasSelector")
    if not selector:
        return None
    start, end = (int(graph.text(selector, name) or 0) for name in ("oa:start", "oa:end"))
    exact, prefix, suffix = (graph.text(selector, name) for name in ("oa:exact", "oa:prefix", "oa:suffix"))
    return Quote(span, exact, prefix, suffix, start, end, place_of(graph, span))


def quotes(graph: Graph, iri: str, predicate: str = "dg:evidence") -> tuple[Quote, ...]:
    """The quotes that a predicate leads to, in the order of the text."""
    found = (quote(graph, span) for span in graph.iris(iri, predicate))
    return tuple(sorted((each for each in found if each), key=lambda each: (each.start, each.end)))


def chain(graph: Graph, voice: str) -> tuple[Speaker, ...]:
    """The voices through which one is heard, the outermost first. A circle ends where it closes; no build has one."""
    return graph.once(_chain, voice)


def _chain(graph: Graph, voice: str) -> tuple[Speaker, ...]:
    speakers: dict[str, Speaker] = {}
    while voice and voice not in speakers:
        depth = int(graph.text(voice, "dg:depth") or 0)
        speakers[voice] = Speaker(
            thing(graph, voice), things(graph, voice, "dg:speaker"), things(graph, voice, "dg:hearer"), depth
        )
        voice = graph.iri(voice, "dg:embeddedIn")
    return tuple(reversed(speakers.values()))


def status(graph: Graph, event: str) -> Sign:
    """Whether an eventuality happened, is only said to have happened, is planned, was withdrawn ..."""
    return status_sign(graph.name(event, "dg:status"), is_attested="dg:AttestedEvent" in graph.kinds(event))


def claim(graph: Graph, iri: str) -> Claim:
    """A claim with all that belongs to it."""
    return graph.once(_claim, iri)


def _claim(graph: Graph, iri: str) -> Claim:
    content = graph.iri(iri, "dg:content")
    return Claim(
        thing(graph, iri),
        graph.text(iri, "dg:gloss"),
        chain(graph, graph.iri(iri, "dg:voice")),
        things(graph, iri, "dg:claimant"),
        int(graph.text(iri, "dg:depth") or 0),
        graph.name(iri, "dg:polarity"),
        graph.name(iri, "dg:modality"),
        graph.name(iri, "dg:certainty"),
        graph.name(iri, "dg:basis"),
        thing(graph, content) if content else None,
        status(graph, content) if content else None,
        quotes(graph, iri),
        document_of(graph, iri),
        graph.text(iri, "dg:confidence"),
        graph.text(iri, "dg:rule"),
    )


def event(graph: Graph, iri: str) -> Event:
    """An eventuality with all that belongs to it."""
    classes = graph.kinds(iri)
    trigger = graph.iri(iri, "dg:trigger")
    return Event(
        thing(graph, iri),
        graph.label(iri),
        type_of(classes),
        date_shown(graph.text(iri, "dg:date")),
        status(graph, iri),
        "dg:AttestedEvent" in classes,
        roles(graph, iri),
        things(graph, iri, "dg:place"),
        document_of(graph, iri),
        quote(graph, trigger) if trigger else None,
    )


def type_of(classes: tuple[str, ...]) -> str:
    """The narrowest of our classes, in words.

    >>> type_of(("sem:Event", "dg:CourtesyVisit", "dg:Eventuality", "dg:Meeting", "dg:Visit"))
    'courtesy visit'
    """
    own = [name for name in classes if name.startswith("dg:") and name not in _GENERAL]
    narrow = [name for name in own if name not in _BROADER] or own
    return in_words(narrow[0]) if narrow else "event"


def roles(graph: Graph, iri: str) -> tuple[tuple[str, Thing], ...]:
    """Who takes part in an eventuality, and as what; one without a part of his own as "participant"."""
    everybody = graph.iris(iri, "dg:participant")
    rows: list[tuple[str, Thing]] = []
    named: set[str] = set()
    for predicate, values in graph.about(iri).items():
        if not predicate.startswith("dg:") or predicate in ("dg:participant", "dg:partOfDocument"):
            continue
        for value in values:
            if value.value in everybody:
                rows.append((in_words(predicate), thing(graph, value.value)))
                named.add(value.value)
    rows += [("participant", thing(graph, each)) for each in everybody if each not in named]
    return tuple(rows)


def events_with(graph: Graph, iri: str) -> tuple[str, ...]:
    """The eventualities in which somebody takes part, the earliest first, those without a date last."""
    found = set(graph.subjects("dg:participant", iri)) | set(graph.subjects("dg:place", iri))
    return tuple(sorted(found, key=lambda each: (graph.text(each, "dg:earliest", "dg:latest") or "9", each)))


def record_set(graph: Graph) -> tuple[str, ...]:
    """The records of all documents of the edition, the earliest first."""
    prefix = f"{graph.addresses.base}doc/"
    found = (each for each in graph.members("rico:Record") if each.startswith(prefix) and each.endswith("/record"))
    whole = (each for each in found if graph.subjects("dg:expressedIn", each) or graph.text(each, "dcterms:title"))
    return tuple(sorted(whole, key=lambda each: (graph.text(each, "dg:earliest") or "9", each)))
