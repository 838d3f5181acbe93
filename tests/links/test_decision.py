"""What a link promises: reasons beside every score, no person by name alone, and an answer for every entity."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from kg.authority import read_authority
from kg.links import Nil, links_for
from kg.model.authority import Authority, Known, TermOfOffice
from kg.model.dates import EdtfDate
from kg.model.decision import Decision, Decisions, Verdict
from kg.model.discourse import OfficeFact
from kg.model.edition import Edition
from kg.model.entity import Entity, Kind
from kg.model.mention import Link
from kg.model.report import Report, SourceText
from kg.names.keys import thing_key

AUTHORITY = read_authority(Path(__file__).parents[2] / "data" / "authority")
SENDER = "Embassy of Hungary in North Korea"
DPRK = Entity("state/dprk", Kind.STATE, "DPRK")
KIM = Entity("person/kim", Kind.PERSON, "Kim Il Sung")


def links(
    *entities: Entity, sender: str = SENDER, date: str = "1962-08-27", authority: Authority = AUTHORITY
) -> dict[str, Link]:
    report = Report("r", SourceText("", ""), "plain", "", date=EdtfDate(date) if date else None, sender=sender)
    return {link.entity: link for link in links_for(entities, (), report, authority)}


def test_every_entity_of_a_linked_kind_gets_one_link_in_its_own_order() -> None:
    group = Entity("group/x", Kind.COLLECTIVE, "the Soviets")
    assert list(links(KIM, group, DPRK)) == [KIM.id, DPRK.id]


@pytest.mark.parametrize("known", AUTHORITY.of_kind(Kind.PERSON), ids=lambda known: known.key)
def test_no_person_is_linked_by_a_name_alone(known: Known) -> None:
    for name in (known.name, *known.names):
        assert links(Entity("p", Kind.PERSON, name), sender="")["p"].authority == ""


def test_the_key_that_the_reading_of_names_proposed_decides_nothing() -> None:
    proposed = Entity("p", Kind.PERSON, "Ivan Petrov", authority="khrushchev-nikita", state=DPRK.id)
    assert links(proposed, DPRK)["p"].reason == Nil.NO_CANDIDATE


def test_every_candidate_shows_its_reasons_and_a_score_between_none_and_one() -> None:
    link = links(KIM, DPRK)[KIM.id]
    assert link.candidates[0].authority == "kim-il-sung"
    names = [reason.partition(":")[0] for reason in link.candidates[0].reasons]
    assert names == ["name", "co-mention", "alive then", "curated"]
    assert link.candidates[0].reasons[0].startswith("name: 1.00 with 'Kim Il Sung' (+")
    assert "Democratic People's Republic of Korea is in the document" in link.candidates[0].reasons[1]
    assert all(candidate.reasons and 0 <= candidate.score <= 1 for candidate in link.candidates)


def test_an_entry_without_a_number_is_known_here_but_nil_for_wikidata() -> None:
    soviet = Entity("state/su", Kind.STATE, "USSR")
    link = links(Entity("p", Kind.PERSON, "Vasily Moskovsky", state=soviet.id), soviet)["p"]
    assert (link.authority, link.qid, link.reason) == ("moskovsky-vasily", "", Nil.NO_NUMBER)


def test_the_past_state_is_linked_and_the_present_one_is_a_looser_fit() -> None:
    link = links(Entity("s", Kind.STATE, "Hungary"))["s"]
    assert (link.qid, link.also) == ("Q16410", ("Q28",))
    assert "hungary" in {candidate.authority for candidate in link.candidates}


def test_a_state_that_is_named_without_doubt_decides_a_bare_name_that_stands_before_it() -> None:
    bare = Entity("s", Kind.STATE, "Korea")
    assert links(bare, Entity("t", Kind.STATE, "ROK"), sender="")["s"].authority == "south-korea"


def test_an_entity_with_one_unambiguous_name_among_several_is_that_state() -> None:
    both = Entity("s", Kind.STATE, "Korea", names=("Korea", "DPRK"))
    assert links(both, sender="")["s"].authority == "north-korea"


def test_without_a_date_nothing_is_ruled_out_by_time() -> None:
    assert links(KIM, DPRK, date="")[KIM.id].authority == "kim-il-sung"


def test_a_note_without_a_date_was_written_in_the_years_of_its_volume() -> None:
    germany = Entity("s", Kind.STATE, "Federal Republic of Germany")
    edition = Edition("frus1961-63v05", "", "", "d111")
    report = Report("r", SourceText("", ""), "tei", "", edition=edition)
    assert links_for((germany,), (), report, AUTHORITY)[0].authority == "west-germany"


def test_an_empty_authority_file_makes_everything_nil() -> None:
    assert links(KIM, DPRK, authority=Authority())[KIM.id].reason == Nil.NO_CANDIDATE


def test_links_do_not_depend_on_the_order_of_the_entities() -> None:
    entities = (KIM, Entity("s", Kind.STATE, "Korea"), Entity("o", Kind.ORGANISATION, "KWP CC"), DPRK)
    assert links(*entities, sender="") == links(*reversed(entities), sender="")


def test_a_published_probability_is_neither_impossible_nor_certain() -> None:
    link = links(KIM, DPRK)[KIM.id]
    assert link.confidence is not None
    assert 0.7 <= link.confidence <= 0.999
    assert all(0.001 <= candidate.score <= 0.999 for candidate in link.candidates)


def test_two_people_of_one_surname_in_one_document_stay_two() -> None:
    soviet = Entity("state/su", Kind.STATE, "USSR")
    one = Entity("a", Kind.PERSON, "Vasily Moskovsky", state=soviet.id)
    other = Entity("b", Kind.PERSON, "Viktor Moskovsky", state=soviet.id)
    found = links(one, other, soviet)
    assert found["a"].authority == "moskovsky-vasily"
    assert found["b"].authority == ""


def test_two_names_that_contradict_each_other_are_not_the_one_of_whom_only_the_surname_is_known() -> None:
    soviet = Entity("state/su", Kind.STATE, "USSR")
    marshal = Known("zhukov", Kind.PERSON, "Zhukov", "a list", state="soviet-union")
    authority = Authority({**AUTHORITY.entries, "zhukov": marshal})
    sure = Entity("a", Kind.PERSON, "Georgi Zhukov", state=soviet.id)
    other = Entity("b", Kind.PERSON, "Yuri Zhukov", state=soviet.id)
    post = Entity("post", Kind.POST, "Minister", state=soviet.id, role="Minister")
    report = Report("r", SourceText("", ""), "plain", "", date=EdtfDate("1956"), sender=SENDER)
    term = TermOfOffice("Minister", "soviet-union", "1955", "1957", "a list")
    known = evolve(authority, entries={**authority.entries, "zhukov": evolve(marshal, offices=(term,))})
    found = links_for(
        (sure, other, soviet, post),
        (),
        report,
        known,
        [OfficeFact("a", "post", 0, 0, 0), OfficeFact("b", "post", 0, 0, 0)],
    )
    assert [link.authority for link in found[:2]] == ["zhukov", ""]
    assert found[1].reason == Nil.TAKEN


def test_two_names_that_the_entry_bears_in_full_are_one_person() -> None:
    usa = Entity("state/us", Kind.STATE, "United States")
    one = Entity("a", Kind.PERSON, "Charles E. Bohlen", state=usa.id)
    other = Entity("b", Kind.PERSON, "Chip Bohlen", state=usa.id)
    entry = evolve(AUTHORITY.entries["bohlen-charles-e"], names=("Chip Bohlen",))
    authority = Authority({**AUTHORITY.entries, entry.key: entry})
    assert {link.authority for link in links(one, other, usa, authority=authority).values()} == {
        entry.key,
        "united-states",
    }


def test_a_surname_with_mrs_before_it_is_not_her_husband() -> None:
    usa = Entity("state/us", Kind.STATE, "United States")
    his = Entity("a", Kind.PERSON, "Khrushchev", state=DPRK.id)
    soviet = Entity("state/su", Kind.STATE, "USSR")
    wife = Entity("b", Kind.PERSON, "Khrushchev", state=soviet.id, is_female=True)
    assert links(wife, soviet, usa, his, DPRK)["b"].reason == Nil.CONTRADICTED
    assert links(Entity("b", Kind.PERSON, "Khrushchev", state=soviet.id), soviet)["b"].authority == "khrushchev-nikita"


def decided(verdict: Verdict, object_: str, *, document: str = "*", name: str = "Kim Il Sung") -> Authority:
    """The authority file with one decision of a curator on Kim Il Sung."""
    decision = Decision(document, Kind.PERSON, name, verdict, object_, "A. Curator", "2026-11-20", "the file says so")
    return evolve(AUTHORITY, decisions=Decisions((decision,), thing_key))


def test_what_a_curator_accepts_is_linked_whatever_the_machine_finds() -> None:
    link = links(KIM, authority=decided(Verdict.ACCEPT, "kim-tu-bong"), sender="")[KIM.id]
    assert (link.authority, link.decided_by, link.decided_on) == ("kim-tu-bong", "A. Curator", "2026-11-20")
    assert link.reason == "accept by A. Curator: the file says so"
    assert link.confidence is None


def test_a_curator_may_accept_a_number_that_no_table_has() -> None:
    link = links(KIM, authority=decided(Verdict.ACCEPT, "Q999999999"), sender="")[KIM.id]
    assert (link.authority, link.qid) == ("Q999999999", "Q999999999")
    assert link.candidates[0].reasons == ("not found under this name",)


def test_what_a_curator_refuses_is_out_and_says_why() -> None:
    link = links(KIM, DPRK, authority=decided(Verdict.REFUSE, "kim-il-sung"))[KIM.id]
    assert (link.authority, link.reason) == ("", Nil.CONTRADICTED)
    assert any("A. Curator" in reason for reason in link.candidates[0].reasons)


def test_a_curators_nil_stands_above_a_good_candidate() -> None:
    link = links(KIM, DPRK, authority=decided(Verdict.NIL, ""))[KIM.id]
    assert (link.authority, link.decided_by) == ("", "A. Curator")
    assert link.candidates[0].authority == "kim-il-sung"


def test_a_decision_on_another_document_or_name_changes_nothing() -> None:
    for authority in (decided(Verdict.NIL, "", document="other"), decided(Verdict.NIL, "", name="Kim Chang Bong")):
        assert links(KIM, DPRK, authority=authority)[KIM.id].authority == "kim-il-sung"


def test_a_decision_on_what_is_in_no_table_and_no_index_is_not_applied() -> None:
    link = links(KIM, DPRK, authority=decided(Verdict.ACCEPT, "frus-kim-il-sung"))[KIM.id]
    assert (link.authority, link.decided_by) == ("kim-il-sung", "")


@pytest.mark.parametrize(
    ("date", "key"),
    [("1962-03", "puzanov-alexander"), ("1962-06-29", "puzanov-alexander"), ("1962-08-20", "moskovsky-vasily")],
)
def test_the_soviet_ambassador_in_pyongyang_is_who_was_it_in_that_month(date: str, key: str) -> None:
    """The name given is the other's too: only the office and its dates tell."""
    both = [
        evolve(known, names=(*known.names, "Ivanov"))
        if known.key in ("puzanov-alexander", "moskovsky-vasily")
        else known
        for known in AUTHORITY.entries.values()
    ]
    authority = Authority({known.key: known for known in both})
    soviet = Entity("state/su", Kind.STATE, "USSR")
    post = Entity("post", Kind.POST, "Ambassador", state=soviet.id, receiving_state=DPRK.id, role="Ambassador")
    person = Entity("p", Kind.PERSON, "Ivanov")
    report = Report("r", SourceText("", ""), "plain", "", date=EdtfDate(date), sender=SENDER)
    given = [OfficeFact("p", "post", 0, 0, 0)]
    found = links_for((person, post, soviet, DPRK), (), report, authority, given)
    assert found[0].authority == key


