"""Only what a person accepted and what is attested is ever given back to Wikidata; all else is counted."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from attrs import evolve
from pyoxigraph import Literal, NamedNode, Quad

from kg.converters import quads_of
from kg.errors import UsageError
from kg.model.authority import Authority, Known
from kg.model.claim import Certainty, Claim, Modality, Polarity
from kg.model.dates import EdtfDate
from kg.model.decision import Decision, Decisions, Verdict
from kg.model.entity import Kind
from kg.model.event import Status
from kg.model.mention import Link
from kg.model.reading import Reading
from kg.names.keys import thing_key
from kg.publish.proposals import LeftOut, Proposal, proposals_in
from tests.converters.readings import CALL, DELIVERY, READING, TENURE, VISIT, claim

KEY = READING.report.key
SSSOM, SEMAPV = "https://w3id.org/sssom/", "https://w3id.org/semapv/vocab/"
VARGA, REHM, POST, SUTHIA = "Q1234567", "Q7000001", "Q7000002", "Q7000003"
LINKS = (
    Link("varga", "varga-ilse", VARGA, "accepted"),
    Link("rehm", "", REHM, "accepted"),
    Link("ministers-post", "", POST, "accepted"),
    Link("suthia", "suthia", SUTHIA, "accepted"),
)
VARGA_NODE = NamedNode("https://w3id.org/diplograph/agent/varga-ilse")
# Rehm sends nothing here: then all that is told of him is a visit that was withdrawn, and what he says at third hand.
SILENT = evolve(DELIVERY, participants=tuple(one for one in DELIVERY.participants if one.entity != "rehm"))
TOLD = evolve(READING, links=LINKS, events=tuple(SILENT if event == DELIVERY else event for event in READING.events))


def word(kind: Kind, name: str, thing: str, verdict: Verdict = Verdict.ACCEPT, document: str = "*") -> Decision:
    return Decision(document, kind, name, verdict, thing, "A. Curator", "2026-11-23", "a list", "decisions.tsv:2")


ALL = (
    word(Kind.PERSON, "Ilse Varga", "varga-ilse"),
    word(Kind.PERSON, "Odo Rehm", REHM),
    word(Kind.POST, "Minister", POST),
    word(Kind.STATE, "Suthia", SUTHIA),
)


def authority(*decisions: Decision) -> Authority:
    entries = {"varga-ilse": Known("varga-ilse", Kind.PERSON, "Ilse Varga", "a list", qid=VARGA)}
    return Authority(entries=entries, decisions=Decisions(decisions, thing_key))


def graph(reading: Reading = TOLD, *, by_person: bool = True, named: bool = True) -> list[Quad]:
    """The quads of a reading, with every link of it decided by a person, or by the machine."""
    quads = []
    for quad in quads_of(reading):
        if by_person and quad.predicate.value == f"{SSSOM}mapping_justification":
            manual = NamedNode(f"{SEMAPV}ManualMappingCuration")
            quads.append(Quad(quad.subject, quad.predicate, manual, quad.graph_name))
            if named:
                label = NamedNode(f"{SSSOM}author_label")
                quads.append(Quad(quad.subject, label, Literal("A. Curator"), quad.graph_name))
        else:
            quads.append(quad)
    return quads


def lines(proposals: Iterable[Proposal]) -> list[str]:
    return [proposal.command.line for proposal in proposals if proposal.command]


def found(reading: Reading = TOLD, *decisions: Decision) -> dict[str, str]:
    """What became of each statement: its line without the reference, or the reason why it is left out."""
    return {
        proposal.about: proposal.command.line.split("\tS854")[0] if proposal.command else str(proposal.left_out)
        for proposal in proposals_in(graph(reading), authority(*(decisions or ALL)))
    }


def changed(**of_tenure: object) -> Reading:
    """The reading with another tenure."""
    tenure = evolve(TENURE, **of_tenure)  # type: ignore[arg-type]
    return evolve(TOLD, events=tuple(tenure if event.id == TENURE.id else event for event in TOLD.events))


def with_claims(*claims: Claim) -> Reading:
    """The reading with other claims on the tenure."""
    return evolve(TOLD, claims=(*(one for one in TOLD.claims if one.content != TENURE.id), *claims))


DESCRIBED = "Ilse Varga: described at the document's address"
HELD = "Ilse Varga: position held, Minister"
REFERENCE = (
    'S854\t"https://archive.example/item/7"\tS1476\ten:"Letter, Legation of Norland in Suthia"'
    '\tS217\t"NSA, K-12, box 3"\tS571\t+1931-05-03T00:00:00Z/11'
)


def test_what_was_accepted_and_attested_is_given_back_with_its_document() -> None:
    assert lines(proposals_in(graph(), authority(*ALL))) == [
        f'{VARGA}\tP973\t"https://archive.example/item/7"\t{REFERENCE}',
        f"{VARGA}\tP39\t{POST}\t{REFERENCE}",
    ]


def test_every_statement_that_was_looked_at_is_accounted_for() -> None:
    assert found() == {
        DESCRIBED: f'{VARGA}\tP973\t"https://archive.example/item/7"',
        HELD: f"{VARGA}\tP39\t{POST}",
        "Odo Rehm: described at the document's address": LeftOut.NOT_ATTESTED,
        "Minister: described at the document's address": LeftOut.OF_THIS_KIND,
        "Suthia: described at the document's address": LeftOut.OF_THIS_KIND,
    }


def test_a_machines_link_is_never_given_back() -> None:
    """Not even if a decision accepts the same thing: then the graph was built before it."""
    proposals = proposals_in(graph(by_person=False), authority(*ALL))
    assert lines(proposals) == []
    assert {proposal.left_out for proposal in proposals} == {LeftOut.BY_MACHINE}


def test_a_link_that_bears_nobodys_name_is_nobodys_word() -> None:
    assert lines(proposals_in(graph(named=False), authority(*ALL))) == []


def test_a_word_that_was_taken_back_after_the_build_is_not_given_back() -> None:
    proposals = proposals_in(graph(), authority())
    assert lines(proposals) == []
    assert {proposal.left_out for proposal in proposals} == {LeftOut.NO_LINE}


@pytest.mark.parametrize("verdict", [Verdict.REFUSE, Verdict.NIL])
def test_what_a_person_refused_is_not_given_back(verdict: Verdict) -> None:
    own = word(Kind.PERSON, "Ilse Varga", "" if verdict is Verdict.NIL else "varga-ilse", verdict, KEY)
    after = found(TOLD, *ALL, own)
    assert (after[DESCRIBED], after[HELD]) == (LeftOut.NO_LINE, LeftOut.NO_LINE)


def test_another_object_in_the_file_than_in_the_graph_is_not_given_back() -> None:
    after = found(TOLD, word(Kind.PERSON, "Ilse Varga", "Q5"), *ALL[1:])
    assert after[DESCRIBED] == LeftOut.OTHER_OBJECT


def test_a_key_that_no_table_has_is_not_trusted_to_mean_the_number() -> None:
    after = found(TOLD, word(Kind.PERSON, "Ilse Varga", "ilse-varga-1880"), *ALL[1:])
    assert after[DESCRIBED] == LeftOut.OTHER_OBJECT


def test_the_word_on_another_document_does_not_count_here() -> None:
    after = found(TOLD, word(Kind.PERSON, "Ilse Varga", VARGA, document="1931-06-01-other"))
    assert after[DESCRIBED] == LeftOut.NO_LINE


def test_a_negated_link_is_no_link() -> None:
    records = {quad.subject for quad in graph() if quad.object == NamedNode(f"http://www.wikidata.org/entity/{VARGA}")}
    negated = [
        Quad(record, NamedNode(f"{SSSOM}predicate_modifier"), Literal("Not"), quad.graph_name)
        for quad in graph()[:1]
        for record in records
    ]
    assert not [line for line in lines(proposals_in([*graph(), *negated], authority(*ALL))) if VARGA in line]


def test_a_withdrawn_visit_is_never_given_back() -> None:
    """Rehm was accepted by a person, and all that is told of him is a visit that came to nothing."""
    assert not [line for line in lines(proposals_in(graph(), authority(*ALL))) if REHM in line]
    happened = evolve(VISIT, status=Status.OCCURRED)
    events = tuple(happened if event == VISIT else event for event in TOLD.events)
    claims = (*(one for one in TOLD.claims if one.content != VISIT.id), claim("author", VISIT, "a visit"))
    other = found(evolve(TOLD, events=events, claims=claims))
    assert other["Odo Rehm: described at the document's address"].startswith(REHM), "else this test could not fail"


@pytest.mark.parametrize(
    ("reading", "is_given"),
    [
        (TOLD, True),
        (changed(status=Status.PROSPECTIVE), False),
        (changed(status=Status.CONTESTED), False),
        (changed(status=Status.NOT_OCCURRED), False),
        (changed(status=Status.PRESUMED), False),
        (with_claims(), False),
        (with_claims(claim("author/varga", TENURE, "She has held her post")), True),
        (with_claims(claim("author/varga/rehm", TENURE, "She has held her post")), False),
        (with_claims(claim("author", TENURE, "She has held her post", Polarity.NEGATIVE)), False),
        (with_claims(claim("author", TENURE, "She has held her post", certainty=Certainty.PROBABLE)), False),
        (with_claims(claim("author", TENURE, "She has held her post", modality=Modality.PREDICTION)), False),
        (
            with_claims(
                claim("author", TENURE, "She has held her post"),
                claim("author/varga/rehm", TENURE, "relations will improve", Polarity.NEGATIVE),
            ),
            False,
        ),
    ],
)
def test_a_tenure_is_given_back_only_if_it_is_certain_and_nobody_denies_it(reading: Reading, is_given: bool) -> None:
    assert found(reading)[HELD] == (f"{VARGA}\tP39\t{POST}" if is_given else LeftOut.NOT_ATTESTED)


@pytest.mark.parametrize(
    ("date", "qualifier"),
    [("1931-04", "\tP585\t+1931-04-01T00:00:00Z/10"), ("1931-04/1931-05", ""), ("1931~", "")],
)
def test_a_tenure_bears_its_own_plain_date_and_never_that_of_the_document(date: str, qualifier: str) -> None:
    assert found(changed(date=EdtfDate(date)))[HELD] == f"{VARGA}\tP39\t{POST}{qualifier}"


def test_a_position_needs_a_number_that_a_person_accepted() -> None:
    assert found(TOLD, *(one for one in ALL if one.kind is not Kind.POST))[HELD] == LeftOut.NO_LINE
    without = evolve(TOLD, links=tuple(link for link in LINKS if link.entity != "ministers-post"))
    assert found(without)[HELD] == LeftOut.NO_NUMBER


def test_a_document_without_an_address_on_the_web_gives_nothing_back() -> None:
    for address in ("", "K-12, leaf 4"):
        report = evolve(READING.report, address=address)
        after = found(evolve(TOLD, report=report))
        assert (after[DESCRIBED], after[HELD]) == (LeftOut.NO_ADDRESS, LeftOut.NO_ADDRESS)


def test_a_text_that_the_tool_cannot_read_stops_that_statement_alone() -> None:
    report = evolve(READING.report, title="A||B", places={})
    assert found(evolve(TOLD, report=report))[DESCRIBED] == LeftOut.UNREADABLE


def test_a_person_who_is_only_named_is_not_described() -> None:
    """Without the call, the delivery and her post, Varga only tells what others did."""
    quiet = (CALL.id, DELIVERY.id, TENURE.id)
    reading = evolve(
        TOLD,
        events=tuple(event for event in TOLD.events if event.id not in quiet),
        claims=tuple(one for one in TOLD.claims if one.content not in quiet),
        times=(),
        voices=tuple(evolve(voice, uttered_in=()) for voice in TOLD.voices),
    )
    assert found(reading)[DESCRIBED] == LeftOut.NOT_ATTESTED


def test_what_is_said_twice_is_written_once() -> None:
    twin = evolve(TENURE, id="Tenure@again", trigger=CALL.trigger)
    reading = evolve(TOLD, events=(*TOLD.events, twin), claims=(*TOLD.claims, claim("author", twin, "called on me")))
    proposals = proposals_in(graph(reading), authority(*ALL))
    assert len(lines(proposals)) == len(set(lines(proposals))) == 2
    assert LeftOut.TWICE in {proposal.left_out for proposal in proposals}


def test_a_document_whose_statements_stand_apart_is_refused_with_the_cure() -> None:
    """Held one at a time, half of it would be judged without the other half."""
    other = Quad(VARGA_NODE, VARGA_NODE, VARGA_NODE, NamedNode("https://w3id.org/diplograph/graph/other/v1"))
    with pytest.raises(UsageError, match=KEY):
        proposals_in([*graph()[:5], other, *graph()[5:]], authority(*ALL))


def test_the_same_graph_in_any_order_gives_the_same_statements() -> None:
    quads = graph()
    assert proposals_in(quads, authority(*ALL)) == proposals_in(quads[::-1], authority(*ALL))


def test_a_file_without_named_graphs_is_refused_with_the_cure() -> None:
    with pytest.raises(UsageError, match=r"all\.nq"):
        proposals_in([Quad(quad.subject, quad.predicate, quad.object) for quad in graph()], authority(*ALL))
