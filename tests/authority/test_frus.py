"""Persons listed by the editors of volumes: whose office is plain, who is one person in two volumes, and who is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.authority.frus import People, job, read_people
from kg.authority.importing import Account, imported
from kg.authority.index import CandidateIndex
from kg.authority.positions import StateNames
from kg.model.authority import Known
from kg.model.edition import ListedPerson
from kg.model.entity import Kind
from kg.sources.offices import offices_in
from kg.sources.teivolume import survey
from tests.volumes import DOCUMENTS, volume_of

STATES = StateNames(
    {"Ruritania": "Q1", "United States": "Q30", "the United States": "Q30", "Soviet Union": "Q15180"},
    {"Soviet": "Q15180", "Ruritanian": "Q1"},
)


def listed(name: str, role: str, number: int = 1) -> ListedPerson:
    return ListedPerson(f"p_{number}", name, role, offices_in(role))


def people(folder: Path, volume: str, *persons: ListedPerson) -> People:
    path = folder / f"{volume}.xml"
    path.write_text(volume)
    return People(path, volume, "0" * 64, persons)


def put(index: Path, *volumes: People) -> Account:
    with_index = CandidateIndex.opened(index) if index.exists() else None
    known = with_index.entry if with_index is not None else lambda _key: None
    try:
        return imported(
            job(volumes), index, lambda reading: read_people(volumes, lambda _people: STATES, known, reading)
        )
    finally:
        if with_index is not None:
            with_index.close()


def everybody(index: Path) -> dict[str, Known]:
    with CandidateIndex.opened(index) as opened:
        found = opened.called(Kind.PERSON, ["Kennedy", "Sapt", "Moskovsky", "Bowen", "Rassendyll"], None, 50)
    return {known.key: known for known in found}


@pytest.mark.parametrize(
    ("role", "term"),
    [
        ("Soviet Ambassador to Ruritania until June 1962", ("Ambassador", "Q15180", "1961?", "1962-06", "Q1")),
        ("Ambassador to Ruritania from March 5, 1962", ("Ambassador", "Q30", "1962-03-05", "1963?", "Q1")),
        ("Secretary of State", ("ForeignMinister", "Q30", "1961?", "1963?", "")),
        ("President of the United States until November 22, 1963", ("HeadOfState", "Q30", "1961?", "1963-11-22", "")),
        ("Ruritanian Foreign Minister, 1958-1960", ("ForeignMinister", "Q1", "1958", "1960", "")),
        ("Ruritanian Minister to the United States", ("Diplomat", "Q1", "1961?", "1963?", "Q30")),
        ("Naval Attaché in Ruritania", ("MilitaryAttache", "Q30", "1961?", "1963?", "Q1")),
        ("Ambassador to the United States", None),
        ("Deputy Prime Minister of Ruritania", None),
        ("Officer in Charge of Ruritanian Affairs", None),
        ("interpreter", None),
        ("Ambassador", None),
        ("Prime Minister of Graustark", None),
    ],
)
def test_an_office_is_a_term_only_if_its_words_are_plain(
    tmp_path: Path, role: str, term: tuple[str, ...] | None
) -> None:
    put(tmp_path / "i.sqlite", people(tmp_path, "frus1961-63v05", listed("Kennedy, John F.", role)))
    known = everybody(tmp_path / "i.sqlite")["frus-kennedy-john-f"]
    assert known.description == role
    found = [(each.role, each.state, each.start, each.end, each.receiving_state) for each in known.offices]
    assert found == ([term] if term else [])
    assert known.source == "frus1961-63v05, list of persons, #p_1"


def test_names_are_turned_round_and_ranks_left_out(tmp_path: Path) -> None:
    volume = people(
        tmp_path,
        "frus1960v01",
        listed("Bowen, General Frank Sayles, Jr.", "x", 1),
        listed("Moskovsky, Vasily P. (Vasya)", "x", 2),
    )
    put(tmp_path / "i.sqlite", volume)
    names = {known.key: known.name for known in everybody(tmp_path / "i.sqlite").values()}
    assert names == {
        "frus-bowen-frank-sayles-jr": "Frank Sayles Bowen Jr.",
        "frus-moskovsky-vasily-p": "Vasily P. Moskovsky",
    }


def test_the_same_full_name_in_two_volumes_is_one_person(tmp_path: Path) -> None:
    index = tmp_path / "i.sqlite"
    one = people(tmp_path, "frus1960v01", listed("Sapt, Fritz", "Ruritanian Foreign Minister"))
    two = people(tmp_path, "frus1961v02", listed("Sapt, Fritz", "Prime Minister of Ruritania"))
    account = put(index, one, two)
    assert (account.rows, account.added, account.merged) == (2, 1, 1)
    assert [term.role for term in everybody(index)["frus-sapt-fritz"].offices] == [
        "ForeignMinister",
        "HeadOfGovernment",
    ]


@pytest.mark.parametrize("together", [True, False])
def test_two_of_one_name_with_two_states_stay_two(tmp_path: Path, together: bool) -> None:
    index = tmp_path / "i.sqlite"
    one = people(tmp_path, "frus1960v01", listed("Sapt, Fritz", "Ruritanian Foreign Minister"))
    two = people(tmp_path, "frus1961v02", listed("Sapt, Fritz", "Soviet Foreign Minister"))
    for volumes in [(one, two)] if together else [(one,), (two,)]:
        account = put(index, *volumes)
    assert account.findings == {"namesake": 1}
    assert {key: known.state for key, known in everybody(index).items()} == {
        "frus-sapt-fritz": "Q1",
        "frus-sapt-fritz-frus1961v02": "Q15180",
    }


def test_a_surname_alone_is_nobody_of_another_volume(tmp_path: Path) -> None:
    index = tmp_path / "i.sqlite"
    put(
        index,
        people(tmp_path, "frus1960v01", listed("Sapt", "x")),
        people(tmp_path, "frus1961v02", listed("Sapt", "y")),
    )
    assert set(everybody(index)) == {"frus-sapt-frus1960v01", "frus-sapt-frus1961v02"}


def test_a_volume_as_it_is_encoded(tmp_path: Path) -> None:
    path = tmp_path / "v.xml"
    path.write_text(volume_of(*DOCUMENTS), "utf-8")
    volume = survey(path)
    assert put(tmp_path / "i.sqlite", People(path, volume.id, volume.sha256, tuple(volume.persons.values()))).added == 3
    known = everybody(tmp_path / "i.sqlite")["frus-rassendyll-rudolf"]
    assert known.description.startswith("Ambassador to Strelsau until June 1960")
