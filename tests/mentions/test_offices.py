"""Whose President, Secretary or King is meant, where a text says only that."""

from __future__ import annotations

import pytest
from attrs import evolve

from kg.model.authority import Authority, Known, TermOfOffice
from kg.model.entity import Kind
from tests.faults import fails
from tests.mentions.heard import authority, heard

# The writer is a Czechoslovak in Cuba.


def knowing(*entries: Known) -> Authority:
    """The authority file with these persons and posts, and no others."""
    kept = {key: known for key, known in authority().entries.items() if known.kind is not Kind.POST}
    return evolve(authority(), entries={**kept, **{known.key: known for known in entries}})


def post(role: str, state: str, *names: str) -> Known:
    """What a state calls one of its posts."""
    return Known(f"post-{state}-{names[0]}", Kind.POST, names[0], "made up", names=names[1:], role=role, state=state)


def man(name: str, role: str, state: str, start: str = "1955", end: str = "1970") -> Known:
    """Somebody who holds an office."""
    term = TermOfOffice(role, state, start, end, "made up")
    return Known(f"man-{name}", Kind.PERSON, name, "made up", state=state, offices=(term,))


LAGO = man("Luis Lago", "HeadOfState", "cuba")
SOREL = man("Jan Sorel", "HeadOfState", "czechoslovakia")
SECRETARY = man("Jan Sorel", "ForeignMinister", "czechoslovakia")
CUBAN_PRESIDENT = post("HeadOfState", "cuba", "President of Cuba")
CUBAN_KING = post("HeadOfState", "cuba", "King of Cuba")
CZECHOSLOVAK_PRESIDENT = post("HeadOfState", "czechoslovakia", "President of Czechoslovakia")


@pytest.mark.parametrize(
    ("title", "posts", "name"),
    [
        ("President", (), "Luis Lago"),
        ("President", (CUBAN_PRESIDENT,), "Luis Lago"),
        ("President", (CZECHOSLOVAK_PRESIDENT,), "Jan Sorel"),
        ("President", (CUBAN_PRESIDENT, CZECHOSLOVAK_PRESIDENT), "Jan Sorel"),
        ("President", (CUBAN_KING, CZECHOSLOVAK_PRESIDENT), "Jan Sorel"),
        ("King", (CUBAN_KING, CZECHOSLOVAK_PRESIDENT), "Luis Lago"),
    ],
)
def test_a_side_that_calls_its_post_so_is_meant_first(title: str, posts: tuple[Known, ...], name: str) -> None:
    assert heard(f"The {title} received me.", known=knowing(LAGO, SOREL, *posts)).entity(title).name == name


def test_a_title_that_neither_side_has_is_a_man_without_a_name() -> None:
    known = knowing(LAGO, SOREL, CUBAN_PRESIDENT, CZECHOSLOVAK_PRESIDENT)
    assert heard("The King received me.", known=known).entity("King").kind is Kind.UNNAMED_PERSON


@pytest.mark.parametrize(
    ("date", "name"),
    [("1961-03-10", "Luis Lago"), ("1961-03-11", "Pablo Rey"), ("1961-03", "Luis Lago"), ("1961-04", "Pablo Rey")],
)
def test_he_is_meant_who_held_the_office_on_the_day(date: str, name: str) -> None:
    known = knowing(
        man("Luis Lago", "HeadOfState", "cuba", "1955", "1961-03-10"),
        man("Pablo Rey", "HeadOfState", "cuba", "1961-03-11", ""),
    )
    assert heard("The President received me.", date=date, known=known).entity("President").name == name


def test_a_bare_word_is_an_office_only_where_a_side_calls_it_so() -> None:
    called = post("ForeignMinister", "czechoslovakia", "Foreign Secretary", "Secretary")
    read = heard("The Secretary received me.", known=knowing(SECRETARY, called))
    assert read.entity("Secretary").name == "Jan Sorel"
    longer = post("ForeignMinister", "czechoslovakia", "Foreign Secretary")
    assert not heard("The Secretary received me.", known=knowing(SECRETARY, longer)).who("Secretary")


@pytest.mark.parametrize("title", ["President", "King", "Chairman"])
def test_a_title_alone_is_he_who_was_called_so_last(title: str) -> None:
    read = heard(f"{title} Otto met Comrade Lis. The {title} received Wilk.", known=knowing())
    assert read.who(title, 2) == read.who("Otto")


def test_a_king_is_no_president() -> None:
    read = heard("King Otto was ill. The President received Comrade Lis and Comrade Wilk.", known=knowing())
    assert read.who("President") != read.who("Otto")


@fails("of whom it is said that he was received is not asked")
def test_who_is_received_by_an_office_does_not_hold_it() -> None:
    read = heard("Comrade Lis met King Otto. The President received Lis.", known=knowing())
    assert read.who("President") != read.who("Lis")


@pytest.mark.parametrize("title", ["King", "President", "Minister"])
def test_one_man_is_meant_by_a_title_though_nobody_can_say_which(title: str) -> None:
    read = heard(f"The {title} received me. The {title} left.", known=knowing())
    assert read.entity(title).kind is Kind.UNNAMED_PERSON
    assert read.who(title) == read.who(title, 2)


def test_of_other_titles_nobody_is_meant_without_a_state() -> None:
    assert not heard("The Counsellor received me.", known=knowing()).who("Counsellor")
