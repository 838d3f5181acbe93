"""Candidates of the index beside those of the tables: each thing once, and no name that others bear as well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from kg.authority import CandidateIndex, read_authority
from kg.authority.importing import Reading, imported
from kg.authority.records import Entry, Name
from kg.authority.schema import SourceRow
from kg.authority.staging import Job
from kg.links import Nil, links_for
from kg.model.authority import Authority, Known, TermOfOffice
from kg.model.dates import EdtfDate
from kg.model.discourse import OfficeFact
from kg.model.entity import Entity, Kind
from kg.model.mention import Link
from kg.model.report import Report, SourceText

AUTHORITY = read_authority(Path(__file__).parents[2] / "data" / "authority")
HUNGARY = Entity("state/h", Kind.STATE, "Hungary")
PELDA = Entity("p", Kind.PERSON, "Ilona Példa", state=HUNGARY.id)


def envoy(key: str, name: str = "Ilona Példa", **more: Any) -> Known:
    facts: dict[str, Any] = {"start": "1911", "state": "Q28", **more}
    return Known(key, Kind.PERSON, name, "", **facts)


@pytest.fixture
def knowing(tmp_path: Path) -> Callable[..., Authority]:
    """The tables with an index of these entries beside them."""

    def with_index(*entries: Known) -> Authority:
        def read(reading: Reading) -> None:
            source = reading.staging.source(SourceRow("Envoys", "csv", "2026-11-01"))
            for line, known in enumerate(entries, start=2):
                reading.take(source, line, Entry(known, (Name(known.name),)))

        imported(Job("Envoys", {}), tmp_path / "index.sqlite", read)
        return evolve(AUTHORITY, index=CandidateIndex.opened(tmp_path / "index.sqlite"))

    return with_index


def link_of(authority: Authority, person: Entity = PELDA, *offices: OfficeFact, post: Entity | None = None) -> Link:
    report = Report("r", SourceText("", ""), "plain", "", date=EdtfDate("1962-08-27"))
    around = (HUNGARY, *([post] if post else []))
    return links_for((person, *around), (), report, authority, offices)[0]


def test_who_is_in_the_index_alone_is_linked_by_his_name_and_state(knowing: Callable[..., Authority]) -> None:
    link = link_of(knowing(envoy("Q900000001", qid="Q900000001")))
    assert (link.authority, link.qid) == ("Q900000001", "Q900000001")
    assert (link.decided_on, link.version.partition(", ")[2][:5]) == ("2026-11-01", "index")


def test_a_name_that_two_known_people_bear_tells_nobody_by_a_state_alone(knowing: Callable[..., Authority]) -> None:
    """Their states tell the two apart, but not him from a third."""
    pole = envoy("Q900000002", qid="Q900000002", state="Q36")
    link = link_of(knowing(envoy("Q900000001", qid="Q900000001"), pole))
    assert (link.authority, link.reason) == ("", Nil.NAMESAKE)


def test_an_office_tells_one_of_two_of_a_name(knowing: Callable[..., Authority]) -> None:
    term = TermOfOffice("Minister", "Q28", "1960", "1964", "")
    authority = knowing(
        envoy("Q900000001", qid="Q900000001", offices=(term,)), envoy("Q900000002", qid="Q900000002", state="Q36")
    )
    post = Entity("post", Kind.POST, "Minister", role="Minister", state=HUNGARY.id)
    assert link_of(authority, PELDA, OfficeFact("p", "post", 0, 0, 0), post=post).authority == "Q900000001"


def test_who_was_born_after_the_document_is_no_candidate(knowing: Callable[..., Authority]) -> None:
    link = link_of(knowing(envoy("Q900000001", qid="Q900000001", start="1975")))
    assert (link.authority, link.reason) == ("", Nil.NO_CANDIDATE)


def test_an_entry_of_the_tables_and_one_of_the_index_are_one_by_their_number(knowing: Callable[..., Authority]) -> None:
    soviet = Entity("state/h", Kind.STATE, "Soviet Union")
    person = Entity("p", Kind.PERSON, "Nikita Khrushchev", state=soviet.id)
    authority = knowing(
        envoy("Q35314", "Nikita Khrushchev", qid="Q35314", state="Q15180", start="1894", prominence=200)
    )
    report = Report("r", SourceText("", ""), "plain", "", date=EdtfDate("1962-08-27"))
    link = links_for((person, soviet), (), report, authority)[0]
    assert (link.authority, len(link.candidates)) == ("khrushchev-nikita", 1)
    assert any(reason.startswith("prominence") for reason in link.candidates[0].reasons)


def test_a_number_is_not_given_to_an_entry_of_the_tables_by_a_name(knowing: Callable[..., Authority]) -> None:
    soviet = Entity("state/h", Kind.STATE, "Soviet Union")
    person = Entity("p", Kind.PERSON, "Vasily Moskovsky", state=soviet.id)
    stranger = envoy("Q900000003", "Vasily Moskovsky", qid="Q900000003", state="Q15180", start="1920")
    report = Report("r", SourceText("", ""), "plain", "", date=EdtfDate("1962-08-27"))
    link = links_for((person, soviet), (), report, knowing(stranger))[0]
    assert link.qid == ""
    assert {candidate.authority for candidate in link.candidates} == {"moskovsky-vasily", "Q900000003"}
