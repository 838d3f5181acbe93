"""The lists of what is told: eventualities, claims, documents."""

from __future__ import annotations

from kg.site.lists.listings import Ask, Column, Facet, Listing, Show, Sort, by_count, by_text, words

_LABEL = "?thing rdfs:label ?it"
_BY_LABEL = "?thing rdfs:label ?key"
# The last letters of a report's key, which part the documents of one day: see Sort on why not the whole.
_TAIL = "MIN(SUBSTR(STR(?document), STRLEN(STR(?document)) - 20, 14))"
# The status, and the class that says whether it is attested: told as happened is not yet happened.
_STATUS = "{{ {0} dg:status ?it }} UNION {{ {0} a ?it FILTER(?it = dg:AttestedEvent) }}"

EVENTS = Listing(
    "events",
    "Events",
    "event",
    "Whatever the documents speak of, whether it happened or not: the column “did it happen?” says so.",
    "?thing a dg:Eventuality .",
    (
        Column("date", "date", Show.DATE, "?thing dg:date ?it"),
        Column("label", "event", Show.TITLE, _LABEL),
        Column("kind", "kind", Show.KIND, "?thing a ?it FILTER(STRSTARTS(STR(?it), STR(dg:)))"),
        Column("status", "did it happen?", Show.STATUS, _STATUS.format("?thing")),
        Column("people", "who takes part", Show.THINGS, "?thing dg:participant ?it"),
        Column("document", "told in", Show.THINGS, "?thing dg:partOfDocument ?it"),
    ),
    (
        Sort(
            "date",
            (
                "?thing dg:earliest ?earliest",
                "?thing dg:latest ?latest",
                "?thing dg:partOfDocument ?document",
                "?thing dg:partOfDocument/dg:earliest ?written",
                "?thing dg:trigger/oa:hasSelector/oa:start ?start",
            ),
            ("MIN(COALESCE(?earliest, ?latest))", "MIN(?written)", _TAIL, "MIN(?start)"),
        ),
        by_text("label", _BY_LABEL),
        by_text("status", "?thing dg:status ?status BIND(STRAFTER(STR(?status), '#') AS ?key)"),
        by_count("people", "?thing dg:participant ?key"),
        Sort(
            "document",
            (
                "?thing dg:partOfDocument ?document",
                "?thing dg:partOfDocument/dg:earliest ?written",
                "?thing dg:trigger/oa:hasSelector/oa:start ?start",
            ),
            ("MIN(?written)", _TAIL, "MIN(?start)"),
        ),
    ),
    (
        Facet("kind", "kind", Ask.CHOICE, "?thing a %value ."),
        Facet("status", "did it happen?", Ask.CHOICE, "?thing dg:status %value ."),
        Facet(
            "attested",
            "attested",
            Ask.CHOICE,
            "BIND(EXISTS { ?thing a dg:AttestedEvent } AS ?attested) FILTER(?attested = %value)",
            "BIND(EXISTS { ?thing a dg:AttestedEvent } AS ?value)",
        ),
        Facet("person", "who takes part", Ask.THING, "?thing dg:participant %value .", most=4),
        Facet("place", "place", Ask.THING, "?thing dg:place %value ."),
        Facet(
            "met",
            "who met",
            Ask.THING,
            "?meeting dg:relation dg:met ; dg:fromEvent ?thing ; dg:subject|dg:object %value .",
            both="?meeting dg:relation dg:met ; dg:fromEvent ?thing ; dg:subject|dg:object %first , %second .",
            most=2,
        ),
        Facet("document", "document", Ask.THING, "?thing dg:partOfDocument %value ."),
        Facet("from", "not before", Ask.DAY, "?thing dg:earliest ?begin FILTER(?begin >= %value)"),
        Facet("to", "not after", Ask.DAY, "?thing dg:latest ?end FILTER(?end <= %value)"),
        words("?thing rdfs:label ?called"),
    ),
)

