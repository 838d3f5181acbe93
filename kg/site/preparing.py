"""What is worked out of an edition while it is made, because it takes too long while somebody waits for a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.site.cutting import parts_of
from kg.site.graph import Graph
from kg.site.keeping import write_kept
from kg.site.ledger import Groups, Ledger
from kg.site.lists import LISTINGS, Known
from kg.site.pages.agent import SECTIONS
from kg.site.sections import part_on_page

# Named in fewer documents than these, somebody's lists are made in a twentieth of a second when they are asked for.
MANY = 48
_NAMED = ("people", "organisations", "states", "offices", "places")


def prepare(graph: Graph, known: Known, path: Path) -> None:
    """Write to a new file what pages of an edition will ask for (see keeping.py)."""
    write_kept(path, ledgers_of(graph, known), parts_of(graph, known.things(LISTINGS["documents"])))


def ledgers_of(graph: Graph, known: Known, many: int = MANY) -> Iterator[tuple[str, Mapping[str, Groups]]]:
    """All lists of those whom so many documents name."""
    for name in _NAMED:
        for iri in known.things(LISTINGS[name]):
            # What a document names for itself alone stands below its record.
            if graph.addresses.path(iri).startswith("doc/") or len(graph.said_in(iri, "rdf:type")) < many:
                continue
            ledger = Ledger(graph, iri)
            if len(ledger.documents) >= many:
                for section in SECTIONS:
                    part_on_page(ledger, section)
                yield iri, ledger.lists
