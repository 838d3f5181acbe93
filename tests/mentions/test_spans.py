"""Which words name something, of what kind, and how far the name goes."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model.entity import Kind
from tests.faults import fails
from tests.mentions.heard import heard


def named(text: str) -> list[tuple[str, str]]:
    """The quote of each mention that is no pronoun, with the kind of what it means, as the text runs."""
    read = heard(text)
    mentions = [mention for mention in read.discourse.mentions if not mention.rule.startswith(("coreference", "gloss"))]
    mentions.sort(key=lambda mention: mention.passage)
    return [(mention.passage.exact, read.discourse.entities[mention.entity].kind.value) for mention in mentions]


# --- persons ---------------------------------------------------------------------------------------------------------

HONORIFICS = ["Comrade", "Comr.", "Cde.", "Mr.", "Mrs.", "Dr.", "Sir", "General", "Marshal", "Colonel"]
ABBREVIATED = [
    pytest.param(rank, marks=fails("an abbreviated rank is taken for a first name")) for rank in ("Gen.", "Col.", "Lt.")
]


@pytest.mark.parametrize("honorific", [*HONORIFICS, *ABBREVIATED])
def test_an_honorific_before_a_name_makes_a_person_and_is_no_part_of_the_name(honorific: str) -> None:
    read = heard(f"The rice that {honorific} Jan Wilk praised was cheap.")
    entity = read.entity("Wilk")
    assert (entity.kind, entity.name) == (Kind.PERSON, "Jan Wilk")


def test_a_mention_quotes_honorific_and_name() -> None:
    assert named("We saw Comrade Jan Wilk.") == [("Comrade Jan Wilk", "Person")]


def test_a_mention_quotes_state_title_and_name() -> None:
    assert named("We saw Polish Ambassador Jan Wilk.") == [("Polish Ambassador Jan Wilk", "Person")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We saw Comrade V.P. Orlov.", "V.P. Orlov"),
        ("We saw Comrade V. P. Orlov.", "V. P. Orlov"),
        ("We saw Comrade Choe Yong-kon.", "Choe Yong-kon"),
        ("We saw Comrade Kim Kwang Hyop in May.", "Kim Kwang Hyop"),
        ("We saw Mr. von Lis.", "von Lis"),
        pytest.param("We saw Mr. van der Lis.", "van der Lis", marks=fails("a particle before a particle ends a name")),
        ("We saw Mr. O’Hara.", "O'Hara"),
        ("We saw Comrade Jan Wilk’s sister.", "Jan Wilk"),
        ("We saw Comrade Şerban Țugui.", "Şerban Țugui"),
        ("We saw Comrade Ödön Žák.", "Ödön Žák"),
        pytest.param(
            "We saw Comrade Łukasz Ţugui.", "Łukasz Ţugui", marks=fails("only some capital letters are known")
        ),
        pytest.param(
            "A. B. Wilk left.", "A. B. Wilk", marks=fails("the first initial of a sentence is not read as one")
        ),
    ],
)
def test_a_name_is_as_long_as_it_is_written(text: str, name: str) -> None:
    assert [e.name for e in heard(text).discourse.entities.values() if e.kind is Kind.PERSON][1:] == [name]


def test_a_name_ends_before_a_month_or_weekday() -> None:
    assert named("We saw Comrade Wilk May 3 and Comrade Lis Monday.") == [
        ("Comrade Wilk", "Person"),
        ("Comrade Lis", "Person"),
    ]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Comrades Jan Wilk and Piotr Lis were here.", ["Jan Wilk", "Piotr Lis"]),
        pytest.param(
            "Comrades Nowak and Hudec were here.", ["Nowak", "Hudec"],
            marks=fails("the second surname behind a plural honorific is left to the parser, which calls it a place"),
        ),
        ("Mr. and Mrs. Wilk were here.", ["Wilk", "Wilk"]),
    ],
)  # fmt: skip
def test_an_honorific_for_several_makes_several_persons(text: str, people: list[str]) -> None:
    read = heard(text)
    assert sorted(read.discourse.entities[id_].name for id_ in read.people) == sorted(people)


@pytest.mark.parametrize("text", ["Wilk left.", "We saw Jan Wilk.", "It was Wilk's letter.", "Wilk and Lis left."])
def test_a_name_without_honorific_is_a_person_where_the_sentence_says_so(text: str) -> None:
    assert "Person" in {kind for _, kind in named(text)}


@pytest.mark.parametrize("text", ["He lives in Holguín.", "He went to Camagüey.", "They met near Trinidad."])
def test_a_name_behind_a_preposition_of_place_is_a_place(text: str) -> None:
    assert [kind for _, kind in named(text)] == ["Place"]


@pytest.mark.parametrize(
    "text",
    [
        "Yesterday it rained.",
        "There was no rice.",
        "The rice was scarce.",
        "The mills stood still in May and on Monday.",
        "Nobody came. Everyone stayed at home.",
        pytest.param("Rice was scarce.", marks=fails("the parser calls a noun that begins a sentence a proper one")),
        pytest.param("Sugar was scarce.", marks=fails("the parser calls a noun that begins a sentence a proper one")),
        pytest.param("Approx. ten came.", marks=fails("an abbreviation that begins a sentence is taken for a name")),
        pytest.param("He received No. 5 of them.", marks=fails("'No.' is taken for a name")),
    ],
)
def test_an_ordinary_word_names_nobody(text: str) -> None:
    assert named(text) == []


# --- groups, organisations, delegations ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("the Soviets", "soviet-union"),
        ("the Russians", "soviet-union"),
        ("the Czechs", "czechoslovakia"),
        ("the Yugoslavs", "yugoslavia"),
        ("the Chinese", "china"),
        ("the Polish comrades", "poland"),
        ("the Polish leadership", "poland"),
        ("the Polish side", "poland"),
        ("the Polish press", "poland"),
        ("the Polish ambassadors", "poland"),
        pytest.param("the Polish Ambassadors", "poland", marks=fails("a capital hides the singular of a group noun")),
    ],
)
def test_people_of_a_state_stay_a_group(words: str, state: str) -> None:
    read = heard(f"It was {words} who refused.")
    entity = read.entity(words)
    assert entity.kind is Kind.COLLECTIVE
    assert read.state(words) == state
    assert not [e for e in read.discourse.entities.values() if e.kind in (Kind.ORGANISATION, Kind.PERSON)][1:]


def test_the_organs_at_home_are_a_group_of_no_named_state() -> None:
    entity = heard("The organs at home were satisfied.").entity("organs at home")
    assert (entity.kind, entity.state) == (Kind.COLLECTIVE, "")


@pytest.mark.parametrize(
    ("text", "words", "kind", "state"),
    [
        ("It was the Polish government.", "Polish government", "Organisation", "poland"),
        ("It was the Cuban Foreign Ministry.", "Cuban Foreign Ministry", "Organisation", "cuba"),
        ("It was the Ministry of Foreign Trade of Cuba.", "Ministry of Foreign Trade of Cuba", "Organisation", "cuba"),
        ("It was the Polish Embassy.", "Polish Embassy", "DiplomaticMission", "poland"),
        ("It was the Legation of Switzerland.", "Legation of Switzerland", "DiplomaticMission", "switzerland"),
        ("It was the Bulgarian trade delegation.", "Bulgarian trade delegation", "Delegation", "bulgaria"),
        (
            "It was a Polish party and government delegation.",
            "Polish party and government delegation", "Delegation", "poland",
        ),
        ("It was the Albanian Party of Labor.", "Albanian Party of Labor", "Organisation", "albania"),
        ("We wrote to the Polish United Workers' Party.", "Polish United Workers' Party", "Organisation", "poland"),
        ("We wrote to the Polish United Workers’ Party.", "Polish United Workers' Party", "Organisation", "poland"),
        ("The Polish United Workers' Party wrote.", "Polish United Workers' Party", "Organisation", "poland"),
        pytest.param(
            "It was the East German Embassy.", "East German Embassy", "DiplomaticMission", "east-germany",
            marks=fails("'East' is no part of a name before an organ, so 'German' alone is looked up"),
        ),
    ],
)  # fmt: skip
def test_an_organ_or_delegation_has_its_kind_and_the_state_that_it_names(
    text: str, words: str, kind: str, state: str
) -> None:
    read = heard(text)
    assert read.entity(words).kind.value == kind
    assert read.state(words) == state


def test_a_known_place_is_a_place_and_not_its_state() -> None:
    assert named("He left Havana for Warsaw.") == [("Havana", "Place"), ("Warsaw", "Place")]


def test_a_name_inside_a_longer_name_is_no_mention_of_its_own() -> None:
    assert named("We saw the Embassy of Poland.") == [("Embassy of Poland", "DiplomaticMission")]


def test_an_editors_word_belongs_to_the_quote_with_its_brackets() -> None:
    assert named("It was the [Polish] government.") == [("[Polish] government", "Organisation")]


@pytest.mark.parametrize(
    "text",
    [
        "We saw Polish Ambassador Comrade Lis of the Polish Foreign Ministry.",
        "We saw the Ambassador of Poland to Cuba.",
        pytest.param(
            "We saw Comrade Lis Polish Ambassador.", marks=fails("a title takes an adjective from the name before")
        ),
    ],
)
def test_no_name_cuts_another_in_half(text: str) -> None:
    (bounds,) = heard(text).discourse.spans
    stretches = [set(range(first, last + 1)) for first, last in bounds.values()]
    for one, other in combinations(stretches, 2):
        assert one <= other or other <= one or not one & other


PIECES = st.sampled_from(
    [
        *(
            "Comrade Lis",
            "Comrades",
            "Polish",
            "the Polish",
            "Ambassador",
            "East German",
            "Embassy",
            "of",
            "Poland",
            "A. B.",
            "Wilk",
        ),
        *(
            "the CC",
            "Ministry of Defense",
            "and",
            "delegation",
            "the Czechs",
            "to Cuba",
            "was",
            ".",
            ",",
            "V.P.",
            "[Soviet]",
            "’s",
        ),
        *("Prime Minister", "Korean Workers' Party", "Kim Il Sung", "in May", "Mr. and Mrs.", "his predecessor,"),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=12).map(" ".join))
def test_every_name_holds_its_head_and_every_quote_stands_in_the_source(text: str) -> None:
    read = heard(f"So {text}")
    (bounds,) = read.discourse.spans
    assert all(first <= head <= last for head, (first, last) in bounds.items())
    assert all(mention.passage.is_found_in(read.report.source.text) for mention in read.discourse.mentions)
