"""The measured precision of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from kg.errors import DataError
from kg.lexicon import Precision, read_frames, read_precision
from kg.lexicon import precision as module
from kg.lexicon.precision import LEAST, Count
from kg.model.claim import Turn

COUNTS = Precision({"often": Count(10, 9, 6), "rare": Count(1, 1, 0), "rarer": Count(3, 2, 2)})


def test_a_rule_seen_often_enough_has_its_own_figure() -> None:
    assert (COUNTS.of_event("often"), COUNTS.of_claim("often")) == (0.9, 0.6)


@pytest.mark.parametrize("rule", ["rare", "rarer", "never seen"])
def test_rare_rules_share_the_figure_of_all_rare_rules(rule: str) -> None:
    assert (COUNTS.of_event(rule), COUNTS.of_claim(rule)) == (0.75, 0.5)


def test_where_nothing_was_measured_there_is_no_figure() -> None:
    assert Precision({"often": Count(10, 9, 6)}).of_event("other") is None


@pytest.mark.parametrize("row", [{"given": 1, "events": 2, "claims": 0}, {"given": 2, "events": 1, "claims": 2}])
def test_more_right_than_given_is_refused(row: Mapping[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(name: str) -> Mapping[str, Any]:
        return {"visit": row}

    monkeypatch.setattr(module, "table", changed)
    read_precision.cache_clear()
    with pytest.raises(DataError, match="rule 'visit': more right than given"):
        read_precision()
    read_precision.cache_clear()


def test_every_measured_rule_is_one_that_the_program_has() -> None:
    known = {frame.id for frame in read_frames().all} | {Turn.RULE, "directive", "invite.offer", "directive.demand"}
    assert set(read_precision().by_rule) <= known


def test_enough_was_measured_for_most_events_to_have_a_figure_of_their_own_rule() -> None:
    counts = read_precision().by_rule.values()
    own = sum(count.given for count in counts if count.given >= LEAST)
    assert own > sum(count.given for count in counts) / 2
