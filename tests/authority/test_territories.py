"""The states of the world: past ones are themselves, and parts of states are places in them."""

from __future__ import annotations

from pathlib import Path

from kg.authority.importing import imported
from kg.authority.index import CandidateIndex
from kg.authority.territories import SOURCE, job, read_territories, state_names
from kg.model.entity import Kind


def test_past_states_come_with_their_numbers_names_and_heirs(tmp_path: Path) -> None:
    account = imported(job(), tmp_path / "i.sqlite", read_territories)
    assert account.adds_up
    assert account.added > 600
    with CandidateIndex.opened(tmp_path / "i.sqlite") as index:
        found = index.called(Kind.STATE, ["the USSR"], 1962, 8)
        assert [(known.key, known.name) for known in found] == [("Q15180", "Soviet Union")]
        assert found[0].also == ()  # fifteen heirs, and none of them is it
        assert SOURCE in found[0].source
        germany = index.entry("Q16957")
        assert germany is not None
        assert "Q183" in germany.also
        assert [known.key for known in index.called(Kind.STATE, ["Советский Союз"], None, 8)] == ["Q15180"]
        province = index.called(Kind.PLACE, ["New South Wales"], None, 1)[0]
        assert province.state == "Q408"


def test_names_of_states_that_two_bear_name_none() -> None:
    names = state_names()
    assert names["Hungary"] == "Q28"
    assert names["Soviet Union"] == "Q15180"
