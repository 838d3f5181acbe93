"""Tenures: offices that a report gives to people, claimed by the voice that names them first."""

from __future__ import annotations

from kg.model.event import Status

from .told import NOWAK, Told, told

CHAIN = (
    "Mr. Lund, the new Swedish Ambassador to Egypt, told me that his predecessor, Mr. Dube, had left Cairo in April. "
    "Mr. Dube's predecessor, Mr. Dahl, had died."
)


def holders(reading: Told) -> dict[str, str]:
    """Who holds which office."""
    return {
        reading.who(tenure, "holder")[0]: reading.name(tenure.agents("post")[0]) for tenure in reading.events("Tenure")
    }


def test_a_title_before_a_name_is_an_office() -> None:
    reading = told("Prime Minister Nehru received Ambassador Dube on 3 May.")
    assert holders(reading) == {"Nehru": "Prime Minister", "Dube": "Ambassador"}
    assert all(tenure.status is Status.HOLDS for tenure in reading.events("Tenure"))


def test_an_office_behind_a_name_is_one_too() -> None:
    reading = told("President Nasser received Mr. Dube, the Swedish Ambassador to Egypt.")
    assert holders(reading)["Dube"] == "Ambassador of Sweden to Egypt"


def test_an_office_named_twice_is_one_tenure() -> None:
    reading = told(
        "Minister Lund visited Mr. Silva. Minister Lund left Cairo. The talks had failed, Minister Lund said."
    )
    assert holders(reading) == {"Lund": "Minister"}
    assert len(reading.events("Tenure")) == 1


def test_the_words_that_give_an_office_are_the_evidence_of_the_claim() -> None:
    reading = told("President Nasser received Mr. Dube, the Swedish Ambassador to Egypt.")
    tenure = next(tenure for tenure in reading.events("Tenure") if reading.who(tenure, "holder") == ["Dube"])
    assert [passage.exact for passage in reading.claim_on(tenure).evidence] == ["Swedish Ambassador to Egypt"]


def test_an_office_is_claimed_by_the_voice_that_names_it_first() -> None:
    reading = told(CHAIN)
    chains = {
        reading.who(tenure, "holder")[0]: reading.chain_of(reading.claim_on(tenure))
        for tenure in reading.events("Tenure")
    }
    assert chains == {"Lund": (NOWAK,), "Dube": (NOWAK, "Lund"), "Dahl": (NOWAK, "Lund")}


def test_a_predecessor_held_the_same_office_before_him() -> None:
    reading = told(CHAIN)
    assert set(holders(reading).values()) == {"Ambassador of Sweden to Egypt"}
    chain = {
        reading.who(tenure, "holder")[0]: [
            name for before in reading.targets(tenure, "predecessor") for name in reading.who(before, "holder")
        ]
        for tenure in reading.events("Tenure")
    }
    assert chain == {"Lund": ["Dube"], "Dube": ["Dahl"], "Dahl": []}


def test_a_stay_at_the_post_is_the_length_of_the_tenure() -> None:
    reading = told(
        "Mr. Dube, the Swedish Ambassador to Egypt, visited me on 3 May. His predecessor, Mr. Lund, had left Cairo in "
        "March. During his five-year stay here, Mr. Lund had met President Nasser three times."
    )
    lengths = {
        reading.who(tenure, "holder")[0]: tenure.duration.value if tenure.duration else ""
        for tenure in reading.events("Tenure")
    }
    assert lengths == {"Dube": "", "Lund": "P5Y", "Nasser": ""}


def test_a_group_holds_no_office() -> None:
    assert told("The Swedish ministers visited Mr. Silva.").events("Tenure") == []
