"""Our own authority file: every fact has a source, every number was read somewhere, every form leads somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.authority import read_authority
from kg.model.authority import Known
from kg.model.dates import EdtfDate
from kg.model.entity import Kind

AUTHORITY = read_authority(Path(__file__).parents[2] / "data" / "authority")
ENTRIES = sorted(AUTHORITY.entries.values(), key=lambda known: known.key)
SAID_WITHOUT_NUMBER = ("no Wikidata number read", "none found", "not verified here", "no Wikidata number taken")


@pytest.mark.parametrize("known", [known for known in ENTRIES if not known.qid], ids=lambda known: known.key)
def test_an_entry_without_a_number_says_that_none_was_found_or_read(known: Known) -> None:
    assert any(said in known.source for said in SAID_WITHOUT_NUMBER)


def test_no_number_stands_for_two_things() -> None:
    numbers = [known.qid for known in ENTRIES if known.qid]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    "known", [known for known in ENTRIES if known.start and known.end], ids=lambda known: known.key
)
def test_nothing_ends_before_it_begins(known: Known) -> None:
    start, end = EdtfDate(known.start).earliest, EdtfDate(known.end).latest
    assert start is not None
    assert end is not None
    assert start <= end


def test_no_term_of_office_ends_before_it_begins_or_after_its_holder() -> None:
    for known in AUTHORITY.of_kind(Kind.PERSON):
        for term in known.offices:
            start = EdtfDate(term.start).earliest if term.start else None
            end = EdtfDate(term.end).latest if term.end else None
            died = EdtfDate(known.end).latest if known.end else None
            assert start is None or end is None or start <= end, known.key
            assert start is None or died is None or start <= died, known.key


@pytest.mark.parametrize(
    ("key", "qid", "also"),
    [
        ("khrushchev-nikita", "Q35314", ()),
        ("kim-il-sung", "Q41117", ()),
        ("stalin-joseph", "Q855", ()),
        ("soviet-union", "Q15180", ()),
        ("north-korea", "Q423", ()),
        ("hungarian-peoples-republic", "Q16410", ("Q28",)),
        ("kwp", "Q49623", ()),
        ("moskovsky-vasily", "", ()),
        ("puzanov-alexander", "", ()),
        ("kovacs-jozsef", "", ()),
        ("szalontai-balazs", "", ()),
    ],
)
def test_what_the_first_report_needs_is_there(key: str, qid: str, also: tuple[str, ...]) -> None:
    assert (AUTHORITY.entries[key].qid, AUTHORITY.entries[key].also) == (qid, also)


def test_there_are_the_states_and_people_that_a_historian_expects() -> None:
    assert len(AUTHORITY.of_kind(Kind.STATE)) >= 70
    assert len(AUTHORITY.of_kind(Kind.PERSON)) >= 60


def test_every_state_can_be_named_by_an_adjective_and_by_its_people() -> None:
    assert not [known.key for known in AUTHORITY.of_kind(Kind.STATE) if not (known.adjectives and known.people)]
