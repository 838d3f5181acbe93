"""Which statements a graph has to give back to Wikidata: only of what a person accepted, and only what is attested.

Nothing that the machine linked is proposed, and nothing that was planned, withdrawn, denied, uncertain or only heard
of. Whatever is not proposed is counted with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import groupby

from attrs import frozen
from pyoxigraph import Literal, NamedNode, Quad

from kg.base import ONTOLOGY, VOCABULARY
from kg.converters.attestation import MAX_ATTESTED_DEPTH, PLAIN_MODALITIES
from kg.errors import DataError, UsageError
from kg.model.authority import Authority
from kg.model.dates import EdtfDate
from kg.model.entity import Kind
from kg.publish import quickstatements as qs
from kg.publish.prefixes import prefixes

_NAMES = prefixes()
_TYPE = f"{_NAMES['rdf']}type"
_KINDS = {
    f"{_NAMES['schema']}Person": Kind.PERSON,
    f"{ONTOLOGY}State": Kind.STATE,
    f"{_NAMES['org']}FormalOrganization": Kind.ORGANISATION,
    f"{_NAMES['org']}OrganizationalUnit": Kind.ORGANISATION,
    f"{ONTOLOGY}DiplomaticMission": Kind.MISSION,
    f"{_NAMES['org']}Post": Kind.POST,
    f"{ONTOLOGY}Place": Kind.PLACE,
}
_PLAIN = {f"{VOCABULARY}{modality}" for modality in PLAIN_MODALITIES}
_NEAR = {str(depth) for depth in range(MAX_ATTESTED_DEPTH + 1)}
_GRAPH = re.compile(r".*/graph/(?P<key>[^/]+)/(flat/)?v[0-9]+")


class LeftOut(StrEnum):
    """Why a statement is not given back."""

    BY_MACHINE = "the machine decided the link, no person"
    NO_LINE = "decisions.tsv does not accept it: build again if it did"
    OTHER_OBJECT = "decisions.tsv accepts something else: build again"
    NO_NUMBER = "no Wikidata number"
    OF_THIS_KIND = "a report describes persons; of other kinds nothing is given back"
    NOT_ATTESTED = "planned, withdrawn, denied, uncertain, or known at third hand only"
    NO_ADDRESS = "the document has no address on the web to refer to"
    UNREADABLE = "QuickStatements cannot read a text in it"
    TWICE = "the same statement with the same reference is there already"


@frozen
class Proposal:
    """One statement that was looked at: the command that makes it, or why there is none."""

    document: str
    about: str  # words for a person to read
    command: qs.Command | None = None
    left_out: LeftOut | None = None


def proposals_in(quads: Iterable[Quad], authority: Authority) -> tuple[Proposal, ...]:
    """Every statement that could be made of the links and tenures of a graph, made or left out, by document.

    A link counts as accepted if the graph has it as a person's word and the decisions of `authority` still say so: a
    word that was taken back after the build is not written. One document is held at a time. Raises UsageError where
    `quads` are in no named graphs, since a statement refers to its document, or those of one document stand apart.
    """
    proposals: dict[str, list[Proposal]] = {}
    for key, same in groupby(quads, key=_document_of):
        if key in proposals:
            raise UsageError(f"the statements of {key} stand in several places.", cure=_CURE)
        if key:
            proposals[key] = list(_Document(key, same, authority).proposals())
    if not proposals:
        raise UsageError("it names no document's graph.", cure=_CURE)
    return tuple(_each_once(proposal for key in sorted(proposals) for proposal in proposals[key]))


_CURE = "Name a folder that kg build wrote, or its all.nq or all.trig."


def _document_of(quad: Quad) -> str:
    """The key of the document in whose graph, or flat view, a statement stands; "" for any other graph."""
    found = _GRAPH.fullmatch(quad.graph_name.value) if isinstance(quad.graph_name, NamedNode) else None
    return found["key"] if found else ""


def _each_once(proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    seen: set[qs.Command] = set()
    for proposal in proposals:
        if proposal.command is None or proposal.command not in seen:
            yield proposal
        else:
            yield Proposal(proposal.document, proposal.about, left_out=LeftOut.TWICE)
        if proposal.command is not None:
            seen.add(proposal.command)


class _Document:
    """The graph of one document, by subject and predicate."""

    def __init__(self, key: str, quads: Iterable[Quad], authority: Authority) -> None:
        self._key = key
        self._authority = authority
        self._said: dict[str, dict[str, list[NamedNode | Literal]]] = {}
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                self._said.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object)
        self._by_type: dict[str, list[str]] = {}
        for subject in sorted(self._said):
            for name in self._iris(subject, _TYPE):
                self._by_type.setdefault(name, []).append(subject)
        self._links = self._links_by_entity()
        self._attested = frozenset(self._attested_tenures())

    def proposals(self) -> Iterator[Proposal]:
        """A description for each link, a position for each holder of each tenure, in the order of their IRIs."""
        for entity in sorted(self._links):
            yield self._description(entity)
        for tenure in self._of_type(f"{ONTOLOGY}Tenure"):
            for holder in sorted(self._iris(tenure, f"{ONTOLOGY}holder")):
                for post in sorted(self._iris(tenure, f"{ONTOLOGY}post")):
                    yield self._position(tenure, holder, post)

    def _description(self, entity: str) -> Proposal:
        about = f"{self._label(entity)}: described at the document's address"
        qid, left_out = self._accepted(entity)
        if left_out is None and self._kind(entity) is not Kind.PERSON:
            left_out = LeftOut.OF_THIS_KIND
        if left_out is None and not self._takes_part(entity):
            left_out = LeftOut.NOT_ATTESTED
        return self._proposal(about, left_out, qid, qs.DESCRIBED_AT_URL)

    def _position(self, tenure: str, holder: str, post: str) -> Proposal:
        about = f"{self._label(holder)}: position held, {self._label(post)}"
        qid, left_out = self._accepted(holder)
        value = ""
        if left_out is None:
            value, left_out = self._accepted(post)
        if left_out is None and tenure not in self._attested:
            left_out = LeftOut.NOT_ATTESTED
        return self._proposal(about, left_out, qid, qs.POSITION_HELD, value, self._qualifiers(tenure))

    def _proposal(
        self,
        about: str,
        left_out: LeftOut | None,
        qid: str,
        prop: str,
        value: str = "",
        qualifiers: tuple[tuple[str, str], ...] = (),
    ) -> Proposal:
        """The command, with the document as its reference and, if no other is given, as its value."""
        if left_out is None and not self._address():
            left_out = LeftOut.NO_ADDRESS
        if left_out is not None:
            return Proposal(self._key, about, left_out=left_out)
        try:
            reference = tuple(self._reference())
            command = qs.Command(qid, prop, value or reference[0][1], qualifiers, reference)
        except DataError:
            return Proposal(self._key, about, left_out=LeftOut.UNREADABLE)
        return Proposal(self._key, about, command)

    def _reference(self) -> Iterator[tuple[str, str]]:
        """The document: its address, title, archive signature and date, as far as they are known."""
        record = self._record()
        yield qs.REFERENCE_URL, qs.address(self._address())
        for title in self._literals(record, f"{_NAMES['dcterms']}title")[:1]:
            if title.language:
                yield qs.TITLE, qs.text_in(title.language, title.value)
        for signature in self._literals(record, f"{_NAMES['dcterms']}identifier")[:1]:
            yield qs.INVENTORY_NUMBER, qs.quoted(signature.value)
        for date in self._moments(record):
            yield qs.INCEPTION, date

    def _qualifiers(self, tenure: str) -> tuple[tuple[str, str], ...]:
        """When it was held, if the text says a day, a month or a year.

        The day of the document is no such date: of a predecessor it would be false. Beginning and end are not known,
        for an interval on an event says that the event lies within it.
        """
        return tuple((qs.POINT_IN_TIME, date) for date in self._moments(tenure))

    def _moments(self, subject: str) -> tuple[str, ...]:
        """Its date as the tool reads it; nothing where it is not known, or not a plain day, month or year."""
        dates = {value.value for value in self._literals(subject, f"{ONTOLOGY}date")}
        return tuple(qs.moment(EdtfDate(date)) for date in dates if len(dates) == 1 and qs.is_moment(date))

    def _accepted(self, entity: str) -> tuple[str, LeftOut | None]:
        """The Wikidata number that a person accepted for an entity, or why there is none."""
        links = self._links.get(entity, [])
        if not links:
            return "", LeftOut.NO_NUMBER
        by_person = sorted({qid for qid, is_by_person in links if is_by_person})
        if not by_person:
            return "", LeftOut.BY_MACHINE
        kind = self._kind(entity)
        names = [name.value for name in self._literals(entity, f"{_NAMES['rdfs']}label", f"{_NAMES['skos']}altLabel")]
        decision = self._authority.decisions.for_(self._key, kind, names).accepted if kind else None
        if decision is None:
            return "", LeftOut.NO_LINE
        known = self._authority.entries.get(decision.object)
        # A key of the index is not looked up: whoever wants a link written to Wikidata writes the number.
        if by_person != [known.qid if known else decision.object]:
            return "", LeftOut.OTHER_OBJECT
        return by_person[0], None

    def _links_by_entity(self) -> Mapping[str, list[tuple[str, bool]]]:
        """The exact matches of each entity: the number, and whether a person decided it."""
        links: dict[str, list[tuple[str, bool]]] = {}
        for record in self._of_type(f"{_NAMES['owl']}Axiom"):
            if f"{_NAMES['skos']}exactMatch" not in self._iris(record, f"{_NAMES['owl']}annotatedProperty"):
                continue
            if self._said[record].get(f"{_NAMES['sssom']}predicate_modifier"):
                continue
            is_by_person = f"{_NAMES['semapv']}ManualMappingCuration" in self._iris(
                record, f"{_NAMES['sssom']}mapping_justification"
            ) and any(self._literals(record, *(f"{_NAMES['sssom']}{who}_label" for who in ("author", "reviewer"))))
            for target in self._iris(record, f"{_NAMES['owl']}annotatedTarget"):
                for entity in self._iris(record, f"{_NAMES['owl']}annotatedSource"):
                    links.setdefault(entity, []).append((target.removeprefix(_NAMES["wd"]), is_by_person))
        return links

    def _attested_tenures(self) -> Iterator[str]:
        """Tenures that hold, that a voice near enough to the author affirms as certain, and that nobody denies.

        A tenure is a situation, and so never a `dg:AttestedEvent`: this is the rule of those but for that.
        """
        affirmed, denied = set(), set()
        for claim in self._of_type(f"{ONTOLOGY}Claim"):
            contents = self._iris(claim, f"{ONTOLOGY}content")
            if f"{VOCABULARY}Negative" in self._iris(claim, f"{ONTOLOGY}polarity"):
                denied |= contents
            elif (
                f"{VOCABULARY}Certain" in self._iris(claim, f"{ONTOLOGY}certainty")
                and self._iris(claim, f"{ONTOLOGY}modality") & _PLAIN
                and {depth.value for depth in self._literals(claim, f"{ONTOLOGY}depth")} <= _NEAR
                and self._literals(claim, f"{ONTOLOGY}depth")
            ):
                affirmed |= contents
        for tenure in self._of_type(f"{ONTOLOGY}Tenure"):
            is_real = f"{VOCABULARY}Realis" in self._iris(tenure, f"{ONTOLOGY}realis")
            holds = f"{VOCABULARY}Holds" in self._iris(tenure, f"{ONTOLOGY}status")
            if is_real and holds and tenure in affirmed - denied:
                yield tenure

    def _takes_part(self, entity: str) -> bool:
        """Whether the entity acts in an attested event, or holds an attested post: else the document only names it."""
        acts = any(
            entity in self._iris(event, f"{_NAMES['sem']}hasActor")
            for event in self._of_type(f"{ONTOLOGY}AttestedEvent")
        )
        return acts or any(entity in self._iris(tenure, f"{ONTOLOGY}holder") for tenure in self._attested)

    def _record(self) -> str:
        """The record of this document: that of which its events are a part."""
        records = {record for subject in self._said for record in self._iris(subject, f"{ONTOLOGY}partOfDocument")}
        return min(records, default="")

    def _address(self) -> str:
        """Where the record, or its translation, stands on the web."""
        record = self._record()
        told = [
            record,
            *sorted(s for s in self._said if record in self._iris(s, f"{_NAMES['schema']}translationOfWork")),
        ]
        addresses = [address for subject in told for address in sorted(self._iris(subject, f"{_NAMES['schema']}url"))]
        return addresses[0] if addresses else ""

    def _kind(self, entity: str) -> Kind | None:
        return next((_KINDS[name] for name in sorted(self._iris(entity, _TYPE)) if name in _KINDS), None)

    def _label(self, subject: str) -> str:
        return next((label.value for label in self._literals(subject, f"{_NAMES['rdfs']}label")), subject)

    def _of_type(self, name: str) -> list[str]:
        return self._by_type.get(name, [])

    def _iris(self, subject: str, predicate: str) -> set[str]:
        return {value.value for value in self._said.get(subject, {}).get(predicate, ()) if isinstance(value, NamedNode)}

    def _literals(self, subject: str, *predicates: str) -> list[Literal]:
        found = [value for name in predicates for value in self._said.get(subject, {}).get(name, ())]
        return sorted((value for value in found if isinstance(value, Literal)), key=lambda value: value.value)
