"""The lists of who and where: people, organisations, states, offices, places."""

from __future__ import annotations

from kg.site.lists.listings import Ask, Column, Facet, Listing, Show, by_count, by_text, words

_LABEL = Column("label", "name", Show.TITLE, "?thing rdfs:label ?it")
_ALSO = Column("also", "also written", Show.TEXT, "?thing skos:altLabel ?it")
_STATE = Column("state", "state", Show.THINGS, "?thing dg:affiliatedState ?it")
_KIND = Column("kind", "kind", Show.KIND, "?thing a ?it")
_EVENTS = Column("events", "events", Show.NUMBER, "?it dg:participant ?thing", apart=True)
_CLAIMS = Column("claims", "claims made", Show.NUMBER, "?it dg:claimant ?thing", apart=True)

_BY_LABEL = by_text("label", "?thing rdfs:label ?key")
_BY_STATE = by_text("state", "?thing dg:affiliatedState/rdfs:label ?key")
_BY_EVENTS = by_count("events", "?key dg:participant ?thing")
_BY_CLAIMS = by_count("claims", "?key dg:claimant ?thing")

_OF_STATE = Facet("state", "of the state", Ask.THING, "?thing dg:affiliatedState %value .")
_OF_KIND = Facet("kind", "kind", Ask.CHOICE, "?thing a %value .")
_IN_DOCUMENT = Facet(
    "document",
    "takes part in what this document tells",
    Ask.THING,
    "?told dg:participant ?thing ; dg:partOfDocument %value .",
)
_CALLED = words("?thing rdfs:label|skos:altLabel ?called")

PEOPLE = Listing(
    "people",
    "People",
    "person",
    "Everybody of whom a document tells or who speaks in one, whether named or not.",
    "VALUES ?class { schema:Person dg:UnnamedPerson }\n?thing a ?class .",
    (
        _LABEL,
        _ALSO,
        _STATE,
        _EVENTS,
        _CLAIMS,
        Column("met", "people met", Show.NUMBER, "?thing dg:met|^dg:met ?it", apart=True),
    ),
    (_BY_LABEL, _BY_EVENTS, _BY_STATE, _BY_CLAIMS, by_count("met", "?thing dg:met|^dg:met ?key")),
    (
        Facet(
            "named",
            "named",
            Ask.CHOICE,
            "BIND(!EXISTS { ?thing a dg:UnnamedPerson } AS ?named) FILTER(?named = %value)",
            "BIND(!EXISTS { ?thing a dg:UnnamedPerson } AS ?value)",
        ),
        _OF_STATE,
        Facet("met", "met", Ask.THING, "?thing dg:met|^dg:met %value .", most=2),
        _IN_DOCUMENT,
        _CALLED,
    ),
)

ORGANISATIONS = Listing(
    "organisations",
    "Organisations",
    "organisation",
    "Organisations, their organs, missions, delegations and groups.",
    "VALUES ?class { org:FormalOrganization org:OrganizationalUnit dg:DiplomaticMission dg:Delegation dg:Collective }\n"
    "?thing a ?class .",
    (_LABEL, _ALSO, _KIND, _STATE, _EVENTS, _CLAIMS),
    (_BY_LABEL, _BY_EVENTS, _BY_STATE, _BY_CLAIMS),
    (_OF_KIND, _OF_STATE, _IN_DOCUMENT, _CALLED),
)

STATES = Listing(
    "states",
    "States",
    "state",
    "States of which a document tells, or to which somebody belongs.",
    "?thing a dg:State .",
    (
        _LABEL,
        _ALSO,
        Column("people", "people of it", Show.NUMBER, "?it dg:affiliatedState ?thing ; a schema:Person", apart=True),
        _EVENTS,
        _CLAIMS,
    ),
    (_BY_LABEL, _BY_EVENTS, by_count("people", "?key dg:affiliatedState ?thing ; a schema:Person"), _BY_CLAIMS),
    (_IN_DOCUMENT, _CALLED),
)

OFFICES = Listing(
    "offices",
    "Offices",
    "office",
    "Posts, which exist apart from those who hold them.",
    "?thing a org:Post .",
    (
        _LABEL,
        Column("role", "sort of office", Show.CONCEPT, "?thing org:role ?it FILTER(isIRI(?it))"),
        Column("state", "state", Show.THINGS, "?thing dg:sendingState|dg:affiliatedState ?it"),
        Column("receiving", "accredited to", Show.THINGS, "?thing dg:receivingState ?it"),
        Column("holders", "held by", Show.THINGS, "?tenure dg:post ?thing ; dg:holder ?it"),
    ),
    (_BY_LABEL, by_count("holders", "?tenure dg:post ?thing ; dg:holder ?key")),
    (
        Facet(
            "role",
            "sort of office",
            Ask.CHOICE,
            "?thing org:role %value .",
            "?thing org:role ?value FILTER(isIRI(?value))",
        ),
        Facet("state", "of the state", Ask.THING, "?thing dg:sendingState|dg:affiliatedState %value ."),
        Facet("person", "held by", Ask.THING, "?tenure dg:post ?thing ; dg:holder %value ."),
        _CALLED,
    ),
)

PLACES = Listing(
    "places",
    "Places",
    "place",
    "Places where something is told to happen, or that a document comes from.",
    "?thing a dg:Place .",
    (
        _LABEL,
        _ALSO,
        Column("events", "events there", Show.NUMBER, "?it dg:place ?thing", apart=True),
        Column("documents", "documents from there", Show.NUMBER, "?it schema:locationCreated ?thing", apart=True),
    ),
    (
        _BY_LABEL,
        by_count("events", "?key dg:place ?thing"),
        by_count("documents", "?key schema:locationCreated ?thing"),
    ),
    (_CALLED,),
)
