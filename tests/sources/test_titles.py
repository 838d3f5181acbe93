"""Titles: kind, sides and author, as far as the title names them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sources.titles import person_in, title_parts


@pytest.mark.parametrize(
    ("title", "kind", "sender", "addressee", "author"),
    [
        (
            "Report, Embassy of Hungary in North Korea to the Hungarian Foreign Ministry",
            *("report", "Embassy of Hungary in North Korea", "Hungarian Foreign Ministry", ""),
        ),
        (
            "Telegram from Pyongyang to Bucharest, TOP SECRET, No. 76.054, Urgent",
            "telegram",
            "Pyongyang",
            "Bucharest",
            "",
        ),
        (
            "Telegram From the Embassy in the Soviet Union to the Department of State",
            *("telegram", "Embassy in the Soviet Union", "Department of State", ""),
        ),
        (
            "Journal of Soviet Ambassador to the DPRK A.M. Puzanov for 21 August 1957",
            *("journal", "Soviet Ambassador to the DPRK", "", "A.M. Puzanov"),
        ),
        (
            "Note from the Embassy of the Polish Republic in Korea",
            "note",
            "Embassy of the Polish Republic in Korea",
            "",
            "",
        ),
        (
            "Memorandum From the Ambassador to Poland (Smith) to President Jones",
            *("memorandum", "Ambassador to Poland (Smith)", "President Jones", "Smith"),
        ),
        (
            "Letter From Foreign Secretary Smith to Secretary of State Jones",
            "letter",
            "Foreign Secretary Smith",
            "Secretary of State Jones",
            "Smith",
        ),
        (
            "Telegram From the Mission to the United Nations to the Department of State",
            *("telegram", "Mission to the United Nations", "Department of State", ""),
        ),
        (
            "Action Memorandum From A. B. Smith of the Council Staff to the President",
            *("memorandum", "A. B. Smith of the Council Staff", "President", "A. B. Smith"),
        ),
        (
            "Circular Telegram From the Department of State to All Posts",
            "telegram",
            "Department of State",
            "All Posts",
            "",
        ),
        (
            "Memorandum by the Secretary of the Treasury Smith",
            "memorandum",
            "Secretary of the Treasury Smith",
            "",
            "Smith",
        ),
        ("Smith Diary Entry", "diary entry", "", "", "Smith"),
        (
            "From the Diary of Sir Fritz Hentzau, Ruritanian Ambassador in Strelsau",
            "journal",
            "",
            "",
            "Sir Fritz Hentzau",
        ),
        ("Editorial Note", "editorial note", "", "", ""),
        ("Memorandum for the Record", "memorandum for the record", "", "", ""),
        ("138. Editorial Note", "editorial note", "", "", ""),
    ],
)
def test_a_title_names_kind_and_sides(title: str, kind: str, sender: str, addressee: str, author: str) -> None:
    parts = title_parts(title)
    found = [part.text if part else "" for part in (parts.sender, parts.addressee, parts.author)]
    assert [parts.kind, *found] == [kind, sender, addressee, author]


@pytest.mark.parametrize(
    ("title", "partners"),
    [
        (
            "Memorandum of Conversation between Soviet Ambassador to North Korea Vasily Moskovsky and "
            "Romanian Ambassador "
            "to North Korea [M.] Bodnaras [1]",
            ["Soviet Ambassador to North Korea Vasily Moskovsky", "Romanian Ambassador to North Korea [M.] Bodnaras"],
        ),
        ("Record of a Conversation with Ambassador Li on 3 May 1960", ["Ambassador Li"]),
        ("Memorandum of Conversation", []),
    ],
)
def test_a_title_names_who_spoke_with_whom(title: str, partners: list[str]) -> None:
    parts = title_parts(title)
    assert parts.kind == "memorandum of conversation"
    assert [part.text for part in parts.participants] == partners


@pytest.mark.parametrize(
    "words", ["Pyongyang", "Embassy in Moscow", "Minister of Foreign Affairs of Hungary", "the Central Committee"]
)
def test_a_place_or_an_organisation_is_no_person(words: str) -> None:
    assert person_in(words) is None


@given(st.text(max_size=80))
def test_every_part_stands_in_its_title(title: str) -> None:
    parts = title_parts(title)
    for part in (parts.sender, parts.addressee, parts.author, *parts.participants):
        if part is not None:
            assert title[part.start : part.end] == part.text


WORDS = [
    "Telegram",
    "From",
    "the",
    "Embassy",
    "to",
    "in",
    "and",
    "between",
    "Memorandum",
    "of",
    "(Smith)",
    "Journal",
    ",",
]


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_words_of_titles_in_any_order_are_read_without_stumbling(words: list[str]) -> None:
    title = " ".join(words)
    parts = title_parts(title)
    for part in (parts.sender, parts.addressee, parts.author, *parts.participants):
        assert part is None or title[part.start : part.end] == part.text