def test_kim_il_sung_in_1962_is_never_president() -> None:
    """Head of state was another man then; who is called so is not he."""
    post = Entity("post", Kind.POST, "President", state=DPRK.id, role="HeadOfState")
    person = Entity("p", Kind.PERSON, "Kim")
    report = Report("r", SourceText("", ""), "plain", "", date=EdtfDate("1962-08-27"), sender=SENDER)
    found = links_for((person, post, DPRK), (), report, AUTHORITY, [OfficeFact("p", "post", 0, 0, 0)])
    assert found[0].authority == ""
    kim = next(candidate for candidate in found[0].candidates if candidate.authority == "kim-il-sung")
    (office,) = [reason for reason in kim.reasons if reason.startswith("office")]
    assert office.startswith("office, not then: HeadOfState")
    assert "(-" in office


def test_the_number_that_a_curator_gives_to_whom_we_know_without_one_is_his() -> None:
    soviet = Entity("state/su", Kind.STATE, "USSR")
    moskovsky = Entity("p", Kind.PERSON, "Vasily Moskovsky", state=soviet.id)
    authority = decided(Verdict.ACCEPT, "Q999999999", name="Vasily Moskovsky")
    link = links(moskovsky, soviet, authority=authority)["p"]
    assert (link.authority, link.qid, link.decided_by) == ("moskovsky-vasily", "Q999999999", "A. Curator")


def test_what_a_curator_accepts_for_two_names_that_contradict_each_other_is_one_person() -> None:
    names = ("Ivan Petrov", "Pavel Orlov")
    rows = tuple(
        Decision("*", Kind.PERSON, name, Verdict.ACCEPT, "kim-il-sung", "A. Curator", "2026-11-20", "a false name")
        for name in names
    )
    authority = evolve(AUTHORITY, decisions=Decisions(rows, thing_key))
    people = [Entity(name, Kind.PERSON, name) for name in names]
    assert {link.authority for link in links(*people, authority=authority).values()} == {"kim-il-sung"}
