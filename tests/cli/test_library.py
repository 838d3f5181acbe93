"""What is known beforehand, for a run: the curated tables, a curator's decisions, and the index beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.authority.importing import Reading, imported
from kg.authority.records import Entry, Name
from kg.authority.schema import SourceRow
from kg.authority.staging import Job
from kg.cli.library import authority_of, decisions_without_object
from kg.errors import DataError
from kg.model.authority import Known
from kg.model.entity import Kind
from kg.settings import Settings, settings_of

HEAD = "document\tkind\tname\tdecision\tobject\twho\tdate\twhy\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A folder of one's own with an index and a decisions file, and no tables."""
    (tmp_path / "data/reports").mkdir(parents=True)

    def read(reading: Reading) -> None:
        number = reading.staging.source(SourceRow("Envoys", "csv"))
        known = Known(key="csv-pelda-ilona", kind=Kind.PERSON, name="Ilona Példa", source="")
        reading.take(number, 2, Entry(known, (Name("Ilona Példa"),)))

    imported(Job("Envoys", {}), tmp_path / "data/authority/index.sqlite", read)
    return settings_of({}, tmp_path)


def decided(settings: Settings, kind: str, object: str) -> None:
    row = f"*\t{kind}\tExample\taccept\t{object}\tA. Curator\t2026-11-23\ta list\n"
    settings.shelves[0].joinpath("data/authority/decisions.tsv").write_text(HEAD + row, "utf-8")


def test_an_index_and_decisions_of_ones_own_stand_beside_the_curated_tables(settings: Settings) -> None:
    decided(settings, "Person", "csv-pelda-ilona")
    authority = authority_of(settings, None)
    assert "kim-il-sung" in authority.entries
    assert [decision.object for decision in authority.decisions] == ["csv-pelda-ilona"]
    assert authority.entry("csv-pelda-ilona") is not None
    assert decisions_without_object(authority) == ()


def test_a_key_that_is_nowhere_is_told(settings: Settings) -> None:
    decided(settings, "Person", "csv-pelda-illona")
    assert [decision.object for decision in decisions_without_object(authority_of(settings, None))] == [
        "csv-pelda-illona"
    ]


def test_a_decision_for_what_the_index_knows_as_another_kind_is_refused(settings: Settings) -> None:
    decided(settings, "Place", "csv-pelda-ilona")
    with pytest.raises(DataError, match="in the index, of the kind Person") as refused:
        authority_of(settings, None)
    assert refused.value.place.endswith("decisions.tsv:2")
