"""The documents of a mission or a volume are decided together, and share the people whom no authority has."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve

from kg.authority import read_authority
from kg.links import Contribution, Library, links_for, shared_keys
from kg.links.library import FEWEST, YEARS
from kg.model.dates import EdtfDate
from kg.model.edition import Edition, Hint, ListedPerson
from kg.model.entity import Entity, Kind
from kg.model.mention import Link, Mention
from kg.model.passage import Passage
from kg.model.reading import Reading
from kg.model.report import Report, SourceText

AUTHORITY = read_authority(Path(__file__).parents[2] / "data" / "authority")
SENDER = "Embassy of Hungary in North Korea"
SOVIET = Entity("state/su", Kind.STATE, "Soviet Union")


def reading(key: str, *entities: Entity, sender: str = SENDER, date: str = "1962-08-27") -> Reading:
    report = Report(key, SourceText("", ""), "plain", "", date=EdtfDate(date), sender=sender)
    return Reading(report, entities)


def linked(one: Reading, library: Library | None = None) -> dict[str, Link]:
    elsewhere = library.elsewhere(Contribution.of(one, ())) if library else {}
    links = links_for(one.entities, one.mentions, one.report, AUTHORITY, (), elsewhere)
    return {link.entity: link for link in links}


def said(one: Reading) -> Contribution:
    return Contribution.of(one, tuple(linked(one).values()))


def library_of(*readings: Reading) -> Library:
    library = Library()
    for one in readings:
        library.add(said(one))
    return library


FULL = Entity("p", Kind.PERSON, "Vasily Moskovsky", state=SOVIET.id)
BARE = Entity("p", Kind.PERSON, "Moskovsky")
NAMED = [reading(str(number), FULL, SOVIET) for number in range(FEWEST)]


def test_a_bare_surname_is_known_by_the_other_documents_of_the_mission() -> None:
    bare = reading("bare", BARE, SOVIET)
    assert linked(bare)["p"].authority == ""
    link = linked(bare, library_of(*NAMED, bare))["p"]
    assert link.authority == "moskovsky-vasily"
    told = "library: linked by itself in at least 2 other documents"
    assert any(reason.startswith(told) for reason in link.candidates[0].reasons)


def test_one_document_alone_does_not_speak_for_another() -> None:
    bare = reading("bare", BARE, SOVIET)
    assert library_of(NAMED[0], bare).elsewhere(said(bare)) == {}


def test_a_document_does_not_speak_for_itself() -> None:
    assert library_of(*NAMED).elsewhere(said(NAMED[0])) == {}


def test_another_mission_or_another_time_says_nothing() -> None:
    library = library_of(*NAMED)
    assert library.elsewhere(said(reading("x", BARE, sender="Embassy of Poland in North Korea"))) == {}
    assert library.elsewhere(said(reading("x", BARE, date=str(1962 + YEARS + 1)))) == {}
    assert library.elsewhere(said(reading("x", BARE, date=str(1962 + YEARS)))) == {"moskovsky-vasily": 2}


def test_the_library_is_the_same_in_any_order() -> None:
    bare = reading("bare", BARE, SOVIET)
    assert library_of(*NAMED, bare).elsewhere(said(bare)) == library_of(bare, *reversed(NAMED)).elsewhere(said(bare))


UNKNOWN = Entity("p", Kind.PERSON, "Ivan Semyonovich Sidorenko", state=SOVIET.id)


def key_in(one: Reading) -> str:
    return shared_keys(one, tuple(linked(one).values())).get("p", "")


def test_one_unknown_person_is_one_in_all_documents_of_a_mission() -> None:
    key = key_in(reading("a", UNKNOWN, SOVIET))
    assert key.startswith("ivan semyonovich sidorenko soviet-union ")
    assert key == key_in(reading("b", UNKNOWN, SOVIET, date="1963"))


def test_the_same_name_elsewhere_is_not_taken_for_one_person() -> None:
    key = key_in(reading("a", UNKNOWN, SOVIET))
    assert key != key_in(reading("a", UNKNOWN, SOVIET, sender="Embassy of Poland in North Korea"))
    other = Entity("state/h", Kind.STATE, "Hungary")
    assert key != key_in(reading("a", evolve(UNKNOWN, state=other.id), other))


def test_a_surname_or_a_name_without_a_state_is_shared_with_no_other_document() -> None:
    assert key_in(reading("a", evolve(UNKNOWN, name="Sidorenko"), SOVIET)) == ""
    assert key_in(reading("a", evolve(UNKNOWN, name="I.S. Sidorenko"), SOVIET)) == ""
    assert key_in(reading("a", evolve(UNKNOWN, state=""), SOVIET)) == ""


def test_who_is_linked_is_known_by_the_key_of_the_authority_alone() -> None:
    assert key_in(reading("a", FULL, SOVIET)) == ""


def in_a_volume(listed: str) -> Reading:
    passage = Passage.of("Sapt said", 0, 4)
    edition = Edition(
        "frus1961-63v99", "", "", "d1", persons=(ListedPerson("p_SF1", listed),), names=(Hint(passage, "p_SF1"),)
    )
    one = reading("a", Entity("p", Kind.PERSON, "Sapt"), sender="")
    return evolve(one, report=evolve(one.report, edition=edition), mentions=(Mention(passage, "p", "person"),))


def test_whom_the_editors_mark_is_the_entry_of_their_list_in_all_documents_of_the_volume() -> None:
    assert key_in(in_a_volume("Sapt, Fritz")) == "frus1961-63v99#p_SF1"


def test_a_mark_that_contradicts_the_name_is_not_believed() -> None:
    assert key_in(in_a_volume("Strelsau, Rupert")) == ""
