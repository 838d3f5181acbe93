"""Small libraries as sites: builds of invented reports, made ready as a user's are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.publish.prefixes import DEFAULT_BASE
from kg.publish.terms import XSD
from kg.site.edition import Edition, edition_of
from kg.site.site import Site
from tests.publish.graphs import BERN, RIGA, our_context, published, quads_of

__all__ = ["BASE", "BERN", "CAIRO", "RIGA", "build_of", "cairo", "crowded", "edition_in", "iri", "name", "site_of"]

ROOT = Path(__file__).resolve().parents[2]
BASE = DEFAULT_BASE
CAIRO = "1955-06-10-embassy-poland-cairo"
_WHOLE_NUMBER = NamedNode(f"{XSD}nonNegativeInteger")


def name(term: object) -> str:
    """The IRI of a term that must be one."""
    assert isinstance(term, NamedNode), term
    return term.value


def iri(path: str) -> str:
    """The IRI of a path under our base."""
    return BASE + path


@lru_cache(1)
def cairo() -> list[Quad]:
    """The graph of the golden report: persons, tenures, times, links with their reasons, a flat view."""
    graph, flat = (NamedNode(iri(f"graph/{CAIRO}/{name}")) for name in ("v1", "flat/v1"))
    text = (ROOT / "tests" / "golden" / "reports" / CAIRO / "graph.ttl").read_bytes()
    triples = [(each.subject, each.predicate, each.object) for each in parse(text, format=RdfFormat.TURTLE)]
    return [Quad(*triple, flat if "/flat/" in str(triple[0]) else graph) for triple in triples]


def crowded(times: int) -> list[Quad]:
    """A state of which so many events tell as of a party, and two as of a place."""
    events = [f"<doc/{RIGA}/ev/visit-{number:04}>" for number in range(times)]
    told = " ".join(f'{each} a dg:Visit ; rdfs:label "visit"@en ; dg:party <agent/latvia> .' for each in events)
    placed = " ".join(f"{each} dg:place <agent/latvia> ." for each in events[:2])
    state = '<agent/latvia> a dg:State ; rdfs:label "Latvia"@en .'
    return quads_of(f"<graph/{RIGA}/v1> {{ {state} {told} {placed} }}")


def build_of(documents: Mapping[str, Sequence[Quad]], folder: Path) -> Path:
    """A build of these documents."""
    published(documents, folder, our_context())
    return folder


def edition_in(place: Path, build: Path, base: str = "") -> Edition:
    """The edition of a build, made under a place of its own."""
    return edition_of(build, ROOT / "ontology", ROOT / "shapes", place / "editions", base)


def site_of(documents: Mapping[str, Sequence[Quad]], place: Path, *, base: str = "", has_endpoint: bool = True) -> Site:
    """The site of a build of these documents."""
    edition = edition_in(place, build_of(documents, place / "build"), base)
    return Site.of(edition, our_context(), has_endpoint=has_endpoint)
