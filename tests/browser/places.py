"""What there is to click, found in the build and not in the pages: so a page that hides it fails the test."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen
from pyoxigraph import NamedNode, QuerySolution, QuerySolutions, RdfFormat, Store

from kg.publish.prefixes import DEFAULT_BASE, prefixes
from kg.site.addresses import Addresses

_ADDRESSES = Addresses(DEFAULT_BASE)
_PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes().items())

# Somebody, an event that he takes part in and that is attested, a claim of it, and the words that the claim rests on.
_CHAIN = """
SELECT * WHERE {
  ?person a schema:Person ; rdfs:label ?name .
  ?event a dg:AttestedEvent ; dg:participant ?person .
  ?claim dg:content ?event ; dg:evidence ?span ; dg:voice ?voice ; dg:gloss ?gloss .
  ?span oa:hasSelector ?selector . ?selector oa:exact ?exact ; oa:start ?start .
  FILTER(STRLEN(?exact) < 300)
} ORDER BY ?start ?claim ?event ?person LIMIT 1
"""
# For pictures: the claim that comes through most voices, and who takes part in most events.
_DEEPEST = """
SELECT * WHERE { ?claim dg:voice ?voice ; dg:depth ?depth ; dg:content ?event ; dg:evidence ?span }
ORDER BY DESC(?depth) ?claim LIMIT 1
"""
_BUSIEST = """
SELECT ?person (COUNT(DISTINCT ?event) AS ?events) WHERE { ?event dg:participant ?person . ?person a schema:Person }
GROUP BY ?person ORDER BY DESC(?events) ?person LIMIT 1
"""
# A name that is written with an accent, of somebody who bears it as the first.
_ACCENTED = """
SELECT ?person ?name { ?person a schema:Person ; rdfs:label ?name FILTER(REGEX(?name, "[\\u00C0-\\u017F]")) }
ORDER BY ?person LIMIT 1
"""
_ONE_OF_EACH = """
SELECT ?kind (MIN(STR(?thing)) AS ?one) WHERE {
  ?thing a ?kind
  VALUES ?kind {
    schema:Person dg:State dg:DiplomaticMission dg:Collective dg:UnnamedPerson org:Post dg:Place dg:Message
    dg:Eventuality dg:Claim dg:Voice rico:RecordSet rico:Record
  }
} GROUP BY ?kind ORDER BY ?kind
"""


@frozen
class Places:
    """Pages of the site, from its root, and the words that stand on them."""

    document: str
    person: str
    event: str
    claim: str
    claim_anchor: str
    quote: str
    exact: str
    kinds: tuple[tuple[str, str], ...]
    deepest_claim: str
    busiest_person: str
    accented: str
    accented_person: str


def places_in(build: Path) -> Places:
    """The places of a build."""
    store = Store()
    store.bulk_load(path=str(build / "all.ttl"), format=RdfFormat.TURTLE)
    row = _rows(store, _CHAIN)[0]
    accented = _rows(store, _ACCENTED)[0]
    quote = _page(row, "span")
    return Places(
        quote.partition("#")[0],
        _page(row, "person"),
        _page(row, "event"),
        _page(row, "claim"),
        anchor_of(_page(row, "claim")),
        quote,
        row["exact"].value,
        tuple((_kind(row), _ADDRESSES.page(row["one"].value)) for row in _rows(store, _ONE_OF_EACH)),
        _page(_rows(store, _DEEPEST)[0], "claim"),
        _page(_rows(store, _BUSIEST)[0], "person"),
        accented["name"].value,
        _page(accented, "person"),
    )


def anchor_of(claim: str) -> str:
    """Where a claim stands on the page of its document, by its own page."""
    return f"claim-{claim.rpartition('/')[2].removesuffix('.html')}"


def _rows(store: Store, query: str) -> list[QuerySolution]:
    found = store.query(_PREFIXES + query)
    assert isinstance(found, QuerySolutions)
    return list(found)


def _page(row: QuerySolution, name: str) -> str:
    return _ADDRESSES.page(row[name].value)


def _kind(row: QuerySolution) -> str:
    kind = row["kind"]
    assert isinstance(kind, NamedNode)
    return kind.value.rpartition("/")[2].rpartition("#")[2]
