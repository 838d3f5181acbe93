"""The forms of an answer to a query: tables (SELECT, ASK) and graphs (CONSTRUCT, DESCRIBE)."""

from __future__ import annotations

from collections.abc import Sequence

from kg.serve.negotiation import Offer, chosen

# SPARQL 1.1 Protocol, 2.1.6. The plain types are offered too: programs ask for them and read what they get.
TABLES = (
    Offer("application/sparql-results+json", "json"),
    Offer("application/sparql-results+xml", "xml"),
    Offer("text/csv", "csv"),
    Offer("text/tab-separated-values", "tsv"),
    Offer("application/json", "json"),
    Offer("application/xml", "xml"),
)
GRAPHS = (
    Offer("text/turtle", "ttl"),
    Offer("application/n-triples", "nt"),
    Offer("application/ld+json", "jsonld"),
    Offer("application/rdf+xml", "rdf"),
    Offer("application/n-quads", "nq"),
    Offer("application/trig", "trig"),
)
# A link that says format=json or format=xml works for a graph as well.
_FAMILIES = {"json": "jsonld", "xml": "rdf"}


def wanted(accept: str, form: str) -> tuple[Offer | None, Offer | None]:
    """The offers for a table and for a graph; None as there is none that fits. `form`, if given, goes before `accept`.

    `form` is the ending of a file (csv, ttl) or a media type.

    >>> [offer and offer.extension for offer in wanted("text/csv;q=0.5, text/turtle", "")]
    ['csv', 'ttl']
    >>> [offer and offer.extension for offer in wanted("text/csv", "json")]
    ['json', 'jsonld']
    """
    if not form:
        return chosen(accept, TABLES), chosen(accept, GRAPHS)
    return _called(form, TABLES), _called(_FAMILIES.get(form, form), GRAPHS)


def is_known(form: str) -> bool:
    """Whether there is a form of this name.

    >>> is_known("csv"), is_known("text/turtle"), is_known("pdf")
    (True, True, False)
    """
    return any(wanted("", form))


def names() -> str:
    """The endings that there are, for a sentence.

    >>> names()
    'json, xml, csv, tsv, ttl, nt, jsonld, rdf, nq, trig'
    """
    return ", ".join(dict.fromkeys(offer.extension for offer in (*TABLES, *GRAPHS)))


def _called(form: str, offers: Sequence[Offer]) -> Offer | None:
    return next((offer for offer in offers if form.lower() in (offer.extension, offer.media_type)), None)
