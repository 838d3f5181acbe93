"""The name that stands beside an office is the office-holder's, whatever the parser makes of it."""

from __future__ import annotations

import pytest

from tests.mentions.heard import heard


@pytest.mark.parametrize(
    ("sentence", "office", "name"),
    [
        ("The Mongolian chargé d'affaires, Tsendjav, made his farewell call on me.", "Mongolian", "Tsendjav"),
        ("The Minister of Trade, Krause, received the French Ambassador, Blanc.", "French Ambassador", "Blanc"),
        ("Lunched with the Canadian Commissioner, Lemieux, who was tired.", "Canadian Commissioner", "Lemieux"),
        ("Yesterday I met the Ambassador, Comrade Hora.", "Ambassador", "Hora"),
    ],
)
def test_an_office_and_the_name_behind_its_comma_are_one_man(sentence: str, office: str, name: str) -> None:
    people = heard(sentence).discourse.entities
    assert [entity.name for entity in people.values() if entity.id.startswith("person/") and name in entity.name]
    assert not [entity.name for entity in people.values() if entity.id.startswith("unnamed/") and office in entity.name]


@pytest.mark.parametrize(
    "sentence",
    [
        "In Rome the French Ambassador, in May, met Minister Hora.",
        "Minister Hora met the French Ambassador. Lund met Hora.",
        "In Rome the French Ambassador, Minister Hora, and Lund met.",
    ],
)
def test_a_list_a_phrase_and_a_new_sentence_join_nobody_to_an_office(sentence: str) -> None:
    entities = heard(sentence).discourse.entities
    assert [entity.id for entity in entities.values() if entity.id.startswith("unnamed/")]
