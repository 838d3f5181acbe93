"""Who is meant where a voice speaks: "you", and names that the parser has broken."""

from __future__ import annotations

import pytest

from .told import NOWAK, told


@pytest.mark.parametrize("addressee", ["Jakub Berman", ""])
def test_you_is_the_reader_of_the_document(addressee: str) -> None:
    reading = told("You visited Minister Okoro on 3 May.", addressee=addressee)
    assert reading.who(reading.event("Visit"), "visitor") == ([addressee] if addressee else [])


def test_your_is_the_readers() -> None:
    reading = told("Your letter to Minister Okoro was mentioned.", addressee="Jakub Berman")
    assert reading.who(reading.event("MessageSending"), "sender") == ["Jakub Berman"]


def test_you_in_anothers_words_is_whom_he_talks_to() -> None:
    reading = told('Minister Okoro told me: "You visited Mr. Silva on 3 May."', addressee="Jakub Berman")
    assert reading.who(reading.event("Visit"), "visitor") == [NOWAK]


@pytest.mark.parametrize(
    "name",
    [
        "Soviet Minister of Agriculture Lund",
        "the Soviet Minister of Agriculture Odo Lund",
        "Politburo member Lund",
    ],
)
@pytest.mark.parametrize(
    ("sentence", "type_", "role"),
    [
        ("Everybody mentioned the visit of {} to Lagos.", "OfficialVisit", "visitor"),
        ("Mr. Silva visited {} on 3 May.", "Visit", "host"),
        ("Mr. Silva handed a note to {} on 3 May.", "MessageDelivery", "recipient"),
    ],
)
def test_a_long_name_plays_its_role_wherever_the_parser_hangs_its_words(
    sentence: str, type_: str, role: str, name: str
) -> None:
    reading = told(sentence.format(name))
    assert [who.split()[-1] for who in reading.who(reading.event(type_), role)] == ["Lund"]