CLAIMS = Listing(
    "claims",
    "Claims",
    "claim",
    "Who says what, through whom, and how sure: nothing here is a fact because it is listed.",
    "?thing a dg:Claim .",
    (
        Column("claimant", "who says so", Show.THINGS, "?thing dg:claimant ?it"),
        Column("gloss", "claim", Show.TITLE, "?thing dg:gloss ?it"),
        Column("depth", "how directly", Show.DEPTH, "?thing dg:depth ?it"),
        Column("polarity", "says that it is so", Show.CONCEPT, "?thing dg:polarity ?it"),
        Column("modality", "manner", Show.CONCEPT, "?thing dg:modality ?it"),
        Column("certainty", "how sure", Show.CONCEPT, "?thing dg:certainty ?it"),
        Column("status", "did it happen?", Show.STATUS, f"?thing dg:content ?content . {_STATUS.format('?content')}"),
        Column("document", "document", Show.THINGS, "?thing dg:content/dg:partOfDocument ?it"),
    ),
    (
        Sort(
            "document",
            (
                "?thing dg:content/dg:partOfDocument ?document . OPTIONAL { ?document dg:earliest ?written }",
                "?thing dg:evidence/oa:hasSelector/oa:start ?start",
            ),
            ("MIN(?written)", _TAIL, "MIN(?start)"),
        ),
        by_text("gloss", "?thing dg:gloss ?key"),
        by_text("claimant", "?thing dg:claimant/rdfs:label ?key"),
        Sort("depth", ("?thing dg:depth ?key",), ("MIN(?key)",), descends=True),
        by_text("certainty", "?thing dg:certainty ?certainty BIND(STRAFTER(STR(?certainty), '#') AS ?key)"),
        by_text("modality", "?thing dg:modality ?modality BIND(STRAFTER(STR(?modality), '#') AS ?key)"),
        by_text("status", "?thing dg:content/dg:status ?status BIND(STRAFTER(STR(?status), '#') AS ?key)"),
    ),
    (
        Facet("speaker", "who says so", Ask.THING, "?thing dg:claimant %value .", most=2),
        Facet("depth", "how directly", Ask.CHOICE, "?thing dg:depth %value ."),
        Facet("polarity", "says that it is so", Ask.CHOICE, "?thing dg:polarity %value ."),
        Facet("modality", "manner", Ask.CHOICE, "?thing dg:modality %value ."),
        Facet("certainty", "how sure", Ask.CHOICE, "?thing dg:certainty %value ."),
        Facet("status", "did it happen?", Ask.CHOICE, "?thing dg:content/dg:status %value ."),
        Facet(
            "attested",
            "of an attested event",
            Ask.CHOICE,
            "?thing dg:content ?told BIND(EXISTS { ?told a dg:AttestedEvent } AS ?attested) FILTER(?attested = %value)",
            "?thing dg:content ?told BIND(EXISTS { ?told a dg:AttestedEvent } AS ?value)",
        ),
        Facet("kind", "kind of event", Ask.CHOICE, "?thing dg:content/rdf:type %value ."),
        Facet("person", "of whom", Ask.THING, "?thing dg:content/dg:participant %value .", most=4),
        Facet("document", "document", Ask.THING, "?thing dg:content/dg:partOfDocument %value ."),
        Facet(
            "from",
            "written not before",
            Ask.DAY,
            "?thing dg:content/dg:partOfDocument/dg:earliest ?begin FILTER(?begin >= %value)",
        ),
        Facet(
            "to",
            "written not after",
            Ask.DAY,
            "?thing dg:content/dg:partOfDocument/dg:latest ?end FILTER(?end <= %value)",
        ),
        words("?thing dg:gloss ?called"),
    ),
)

DOCUMENTS = Listing(
    "documents",
    "Documents",
    "document",
    "The documents that were read.",
    "?thing a rico:Record .\n"
    "FILTER(EXISTS { ?thing dcterms:title ?title } || EXISTS { ?voice dg:expressedIn ?thing })\n"
    "FILTER NOT EXISTS { ?thing schema:translationOfWork ?original }",
    (
        Column("date", "date", Show.DATE, "?thing dg:date ?it"),
        Column("label", "document", Show.TITLE, _LABEL),
        Column("kind", "kind", Show.TEXT, "?thing schema:genre ?it"),
        Column("author", "author", Show.THINGS, "?thing schema:author ?it"),
        Column("recipient", "addressee", Show.THINGS, "?thing schema:recipient ?it"),
        Column("events", "events", Show.NUMBER, "?it dg:partOfDocument ?thing", apart=True),
        Column("claims", "claims", Show.NUMBER, "?told dg:partOfDocument ?thing . ?it dg:content ?told", apart=True),
    ),
    (
        Sort(
            "date", ("?thing dg:earliest ?earliest", "?thing dg:latest ?latest"), ("MIN(COALESCE(?earliest, ?latest))",)
        ),
        by_text("label", _BY_LABEL),
        by_text("kind", "?thing schema:genre ?key"),
        by_text("author", "?thing schema:author/rdfs:label ?key"),
        by_count("events", "?key dg:partOfDocument ?thing"),
        by_count("claims", "?told dg:partOfDocument ?thing . ?key dg:content ?told"),
    ),
    (
        Facet(
            "kind",
            "kind",
            Ask.CHOICE,
            "?thing schema:genre ?genre FILTER(STR(?genre) = %value)",
            "?thing schema:genre ?genre BIND(STR(?genre) AS ?value)",
        ),
        Facet(
            "person",
            "author, sender or addressee",
            Ask.THING,
            "?thing schema:author|schema:sender|schema:recipient %value .",
            most=2,
        ),
        Facet("from", "not before", Ask.DAY, "?thing dg:earliest ?begin FILTER(?begin >= %value)"),
        Facet("to", "not after", Ask.DAY, "?thing dg:latest ?end FILTER(?end <= %value)"),
        words("?thing rdfs:label ?called"),
    ),
)
