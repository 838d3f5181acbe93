"""What is compared: claims, eventualities, links and entities of a document, each with what is said of it, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

from attrs import frozen

from kg.comparison.told import Told, full
from kg.publish.terms import value_of


class Kind(StrEnum):
    """A kind of thing that is compared."""

    CLAIM = "claim"
    EVENT = "event"
    LINK = "link"
    ENTITY = "entity"


@frozen
class Thing:
    """One thing: what it is called, the words that it rests on and where they stand, and what is said of it.

    `content` is the eventuality that a claim is about.
    """

    kind: Kind
    iri: str
    title: str
    quotes: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    fields: Mapping[str, str]
    content: str = ""


# What is said elsewhere: copies for short queries, the flat view, provenance that hangs on the address alone.
_NOT_TOLD = frozenset(
    full(name)
    for name in (
        *("rdf:type", "rdfs:label", "dg:gloss", "dg:participant", "dg:partOfDocument", "dg:realis", "dg:trigger"),
        *("dg:earliest", "dg:latest", "sem:hasActor", "sem:hasTimeStamp", "sem:hasPlace", "skos:exactMatch"),
        *("skos:closeMatch", "dg:met", "dg:deliveredMessageTo", "dg:proposedVisitTo", "dg:withdrewProposalTo"),
    )
)
_MANNER = ("polarity", "certainty", "modality", "basis", "confidence", "rule")
_OF_CONTENT = {"status": "dg:status", "event date": "dg:date", "place": "dg:place"}
# Every eventuality is dg:Eventuality too; these say of all that it is one, or that it took place.
_SAID_OF_MANY = frozenset({"Eventuality", "Situation", "AttestedEvent"})
_NO_ENTITIES = (
    *("dg:Claim", "dg:Eventuality", "dg:TextSpan", "dg:Voice", "dg:FlatRelation", "dg:NilRecord", "owl:Axiom"),
    *("dg:TemporalExpression", "oa:TextQuoteSelector"),
)
_EVENT_SLUG = re.compile(r"/ev/([a-z-]+)-[a-z0-9]+>$")


def things_of(told: Told) -> Iterator[Thing]:
    """All claims, eventualities, links and entities, those that rest on words in the order of the text."""
    for make in (_claims, _events, _links, _entities):
        yield from sorted(make(told), key=lambda thing: (thing.places, thing.iri))


def _claims(told: Told) -> Iterator[Thing]:
    for claim in told.each("dg:Claim"):
        content = next(iter(told.values(claim, "dg:content")), "")
        roles = _roles(told, content)
        fields = {
            "says": told.first(claim, "dg:gloss"),
            "voice": told.chain(next(iter(told.values(claim, "dg:voice")), "")),
            **{name: told.listed(claim, f"dg:{name}") for name in _MANNER},
            "said on": told.listed(claim, "dg:date"),
            "disputes": told.listed(claim, "dg:disputes"),
            "class": _class_of(told, content),
            **{name: told.listed(content, path) for name, path in _OF_CONTENT.items()},
            "attested": _attested(told, content),
            "participants": "; ".join(sorted(f"{told.name(who)} ({role})" for role, who in roles)),
            "links": "; ".join(sorted({f"{told.name(who)}: {to}" for _, who in roles if (to := _targets(told, who))})),
        }
        yield _resting(told, Kind.CLAIM, claim, fields["says"], told.values(claim, "dg:evidence"), fields, content)


def _events(told: Told) -> Iterator[Thing]:
    for event in told.each("dg:Eventuality"):
        label = told.name(event)
        fields = {"label": label, "class": _class_of(told, event), "attested": _attested(told, event)}
        fields |= _facts(told, event)
        yield _resting(told, Kind.EVENT, event, label, told.values(event, "dg:trigger"), fields)


def _links(told: Told) -> Iterator[Thing]:
    """Each entity that was looked for, with what it was linked to and why."""
    found: dict[str, list[str]] = {}
    for name, classed in (("owl:annotatedSource", "owl:Axiom"), ("dg:searchedEntity", "dg:NilRecord")):
        for record in told.each(classed):
            for entity in told.values(record, name):
                found.setdefault(entity, []).append(record)
    for entity, records in found.items():
        reasons, confidences = (
            "; ".join(sorted({told.first(record, name) for record in records} - {""}))
            for name in ("dg:reason", "sssom:confidence")
        )
        fields = {"linked to": _targets(told, entity) or "nothing", "reason": reasons, "confidence": confidences}
        fields["known as"] = told.short(entity)
        yield Thing(Kind.LINK, value_of(entity), told.name(entity), (), (), fields)


def _entities(told: Told) -> Iterator[Thing]:
    others = set(told.each(*_NO_ENTITIES))
    for subject, of in told.said.items():
        if subject not in others and full("rdfs:label") in of:
            labels = "; ".join(value_of(label) for label in of[full("rdfs:label")])
            classes = "; ".join(sorted(told.short(each) for each in of.get(full("rdf:type"), ())))
            fields = {"label": labels, "class": classes, "known as": told.short(subject), **_facts(told, subject)}
            yield Thing(Kind.ENTITY, value_of(subject), told.name(subject), (), (), fields)


def _resting(
    told: Told, kind: Kind, iri: str, title: str, spans: tuple[str, ...], fields: Mapping[str, str], content: str = ""
) -> Thing:
    passages = sorted(told.passage(span) for span in spans)
    quotes = tuple(quote for _, _, quote in passages)
    places = tuple((start, end) for start, end, _ in passages)
    told_so = {**fields, "quote": " … ".join(quotes)}
    return Thing(kind, value_of(iri), title, quotes, places, told_so, value_of(content) if content else "")


def _facts(told: Told, subject: str) -> dict[str, str]:
    """Every property that is not told otherwise, by its local name."""
    return {
        told.short(predicate).rpartition(":")[2]: "; ".join(sorted(map(told.name, values)))
        for predicate, values in told.said[subject].items()
        if predicate not in _NOT_TOLD
    }


def _roles(told: Told, event: str) -> list[tuple[str, str]]:
    """Who takes part in an eventuality, and as what."""
    who = set(told.values(event, "dg:participant"))
    return [
        (told.short(predicate), value)
        for predicate, values in told.said.get(event, {}).items()
        for value in values
        if value in who and predicate not in _NOT_TOLD and predicate.startswith(full("dg:")[:-1])
    ]


def _class_of(told: Told, event: str) -> str:
    """The class that an address was made of, else all that is not said of many."""
    classes = [name for name in told.classes(event) if name not in _SAID_OF_MANY]
    slug = found[1] if (found := _EVENT_SLUG.search(event)) else ""
    named = [name for name in classes if re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower() == slug]
    return "; ".join(named or sorted(classes))


def _attested(told: Told, event: str) -> str:
    return "yes" if "AttestedEvent" in told.classes(event) else "no"


def _targets(told: Told, entity: str) -> str:
    """What an entity is linked to; a looser link says so."""
    exact = [told.short(target) for target in told.values(entity, "skos:exactMatch")]
    close = [f"{told.short(target)} (close)" for target in told.values(entity, "skos:closeMatch")]
    return ", ".join(sorted(exact) + sorted(close))
