"""Offices by their words: a part of a state's name is not the state, and what is not plain stays open."""

from __future__ import annotations

import pytest

from kg.authority.positions import OfficeWords, StateNames, office_of

STATES = StateNames(
    {"China": "prc", "Republic of China": "roc", "Germany": "germany", "Ruritania": "ruritania", "Finland": "finland"},
    {"Chinese": "prc", "Ruritanian": "ruritania", "New Ruritanian": "new"},
)


@pytest.mark.parametrize(
    ("words", "role", "state", "receiving"),
    [
        ("President of the Republic of China", "HeadOfState", "roc", ""),
        ("President of the Republic of Finland", "", "", ""),
        ("Minister of Defense, Republic of China", "Minister", "roc", ""),
        ("Minister of Defense of the Federal Republic of Germany", "Minister", "", ""),
        ("Chairman of the Council of Ministers of Ruritania", "HeadOfGovernment", "ruritania", ""),
        ("New Ruritanian Foreign Minister", "ForeignMinister", "new", ""),
        ("Ruritanian chargé d’affaires in China", "Diplomat", "ruritania", "prc"),
        ("Minister in Ruritania", "Diplomat", "", "ruritania"),
        ("Ambassador at Large", "Ambassador", "", ""),
        ("First Secretary of the Communist Party of Ruritania", "PartyLeader", "ruritania", ""),
        ("Former Prime Minister of Ruritania", "", "", ""),
        ("President of the Bank of Ruritania", "", "", ""),
        ("Chief of Protocol and Prime Minister of Ruritania", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_an_office_by_its_words(words: str, role: str, state: str, receiving: str) -> None:
    assert office_of(words, STATES) == OfficeWords(role, state, receiving)


def test_the_longest_adjective_that_begins_the_words_counts() -> None:
    assert STATES.beginning("New Ruritanian envoy") == ("new", "envoy")
    assert STATES.beginning("envoy") == ("", "envoy")
