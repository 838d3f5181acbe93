"""All that an edition holds of somebody or some place, as sorted IRIs.

Every list is a row of groups. Those of somebody whom very many documents name are written down when the edition is made
(keeping.py), so that a page can count everything, and read only what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from attrs import define, field
from pyoxigraph import NamedNode

from kg.site.graph import Graph, short
from kg.site.sayings import Sayings, by_date, by_record

# The lists of eventualities: what is attested, and apart from it all that is not, by status.
ATTESTED = "happened"
GROUPS = (ATTESTED, "said", "stood", "presumed", "planned", "withdrawn", "wished", "supposed", "denied", "open")
_GROUP_OF = {
    "Occurred": "said",
    "Habitual": "said",
    "Holds": "stood",
    "Presumed": "presumed",
    "Contested": "presumed",
    "Prospective": "planned",
    "Withdrawn": "withdrawn",
    "Desired": "wished",
    "Hypothetical": "supposed",
    "NotOccurred": "denied",
}
_REAL = frozenset({"Occurred", "Habitual"})
# How an eventuality leads to those who are in it; every role is a participant as well.
_TELLS_OF = ("dg:participant", "dg:place", "dg:message")
TENURES = ("dg:holder", "dg:post", "org:organization")
_MEMBER = ("dg:affiliatedState", "dg:sendingState", "dg:receivingState", "org:unitOf", "org:postIn", "dg:head")
# The lists of those who belong to somebody or some place, by class; the first that fits.
MEMBERS = {
    "dg:DiplomaticMission": "missions",
    "org:Post": "posts",
    "org:OrganizationalUnit": "units",
    "org:FormalOrganization": "organisations",
    "schema:Person": "people",
    "dg:UnnamedPerson": "people",
    "dg:Delegation": "groups",
    "dg:Collective": "groups",
}
_ROLES_OF_RECORDS = {
    "rico:hasAuthor": "wrote",
    "rico:hasSender": "sent",
    "rico:hasAddressee": "was sent",
    "schema:translator": "translated",
    "schema:locationCreated": "place of writing",
    "rico:hasOrHadHolder": "keeps",
}
_MOST_KEPT = 16  # ledgers: that of somebody whom hundreds of documents name holds about 2 MB
_GRAPH = re.compile(r"(?P<base>.*)graph/(?P<key>[^/]+)/v1")

Groups: TypeAlias = Mapping[str, Sequence[str]]
Reader: TypeAlias = Callable[[str], Groups | None]


@define(eq=False)
class Ledger:
    """What is said of a thing, list by list; each list is looked up when it is first asked for.

    `written` gives the lists by name where they were written down; else they are made out of the graph.
    """

    graph: Graph
    iri: str
    written: Reader | None = None
    _groups: dict[str, Groups] = field(factory=dict, init=False, repr=False)

    def kept(self, name: str, make: Callable[[], Groups]) -> Groups:
        """The groups of a list, read where they are written down, else made; once."""
        if name not in self._groups:
            written = self.written(name) if self.written else None
            self._groups[name] = make() if written is None else written
        return self._groups[name]

    @property
    def lists(self) -> Mapping[str, Groups]:
        """The lists that were asked for so far, by name."""
        return self._groups

    @property
    def tenures(self) -> Groups:
        """The tenures that it holds, that are of it, or that are in its service: by the property that leads to it."""
        return self.kept("tenures", self._tenures)

    def _tenures(self) -> Groups:
        found: dict[str, tuple[str, ...]] = {}
        seen: set[str] = set()
        for name in TENURES:
            here = set(self.graph.subjects(name, self.iri)) - seen
            seen |= here
            found[name] = tuple(sorted(here, key=self._time))
        return found

    @property
    def events(self) -> Groups:
        """The eventualities in which it takes part or that took place there, tenures aside: each in one of GROUPS.

        Only what the graph types as attested, and holds for real, is in the first: no plan, no wish, no hearsay.
        """
        return self.kept("events", self._events)

    def _events(self) -> Groups:
        found: dict[str, list[str]] = {name: [] for name in GROUPS}
        statuses = self._values_of_events("dg:status")
        for each in self._all_events - self._all_tenures:
            found[self._group(each, short(statuses.get(each, "")).partition(":")[2])].append(each)
        earliest, latest = (self._values_of_events(name) for name in ("dg:earliest", "dg:latest"))

        def key(event: str) -> tuple[str, str, str]:
            return _in_time(earliest.get(event, ""), latest.get(event, ""), event)

        return {name: tuple(sorted(events, key=key)) for name, events in found.items()}

    def _group(self, event: str, status: str) -> str:
        if status in _REAL and self.graph.is_a(event, "dg:AttestedEvent"):
            return ATTESTED
        if status in _REAL and self.graph.is_a(event, "dg:Situation"):
            return "stood"
        return _GROUP_OF.get(status, "open")

    @cached_property
    def _all_tenures(self) -> set[str]:
        return {each for tenures in self.tenures.values() for each in tenures}

    @cached_property
    def _events_by_way(self) -> dict[str, tuple[str, ...]]:
        """The eventualities by the property that leads to the thing, where there are any."""
        found = {name: self.graph.subjects(name, self.iri) for name in _TELLS_OF}
        return {name: events for name, events in found.items() if events}

    @cached_property
    def _all_events(self) -> set[str]:
        return {each for events in self._events_by_way.values() for each in events}

    def _values_of_events(self, predicate: str) -> dict[str, str]:
        this = NamedNode(self.iri)
        query = "SELECT ?event ?value WHERE {{ ?event {} {} ; {} ?value }}"
        rows = (row for name in self._events_by_way for row in self.graph.rows(query.format(name, this, predicate)))
        return {row[0]: row[1] for row in rows}

    def _time(self, event: str) -> tuple[str, str, str]:
        return _in_time(self.graph.first(event, "dg:earliest"), self.graph.first(event, "dg:latest"), event)

    @cached_property
    def own(self) -> Sayings:
        """What it claims itself, alone or with others."""
        return Sayings(self.graph, self.kept("own", self._own))

    def _own(self) -> Groups:
        return by_record(self.graph, self.graph.subjects("dg:claimant", self.iri))

    @cached_property
    def told(self) -> Sayings:
        """What others claim of eventualities in which it takes part, tenures aside."""
        return Sayings(self.graph, self.kept("told", self._told))

    def _told(self) -> Groups:
        this, query = NamedNode(self.iri), "SELECT ?claim WHERE {{ ?event {} {} . ?claim dg:content ?event }}"
        found = {claim for name in self._events_by_way for (claim,) in self.graph.rows(query.format(name, this))}
        own = {claim for claims in self.own.by_record.values() for claim in claims}
        of_tenures = {claim for each in self._all_tenures for claim in self.graph.subjects("dg:content", each)}
        return by_record(self.graph, found - own - of_tenures)

    @property
    def meetings(self) -> Groups:
        """Whom it met, in how many attested meetings: the most met first, the meetings by date."""
        return self.kept("meetings", self._meetings)

    def _meetings(self) -> Groups:
        found: dict[str, set[str]] = {}
        for other, event in self._relations("dg:met"):
            if other != self.iri:
                found.setdefault(other, set()).add(event)
        return {
            other: tuple(sorted(found[other], key=self._time))
            for other in sorted(found, key=lambda each: (-len(found[each]), each))
        }

    def _relations(self, relation: str) -> list[tuple[str, str]]:
        query = "SELECT ?other ?event WHERE {{ ?node {} {} ; dg:relation {} ; {} ?other ; dg:fromEvent ?event }}"
        sides = (("dg:subject", "dg:object"), ("dg:object", "dg:subject"))
        return [
            (other, event)
            for here, there in sides
            for other, event in self.graph.rows(query.format(here, NamedNode(self.iri), relation, there))
        ]

    @property
    def dealings(self) -> Sequence[str]:
        """The other relations of the flat view: messages delivered, visits proposed, proposals withdrawn."""
        return self.kept("dealings", self._dealings)[""]

    def _dealings(self) -> Groups:
        query = "SELECT ?node WHERE {{ ?node {} {} ; dg:relation ?relation . FILTER(?relation != dg:met) }}"
        sides = ("dg:subject", "dg:object")
        found = {node for side in sides for (node,) in self.graph.rows(query.format(side, NamedNode(self.iri)))}
        return {"": tuple(sorted(found, key=lambda each: (self._time(self.graph.first(each, "dg:fromEvent")), each)))}

    @property
    def documents(self) -> Sequence[str]:
        """The records of the documents that name it, the earliest first."""
        return self.kept("documents", self._documents)[""]

    def _documents(self) -> Groups:
        named = (graph for _, graph in self.graph.said_in(self.iri, "rdf:type"))
        return {"": by_date(self.graph, filter(None, map(_record_of_graph, named)))}

    @property
    def names(self) -> Groups:
        """How it is called, and in which documents so: the name of most documents first."""
        return self.kept("names", self._names)

    def _names(self) -> Groups:
        found: dict[str, set[str]] = {}
        for predicate in ("rdfs:label", "skos:altLabel"):
            for name, graph in self.graph.said_in(self.iri, predicate):
                record = _record_of_graph(graph)
                if record:
                    found.setdefault(name, set()).add(record)
        return {
            name: by_date(self.graph, found[name]) for name in sorted(found, key=lambda each: (-len(found[each]), each))
        }

    @property
    def decisions(self) -> Sequence[str]:
        """The records of links to other authorities and of searches that found none: the surest link first."""
        return self.kept("decisions", self._decisions)[""]

    def _decisions(self) -> Groups:
        links = self.graph.subjects("owl:annotatedSource", self.iri)
        sure = {each: float(self.graph.first(each, "sssom:confidence") or 0) for each in links}
        ordered = sorted(links, key=lambda each: (-sure[each], each))
        return {"": (*ordered, *self.graph.subjects("dg:searchedEntity", self.iri))}

    @property
    def members(self) -> Groups:
        """Who and what belongs to it: what the whole library knows first, then what one document names."""
        return self.kept("members", self._members)

    def _members(self) -> Groups:
        found: dict[str, set[str]] = {name: set() for name in dict.fromkeys(MEMBERS.values())}
        for predicate in (name for name in _MEMBER if self.graph.subjects(name, self.iri)):
            query = f"SELECT ?member ?class WHERE {{ ?member {predicate} {NamedNode(self.iri)} ; a ?class }}"
            for member, kind in self.graph.rows(query):
                if short(kind) in MEMBERS:
                    found[MEMBERS[short(kind)]].add(member)
        found["organisations"] -= found["units"]
        return {name: tuple(sorted(members)) for name, members in found.items()}

    @property
    def papers(self) -> Groups:
        """The records that it wrote, sent, was sent, translated or keeps, by what it did."""
        return self.kept("papers", self._papers)

    def _papers(self) -> Groups:
        found = {
            word: tuple(
                record
                for record in by_date(self.graph, self.graph.subjects(predicate, self.iri))
                if record.endswith(("/record", "/translation"))
            )
            for predicate, word in _ROLES_OF_RECORDS.items()
        }
        return {word: records for word, records in found.items() if records}


def _in_time(earliest: str, latest: str, event: str) -> tuple[str, str, str]:
    """Where an event stands in order of time: "by 9 August" before "9 August", that before "9 to 24 August".

    >>> spans = [("1962-08-09", "1962-08-24"), ("", ""), ("1962-08-09", "1962-08-09"), ("", "1962-08-09")]
    >>> sorted(spans, key=lambda span: _in_time(*span, ""))
    [('', '1962-08-09'), ('1962-08-09', '1962-08-09'), ('1962-08-09', '1962-08-24'), ('', '')]
    """
    return earliest or latest or "9", (latest or "9") if earliest else "", event


def ledger_of(graph: Graph, iri: str) -> Ledger:
    """The ledger of a thing; those of the last few things are kept, whose further pages are asked for next."""
    known = graph.recent.get(iri)
    if isinstance(known, Ledger):
        return known
    if len(graph.recent) >= _MOST_KEPT:
        graph.recent.clear()
    made = Ledger(graph, iri, graph.kept.ledger(iri) if graph.kept and graph.notes is None else None)
    graph.recent[iri] = made
    return made


def _record_of_graph(graph: str) -> str:
    """The record of the document whose graph this is, "" if it is no graph of a document.

    >>> _record_of_graph("https://w3id.org/diplograph/graph/a/v1")
    'https://w3id.org/diplograph/doc/a/record'
    """
    found = _GRAPH.fullmatch(graph)
    return f"{found['base']}doc/{found['key']}/record" if found else ""
